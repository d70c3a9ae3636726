//! What two variants are compared in: the outcome, and the measures that both have.

use std::collections::BTreeMap;

use crate::experiment::class::OutcomeClass;
use crate::experiment::measure::{Kind, Measure, Source};
use crate::model::Scenario;

/// How much of the runs is compared, and kept of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every measure that both variants have, the drawn inputs left out; each variant has a batch of its own besides.
    All,
    /// The outcome and what `CORE` lists; only the first variant has a batch.
    Core,
    /// The same, and each variant has a batch: what can be looked at again and again while runs come in.
    CoreAndBatches,
}

impl Scope {
    /// Whether every variant has a batch, and not the first alone.
    pub(super) fn has_batches(self) -> bool {
        self != Self::Core
    }
}

/// What is compared at least: whether and how much force was used, and how many died. In the order of the dictionary.
pub(super) const CORE: [&str; 5] =
    ["first_strike_day", "retaliated", "violent_acts", "force_turns", "fatalities_total"];

/// What either variant calls by name: all names, the first variant's before those that only the second has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) all: Vec<String>,
    /// By variant: the place of each of its names among all.
    places: [Vec<u32>; 2],
}

impl Names {
    fn of(first: &[String], second: &[String]) -> Self {
        let mut all = first.to_vec();
        let mut known: BTreeMap<&str, u32> = (0..).zip(first).map(|(at, name)| (name.as_str(), at)).collect();
        let mut in_second = Vec::with_capacity(second.len());
        for name in second {
            let next = all.len() as u32;
            let place = *known.entry(name).or_insert(next);
            if place == next {
                all.push(name.clone());
            }
            in_second.push(place);
        }
        Self { all, places: [(0..first.len() as u32).collect(), in_second] }
    }

    /// The place among all of a variant's name.
    pub(super) fn place(&self, variant: usize, name: usize) -> u32 {
        self.places[variant][name]
    }

    /// Whether a variant has the name at this place.
    pub(super) fn has(&self, variant: usize, place: usize) -> bool {
        self.places[variant].contains(&(place as u32))
    }
}

/// How a measure is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum How {
    /// The share of runs that take each name.
    Names(Names),
    /// The share of runs in which it is so.
    Indicator,
    /// The share of runs that have seen it, and the mean of the days until then, cut at a day that both variants have.
    Time { last: u32 },
    /// The mean over the runs in which both have it.
    Whole,
    /// The same, in fixed point.
    Real,
}

/// A measure that both variants have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shared {
    pub(super) key: String,
    pub(super) unit: &'static str,
    pub(super) how: How,
    /// Where it is found in the records of either variant.
    pub(super) sources: [Source; 2],
}

/// What two variants are compared in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Matching {
    /// The outcome classes of either.
    pub(super) classes: Names,
    pub(super) shared: Vec<Shared>,
    /// Measures that only one of the two has.
    pub(super) unshared: [Vec<String>; 2],
}

impl Matching {
    /// Of two scenarios with their measures.
    pub(super) fn new(scope: Scope, first: (&Scenario, &[Measure]), second: (&Scenario, &[Measure])) -> Self {
        let variants = [first, second];
        let classes = variants.map(|(scenario, _)| {
            OutcomeClass::all(scenario).iter().map(|class| class.key().to_owned()).collect::<Vec<_>>()
        });
        let last = variants.map(|(scenario, _)| scenario.horizon_days() - 1).into_iter().min().unwrap_or(0);
        let is_wanted = |measure: &&Measure| {
            let wanted = scope == Scope::All || CORE.contains(&measure.key.as_str());
            wanted && !measure.is_input() && measure.key != "outcome"
        };
        let of_second: BTreeMap<&str, &Measure> =
            second.1.iter().filter(is_wanted).map(|measure| (measure.key.as_str(), measure)).collect();
        let mut shared = Vec::new();
        let mut unshared = [Vec::new(), Vec::new()];
        for one in first.1.iter().filter(is_wanted) {
            match of_second.get(one.key.as_str()) {
                Some(other) if one.kind == other.kind => shared.push(Shared::new(one, other, last)),
                _ => unshared[0].push(one.key.clone()),
            }
        }
        let keys = |shared: &Shared| shared.key.clone();
        let known: std::collections::BTreeSet<String> = shared.iter().map(keys).collect();
        let lacking = second.1.iter().filter(is_wanted).filter(|one| !known.contains(&one.key));
        unshared[1].extend(lacking.map(|one| one.key.clone()));
        Self { classes: Names::of(&classes[0], &classes[1]), shared, unshared }
    }
}

impl Shared {
    fn new(one: &Measure, other: &Measure, last: u32) -> Self {
        let how = match one.kind {
            Kind::Category => How::Names(Names::of(&one.categories, &other.categories)),
            Kind::Indicator => How::Indicator,
            Kind::Time => How::Time { last },
            Kind::Count | Kind::Days => How::Whole,
            Kind::Real => How::Real,
        };
        Self { key: one.key.clone(), unit: one.unit, how, sources: [one.source, other.source] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_either_variant_have_one_place_each() {
        let names = |list: &[&str]| list.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let both = Names::of(&names(&["a", "c"]), &names(&["b", "c", "d"]));
        assert_eq!(both.all, ["a", "c", "b", "d"]);
        assert_eq!([0, 1].map(|name| both.place(0, name)), [0, 1]);
        assert_eq!([0, 1, 2].map(|name| both.place(1, name)), [2, 1, 3]);
        assert!(both.has(0, 0) && !both.has(0, 2) && !both.has(1, 0) && both.has(1, 1));
    }
}
