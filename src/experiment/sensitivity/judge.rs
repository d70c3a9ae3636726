//! What a sensitivity analysis says of itself.

use std::fmt;

use super::factor::LUCK;
use super::result::{Sensitivity, Statistic};
use crate::stats::Estimate;

/// Outputs named in a warning; of more only the number is told.
const NAMED: usize = 4;

/// Something that readers of the result should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caution {
    /// For these outputs the interval of the largest index is wider than the index.
    Coarse {
        /// The outputs.
        outputs: Vec<String>,
        /// Whether luck has more than half of the variance of most of them, so that more runs of each evaluation help most.
        is_noisy: bool,
        /// Base rows or trajectories that there were.
        rows: u64,
        /// Runs of each evaluation.
        inner: u64,
    },
    /// These factors changed no output of any run.
    Idle(Vec<String>),
}

impl fmt::Display for Caution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Coarse { outputs, is_noisy, rows, inner } => {
                let named = outputs.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
                let more = outputs.len().saturating_sub(NAMED);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                write!(f, "the interval of the largest index is wider than the index for {named}{more}; ")?;
                match is_noisy {
                    true => write!(
                        f,
                        "most of the variance is luck: more runs of each evaluation (--inner {}) narrow it, and so do more \
                         rows (--rows {})",
                        inner * 4,
                        rows * 4
                    ),
                    false => write!(f, "more rows (--rows {}) narrow it", rows * 4),
                }
            }
            Self::Idle(factors) => {
                write!(f, "without effect on any output of any run: {}", factors.join(", "))
            }
        }
    }
}

/// Judges the outputs by the statistic that factors are ranked by.
pub fn caution(list: &[Sensitivity], by: Statistic, rows: u64, inner: u64) -> Vec<Caution> {
    let mut cautions = Vec::new();
    let of = |one: &Sensitivity| {
        let ranked = one.ranked(by).into_iter();
        ranked.filter(|factor| factor.factor != LUCK).find_map(|factor| factor.get(by))
    };
    let coarse: Vec<&Sensitivity> =
        list.iter().filter(|one| of(one).is_some_and(|top| is_coarse(&top))).collect();
    if !coarse.is_empty() {
        let noisy = coarse.iter().filter(|one| noise_share(one).is_some_and(|noise| noise > 0.5)).count();
        cautions.push(Caution::Coarse {
            outputs: coarse.iter().map(|one| one.output.clone()).collect(),
            is_noisy: 2 * noisy > coarse.len() || by == Statistic::MuStar,
            rows,
            inner,
        });
    }
    let factors = list.first().map_or(&[][..], |one| one.factors.as_slice());
    let never_moves = |place: usize| {
        let defined = list.iter().filter_map(|one| one.factors.get(place)?.get(by)?.value);
        let mut defined = defined.peekable();
        defined.peek().is_some() && defined.all(|value| value == 0.0)
    };
    let idle = (0..factors.len()).filter(|&place| factors[place].factor != LUCK && never_moves(place));
    let idle: Vec<String> = idle.map(|place| factors[place].factor.clone()).collect();
    if !idle.is_empty() {
        cautions.push(Caution::Idle(idle));
    }
    cautions
}

/// The share of an output's variance that stays if all factors are fixed.
pub fn noise_share(one: &Sensitivity) -> Option<f64> {
    let luck = one.factors.iter().find(|factor| factor.factor == LUCK)?;
    luck.get(Statistic::Total)?.value
}

fn is_coarse(top: &Estimate) -> bool {
    match (top.value, top.interval) {
        (Some(value), Some(interval)) => value != 0.0 && 2.0 * interval.half_width() > value.abs(),
        _ => false,
    }
}
