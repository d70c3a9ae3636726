//! The results folder: it appears whole, with its manifest, or not at all.
//!
//! Everything is written into a hidden sibling of the folder (`.name.partial`), flushed to disk and renamed into place at
//! the very end. The sibling is made before the first run, so a place that cannot be written to is found out before the
//! long work, and removed if the work is given up. Force replaces an older results folder only at that last step.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::csv;
use super::manifest::{Manifest, ManifestHead};
use super::resolved::canonical;
use super::table::{Column, Table};
use crate::experiment::rare::RarePlan;
use crate::model::Scenario;

/// The file that says a folder holds results.
const MANIFEST: &str = "manifest.json";

/// What to do where the folder exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfExists {
    /// Refuse.
    Refuse,
    /// Replace it, if it is a results folder, once the new one is complete.
    Replace,
}

/// A results folder could not be made.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The folder exists and may not be replaced.
    #[error("results folder `{}` already exists; use --force to replace it or --out for another", .0.display())]
    Exists(PathBuf),
    /// The folder exists and holds something else.
    #[error("`{}` exists and is not a results folder (it has no {MANIFEST}); choose another with --out", .0.display())]
    NotResults(PathBuf),
    /// The path ends in nothing that could name a folder.
    #[error("`{}` cannot name a results folder", .0.display())]
    NoName(PathBuf),
    /// A file or folder could not be made or written.
    #[error("cannot write `{}`", .path.display())]
    Write {
        /// Which.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: io::Error,
    },
}

/// What the manifest says of a file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FileEntry {
    /// Its name in the folder.
    pub name: String,
    /// Rows below the header.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
    /// BLAKE3 of its bytes.
    pub blake3: String,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// A results folder in the making. Dropped unfinished, it leaves nothing behind.
#[derive(Debug)]
pub struct ResultsFolder {
    target: PathBuf,
    partial: PathBuf,
    if_exists: IfExists,
    files: Vec<FileEntry>,
    finished: bool,
}

/// The folder's default name: `<stem>-<8 hex digits>`, of the resolved scenario, the seed, the number of runs and what was
/// played for a rare outcome.
pub fn default_name(
    stem: &str,
    scenario: &Scenario,
    seed: u64,
    runs: u64,
    rare: Option<&RarePlan>,
) -> String {
    let rare = rare.map_or_else(String::new, |plan| {
        format!("{}\n{}\n{}\n{:?}\n", plan.outcome.key(), plan.repeats, plan.effort, plan.levels)
    });
    let text = format!("{}\n{seed}\n{runs}\n{rare}", canonical(scenario));
    let hash = blake3::hash(text.as_bytes()).to_hex();
    format!("{stem}-{}", &hash[..8])
}

impl ResultsFolder {
    /// Makes sure that the folder can be written; nothing appears under its own name yet.
    ///
    /// # Errors
    /// If it exists and may not be replaced, or cannot be written.
    pub fn open(target: &Path, if_exists: IfExists) -> Result<Self, FolderError> {
        check(target, if_exists)?;
        let Some(name) = target.file_name() else { return Err(FolderError::NoName(target.to_owned())) };
        let parent = parent_of(target);
        fs::create_dir_all(parent).map_err(|source| failed(parent, source))?;
        let mut attempt = 0_u32;
        let partial = loop {
            let mut hidden = std::ffi::OsString::from(".");
            hidden.push(name);
            hidden.push(if attempt == 0 { ".partial".to_owned() } else { format!(".partial-{attempt}") });
            let partial = parent.join(hidden);
            match fs::create_dir(&partial) {
                Ok(()) => break partial,
                // Left by another process, or one that was killed: not ours to remove.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 1000 => attempt += 1,
                Err(source) => return Err(failed(target, source)),
            }
        };
        let files = Vec::new();
        Ok(Self { target: target.to_owned(), partial, if_exists, files, finished: false })
    }

    /// Where the folder will appear.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// The files written so far.
    pub fn files(&self) -> &[FileEntry] {
        &self.files
    }

    /// Begins a file that is written bit by bit; [`Self::close`] ends it.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn begin(&self, name: &str) -> Result<FileWriter, FolderError> {
        let path = self.partial.join(name);
        let file = File::create(&path).map_err(|source| failed(&self.target.join(name), source))?;
        let hasher = blake3::Hasher::new();
        Ok(FileWriter { name: name.to_owned(), file: BufWriter::new(file), hasher, bytes: 0 })
    }

    /// Ends a file: flushes it to disk and notes it for the manifest.
    ///
    /// # Errors
    /// If it cannot be written out.
    pub fn close(&mut self, writer: FileWriter, rows: u64, columns: Vec<Column>) -> Result<(), FolderError> {
        let path = self.target.join(&writer.name);
        let flushed = writer.file.into_inner().map_err(io::IntoInnerError::into_error);
        flushed.and_then(|file| file.sync_all()).map_err(|source| failed(&path, source))?;
        let blake3 = writer.hasher.finalize().to_hex().to_string();
        self.files.push(FileEntry { name: writer.name, rows, bytes: writer.bytes, blake3, columns });
        Ok(())
    }

    /// Writes a table as `<name>.csv`.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_table(&mut self, table: &Table) -> Result<(), FolderError> {
        let mut writer = self.begin(&format!("{}.csv", table.name))?;
        csv::write(table, &mut writer).map_err(|source| failed(&self.target.join(&writer.name), source))?;
        self.close(writer, table.rows.len() as u64, table.columns.clone())
    }

    /// Writes the manifest and puts the folder in place; returns where.
    ///
    /// # Errors
    /// If it cannot be written, or something has appeared in its place meanwhile.
    pub fn finish(mut self, head: ManifestHead) -> Result<PathBuf, FolderError> {
        let manifest = Manifest { head, files: std::mem::take(&mut self.files) };
        let path = self.partial.join(MANIFEST);
        let written = File::create(&path).and_then(|mut file| {
            file.write_all(&manifest.to_bytes())?;
            file.sync_all()
        });
        written.map_err(|source| failed(&self.target.join(MANIFEST), source))?;
        self.put_in_place().map_err(|error| match error {
            Placing::Refused(error) => error,
            Placing::Failed(source) => failed(&self.target, source),
        })?;
        self.finished = true;
        Ok(self.target.clone())
    }

    fn put_in_place(&self) -> Result<(), Placing> {
        sync_directory(&self.partial)?;
        check(&self.target, self.if_exists).map_err(Placing::Refused)?;
        let old = self.partial.with_extension("replaced");
        let replaces = self.target.exists();
        if replaces {
            // Left where a replacement was cut short after the new folder had taken its place.
            if old.exists() {
                fs::remove_dir_all(&old)?;
            }
            fs::rename(&self.target, &old)?;
        }
        if let Err(error) = fs::rename(&self.partial, &self.target) {
            if replaces {
                fs::rename(&old, &self.target)?;
            }
            return Err(Placing::Failed(error));
        }
        if replaces {
            fs::remove_dir_all(&old)?;
        }
        Ok(sync_directory(parent_of(&self.target))?)
    }
}

impl Drop for ResultsFolder {
    fn drop(&mut self) {
        if !self.finished {
            // Nothing can be done about a failure here, and the name says what is left.
            let _ = fs::remove_dir_all(&self.partial);
        }
    }
}

/// A file in the making.
#[derive(Debug)]
pub struct FileWriter {
    name: String,
    file: BufWriter<File>,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl Write for FileWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Why a folder could not be put in place.
enum Placing {
    Refused(FolderError),
    Failed(io::Error),
}

impl From<io::Error> for Placing {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

/// Whether the place is free, or may be made so.
fn check(target: &Path, if_exists: IfExists) -> Result<(), FolderError> {
    // Not `exists`: a dangling link is in the way too.
    if fs::symlink_metadata(target).is_err() {
        return Ok(());
    }
    match if_exists {
        IfExists::Refuse => Err(FolderError::Exists(target.to_owned())),
        IfExists::Replace => {
            let is_empty = || fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_none());
            if target.join(MANIFEST).is_file() || is_empty() {
                Ok(())
            } else {
                Err(FolderError::NotResults(target.to_owned()))
            }
        }
    }
}

fn parent_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(unix)]
fn sync_directory(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

#[cfg(not(unix))]
fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}

fn failed(path: &Path, source: io::Error) -> FolderError {
    FolderError::Write { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests;
