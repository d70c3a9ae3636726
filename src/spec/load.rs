//! Reading a scenario's text, with everything that can be wrong before its first line is understood.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::document::{Document, SyntaxErrors};
use super::extends::{self, ExtendsErrors};
use super::layer::Layer;
use super::limits::Limit;

/// Why a scenario could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// There is no such file.
    #[error("{}: no such file", .0.display())]
    Missing(PathBuf),
    /// The path leads to a directory.
    #[error("{}: is a directory, and a scenario is a single TOML file", .0.display())]
    Directory(PathBuf),
    /// The path, which stands in another file, leads to a pipe, a device or a socket.
    #[error("{}: is a pipe or a device, and only files are read from here", .0.display())]
    Special(PathBuf),
    /// The file is larger than [`Limit::FileSize`].
    #[error("{name}: larger than {}, the limit for a scenario; is this the right file? {}", mib(Limit::FileSize.now()), Limit::FileSize.how(*.size))]
    TooLarge {
        /// The file as given.
        name: String,
        /// Its size in bytes, as far as it is known.
        size: u64,
    },
    /// The file is empty or all blank.
    #[error("{name}: is empty; `offramp new` writes a scenario to start from")]
    Empty {
        /// The file as given.
        name: String,
    },
    /// The file is not UTF-8 text.
    #[error("{name}: not UTF-8 text at line {line} (byte {byte}){hint}")]
    NotUtf8 {
        /// The file as given.
        name: String,
        /// Line of the first bad byte, from 1.
        line: usize,
        /// Offset of the first bad byte, from 0.
        byte: usize,
        /// What the text may be instead, or how to mend it.
        hint: &'static str,
    },
    /// The system could not read the file.
    #[error("{name}: cannot be read: {error}")]
    Unreadable {
        /// The file as given.
        name: String,
        /// The system's reason.
        error: io::Error,
    },
    /// The text is not TOML.
    #[error(transparent)]
    Syntax(#[from] Box<SyntaxErrors>),
    /// What the file extends cannot be had.
    #[error(transparent)]
    Extends(#[from] Box<ExtendsErrors>),
}

/// Reads and parses the scenario file at `path`, what it extends, and the tables that its distributions are columns of.
///
/// # Errors
///
/// If there is no file, it is a directory, too large, empty, not UTF-8 or not TOML, or the system cannot read it; or if
/// one of these is so of a file that it extends, or the files extend one another.
pub fn load(path: &Path) -> Result<Document, LoadError> {
    let name = path.display().to_string();
    let layer = Layer::parse(0, &name, text_of_file(path)?).map_err(Box::new)?;
    let mut document = extends::follow(layer, Some(path)).map_err(Box::new)?;
    document.fill_samples();
    Ok(document)
}

/// Reads and parses a scenario from `reader`, such as the standard input; `name` is how messages name it. What it
/// extends is looked for from the folder that the program runs in.
///
/// # Errors
///
/// As [`load`].
pub fn load_from(name: &str, reader: impl Read) -> Result<Document, LoadError> {
    let layer = Layer::parse(0, name, text_from(name, reader)?).map_err(Box::new)?;
    let mut document = extends::follow(layer, None).map_err(Box::new)?;
    document.fill_samples();
    Ok(document)
}

/// The text of a file that another file names. Whoever wrote that may have meant harm: to open a pipe would wait for ever, and to read
/// a device may do anything.
pub(super) fn text_of_named_file(path: &Path) -> Result<String, LoadError> {
    let is_special = |metadata: &Metadata| !metadata.is_file() && !metadata.is_dir();
    if fs::metadata(path).is_ok_and(|metadata| is_special(&metadata)) {
        return Err(LoadError::Special(path.to_owned()));
    }
    text_of_file(path)
}

/// The text of the file at `path`.
fn text_of_file(path: &Path) -> Result<String, LoadError> {
    let name = path.display().to_string();
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => LoadError::Missing(path.to_owned()),
        io::ErrorKind::IsADirectory => LoadError::Directory(path.to_owned()),
        _ => LoadError::Unreadable { name: path.display().to_string(), error },
    };
    let file = File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(LoadError::Directory(path.to_owned()));
    }
    if metadata.len() > Limit::FileSize.now() {
        return Err(LoadError::TooLarge { name, size: metadata.len() });
    }
    text_from(&name, file)
}

/// A size in MiB, or in bytes if it is none.
pub(super) fn mib(bytes: u64) -> String {
    if bytes.is_multiple_of(1 << 20) { format!("{} MiB", bytes >> 20) } else { format!("{bytes} bytes") }
}

fn text_from(name: &str, reader: impl Read) -> Result<String, LoadError> {
    let mut bytes = Vec::new();
    reader
        .take(Limit::FileSize.now() + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| LoadError::Unreadable { name: name.to_owned(), error })?;
    if bytes.len() as u64 > Limit::FileSize.now() {
        // What is piped in has no size; twice the limit is a guess.
        return Err(LoadError::TooLarge { name: name.to_owned(), size: 2 * Limit::FileSize.now() });
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let line = bytes[..byte].split(|byte| *byte == b'\n').count();
        let is_utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
        let hint = if is_utf16 {
            "; it looks like UTF-16: save it as UTF-8"
        } else {
            "; save it as UTF-8 in your editor"
        };
        LoadError::NotUtf8 { name: name.to_owned(), line, byte, hint }
    })?;
    if text.trim().is_empty() {
        return Err(LoadError::Empty { name: name.to_owned() });
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(bytes: &[u8]) -> String {
        load_from("s.toml", bytes).unwrap_err().to_string()
    }

    #[test]
    fn every_obstacle_has_its_message() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("none.toml");
        assert!(matches!(load(&missing), Err(LoadError::Missing(path)) if path == missing));
        assert!(
            load(folder.path())
                .unwrap_err()
                .to_string()
                .ends_with("is a directory, and a scenario is a single TOML file")
        );
        assert_eq!(message(b" \n\t\n"), "s.toml: is empty; `offramp new` writes a scenario to start from");
        assert_eq!(
            message(b"title = \"x\"\nname = \"\xE9\"\n"),
            "s.toml: not UTF-8 text at line 2 (byte 20); save it as UTF-8 in your editor"
        );
        assert!(message(&[0xFF, 0xFE, b't', 0]).ends_with("it looks like UTF-16: save it as UTF-8"));
        assert_eq!(message(b"title = \n"), "s.toml is not valid TOML");
    }

    #[test]
    fn large_files_are_turned_down_unread() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.toml");
        File::create(&path).unwrap().set_len(50 * 1024 * 1024).unwrap();
        assert!(matches!(load(&path), Err(LoadError::TooLarge { .. })));
        assert!(matches!(load_from("-", io::repeat(b' ')), Err(LoadError::TooLarge { .. })));
    }
}
