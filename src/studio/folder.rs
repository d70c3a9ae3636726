//! A results folder that the page is about: its files, and none but those that its manifest lists.

use std::fs;
use std::io;
use std::path::PathBuf;

use crate::output::Results;

/// The page of a results folder, if there is one.
pub(super) const PAGE: &str = "report.html";
/// What says what the folder holds.
const MANIFEST: &str = "manifest.json";

/// The files of a results folder that may be read.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    names: Vec<String>,
}

impl Folder {
    /// Of results: the files that their manifest lists, and the manifest. Names that lead out of the folder are left out.
    pub fn new(results: &Results) -> Self {
        let listed = results.manifest().files.iter().map(|file| file.name.clone());
        let mut names: Vec<String> = listed.filter(|name| is_plain(name)).collect();
        names.push(MANIFEST.to_owned());
        Self { path: results.folder().to_owned(), names }
    }

    /// The names of the files.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// A file's bytes; `None` if it is none of the files.
    pub(super) fn read(&self, name: &str) -> Option<io::Result<Vec<u8>>> {
        let is_listed = self.names.iter().any(|listed| listed == name);
        is_listed.then(|| {
            let path = self.path.join(name);
            // A link could lead anywhere.
            if fs::symlink_metadata(&path)?.is_file() {
                fs::read(path)
            } else {
                Err(io::ErrorKind::NotFound.into())
            }
        })
    }
}

/// Whether it names a file right in the folder.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':', '\0'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_files_right_in_the_folder_are_read() {
        let outer = tempfile::tempdir().unwrap();
        let path = outer.path().join("results");
        fs::create_dir(&path).unwrap();
        fs::write(outer.path().join("secret"), "s").unwrap();
        fs::write(path.join("outcomes.csv"), "a").unwrap();
        fs::write(path.join("other.csv"), "b").unwrap();
        let folder = Folder { path, names: vec!["outcomes.csv".into(), "gone.csv".into()] };
        assert_eq!(folder.read("outcomes.csv").unwrap().unwrap(), b"a");
        assert!(folder.read("gone.csv").unwrap().is_err());
        for name in ["other.csv", "../secret", "", "."] {
            assert!(folder.read(name).is_none(), "{name}");
        }
    }

    #[test]
    fn names_that_lead_elsewhere_are_no_files() {
        for name in ["../x", "a/b", "/etc/passwd", "..", ".hidden", "c:x", "a\\b", "", "a\0b"] {
            assert!(!is_plain(name), "{name:?}");
        }
        assert!(is_plain("outcomes.csv"));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let outer = tempfile::tempdir().unwrap();
        fs::write(outer.path().join("secret"), "s").unwrap();
        std::os::unix::fs::symlink(outer.path().join("secret"), outer.path().join("outcomes.csv")).unwrap();
        let folder = Folder { path: outer.path().to_owned(), names: vec!["outcomes.csv".into()] };
        assert!(folder.read("outcomes.csv").unwrap().is_err());
    }
}
