//! Files that are added to a results folder after it was written: each appears whole or not at all, and the manifest lists it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::folder::{FileEntry, FolderError, LOCK, MANIFEST, failed};
use super::lock::try_lock;
use super::results::Results;

/// A file to be added: its name and its bytes.
pub type NewFile = (String, Vec<u8>);

/// Adds files to the folder of some results, in place of earlier ones of the same names. If this is cut short, a
/// file may stand there that the manifest does not list; adding it again mends that.
///
/// # Errors
/// If something cannot be written, or somebody else is at it.
pub fn add(results: &Results, files: &[NewFile]) -> Result<(), FolderError> {
    let folder = results.folder();
    let lock_path = folder.join(LOCK);
    let lock = try_lock(&lock_path).map_err(|source| failed(&lock_path, source))?;
    let Some(lock) = lock else { return Err(FolderError::Busy(folder.to_owned())) };
    let mut manifest = results.manifest().clone();
    for (name, bytes) in files {
        let path = folder.join(name);
        replace(&path, bytes).map_err(|source| failed(&path, source))?;
        let entry = FileEntry::of(name, bytes);
        match manifest.files.iter_mut().find(|file| file.name == *name) {
            Some(there) => *there = entry,
            None => manifest.files.push(entry),
        }
    }
    let path = folder.join(MANIFEST);
    replace(&path, &manifest.to_bytes()).map_err(|source| failed(&path, source))?;
    drop(lock);
    fs::remove_file(&lock_path).map_err(|source| failed(&lock_path, source))
}

/// Writes a file beside its place, then puts it there.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    let partial = path.with_file_name(name);
    let mut file = File::create(&partial)?;
    let written =
        file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&partial, path));
    if written.is_err() {
        // What went wrong is told; that this could not be cleared away would add nothing.
        let _ = fs::remove_file(&partial);
    }
    written
}
