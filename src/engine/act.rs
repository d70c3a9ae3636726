//! Step 5: acts land. Noise, defence, casualties; injuries, grievances, ties, prestige and weariness move.
//!
//! What an act answers is judged on the account as it stood when the act was decided, so that two blows on the same
//! day do not depend on which is reckoned first.

use super::account;
use super::casualties::{self, Casualties};
use super::day::Run;
use super::decision::Pending;
use super::ladder::{Alternative, Blow};
use super::math;
use super::random::{Purpose, unit};
use super::recorder::{Act, MediationEnd, Recorder};
use super::{group, history, mediation, outcome, policy, suspicion};
use crate::model::{DynamicsField as Field, MediationField, StateField};

/// Civilian deaths at which half of their largest effect on the injury is reached.
const CIVILIANS_AT_HALF: f32 = 10.0;

/// Carries out everything that was decided, and another day of every violent posture already in force.
///
/// First what each does to itself or takes back, then the blows, whose effects only add up: so nothing hangs on which
/// of two simultaneous acts is reckoned first.
pub(crate) fn land<R: Recorder>(run: &mut Run<'_, R>) {
    run.world.yesterday.fill(0);
    for word in 0..run.world.moving.words() {
        for pair in run.world.moving.members_of_word(word) {
            let relations = run.program.scenario().pairs()[pair];
            let owed = relations.map(|relation| run.world.injury[relation]);
            for (relation, owed) in relations.into_iter().zip(owed) {
                bite(run, relation, owed);
            }
        }
    }
    for index in 0..run.pending.len() {
        let pending = run.pending[index];
        match run.program.alternatives[pending.landed] {
            Alternative::Conciliate => conciliate(run, pending.relation),
            Alternative::Hold => {}
            Alternative::Act { rung, .. } => spend(run, &pending, rung),
        }
    }
    for index in 0..run.pending.len() {
        // What a day of fighting answered, or the other side made good, is no longer owed; what the other side does
        // in the same hour is not owed yet.
        let owed = run.world.injury[run.pending[index].relation];
        run.pending[index].owed = run.pending[index].owed.min(owed);
    }
    for index in 0..run.pending.len() {
        let pending = run.pending[index];
        if let Alternative::Act { rung, assured } = run.program.alternatives[pending.landed] {
            carry_out(run, &pending, rung, assured);
        }
    }
}

/// Conciliation: the rung in force comes down by one lasting rung (violence stops altogether: a ceasefire), and the
/// other's account is eased.
fn conciliate<R: Recorder>(run: &mut Run<'_, R>, relation: usize) {
    let values = &run.inputs.values;
    let ladder = run.program.scenario().ladder();
    let spec = &run.program.scenario().relations()[relation];
    let reverse = spec.reverse;
    run.world.moving.put(spec.pair, true);
    let posture = usize::from(run.world.posture[relation]);
    let stepped_down = match posture {
        0 => 0,
        _ if ladder[posture - 1].violent => 0,
        _ => {
            let state = &run.program.scenario().states()[spec.from];
            let own = |lower: &usize| ladder[lower - 1].lasting && state.can(lower - 1);
            (1..posture).rev().find(own).unwrap_or(0)
        }
    };
    run.world.posture[relation] = stepped_down as u8;
    run.world.conciliated[relation] = run.day;
    policy::notice_conciliation(run.world, reverse);
    run.world.injury[reverse] *= 1.0 - values.dynamics(Field::ConciliationRelief);
    run.world.grievance[reverse] *= 1.0 - values.dynamics(Field::ConciliationGrievance);
    run.world.tension[spec.pair] *= 1.0 - values.dynamics(Field::ConciliationTension);
    group::rein_in(run, relation, values.dynamics(Field::Crackdown));
}

/// The blow that a decision came to, with the day's noise on its severity.
fn blow<R: Recorder>(run: &Run<'_, R>, pending: &Pending) -> Blow<f32> {
    let noise = severity_noise(run.inputs.values.dynamics(Field::SeverityNoise), unit(pending.luck));
    scaled(&run.inputs.ladder.blows[pending.landed], noise)
}

/// What an act of violence does to its author: the need that drove it is spent, what it suffered is answered.
fn spend<R: Recorder>(run: &mut Run<'_, R>, pending: &Pending, rung: usize) {
    if !run.program.scenario().ladder()[rung].violent {
        return;
    }
    let values = &run.inputs.values;
    let relation = pending.relation;
    let spec = &run.program.scenario().relations()[relation];
    let actor = spec.from;
    run.world.moving.put(spec.pair, true);
    let blow = blow(run, pending);
    run.world.grievance[relation] *= (1.0 - values.dynamics(Field::GrievanceRelief) * blow.severity).max(0.0);
    run.world.need[actor] *= (1.0 - values.dynamics(Field::AssertionSpent) * blow.home).max(0.0);
    run.world.unanswered[relation] = 0;
}

fn carry_out<R: Recorder>(run: &mut Run<'_, R>, pending: &Pending, rung: usize, assured: bool) {
    let relation = pending.relation;
    let spec = &run.program.scenario().relations()[relation];
    let (actor, target, reverse, pair) = (spec.from, spec.to, spec.reverse, spec.pair);
    let values = &run.inputs.values;
    let kind = &run.program.scenario().ladder()[rung];
    let (violent, lasting, nuclear) = (kind.violent, kind.lasting, kind.nuclear);
    let against_group = kind.against_group;
    let blow = blow(run, pending);
    let stopped = values.dynamics(Field::DefenceEffect) * values.state(target, StateField::Defence);
    let dead = history::dead(&run.scene(), relation, rung).unwrap_or_else(|| {
        casualties(run, relation, rung, (1.0 - stopped) * blow.violent, Purpose::Casualties)
    });
    let outrage = values.dynamics(Field::CivilianInjury) * civilian_outrage(dead.civilian);
    let hurt = account::hurt(&run.inputs.tariff, &blow, stopped) * (1.0 + outrage);
    run.world.moving.put(pair, true);

    let entry =
        account::enter(pending.owed, blow.home, hurt, values.state(target, StateField::Proportionality));
    run.world.injury[relation] = (run.world.injury[relation] - entry.answered).max(0.0);
    run.world.prestige[actor] += values.dynamics(Field::PrestigeAnswered) * entry.answered;
    if pending.attributed {
        policy::notice_act(run.world, reverse, rung, violent);
        run.world.injury[reverse] += entry.injury;
        run.world.justification[reverse] += values.dynamics(Field::JustificationGain) * hurt;
        run.world.tension[pair] += values.dynamics(Field::TensionGain) * blow.felt;
        if violent {
            run.world.grievance[reverse] += values.dynamics(Field::GrievanceGain) * hurt;
            let kept = (1.0 - values.dynamics(Field::TiesDamage) * blow.felt).max(0.0);
            run.world.cordiality[relation] *= kept;
            run.world.cordiality[reverse] *= kept;
            run.world.unanswered[reverse] = run.world.unanswered[reverse].max(rung as u8 + 1);
            suspicion::resent(run, reverse, entry.injury);
        }
    } else if let Some(through) = pending.through {
        group::blame_host(run, through, relation, blow.felt, entry.injury);
    }
    if lasting {
        run.world.posture[relation] = run.world.posture[relation].max(rung as u8 + 1);
    }
    run.world.nuclear_used |= nuclear;
    run.world.highest[relation] = run.world.highest[relation].max(rung as u8 + 1);
    run.world.yesterday[relation] = rung as u8 + 1;
    bury(run, target, dead);
    outcome::count_act(run, pending, rung);
    let landed_severity = blow.severity * (1.0 - stopped * blow.violent);
    let group = if against_group { group::hit(run, relation, landed_severity) } else { None };
    let act = Act {
        relation,
        group,
        through: pending.through,
        meant: pending.meant,
        landed: rung,
        assured,
        label: pending.label,
        severity: landed_severity,
        attributed: pending.attributed,
        military: dead.military,
        civilian: dead.civilian,
    };
    run.recorder.act(run.day, &act);
    if violent {
        break_off_mediation(run, pair);
    }
}

/// Another day of a violent posture in force: it hurts, kills and wears both sides down.
fn bite<R: Recorder>(run: &mut Run<'_, R>, relation: usize, owed: f32) {
    let Some(rung) = usize::from(run.world.posture[relation]).checked_sub(1) else { return };
    if !run.program.scenario().ladder()[rung].violent {
        return;
    }
    let spec = &run.program.scenario().relations()[relation];
    let (actor, target, reverse, pair) = (spec.from, spec.to, spec.reverse, spec.pair);
    let values = &run.inputs.values;
    let share = values.dynamics(Field::BitePerDay);
    let blow = scaled(&run.inputs.ladder.fighting_on[rung], share);
    let stopped = values.dynamics(Field::DefenceEffect) * values.state(target, StateField::Defence);
    let dead = casualties(run, relation, rung, share * (1.0 - stopped), Purpose::Posture);
    let hurt = account::hurt(&run.inputs.tariff, &blow, stopped);
    let proportionality = values.state(target, StateField::Proportionality);
    let entry = account::enter(owed, blow.home, hurt, proportionality);
    policy::notice_act(run.world, reverse, rung, true);
    run.world.injury[relation] -= entry.answered;
    run.world.injury[reverse] += entry.injury;
    run.world.grievance[reverse] += values.dynamics(Field::GrievanceGain) * hurt;
    run.world.tension[pair] += values.dynamics(Field::TensionGain) * blow.felt;
    let tired = values.dynamics(Field::WearinessGain) * run.inputs.ladder.severity[rung];
    run.world.weariness[actor] += tired;
    run.world.weariness[target] += tired;
    bury(run, target, dead);
    outcome::count_fighting(run, relation);
    run.recorder.posture_day(run.day, relation, rung, dead.military, dead.civilian);
}

/// A lognormal factor with mean 1.
fn severity_noise(sigma: f32, uniform: f32) -> f32 {
    if sigma == 0.0 {
        return 1.0;
    }
    math::exp(sigma * math::normal_quantile(uniform) - 0.5 * sigma * sigma)
}

/// The blow with all its severities multiplied.
fn scaled(blow: &Blow<f32>, factor: f32) -> Blow<f32> {
    Blow {
        severity: blow.severity * factor,
        felt: blow.felt * factor,
        seen: blow.seen * factor,
        home: blow.home * factor,
        ..*blow
    }
}

/// 0 without civilian deaths, towards 1 with many.
pub(crate) fn civilian_outrage(civilians: u32) -> f32 {
    let civilians = civilians as f32;
    civilians / (civilians + CIVILIANS_AT_HALF)
}

fn casualties<R: Recorder>(
    run: &Run<'_, R>,
    relation: usize,
    rung: usize,
    share: f32,
    purpose: Purpose,
) -> Casualties {
    let ladder = &run.inputs.ladder;
    let mean = f64::from(ladder.fatalities_mean[rung]) * f64::from(share);
    let mut stream = run.key.stream(run.day, run.program.relation_entities[relation], purpose);
    casualties::draw(
        &mut stream,
        mean,
        f64::from(ladder.fatalities_dispersion[rung]),
        f64::from(ladder.civilian_share[rung]),
    )
}

fn bury<R: Recorder>(run: &mut Run<'_, R>, state: usize, dead: Casualties) {
    run.record.dead[state].military += u64::from(dead.military);
    run.record.dead[state].civilian += u64::from(dead.civilian);
}

fn break_off_mediation<R: Recorder>(run: &mut Run<'_, R>, pair: usize) {
    let Some(channel) = (run.world.mediation[pair] as usize).checked_sub(1) else { return };
    let [_, word, ..] = run.key.block(run.day, run.program.channels[channel].entity, Purpose::Breakdown, 0);
    if unit(word) < run.inputs.values.mediation(MediationField::Breakdown) {
        mediation::end(run, channel, MediationEnd::BrokenOff);
    }
}
