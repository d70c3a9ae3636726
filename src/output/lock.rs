//! Files that only one process writes at a time.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

/// Opens a file, made if it is not there, and locks it until it is dropped; `None` if another process holds it.
///
/// Some file systems have no locks. There it is for the users to keep out of each other's way.
///
/// # Errors
/// If the file cannot be opened for writing.
pub fn try_lock(path: &Path) -> io::Result<Option<File>> {
    loop {
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(TryLockError::Error(_)) => return Ok(Some(file)),
            // Whoever held it before may have removed it meanwhile: then this is a lock that the next one does not see.
            Ok(()) if is_at(&file, path)? => return Ok(Some(file)),
            Ok(()) => {}
        }
    }
}

/// Whether the file that is open is the one that stands at this path now.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let open = file.metadata()?;
    match fs::metadata(path) {
        Ok(there) => Ok((there.dev(), there.ino()) == (open.dev(), open.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Elsewhere a file that is open cannot be removed.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> io::Result<bool> {
    fs::metadata(path).map(|_| true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_held_by_one_and_goes_with_its_file() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("lock");
        let first = try_lock(&path).unwrap().unwrap();
        assert!(try_lock(&path).unwrap().is_none());
        drop(first);
        assert!(try_lock(&path).unwrap().is_some());
    }

    #[cfg(unix)]
    #[test]
    fn a_lock_on_a_file_that_was_removed_is_none() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("lock");
        let first = try_lock(&path).unwrap().unwrap();
        fs::remove_file(&path).unwrap();
        assert!(!is_at(&first, &path).unwrap());
        let second = try_lock(&path).unwrap().unwrap();
        assert!(is_at(&second, &path).unwrap() && !is_at(&first, &path).unwrap());
    }
}
