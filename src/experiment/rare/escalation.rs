//! The runs of a program on their way to a rare outcome.
//!
//! **Height.** What a state does is drawn from probabilities that the model has worked out, so the model itself says on
//! every day how near a run is: the *danger* of a day is the probability that an act of this day makes the outcome,
//! given which states decide, before any of them has chosen. A run enters level l when the danger of a day first reaches
//! the l-th threshold, a power of four.
//!
//! **What a run earns.** The probability that such an act is ever committed is the expected sum of the dangers of all days
//! until it is (the compensator of its day). That is what runs earn; that one of them does commit it only ends this. Nuclear use
//! ends a run on the spot, and no outcome comes before it. A run in which a war has begun ends as `nuclear_use` if that
//! follows. So for `war` the danger is that of a war begun on a day without nuclear use, and in a run with a war the
//! danger of nuclear use is taken back, day by day: what is earned has the probability of the outcome as its expectation.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::process::{Leg, Passage, Process, Start};
use crate::engine::{Act, Berth, Decision, Harbour, ManyRuns, Outcome, Program, Recorder, RunKey, RunRecord};
use crate::lanes::Width;
use crate::model::Relation;

/// Thresholds of danger: 4⁻³⁰ (8.7·10⁻¹⁹) to 1/4.
const THRESHOLDS: i32 = 30;

/// An outcome that no single act makes, so that nothing says how near a run is to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsplittable {
    /// Not an outcome of escalation at all, or one that many ways lead to.
    #[error("no single act makes a run end as `{}`, so there is no height to climb; splitting is for `nuclear_use` and `war`", .0.key())]
    NoSingleAct(Outcome),
    /// A war is on from the start.
    #[error("a war is on when the runs begin, so `{}` is not rare; plain runs do", .0.key())]
    Begun(Outcome),
    /// Nobody in the scenario can commit such an act.
    #[error("`{}` cannot happen in this scenario: no rung that leads to it is within anybody's reach", .0.key())]
    OutOfReach(Outcome),
}

/// The runs of a program, on their way to a rare outcome.
#[derive(Debug, Clone)]
pub struct Escalation<'a> {
    program: &'a Program,
    seed: u64,
    threads: usize,
    outcome: Outcome,
    /// Acts that make the outcome.
    making: Acts,
    /// Acts that unmake it again: nuclear use after a war has begun.
    unmaking: Acts,
    /// Whether anybody can commit one of those.
    may_be_unmade: bool,
    /// Dangers at which levels are entered, ascending.
    thresholds: Vec<f64>,
}

/// A run that has entered a level.
#[derive(Debug, Clone)]
pub struct Climber {
    run: Arc<Berth>,
    level: usize,
    committed: bool,
}

/// A class of acts.
#[derive(Debug, Clone)]
struct Acts {
    /// By rung.
    rungs: Vec<bool>,
    /// By relation.
    relations: Vec<bool>,
}

impl Acts {
    /// Acts on rungs of a kind, between pairs of a kind.
    fn new(program: &Program, rungs: impl Fn(usize) -> bool, pairs: impl Fn(usize) -> bool) -> Self {
        let scenario = program.scenario();
        let relations = scenario.relations().iter();
        Self {
            rungs: (0..scenario.ladder().len()).map(rungs).collect(),
            relations: relations.map(|relation| pairs(relation.pair)).collect(),
        }
    }

    /// The probability that a decision comes to such an act.
    fn probability(&self, decision: &Decision<'_>) -> f64 {
        if self.relations[decision.relation] {
            decision.probability_of_rungs(|rung| self.rungs[rung])
        } else {
            0.0
        }
    }

    /// Whether there are any that somebody can commit.
    fn are_within_reach(&self, program: &Program) -> bool {
        let scenario = program.scenario();
        let may = |(index, relation): (usize, &Relation)| {
            let can = |rung: usize| {
                let armed = !scenario.ladder()[rung].nuclear || scenario.states()[relation.from].nuclear;
                self.rungs[rung] && armed && scenario.is_within_reach(index, rung)
            };
            self.relations[index] && (0..scenario.ladder().len()).any(can)
        };
        scenario.relations().iter().enumerate().any(may)
    }
}

impl<'a> Escalation<'a> {
    /// The runs of this program under this seed, played on so many threads, which change no result.
    ///
    /// # Errors
    /// Unless the outcome is one that a single act makes, and somebody can commit it.
    pub fn new(
        program: &'a Program,
        seed: u64,
        threads: usize,
        outcome: Outcome,
    ) -> Result<Self, Unsplittable> {
        let ladder = program.scenario().ladder();
        let nuclear = Acts::new(program, |rung| ladder[rung].nuclear, |_| true);
        let none = Acts::new(program, |_| false, |_| false);
        let (making, unmaking) = match outcome {
            Outcome::NuclearUse => (nuclear, none),
            Outcome::War => {
                (Acts::new(program, |rung| program.is_war[rung], |pair| program.in_focus[pair]), nuclear)
            }
            _ => return Err(Unsplittable::NoSingleAct(outcome)),
        };
        let begun = |(index, relation): (usize, &Relation)| {
            let at_war = relation.posture.is_some_and(|rung| making.rungs[rung]);
            making.relations[index] && at_war && outcome == Outcome::War
        };
        if program.scenario().relations().iter().enumerate().any(begun) {
            return Err(Unsplittable::Begun(outcome));
        }
        if !making.are_within_reach(program) {
            return Err(Unsplittable::OutOfReach(outcome));
        }
        let may_be_unmade = unmaking.are_within_reach(program);
        let thresholds = (1..=THRESHOLDS).rev().map(|power| libm::ldexp(1.0, -2 * power)).collect();
        Ok(Self { program, seed, threads, outcome, making, unmaking, may_be_unmade, thresholds })
    }

    /// The same with levels at these dangers instead. `None` unless they ascend strictly and lie between 0 and 1.
    #[must_use]
    pub fn with_thresholds(self, thresholds: Vec<f64>) -> Option<Self> {
        let ascend = thresholds.windows(2).all(|pair| pair[0] < pair[1]);
        let within = thresholds.iter().all(|&danger| danger > 0.0 && danger < 1.0);
        (ascend && within).then_some(Self { thresholds, ..self })
    }

    /// The outcome whose probability is sought.
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The danger at which a level is entered: a probability per day.
    pub fn threshold(&self, level: usize) -> Option<f64> {
        self.thresholds.get(level.checked_sub(1)?).copied()
    }

    fn level_of(&self, danger: f64) -> usize {
        self.thresholds.partition_point(|&threshold| threshold <= danger)
    }

    /// Plays starts until none is left; the legs with the numbers of their starts.
    fn work(
        &self,
        starts: &[Start<'_, Climber>],
        until: Option<usize>,
        next: &AtomicUsize,
    ) -> Vec<(usize, Leg<Climber>)> {
        let watches = RefCell::new(Vec::new());
        let mut watcher = Watcher { process: self, watches: &watches, berth: 0 };
        let mut dock =
            Dock { process: self, starts, until, next, watches: &watches, boarding: 0, legs: Vec::new() };
        ManyRuns::new(self.program, Width::detect()).play(self.program, &mut dock, &mut watcher);
        dock.legs
    }
}

impl Process for Escalation<'_> {
    type State = Climber;

    fn levels(&self) -> usize {
        self.thresholds.len()
    }

    fn play(&self, starts: &[Start<'_, Climber>], until: Option<usize>) -> Vec<Leg<Climber>> {
        let next = AtomicUsize::new(0);
        let mut legs = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..self.threads.clamp(1, starts.len().max(1)))
                .map(|_| scope.spawn(|| self.work(starts, until, &next)))
                .collect();
            let joined = workers.into_iter().map(std::thread::ScopedJoinHandle::join);
            joined
                .flat_map(|legs| legs.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect::<Vec<_>>()
        });
        legs.sort_unstable_by_key(|(start, _)| *start);
        legs.into_iter().map(|(_, leg)| leg).collect()
    }
}

/// What is known of the run in a berth.
#[derive(Debug, Clone, Copy, Default)]
struct Watch {
    /// Which start it is.
    start: usize,
    /// Day on which it began or went on.
    since: u32,
    /// Level that it has entered.
    level: usize,
    /// What it has earned.
    value: f64,
    /// Whether an act that makes the outcome has been committed.
    committed: bool,
    today: Today,
}

/// What the decisions of a day may come to, before anybody has chosen.
#[derive(Debug, Clone, Copy)]
struct Today {
    /// Probability that an act makes the outcome and none unmakes it.
    made: f64,
    /// Probability that no act does either.
    neither: f64,
    /// Probability that some act unmakes it.
    unmade: f64,
    /// Whether an act that makes the outcome was committed.
    committed: bool,
}

impl Default for Today {
    fn default() -> Self {
        Self { made: 0.0, neither: 1.0, unmade: 0.0, committed: false }
    }
}

impl Today {
    /// One more decision, which is independent of the others. No differences of near numbers: all stays exact however
    /// small.
    fn add(&mut self, makes: f64, unmakes: f64) {
        self.made = self.made * (1.0 - unmakes) + self.neither * makes;
        self.neither *= (1.0 - makes - unmakes).max(0.0);
        self.unmade += unmakes * (1.0 - self.unmade);
    }
}

impl Watch {
    /// Ends a day.
    fn close(&mut self, process: &Escalation<'_>) {
        let today = std::mem::take(&mut self.today);
        if self.committed {
            self.value -= today.unmade;
        } else {
            self.value += today.made;
            self.level = self.level.max(process.level_of(today.made));
        }
        self.committed |= today.committed;
    }
}

/// Watches decisions and acts of the runs of a thread.
struct Watcher<'a> {
    process: &'a Escalation<'a>,
    watches: &'a RefCell<Vec<Watch>>,
    berth: usize,
}

impl Recorder for Watcher<'_> {
    fn turn_to(&mut self, berth: usize) {
        self.berth = berth;
    }

    fn decision(&mut self, _: u32, decision: &Decision<'_>) {
        let makes = self.process.making.probability(decision);
        let unmakes =
            if self.process.may_be_unmade { self.process.unmaking.probability(decision) } else { 0.0 };
        self.watches.borrow_mut()[self.berth].today.add(makes, unmakes);
    }

    fn act(&mut self, _: u32, act: &Act) {
        let making = &self.process.making;
        if making.relations[act.relation] && making.rungs[act.landed] {
            self.watches.borrow_mut()[self.berth].today.committed = true;
        }
    }
}

/// Hands the starts out to the berths of a thread, and takes in what becomes of them.
struct Dock<'a> {
    process: &'a Escalation<'a>,
    starts: &'a [Start<'a, Climber>],
    until: Option<usize>,
    /// The next start that nobody has taken.
    next: &'a AtomicUsize,
    watches: &'a RefCell<Vec<Watch>>,
    /// The start that was taken last.
    boarding: usize,
    legs: Vec<(usize, Leg<Climber>)>,
}

impl Dock<'_> {
    fn watch(&self, berth: usize) -> Watch {
        let mut watches = self.watches.borrow_mut();
        watches[berth].close(self.process);
        watches[berth]
    }

    fn take_in(&mut self, watch: Watch, passage: Passage<Climber>, days: u32) {
        let leg = Leg { passage, value: watch.value, cost: u64::from(days - watch.since) };
        self.legs.push((watch.start, leg));
    }
}

impl Harbour for Dock<'_> {
    fn next(&mut self, _: bool) -> Option<RunKey> {
        self.boarding = self.next.fetch_add(1, Ordering::Relaxed);
        Some(match *self.starts.get(self.boarding)? {
            Start::Fresh { replicate } => RunKey::new(self.process.seed, replicate),
            Start::Branch { state, key } => state.run.key().branched(key),
        })
    }

    fn resumes(&mut self, berth: usize) -> Option<&Berth> {
        let mut watch = Watch { start: self.boarding, ..Watch::default() };
        let from = match self.starts[self.boarding] {
            Start::Fresh { .. } => None,
            Start::Branch { state, .. } => {
                (watch.since, watch.level) = (state.run.day(), state.level);
                watch.committed = state.committed;
                Some(&*state.run)
            }
        };
        let mut watches = self.watches.borrow_mut();
        if watches.len() <= berth {
            watches.resize(berth + 1, Watch::default());
        }
        watches[berth] = watch;
        from
    }

    fn leaves(&mut self, berth: usize, run: &Berth) -> bool {
        let watch = self.watch(berth);
        let (level, committed) = (watch.level, watch.committed);
        let passage = if self.until.is_some_and(|until| until <= level) {
            Passage::Entered { level, state: Climber { run: Arc::new(run.clone()), level, committed } }
        } else if committed && !self.process.may_be_unmade {
            // Nothing more to earn.
            Passage::Missed
        } else {
            return false;
        };
        self.take_in(watch, passage, run.day());
        true
    }

    fn ended(&mut self, berth: usize, record: &RunRecord) {
        let watch = self.watch(berth);
        // What it ended in has been earned before.
        self.take_in(watch, Passage::Missed, record.end_day + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two decisions with (make, unmake) of (0.2, 0.1) and (0.3, 0.4). Made and not unmade: no unmaking, 0.9 · 0.6 =
    /// 0.54, less neither, 0.7 · 0.3 = 0.21. Unmade: 1 − 0.54.
    #[test]
    fn a_day_of_two_decisions() {
        let mut today = Today::default();
        today.add(0.2, 0.1);
        today.add(0.3, 0.4);
        let found = [today.made, today.neither, today.unmade];
        for (found, exact) in found.into_iter().zip([0.33, 0.21, 0.46]) {
            assert!((found - exact).abs() < 1e-15, "{found} {exact}");
        }
        let mut tiny = Today::default();
        tiny.add(1e-30, 0.0);
        tiny.add(2e-30, 0.0);
        assert!((tiny.made / 3e-30 - 1.0).abs() < 1e-15);
    }

    #[test]
    fn what_a_war_earned_is_taken_back_by_the_danger_of_nuclear_use() {
        let program = crate::experiment::fixture::program(crate::experiment::fixture::RIVALS);
        let process = Escalation::new(&program, 1, 1, Outcome::War).unwrap();
        let mut watch = Watch::default();
        let day = |watch: &mut Watch, makes, unmakes, committed| {
            watch.today.add(makes, unmakes);
            watch.today.committed = committed;
            watch.close(&process);
        };
        day(&mut watch, 0.25, 0.0, false);
        assert_eq!((watch.level, watch.committed), (process.levels(), false));
        day(&mut watch, 0.125, 0.5, true);
        day(&mut watch, 0.25, 0.0625, false);
        assert!((watch.value - (0.25 + 0.125 - 0.0625)).abs() < 1e-15, "{}", watch.value);
    }
}
