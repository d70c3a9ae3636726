//! A file that a command writes by itself: never over an existing one, unless that was asked for.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use anyhow::anyhow;

use super::stop::Stop;

/// Finds out before any work whether the file is in the way of an existing one.
pub(super) fn check(path: &Path, force: bool) -> Result<(), Stop> {
    let is_free = force || fs::symlink_metadata(path).is_err();
    if is_free { Ok(()) } else { Err(refused(path, io::ErrorKind::AlreadyExists.into())) }
}

/// Writes the file.
pub(super) fn write(path: &Path, text: &str, force: bool) -> Result<(), Stop> {
    let mut options = OpenOptions::new();
    options.write(true);
    // `create_new` leaves no moment in which somebody else's file could be overwritten.
    if force {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    let written = options.open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| refused(path, error))
}

fn refused(path: &Path, error: io::Error) -> Stop {
    let path = path.display();
    match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Stop::Failed(anyhow!("`{path}` already exists; use --force to replace it, or another name"))
        }
        _ => Stop::Failed(anyhow::Error::new(error).context(format!("cannot write `{path}`"))),
    }
}
