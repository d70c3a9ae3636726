//! Step 1: events due today.

use super::condition;
use super::day::Run;
use super::math::raise;
use super::random::{Purpose, unit};
use super::recorder::Recorder;
use super::world::NEVER;
use crate::model::{Effect, EffectKind, Trigger};

/// Lets everything happen that is due today. Which events are due is judged on what was so last night.
pub(crate) fn happen<R: Recorder>(run: &mut Run<'_, R>) {
    condition::judge(run);
    for event in 0..run.program.scenario().events().len() {
        if !is_due(run, event) {
            continue;
        }
        let [_, whether, ..] = luck(run, event);
        let probability = run.inputs.values.slot(run.program.scenario().events()[event].probability);
        let occurred = on_record(run, event).unwrap_or(unit(whether) < probability);
        run.world.event_due[event] = run.day;
        run.world.event_occurred[event] = occurred;
        if occurred {
            run.record.event_day[event].get_or_insert(run.day);
            for index in 0..run.program.scenario().events()[event].effects.len() {
                let effect = run.program.scenario().events()[event].effects[index];
                apply(run, effect);
            }
        }
        run.recorder.event(run.day, event, occurred);
    }
}

fn is_due<R: Recorder>(run: &Run<'_, R>, event: usize) -> bool {
    if let Some(occurs) = on_record(run, event) {
        return occurs;
    }
    let spec = &run.program.scenario().events()[event];
    if run.world.event_due[event] != NEVER && !spec.repeats {
        return false;
    }
    match spec.trigger {
        Trigger::Day(day) => i64::from(run.day) == day,
        Trigger::Hazard(per_day) => {
            let [when, ..] = luck(run, event);
            unit(when) < run.inputs.values.slot(per_day)
        }
        Trigger::Rung { relation, rung } => usize::from(run.world.yesterday[relation]) > rung,
        Trigger::After { event, delay_days, occurred } => {
            let due = run.world.event_due[event];
            due != NEVER && run.world.event_occurred[event] == occurred && run.day == due + delay_days
        }
        Trigger::When { condition } => run.world.conditions[condition],
    }
}

/// Whether the event occurs today, if the run follows a history that speaks of it.
fn on_record<R: Recorder>(run: &Run<'_, R>, event: usize) -> Option<bool> {
    run.program.history.as_ref()?.event_occurs(event, run.day)
}

fn luck<R: Recorder>(run: &Run<'_, R>, event: usize) -> [u32; 4] {
    run.key.block(run.day, run.program.event_entities[event], Purpose::Event, 0)
}

fn apply<R: Recorder>(run: &mut Run<'_, R>, effect: Effect) {
    let amount = run.inputs.values.slot(effect.amount);
    let target = effect.target;
    let touches_pair = !matches!(
        effect.kind,
        EffectKind::Assertiveness | EffectKind::Prestige | EffectKind::Capacity | EffectKind::Fatalities
    );
    if touches_pair {
        run.world.moving.put(run.program.scenario().relations()[target].pair, true);
    }
    let world = &mut *run.world;
    match effect.kind {
        EffectKind::Grievance => raise(&mut world.grievance[target], amount, 1.0),
        EffectKind::Injury => raise(&mut world.injury[target], amount, super::account::LARGEST_INJURY),
        EffectKind::Justification => raise(&mut world.justification[target], amount, 1.0),
        EffectKind::Tension => {
            let pair = run.program.scenario().relations()[target].pair;
            raise(&mut world.tension[pair], amount, 1.0);
        }
        EffectKind::Ties => raise(&mut world.cordiality[target], amount, 1.0),
        EffectKind::Assertiveness => raise(&mut world.need[target], amount, super::decay::LARGEST_NEED),
        EffectKind::Prestige => raise(&mut world.prestige[target], amount, 1.0),
        EffectKind::Capacity => raise(&mut world.capacity[target], amount, 1.0),
        EffectKind::Fatalities => run.record.dead[target].civilian += (amount + 0.5) as u64,
    }
    let strains = amount > 0.0 && matches!(effect.kind, EffectKind::Injury | EffectKind::Tension);
    if strains && run.program.in_focus[run.program.scenario().relations()[target].pair] {
        world.last_hostile_day = run.day;
    }
}
