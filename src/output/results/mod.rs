//! Results read back: a folder's manifest and its tables, with every cell of the type that the manifest gives its column.
//!
//! All that is made for people (the workbook, the page, plots) is made from here, so that it can be made of any
//! folder, whenever and wherever it was written, and says what the tables say.

mod rows;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

pub use rows::Rows;

use super::folder::{FileEntry, MANIFEST};
use super::manifest::{Manifest, ManifestHead};
use super::table::{Column, Table};

/// Results could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ResultsError {
    /// There is no manifest.
    #[error("`{}` is no results folder: it has no {MANIFEST}", .0.display())]
    NoResults(PathBuf),
    /// Something cannot be read.
    #[error("cannot read `{}`", .path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: io::Error,
    },
    /// The manifest is no manifest, or one of another version.
    #[error("`{}` is not a manifest that this version can read", .path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: serde_json::Error,
    },
    /// A table is not what the manifest says.
    #[error("`{}` is not what the {MANIFEST} says: {what}; `offramp verify` tells more", .path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
}

impl ResultsError {
    fn read(path: &Path, source: io::Error) -> Self {
        Self::Read { path: path.to_owned(), source }
    }
}

/// A results folder, read.
#[derive(Debug, Clone)]
pub struct Results {
    folder: PathBuf,
    manifest: Manifest,
}

impl Results {
    /// Reads the manifest of a folder.
    ///
    /// # Errors
    /// If there is none, or none that can be read.
    pub fn open(folder: &Path) -> Result<Self, ResultsError> {
        let path = folder.join(MANIFEST);
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(ResultsError::NoResults(folder.to_owned()));
            }
            other => other.map_err(|source| ResultsError::read(&path, source))?,
        };
        let manifest =
            serde_json::from_slice(&bytes).map_err(|source| ResultsError::Manifest { path, source })?;
        Ok(Self::new(folder, manifest))
    }

    /// The results whose files stand in a folder and whose manifest is this, be it written or not.
    pub(super) fn new(folder: &Path, manifest: Manifest) -> Self {
        Self { folder: folder.to_owned(), manifest }
    }

    /// The same without what was made of the tables, so that making it again gives the same.
    #[must_use]
    pub fn as_played(mut self) -> Self {
        let is_made = |file: &FileEntry| {
            [".xlsx", ".html", ".parquet"].iter().any(|ending| file.name.ends_with(ending))
        };
        self.manifest.files.retain(|file| !is_made(file));
        self
    }

    /// Where they stand.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What was run.
    pub fn head(&self) -> &ManifestHead {
        &self.manifest.head
    }

    /// The manifest as a whole.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The command that made them, such as `run`.
    pub fn command(&self) -> &str {
        self.head().command_line.get(1).map_or("", String::as_str)
    }

    /// The scenario's title.
    pub fn title(&self) -> &str {
        self.head().scenario["title"].as_str().unwrap_or_default()
    }

    /// The names of the tables, in the order in which they were written.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.manifest.files.iter().filter_map(|file| table_name(&file.name))
    }

    /// What the manifest says of a table; `None` if there is no such table.
    pub fn entry(&self, table: &str) -> Option<&FileEntry> {
        self.manifest.files.iter().find(|file| table_name(&file.name) == Some(table))
    }

    /// The columns of a table; none if there is no such table.
    pub fn columns(&self, table: &str) -> &[Column] {
        self.entry(table).map_or(&[], |entry| &entry.columns)
    }

    /// A table as a whole; `None` if there is no such table.
    ///
    /// # Errors
    /// If it cannot be read, or is not what the manifest says.
    pub fn table(&self, name: &str) -> Result<Option<Table>, ResultsError> {
        let Some(rows) = self.rows(name)? else { return Ok(None) };
        let mut table = Table::new(name.to_owned(), rows.columns().to_vec());
        for row in rows {
            table.push(row?);
        }
        Ok(Some(table))
    }

    /// The rows of a table one by one; `None` if there is no such table.
    ///
    /// # Errors
    /// If it cannot be read, or its header is not what the manifest says.
    pub fn rows(&self, table: &str) -> Result<Option<Rows<File>>, ResultsError> {
        let Some(entry) = self.entry(table) else { return Ok(None) };
        let path = self.folder.join(&entry.name);
        let file = File::open(&path).map_err(|source| ResultsError::read(&path, source))?;
        Rows::new(file, path, entry.columns.clone()).map(Some)
    }
}

/// The name of a table by that of its file. Nothing outside the folder is any business of its manifest.
fn table_name(file: &str) -> Option<&str> {
    file.strip_suffix(".csv").filter(|name| is_plain(name))
}

/// Whether a name is that of a file right in the folder.
pub(super) fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.contains(['/', '\\']) && name != ".."
}

#[cfg(test)]
mod tests;
