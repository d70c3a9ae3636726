//! Parts: files that hold what units of a study came to.
//!
//! A part begins with the plan of the study, so that it can be told from the parts of any other, and stands on its own.
//! Then comes a record for each span of runs that was played, with a checksum, and at the end a trailer that says that
//! nothing is missing. A part that is still being written is a journal: it has no trailer, and if the process was killed
//! its last record may be cut short; what stands before that is sound.
//!
//! ```text
//! offramp part 1\n
//! length (8 bytes, little endian) · plan (JSON) · BLAKE3 of the plan
//! 'S' · point · from · to · length of the partial · length of the rows (8 bytes each) · partial · rows · BLAKE3   (any number)
//! 'E' · number of records (8 bytes) · BLAKE3 of all checksums of records
//! ```
//!
//! The checksum of a record covers the plan's id and all of the record, so that a record cannot pass for one of another
//! study. Partials are in the `postcard` format: integers exactly, reals as their bits.

mod journal;
mod read;
mod record;
mod store;

use std::io;
use std::path::PathBuf;

use crate::experiment::study::Span;

pub use journal::Journal;
pub use read::{Entry, Part};
pub use record::{Payload, decode, encode};
pub use store::{Conflict, Store};

/// The first line of a part.
pub(super) const MAGIC: &[u8] = b"offramp part 1\n";

/// What is wrong with a part.
#[derive(Debug, thiserror::Error)]
pub enum PartError {
    /// The file could not be read or written.
    #[error("cannot read or write `{}`", .path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: io::Error,
    },
    /// The file is something else.
    #[error("`{}` is no part of a study", .0.display())]
    NoPart(PathBuf),
    /// Its plan does not read, or does not match its checksum.
    #[error("`{}` is damaged: its plan cannot be read", .0.display())]
    BadPlan(PathBuf),
    /// A record does not match its checksum.
    #[error("`{}` is damaged at byte {at}, after {}", .path.display(), spans(.after.as_ref()))]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// Where the damaged record begins.
        at: u64,
        /// The last sound record before it.
        after: Option<Span>,
    },
    /// The file ends too early.
    #[error("`{}` is cut short after {}", .path.display(), spans(.after.as_ref()))]
    CutShort {
        /// Which file.
        path: PathBuf,
        /// The last sound record.
        after: Option<Span>,
    },
}

fn spans(after: Option<&Span>) -> String {
    match after {
        Some(span) => format!("runs {} to {} of point {}", span.from, span.to - 1, span.point),
        None => "its plan".to_owned(),
    }
}
