//! Step 4, second half: what a decision comes to. All states decide on what they saw last night, all at once.

use super::belief::{self, PerType, TYPES};
use super::choice::Feasible;
use super::deliberation::Task;
use super::group;
use super::ladder::{Alternative, Blow, CONCILIATE, HOLD};
use super::random::{Purpose, unit};
use super::recorder::Label;
use super::scene::Scene;
use super::term::{Term, terms};
use crate::model::DynamicsField;

/// What a state did today, or that it let a day pass with an injury unanswered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pending {
    pub(crate) relation: usize,
    /// The rung that was meant, if it was an act.
    pub(crate) meant: usize,
    /// What it turned into: one rung higher after an accident.
    pub(crate) landed: usize,
    pub(crate) label: Label,
    /// The armed group that carries it out in the state's stead.
    pub(crate) through: Option<usize>,
    /// Whether others know who did it.
    pub(crate) attributed: bool,
    /// Injury unanswered when the decision was taken.
    pub(crate) owed: f32,
    /// What others learn from what they saw today, for each type of resolve; `None` if it says nothing.
    pub(crate) evidence: Option<PerType<f32>>,
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

/// A decision that was taken, as it is reported.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decided {
    pub(crate) chosen: usize,
    /// Whether a rule has it so.
    pub(crate) by_rule: bool,
    pub(crate) log_odds: [f32; Term::COUNT],
    pub(crate) expected_reply: f32,
    /// The answer that was expected to conciliation.
    pub(crate) reply_to_conciliation: f32,
}

/// An alternative that was meant, and the one that it came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Carried {
    pub(crate) meant: usize,
    pub(crate) landed: usize,
}

/// What a state made of its situation.
pub(crate) struct Weighed<'a> {
    pub(crate) chosen: usize,
    /// Where it landed, if that is on record: then everybody knows who did it.
    pub(crate) carried: Option<Carried>,
    /// Whether a rule has it so, and not what the alternatives are worth.
    pub(crate) by_rule: bool,
    /// Chance, to those who look on, that the state decides today.
    pub(crate) chance: f32,
    /// Whether what it does can tell them anything of its resolve.
    pub(crate) tells: bool,
    /// What they expect of it, by type of resolve and alternative.
    pub(crate) by_type: &'a dyn Fn(usize, usize) -> f32,
    /// By alternative.
    pub(crate) expected_reply: &'a dyn Fn(usize) -> f32,
}

/// Turns what was weighed into what happens.
pub(crate) fn conclude(scene: &Scene<'_>, task: &Task, weighed: &Weighed<'_>) -> (Pending, Option<Decided>) {
    let relation = task.relation;
    let [_, _, accident, luck] = task.words;
    let mut pending = Pending {
        relation,
        meant: 0,
        landed: HOLD,
        label: Label::Hold,
        through: None,
        attributed: true,
        owed: scene.world.injury[relation],
        evidence: None,
        luck,
    };
    let (feasible, hold) = scene.options(relation);
    let mut decided = None;
    if task.decides {
        let chosen = weighed.chosen;
        if let Alternative::Act { rung, .. } = scene.program.alternatives[chosen] {
            pending.meant = rung;
        }
        let by_luck = || landing(scene, feasible, chosen, unit(accident));
        pending.landed = weighed.carried.map_or_else(by_luck, |carried| carried.landed);
        if weighed.carried.is_none() && is_deniable(scene, pending.landed) {
            pending.through = group::ordered(scene, relation);
            pending.attributed = attributed(scene, relation, pending.through);
        }
        pending.label = label(scene, relation, chosen);
        decided = Some(Decided {
            chosen,
            by_rule: weighed.by_rule,
            log_odds: log_odds(scene, relation, &hold, weighed),
            expected_reply: (weighed.expected_reply)(chosen),
            reply_to_conciliation: (weighed.expected_reply)(CONCILIATE),
        });
    }
    let seen = if pending.attributed { pending.landed } else { HOLD };
    if weighed.tells && (seen != HOLD || task.speaks) {
        let mut likelihoods = [0.0; TYPES.len()];
        for (kind, likelihood) in likelihoods.iter_mut().enumerate() {
            *likelihood = likelihood_of(scene, weighed, feasible, seen, kind);
        }
        pending.evidence = Some(belief::evidence(&likelihoods));
    }
    (pending, decided)
}

/// Where an act lands: one rung higher if an accident has it so.
fn landing(scene: &Scene<'_>, feasible: Feasible, chosen: usize, uniform: f32) -> usize {
    let accident = scene.program.accident_of(chosen, feasible, &scene.inputs.ladder.accident);
    if uniform < accident { scene.program.after_accident[chosen] } else { chosen }
}

fn is_deniable(scene: &Scene<'_>, landed: usize) -> bool {
    let ladder = scene.program.scenario().ladder();
    matches!(scene.program.alternatives[landed], Alternative::Act { rung, .. } if ladder[rung].deniable)
}

fn attributed(scene: &Scene<'_>, relation: usize, through: Option<usize>) -> bool {
    let entity = scene.program.relation_entities[relation];
    let [word, ..] = scene.key.block(scene.day, entity, Purpose::Attribution, 0);
    unit(word) < group::traced(scene, through)
}

/// How a decision is reported.
fn label(scene: &Scene<'_>, relation: usize, chosen: usize) -> Label {
    let rung = match scene.program.alternatives[chosen] {
        Alternative::Conciliate => return Label::DeEscalate,
        Alternative::Hold => return Label::Hold,
        Alternative::Act { rung, .. } => rung,
    };
    let ladder = &scene.inputs.ladder;
    let violence_suffered = scene.world.unanswered[relation];
    if scene.program.scenario().ladder()[rung].violent && violence_suffered == 0 {
        return Label::Strike;
    }
    let suffered = match violence_suffered {
        0 => scene.world.injury[relation],
        posture => ladder.severity[usize::from(posture) - 1],
    };
    let owes = scene.world.injury[relation] >= scene.inputs.values.dynamics(DynamicsField::AgendaThreshold);
    if owes && ladder.severity[rung] <= suffered { Label::Retaliate } else { Label::Escalate }
}

/// Contribution of each term to the log-odds of what was chosen against hold; none to what a rule has done.
fn log_odds(
    scene: &Scene<'_>,
    relation: usize,
    hold: &Blow<f32>,
    weighed: &Weighed<'_>,
) -> [f32; Term::COUNT] {
    if weighed.chosen == HOLD || weighed.by_rule {
        return [0.0; Term::COUNT];
    }
    let (theta, blows) = (&scene.inputs.theta, &scene.inputs.ladder.blows);
    let stance = scene.own_stance(relation);
    let taken = terms(theta, &stance, &blows[weighed.chosen], (weighed.expected_reply)(weighed.chosen));
    let held = terms(theta, &stance, hold, (weighed.expected_reply)(HOLD));
    std::array::from_fn(|term| stance.precision * (taken[term] - held[term]))
}

/// Contribution of each term to the log-odds of conciliating against what was chosen; none to what a rule has done. The
/// scene must be that of the decision.
pub(crate) fn log_odds_of_conciliation(
    scene: &Scene<'_>,
    relation: usize,
    decided: &Decided,
) -> [f32; Term::COUNT] {
    if decided.chosen == CONCILIATE || decided.by_rule {
        return [0.0; Term::COUNT];
    }
    let (theta, blows) = (&scene.inputs.theta, &scene.inputs.ladder.blows);
    let stance = scene.own_stance(relation);
    let (_, hold) = scene.options(relation);
    let blow = if decided.chosen == HOLD { &hold } else { &blows[decided.chosen] };
    let conciliated = terms(theta, &stance, &blows[CONCILIATE], decided.reply_to_conciliation);
    let taken = terms(theta, &stance, blow, decided.expected_reply);
    std::array::from_fn(|term| stance.precision * (conciliated[term] - taken[term]))
}

/// Chance of what others saw today if the state's resolve is of this type.
///
/// Others see where a blow landed, not where it was meant to; nor can they tell a state that held from one that did
/// not sit down to decide.
fn likelihood_of(
    scene: &Scene<'_>,
    weighed: &Weighed<'_>,
    feasible: Feasible,
    seen: usize,
    kind: usize,
) -> f32 {
    let chance = weighed.chance;
    let probability = |alternative| (weighed.by_type)(kind, alternative);
    match scene.program.alternatives[seen] {
        Alternative::Conciliate => chance * probability(CONCILIATE),
        Alternative::Hold => 1.0 - chance + chance * probability(HOLD),
        Alternative::Act { .. } => {
            let accident = |meant| scene.program.accident_of(meant, feasible, &scene.inputs.ladder.accident);
            let mut landing_here = probability(seen) * (1.0 - accident(seen));
            for &meant in &scene.program.lands_by_accident[seen] {
                if feasible.contains(meant) {
                    landing_here += probability(meant) * accident(meant);
                }
            }
            chance * landing_here
        }
    }
}
