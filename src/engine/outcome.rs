//! Step 8: counting what a run's measures need, and the rules that name its outcome.

use super::condition;
use super::day::Run;
use super::decision::Pending;
use super::ending;
use super::inputs::RunInputs;
use super::program::Program;
use super::random::RunKey;
use super::record::{Dead, EndReason, FirstStrike, Outcome, RunRecord};
use super::recorder::Recorder;
use crate::model::{MediatorField, StateField};

/// More violent acts than this between a pair are a limited war.
const LIMITED_WAR_ACTS: u32 = 6;

/// An empty record of the run that is about to begin.
pub(crate) fn begin(program: &Program, inputs: &RunInputs, key: RunKey, record: &mut RunRecord) {
    record.replicate = key.replicate();
    record.end_day = 0;
    record.peak_rung = None;
    record.first_strike = None;
    record.retaliation_delay = None;
    record.reply_rung = None;
    record.crisis_days = None;
    record.end_form = None;
    record.violent_acts = 0;
    record.force_turns = 0;
    record.rupture_days = 0;
    record.fighting_days = 0;
    record.war_days = 0;
    record.last_violent_day = None;
    record.mediator = None;
    record.mediation_day = None;
    record.agreement_by = None;
    record.agreement_day = None;
    record.pair_violent_acts.fill(0);
    record.pair_force_turns.fill(0);
    record.dead.fill(Dead::default());
    record.group_attacks.fill(0);
    record.group_strikes.fill(0);
    record.event_day.fill(None);
    for (value, drawn) in record.inputs.iter_mut().zip(&program.drawn) {
        *value = inputs.values.at(drawn.slot);
    }
}

/// Counts an act on a rung. A blow that nobody can trace is counted as a violent act, but starts, answers and
/// prolongs nothing: no one knows of it whom it could be answered to.
pub(crate) fn count_act<R: Recorder>(run: &mut Run<'_, R>, pending: &Pending, rung: usize) {
    let (relation, attributed) = (pending.relation, pending.attributed);
    let spec = &run.program.scenario().relations()[relation];
    let pair = spec.pair;
    let in_focus = run.program.in_focus[pair];
    if in_focus {
        run.record.peak_rung = run.record.peak_rung.max(Some(rung));
        if rung > 0 {
            run.world.last_hostile_day = run.day;
        }
        count_reply(run, relation, attributed, rung);
    }
    if !run.program.scenario().ladder()[rung].violent {
        return;
    }
    run.record.pair_violent_acts[pair] += 1;
    if in_focus {
        run.record.violent_acts += 1;
        run.record.last_violent_day = Some(run.day);
    }
    if !attributed {
        return;
    }
    let side = u8::from(run.program.scenario().pairs()[pair][0] != relation);
    run.world.struck[pair] |= 1 << side;
    if run.world.last_striker[pair] != side + 1 {
        run.world.last_striker[pair] = side + 1;
        run.record.pair_force_turns[pair] += 1;
    }
    if in_focus {
        let strike = FirstStrike { day: run.day, relation };
        match run.record.first_strike {
            None => {
                run.record.first_strike = Some(strike);
                run.world.first_strike_hour = pending.hour();
            }
            Some(first) if first.day == run.day && pending.hour() < run.world.first_strike_hour => {
                run.record.first_strike = Some(strike);
                run.world.first_strike_hour = pending.hour();
            }
            Some(first) if first.relation == spec.reverse && first.day < run.day => {
                run.record.retaliation_delay.get_or_insert(run.day - first.day);
            }
            Some(_) => {}
        }
    }
}

/// Counts what the side that was struck first does about it, short of force or not.
fn count_reply<R: Recorder>(run: &mut Run<'_, R>, relation: usize, attributed: bool, rung: usize) {
    let reverse = run.program.scenario().relations()[relation].reverse;
    let answers = |first: FirstStrike| first.relation == reverse && first.day < run.day;
    if attributed && run.record.first_strike.is_some_and(answers) {
        run.record.reply_rung = run.record.reply_rung.max(Some(rung));
    }
}

/// Counts a day of a violent posture.
pub(crate) fn count_fighting<R: Recorder>(run: &mut Run<'_, R>, relation: usize) {
    if run.program.in_focus[run.program.scenario().relations()[relation].pair] {
        run.record.last_violent_day = Some(run.day);
        run.world.last_hostile_day = run.day;
    }
}

/// Counts what was in force at the end of a day.
pub(crate) fn count_day<R: Recorder>(run: &mut Run<'_, R>) {
    let ladder = run.program.scenario().ladder();
    let (mut rupture, mut fighting, mut war) = (false, false, false);
    let relations = run.program.focus_pairs.iter().flat_map(|&pair| run.program.scenario().pairs()[pair]);
    for relation in relations {
        let posture = usize::from(run.world.posture[relation]);
        if posture == 0 {
            continue;
        }
        rupture = true;
        fighting |= ladder[posture - 1].violent;
        war |= run.program.is_war[posture - 1];
    }
    run.record.rupture_days += u32::from(rupture);
    run.record.fighting_days += u32::from(fighting);
    run.record.war_days += u32::from(war);
    if !run.calm() {
        run.world.last_unsettled_day = run.day;
    }
}

/// Names the outcome and takes the changes over the run.
pub(crate) fn conclude<R: Recorder>(run: &mut Run<'_, R>, end: EndReason) {
    run.record.end = end;
    run.record.end_day = run.day;
    for state in 0..run.record.prestige_change.len() {
        let at_first = run.inputs.values.state(state, StateField::Prestige);
        run.record.prestige_change[state] = run.world.prestige[state] - at_first;
    }
    for mediator in 0..run.record.mediator_prestige_change.len() {
        let at_first = run.inputs.values.mediator(mediator, MediatorField::Prestige);
        run.record.mediator_prestige_change[mediator] = run.world.mediator_prestige[mediator] - at_first;
    }
    run.record.group_capacity.copy_from_slice(&run.world.capacity);
    run.record.force_turns = condition::force_turns(run);
    ending::tell(run);
    run.record.outcome = classify(run);
    run.record.own_outcome = condition::own_outcome(run);
}

/// The first rule that matches.
fn classify<R: Recorder>(run: &Run<'_, R>) -> Outcome {
    let record = &*run.record;
    let settled = record.end == EndReason::Settled;
    let struck = record.first_strike.is_some();
    let agreed = record.agreement_day.is_some() && record.agreement_day >= record.last_violent_day;
    let both_struck = in_focus(run).any(|pair| run.world.struck[pair] == 0b11);
    let many_acts = in_focus(run).any(|pair| record.pair_violent_acts[pair] > LIMITED_WAR_ACTS);
    if record.end == EndReason::NuclearUse {
        Outcome::NuclearUse
    } else if record.war_days > 0 {
        Outcome::War
    } else if record.fighting_days > 0 || many_acts {
        Outcome::LimitedWar
    } else if struck && settled && agreed {
        Outcome::MediatedSettlement
    } else if both_struck && settled {
        Outcome::SettledExchange
    } else if struck && !both_struck {
        Outcome::UnansweredStrike
    } else if !struck {
        Outcome::NoStrike
    } else {
        Outcome::Frozen
    }
}

fn in_focus<'a, R: Recorder>(run: &'a Run<'_, R>) -> impl Iterator<Item = usize> + 'a {
    run.program.focus_pairs.iter().copied()
}
