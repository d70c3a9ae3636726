//! Scripts: acts with dates, decided on whatever the agenda.

use super::deliberation::Task;
use super::ladder::Alternative;
use super::policy::Follower;
use super::scene::Scene;
use crate::model::{Deed, Rule, Scenario, StateField};

/// A dated act of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cue {
    pub(crate) day: u32,
    pub(crate) relation: usize,
    pub(crate) alternative: usize,
    /// Whether others take it for a choice of the state's own: they do not know that it is settled.
    pub(crate) as_weighed: bool,
}

/// What scripts have to be done, by day and then by relation.
pub(crate) fn cues(scenario: &Scenario, alternatives: &[Alternative]) -> Vec<Cue> {
    let mut script = Vec::new();
    for (index, state) in scenario.states().iter().enumerate() {
        let acts = state.script.iter().filter(|_| matches!(state.rule, None | Some(Rule::Scripted)));
        script.extend(acts.filter_map(|act| {
            let meant = match act.deed {
                Deed::Conciliate => Alternative::Conciliate,
                Deed::Hold => Alternative::Hold,
                Deed::Act { rung, assured } => Alternative::Act { rung, assured },
            };
            Some(Cue {
                day: u32::try_from(act.day).ok()?,
                relation: scenario.relation_between(index, act.toward)?,
                alternative: alternatives.iter().position(|&alternative| alternative == meant)?,
                as_weighed: state.is_played,
            })
        }));
    }
    script.sort_unstable();
    script
}

/// Calls up what scripts have to be done today, whatever the agenda, unless the hand of a state that goes by nothing else trembles:
/// then its day is like any other. Whether a relation was called up that would not have been otherwise.
pub(crate) fn call_up(scene: &Scene<'_>, berth: usize, tasks: &mut Vec<Task>, first_of_run: usize) -> bool {
    let before = tasks.len();
    for cue in scene.program.cues_of(scene.day) {
        let relation = cue.relation;
        if Follower::of(scene, relation).is_some_and(|follower| follower.trembles()) {
            continue;
        }
        match tasks[first_of_run..].iter_mut().find(|task| task.relation == relation) {
            Some(task) => task.decides = true,
            None => tasks.push(Task {
                berth,
                relation,
                on_agenda: false,
                chance: if cue.as_weighed { routine(scene, relation) } else { 0.0 },
                decides: true,
                speaks: false,
                observed: false,
                words: [0; 4],
            }),
        }
    }
    tasks.len() > before
}

/// Chance, to those who look on, that the state turns to a relation that is not on its agenda.
fn routine(scene: &Scene<'_>, relation: usize) -> f32 {
    let state = scene.program.scenario().relations()[relation].from;
    scene.inputs.values.state(state, StateField::Routine)
}
