//! What is wrong with a scenario, and where.

use std::ops::Range;

/// A stretch of one of a document's sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Name of the source: the file's, or `--set 1` for the first `--set`.
    pub source: String,
    /// Bytes of the source's text.
    pub span: Range<usize>,
}

/// One thing that is wrong with a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Path of the parameter, empty where there is none (syntax).
    pub path: String,
    /// What is wrong, with the value that was found: a lower-case fragment.
    pub what: String,
    /// Text for under the underlined stretch.
    pub label: String,
    /// What is allowed, what was probably meant, or how to write it.
    pub help: Option<String>,
    /// Where, if it stands anywhere.
    pub location: Option<Location>,
}
