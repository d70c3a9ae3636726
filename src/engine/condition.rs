//! What conditions read of a run: those of events on a morning, those of outcome classes at its end.

use super::day::Run;
use super::record::EndReason;
use super::recorder::Recorder;
use crate::model::{Ending, Morning};

/// Judges the conditions of events on what was so last night, before anything happens today.
pub(crate) fn judge<R: Recorder>(run: &mut Run<'_, R>) {
    for (index, condition) in run.program.scenario().conditions().iter().enumerate() {
        run.world.conditions[index] = condition.holds(|what| on_this_morning(run, what));
    }
}

/// The place of the first of the scenario's own outcome classes whose condition holds.
pub(crate) fn own_outcome<R: Recorder>(run: &Run<'_, R>) -> Option<u16> {
    let mut classes = run.program.scenario().outcomes().iter();
    let first = classes.position(|class| class.when.holds(|what| at_the_end(run, what)));
    first.map(|index| index as u16)
}

fn yes(is_so: bool) -> f64 {
    f64::from(u8::from(is_so))
}

/// What has not happened is undefined.
fn day(day: Option<u32>) -> f64 {
    day.map_or(f64::NAN, f64::from)
}

fn deaths<R: Recorder>(run: &Run<'_, R>, state: usize) -> f64 {
    let dead = run.record.dead[state];
    (dead.military + dead.civilian) as f64
}

fn on_this_morning<R: Recorder>(run: &Run<'_, R>, what: Morning) -> f64 {
    let (world, scenario) = (&*run.world, run.program.scenario());
    let pair = |relation: usize| scenario.relations()[relation].pair;
    match what {
        Morning::Day => f64::from(run.day),
        Morning::Tension(relation) => f64::from(world.tension[pair(relation)]),
        Morning::Injury(relation) => f64::from(world.injury[relation]),
        Morning::Grievance(relation) => f64::from(world.grievance[relation]),
        Morning::Cordiality(relation) => f64::from(world.cordiality[relation]),
        Morning::Justification(relation) => f64::from(world.justification[relation]),
        Morning::BelievedResolve(relation) => f64::from(world.believed[relation]),
        Morning::Posture(relation) => match usize::from(world.posture[relation]) {
            0 => 0.0,
            in_force => f64::from(run.inputs.ladder.severity[in_force - 1]),
        },
        Morning::Mediated(relation) => yes(world.mediation[pair(relation)] != 0),
        Morning::Struck(relation) => yes(has_struck(run, relation)),
        Morning::Prestige(state) => f64::from(world.prestige[state]),
        Morning::Need(state) => f64::from(world.need[state]),
        Morning::Weariness(state) => f64::from(world.weariness[state]),
        Morning::Dead(state) => deaths(run, state),
        Morning::ViolentActs => f64::from(run.record.violent_acts),
        Morning::ForceTurns => f64::from(force_turns(run)),
        Morning::Capacity(group) => f64::from(world.capacity[group]),
        Morning::GroupAttacks(group) => f64::from(run.record.group_attacks[group]),
        Morning::Occurred(event) => yes(run.record.event_day[event].is_some()),
        Morning::Input(slot) => f64::from(run.inputs.values.at(slot)),
    }
}

pub(crate) fn at_the_end<R: Recorder>(run: &Run<'_, R>, what: Ending) -> f64 {
    let record = &*run.record;
    match what {
        Ending::Settled => yes(record.end == EndReason::Settled),
        Ending::NuclearUsed => yes(record.end == EndReason::NuclearUse),
        Ending::EndDay => f64::from(record.end_day),
        Ending::PeakRungNumber => record.peak_rung.map_or(0.0, |rung| (rung + 1) as f64),
        Ending::Reached(rung) => yes(record.peak_rung >= Some(rung)),
        Ending::Struck => yes(record.first_strike.is_some()),
        Ending::FirstStrikeDay => day(record.first_strike.map(|strike| strike.day)),
        Ending::FirstStriker(state) => {
            let relations = run.program.scenario().relations();
            yes(record.first_strike.is_some_and(|strike| relations[strike.relation].from == state))
        }
        Ending::Retaliated => yes(record.retaliation_delay.is_some()),
        Ending::RetaliationDelay => day(record.retaliation_delay),
        Ending::Replied(rung) => yes(record.reply_rung >= Some(rung)),
        Ending::CrisisDays => day(record.crisis_days),
        Ending::EndForm(form) => yes(record.end_form == Some(form)),
        Ending::ViolentActs => f64::from(record.violent_acts),
        Ending::ForceTurns => f64::from(record.force_turns),
        Ending::StruckIn(relation) => yes(has_struck(run, relation)),
        Ending::RuptureDays => f64::from(record.rupture_days),
        Ending::FightingDays => f64::from(record.fighting_days),
        Ending::WarDays => f64::from(record.war_days),
        Ending::LastViolentDay => day(record.last_violent_day),
        Ending::Mediated => yes(record.mediation_day.is_some()),
        Ending::Mediator(mediator) => yes(record.mediator == Some(mediator)),
        Ending::MediationDay => day(record.mediation_day),
        Ending::Agreement => yes(record.agreement_day.is_some()),
        Ending::AgreementBy(mediator) => yes(record.agreement_by == Some(mediator)),
        Ending::AgreementDay => day(record.agreement_day),
        Ending::FatalitiesTotal => (0..record.dead.len()).map(|state| deaths(run, state)).sum(),
        Ending::Dead(state) => deaths(run, state),
        Ending::Military(state) => record.dead[state].military as f64,
        Ending::Civilian(state) => record.dead[state].civilian as f64,
        Ending::PrestigeChange(state) => f64::from(record.prestige_change[state]),
        Ending::MediatorPrestigeChange(mediator) => f64::from(record.mediator_prestige_change[mediator]),
        Ending::PairViolentActs(pair) => f64::from(record.pair_violent_acts[pair]),
        Ending::PairForceTurns(pair) => f64::from(record.pair_force_turns[pair]),
        Ending::GroupAttacks(group) => f64::from(record.group_attacks[group]),
        Ending::GroupStrikes(group) => f64::from(record.group_strikes[group]),
        Ending::GroupCapacity(group) => f64::from(record.group_capacity[group]),
        Ending::Occurred(event) => yes(record.event_day[event].is_some()),
        Ending::EventDay(event) => day(record.event_day[event]),
        Ending::Input(slot) => f64::from(run.inputs.values.at(slot)),
    }
}

/// Whether a relation's `from` is known to have used force against its `to`.
fn has_struck<R: Recorder>(run: &Run<'_, R>, relation: usize) -> bool {
    let scenario = run.program.scenario();
    let pair = scenario.relations()[relation].pair;
    let side = u8::from(scenario.pairs()[pair][0] != relation);
    run.world.struck[pair] & (1 << side) != 0
}

/// Turns of force so far: the largest number over the pairs in focus.
pub(crate) fn force_turns<R: Recorder>(run: &Run<'_, R>) -> u32 {
    let turns = run.program.focus_pairs.iter().map(|&pair| run.record.pair_force_turns[pair]);
    turns.max().unwrap_or(0)
}
