//! The results folder: it appears whole, with its manifest, or not at all.
//!
//! Everything is written into a hidden sibling of the folder (`.name.partial`), flushed to disk and renamed into place at
//! the very end. The sibling is made before the first run, so a place that cannot be written to is found out before the
//! long work. It is removed if the work is given up, unless it holds a journal of finished runs that are worth keeping.
//! While it is being written it is locked, so that two processes cannot write one folder. Force replaces an older results
//! folder only at that last step; if the process is killed in the middle of it, the next one puts the older folder back.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use super::csv;
use super::lock::try_lock;
use super::manifest::{Manifest, ManifestHead};
use super::part::Part;
use super::results::Results;
use super::table::{Column, Table};

/// The file that says a folder holds results.
pub(super) const MANIFEST: &str = "manifest.json";
/// What the finished runs came to, to go on from.
const STATE: &str = "units.part";
/// The same while the work is under way.
const JOURNAL: &str = "journal.part";
/// Locked by the process that writes the folder.
pub(super) const LOCK: &str = "lock";
/// What single pieces of work besides the runs came to, while the work is under way.
const NOTES: &str = "notes.part";
/// What is left in a folder if the process is killed just after putting it in place. It does no harm.
pub(super) const WORKING: [&str; 3] = [JOURNAL, NOTES, LOCK];
/// How often the place of work is made anew because another process put it in place or cleared it away at that moment.
const ATTEMPTS: usize = 20;

/// What to do where the folder exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfExists {
    /// Refuse.
    Refuse,
    /// Replace it, if it is a results folder, once the new one is complete.
    Replace,
    /// Go on from what it holds, and replace it once the new one is complete.
    Resume,
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
    /// The work was begun before, and some of it is done.
    #[error(
        "`{}` was begun and not finished, and {done} are done; use --resume to go on or --force to start over",
        .target.display()
    )]
    Unfinished {
        /// Which folder.
        target: PathBuf,
        /// How much is done, in words.
        done: String,
    },
    /// Another process is at it.
    #[error("another process is writing `{}`", .0.display())]
    Busy(PathBuf),
    /// Something that is no folder stands where the work is to be done.
    #[error("`{}` is in the way", .0.display())]
    InTheWay(PathBuf),
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
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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

impl FileEntry {
    /// Of a file that is no table.
    pub(super) fn of(name: &str, bytes: &[u8]) -> Self {
        let blake3 = blake3::hash(bytes).to_hex().to_string();
        Self { name: name.to_owned(), rows: 0, bytes: bytes.len() as u64, blake3, columns: Vec::new() }
    }
}

/// A results folder in the making. Dropped unfinished, it leaves nothing behind.
#[derive(Debug)]
pub struct ResultsFolder {
    target: PathBuf,
    partial: PathBuf,
    if_exists: IfExists,
    files: Vec<FileEntry>,
    /// Held until the folder is in place.
    lock: Option<File>,
    /// Whether what is there is worth keeping if the work is not finished.
    keeps: bool,
    finished: bool,
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
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(".partial");
        let partial = parent.join(hidden);
        let lock = place_of_work(&partial, target)?;
        let (target, files) = (target.to_owned(), Vec::new());
        let mut folder =
            Self { target, partial, if_exists, files, lock: Some(lock), keeps: true, finished: false };
        folder.mend()?;
        // Again, since another process may have finished it just before this one had the lock.
        check(&folder.target, if_exists).inspect_err(|_| folder.keeps = folder.leftover().is_some())?;
        folder.clear()?;
        Ok(folder)
    }

    /// Finishes what a process left undone that was killed while it replaced an older folder.
    fn mend(&self) -> Result<(), FolderError> {
        let old = self.old();
        if !old.is_dir() {
            return Ok(());
        }
        let is_gone = fs::symlink_metadata(&self.target).is_err();
        let mended = if is_gone { fs::rename(&old, &self.target) } else { fs::remove_dir_all(&old) };
        mended.map_err(|source| failed(&old, source))
    }

    /// Where the older folder stands while it is being replaced.
    fn old(&self) -> PathBuf {
        self.partial.with_extension("replaced")
    }

    /// Clears away what an earlier attempt left, but for the runs to go on from.
    fn clear(&mut self) -> Result<(), FolderError> {
        let journal = self.leftover();
        let done = journal.as_deref().map_or(0, |path| match Part::recover(path) {
            Ok(part) => part.replicates(),
            Err(_) => 0,
        });
        if self.if_exists == IfExists::Refuse && done > 0 {
            let done = if done == 1 { "1 run".to_owned() } else { format!("{done} runs") };
            return Err(FolderError::Unfinished { target: self.target.clone(), done });
        }
        self.keeps = journal.is_some() && self.if_exists == IfExists::Resume && done > 0;
        self.clear_all_but(if self.keeps { &WORKING } else { &[LOCK] })
    }

    /// Removes what is in the place of work, but for the files of these names.
    fn clear_all_but(&self, kept: &[&str]) -> Result<(), FolderError> {
        for entry in fs::read_dir(&self.partial).map_err(|source| failed(&self.partial, source))? {
            let path = entry.map_err(|source| failed(&self.partial, source))?.path();
            if !kept.iter().any(|name| path.file_name() == Some(name.as_ref())) {
                let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
                removed.map_err(|source| failed(&path, source))?;
            }
        }
        Ok(())
    }

    /// Removes the place of work. The lock goes last: whoever finds it gone makes a place of their own.
    fn clear_away(&self) -> Result<(), FolderError> {
        self.clear_all_but(&[LOCK])?;
        let removed = fs::remove_file(self.partial.join(LOCK)).and_then(|()| fs::remove_dir(&self.partial));
        removed.map_err(|source| failed(&self.partial, source))
    }

    /// What an earlier attempt has done: its journal, if it left one.
    pub fn leftover(&self) -> Option<PathBuf> {
        Some(self.journal()).filter(|path| path.is_file())
    }

    /// What the folder that is to be gone on from has done, if it is there.
    pub fn finished_before(&self) -> Option<PathBuf> {
        let state = self.target.join(STATE);
        (self.if_exists == IfExists::Resume && state.is_file()).then_some(state)
    }

    /// Where the journal of finished runs goes.
    pub fn journal(&self) -> PathBuf {
        self.partial.join(JOURNAL)
    }

    /// Where pieces of work besides the runs are noted as they are finished.
    pub fn notes(&self) -> PathBuf {
        self.partial.join(NOTES)
    }

    /// From now on there is something that is worth keeping even if the work is not finished.
    pub fn keep(&mut self) {
        self.keeps = true;
    }

    /// Where what the runs came to is written in the end; [`Self::adopt_state`] notes it for the manifest.
    pub fn state(&self) -> PathBuf {
        self.partial.join(STATE)
    }

    /// Notes the state, which has been written.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn adopt_state(&mut self, records: u64) -> Result<(), FolderError> {
        let path = self.state();
        let (bytes, blake3) = digest(&path).map_err(|source| failed(&path, source))?;
        let name = STATE.to_owned();
        self.files.push(FileEntry { name, rows: records, bytes, blake3, columns: Vec::new() });
        Ok(())
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

    /// What has been written so far, to make more of it; `head` is what the manifest will say.
    pub fn results(&self, head: &ManifestHead) -> Results {
        Results::new(&self.partial, Manifest { head: head.clone(), files: self.files.clone() })
    }

    /// Writes a document under this name.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_document(&mut self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        let mut writer = self.begin(name)?;
        writer.write_all(bytes).map_err(|source| failed(&self.target.join(name), source))?;
        self.close(writer, 0, Vec::new())
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

    fn put_in_place(&mut self) -> Result<(), Placing> {
        sync_directory(&self.partial)?;
        if MUST_LET_GO {
            self.lock = None;
        }
        check(&self.target, self.if_exists).map_err(Placing::Refused)?;
        let old = self.old();
        let replaces = self.target.exists();
        if replaces {
            fs::rename(&self.target, &old)?;
        }
        if let Err(error) = fs::rename(&self.partial, &self.target) {
            if replaces {
                fs::rename(&old, &self.target)?;
            }
            return Err(Placing::Failed(error));
        }
        // Not before the folder is in place: until then the journal is what there is to go on from.
        for name in WORKING {
            match fs::remove_file(self.target.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        if replaces {
            fs::remove_dir_all(&old)?;
        }
        Ok(sync_directory(parent_of(&self.target))?)
    }
}

impl Drop for ResultsFolder {
    fn drop(&mut self) {
        if MUST_LET_GO {
            self.lock = None;
        }
        if !self.finished {
            // Half-made tables only take up room; what is worth keeping is kept. Nothing can be done about a failure here, and the
            // name says what is left.
            let _ = if self.keeps { self.clear_all_but(&WORKING) } else { self.clear_away() };
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

/// Whether a folder can be renamed or removed only while no file in it is open. Elsewhere the lock is held to the very end.
const MUST_LET_GO: bool = cfg!(windows);

/// Makes the place where the work is done, and locks it.
fn place_of_work(partial: &Path, target: &Path) -> Result<File, FolderError> {
    let path = partial.join(LOCK);
    let mut attempts = 0;
    loop {
        match fs::create_dir(partial) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if fs::symlink_metadata(partial).is_ok_and(|there| !there.is_dir()) {
                    return Err(FolderError::InTheWay(partial.to_owned()));
                }
            }
            Err(source) => return Err(failed(target, source)),
        }
        attempts += 1;
        match try_lock(&path) {
            Ok(Some(lock)) => return Ok(lock),
            Ok(None) => return Err(FolderError::Busy(target.to_owned())),
            // Another process put it in place, or cleared it away, between the two steps.
            Err(error) if error.kind() == io::ErrorKind::NotFound && attempts < ATTEMPTS => {}
            Err(source) => return Err(failed(&path, source)),
        }
    }
}

/// Size of a file, and BLAKE3 of its bytes, which are never all in memory.
fn digest(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let (mut hasher, mut size, mut buffer) = (blake3::Hasher::new(), 0, vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok((size, hasher.finalize().to_hex().to_string())),
            Ok(read) => {
                hasher.update(&buffer[..read]);
                size += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
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
        IfExists::Replace | IfExists::Resume => {
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

pub(super) fn failed(path: &Path, source: io::Error) -> FolderError {
    FolderError::Write { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests;
