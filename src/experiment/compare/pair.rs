//! The runs of two variants side by side, added up.

use serde::{Deserialize, Serialize};

use super::matching::{How, Matching, Names, Scope, Shared};
use crate::engine::{Program, RunRecord};
use crate::experiment::class::{OutcomeClass, gravity};
use crate::experiment::measure::Value;
use crate::stats::{Concordance, GroupedSums, PairedMean, PairedShare, Resolution};

/// Steps per unit in which real measures are added up.
pub(super) const STEPS_PER_UNIT: f64 = 1e6;
/// The difference of so many means, the first of the dictionary, can have an interval by the bootstrap: what it takes for that is
/// kept for each of them, and large scenarios have tens of thousands.
const MOST_GROUPED: usize = 64;

/// What the runs of two variants on the same luck come to. Integers only: merging in any order gives the same bits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairTally {
    /// By place among the classes of either.
    pub(super) outcomes: Concordance,
    /// In which of the two the run ended graver.
    pub(super) graver: PairedShare,
    /// By measure that both have.
    pub(super) contrasts: Vec<Contrast>,
}

/// What is added up of a measure that both variants have; of each difference, the second variant's comes last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::experiment) enum Contrast {
    /// 0 for undefined, then the names from 1 on.
    Names(Concordance),
    Share(PairedShare),
    Time {
        seen: PairedShare,
        days: Means,
    },
    Mean(Means),
}

/// Means, and what a bootstrap of their difference needs: the second's minus the first's in groups of runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::experiment) struct Means {
    pub(in crate::experiment) paired: PairedMean,
    pub(super) groups: Option<GroupedSums>,
}

impl Means {
    fn new(is_grouped: bool) -> Self {
        Self { paired: PairedMean::default(), groups: is_grouped.then(GroupedSums::default) }
    }

    fn add(&mut self, replicate: u64, first: i64, second: i64) {
        self.paired.add(first, second);
        if let Some(groups) = &mut self.groups {
            groups.add(replicate, second.saturating_sub(first));
        }
    }

    fn merge(&mut self, other: &Self) {
        self.paired.merge(&other.paired);
        if let (Some(mine), Some(theirs)) = (&mut self.groups, &other.groups) {
            mine.merge(theirs);
        }
    }
}

impl Contrast {
    fn new(how: &How, is_grouped: bool) -> Self {
        match how {
            How::Names(_) => Self::Names(Concordance::default()),
            How::Indicator => Self::Share(PairedShare::default()),
            How::Time { .. } => Self::Time { seen: PairedShare::default(), days: Means::new(is_grouped) },
            How::Whole | How::Real => Self::Mean(Means::new(is_grouped)),
        }
    }

    /// Adds a pair of runs. What is undefined in one of them counts as not so where shares are compared, and leaves the pair
    /// out of a mean.
    fn add(&mut self, how: &How, replicate: u64, values: [Option<Value>; 2]) {
        let is = |value| value == Some(Value::Indicator(true));
        match (self, how) {
            (Self::Names(crossed), How::Names(names)) => {
                let code = |variant: usize| code(names, variant, values[variant]);
                crossed.add(code(0), code(1));
            }
            (Self::Share(share), How::Indicator) => share.add(is(values[0]), is(values[1])),
            (Self::Time { seen, days }, How::Time { last }) => {
                let time = |value| match value {
                    Some(Value::Time { day, observed }) => Some((day.min(*last), observed)),
                    _ => None,
                };
                if let [Some((first, first_seen)), Some((second, second_seen))] = values.map(time) {
                    seen.add(first_seen, second_seen);
                    days.add(replicate, i64::from(first), i64::from(second));
                }
            }
            (Self::Mean(means), _) => {
                if let [Some(first), Some(second)] = values.map(|value| value.and_then(whole)) {
                    means.add(replicate, first, second);
                }
            }
            _ => debug_assert!(false, "a contrast of another kind than its measure"),
        }
    }

    fn merge(&mut self, other: &Self) {
        match (self, other) {
            (Self::Names(mine), Self::Names(theirs)) => mine.merge(theirs),
            (Self::Share(mine), Self::Share(theirs)) => mine.merge(theirs),
            (Self::Time { seen, days }, Self::Time { seen: more_seen, days: more_days }) => {
                seen.merge(more_seen);
                days.merge(more_days);
            }
            (Self::Mean(mine), Self::Mean(theirs)) => mine.merge(theirs),
            _ => debug_assert!(false, "tallies of one pair have equal shapes"),
        }
    }

    /// Whether it is a contrast of such a measure; what was read from a file can be anything.
    fn fits(&self, how: &How, is_grouped: bool) -> bool {
        let holds = |means: &Means| means.groups.is_some() == is_grouped;
        match (self, how) {
            (Self::Names(crossed), How::Names(names)) => {
                let codes = names.all.len() as u32 + 1;
                crossed.is_within(codes, codes)
            }
            (Self::Share(_), How::Indicator) => true,
            (Self::Time { days, .. }, How::Time { .. }) => holds(days),
            (Self::Mean(means), How::Whole | How::Real) => holds(means),
            _ => false,
        }
    }
}

fn code(names: &Names, variant: usize, value: Option<Value>) -> u32 {
    match value {
        Some(Value::Category(name)) => names.place(variant, name) + 1,
        _ => 0,
    }
}

fn whole(value: Value) -> Option<i64> {
    match value {
        Value::Whole(number) => Some(number),
        Value::Real(number) => Resolution::MILLIONTH.steps(number),
        _ => None,
    }
}

/// The measures that both have, each with whether its difference is kept in groups.
fn grouped(matching: &Matching, scope: Scope) -> impl Iterator<Item = (&Shared, bool)> {
    let mut left = if scope == Scope::All { MOST_GROUPED } else { 0 };
    matching.shared.iter().map(move |shared| {
        let has_mean = matches!(shared.how, How::Time { .. } | How::Whole | How::Real);
        let is_grouped = has_mean && left > 0;
        left -= usize::from(is_grouped);
        (shared, is_grouped)
    })
}

impl PairTally {
    pub(super) fn new(matching: &Matching, scope: Scope) -> Self {
        let contrast = |(shared, is_grouped): (&Shared, bool)| Contrast::new(&shared.how, is_grouped);
        Self {
            outcomes: Concordance::default(),
            graver: PairedShare::default(),
            contrasts: grouped(matching, scope).map(contrast).collect(),
        }
    }

    /// Adds a run of either variant, with the same luck.
    pub(super) fn add(&mut self, matching: &Matching, programs: [&Program; 2], records: [&RunRecord; 2]) {
        let class = |variant: usize| {
            let place = OutcomeClass::place(programs[variant].scenario(), records[variant]);
            matching.classes.place(variant, place)
        };
        self.outcomes.add(class(0), class(1));
        let [first, second] = records.map(|record| gravity(record.outcome));
        self.graver.add(first > second, second > first);
        let replicate = records[0].replicate;
        for (shared, contrast) in matching.shared.iter().zip(&mut self.contrasts) {
            let read = |variant: usize| shared.sources[variant].read(programs[variant], records[variant]);
            contrast.add(&shared.how, replicate, [read(0), read(1)]);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.outcomes.merge(&other.outcomes);
        self.graver.merge(&other.graver);
        for (mine, theirs) in self.contrasts.iter_mut().zip(&other.contrasts) {
            mine.merge(theirs);
        }
    }

    /// Whether it has the shape of the tallies of such a pair.
    pub(super) fn fits(&self, matching: &Matching, scope: Scope) -> bool {
        let classes = matching.classes.all.len() as u32;
        let fit = |((shared, is_grouped), contrast): ((&Shared, bool), &Contrast)| {
            contrast.fits(&shared.how, is_grouped)
        };
        self.outcomes.is_within(classes, classes)
            && self.contrasts.len() == matching.shared.len()
            && grouped(matching, scope).zip(&self.contrasts).all(fit)
    }
}
