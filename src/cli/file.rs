//! Files that commands are given, and those that they write by themselves: never over an existing one, unless that was asked for.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
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

/// Writes the file: it appears whole or not at all.
pub(super) fn write(path: &Path, bytes: impl AsRef<[u8]>, force: bool) -> Result<(), Stop> {
    write_by(path, force, |file| file.write_all(bytes.as_ref()))
}

/// The same bit by bit.
pub(super) fn write_by(
    path: &Path,
    force: bool,
    fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<(), Stop> {
    let written = match fs::metadata(path) {
        // A terminal, a pipe or the like has no place that something else could be put in.
        Ok(there) if force && !there.is_file() => {
            OpenOptions::new().write(true).open(path).and_then(|file| filled(file, fill)).map(|_| ())
        }
        // Behind a link, so that the link stays.
        Ok(_) if force => fs::canonicalize(path).and_then(|path| put(&path, force, fill)),
        _ => put(path, force, fill),
    };
    written.map_err(|error| refused(path, error))
}

/// Writes a hidden file beside its place, then puts it there.
fn put(
    path: &Path,
    force: bool,
    fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<()> {
    let mut name = OsString::from(".");
    name.push(path.file_name().ok_or(io::ErrorKind::InvalidInput)?);
    name.push(format!(".{}.partial", std::process::id()));
    let partial = path.with_file_name(name);
    let written = File::create(&partial).and_then(|file| filled(file, fill)?.sync_all());
    let put = written.and_then(|()| if force { fs::rename(&partial, path) } else { link(&partial, path) });
    // After a rename it is not there any more, and of another failure nothing need be said.
    let _ = fs::remove_file(&partial);
    put
}

fn filled(file: File, fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<File> {
    let mut writer = BufWriter::new(file);
    fill(&mut writer)?;
    writer.into_inner().map_err(io::IntoInnerError::into_error)
}

/// Gives the file its name, if that is free. A link leaves no moment in which somebody else's file could be overwritten.
fn link(partial: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(partial, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists && fs::symlink_metadata(path).is_err() => {
            // Not every file system has links.
            fs::rename(partial, path)
        }
        other => other,
    }
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
