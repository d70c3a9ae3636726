//! Why it was done: what each term of the utility contributed to the log-odds of what was chosen against hold.

use serde::{Deserialize, Serialize};

use crate::engine::{Decision, Label, Program, Term};
use crate::stats::{Ratio, Resolution};

/// By state and label: contributions per decision. The runs are the clusters, since decisions of one run depend on
/// each other; runs without such a decision are left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Drivers {
    by_class: Vec<Option<Box<[Ratio; Term::COUNT]>>>,
    /// By state: runs in which it decided anything, hold included.
    pub(super) runs_decided: Vec<u64>,
}

impl Drivers {
    pub(super) fn new(program: &Program) -> Self {
        let states = program.scenario().states().len();
        Self { by_class: vec![None; states * Label::COUNT], runs_decided: vec![0; states] }
    }

    /// Contributions of every term to a state's decisions of one label; `None` if there was none.
    pub(super) fn of(&self, state: usize, label: Label) -> Option<&[Ratio; Term::COUNT]> {
        self.by_class[class(state, label)].as_deref()
    }

    /// Whether others are those of the same states.
    pub(super) fn fits(&self, other: &Self) -> bool {
        let resolutions = other.by_class.iter().flatten().flat_map(|ratios| ratios.iter());
        self.by_class.len() == other.by_class.len()
            && self.runs_decided.len() == other.runs_decided.len()
            && resolutions.map(Ratio::resolution).all(|one| one == Resolution::MILLIONTH)
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.by_class.iter_mut().zip(&other.by_class) {
            let Some(theirs) = theirs else { continue };
            for (mine, theirs) in mine.get_or_insert_with(no_decisions).iter_mut().zip(theirs.iter()) {
                let merged = mine.merge(theirs);
                debug_assert!(merged.is_some(), "all have one resolution");
            }
        }
        for (mine, theirs) in self.runs_decided.iter_mut().zip(&other.runs_decided) {
            *mine += theirs;
        }
    }
}

fn class(state: usize, label: Label) -> usize {
    state * Label::COUNT + label as usize
}

fn no_decisions() -> Box<[Ratio; Term::COUNT]> {
    Box::new(std::array::from_fn(|_| Ratio::new(Resolution::MILLIONTH)))
}

/// Sums of the run under way for one state and label.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    decisions: u32,
    log_odds: [f64; Term::COUNT],
}

/// Adds up the decisions of the run under way, in arrays made once.
#[derive(Debug, Clone)]
pub(super) struct DriverCounter {
    this_run: Vec<Sums>,
}

impl DriverCounter {
    pub(super) fn new(program: &Program) -> Self {
        Self { this_run: vec![Sums::default(); program.scenario().states().len() * Label::COUNT] }
    }

    pub(super) fn add(&mut self, state: usize, decision: &Decision<'_>) {
        // No term moves what a rule has a state do. It has decided all the same, like one that holds.
        let label = if decision.by_rule { Label::Hold } else { decision.label };
        let sums = &mut self.this_run[class(state, label)];
        sums.decisions += 1;
        if label == Label::Hold {
            return;
        }
        for (sum, &log_odds) in sums.log_odds.iter_mut().zip(&decision.log_odds) {
            *sum += f64::from(log_odds);
        }
    }

    /// The run is over.
    pub(super) fn settle(&mut self, drivers: &mut Drivers) {
        for (state, classes) in self.this_run.chunks_mut(Label::COUNT).enumerate() {
            let decided = classes.iter().any(|sums| sums.decisions > 0);
            drivers.runs_decided[state] += u64::from(decided);
            for (label, sums) in Label::ALL.into_iter().zip(classes) {
                if sums.decisions > 0 && label != Label::Hold {
                    let ratios = drivers.by_class[class(state, label)].get_or_insert_with(no_decisions);
                    for (ratio, &sum) in ratios.iter_mut().zip(&sums.log_odds) {
                        ratio.add(sum, sums.decisions);
                    }
                }
                *sums = Sums::default();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Landing;
    use crate::experiment::fixture::{RIVALS, program};
    use crate::stats::Level;

    fn decision(program: &Program, label: Label, first: f32) -> Decision<'_> {
        let mut log_odds = [0.0; Term::COUNT];
        log_odds[0] = first;
        let (relation, chosen, on_agenda, expected_reply) = (0, 0, true, 0.0);
        let landing = Landing { program, feasible: program.feasible(relation, 0), accident: &[] };
        let (by_rule, probability) = (false, &[][..]);
        Decision {
            relation,
            chosen,
            label,
            on_agenda,
            by_rule,
            probability,
            log_odds,
            expected_reply,
            landing,
        }
    }

    #[test]
    fn contributions_are_means_over_decisions_and_hold_has_none() {
        let program = program(RIVALS);
        let (mut counter, mut drivers) = (DriverCounter::new(&program), Drivers::new(&program));
        for run in [&[1.0, 2.0][..], &[], &[6.0]] {
            for &first in run {
                counter.add(1, &decision(&program, Label::Strike, first));
            }
            counter.add(1, &decision(&program, Label::Hold, 9.0));
            counter.add(1, &Decision { by_rule: true, ..decision(&program, Label::Strike, 9.0) });
            counter.settle(&mut drivers);
        }
        let ratios = drivers.of(1, Label::Strike).unwrap();
        assert_eq!((ratios[0].clusters(), ratios[0].items()), (2, 3));
        assert_eq!(ratios[0].mean(Level::default()).value, Some(3.0));
        assert_eq!(ratios[1].mean(Level::default()).value, Some(0.0));
        assert!(drivers.of(1, Label::Hold).is_none() && drivers.of(0, Label::Strike).is_none());
        assert_eq!(drivers.runs_decided, [0, 3, 0]);
    }
}
