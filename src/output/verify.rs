//! Whether a results folder is what its manifest says.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::folder::{MANIFEST, WORKING};
use super::results::is_plain;

/// What was found out about a results folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Everything that is wrong, in words.
    pub problems: Vec<String>,
    /// How many files the manifest lists.
    pub files: usize,
    /// Their size.
    pub bytes: u64,
    /// Runs done.
    pub runs: u64,
}

/// A results folder could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// It holds no results.
    #[error("`{}` is no results folder: it has no {MANIFEST}", .0.display())]
    NoResults(PathBuf),
    /// Its manifest cannot be read.
    #[error("the {MANIFEST} of `{}` cannot be read", .path.display())]
    Manifest {
        /// The folder.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: io::Error,
    },
}

/// Compares every file with the manifest: that it is there, its size, hash, rows and columns; of `runs.csv` also that runs are
/// numbered without a gap, and that there are as many as the manifest says; of `outcomes.csv` that the counts add up.
///
/// # Errors
/// If there is no manifest that could be read.
pub fn verify_folder(path: &Path) -> Result<Verified, VerifyError> {
    let text = match fs::read(path.join(MANIFEST)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(VerifyError::NoResults(path.to_owned()));
        }
        other => other,
    };
    let manifest = text.and_then(|text| serde_json::from_slice(&text).map_err(io::Error::other));
    let manifest: Value =
        manifest.map_err(|source| VerifyError::Manifest { path: path.to_owned(), source })?;
    let mut problems = Vec::new();
    let files = manifest["files"].as_array().map_or(&[][..], Vec::as_slice);
    let runs = manifest["done_runs"].as_u64().unwrap_or(0);
    if files.is_empty() {
        problems.push(format!("{MANIFEST} lists no files"));
    }
    let mut names = BTreeSet::from([MANIFEST.to_owned()]);
    for entry in files {
        let name = entry["name"].as_str().unwrap_or_default();
        names.insert(name.to_owned());
        // Nothing outside the folder is any business of its manifest.
        if !is_plain(name) {
            problems.push(format!("{MANIFEST} lists `{name}`, which names no file of the folder"));
            continue;
        }
        let of_file = match fs::read(path.join(name)) {
            Ok(bytes) => verify_file(name, &bytes, entry, runs),
            Err(error) => vec![format!("cannot be read: {error}")],
        };
        problems.extend(of_file.into_iter().map(|problem| format!("{name} {problem}")));
    }
    problems.extend(strangers(path, &names));
    let bytes = files.iter().filter_map(|entry| entry["bytes"].as_u64()).sum();
    Ok(Verified { problems, files: files.len(), bytes, runs })
}

/// Files that the manifest does not list.
fn strangers(path: &Path, names: &BTreeSet<String>) -> Vec<String> {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let mut strangers: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !names.contains(name) && !WORKING.contains(&name.as_str()))
        .map(|name| format!("{name} is not in {MANIFEST}"))
        .collect();
    strangers.sort();
    strangers
}

/// What is wrong with a file.
fn verify_file(name: &str, bytes: &[u8], entry: &Value, runs: u64) -> Vec<String> {
    let mut problems = Vec::new();
    let size = entry["bytes"].as_u64().unwrap_or(0);
    if bytes.len() as u64 != size {
        problems.push(format!("has {} bytes, and should have {size}", bytes.len()));
    }
    if entry["blake3"].as_str() != Some(blake3::hash(bytes).to_hex().as_str()) {
        problems.push("has changed: its hash is another".to_owned());
    }
    if Path::new(name).extension().is_some_and(|extension| extension == "csv") {
        problems.extend(verify_table(name, bytes, entry, runs));
    }
    problems
}

fn verify_table(name: &str, bytes: &[u8], entry: &Value, runs: u64) -> Vec<String> {
    let mut problems = Vec::new();
    let mut reader = csv::Reader::from_reader(bytes);
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => return vec![format!("is no table: {error}")],
    };
    let listed: Vec<&str> = entry["columns"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|column| column["name"].as_str())
        .collect();
    // A name that a spreadsheet would run has an apostrophe before it.
    let has: Vec<&str> = header.iter().collect();
    let is_same = |(has, listed): (&&str, &&str)| has == listed || has.strip_prefix('\'') == Some(listed);
    if has.len() != listed.len() || !has.iter().zip(&listed).all(is_same) {
        problems.push(format!("has the columns {}, and should have {}", has.join(", "), listed.join(", ")));
    }
    let (mut rows, mut gap) = (0, None);
    for record in reader.records() {
        match record {
            Ok(record) => {
                if gap.is_none() && record.get(0).and_then(|id| id.parse().ok()) != Some(rows) {
                    gap = Some(rows);
                }
                rows += 1;
            }
            Err(error) => {
                problems.push(format!("is broken in row {rows}: {error}"));
                break;
            }
        }
    }
    let planned = entry["rows"].as_u64().unwrap_or(0);
    if rows != planned {
        problems.push(format!("has {rows} rows, and should have {planned}"));
    }
    if name == "runs.csv" {
        if let Some(row) = gap {
            problems.push(format!("is not numbered without a gap: row {row} has another number"));
        }
        if rows != runs {
            problems.push(format!("holds {rows} runs, and {runs} were done"));
        }
    }
    problems
}
