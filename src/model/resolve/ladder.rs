//! The ladder: the default one with the scenario's changes, or the scenario's own.

use super::Resolver;
use super::numbers::{Knobs, behind, ends};
use crate::model::fields::RungField;
use crate::model::ladder::{default_ladder, overlay};
use crate::model::{MAX_RUNGS, Rung};
use crate::spec::{Amount, LadderBase, Limit, Range, RungSpec, Share, child_path};

impl Resolver<'_> {
    /// The rungs, mildest first; their numbers are taken in that order.
    pub(super) fn ladder(&mut self) -> Vec<Rung> {
        let rungs = self.rungs_as_written();
        self.check_ladder(&rungs);
        let mut ladder = Vec::with_capacity(rungs.len());
        for (key, rung) in &rungs {
            let table = child_path("ladder", key);
            let given = self.spec.ladder.get(key);
            for &field in RungField::ALL {
                let slot = self.number(&table, field.key(), field.written(rung), field.default_value());
                self.inputs[slot.index()].given =
                    given.is_some_and(|given| field.written(given).amount.is_some());
            }
            ladder.push(Rung {
                key: key.clone(),
                violent: rung.violent.unwrap_or(false),
                lasting: rung.lasting.unwrap_or(false),
                deniable: rung.deniable.unwrap_or(false),
                nuclear: rung.nuclear.unwrap_or(false),
                against_group: rung.against_group.unwrap_or(false),
            });
        }
        ladder
    }

    /// Every rung completed from the base, in order of severity (rungs of equal severity by name).
    fn rungs_as_written(&self) -> Vec<(String, RungSpec)> {
        let mut rungs = match self.spec.ladder_base.unwrap_or(LadderBase::Default) {
            LadderBase::Default => default_ladder(),
            LadderBase::None => Vec::new(),
        };
        for (key, given) in &self.spec.ladder {
            match rungs.iter_mut().find(|(name, _)| name == key) {
                Some((_, rung)) => *rung = overlay(rung, given),
                None => rungs.push((key.clone(), given.clone())),
            }
        }
        let severity = |rung: &RungSpec| severity(rung, &self.spec.knobs);
        rungs.sort_by(|(a_key, a), (b_key, b)| {
            severity(a).total_cmp(&severity(b)).then_with(|| a_key.cmp(b_key))
        });
        rungs
    }

    fn check_ladder(&mut self, rungs: &[(String, RungSpec)]) {
        if rungs.is_empty() {
            let what = "the ladder has no rung".to_owned();
            let help = "add `[ladder.strike]` with a `severity`, or drop `ladder_base = \"none\"`".to_owned();
            self.problem("ladder_base", what, "nothing to climb", Some(help));
        }
        if rungs.len() > MAX_RUNGS {
            let what = format!("{} rungs are more than the {MAX_RUNGS} that a ladder may have", rungs.len());
            self.problem("ladder", what, "too many rungs", Some(Limit::Rungs.how(0)));
        }
        for (key, rung) in rungs {
            if rung.severity.is_none() {
                let what = format!("rung `{key}` has no severity");
                let help = "add `severity = 0.5`: 0 is nothing, 1 is nuclear use".to_owned();
                self.problem(&child_path("ladder", key), what, "severity is missing", Some(help));
            }
            let knobs = &self.spec.knobs;
            let amount = rung.severity.as_ref().and_then(|number| behind(&number.amount, knobs));
            if matches!(amount, Some(Amount::Dist(_))) && !keeps_its_place(key, rungs, knobs) {
                let what = format!("the severity of `{key}` may be drawn past a neighbouring rung's");
                let help = "keep the distribution between the severities below and above".to_owned();
                self.problem(
                    &child_path("ladder", key),
                    what,
                    "the ladder's order must not depend on luck",
                    Some(help),
                );
            }
        }
    }
}

/// Whether a drawn severity stays between its neighbours' in every run.
fn keeps_its_place(key: &str, rungs: &[(String, RungSpec)], knobs: &Knobs) -> bool {
    let ends: Vec<(f64, f64)> = rungs.iter().map(|(_, rung)| reach_of(rung, knobs)).collect();
    let Some(at) = rungs.iter().position(|(name, _)| name == key) else { return true };
    let above_lower = at == 0 || ends[at - 1].1 <= ends[at].0;
    let below_upper = at + 1 == ends.len() || ends[at].1 <= ends[at + 1].0;
    above_lower && below_upper
}

fn severity(rung: &RungSpec, knobs: &Knobs) -> f64 {
    let (low, high) = reach_of(rung, knobs);
    0.5 * (low + high)
}

/// The lowest and highest severity a rung can have.
fn reach_of(rung: &RungSpec, knobs: &Knobs) -> (f64, f64) {
    let severity = rung.severity.as_ref();
    severity.and_then(|number| ends(&number.amount, Range::of::<Share>(), knobs)).unwrap_or((0.0, 0.0))
}
