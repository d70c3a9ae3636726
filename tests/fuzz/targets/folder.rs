//! Inputs that are several files: sections of one text, written into a folder.

use std::fs;
use std::path::{Path, PathBuf};

/// What begins a section; the rest of the line is its name.
const MARK: &[u8] = b"%% ";
/// Longest name of a section that becomes a file.
const LONGEST_NAME: usize = 40;
/// Most sections.
const MOST_SECTIONS: usize = 24;

/// The sections of an input, each with its name; what comes before the first mark has none.
pub(super) fn sections(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut sections = vec![(String::new(), Vec::new())];
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_prefix(MARK) {
            Some(name) if sections.len() < MOST_SECTIONS => {
                let name = String::from_utf8_lossy(name).trim().to_owned();
                sections.push((name, Vec::new()));
            }
            _ => sections.last_mut().expect("there is a first").1.extend_from_slice(line),
        }
    }
    sections
}

/// A folder of this thread's own.
pub(super) struct Folder(tempfile::TempDir);

impl Folder {
    pub(super) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder for temporary files"))
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file, and says where it is; none if the name could lead out of the folder.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Option<PathBuf> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        let fits = name.len() <= LONGEST_NAME && name.chars().all(is_plain);
        if !fits || name.trim_matches('.').is_empty() {
            return None;
        }
        let path = self.path().join(name);
        fs::write(&path, bytes).ok()?;
        Some(path)
    }

    /// Takes everything out.
    pub(super) fn clear(&self) {
        for entry in fs::read_dir(self.path()).into_iter().flatten().flatten() {
            let _ = fs::remove_file(entry.path());
        }
    }
}

thread_local! {
    static FOLDER: Folder = Folder::new();
}

/// Does something in the thread's folder, which is empty before.
pub(super) fn in_folder<T>(act: impl FnOnce(&Folder) -> T) -> T {
    FOLDER.with(|folder| {
        folder.clear();
        act(folder)
    })
}
