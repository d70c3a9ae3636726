//! What can be observed of a run. A recorder is pushed what happens; it never draws random numbers and never
//! changes the run. The bare outcome, a batch's tallies and the full story are recorders over the same loop.

use std::fmt;

use super::choice::Feasible;
use super::finished::Finished;
use super::history::Observation;
use super::ladder::Alternative;
use super::program::Program;
use super::record::{Dead, FirstStrike, RunRecord};
use super::term::Term;
use super::world::World;

/// How a decision is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// Conciliation.
    DeEscalate,
    /// Nothing new.
    Hold,
    /// Violence with nothing violent to answer.
    Strike,
    /// Answers an unanswered injury, no higher than what was suffered.
    Retaliate,
    /// A hostile act above what is being answered.
    Escalate,
}

impl Label {
    /// How many labels there are.
    pub const COUNT: usize = 5;
    /// All labels.
    pub const ALL: [Self; Self::COUNT] =
        [Self::DeEscalate, Self::Hold, Self::Strike, Self::Retaliate, Self::Escalate];

    /// The name in files and tables.
    pub fn key(self) -> &'static str {
        match self {
            Self::DeEscalate => "de_escalate",
            Self::Hold => "hold",
            Self::Strike => "strike",
            Self::Retaliate => "retaliate",
            Self::Escalate => "escalate",
        }
    }
}

/// A decision that was taken.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    /// The relation decided on.
    pub relation: usize,
    /// What was chosen: an index into [`Program::alternatives`](super::Program::alternatives).
    pub chosen: usize,
    /// How it is reported.
    pub label: Label,
    /// Whether the pair was on the agenda; otherwise it came up as a matter of routine.
    pub on_agenda: bool,
    /// Whether a rule had it so (a policy other than `quantal`), and not the utilities.
    pub by_rule: bool,
    /// Probability of every alternative; 0 where it was not open.
    pub probability: &'a [f32],
    /// Contribution of each term to the log-odds of what was chosen against hold: λ (term − the term of hold). All 0 where
    /// a rule had it so.
    pub log_odds: [f32; Term::COUNT],
    /// Severity of the answer that was expected to what was chosen.
    pub expected_reply: f32,
    /// Where what is chosen lands.
    pub(crate) landing: Landing<'a>,
    /// What speaks for and against conciliating.
    pub(crate) conciliation: Conciliation<'a>,
}

impl Decision<'_> {
    /// The probability, before anything was chosen, that what would be chosen lands on one of these rungs (given by
    /// their indices), accidents included: 0 to 1.
    pub fn probability_of_rungs(&self, sought: impl Fn(usize) -> bool) -> f64 {
        let Landing { program, feasible, accident } = self.landing;
        let is_sought = |alternative: usize| match program.alternatives[alternative] {
            Alternative::Act { rung, .. } => sought(rung),
            Alternative::Conciliate | Alternative::Hold => false,
        };
        let of = |(alternative, &probability): (usize, &f32)| {
            let accident = program.accident_of(alternative, feasible, accident);
            let there = [(alternative, 1.0 - accident), (program.after_accident[alternative], accident)];
            let share = there.into_iter().filter(|&(lands, _)| is_sought(lands)).map(|(_, share)| share);
            f64::from(probability) * share.map(f64::from).sum::<f64>()
        };
        self.probability.iter().enumerate().map(of).sum()
    }

    /// Contribution of each term to the log-odds of conciliating against what was chosen: λ (term of conciliating − term
    /// of what was chosen). All 0 where it was conciliation that was chosen, or a rule had it so. Worked out when asked for.
    pub fn log_odds_of_conciliation(&self) -> [f32; Term::COUNT] {
        (self.conciliation.0)()
    }
}

/// Works out what each term says of conciliating.
#[derive(Clone, Copy)]
pub(crate) struct Conciliation<'a>(pub(crate) &'a dyn Fn() -> [f32; Term::COUNT]);

impl fmt::Debug for Conciliation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Conciliation").field(&(self.0)()).finish()
    }
}

/// What it takes to tell where a choice lands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Landing<'a> {
    pub(crate) program: &'a Program,
    pub(crate) feasible: Feasible,
    /// Chance of an accident, by rung.
    pub(crate) accident: &'a [f32],
}

/// An act that landed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Act {
    /// The relation it was carried out in.
    pub relation: usize,
    /// The rung that was meant.
    pub meant: usize,
    /// The rung it landed on: one higher after an accident.
    pub landed: usize,
    /// Whether a message of limited aims came with it.
    pub assured: bool,
    /// How it is reported.
    pub label: Label,
    /// The armed group that was struck, if it was aimed at one and the scenario names one.
    pub group: Option<usize>,
    /// The armed group that carried it out in its sponsor's stead.
    pub through: Option<usize>,
    /// Severity it landed with, after noise and defence.
    pub severity: f32,
    /// Whether the target knows who did it.
    pub attributed: bool,
    /// Soldiers killed.
    pub military: u32,
    /// Civilians killed.
    pub civilian: u32,
}

/// An attack by an armed group of its own accord.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupAttack {
    /// The group.
    pub group: usize,
    /// The state that it attacked.
    pub victim: usize,
    /// The state that the victim holds responsible: the group's sponsor or its host.
    pub blamed: Option<usize>,
    /// Soldiers killed.
    pub military: u32,
    /// Civilians killed.
    pub civilian: u32,
}

/// How a mediation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediationEnd {
    /// The parties agreed.
    Agreement,
    /// A violent act broke it off.
    BrokenOff,
    /// It went on too long without a result.
    Lapsed,
}

/// Observes runs. Every method does nothing by default.
#[expect(unused_variables, reason = "the no-op defaults name their arguments for the reader")]
pub trait Recorder {
    /// What follows concerns the run in this berth; of a run alone, the berth is 0.
    fn turn_to(&mut self, berth: usize) {}
    /// An event was due, and occurred or did not.
    fn event(&mut self, day: u32, event: usize, occurred: bool) {}
    /// An armed group attacked.
    fn group_attack(&mut self, day: u32, attack: &GroupAttack) {}
    /// A go-between offered its good offices; whether each side of the pair accepted.
    fn offer(&mut self, day: u32, mediator: usize, pair: usize, accepted: [bool; 2]) {}
    /// Mediation began; of several accepted offers the parties chose this one.
    fn mediation_begins(&mut self, day: u32, mediator: usize, pair: usize) {}
    /// Mediation ended.
    fn mediation_ends(&mut self, day: u32, mediator: usize, pair: usize, how: MediationEnd) {}
    /// An encourager began to press the parties of a pair towards direct talks.
    fn encouragement(&mut self, day: u32, mediator: usize, pair: usize) {}
    /// A state decided.
    fn decision(&mut self, day: u32, decision: &Decision<'_>) {}
    /// What a state did in a relation that the history covers, which the run follows, and what was to be expected. Comes
    /// before the decision, if there was one.
    fn observation(&mut self, day: u32, observation: &Observation<'_>) {}
    /// An act landed.
    fn act(&mut self, day: u32, act: &Act) {}
    /// A day of a violent posture in force cost lives.
    fn posture_day(&mut self, day: u32, relation: usize, rung: usize, military: u32, civilian: u32) {}
    /// A day is over.
    fn day(&mut self, day: u32, view: &View<'_>) {}
    /// The run is over; what is told before [`end`](Self::end), for those who read expressions off it.
    fn finished(&mut self, run: &Finished<'_>) {}
    /// The run is over.
    fn end(&mut self, record: &RunRecord) {}
}

/// Records nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Recorder for Silent {}

/// What can be read off the world at the end of a day.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub(crate) world: &'a World,
    pub(crate) record: &'a RunRecord,
    pub(crate) pair_of: &'a [crate::model::Relation],
}

impl View<'_> {
    /// Tension of the relation's pair, 0 to 1.
    pub fn tension(&self, relation: usize) -> f32 {
        self.world.tension[self.pair_of[relation].pair]
    }

    /// Unanswered injury, 0 to 1.5.
    pub fn injury(&self, relation: usize) -> f32 {
        self.world.injury[relation]
    }

    /// Grievance, 0 to 1.
    pub fn grievance(&self, relation: usize) -> f32 {
        self.world.grievance[relation]
    }

    /// Mean of what the relation's `from` believes of the resolve of its `to`, 0 to 1.
    pub fn believed_resolve(&self, relation: usize) -> f32 {
        self.world.believed[relation]
    }

    /// Lasting rung in force.
    pub fn posture(&self, relation: usize) -> Option<usize> {
        usize::from(self.world.posture[relation]).checked_sub(1)
    }

    /// Highest rung carried out so far.
    pub fn highest(&self, relation: usize) -> Option<usize> {
        usize::from(self.world.highest[relation]).checked_sub(1)
    }

    /// The first violent act in focus whose author is known, if there has been one.
    pub fn first_strike(&self) -> Option<FirstStrike> {
        self.record.first_strike
    }

    /// By state: its dead so far.
    pub fn dead(&self) -> &[Dead] {
        &self.record.dead
    }

    /// Prestige of a state at home, 0 to 1.
    pub fn prestige(&self, state: usize) -> f32 {
        self.world.prestige[state]
    }
}
