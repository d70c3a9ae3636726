//! `verify`: whether results are what their manifest says.

use std::path::Path;

use super::args::VerifyArguments;
use super::format::{counted, size};
use super::screen;
use super::stop::Stop;
use crate::output::part::Part;
use crate::output::verify::{Verified, verify_folder};

/// Checks every path, and says of each what is wrong with it.
pub(super) fn verify(arguments: &VerifyArguments) -> Result<(), Stop> {
    let mut problems = 0;
    for path in &arguments.paths {
        let found = if path.is_dir() { folder(path, arguments.quiet)? } else { part(path, arguments.quiet)? };
        problems += found;
    }
    if problems > 0 { Err(Stop::Negative) } else { Ok(()) }
}

fn folder(path: &Path, quiet: bool) -> Result<usize, Stop> {
    let Verified { problems, files, bytes, runs } = verify_folder(path).map_err(anyhow::Error::new)?;
    for problem in &problems {
        screen::complain("error", problem);
    }
    if problems.is_empty() && !quiet {
        let (files, runs) = (counted(files as u64, "file"), counted(runs, "run"));
        screen::answer(&format!("{}: sound ({runs}, {files}, {})\n", path.display(), size(bytes)))?;
    }
    Ok(problems.len())
}

fn part(path: &Path, quiet: bool) -> Result<usize, Stop> {
    match Part::open(path) {
        Ok(part) => {
            if !quiet {
                let (units, runs) =
                    (counted(part.entries().len() as u64, "unit"), counted(part.replicates(), "replicate"));
                screen::answer(&format!("{}: sound ({units}, {runs})\n", path.display()))?;
            }
            Ok(0)
        }
        Err(error) => {
            screen::complain("error", &format!("{:#}", anyhow::Error::new(error)));
            Ok(1)
        }
    }
}
