//! Step 3: go-betweens offer, parties accept or decline, mediations progress.

use super::day::Run;
use super::group;
use super::math;
use super::random::{Purpose, unit};
use super::recorder::{MediationEnd, Recorder};
use super::world::NEVER;
use crate::model::{MediationField as Field, MediatorField, Mode, Party, PartyField, StateField};

/// One day of all go-betweens.
pub(crate) fn progress<R: Recorder>(run: &mut Run<'_, R>) {
    agree_as_on_record(run);
    for channel in 0..run.program.channels.len() {
        if run.world.channel_since[channel] != NEVER {
            carry_on(run, channel);
        }
    }
    for channel in 0..run.program.channels.len() {
        if run.program.channels[channel].mode == Mode::Encourage {
            encourage(run, channel);
        }
    }
    for &pair in &run.program.mediated_pairs {
        seek_offers(run, pair);
    }
    lend(run);
}

/// A mediation or encouragement under way: agreement, or the end of patience.
fn carry_on<R: Recorder>(run: &mut Run<'_, R>, channel: usize) {
    let spec = &run.program.channels[channel];
    let values = &run.inputs.values;
    if spec.mode == Mode::Mediate && !is_on_record(run, spec.pair) {
        let [word, ..] = run.key.block(run.day, spec.entity, Purpose::Agreement, 0);
        if unit(word) < agreement_chance(run, channel) {
            agree(run, channel);
            return;
        }
    }
    let days = (run.day - run.world.channel_since[channel]) as f32;
    if days >= values.mediation(Field::Duration) {
        end(run, channel, MediationEnd::Lapsed);
    }
}

/// Daily chance of an agreement: it grows with the lesser trust and with ripeness, the lesser weariness.
fn agreement_chance<R: Recorder>(run: &Run<'_, R>, channel: usize) -> f32 {
    let values = &run.inputs.values;
    let [a, b] = run.program.channels[channel].parties;
    let (Some(a), Some(b)) = (a, b) else { return 0.0 };
    let trust = values.party(a, PartyField::Trust).min(values.party(b, PartyField::Trust));
    let weariness = run.world.weariness[a.state].min(run.world.weariness[b.state]);
    let ripeness = 1.0 + values.mediation(Field::RipenessWeight) * weariness;
    (values.mediation(Field::AgreementRate) * trust * ripeness).min(1.0)
}

/// An agreement eases both accounts, ends the postures in force, and makes the go-between's name at its rivals' cost.
fn agree<R: Recorder>(run: &mut Run<'_, R>, channel: usize) {
    let (pair, mediator) = (run.program.channels[channel].pair, run.program.channels[channel].mediator);
    let values = &run.inputs.values;
    let relief = 1.0 - values.mediation(Field::AgreementRelief);
    let forgiven = 1.0 - values.mediation(Field::AgreementGrievance);
    run.world.tension[pair] *= relief;
    run.world.moving.put(pair, true);
    for relation in run.program.scenario().pairs()[pair] {
        run.world.injury[relation] *= relief;
        run.world.grievance[relation] *= forgiven;
        run.world.posture[relation] = 0;
        run.world.unanswered[relation] = 0;
        group::rein_in(run, relation, run.inputs.values.mediation(Field::AgreementCrackdown));
        run.world.seen[relation] = 0;
    }
    let gain = values.mediation(Field::PrestigeGain);
    let loss = gain * values.mediation(Field::RivalLoss);
    math::raise(&mut run.world.mediator_prestige[mediator], gain, 1.0);
    for &rival in &run.program.scenario().mediators()[mediator].rivals {
        math::raise(&mut run.world.mediator_prestige[rival], -loss, 1.0);
    }
    if run.program.in_focus[pair] {
        run.record.agreement_by = Some(mediator);
        run.record.agreement_day = Some(run.day);
    }
    end(run, channel, MediationEnd::Agreement);
}

/// Ends a mediation or encouragement.
pub(crate) fn end<R: Recorder>(run: &mut Run<'_, R>, channel: usize, how: MediationEnd) {
    let spec = &run.program.channels[channel];
    run.world.channel_since[channel] = NEVER;
    if spec.mode == Mode::Mediate {
        run.world.mediation[spec.pair] = 0;
        run.recorder.mediation_ends(run.day, spec.mediator, spec.pair, how);
    }
}

/// Whether a go-between stirs today: with a chance that grows with initiative, stake and the pair's tension.
fn stirs<R: Recorder>(run: &Run<'_, R>, channel: usize, purpose: Purpose) -> bool {
    let spec = &run.program.channels[channel];
    let values = &run.inputs.values;
    let tension = run.world.tension[spec.pair];
    if tension <= values.mediation(Field::Threshold) {
        return false;
    }
    let chance = values.mediation(Field::OfferRate)
        * values.mediator(spec.mediator, MediatorField::Initiative)
        * values.mediator(spec.mediator, MediatorField::Stake)
        * tension;
    let [word, ..] = run.key.block(run.day, spec.entity, purpose, 0);
    unit(word) < chance
}

fn encourage<R: Recorder>(run: &mut Run<'_, R>, channel: usize) {
    if run.world.channel_since[channel] == NEVER && stirs(run, channel, Purpose::Encourage) {
        run.world.channel_since[channel] = run.day;
        let spec = &run.program.channels[channel];
        run.recorder.encouragement(run.day, spec.mediator, spec.pair);
    }
}

/// While nobody mediates, offers come in; of several that both sides accept, the one they jointly trust most begins.
fn seek_offers<R: Recorder>(run: &mut Run<'_, R>, pair: usize) {
    if run.world.mediation[pair] != 0 {
        return;
    }
    if is_on_record(run, pair) {
        begin_as_on_record(run, pair);
        return;
    }
    let mut best: Option<(f32, usize)> = None;
    for &channel in &run.program.channels_of[pair] {
        let spec = &run.program.channels[channel];
        if !stirs(run, channel, Purpose::Offer) {
            continue;
        }
        let accepted = [0, 1].map(|side| accepts(run, channel, side));
        run.recorder.offer(run.day, spec.mediator, pair, accepted);
        let trust = joint_trust(run, channel);
        if accepted == [true, true] && best.is_none_or(|(most, _)| trust > most) {
            best = Some((trust, channel));
        }
    }
    if let Some((_, channel)) = best {
        begin(run, channel);
    }
}

/// A mediation begins.
fn begin<R: Recorder>(run: &mut Run<'_, R>, channel: usize) {
    let (mediator, pair) = (run.program.channels[channel].mediator, run.program.channels[channel].pair);
    run.world.mediation[pair] = channel as u32 + 1;
    run.world.channel_since[channel] = run.day;
    if run.program.in_focus[pair] && run.record.mediator.is_none() {
        run.record.mediator = Some(mediator);
        run.record.mediation_day = Some(run.day);
    }
    run.recorder.mediation_begins(run.day, mediator, pair);
}

/// Whether the run follows a history that covers this pair: then it has all its mediations and agreements.
fn is_on_record<R: Recorder>(run: &Run<'_, R>, pair: usize) -> bool {
    run.program.history.as_ref().is_some_and(|history| history.covers(pair))
}

/// The agreements that are on record for today. One without a mediation had it in the making.
fn agree_as_on_record<R: Recorder>(run: &mut Run<'_, R>) {
    let program = run.program;
    let Some(history) = &program.history else { return };
    for talks in history.talks_of(run.day).filter(|talks| talks.agreed) {
        let channel = talks.channel.0;
        let pair = program.channels[channel].pair;
        match (run.world.mediation[pair] as usize).checked_sub(1) {
            Some(other) if other == channel => {}
            other => {
                if let Some(other) = other {
                    end(run, other, MediationEnd::Lapsed);
                }
                begin(run, channel);
            }
        }
        agree(run, channel);
    }
}

/// The mediation that is on record for today, unless one is under way.
fn begin_as_on_record<R: Recorder>(run: &mut Run<'_, R>, pair: usize) {
    let program = run.program;
    let Some(history) = &program.history else { return };
    let begins = |channel: usize| program.channels[channel].pair == pair;
    let mut begun = history.talks_of(run.day).filter(|talks| !talks.agreed && begins(talks.channel.0));
    if let Some(talks) = begun.next() {
        begin(run, talks.channel.0);
    }
}

/// Whether one side accepts: a logit in trust, leverage and weariness, less its audience cost times its unanswered
/// injury, less what rivals who encourage direct talks instead have over it.
fn accepts<R: Recorder>(run: &Run<'_, R>, channel: usize, side: usize) -> bool {
    let spec = &run.program.channels[channel];
    let values = &run.inputs.values;
    let Some(party) = spec.parties[side] else { return false };
    let relation = run.program.scenario().pairs()[spec.pair][side];
    let standing = 0.5 + run.world.mediator_prestige[spec.mediator];
    let at_home = values.state(party.state, StateField::AudienceCost) * run.world.injury[relation];
    let log_odds = values.mediation(Field::AcceptBase)
        + values.mediation(Field::AcceptTrust) * values.party(party, PartyField::Trust) * standing
        + values.mediation(Field::AcceptLeverage) * values.party(party, PartyField::Leverage)
        + values.mediation(Field::AcceptWeariness) * run.world.weariness[party.state]
        - values.mediation(Field::AcceptInjury) * at_home
        - values.mediation(Field::RivalPressure) * rival_leverage(run, channel, side);
    let words = run.key.block(run.day, spec.entity, Purpose::Accept, 0);
    unit(words[side]) < math::logistic(log_odds)
}

/// Leverage over one side of all rivals that press for direct talks now.
fn rival_leverage<R: Recorder>(run: &Run<'_, R>, channel: usize, side: usize) -> f32 {
    let leverage = |&rival: &usize| {
        let pressing = run.world.channel_since[rival] != NEVER;
        let party = run.program.channels[rival].parties[side].filter(|_| pressing);
        party.map_or(0.0, |party| run.inputs.values.party(party, PartyField::Leverage))
    };
    run.program.channels[channel].rivals.iter().map(leverage).sum()
}

fn joint_trust<R: Recorder>(run: &Run<'_, R>, channel: usize) -> f32 {
    let trust =
        |party: Option<Party>| party.map_or(0.0, |party| run.inputs.values.party(party, PartyField::Trust));
    let [a, b] = run.program.channels[channel].parties;
    trust(a) * trust(b)
}

/// What those at work lend to the parties today: face lowers the home cost of restraint, pressure holds acts back.
fn lend<R: Recorder>(run: &mut Run<'_, R>) {
    for spec in &run.program.channels {
        for relation in run.program.scenario().pairs()[spec.pair] {
            run.world.face[relation] = 0.0;
            run.world.pressure[relation] = 0.0;
        }
    }
    let values = &run.inputs.values;
    for (channel, spec) in run.program.channels.iter().enumerate() {
        if run.world.channel_since[channel] == NEVER {
            continue;
        }
        for (side, party) in spec.parties.iter().enumerate() {
            let Some(party) = *party else { continue };
            let relation = run.program.scenario().pairs()[spec.pair][side];
            run.world.pressure[relation] +=
                values.mediation(Field::Pressure) * values.party(party, PartyField::Leverage);
            if spec.mode == Mode::Mediate {
                run.world.face[relation] =
                    values.mediation(Field::Face) * values.party(party, PartyField::Trust);
            }
        }
    }
}
