//! Files that commands are given, and those that they write by themselves: never over an existing one, unless that was asked for.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};

use super::stop::Stop;

/// The files that were named, and those with this ending in the folders that were, hidden ones left out; `things` says what they are,
/// for the message if a folder has none.
pub(super) fn listed(named: &[PathBuf], ending: &str, things: &str) -> Result<Vec<PathBuf>, Stop> {
    let mut files = Vec::new();
    for path in named {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let cannot = || format!("cannot read `{}`", path.display());
        let mut found = Vec::new();
        for entry in fs::read_dir(path).with_context(cannot)? {
            let file = entry.with_context(cannot)?.path();
            let is_hidden = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if file.extension().is_some_and(|extension| extension == ending) && !is_hidden {
                found.push(file);
            }
        }
        if found.is_empty() {
            return Err(Stop::Failed(anyhow!("there are no {things} in `{}`", path.display())));
        }
        found.sort();
        files.extend(found);
    }
    Ok(files)
}

/// Finds out before any work whether the file is in the way of an existing one.
pub(super) fn check(path: &Path, force: bool) -> Result<(), Stop> {
    let is_free = force || fs::symlink_metadata(path).is_err();
    if is_free { Ok(()) } else { Err(refused(path, io::ErrorKind::AlreadyExists.into())) }
}

/// Writes the file.
pub(super) fn write(path: &Path, bytes: impl AsRef<[u8]>, force: bool) -> Result<(), Stop> {
    let mut options = OpenOptions::new();
    options.write(true);
    // `create_new` leaves no moment in which somebody else's file could be overwritten.
    if force {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    let written = options.open(path).and_then(|mut file| file.write_all(bytes.as_ref()));
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
