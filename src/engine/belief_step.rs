//! Step 6: targets and onlookers learn from what was done, and from what was not.
//!
//! This is what makes **precedent endogenous**: letting a strike pass lowers the resolve that onlookers attribute to
//! the state that let it pass, and with it what they expect a probe of their own to cost.

use super::belief;
use super::day::Run;
use super::recorder::Recorder;
use crate::model::DynamicsField;

/// Updates the beliefs of everybody who watches by the likelihood of what each state was seen to do.
pub(crate) fn learn<R: Recorder>(run: &mut Run<'_, R>) {
    let weight = run.inputs.values.dynamics(DynamicsField::BeliefWeight);
    for pending in run.pending.iter() {
        let Some(evidence) = pending.evidence else { continue };
        for observer in &run.program.observers[pending.relation] {
            let attention = observer.weight.map_or(1.0, |slot| run.inputs.values.slot(slot));
            let belief = &mut run.world.belief[observer.relation];
            belief::update(belief, &evidence, weight * attention);
            run.world.believed[observer.relation] = belief::mean(belief);
        }
    }
}
