//! What the counts let us say of each sign, day and outcome.

use super::super::estimates::Confidence;
use super::super::tally::Tally;
use super::sign::{Sign, signs};
use crate::engine::Program;
use crate::stats::{Estimate, SignTable};

/// What it says of an outcome that a sign is there, or is not, at the end of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorEstimate {
    /// The sign.
    pub sign: Sign,
    /// The day of the run.
    pub day: u32,
    /// The outcome: its place among [all classes](crate::experiment::OutcomeClass::all).
    pub class: usize,
    /// Runs that had shown the sign.
    pub with_sign: u64,
    /// Runs that ended in the outcome.
    pub with_outcome: u64,
    /// Runs that did both.
    pub with_both: u64,
    /// Share of runs with the sign.
    pub sign_share: Estimate,
    /// Share of the runs with the sign that ended in the outcome.
    pub given_sign: Estimate,
    /// Share of the runs without it that did.
    pub given_no_sign: Estimate,
    /// Share of the runs with the outcome that had shown the sign.
    pub sensitivity: Estimate,
    /// Share of the runs with another outcome that had shown it all the same.
    pub false_alarms: Estimate,
    /// Sensitivity over the share of false alarms.
    pub likelihood_ratio: Estimate,
}

/// Every sign that any run had shown by a day, by sign, day and outcome. Empty if indicators were not recorded.
pub fn indicators(program: &Program, tally: &Tally, confidence: Confidence) -> Vec<IndicatorEstimate> {
    let Some(indicators) = &tally.indicators else { return Vec::new() };
    let runs: u64 = indicators.ended.iter().sum();
    let share = |count, n| confidence.share(count, n);
    let mut list = Vec::new();
    for (place, sign) in signs(program).into_iter().enumerate() {
        for (at, &day) in indicators.days.iter().enumerate() {
            let by_class = indicators.with_sign(place, at);
            let with_sign: u64 = by_class.iter().sum();
            if with_sign == 0 {
                continue;
            }
            for (class, (&with_both, &with_outcome)) in by_class.iter().zip(&indicators.ended).enumerate() {
                let (others, false_alarms) = (runs - with_outcome, with_sign - with_both);
                let table = SignTable {
                    hits: with_both,
                    false_alarms,
                    misses: with_outcome - with_both,
                    quiet: others - false_alarms,
                };
                list.push(IndicatorEstimate {
                    sign,
                    day,
                    class,
                    with_sign,
                    with_outcome,
                    with_both,
                    sign_share: share(with_sign, runs),
                    given_sign: share(with_both, with_sign),
                    given_no_sign: share(with_outcome - with_both, runs - with_sign),
                    sensitivity: share(with_both, with_outcome),
                    false_alarms: share(false_alarms, others),
                    likelihood_ratio: table.likelihood_ratio(confidence.level),
                });
            }
        }
    }
    list
}
