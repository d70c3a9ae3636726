//! Step 7: what fades overnight, and what days under an injury or in the field cost.

use super::account::LARGEST_INJURY;
use super::day::Run;
use super::recorder::Recorder;
use crate::model::{DynamicsField, RelationField, StateField};

/// No state's need to show strength grows beyond this.
pub(crate) const LARGEST_NEED: f32 = 1.5;

/// Moves everything that returns to its resting level by one day.
pub(crate) fn fade<R: Recorder>(run: &mut Run<'_, R>) {
    fade_relations(run);
    fade_pairs(run);
    fade_states(run);
}

fn fade_relations<R: Recorder>(run: &mut Run<'_, R>) {
    let keep = run.inputs.retention;
    let values = &run.inputs.values;
    let agenda = values.dynamics(DynamicsField::AgendaThreshold);
    let world = &mut *run.world;
    for relation in 0..run.program.scenario().relations().len() {
        world.injury[relation] = (world.injury[relation] * keep.injury).clamp(0.0, LARGEST_INJURY);
        if world.injury[relation] < agenda {
            world.unanswered[relation] = 0;
        }
        world.grievance[relation] = toward(
            world.grievance[relation].clamp(0.0, 1.0),
            values.relation(relation, RelationField::Grievance),
            keep.grievance,
        );
        world.justification[relation] = (world.justification[relation] * keep.justification).clamp(0.0, 1.0);
        world.cordiality[relation] = toward(
            world.cordiality[relation].clamp(0.0, 1.0),
            values.relation(relation, RelationField::Ties),
            keep.ties,
        );
    }
}

/// Tension falls towards what the postures in force hold up.
fn fade_pairs<R: Recorder>(run: &mut Run<'_, R>) {
    let held_up = run.inputs.values.dynamics(DynamicsField::PostureTension);
    let keep = run.inputs.retention.tension;
    for (pair, relations) in run.program.scenario().pairs().iter().enumerate() {
        let severity = relations.map(|relation| match run.world.posture[relation] {
            0 => 0.0,
            posture => run.inputs.ladder.severity[usize::from(posture) - 1],
        });
        let floor = held_up * severity[0].max(severity[1]);
        let tension = run.world.tension[pair].clamp(0.0, 1.0);
        run.world.tension[pair] = toward(tension, floor, keep).max(floor);
    }
}

/// Unanswered injuries wear prestige down; prestige, need and weariness go back to rest.
fn fade_states<R: Recorder>(run: &mut Run<'_, R>) {
    let keep = run.inputs.retention;
    let values = &run.inputs.values;
    let loss = values.dynamics(DynamicsField::PrestigeUnanswered);
    for (index, relation) in run.program.scenario().relations().iter().enumerate() {
        run.world.prestige[relation.from] -= loss * run.world.injury[index];
    }
    for state in 0..run.program.scenario().states().len() {
        let rest = run.resting_need(state);
        let world = &mut *run.world;
        world.prestige[state] = toward(
            world.prestige[state].clamp(0.0, 1.0),
            values.state(state, StateField::Prestige),
            keep.prestige,
        );
        world.need[state] = toward(world.need[state], rest, keep.assertiveness).clamp(0.0, LARGEST_NEED);
        world.weariness[state] = (world.weariness[state] * keep.weariness).clamp(0.0, 1.0);
    }
}

fn toward(value: f32, rest: f32, keep: f32) -> f32 {
    rest + (value - rest) * keep
}
