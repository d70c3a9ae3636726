//! Step 7: what fades overnight, and what days under an injury or in the field cost.

use super::account::LARGEST_INJURY;
use super::day::Run;
use super::group;
use super::math::toward;
use super::recorder::Recorder;
use super::world::World;
use crate::model::{DynamicsField, RelationField, StateField};

/// No state's need to show strength grows beyond this.
pub(crate) const LARGEST_NEED: f32 = 1.5;

/// Moves everything that returns to its resting level by one day.
pub(crate) fn fade<R: Recorder>(run: &mut Run<'_, R>) {
    fade_pairs(run);
    fade_states(run);
    group::regrow(run);
}

/// What happens overnight between two states, unless it is at rest: then the night would change nothing, and nothing but an act,
/// an event or a go-between makes it move again.
fn fade_pairs<R: Recorder>(run: &mut Run<'_, R>) {
    for word in 0..run.world.moving.words() {
        for pair in run.world.moving.members_of_word(word) {
            let relations = run.program.scenario().pairs()[pair];
            let carried = |world: &World| {
                let of = |relation: usize| {
                    let there = [&world.injury, &world.grievance, &world.justification, &world.cordiality];
                    there.map(|quantity| quantity[relation].to_bits())
                };
                (world.tension[pair].to_bits(), relations.map(of))
            };
            let before = carried(run.world);
            fade_relations(run, relations);
            fade_tension(run, pair);
            let fighting = relations.into_iter().any(|relation| {
                let posture = usize::from(run.world.posture[relation]);
                posture > 0 && run.program.scenario().ladder()[posture - 1].violent
            });
            let at_rest = !fighting && before == carried(run.world);
            run.world.moving.put(pair, !at_rest);
        }
    }
}

fn fade_relations<R: Recorder>(run: &mut Run<'_, R>, relations: [usize; 2]) {
    let keep = run.inputs.retention;
    let values = &run.inputs.values;
    let agenda = values.dynamics(DynamicsField::AgendaThreshold);
    let loss = values.dynamics(DynamicsField::PrestigeUnanswered);
    let world = &mut *run.world;
    for relation in relations {
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
        // Days under an injury wear prestige down.
        let state = run.program.scenario().relations()[relation].from;
        world.prestige[state] -= loss * world.injury[relation];
    }
}

/// Tension falls towards what the postures in force hold up.
fn fade_tension<R: Recorder>(run: &mut Run<'_, R>, pair: usize) {
    let held_up = run.inputs.values.dynamics(DynamicsField::PostureTension);
    let keep = run.inputs.retention.tension;
    let severity = run.program.scenario().pairs()[pair].map(|relation| match run.world.posture[relation] {
        0 => 0.0,
        posture => run.inputs.ladder.severity[usize::from(posture) - 1],
    });
    let floor = held_up * severity[0].max(severity[1]);
    let tension = run.world.tension[pair].clamp(0.0, 1.0);
    run.world.tension[pair] = toward(tension, floor, keep).max(floor);
}

/// Prestige, need and weariness go back to rest.
fn fade_states<R: Recorder>(run: &mut Run<'_, R>) {
    let keep = run.inputs.retention;
    let values = &run.inputs.values;
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
