//! What is added up of each measure.

use serde::{Deserialize, Serialize};

use super::measure::{Kind, Measure, Value};
use crate::engine::Program;
use crate::model::Quantity;
use crate::stats::{Counts, Resolution, Scaled, Survival};

/// Changes of a standing between 0 and 1 are told apart by this much.
const FINE: f64 = 1e-5;
/// Drawn inputs keep this much of the width that their distribution spreads over.
const INPUT_PRECISION: f64 = 1e-6;

/// What was added up of one measure over the runs in which it is defined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Summary {
    Categories(Vec<u64>),
    Whole(Counts),
    Time(Survival),
    Indicator { yes: u64, n: u64 },
    Real(Scaled),
}

impl Summary {
    pub(super) fn new(program: &Program, measure: &Measure) -> Self {
        match measure.kind {
            Kind::Category => Self::Categories(vec![0; measure.categories.len()]),
            Kind::Count | Kind::Days => Self::Whole(Counts::new()),
            Kind::Time => Self::Time(Survival::new()),
            Kind::Indicator => Self::Indicator { yes: 0, n: 0 },
            Kind::Real => Self::Real(Scaled::new(resolution(program, measure))),
        }
    }

    pub(super) fn add(&mut self, value: Value) {
        match (self, value) {
            (Self::Categories(counts), Value::Category(index)) => counts[index] += 1,
            (Self::Whole(counts), Value::Whole(number)) => counts.add(number),
            (Self::Time(survival), Value::Time { day, observed }) => survival.add(day, observed),
            (Self::Indicator { yes, n }, Value::Indicator(is_so)) => {
                *yes += u64::from(is_so);
                *n += 1;
            }
            (Self::Real(scaled), Value::Real(value)) => scaled.add(value),
            (_, value) => debug_assert!(false, "a measure gave {value:?}, which is not its kind"),
        }
    }

    /// Whether another summary is one of the same measure.
    pub(super) fn fits(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Categories(mine), Self::Categories(theirs)) => mine.len() == theirs.len(),
            (Self::Real(mine), Self::Real(theirs)) => mine.resolution() == theirs.resolution(),
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        match (self, other) {
            (Self::Categories(mine), Self::Categories(theirs)) => {
                for (mine, theirs) in mine.iter_mut().zip(theirs) {
                    *mine += theirs;
                }
            }
            (Self::Whole(mine), Self::Whole(theirs)) => mine.merge(theirs),
            (Self::Time(mine), Self::Time(theirs)) => mine.merge(theirs),
            (Self::Indicator { yes, n }, Self::Indicator { yes: more_yes, n: more }) => {
                *yes += more_yes;
                *n += more;
            }
            (Self::Real(mine), Self::Real(theirs)) => {
                let merged = mine.merge(theirs);
                debug_assert!(merged.is_some(), "tallies of one program have equal resolutions");
            }
            _ => debug_assert!(false, "tallies of one program have equal shapes"),
        }
    }
}

/// Results are shares; inputs have whatever scale their distribution has.
fn resolution(program: &Program, measure: &Measure) -> Resolution {
    let of_input =
        measure.input(program).and_then(|input| match &program.scenario().inputs()[input].quantity {
            Quantity::Fixed(_) => None,
            Quantity::Drawn(distribution) => {
                let ends = [1e-3, 1.0 - 1e-3].map(|share| distribution.quantile(share).abs());
                let widest = ends[0].max(ends[1]);
                let magnitude = libm::pow(10.0, libm::ceil(libm::log10(widest)));
                Resolution::new(magnitude * INPUT_PRECISION)
            }
        });
    of_input.or_else(|| Resolution::new(FINE)).unwrap_or(Resolution::MILLIONTH)
}
