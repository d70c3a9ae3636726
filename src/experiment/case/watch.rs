//! Watches runs for what is asked of a case as a whole: how they end, and whether and how the first blow is answered.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::path::{PathTally, Shape, Walk};
use crate::engine::{Act, CONCILIATE, Decision, Observation, Program, Recorder, RunRecord};
use crate::experiment::class::OutcomeClass;

/// Who struck whom, which everything that is asked of the first reply goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The relation of the striker to the struck state.
    pub forth: usize,
    /// The relation of the struck state to the striker.
    pub back: usize,
    /// The event that stands for the blow, if it is one; otherwise it is the first violent act of known author in `forth`.
    pub opening: Option<usize>,
}

impl Question {
    /// The striker in one relation; `None` if there is none back, which no scenario lacks.
    pub fn of(program: &Program, forth: usize, opening: Option<usize>) -> Self {
        Self { forth, back: program.scenario().relations()[forth].reverse, opening }
    }
}

/// What the struck state did first towards the striker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reply {
    /// An act of violence of known author.
    Violent,
    /// An act short of violence.
    Act,
    /// Conciliation.
    Conciliation,
    /// Nothing.
    None,
}

impl Reply {
    /// All, in the order of their counts.
    pub const ALL: [Self; 4] = [Self::Violent, Self::Act, Self::Conciliation, Self::None];

    /// The name in files and tables.
    pub fn key(self) -> &'static str {
        match self {
            Self::Violent => "violent",
            Self::Act => "act",
            Self::Conciliation => "conciliation",
            Self::None => "none",
        }
    }
}

/// What runs come to as a whole. Counts only.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct WholeTally {
    pub(super) runs: u64,
    /// By class, the scenario's own first.
    pub(super) classes: Vec<u64>,
    /// Runs with a blow to answer.
    pub(super) opened: u64,
    /// Of these, by what was done first.
    pub(super) replies: [u64; 4],
    /// Of these, by the days until the first violence of the struck state, if there was any.
    pub(super) delays: BTreeMap<u32, u64>,
    /// By number of turns of force.
    pub(super) turns: BTreeMap<u32, u64>,
    /// By peak rung, none first.
    pub(super) peaks: Vec<u64>,
}

impl WholeTally {
    pub(super) fn new(program: &Program) -> Self {
        let scenario = program.scenario();
        let classes = vec![0; OutcomeClass::all(scenario).len()];
        Self { classes, peaks: vec![0; scenario.ladder().len() + 1], ..Self::default() }
    }

    pub(super) fn fits(&self, other: &Self) -> bool {
        self.classes.len() == other.classes.len() && self.peaks.len() == other.peaks.len()
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.runs += other.runs;
        self.opened += other.opened;
        let mine = self.classes.iter_mut().chain(&mut self.peaks).chain(&mut self.replies);
        for (mine, theirs) in mine.zip(other.classes.iter().chain(&other.peaks).chain(&other.replies)) {
            *mine += theirs;
        }
        for (mine, theirs) in [(&mut self.delays, &other.delays), (&mut self.turns, &other.turns)] {
            for (&value, &count) in theirs {
                *mine.entry(value).or_default() += count;
            }
        }
    }
}

/// A run under way.
#[derive(Debug, Clone, Copy, Default)]
struct Watched {
    opened: Option<u32>,
    reply: Option<Reply>,
    violent: Option<u32>,
    walk: Walk,
}

/// Watches runs, and the paths of those that follow a history.
pub(super) struct Watcher<'a> {
    program: &'a Program,
    question: Option<Question>,
    berths: Vec<Watched>,
    berth: usize,
    pub(super) whole: WholeTally,
    path: Option<(&'a Shape, PathTally)>,
}

impl<'a> Watcher<'a> {
    pub(super) fn new(program: &'a Program, question: Option<Question>, shape: Option<&'a Shape>) -> Self {
        let path = shape.map(|shape| (shape, PathTally::new(shape)));
        let whole = WholeTally::new(program);
        Self { program, question, berths: vec![Watched::default()], berth: 0, whole, path }
    }

    pub(super) fn into_path(self) -> (WholeTally, Option<PathTally>) {
        (self.whole, self.path.map(|(_, tally)| tally))
    }

    /// Whether there is a blow to answer on this day.
    fn is_open(&self, question: &Question, day: u32) -> bool {
        // A reply to a strike comes on a later day; what happens by fate happens in the morning.
        let opened = self.berths[self.berth].opened;
        opened.is_some_and(|opened| day > opened || (question.opening.is_some() && day == opened))
    }

    fn reply(&mut self, day: u32, reply: Reply) {
        let watched = &mut self.berths[self.berth];
        watched.reply.get_or_insert(reply);
        if reply == Reply::Violent {
            watched.violent.get_or_insert(day);
        }
    }
}

impl Recorder for Watcher<'_> {
    fn turn_to(&mut self, berth: usize) {
        self.berth = berth;
        if self.berths.len() <= berth {
            self.berths.resize(berth + 1, Watched::default());
        }
    }

    fn event(&mut self, day: u32, event: usize, occurred: bool) {
        if occurred && self.question.is_some_and(|question| question.opening == Some(event)) {
            self.berths[self.berth].opened.get_or_insert(day);
        }
    }

    fn decision(&mut self, day: u32, decision: &Decision<'_>) {
        let Some(question) = self.question else { return };
        let conciliates = decision.relation == question.back && decision.chosen == CONCILIATE;
        if conciliates && self.is_open(&question, day) {
            self.reply(day, Reply::Conciliation);
        }
    }

    fn observation(&mut self, day: u32, observation: &Observation<'_>) {
        if let Some((shape, tally)) = &mut self.path {
            tally.step(shape, &mut self.berths[self.berth].walk, day, observation);
        }
    }

    fn act(&mut self, day: u32, act: &Act) {
        let Some(question) = self.question.filter(|_| act.attributed) else { return };
        let is_violent = self.program.scenario().ladder()[act.landed].violent;
        if act.relation == question.back && self.is_open(&question, day) {
            self.reply(day, if is_violent { Reply::Violent } else { Reply::Act });
        }
        if act.relation == question.forth && is_violent && question.opening.is_none() {
            self.berths[self.berth].opened.get_or_insert(day);
        }
    }

    fn end(&mut self, record: &RunRecord) {
        let watched = std::mem::take(&mut self.berths[self.berth]);
        let whole = &mut self.whole;
        whole.runs += 1;
        whole.classes[OutcomeClass::place(self.program.scenario(), record)] += 1;
        whole.peaks[record.peak_rung.map_or(0, |rung| rung + 1)] += 1;
        *whole.turns.entry(record.force_turns).or_default() += 1;
        if let Some(opened) = watched.opened {
            whole.opened += 1;
            whole.replies[watched.reply.unwrap_or(Reply::None) as usize] += 1;
            if let Some(day) = watched.violent {
                *whole.delays.entry(day - opened).or_default() += 1;
            }
        }
        if let Some((_, tally)) = &mut self.path {
            tally.close(watched.walk);
        }
    }
}
