//! `report`: a page and a workbook of results that are there already.

use std::path::MAIN_SEPARATOR;

use anyhow::{Context, anyhow};

use super::args::ReportArguments;
use super::carry_out::refused;
use super::file;
use super::present::present;
use super::screen;
use super::stop::Stop;
use crate::output::{self, NewFile, Results};

/// Makes what was asked for, of the page and the workbook both if nothing was, and puts it into the folder or elsewhere.
pub(super) fn report(arguments: &ReportArguments) -> Result<(), Stop> {
    let results = Results::open(&arguments.folder).map_err(anyhow::Error::new)?;
    let files = present(&results, &arguments.forms.formats())?;
    let folder = arguments.out.as_ref().unwrap_or(&arguments.folder);
    if arguments.out.is_some() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot write `{}`", folder.display()))?;
        for (name, bytes) in &files {
            file::write(&folder.join(name), bytes, arguments.force)?;
        }
    } else {
        free(&results, &files, arguments.force)?;
        output::add(&results, &files).map_err(refused)?;
    }
    if arguments.quiet {
        return Ok(());
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    screen::print(&format!("Wrote {} to {}{MAIN_SEPARATOR}\n", names.join(", "), folder.display()))
}

/// Refuses to replace what is not to be replaced. What the manifest does not list, or lists with the same bytes, is in nobody's way.
fn free(results: &Results, files: &[NewFile], force: bool) -> Result<(), Stop> {
    let hash = |bytes: &[u8]| blake3::hash(bytes).to_hex().to_string();
    let listed = |(name, bytes): &&NewFile| {
        let mut files = results.manifest().files.iter();
        files.any(|file| file.name == *name && file.blake3 != hash(bytes))
    };
    match files.iter().find(listed).filter(|_| !force) {
        Some((name, _)) => {
            let path = results.folder().join(name);
            Err(Stop::Failed(anyhow!("`{}` is there already; use --force to replace it", path.display())))
        }
        None => Ok(()),
    }
}
