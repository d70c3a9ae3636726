//! What the runs say of each target, and how far that is from what was observed.

use super::bound::{Aimed, Use};
use super::rows::Rows;
use super::study::Score;
use super::targets::Target;
use crate::stats::{
    Estimate, Level, ProportionMethod, TwoByTwo, mean_of_repeats, misfit, proportion, sorted_quantile,
};

/// What the runs say of a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Simulated {
    /// The quantity with its interval: Wilson's of shares, order statistics of quantiles, Student's t of means, Woolf's of odds ratios.
    /// `n` is the number of runs that count for it. Undefined without such runs, and for a target without a counterpart.
    pub estimate: Estimate,
}

/// A target, judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// What the runs say.
    pub simulated: Simulated,
    /// By how many standard errors that is above what was observed ([`misfit()`]).
    pub z: Option<f64>,
    /// Whether the simulated value lies in the target's interval; false where it is undefined.
    pub is_inside: bool,
    /// Whether the model has a counterpart for the target at all.
    pub is_scored: bool,
}

/// What runs say of every target, in the order of the targets. A pure function of the rows.
pub fn simulated(score: &Score, rows: &Rows, level: Level) -> Vec<Simulated> {
    let estimate = |aimed: &Option<Aimed>| match aimed {
        Some(aimed) => Simulated { estimate: estimate(aimed, rows, level) },
        None => Simulated { estimate: Estimate::undefined(0) },
    };
    score.bound().aimed.iter().map(estimate).collect()
}

/// Judges every target by what runs say of it.
pub fn judge_all(score: &Score, rows: &Rows, level: Level) -> Vec<Judged> {
    let pairs = score.targets().list().iter().zip(simulated(score, rows, level));
    pairs.map(|(target, simulated)| judge(target, simulated, level)).collect()
}

fn judge(target: &Target, simulated: Simulated, level: Level) -> Judged {
    let Simulated { estimate } = simulated;
    Judged {
        simulated,
        z: misfit(target.scale, &target.observed, &estimate, level),
        is_inside: estimate.value.is_some_and(|value| target.observed.holds(value)),
        is_scored: target.statistic.is_some(),
    }
}

fn estimate(aimed: &Aimed, rows: &Rows, level: Level) -> Estimate {
    let runs = (0..rows.runs()).filter(|&run| aimed.counts(rows, run));
    match aimed.what {
        Use::Share(condition) => {
            let (mut hits, mut n) = (0, 0);
            for run in runs {
                n += 1;
                hits += u64::from(rows.holds(run, condition));
            }
            proportion(hits, n, ProportionMethod::Wilson, level)
        }
        Use::OddsRatio(first, second) => {
            let mut table = TwoByTwo::default();
            runs.for_each(|run| table.add(rows.holds(run, first), rows.holds(run, second)));
            table.odds_ratio(level)
        }
        Use::Mean(number) => {
            let values: Vec<f64> = runs.filter_map(|run| rows.value(run, number)).collect();
            mean_of_repeats(&values, level)
        }
        Use::Quantile(number, p) => {
            let mut values: Vec<f64> = runs.filter_map(|run| rows.value(run, number)).collect();
            values.sort_unstable_by(f64::total_cmp);
            sorted_quantile(&values, p, level)
        }
    }
}
