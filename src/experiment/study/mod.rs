//! WHAT IS PLAYED, AND IN WHICH PIECES: the contract between everything that plays runs and everything that keeps them.
//!
//! A [`Study`] is cut into units by its [`Layout`]. A unit is played by one thread, alone, and what comes out is a pure
//! function of the study and the unit's [`Span`]. [`deal()`] plays units on all threads; a [`Fold`] adds them up in
//! ascending order whatever the order in which they come. So it makes no difference to any bit which thread or machine
//! played a unit, or when, or whether it was read back from a file.

mod deal;
mod fold;
mod layout;
mod plan;
mod runs;
mod units;

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::engine::RunRecord;

pub use deal::{Flow, deal};
pub use fold::Fold;
pub use layout::{Layout, Span};
#[cfg(test)]
pub(crate) use plan::tests::plan as plan_for_tests;
pub use plan::{Plan, PlannedScenario};
pub(crate) use runs::play_span;
pub use units::UnitList;

/// Something that is played: a batch, a sweep, a comparison.
pub trait Study: Sync {
    /// What some runs come to: counts, and sums without rounding. It is written to files and read back.
    type Partial: Serialize + DeserializeOwned + Clone + PartialEq + Debug + Send;

    /// How the study is cut.
    fn layout(&self) -> Layout;

    /// Runs of the engine that a replicate takes, for progress.
    fn runs_per_replicate(&self) -> u64 {
        1
    }

    /// Plays a span on this thread: a pure function of the study and the span.
    fn play(&self, span: Span) -> Played<Self::Partial>;

    /// What no runs of a point come to.
    fn nothing(&self, point: u64) -> Self::Partial;

    /// Adds the runs that come next. False, with the total as it was, if `next` has not the shape of this study's
    /// partials: what was read from a file can hold anything.
    fn add(&self, total: &mut Self::Partial, next: &Self::Partial) -> bool;
}

/// A span that was played.
#[derive(Debug, Clone, PartialEq)]
pub struct Played<P> {
    /// What the runs come to.
    pub partial: P,
    /// The runs one by one, in order, if the study keeps them for a table; otherwise none.
    pub records: Vec<RunRecord>,
}

impl<P> Played<P> {
    /// A span without its single runs.
    pub fn new(partial: P) -> Self {
        Self { partial, records: Vec::new() }
    }
}
