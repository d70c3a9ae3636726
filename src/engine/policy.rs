//! Step 4 for states that go by a rule: what the rule has them do, and what their acts tell others.
//!
//! A rule replaces only *what* is chosen when a state decides, not whether it decides. With the chance `tremble` the
//! decision is weighed all the same: with a chance of 1 everything is as if there were no rule, to the bit. The rules are
//! known to everybody; what others expect of them is in [`answers`](super::answers).

use super::choice::Feasible;
use super::deliberation::Task;
use super::ladder::{CONCILIATE, HOLD};
use super::random::{Purpose, unit};
use super::scene::Scene;
use super::script::Cue;
use super::world::World;
use crate::model::{DynamicsField, Rule, StateField};

/// What has been seen of the other side, in the order of its gravity: nothing (0), conciliation, the first rung, and so on.
const CONCILIATION: u8 = 1;
const FIRST_RUNG: u8 = 2;

/// The first state of a relation sees the second conciliate.
pub(crate) fn notice_conciliation(world: &mut World, relation: usize) {
    world.seen[relation] = world.seen[relation].max(CONCILIATION);
}

/// The first state of a relation sees the second act on a rung, or go on fighting on it, and knows that it was the second.
pub(crate) fn notice_act(world: &mut World, relation: usize, rung: usize, violent: bool) {
    let mut past = Past::of(world, relation);
    past.notice(rung, violent);
    (world.seen[relation], world.suffered[relation]) = (past.seen, past.suffered);
}

/// What a rule goes by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Past {
    /// Gravest of what the other was seen to do since the last decision.
    pub(super) seen: u8,
    /// Gravest force of the other in this run: 0 for none, else rung + 1.
    pub(super) suffered: u8,
    /// Gravest violent rung of the other that is unanswered: 0 for none, else rung + 1.
    pub(super) unanswered: u8,
    /// Injury that is unanswered.
    pub(super) injury: f32,
}

impl Past {
    pub(super) fn of(world: &World, relation: usize) -> Self {
        Self {
            seen: world.seen[relation],
            suffered: world.suffered[relation],
            unanswered: world.unanswered[relation],
            injury: world.injury[relation],
        }
    }

    pub(super) fn notice(&mut self, rung: usize, violent: bool) {
        self.seen = self.seen.max(rung as u8 + FIRST_RUNG);
        if violent {
            self.suffered = self.suffered.max(rung as u8 + 1);
        }
    }

    pub(super) fn notice_conciliation(&mut self) {
        self.seen = self.seen.max(CONCILIATION);
    }
}

/// What a rule says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Answer {
    /// The alternative.
    pub(super) act: usize,
    /// Chance of holding instead.
    pub(super) pass: f32,
}

impl Answer {
    fn sure(act: usize) -> Self {
        Self { act, pass: 0.0 }
    }

    /// What a script has for a date, if it can be done.
    fn of_script(cue: &Cue, open: Feasible) -> Self {
        Self::sure(if open.contains(cue.alternative) { cue.alternative } else { HOLD })
    }

    fn probability(&self, alternative: usize) -> f32 {
        let act = if alternative == self.act { 1.0 - self.pass } else { 0.0 };
        let pass = if alternative == HOLD { self.pass } else { 0.0 };
        act + pass
    }
}

/// A state that goes by a rule, in one of its relations.
#[derive(Debug, Clone, Copy)]
pub(super) struct Follower<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) relation: usize,
    rule: Rule,
    open: Feasible,
}

impl<'a> Follower<'a> {
    /// The first state of a relation, if it goes by a rule.
    pub(super) fn of(scene: &'a Scene<'a>, relation: usize) -> Option<Self> {
        let scenario = scene.program.scenario();
        let rule = scenario.states()[scenario.relations()[relation].from].rule?;
        let (open, _) = scene.options(relation);
        Some(Self { scene, relation, rule, open })
    }

    /// A number of the state.
    pub(super) fn number(&self, field: StateField) -> f32 {
        let state = self.scene.program.scenario().relations()[self.relation].from;
        self.scene.inputs.values.state(state, field)
    }

    /// Whether the state's hand trembles today.
    pub(super) fn trembles(&self) -> bool {
        trembles(self.scene, self.relation, self.number(StateField::Tremble))
    }

    /// What the rule says to what has been; a script answers nothing.
    pub(super) fn answer(&self, past: Past) -> Answer {
        match self.rule {
            Rule::TitForTat => Answer::sure(self.mirror(past.seen)),
            Rule::GenerousTitForTat => self.let_pass(past.seen),
            Rule::Grim => Answer::sure(past.suffered.checked_sub(1).map_or(HOLD, |rung| self.act_on(rung))),
            Rule::AlwaysRetaliate => Answer::sure(self.retaliate(past)),
            Rule::AlwaysHold | Rule::Scripted => Answer::sure(HOLD),
        }
    }

    /// What the other was seen to do.
    fn mirror(&self, seen: u8) -> usize {
        match seen.checked_sub(FIRST_RUNG) {
            Some(rung) => self.act_on(rung),
            None if seen == CONCILIATION => CONCILIATE,
            None => HOLD,
        }
    }

    fn let_pass(&self, seen: u8) -> Answer {
        match self.mirror(seen) {
            // Nothing is let pass where nothing would be done.
            act @ (CONCILIATE | HOLD) => Answer::sure(act),
            act => Answer { act, pass: self.number(StateField::Generosity) },
        }
    }

    fn retaliate(&self, past: Past) -> usize {
        let threshold = self.scene.inputs.values.dynamics(DynamicsField::AgendaThreshold);
        if past.injury <= threshold {
            return HOLD;
        }
        match past.unanswered.checked_sub(1) {
            Some(rung) => self.act_on(rung),
            None => self.highest(|rung| self.scene.inputs.ladder.severity[rung] <= past.injury),
        }
    }

    /// The plain act on a rung. Where that is not open: hold, if what is in force is as much as that; else the highest rung
    /// below that is of the same kind, violent or not.
    fn act_on(&self, rung: u8) -> usize {
        let ladder = self.scene.program.scenario().ladder();
        let rung = usize::from(rung);
        if self.open.contains(plain(rung)) {
            return plain(rung);
        }
        if ladder[rung].lasting && usize::from(self.scene.world.posture[self.relation]) > rung {
            return HOLD;
        }
        self.highest(|lower| lower < rung && ladder[lower].violent == ladder[rung].violent)
    }

    /// The highest rung of these that is open; hold if none is.
    fn highest(&self, sought: impl Fn(usize) -> bool) -> usize {
        let rungs = 0..self.scene.program.scenario().ladder().len();
        rungs.rev().find(|&rung| sought(rung) && self.open.contains(plain(rung))).map_or(HOLD, plain)
    }
}

/// The alternative that is a plain act on a rung.
fn plain(rung: usize) -> usize {
    HOLD + 1 + rung
}

/// Whether a state's hand trembles in a relation today.
fn trembles(scene: &Scene<'_>, relation: usize, tremble: f32) -> bool {
    let [word, ..] = luck(scene, relation);
    unit(word) < tremble
}

fn luck(scene: &Scene<'_>, relation: usize) -> [u32; 4] {
    scene.key.block(scene.day, scene.program.relation_entities[relation], Purpose::Policy, 0)
}

/// What a state that goes by a rule may do in a relation today, before the luck of the day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Course {
    answer: Answer,
    /// Chance that its hand trembles today.
    tremble: f32,
    /// Chance that a decision that is taken is weighed.
    weighed: f32,
    /// The same to those who look on, and do not know the dates of routine.
    weighed_as_seen: f32,
    /// Chance, to them, that it decides.
    pub(crate) chance_as_seen: f32,
}

impl Course {
    /// What the state of a task may do; `None` if it goes by no rule.
    pub(crate) fn of(scene: &Scene<'_>, task: &Task) -> Option<Self> {
        let relation = task.relation;
        let cue = scene.program.cues_of(scene.day).iter().find(|cue| cue.relation == relation);
        let Some(follower) = Follower::of(scene, relation) else {
            let (open, _) = scene.options(relation);
            return cue.map(|cue| Self::by_script(cue, open, task));
        };
        let tremble = follower.number(StateField::Tremble);
        let Some(cue) = cue else {
            let answer = follower.answer(Past::of(scene.world, relation));
            let (weighed, chance_as_seen) = (tremble, task.chance);
            return Some(Self { answer, tremble, weighed, weighed_as_seen: tremble, chance_as_seen });
        };
        let answer = Answer::of_script(cue, follower.open);
        // A steady hand decides today; one that trembles has a day like any other, on which it decides with this chance.
        let like_any_other =
            if task.on_agenda { task.chance } else { f32::from(u8::from(task.chance > 0.0)) };
        let decides = |otherwise: f32| 1.0 - tremble + tremble * otherwise;
        let weighs = |otherwise: f32| match tremble * otherwise {
            0.0 => 0.0,
            weighs => weighs / decides(otherwise),
        };
        Some(Self {
            answer,
            tremble,
            weighed: weighs(like_any_other),
            weighed_as_seen: weighs(task.chance),
            chance_as_seen: decides(task.chance),
        })
    }

    /// The course of a state that weighs, on a date of its script: what stands there is settled. Others know that, unless somebody is
    /// in the state's seat: then it is a decision like any other to them.
    fn by_script(cue: &Cue, open: Feasible, task: &Task) -> Self {
        let answer = Answer::of_script(cue, open);
        let (weighed_as_seen, chance_as_seen) = if cue.as_weighed { (1.0, task.chance) } else { (0.0, 1.0) };
        Self { answer, tremble: 0.0, weighed: 0.0, weighed_as_seen, chance_as_seen }
    }

    /// What is done, and whether the rule has it so and not the weighing, which picked `picked`.
    pub(crate) fn choose(&self, scene: &Scene<'_>, relation: usize, picked: usize) -> (usize, bool) {
        if trembles(scene, relation, self.tremble) {
            return (picked, false);
        }
        let [_, word, ..] = luck(scene, relation);
        (if unit(word) < self.answer.pass { HOLD } else { self.answer.act }, true)
    }

    /// Probability of an alternative that weighing would choose with the probability `weighed`.
    pub(crate) fn probability(&self, alternative: usize, weighed: f32) -> f32 {
        self.weighed * weighed + (1.0 - self.weighed) * self.answer.probability(alternative)
    }

    /// The same to those who look on.
    pub(crate) fn probability_as_seen(&self, alternative: usize, weighed: f32) -> f32 {
        self.weighed_as_seen * weighed + (1.0 - self.weighed_as_seen) * self.answer.probability(alternative)
    }

    /// Whether what is done can tell others anything of the state's resolve: a rule does not ask for it.
    pub(crate) fn tells(&self) -> bool {
        self.weighed_as_seen > 0.0
    }
}
