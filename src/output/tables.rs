//! All tables of a batch.

use super::table::Table;
use super::{acts, distributions, drivers, indicators, ladder, offramps, outcomes, summary, timeline};
use crate::experiment::{Batch, Confidence, Part};

/// Outcomes and summary, which every results folder holds, then what was recorded.
pub fn all(batch: &Batch, confidence: Confidence) -> Vec<Table> {
    let recorded = batch.tally().recorded();
    let of_part = |part| match part {
        Part::Timeline => timeline::table,
        Part::Acts => acts::table,
        Part::Drivers => drivers::table,
        Part::Indicators => indicators::table,
        Part::Offramps => offramps::table,
        Part::Ladder => ladder::table,
        Part::Distributions => distributions::table,
    };
    let asked_for = Part::ALL.into_iter().filter(|&part| recorded.contains(part)).map(of_part);
    let always: [fn(&Batch, Confidence) -> Table; 2] = [outcomes::table, summary::table];
    always.into_iter().chain(asked_for).map(|table| table(batch, confidence)).collect()
}

#[cfg(test)]
mod tests;
