//! One number of a scenario: its address, and its value or distribution.

use std::borrow::Cow;

use super::distribution::Distribution;
use crate::spec::child_path;

/// Place of a number in the scenario's list of inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(pub(super) u32);

impl Slot {
    /// The place as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A number that is known, or one that is drawn once per run.
#[derive(Debug, Clone)]
pub enum Quantity {
    /// The same in every run.
    Fixed(f64),
    /// Drawn once per run: how a scenario says what its author does not know.
    Drawn(Distribution),
}

impl Quantity {
    /// The value in a run that has no luck: the fixed value, or the distribution's mean.
    pub fn central(&self) -> f64 {
        match self {
            Self::Fixed(value) => *value,
            Self::Drawn(distribution) => distribution.mean(),
        }
    }

    /// The smallest and the largest value it can take.
    pub fn support(&self) -> (f64, f64) {
        match self {
            Self::Fixed(value) => (*value, *value),
            Self::Drawn(distribution) => distribution.support(),
        }
    }

    /// Whether it differs from run to run.
    pub fn is_drawn(&self) -> bool {
        matches!(self, Self::Drawn(_))
    }
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Fixed(value) => write!(f, "{value}"),
            Self::Drawn(distribution) => write!(f, "{distribution}"),
        }
    }
}

/// One number of a scenario.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its address: the TOML path, e.g. `states.iran.resolve`.
    pub path: String,
    /// Its value or distribution.
    pub quantity: Quantity,
    /// Whether the scenario gives it; otherwise it is the default.
    pub given: bool,
    /// The knob that it is taken from, if any.
    pub knob: Option<String>,
}

impl Input {
    /// The address by which it is drawn: `samples.TABLE` of the table that it is a column of, so that all columns take the same row; or its
    /// knob's, so that all places with that knob take the same draw; or else its own.
    pub fn drawn_as(&self) -> Cow<'_, str> {
        let table = match &self.quantity {
            Quantity::Drawn(distribution) => distribution.table(),
            Quantity::Fixed(_) => None,
        };
        match (table, &self.knob) {
            (Some((table, _)), _) => Cow::Owned(child_path("samples", table)),
            (None, Some(name)) => Cow::Owned(child_path("knobs", name)),
            (None, None) => Cow::Borrowed(&self.path),
        }
    }
}
