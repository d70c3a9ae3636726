//! All tables of a batch.

use super::table::Table;
use super::{acts, drivers, outcomes, summary, timeline};
use crate::experiment::{Batch, Confidence};

/// The tables every results folder holds: outcomes, summary, timeline, acts, drivers.
pub fn all(batch: &Batch, confidence: Confidence) -> Vec<Table> {
    [outcomes::table, summary::table, timeline::table, acts::table, drivers::table]
        .map(|table| table(batch, confidence))
        .into()
}

#[cfg(test)]
mod tests;
