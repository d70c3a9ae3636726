//! Everything a batch adds up, and the recorder that feeds it.

use serde::{Deserialize, Serialize};

use super::acts::{ActCounter, ActKind, Acts};
use super::drivers::{DriverCounter, Drivers};
use super::measure::Measure;
use super::summary::Summary;
use super::timeline::{Timeline, Watch};
use crate::engine::{
    Act, Alternative, Decision, EndReason, Label, Outcome, Program, Recorder, RunRecord, View,
};

/// What was added up over runs. Integers only: merging in any order gives the same bits.
///
/// The size depends on the scenario (its relations, days, measures) and, up to a fixed bound, on how many different
/// values occurred, but not on the number of runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    pub(super) runs: u64,
    /// By measure.
    pub(super) summaries: Vec<Summary>,
    /// By built-in outcome class: runs that ended in it, or would have without classes of the scenario's own.
    pub(super) built_in: [u64; Outcome::COUNT],
    pub(super) timeline: Timeline,
    pub(super) acts: Acts,
    pub(super) drivers: Drivers,
    /// Runs that the horizon cut off after something graver than a protest had happened in focus.
    pub(super) runs_left_open: u64,
    /// By go-between: runs in which it did anything.
    pub(super) runs_stirred: Vec<u64>,
    /// By event: runs in which it occurred.
    pub(super) runs_occurred: Vec<u64>,
}

impl Tally {
    /// Nothing yet.
    pub fn new(program: &Program, measures: &[Measure]) -> Self {
        let scenario = program.scenario();
        Self {
            runs: 0,
            summaries: measures.iter().map(|measure| Summary::new(program, measure)).collect(),
            built_in: [0; Outcome::COUNT],
            timeline: Timeline::new(program),
            acts: Acts::default(),
            drivers: Drivers::new(program),
            runs_left_open: 0,
            runs_stirred: vec![0; scenario.mediators().len()],
            runs_occurred: vec![0; scenario.events().len()],
        }
    }

    /// How many runs were added up.
    pub fn runs(&self) -> u64 {
        self.runs
    }

    /// Whether another tally has the shape of one of this program, so that it can be added: what was read from a file
    /// can hold anything.
    pub(super) fn fits(&self, other: &Self, program: &Program) -> bool {
        let mut summaries = self.summaries.iter().zip(&other.summaries);
        self.summaries.len() == other.summaries.len()
            && summaries.all(|(mine, theirs)| mine.fits(theirs))
            && self.timeline.fits(&other.timeline)
            && other.acts.fits(program)
            && self.drivers.fits(&other.drivers)
            && self.runs_stirred.len() == other.runs_stirred.len()
            && self.runs_occurred.len() == other.runs_occurred.len()
    }

    /// Adds what another tally of the same program holds.
    pub fn merge(&mut self, other: &Self) {
        self.runs += other.runs;
        for (mine, theirs) in self.summaries.iter_mut().zip(&other.summaries) {
            mine.merge(theirs);
        }
        self.timeline.merge(&other.timeline);
        self.acts.merge(&other.acts);
        self.drivers.merge(&other.drivers);
        self.runs_left_open += other.runs_left_open;
        let mine = self.runs_stirred.iter_mut().chain(&mut self.runs_occurred).chain(&mut self.built_in);
        let theirs = other.runs_stirred.iter().chain(&other.runs_occurred).chain(&other.built_in);
        for (mine, theirs) in mine.zip(theirs) {
            *mine += theirs;
        }
    }
}

/// Feeds a tally with the runs of one program.
#[derive(Debug)]
pub struct TallyRecorder<'a> {
    program: &'a Program,
    measures: &'a [Measure],
    tally: Tally,
    /// By berth.
    under_way: Vec<UnderWay>,
    berth: usize,
}

/// What is counted of a run that is under way.
#[derive(Debug, Clone)]
struct UnderWay {
    acts: ActCounter,
    drivers: DriverCounter,
    watch: Watch,
    /// By go-between: whether it did anything.
    stirred: Vec<bool>,
}

impl UnderWay {
    fn new(program: &Program) -> Self {
        Self {
            acts: ActCounter::new(program),
            drivers: DriverCounter::new(program),
            watch: Watch::new(program),
            stirred: vec![false; program.scenario().mediators().len()],
        }
    }
}

impl<'a> TallyRecorder<'a> {
    /// A recorder of the runs of `program`, whose [dictionary](super::dictionary()) is `measures`.
    pub fn new(program: &'a Program, measures: &'a [Measure]) -> Self {
        Self {
            program,
            measures,
            tally: Tally::new(program, measures),
            under_way: vec![UnderWay::new(program)],
            berth: 0,
        }
    }

    fn run(&mut self) -> &mut UnderWay {
        &mut self.under_way[self.berth]
    }

    /// What was added up over the runs that have ended.
    pub fn into_tally(self) -> Tally {
        self.tally
    }
}

impl Recorder for TallyRecorder<'_> {
    fn turn_to(&mut self, berth: usize) {
        while self.under_way.len() <= berth {
            self.under_way.push(UnderWay::new(self.program));
        }
        self.berth = berth;
    }

    fn offer(&mut self, _: u32, mediator: usize, _: usize, _: [bool; 2]) {
        self.run().stirred[mediator] = true;
    }

    fn encouragement(&mut self, _: u32, mediator: usize, _: usize) {
        self.run().stirred[mediator] = true;
    }

    fn decision(&mut self, _: u32, decision: &Decision<'_>) {
        let state = self.program.scenario().relations()[decision.relation].from;
        self.run().drivers.add(state, decision);
        if self.program.alternatives()[decision.chosen] == Alternative::Conciliate {
            let label = Label::DeEscalate;
            let kind = ActKind { relation: decision.relation, rung: None, assured: false, label };
            self.run().acts.add(kind);
        }
    }

    fn act(&mut self, _: u32, act: &Act) {
        let (relation, assured, label) = (act.relation, act.assured, act.label);
        self.run().acts.add(ActKind { relation, rung: Some(act.landed), assured, label });
    }

    fn day(&mut self, day: u32, view: &View<'_>) {
        self.tally.timeline.watch(&mut self.under_way[self.berth].watch, day, view);
    }

    fn end(&mut self, record: &RunRecord) {
        let tally = &mut self.tally;
        tally.runs += 1;
        for (measure, summary) in self.measures.iter().zip(&mut tally.summaries) {
            if let Some(value) = measure.read(self.program, record) {
                summary.add(value);
            }
        }
        tally.built_in[record.outcome.index()] += 1;
        let left_open = record.end == EndReason::Horizon && record.peak_rung.is_some_and(|rung| rung > 0);
        tally.runs_left_open += u64::from(left_open);
        let run = &mut self.under_way[self.berth];
        run.acts.settle(&mut tally.acts);
        tally.timeline.settle(&run.watch, record.end_day);
        run.drivers.settle(&mut tally.drivers);
        for (runs, stirred) in tally.runs_stirred.iter_mut().zip(&mut run.stirred) {
            *runs += u64::from(std::mem::take(stirred));
        }
        for (runs, day) in tally.runs_occurred.iter_mut().zip(&record.event_day) {
            *runs += u64::from(day.is_some());
        }
    }
}
