//! Files that are added to a results folder after it was written: each appears whole or not at all, and the manifest lists it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::folder::{FileEntry, FolderError, LOCK, MANIFEST, failed};
use super::lock::try_lock;
use super::results::Results;

/// A file to be added: its name and its bytes.
pub type NewFile = (String, Vec<u8>);

/// What the name of a file ends in while it is being written.
const PARTIAL: &str = ".partial";

/// Adds files to the folder of some results, in place of earlier ones of the same names. If this is cut short, a
/// file may stand there that the manifest does not list; adding it again mends that. What the manifest lists is as it says at every
/// moment.
///
/// # Errors
/// If something cannot be written, or somebody else is at it.
pub fn add(results: &Results, files: &[NewFile]) -> Result<(), FolderError> {
    let folder = results.folder();
    let lock_path = folder.join(LOCK);
    let lock = try_lock(&lock_path).map_err(|source| failed(&lock_path, source))?;
    let Some(mut lock) = lock.map(Some) else { return Err(FolderError::Busy(folder.to_owned())) };
    let added = add_locked(results, files);
    if cfg!(windows) {
        // A file that is open cannot be removed there.
        lock = None;
    }
    let removed = fs::remove_file(&lock_path).map_err(|source| failed(&lock_path, source));
    drop(lock);
    added.and(removed)
}

fn add_locked(results: &Results, files: &[NewFile]) -> Result<(), FolderError> {
    let folder = results.folder();
    clear_left_over(folder).map_err(|source| failed(folder, source))?;
    let mut manifest = results.manifest().clone();
    for (name, bytes) in files {
        let path = folder.join(name);
        let written = write(&partial(&path), bytes);
        written.map_err(|source| failed(&path, source)).inspect_err(|_| give_up(folder))?;
    }
    let entries: Vec<FileEntry> = files.iter().map(|(name, bytes)| FileEntry::of(name, bytes)).collect();
    let listed = manifest.files.len();
    manifest.files.retain(|file| !entries.iter().any(|new| new.name == file.name && new != file));
    if manifest.files.len() < listed {
        // What is about to be replaced is taken off the list first, and stands there again at the end.
        put(folder, &manifest.to_bytes())?;
    }
    for (name, _) in files {
        let path = folder.join(name);
        fs::rename(partial(&path), &path)
            .map_err(|source| failed(&path, source))
            .inspect_err(|_| give_up(folder))?;
    }
    manifest.files.clone_from(&results.manifest().files);
    for entry in entries {
        match manifest.files.iter_mut().find(|file| file.name == entry.name) {
            Some(there) => *there = entry,
            None => manifest.files.push(entry),
        }
    }
    put(folder, &manifest.to_bytes())
}

/// Puts the manifest in place.
fn put(folder: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    let path = folder.join(MANIFEST);
    let partial = partial(&path);
    let written = write(&partial, bytes).and_then(|()| fs::rename(&partial, &path));
    written.map_err(|source| failed(&path, source)).inspect_err(|_| give_up(folder))
}

fn partial(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(PARTIAL);
    path.with_file_name(name)
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Removes what was half-written. What went wrong is told; that this could not be cleared away would add nothing.
fn give_up(folder: &Path) {
    let _ = clear_left_over(folder);
}

/// Removes what this process, or one before it that was cut short, left half-written.
fn clear_left_over(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_partial = path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(PARTIAL));
        if is_partial && path.is_file() {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}
