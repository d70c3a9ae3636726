//! How many targets are missed, and how many would be by chance.

use super::chance::Misses;
use super::judged::Judged;
use super::study::Score;
use crate::stats::{Level, binomial_at_least, sorted_quantile};

/// Which targets a verdict speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// All of them.
    All,
    /// Those that a model may be fitted to.
    Fitted,
    /// Those that are held out.
    HeldOut,
}

impl Group {
    /// The name in tables.
    pub fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Fitted => "fitted",
            Self::HeldOut => "held_out",
        }
    }
}

/// How a group of targets is met.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// Which targets.
    pub group: Group,
    /// How many.
    pub targets: u64,
    /// Scored, and the simulated value lies in the interval.
    pub inside: u64,
    /// Scored, and it does not.
    pub outside: u64,
    /// The model has no counterpart: misses too, though none of chance.
    pub without: u64,
    /// Targets that data sets drawn from the model itself miss, on average. Undefined without data sets.
    pub expected: Option<f64>,
    /// The 2.5th and the 97.5th percentile of their number.
    pub expected_range: Option<[f64; 2]>,
    /// The share of data sets that miss at least as many as are outside.
    pub p_value: Option<f64>,
    /// The probability of at least as many if each scored target were missed with 5 %, independently of the others.
    pub binomial: f64,
}

/// The verdict on all targets, and if some are held out, on the two groups.
pub fn verdicts(score: &Score, judged: &[Judged], misses: &Misses) -> Vec<Verdict> {
    let list = score.targets().list();
    let held_out = |at: usize| list[at].is_held_out;
    let mut verdicts = vec![verdict(Group::All, judged, misses, |_| true)];
    if (0..list.len()).any(held_out) {
        verdicts.push(verdict(Group::Fitted, judged, misses, |at| !held_out(at)));
        verdicts.push(verdict(Group::HeldOut, judged, misses, held_out));
    }
    verdicts
}

fn verdict(group: Group, judged: &[Judged], misses: &Misses, are_meant: impl Fn(usize) -> bool) -> Verdict {
    let meant = || judged.iter().enumerate().filter(|(at, _)| are_meant(*at)).map(|(_, judged)| judged);
    let count = |is_so: fn(&Judged) -> bool| meant().filter(|judged| is_so(judged)).count() as u64;
    let outside = count(|judged| judged.is_scored && !judged.is_inside);
    let scored = count(|judged| judged.is_scored);
    let mut counts: Vec<f64> = misses.counts(&are_meant).into_iter().map(|count| count as f64).collect();
    counts.sort_unstable_by(f64::total_cmp);
    let sets = counts.len() as f64;
    let share = |part: f64| (sets > 0.0).then(|| part / sets);
    let at = |p: f64| sorted_quantile(&counts, p, Level::default()).value;
    let reach = counts.iter().filter(|&&count| count >= outside as f64).count();
    Verdict {
        group,
        targets: meant().count() as u64,
        inside: count(|judged| judged.is_scored && judged.is_inside),
        outside,
        without: count(|judged| !judged.is_scored),
        expected: share(counts.iter().sum()),
        expected_range: at(0.025).zip(at(0.975)).map(|(low, high)| [low, high]),
        p_value: share(reach as f64),
        binomial: binomial_at_least(outside, scored, 0.05),
    }
}
