//! Everything there is of a study, from however many parts: what is there twice, what contradicts itself, what is missing.

use std::collections::BTreeMap;

use super::read::{Entry, Part};
use super::{PartError, Payload};
use crate::experiment::study::{Layout, Span};

/// The same runs came to different results: a part is not what it claims to be, or a machine computes wrongly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Which runs.
    pub span: Span,
    /// The two files that hold them.
    pub files: [String; 2],
}

/// The spans of one study, in ascending order, whatever files they are in.
#[derive(Debug, Default)]
pub struct Store {
    parts: Vec<Part>,
    /// By point and first replicate: which part holds it, and where.
    spans: BTreeMap<(u64, u64), (usize, Entry)>,
}

impl Store {
    /// Adds a part of the same study. Spans that are there already count once.
    ///
    /// # Errors
    /// The spans that are there already with other results, or that overlap others; nothing is added then.
    pub fn add(&mut self, part: Part) -> Result<(), Vec<Conflict>> {
        let mut conflicts = Vec::new();
        let mut fresh = Vec::new();
        for &entry in part.entries() {
            match self.clash(entry) {
                Some(other) => {
                    let files =
                        [self.parts[other].path(), part.path()].map(|path| path.display().to_string());
                    conflicts.push(Conflict { span: entry.span, files });
                }
                None => fresh.push(entry),
            }
        }
        if !conflicts.is_empty() {
            return Err(conflicts);
        }
        let number = self.parts.len();
        self.parts.push(part);
        for entry in fresh {
            self.spans.entry((entry.span.point, entry.span.from)).or_insert((number, entry));
        }
        Ok(())
    }

    /// The part that holds some of the same runs otherwise.
    fn clash(&self, entry: Entry) -> Option<usize> {
        let Span { point, from, to } = entry.span;
        let before = self.spans.range(..=(point, from)).next_back();
        let after = self.spans.range((point, from + 1)..).next();
        let overlaps =
            |other: &Entry| other.span.point == point && other.span.from < to && from < other.span.to;
        let clashes = |(_, (part, other)): (_, &(usize, Entry))| {
            let is_same = other.span == entry.span && other.checksum == entry.checksum;
            (overlaps(other) && !is_same).then_some(*part)
        };
        before.and_then(clashes).or_else(|| after.and_then(clashes))
    }

    /// The spans, by point and replicate.
    pub fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        self.spans.values().map(|(_, entry)| entry.span)
    }

    /// What of a span is not there, in ascending order.
    pub fn missing(&self, wanted: Span) -> Vec<Span> {
        let mut missing = Vec::new();
        let mut from = wanted.from;
        let first = self.spans.range(..=(wanted.point, from)).next_back();
        let rest = self.spans.range((wanted.point, from + 1)..(wanted.point, wanted.to));
        let there = first.into_iter().chain(rest).map(|(_, (_, entry))| entry.span);
        for span in there.filter(|span| span.point == wanted.point && span.to > wanted.from) {
            if span.from > from {
                missing.push(Span { to: span.from, from, ..wanted });
            }
            from = from.max(span.to);
        }
        if from < wanted.to {
            missing.push(Span { from, ..wanted });
        }
        missing
    }

    /// The units of a layout of which something is missing, in ascending order.
    pub fn missing_units(&self, layout: Layout) -> impl Iterator<Item = u64> + '_ {
        (0..layout.units()).filter(move |&unit| !self.missing(layout.span(unit)).is_empty())
    }

    /// Reads what is there of the replicates below `to` of every point, in ascending order.
    ///
    /// # Errors
    /// If a part cannot be read, or has changed since it was added.
    pub fn payloads(
        &self,
    ) -> Result<impl Iterator<Item = Result<(Span, Payload), PartError>> + '_, PartError> {
        let mut readers = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            readers.push(part.reader()?);
        }
        Ok(self.spans.values().map(move |&(part, entry)| {
            Ok((entry.span, self.parts[part].payload(&mut readers[part], entry)?))
        }))
    }
}
