//! Scores a scenario against what was observed: targets, each with its interval, and what the scenario's own runs say of them.
//!
//! [`Targets`] are quantities with intervals and sources. A [`Population`] is what they are compared with: the scenario, or members
//! that are the scenario with settings of their own, each with its share of the runs. [`Score`] plays the runs, keeping of each what the
//! targets' expressions come to ([`Rows`]); [`Simulated`] values are read off them, [`Judged`] by the distance to what was observed, and a
//! [`Verdict`] says how many targets a model that were the truth would miss by chance.
//!
//! Run `r` belongs to the same member and has the same luck in every score of as many runs of the same population with the same seed, whatever else is set:
//! two parameter vectors are compared on common random numbers.

mod bound;
mod chance;
mod judged;
mod population;
mod quantity;
mod rows;
mod study;
mod targets;
mod verdict;

pub use chance::{ChancePlan, Misses, chance_misses};
pub use judged::{Judged, Simulated, judge_all, simulated};
pub use population::{BrokenMember, Member, Population, PopulationError};
pub use quantity::Statistic;
pub use rows::Rows;
pub use study::{Score, ScoreError, ScorePlan};
pub use targets::{Target, Targets};
pub use verdict::{Group, Verdict, verdicts};

#[cfg(test)]
mod tests;
