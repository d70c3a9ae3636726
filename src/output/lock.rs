//! Files that only one process writes at a time.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

/// Opens a file, made if it is not there, and locks it until it is dropped; `None` if another process holds it.
///
/// Some file systems have no locks. There it is for the users to keep out of each other's way.
///
/// # Errors
/// If the file cannot be opened for writing.
pub fn try_lock(path: &Path) -> io::Result<Option<File>> {
    let file = File::options().create(true).truncate(false).write(true).open(path)?;
    Ok(match file.try_lock() {
        Err(TryLockError::WouldBlock) => None,
        Ok(()) | Err(TryLockError::Error(_)) => Some(file),
    })
}
