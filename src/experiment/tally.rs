//! Everything a batch adds up, and the recorder that feeds it.

use serde::{Deserialize, Serialize};

use super::acts::{ActCounter, ActKind, Acts};
use super::drivers::{DriverCounter, Drivers};
use super::indicators::{Indicators, Lookout};
use super::ladder::{Footing, Ladder};
use super::measure::Measure;
use super::offramps::{Descents, OffRamps};
use super::recorded::{Part, Recorded};
use super::summary::Summary;
use super::timeline::{Timeline, Watch};
use crate::engine::{
    Act, Alternative, Decision, EndReason, GroupAttack, Label, MediationEnd, Outcome, Program, Recorder,
    RunRecord, View,
};

/// What was added up over runs. Integers only: merging in any order gives the same bits.
///
/// The size depends on the scenario (its relations, days, measures), on what is recorded and, up to a fixed bound, on how
/// many different values occurred, but not on the number of runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    pub(super) runs: u64,
    /// By measure.
    pub(super) summaries: Vec<Summary>,
    /// By built-in outcome class: runs that ended in it, or would have without classes of the scenario's own.
    pub(super) built_in: [u64; Outcome::COUNT],
    pub(super) timeline: Option<Timeline>,
    pub(super) acts: Option<Acts>,
    pub(super) drivers: Option<Drivers>,
    pub(super) indicators: Option<Indicators>,
    pub(super) offramps: Option<OffRamps>,
    pub(super) ladder: Option<Ladder>,
    /// Whether distributions are reported of the measures.
    pub(super) distributions: bool,
    /// Runs that the horizon cut off after something graver than a protest had happened in focus.
    pub(super) runs_left_open: u64,
    /// By go-between: runs in which it did anything.
    pub(super) runs_stirred: Vec<u64>,
    /// By event: runs in which it occurred.
    pub(super) runs_occurred: Vec<u64>,
    /// By state: runs in which it decided anything, hold included.
    pub(super) runs_decided: Vec<u64>,
}

impl Tally {
    /// Nothing yet, with room for what is recorded.
    pub fn new(program: &Program, measures: &[Measure], recorded: Recorded) -> Self {
        let scenario = program.scenario();
        Self {
            runs: 0,
            summaries: measures.iter().map(|measure| Summary::new(program, measure)).collect(),
            built_in: [0; Outcome::COUNT],
            timeline: recorded.then(Part::Timeline, || Timeline::new(program)),
            acts: recorded.then(Part::Acts, Acts::default),
            drivers: recorded.then(Part::Drivers, || Drivers::new(program)),
            indicators: recorded.then(Part::Indicators, || Indicators::new(program)),
            offramps: recorded.then(Part::Offramps, || OffRamps::new(program)),
            ladder: recorded.then(Part::Ladder, || Ladder::new(program)),
            distributions: recorded.contains(Part::Distributions),
            runs_left_open: 0,
            runs_stirred: vec![0; scenario.mediators().len()],
            runs_occurred: vec![0; scenario.events().len()],
            runs_decided: vec![0; scenario.states().len()],
        }
    }

    /// How many runs were added up.
    pub fn runs(&self) -> u64 {
        self.runs
    }

    /// What was added up besides outcomes and measures.
    pub fn recorded(&self) -> Recorded {
        let is_there = |part: &Part| match part {
            Part::Timeline => self.timeline.is_some(),
            Part::Acts => self.acts.is_some(),
            Part::Drivers => self.drivers.is_some(),
            Part::Indicators => self.indicators.is_some(),
            Part::Offramps => self.offramps.is_some(),
            Part::Ladder => self.ladder.is_some(),
            Part::Distributions => self.distributions,
        };
        Part::ALL.into_iter().filter(is_there).collect()
    }

    /// Whether another tally has the shape of one of this program, so that it can be added: what was read from a file
    /// can hold anything.
    pub(super) fn fits(&self, other: &Self, program: &Program) -> bool {
        let mut summaries = self.summaries.iter().zip(&other.summaries);
        self.summaries.len() == other.summaries.len()
            && summaries.all(|(mine, theirs)| mine.fits(theirs))
            && self.recorded() == other.recorded()
            && both_fit(self.timeline.as_ref(), other.timeline.as_ref(), Timeline::fits)
            && other.acts.as_ref().is_none_or(|acts| acts.fits(program))
            && both_fit(self.drivers.as_ref(), other.drivers.as_ref(), Drivers::fits)
            && both_fit(self.indicators.as_ref(), other.indicators.as_ref(), Indicators::fits)
            && both_fit(self.offramps.as_ref(), other.offramps.as_ref(), OffRamps::fits)
            && both_fit(self.ladder.as_ref(), other.ladder.as_ref(), Ladder::fits)
            && self.runs_stirred.len() == other.runs_stirred.len()
            && self.runs_occurred.len() == other.runs_occurred.len()
            && self.runs_decided.len() == other.runs_decided.len()
    }

    /// Adds what another tally of the same program holds.
    pub fn merge(&mut self, other: &Self) {
        debug_assert_eq!(self.recorded(), other.recorded(), "tallies of one batch record the same");
        self.runs += other.runs;
        for (mine, theirs) in self.summaries.iter_mut().zip(&other.summaries) {
            mine.merge(theirs);
        }
        merge(&mut self.timeline, other.timeline.as_ref(), Timeline::merge);
        merge(&mut self.acts, other.acts.as_ref(), Acts::merge);
        merge(&mut self.drivers, other.drivers.as_ref(), Drivers::merge);
        merge(&mut self.indicators, other.indicators.as_ref(), Indicators::merge);
        merge(&mut self.offramps, other.offramps.as_ref(), OffRamps::merge);
        merge(&mut self.ladder, other.ladder.as_ref(), Ladder::merge);
        self.runs_left_open += other.runs_left_open;
        let (stirred, occurred) = (&mut self.runs_stirred, &mut self.runs_occurred);
        let mine = stirred.iter_mut().chain(occurred).chain(&mut self.runs_decided).chain(&mut self.built_in);
        let (stirred, occurred) = (&other.runs_stirred, &other.runs_occurred);
        let theirs = stirred.iter().chain(occurred).chain(&other.runs_decided).chain(&other.built_in);
        for (mine, theirs) in mine.zip(theirs) {
            *mine += theirs;
        }
    }
}

/// Merges what both record.
fn merge<T>(mine: &mut Option<T>, theirs: Option<&T>, merge: impl Fn(&mut T, &T)) {
    if let (Some(mine), Some(theirs)) = (mine, theirs) {
        merge(mine, theirs);
    }
}

/// Whether what both record has one shape.
fn both_fit<T>(mine: Option<&T>, theirs: Option<&T>, fits: impl Fn(&T, &T) -> bool) -> bool {
    mine.zip(theirs).is_none_or(|(mine, theirs)| fits(mine, theirs))
}

/// Feeds a tally with the runs of one program.
#[derive(Debug)]
pub struct TallyRecorder<'a> {
    program: &'a Program,
    measures: &'a [Measure],
    recorded: Recorded,
    tally: Tally,
    /// By berth.
    under_way: Vec<UnderWay>,
    berth: usize,
}

/// What is counted of a run that is under way.
#[derive(Debug, Clone)]
struct UnderWay {
    acts: Option<ActCounter>,
    drivers: Option<DriverCounter>,
    watch: Option<Watch>,
    lookout: Option<Lookout>,
    descents: Option<Descents>,
    footing: Option<Footing>,
    /// By go-between: whether it did anything.
    stirred: Vec<bool>,
    /// By state: whether it decided anything.
    decided: Vec<bool>,
}

impl UnderWay {
    fn new(program: &Program, recorded: Recorded) -> Self {
        Self {
            acts: recorded.then(Part::Acts, || ActCounter::new(program)),
            drivers: recorded.then(Part::Drivers, || DriverCounter::new(program)),
            watch: recorded.then(Part::Timeline, || Watch::new(program)),
            lookout: recorded.then(Part::Indicators, || Lookout::new(program)),
            descents: recorded.then(Part::Offramps, || Descents::new(program)),
            footing: recorded.then(Part::Ladder, || Footing::new(program)),
            stirred: vec![false; program.scenario().mediators().len()],
            decided: vec![false; program.scenario().states().len()],
        }
    }

    /// Adds up what was counted of a run that is over, and makes ready for the next.
    fn settle(&mut self, tally: &mut Tally, program: &Program, record: &RunRecord) {
        if let (Some(acts), Some(all)) = (&mut self.acts, &mut tally.acts) {
            acts.settle(all);
        }
        if let (Some(watch), Some(timeline)) = (&self.watch, &mut tally.timeline) {
            timeline.settle(watch, record.end_day);
        }
        if let (Some(drivers), Some(all)) = (&mut self.drivers, &mut tally.drivers) {
            drivers.settle(all);
        }
        if let (Some(lookout), Some(indicators)) = (&mut self.lookout, &mut tally.indicators) {
            lookout.settle(program, record, indicators);
        }
        if let (Some(descents), Some(offramps)) = (&mut self.descents, &mut tally.offramps) {
            descents.settle(program, record, offramps);
        }
        if let (Some(footing), Some(ladder)) = (&mut self.footing, &mut tally.ladder) {
            ladder.settle(footing, record.end_day);
        }
        let ours = self.stirred.iter_mut().chain(&mut self.decided);
        for (runs, is_so) in tally.runs_stirred.iter_mut().chain(&mut tally.runs_decided).zip(ours) {
            *runs += u64::from(std::mem::take(is_so));
        }
    }
}

impl<'a> TallyRecorder<'a> {
    /// A recorder of the runs of `program`, whose [dictionary](super::dictionary()) is `measures`.
    pub fn new(program: &'a Program, measures: &'a [Measure], recorded: Recorded) -> Self {
        Self {
            program,
            measures,
            recorded,
            tally: Tally::new(program, measures, recorded),
            under_way: vec![UnderWay::new(program, recorded)],
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
            self.under_way.push(UnderWay::new(self.program, self.recorded));
        }
        self.berth = berth;
    }

    fn group_attack(&mut self, day: u32, attack: &GroupAttack) {
        if let Some(lookout) = &mut self.run().lookout {
            lookout.group_attack(day, attack);
        }
    }

    fn offer(&mut self, day: u32, mediator: usize, pair: usize, _: [bool; 2]) {
        let program = self.program;
        let run = self.run();
        run.stirred[mediator] = true;
        if let Some(lookout) = &mut run.lookout {
            lookout.offer(program, day, mediator, pair);
        }
    }

    fn mediation_begins(&mut self, day: u32, mediator: usize, pair: usize) {
        let program = self.program;
        if let Some(lookout) = &mut self.run().lookout {
            lookout.mediation_begins(program, day, mediator, pair);
        }
    }

    fn mediation_ends(&mut self, day: u32, _: usize, pair: usize, how: MediationEnd) {
        if how != MediationEnd::Agreement {
            return;
        }
        let program = self.program;
        let run = self.run();
        if let Some(lookout) = &mut run.lookout {
            lookout.agreement(program, day, pair);
        }
        if let Some(descents) = &mut run.descents {
            descents.agreement(program, day, pair);
        }
    }

    fn encouragement(&mut self, day: u32, mediator: usize, pair: usize) {
        let program = self.program;
        let run = self.run();
        run.stirred[mediator] = true;
        if let Some(lookout) = &mut run.lookout {
            lookout.encouragement(program, day, mediator, pair);
        }
    }

    fn decision(&mut self, day: u32, decision: &Decision<'_>) {
        let program = self.program;
        let state = program.scenario().relations()[decision.relation].from;
        let run = self.run();
        run.decided[state] = true;
        if let Some(drivers) = &mut run.drivers {
            drivers.add(state, decision);
        }
        if let Some(descents) = &mut run.descents {
            descents.decision(program, decision);
        }
        if program.alternatives()[decision.chosen] == Alternative::Conciliate {
            if let Some(acts) = &mut run.acts {
                let label = Label::DeEscalate;
                acts.add(ActKind { relation: decision.relation, rung: None, assured: false, label });
            }
            if let Some(lookout) = &mut run.lookout {
                lookout.conciliation(day, decision.relation);
            }
        }
    }

    fn act(&mut self, day: u32, act: &Act) {
        let program = self.program;
        let run = self.run();
        if let Some(acts) = &mut run.acts {
            let (relation, assured, label) = (act.relation, act.assured, act.label);
            acts.add(ActKind { relation, rung: Some(act.landed), assured, label });
        }
        if let Some(lookout) = &mut run.lookout {
            lookout.act(program, day, act);
        }
        if let Some(descents) = &mut run.descents {
            descents.act(program, day, act);
        }
        if let Some(footing) = &mut run.footing {
            footing.act(act.relation, act.landed);
        }
    }

    fn posture_day(&mut self, day: u32, relation: usize, rung: usize, _: u32, _: u32) {
        let program = self.program;
        if let Some(descents) = &mut self.run().descents {
            descents.violence(program, day, relation, rung);
        }
    }

    fn day(&mut self, day: u32, view: &View<'_>) {
        let program = self.program;
        let run = &mut self.under_way[self.berth];
        if let (Some(watch), Some(timeline)) = (&mut run.watch, &mut self.tally.timeline) {
            timeline.watch(watch, day, view);
        }
        if let Some(lookout) = &mut run.lookout {
            lookout.day(program, day, view.first_strike(), view.dead());
        }
        if let Some(descents) = &mut run.descents {
            descents.day(program, day, |relation| view.posture(relation));
        }
        if let (Some(footing), Some(ladder)) = (&mut run.footing, &mut self.tally.ladder) {
            ladder.day(footing, day, view);
        }
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
        for (runs, day) in tally.runs_occurred.iter_mut().zip(&record.event_day) {
            *runs += u64::from(day.is_some());
        }
        self.under_way[self.berth].settle(tally, self.program, record);
    }
}
