//! A part in the making.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::record::{self, Payload};
use super::{MAGIC, Part, PartError};
use crate::experiment::study::{Plan, Span};

/// A part that records are still added to. What has been [synced](Self::sync) survives the process, and the machine.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: BufWriter<File>,
    plan: String,
    records: u64,
    checksums: blake3::Hasher,
}

impl Journal {
    /// Begins a journal.
    ///
    /// # Errors
    /// If the file cannot be made.
    pub fn create(path: &Path, plan: &Plan) -> Result<Self, PartError> {
        let failed = |source| PartError::Io { path: path.to_owned(), source };
        let mut file = BufWriter::new(File::create(path).map_err(failed)?);
        let text = serde_json::to_vec(plan).map_err(io::Error::other).map_err(failed)?;
        let written = file
            .write_all(MAGIC)
            .and_then(|()| file.write_all(&(text.len() as u64).to_le_bytes()))
            .and_then(|()| file.write_all(&text))
            .and_then(|()| file.write_all(blake3::hash(&text).as_bytes()));
        written.map_err(failed)?;
        let checksums = blake3::Hasher::new();
        Ok(Self { path: path.to_owned(), file, plan: plan.id(), records: 0, checksums })
    }

    /// Goes on with a journal that was [recovered](Part::recover): what is not sound at its end is cut off.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn go_on(part: &Part) -> Result<Self, PartError> {
        let failed = |source| PartError::Io { path: part.path().to_owned(), source };
        let mut file = OpenOptions::new().write(true).open(part.path()).map_err(failed)?;
        file.set_len(part.sound()).and_then(|()| file.seek(SeekFrom::End(0))).map_err(failed)?;
        let mut checksums = blake3::Hasher::new();
        for entry in part.entries() {
            checksums.update(entry.checksum.as_bytes());
        }
        Ok(Self {
            path: part.path().to_owned(),
            file: BufWriter::new(file),
            plan: part.id().to_owned(),
            records: part.entries().len() as u64,
            checksums,
        })
    }

    /// Adds a span.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, span: Span, payload: &Payload) -> Result<(), PartError> {
        let checksum = record::write(&mut self.file, &self.plan, span, payload);
        let failed = |source| PartError::Io { path: self.path.clone(), source };
        self.checksums.update(checksum.map_err(failed)?.as_bytes());
        self.records += 1;
        Ok(())
    }

    /// Hands all that was added to the system, so that it survives the process.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn flush(&mut self) -> Result<(), PartError> {
        self.file.flush().map_err(|source| PartError::Io { path: self.path.clone(), source })
    }

    /// Makes sure that all that was added is on disk, so that it survives the machine.
    ///
    /// # Errors
    /// If it cannot be written out, or the file is no longer there: what has no name any more is lost with the process.
    pub fn sync(&mut self) -> Result<(), PartError> {
        let failed = |source| PartError::Io { path: self.path.clone(), source };
        let written = self.file.flush().and_then(|()| self.file.get_ref().sync_data());
        written.and_then(|()| fs::metadata(&self.path)).map(|_| ()).map_err(failed)
    }

    /// How many records it has.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Ends it: from now on it is a part.
    ///
    /// # Errors
    /// If it cannot be written out.
    pub fn finish(mut self) -> Result<(), PartError> {
        let failed = |source| PartError::Io { path: self.path.clone(), source };
        record::write_end(&mut self.file, self.records, &self.checksums)
            .and_then(|()| self.file.flush())
            .and_then(|()| self.file.get_ref().sync_all())
            .map_err(failed)
    }
}
