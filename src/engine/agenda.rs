//! Step 4, first half: which relations states turn to today.
//!
//! A pair on a state's agenda comes up with chance `tempo` a day. What is not on it comes up as a matter of routine: with the same
//! chance every day, so the days in between are geometric and can be drawn at once (the schedule of
//! a relation is drawn ahead, one date after another). A quiet relation thus costs nothing until its date.

use super::day::Run;
use super::deliberation::Task;
use super::history;
use super::random::{Purpose, unit64};
use super::recorder::Recorder;
use super::scene::Scene;
use super::script;
use super::world::{NEVER, World};
use crate::model::{DynamicsField, StateField};

/// Calls up everything that may be decided today, in the order of the relations.
pub(crate) fn convene<R: Recorder>(run: &mut Run<'_, R>, berth: usize, tasks: &mut Vec<Task>) {
    look_at_elections(run);
    look_at_pairs(run);
    look_at_states(run);
    let first = tasks.len();
    call_up_agenda(run, berth, tasks);
    let by_routine = call_up_routine(run, berth, tasks);
    let by_script = script::call_up(&run.scene(), berth, tasks, first);
    let by_history = history::call_up(run, berth, tasks, first);
    if by_routine || by_script || by_history {
        tasks[first..].sort_unstable_by_key(|task| task.relation);
    }
}

/// Elections draw near day by day.
fn look_at_elections<R: Recorder>(run: &mut Run<'_, R>) {
    for state in run.program.with_elections.iter().copied() {
        run.world.election[state] = run.scene().election_factor(state);
    }
}

/// Tension, an unanswered injury or a fresh justification puts a pair on the agenda. Where nothing moved, what was
/// so yesterday is so today.
fn look_at_pairs<R: Recorder>(run: &mut Run<'_, R>) {
    let threshold = run.inputs.values.dynamics(DynamicsField::AgendaThreshold);
    let world = &mut *run.world;
    for pair in world.moving.members() {
        for relation in run.program.scenario().pairs()[pair] {
            let presses = world.tension[pair] > threshold
                || world.injury[relation] > threshold
                || world.justification[relation] > threshold;
            world.pressing.put(relation, presses);
        }
    }
}

/// A state whose need to show strength is above rest has everybody on its agenda.
fn look_at_states<R: Recorder>(run: &mut Run<'_, R>) {
    let threshold = run.inputs.values.dynamics(DynamicsField::AgendaThreshold);
    run.world.on_agenda.copy(&run.world.pressing);
    for state in 0..run.world.need.len() {
        if run.world.need[state] > run.resting_need(state) + threshold {
            for &relation in &run.program.relations_of[state] {
                run.world.on_agenda.put(relation, true);
            }
        }
    }
}

fn call_up_agenda<R: Recorder>(run: &Run<'_, R>, berth: usize, tasks: &mut Vec<Task>) {
    let values = &run.inputs.values;
    let threshold = values.dynamics(DynamicsField::AgendaThreshold);
    for relation in run.world.on_agenda.members() {
        let state = run.program.scenario().relations()[relation].from;
        tasks.push(Task {
            berth,
            relation,
            on_agenda: true,
            chance: values.state(state, StateField::Tempo),
            decides: false,
            speaks: run.world.injury[relation] > threshold,
            observed: false,
            words: [0; 4],
        });
    }
}

/// Calls up the relations whose date has come, unless they are on the agenda anyway, and draws their next date. Whether any was called up.
fn call_up_routine<R: Recorder>(run: &mut Run<'_, R>, berth: usize, tasks: &mut Vec<Task>) -> bool {
    if run.day < run.world.soonest_routine {
        return false;
    }
    let before = tasks.len();
    let mut soonest = NEVER;
    for relation in 0..run.world.routine.len() {
        let date = run.world.routine[relation].day;
        if date == run.day {
            if !run.world.on_agenda.contains(relation) {
                let state = run.program.scenario().relations()[relation].from;
                tasks.push(Task {
                    berth,
                    relation,
                    on_agenda: false,
                    chance: run.inputs.values.state(state, StateField::Routine),
                    decides: true,
                    speaks: false,
                    observed: false,
                    words: [0; 4],
                });
            }
            let next = next_date(&run.scene(), relation);
            run.world.routine[relation] = next;
        }
        soonest = soonest.min(run.world.routine[relation].day);
    }
    run.world.soonest_routine = soonest;
    tasks.len() > before
}

/// A date on which a relation comes up as a matter of routine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Routine {
    /// The day; [`NEVER`] if there is none.
    pub(crate) day: u32,
    /// How many dates there were before.
    pub(crate) number: u16,
}

/// Draws the first date of every relation.
pub(crate) fn begin(scene: &Scene<'_>, routine: &mut [Routine]) {
    for (relation, date) in routine.iter_mut().enumerate() {
        let wait = waiting_time(scene, relation, 0);
        *date = Routine { day: wait.saturating_sub(1), number: 0 };
    }
}

/// Draws the dates that are still to come again, as if nobody had drawn them: from tomorrow on, by the luck of the scene.
pub(crate) fn redraw(scene: &Scene<'_>, routine: &mut [Routine]) {
    for (relation, date) in routine.iter_mut().enumerate() {
        date.day = scene.day.saturating_add(waiting_time(scene, relation, date.number));
    }
}

fn next_date(scene: &Scene<'_>, relation: usize) -> Routine {
    let number = scene.world.routine[relation].number.wrapping_add(1);
    Routine { day: scene.day.saturating_add(waiting_time(scene, relation, number)), number }
}

/// Days until a relation comes up again, today being 0: geometric, at least 1, by inversion.
fn waiting_time(scene: &Scene<'_>, relation: usize, number: u16) -> u32 {
    let state = scene.program.scenario().relations()[relation].from;
    let ln_idle = scene.inputs.ln_idle[state];
    if ln_idle == 0.0 {
        return NEVER;
    }
    let [hi, lo, ..] =
        scene.key.block(0, scene.program.relation_entities[relation], Purpose::Routine, number);
    let whole = libm::floor(libm::log(unit64(hi, lo)) / ln_idle);
    // Saturates: whoever waits longer than any run lasts waits for ever.
    (whole as u32).saturating_add(1)
}

/// Nothing is scheduled before the first of these dates.
pub(crate) fn soonest(world: &World) -> u32 {
    world.routine.iter().map(|routine| routine.day).min().unwrap_or(NEVER)
}
