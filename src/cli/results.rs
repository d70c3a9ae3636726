//! The last steps of a command that leaves a results folder.

use std::path::{MAIN_SEPARATOR, Path};

use super::format::{counted, size};
use super::interrupt::Guarded;
use super::stop::Stop;
use crate::output::{FolderError, ManifestHead, ResultsFolder, Table};

/// What was written.
pub(super) struct Written {
    files: usize,
    bytes: u64,
}

impl Written {
    /// Where the results are, and how large.
    pub(super) fn describe(&self, target: &Path) -> String {
        let (files, bytes) = (counted(self.files as u64, "file"), size(self.bytes));
        format!("\nResults in {}{MAIN_SEPARATOR} ({files}, {bytes})\n", target.display())
    }
}

/// Writes the tables and the manifest, and puts the folder in place.
pub(super) fn write(
    folder: &Guarded<ResultsFolder>,
    tables: &[Table],
    head: ManifestHead,
) -> Result<Written, Stop> {
    folder
        .settle(|mut folder| {
            for table in tables {
                folder.write_table(table)?;
            }
            let files = folder.files().len() + 1;
            let bytes = folder.files().iter().map(|file| file.bytes).sum();
            folder.finish(head)?;
            Ok(Written { files, bytes })
        })?
        .map_err(refused)
}

/// The command line of this process, word by word.
pub(super) fn command_line() -> Vec<String> {
    let words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    std::iter::once("offramp".to_owned()).chain(words).collect()
}

/// A results folder could not be made.
pub(super) fn refused(error: FolderError) -> Stop {
    Stop::Failed(anyhow::Error::new(error))
}
