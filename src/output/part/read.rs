//! Parts that are read: all of a finished one, or what is sound of a journal.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

use super::record::{Payload, Piece, next_record};
use super::{MAGIC, PartError};
use crate::experiment::study::{Plan, Span};

/// Longest plan that is believed.
const LONGEST_PLAN: u64 = 1 << 30;

/// A span in a part, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Which runs.
    pub span: Span,
    /// Where its record begins.
    pub at: u64,
    /// Checksum of the record.
    pub checksum: blake3::Hash,
}

/// A part that was read through: its plan, and what it holds. The payloads are read again when they are wanted, so that
/// parts of any size need little memory.
#[derive(Debug)]
pub struct Part {
    path: PathBuf,
    plan: Plan,
    id: String,
    entries: Vec<Entry>,
    /// Where the sound records end.
    sound: u64,
    has_end: bool,
}

impl Part {
    /// Reads a finished part.
    ///
    /// # Errors
    /// If it cannot be read, is no part, is damaged, or is cut short.
    pub fn open(path: &Path) -> Result<Self, PartError> {
        let part = Self::scan(path, true)?;
        if part.has_end {
            Ok(part)
        } else {
            Err(PartError::CutShort { path: path.to_owned(), after: part.last() })
        }
    }

    /// Reads a journal: all records up to the first that is cut short or damaged.
    ///
    /// # Errors
    /// If it cannot be read, is no part, or its plan is damaged.
    pub fn recover(path: &Path) -> Result<Self, PartError> {
        Self::scan(path, false)
    }

    fn scan(path: &Path, strictly: bool) -> Result<Self, PartError> {
        let failed = |source| PartError::Io { path: path.to_owned(), source };
        let mut file = BufReader::new(File::open(path).map_err(failed)?);
        let (plan, mut at) = head(&mut file, path)?;
        let id = plan.id();
        let mut part =
            Self { path: path.to_owned(), plan, id, entries: Vec::new(), sound: at, has_end: false };
        let mut all = blake3::Hasher::new();
        loop {
            match next_record(&mut file, &part.id).map_err(failed)? {
                Piece::Record { span, checksum, bytes, .. } => {
                    all.update(checksum.as_bytes());
                    part.entries.push(Entry { span, at, checksum });
                    at += bytes;
                    part.sound = at;
                }
                Piece::End { records, checksums } => {
                    let agrees = records == part.entries.len() as u64 && checksums == all.finalize();
                    if strictly && !agrees {
                        return Err(PartError::Damaged { path: path.to_owned(), at, after: part.last() });
                    }
                    part.has_end = agrees;
                    return Ok(part);
                }
                Piece::Damaged if strictly => {
                    return Err(PartError::Damaged { path: path.to_owned(), at, after: part.last() });
                }
                Piece::Nothing | Piece::Damaged => return Ok(part),
            }
        }
    }

    fn last(&self) -> Option<Span> {
        self.entries.last().map(|entry| entry.span)
    }

    /// Where it stands.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The plan of the study that it is a part of.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The plan's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The spans that it holds, in the order in which they were written.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many replicates they have together.
    pub fn replicates(&self) -> u64 {
        self.entries.iter().map(|entry| entry.span.len()).sum()
    }

    /// Where the sound records end.
    pub(super) fn sound(&self) -> u64 {
        self.sound
    }

    /// Whether it is finished.
    pub fn has_end(&self) -> bool {
        self.has_end
    }

    /// Opens the file again, to read payloads from it.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub(super) fn reader(&self) -> Result<BufReader<File>, PartError> {
        let file = File::open(&self.path).map_err(|source| self.failed(source))?;
        Ok(BufReader::new(file))
    }

    /// Reads the payload of an entry.
    ///
    /// # Errors
    /// If the file cannot be read, or has changed.
    pub(super) fn payload(&self, file: &mut BufReader<File>, entry: Entry) -> Result<Payload, PartError> {
        let here = file.stream_position().map_err(|source| self.failed(source))?;
        // Spans mostly stand one after another, and then nothing of what has been buffered is thrown away.
        file.seek_relative(entry.at as i64 - here as i64).map_err(|source| self.failed(source))?;
        match next_record(file, &self.id).map_err(|source| self.failed(source))? {
            Piece::Record { payload, checksum, .. } if checksum == entry.checksum => Ok(payload),
            _ => Err(PartError::Damaged { path: self.path.clone(), at: entry.at, after: None }),
        }
    }

    fn failed(&self, source: io::Error) -> PartError {
        PartError::Io { path: self.path.clone(), source }
    }
}

/// Reads the plan; says where the records begin.
fn head(file: &mut (impl Read + Seek), path: &Path) -> Result<(Plan, u64), PartError> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::UnexpectedEof => PartError::NoPart(path.to_owned()),
        _ => PartError::Io { path: path.to_owned(), source },
    };
    let mut magic = [0; MAGIC.len()];
    file.read_exact(&mut magic).map_err(failed)?;
    if magic != MAGIC {
        return Err(PartError::NoPart(path.to_owned()));
    }
    let bad_plan = || PartError::BadPlan(path.to_owned());
    let mut length = [0; 8];
    file.read_exact(&mut length).map_err(failed)?;
    let length = u64::from_le_bytes(length);
    if length > LONGEST_PLAN {
        return Err(bad_plan());
    }
    let (mut text, mut checksum) = (Vec::new(), [0; 32]);
    file.by_ref().take(length).read_to_end(&mut text).map_err(failed)?;
    file.read_exact(&mut checksum).map_err(|_| bad_plan())?;
    if blake3::hash(&text) != blake3::Hash::from(checksum) {
        return Err(bad_plan());
    }
    let plan = serde_json::from_slice(&text).map_err(|_| bad_plan())?;
    let at = file.stream_position().map_err(failed)?;
    Ok((plan, at))
}
