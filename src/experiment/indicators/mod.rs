//! Early warnings: what a sign that can be seen by a certain day says of the outcome.
//!
//! A `Lookout` watches a run and notes on which day each [`Sign`] was first there; `Indicators` counts, by outcome class,
//! in how many runs that was by the end of day 1, 3, 7 … Whatever is said of a sign follows from these counts
//! ([`indicators`]).

mod estimate;
mod lookout;
mod sign;

use serde::{Deserialize, Serialize};

use super::class::OutcomeClass;
use crate::engine::Program;

pub use estimate::{IndicatorEstimate, indicators};
pub(super) use lookout::Lookout;
pub use sign::Sign;

/// Later than any day.
const NOT_YET: u32 = u32::MAX;

/// How many runs showed each sign by each day, by the class they ended in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Indicators {
    days: Vec<u32>,
    /// By class: runs that ended in it.
    ended: Vec<u64>,
    /// By sign, class and day: runs in which the sign was first there by that day and not by the one before.
    came: Vec<u64>,
}

impl Indicators {
    pub(super) fn new(program: &Program) -> Self {
        let (days, classes) = (sign::days(program), OutcomeClass::all(program.scenario()).len());
        let cells = sign::signs(program).len() * classes * days.len();
        Self { ended: vec![0; classes], came: vec![0; cells], days }
    }

    /// Adds a run that ended in a class and showed signs, each given by its place, from these days on.
    fn add(&mut self, class: usize, first_seen: impl IntoIterator<Item = u32>) {
        self.ended[class] += 1;
        for (sign, first) in first_seen.into_iter().enumerate() {
            if let Some(day) = self.days.iter().position(|&day| first <= day) {
                let cell = self.cell(sign, class) + day;
                self.came[cell] += 1;
            }
        }
    }

    /// Whether others count the same signs, classes and days.
    pub(super) fn fits(&self, other: &Self) -> bool {
        let shape = |of: &Self| (of.ended.len(), of.came.len());
        self.days == other.days && shape(self) == shape(other)
    }

    pub(super) fn merge(&mut self, other: &Self) {
        let (mine, theirs) =
            (self.ended.iter_mut().chain(&mut self.came), other.ended.iter().chain(&other.came));
        for (mine, theirs) in mine.zip(theirs) {
            *mine += theirs;
        }
    }

    /// By class: runs that showed a sign by the end of a day, both given by their places.
    fn with_sign(&self, sign: usize, day: usize) -> Vec<u64> {
        let by_then = |class| self.came[self.cell(sign, class)..][..=day].iter().sum();
        (0..self.ended.len()).map(by_then).collect()
    }

    /// Where the days of a sign and a class begin.
    fn cell(&self, sign: usize, class: usize) -> usize {
        (sign * self.ended.len() + class) * self.days.len()
    }
}

#[cfg(test)]
mod tests;
