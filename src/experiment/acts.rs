//! What was done: how often each act of each relation occurred.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::engine::{Label, Program};
use crate::stats::Counts;

/// A kind of act: who towards whom, what, and how it is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ActKind {
    /// The relation.
    pub relation: usize,
    /// The rung it landed on; `None` for conciliation.
    pub rung: Option<usize>,
    /// Whether a message of limited aims came with it.
    pub assured: bool,
    /// How it is reported.
    #[serde(with = "by_place")]
    pub label: Label,
}

/// Labels in files: their places among all.
mod by_place {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::engine::Label;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
    pub(super) fn serialize<S: Serializer>(label: &Label, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u8(*label as u8)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Label, D::Error> {
        let place = usize::from(u8::deserialize(from)?);
        Label::ALL.get(place).copied().ok_or_else(|| D::Error::custom("no such label"))
    }
}

/// By kind of act that occurred at all: in how many runs it occurred how many times, runs without it left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Acts {
    pub(super) per_run: BTreeMap<ActKind, Counts>,
}

impl Acts {
    /// Whether these are acts of a program.
    pub(super) fn fits(&self, program: &Program) -> bool {
        let scenario = program.scenario();
        let (relations, rungs) = (scenario.relations().len(), scenario.ladder().len());
        let is_one = |kind: &ActKind| kind.relation < relations && kind.rung.is_none_or(|rung| rung < rungs);
        self.per_run.keys().all(is_one)
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (&kind, counts) in &other.per_run {
            self.per_run.entry(kind).or_default().merge(counts);
        }
    }
}

/// Counts the acts of the run under way, in arrays made once.
#[derive(Debug, Clone)]
pub(super) struct ActCounter {
    /// Rungs and conciliation.
    levels: usize,
    this_run: Vec<u32>,
    touched: Vec<ActKind>,
}

impl ActCounter {
    pub(super) fn new(program: &Program) -> Self {
        let levels = program.scenario().ladder().len() + 1;
        let places = program.scenario().relations().len() * levels * 2 * Label::COUNT;
        Self { levels, this_run: vec![0; places], touched: Vec::with_capacity(64) }
    }

    pub(super) fn add(&mut self, kind: ActKind) {
        let place = self.place(kind);
        if self.this_run[place] == 0 {
            self.touched.push(kind);
        }
        self.this_run[place] += 1;
    }

    /// The run is over.
    pub(super) fn settle(&mut self, acts: &mut Acts) {
        while let Some(kind) = self.touched.pop() {
            let place = self.place(kind);
            acts.per_run.entry(kind).or_default().add(i64::from(self.this_run[place]));
            self.this_run[place] = 0;
        }
    }

    fn place(&self, kind: ActKind) -> usize {
        let level = kind.rung.map_or(0, |rung| rung + 1);
        let variant = usize::from(kind.assured) * Label::COUNT + kind.label as usize;
        (kind.relation * self.levels + level) * 2 * Label::COUNT + variant
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::fixture::{RIVALS, program};

    #[test]
    fn kinds_of_acts_have_places_of_their_own() {
        let program = program(RIVALS);
        let counter = ActCounter::new(&program);
        let mut places = std::collections::BTreeSet::new();
        let mut kinds = 0;
        for relation in 0..program.scenario().relations().len() {
            for rung in std::iter::once(None).chain((0..program.scenario().ladder().len()).map(Some)) {
                for (assured, label) in [false, true].into_iter().flat_map(|a| Label::ALL.map(|l| (a, l))) {
                    places.insert(counter.place(ActKind { relation, rung, assured, label }));
                    kinds += 1;
                }
            }
        }
        assert_eq!((places.len(), counter.this_run.len()), (kinds, kinds));
        assert_eq!(places.last(), Some(&(kinds - 1)));
    }

    #[test]
    fn a_run_counts_once_with_all_its_acts() {
        let program = program(RIVALS);
        let (mut counter, mut acts) = (ActCounter::new(&program), Acts::default());
        let kind = ActKind { relation: 1, rung: Some(2), assured: false, label: Label::Escalate };
        for times in [2, 0, 5] {
            (0..times).for_each(|_| counter.add(kind));
            counter.settle(&mut acts);
        }
        let counts = &acts.per_run[&kind];
        assert_eq!((counts.n(), counts.sum(), counts.max()), (2, 7, Some(5)));
        assert!(counter.this_run.iter().all(|&count| count == 0));
    }
}
