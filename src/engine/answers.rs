//! What answer a state expects of one that goes by a rule: rules are known to everybody.
//!
//! The answer is what the rule would say, on the world as it stands, if the act had been done. This holds for the outermost level
//! of anticipation; further down everybody is taken to weigh.

use super::account;
use super::choice::{Feasible, PerAlternative};
use super::ladder::{Alternative, Blow, HOLD, MAX_ALTERNATIVES};
use super::policy::{Answer, Follower, Past};
use super::scene::Scene;
use super::term::Stance;
use crate::lanes::{Lanes, Number};
use crate::model::StateField;

/// What is expected of the other side by its rule, in each of several runs side by side.
#[derive(Debug, Clone)]
pub(crate) struct Answers<V> {
    /// Chance that the other side weighs; 1 where it goes by no rule.
    tremble: V,
    /// Severity of the rule's answer to each of the own alternatives.
    severity: PerAlternative<V>,
}

impl<const N: usize> Answers<Lanes<N>> {
    pub(crate) fn new() -> Self {
        Self { tremble: Lanes::splat(1.0), severity: [Lanes::splat(0.0); MAX_ALTERNATIVES] }
    }

    /// Writes down what the first state of a relation expects of the second, to all that is open to it.
    pub(crate) fn set_lane(&mut self, lane: usize, scene: &Scene<'_>, relation: usize, open: Feasible) {
        let Some(foreseen) = Foreseen::of(scene, relation) else {
            self.tremble.set_lane(lane, 1.0);
            return;
        };
        self.tremble.set_lane(lane, foreseen.follower.number(StateField::Tremble));
        for alternative in open.all() {
            self.severity[alternative].set_lane(lane, foreseen.severity(alternative));
        }
    }
}

impl<V: Number> Answers<V> {
    /// Makes of the replies of a state that weighs those of one that does so only if its hand trembles.
    #[inline(always)]
    pub(crate) fn temper(&self, open: Feasible, replies: &mut PerAlternative<V>) {
        for alternative in open.all() {
            let by_rule = (V::one() - self.tremble) * self.severity[alternative];
            replies[alternative] = by_rule + self.tremble * replies[alternative];
        }
    }
}

/// The other side of a relation, which goes by a rule, as the first side sees it.
struct Foreseen<'a> {
    follower: Follower<'a>,
    /// What the rule has to go by so far.
    past: Past,
    /// How the two stand: the one who acts, and the one who goes by the rule.
    stances: [Stance<f32>; 2],
    /// What holding amounts to for each.
    holds: [Blow<f32>; 2],
    /// Posture of the one who acts: 0 for none, else rung + 1.
    posture: u8,
}

impl<'a> Foreseen<'a> {
    fn of(scene: &'a Scene<'a>, relation: usize) -> Option<Self> {
        let reverse = scene.program.scenario().relations()[relation].reverse;
        let follower = Follower::of(scene, reverse)?;
        Some(Self {
            follower,
            past: Past::of(scene.world, reverse),
            stances: [relation, reverse].map(|side| scene.stance(side)),
            holds: [relation, reverse].map(|side| scene.options(side).1),
            posture: scene.world.posture[relation],
        })
    }

    /// Expected severity of the answer to an alternative. If it is deniable, the rule hears of it with the chance that it is traced.
    fn severity(&self, alternative: usize) -> f32 {
        let scene = self.follower.scene;
        let blow = if alternative == HOLD { &self.holds[0] } else { &scene.inputs.ladder.blows[alternative] };
        let known = 1.0 - blow.deniable + blow.deniable * self.stances[0].traced;
        let otherwise = self.severity_of(self.follower.answer(self.past));
        let after = self.after(scene.program.alternatives[alternative], blow);
        known * self.severity_of(self.follower.answer(after)) + (1.0 - known) * otherwise
    }

    /// What the rule has to go by once the act is done and its author known.
    fn after(&self, alternative: Alternative, blow: &Blow<f32>) -> Past {
        let tariff = &self.follower.scene.inputs.tariff;
        let [mut own, mut other] = self.stances;
        let mut past = self.past;
        match alternative {
            Alternative::Conciliate => {
                account::conciliated(tariff, &mut other);
                past.notice_conciliation();
            }
            Alternative::Hold | Alternative::Act { .. } => {
                account::struck(tariff, &Blow { deniable: 0.0, ..*blow }, &mut own, &mut other);
            }
        }
        match alternative {
            Alternative::Act { rung, .. } => {
                past.notice(rung, blow.violent > 0.0);
                if blow.violent > 0.0 {
                    past.unanswered = past.unanswered.max(rung as u8 + 1);
                }
            }
            // Fighting on is seen, and is owed by no single act.
            Alternative::Hold if blow.violent > 0.0 => past.notice(usize::from(self.posture) - 1, true),
            Alternative::Conciliate | Alternative::Hold => {}
        }
        Past { injury: other.injury, ..past }
    }

    fn severity_of(&self, answer: Answer) -> f32 {
        let hold = self.holds[1].severity;
        let act = if answer.act == HOLD {
            hold
        } else {
            self.follower.scene.inputs.ladder.blows[answer.act].severity
        };
        (1.0 - answer.pass) * act + answer.pass * hold
    }
}
