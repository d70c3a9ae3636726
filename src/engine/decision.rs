//! Step 4: decisions. All states decide on what they saw last night, all at once.
//!
//! A state decides on a relation with chance `tempo` if the pair is on its agenda, else with chance `routine`:
//! governments do not weigh a strike on every neighbour every morning.

use super::anticipation::{Exchange, expected_replies};
use super::belief::{Belief, TYPES};
use super::choice::{PerAlternative, Seat, pick, probabilities};
use super::day::Run;
use super::ladder::{Alternative, Blow, CONCILIATE, HOLD};
use super::random::{Purpose, unit};
use super::recorder::{Decision, Label, Recorder};
use super::term::{Stance, Term, terms};
use crate::model::{DynamicsField, RelationField, StateField};

/// What a state did today, or that it let a day pass with an injury unanswered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pending {
    pub(crate) relation: usize,
    /// The rung that was meant, if it was an act.
    pub(crate) meant: usize,
    /// What it turned into: one rung higher after an accident.
    pub(crate) landed: usize,
    pub(crate) label: Label,
    /// Whether others know who did it.
    pub(crate) attributed: bool,
    /// Injury unanswered when the decision was taken.
    pub(crate) owed: f32,
    /// Chance of what others saw today, for each type of resolve; `None` if it says nothing.
    pub(crate) likelihood: Option<Belief>,
    /// Noise on the severity.
    pub(crate) luck: u32,
}

impl Pending {
    /// When in the day the act falls, to tell which of two strikes on one day was the first: the low bits of the word
    /// whose high bits are the noise.
    pub(crate) fn hour(&self) -> u32 {
        self.luck.swap_bytes()
    }
}

/// Lets every state decide on every relation it turns to today.
pub(crate) fn decide<R: Recorder>(run: &mut Run<'_, R>) {
    run.pending.clear();
    for relation in 0..run.program.scenario().relations().len() {
        decide_on(run, relation);
    }
}

fn decide_on<R: Recorder>(run: &mut Run<'_, R>, relation: usize) {
    let values = &run.inputs.values;
    let state = run.program.scenario().relations()[relation].from;
    let on_agenda = on_agenda(run, relation);
    let chance = values.state(state, if on_agenda { StateField::Tempo } else { StateField::Routine });
    let owed = run.world.injury[relation];
    let [whether, which, accident, luck] =
        run.key.block(run.day, run.program.relation_entities[relation], Purpose::Decision, 0);
    let decides = unit(whether) < chance;
    let silence_speaks = owed >= values.dynamics(DynamicsField::AgendaThreshold);
    if !decides && !silence_speaks {
        return;
    }

    let blows = &run.inputs.ladder.blows;
    let exchange = exchange(run, relation);
    let seat = &exchange.own;
    let utilities = seat.utilities_before_reprisal(&run.inputs.theta, blows);
    let replies = expected_replies(run.inputs, &exchange, run.program.scenario().states()[state].foresight);
    let probability_of =
        |resolve: f32| probabilities(&run.inputs.theta, blows, seat, &utilities, &replies, resolve);

    let mut pending = Pending {
        relation,
        meant: 0,
        landed: HOLD,
        label: Label::Hold,
        attributed: true,
        owed,
        likelihood: None,
        luck,
    };
    if decides {
        let ladder_len = run.program.scenario().ladder().len();
        let probability = probability_of(seat.stance.resolve);
        let chosen = pick(seat.feasible, ladder_len, &probability, unit(which));
        if let Alternative::Act { rung, .. } = run.program.alternatives[chosen] {
            pending.meant = rung;
        }
        pending.landed = landing(run, seat, chosen, unit(accident));
        pending.attributed = attributed(run, relation, pending.landed);
        pending.label = label(run, relation, chosen);
        let decision = Decision {
            relation,
            chosen,
            label: pending.label,
            on_agenda,
            probability: &probability[..run.program.alternatives.len()],
            log_odds: log_odds(run, seat, chosen, &replies),
            expected_reply: replies[chosen],
        };
        run.recorder.decision(run.day, &decision);
    }
    let seen = if pending.attributed { pending.landed } else { HOLD };
    if seen != HOLD || silence_speaks {
        pending.likelihood =
            Some(TYPES.map(|resolve| likelihood(run, seat, seen, chance, &probability_of(resolve))));
    }
    run.pending.push(pending);
}

/// Whether tension, an unanswered injury, a fresh justification or a need to show strength above rest makes a state
/// turn to a relation.
fn on_agenda<R: Recorder>(run: &Run<'_, R>, relation: usize) -> bool {
    let threshold = run.inputs.values.dynamics(DynamicsField::AgendaThreshold);
    let spec = &run.program.scenario().relations()[relation];
    run.world.tension[spec.pair] > threshold
        || run.world.injury[relation] > threshold
        || run.world.justification[relation] > threshold
        || run.world.need[spec.from] > run.resting_need(spec.from) + threshold
}

/// Both sides of a relation, each with what it thinks of the other.
fn exchange<R: Recorder>(run: &Run<'_, R>, relation: usize) -> Exchange {
    let reverse = run.program.scenario().relations()[relation].reverse;
    Exchange {
        own: seat(run, relation),
        other: seat(run, reverse),
        about_own: run.world.belief[reverse],
        about_other: run.world.belief[relation],
    }
}

fn seat<R: Recorder>(run: &Run<'_, R>, relation: usize) -> Seat {
    let ladder = &run.inputs.ladder;
    let posture = run.world.posture[relation];
    let hold = match usize::from(posture).checked_sub(1) {
        Some(rung) if run.program.scenario().ladder()[rung].violent => ladder.fighting_on[rung],
        _ => Blow::default(),
    };
    Seat { stance: stance(run, relation), feasible: run.program.feasible(relation, posture), hold }
}

fn stance<R: Recorder>(run: &Run<'_, R>, relation: usize) -> Stance {
    let spec = &run.program.scenario().relations()[relation];
    let (values, world) = (&run.inputs.values, &*run.world);
    let state = |field| values.state(spec.from, field);
    Stance {
        injury: world.injury[relation],
        grievance: world.grievance[relation],
        justification: world.justification[relation],
        cordiality: world.cordiality[relation],
        ties: values.relation(relation, RelationField::Ties),
        tension: world.tension[spec.pair],
        need: world.need[spec.from],
        weariness: world.weariness[spec.from],
        pressure: world.pressure[relation],
        audience: state(StateField::AudienceCost)
            * (1.5 - world.prestige[spec.from])
            * run.election_factor(spec.from)
            * (1.0 - world.face[relation]),
        onlookers: run.inputs.onlookers[relation],
        exposure: run.inputs.exposure[relation],
        nuclear: f32::from(u8::from(run.program.scenario().states()[spec.to].nuclear)),
        resolve: state(StateField::Resolve),
        precision: state(StateField::Precision),
        proportionality: state(StateField::Proportionality),
        stopped: values.dynamics(DynamicsField::DefenceEffect) * state(StateField::Defence),
    }
}

/// Where an act lands: one rung higher if an accident has it so.
fn landing<R: Recorder>(run: &Run<'_, R>, seat: &Seat, chosen: usize, uniform: f32) -> usize {
    let accident = run.program.accident_of(chosen, seat.feasible, &run.inputs.ladder.accident);
    if uniform < accident { run.program.after_accident[chosen] } else { chosen }
}

fn attributed<R: Recorder>(run: &Run<'_, R>, relation: usize, landed: usize) -> bool {
    let Alternative::Act { rung, .. } = run.program.alternatives[landed] else { return true };
    if !run.program.scenario().ladder()[rung].deniable {
        return true;
    }
    let [word, ..] = run.key.block(run.day, run.program.relation_entities[relation], Purpose::Attribution, 0);
    unit(word) < run.inputs.values.dynamics(DynamicsField::Attribution)
}

/// How a decision is reported.
fn label<R: Recorder>(run: &Run<'_, R>, relation: usize, chosen: usize) -> Label {
    let rung = match run.program.alternatives[chosen] {
        Alternative::Conciliate => return Label::DeEscalate,
        Alternative::Hold => return Label::Hold,
        Alternative::Act { rung, .. } => rung,
    };
    let ladder = &run.inputs.ladder;
    let violence_suffered = run.world.unanswered[relation];
    if run.program.scenario().ladder()[rung].violent && violence_suffered == 0 {
        return Label::Strike;
    }
    let suffered = match violence_suffered {
        0 => run.world.injury[relation],
        posture => ladder.severity[usize::from(posture) - 1],
    };
    let owes = run.world.injury[relation] >= run.inputs.values.dynamics(DynamicsField::AgendaThreshold);
    if owes && ladder.severity[rung] <= suffered { Label::Retaliate } else { Label::Escalate }
}

/// Contribution of each term to the log-odds of what was chosen against hold.
fn log_odds<R: Recorder>(
    run: &Run<'_, R>,
    seat: &Seat,
    chosen: usize,
    replies: &PerAlternative,
) -> [f32; Term::COUNT] {
    let (theta, blows) = (&run.inputs.theta, &run.inputs.ladder.blows);
    let of =
        |alternative: usize| terms(theta, &seat.stance, &seat.blow(blows, alternative), replies[alternative]);
    let (taken, held) = (of(chosen), of(HOLD));
    std::array::from_fn(|term| seat.stance.precision * (taken[term] - held[term]))
}

/// Chance of what others saw today if the state decides with chance `chance` and with these probabilities.
///
/// Others see where a blow landed, not where it was meant to; nor can they tell a state that held from one that did
/// not sit down to decide.
fn likelihood<R: Recorder>(
    run: &Run<'_, R>,
    seat: &Seat,
    seen: usize,
    chance: f32,
    probability: &PerAlternative,
) -> f32 {
    match run.program.alternatives[seen] {
        Alternative::Conciliate => chance * probability[CONCILIATE],
        Alternative::Hold => 1.0 - chance + chance * probability[HOLD],
        Alternative::Act { .. } => {
            let landing_here = |(meant, &probability): (usize, &f32)| {
                let accident = run.program.accident_of(meant, seat.feasible, &run.inputs.ladder.accident);
                match (meant == seen, run.program.after_accident[meant] == seen) {
                    (true, _) => probability * (1.0 - accident),
                    (false, true) => probability * accident,
                    (false, false) => 0.0,
                }
            };
            let alternatives = run.program.alternatives.len();
            chance * probability[..alternatives].iter().enumerate().map(landing_here).sum::<f32>()
        }
    }
}
