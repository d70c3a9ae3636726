//! Runs side by side: the memory of a thread, and the order in which it plays.
//!
//! Every run in the fleet lives its own day; a day of the fleet is one day of each. The mornings come first, run by
//! run, then all that is to be decided is weighed together, then the evenings. A run that ends gives its berth to the next.

use super::day::Run;
use super::decision::Pending;
use super::deliberation::{Desk, Task, Verdicts};
use super::finished::Finished;
use super::inputs::RunInputs;
use super::outcome;
use super::program::Program;
use super::random::RunKey;
use super::record::RunRecord;
use super::recorder::{Recorder, Silent};
use super::scene::Scene;
use super::world::World;
use crate::lanes::Width;

/// Decisions weighed side by side: as many numbers as the widest vector instructions hold.
const LANES: usize = 16;
/// Runs side by side: enough that the decisions of a day fill the lanes, few enough that all of them stay in the cache.
const BERTHS: usize = 32;

/// One run as it stands between two days: plain data, which can be kept, copied and played on.
#[derive(Debug, Clone)]
pub struct Berth {
    pub(crate) key: RunKey,
    pub(crate) day: u32,
    pub(super) inputs: RunInputs,
    pub(super) world: World,
    pending: Vec<Pending>,
    pub(super) record: RunRecord,
    pub(super) under_way: bool,
}

impl Berth {
    /// The source of the draws that are still to come.
    pub fn key(&self) -> RunKey {
        self.key
    }

    /// The day that comes next: how many days have been played.
    pub fn day(&self) -> u32 {
        self.day
    }

    fn new(program: &Program) -> Self {
        Self {
            key: RunKey::new(0, 0),
            day: 0,
            inputs: RunInputs::with_shape(program),
            world: World::with_shape(program),
            pending: Vec::with_capacity(program.scenario().relations().len()),
            record: RunRecord::with_shape(program),
            under_way: false,
        }
    }

    /// Begins a run, with the quantiles that are given to it.
    fn begin(&mut self, program: &Program, key: RunKey, given: &[Option<f64>]) {
        (self.key, self.day, self.under_way) = (key, 0, true);
        self.inputs.draw(program, key, given);
        self.world.begin(program, &self.inputs, key);
        outcome::begin(program, &self.inputs, key, &mut self.record);
    }

    /// Goes on with a run from where it stood, under another key: what has been drawn stays, what will be drawn is
    /// drawn from there.
    pub(super) fn resume(&mut self, from: &Self, key: RunKey) {
        self.clone_from(from);
        (self.key, self.under_way) = (key, true);
    }

    pub(crate) fn scene<'a>(&'a self, program: &'a Program) -> Scene<'a> {
        Scene { program, inputs: &self.inputs, world: &self.world, key: self.key, day: self.day }
    }

    fn run<'a, R: Recorder>(&'a mut self, program: &'a Program, recorder: &'a mut R) -> Run<'a, R> {
        Run {
            program,
            inputs: &self.inputs,
            world: &mut self.world,
            pending: &mut self.pending,
            record: &mut self.record,
            recorder,
            key: self.key,
            day: self.day,
        }
    }
}

/// Where runs come from and where they go to.
pub trait Harbour {
    /// The next run to play. While others are under way (`idle` is false) it must not wait: `None` then means that there is
    /// none at the moment. When all berths are idle, `None` means that there will be none.
    fn next(&mut self, idle: bool) -> Option<RunKey>;
    /// The run that [`next`](Self::next) has just named gets this berth. If it goes on from where another run stood, that
    /// run; `None`, which is what it is by default, if it begins on day 0.
    fn resumes(&mut self, _berth: usize) -> Option<&Berth> {
        None
    }
    /// The run that [`next`](Self::next) has just named gets this berth and begins on day 0. Where in their distributions
    /// its drawn inputs lie: for each, in the order of [`Program::drawn_inputs`], the probability of a smaller value, from
    /// 0 to 1; the value is the distribution's quantile there. Luck decides where it is `None`, and on all that the list is
    /// too short for. Nothing else of the run's luck depends on it. Empty by default: luck decides on all.
    fn quantiles(&mut self, _berth: usize) -> &[Option<f64>] {
        &[]
    }
    /// A day of the run in this berth is over, and the run is not. True ends its stay: it is not played on here. False
    /// by default.
    fn leaves(&mut self, _berth: usize, _run: &Berth) -> bool {
        false
    }
    /// The run in this berth has ended.
    fn ended(&mut self, berth: usize, record: &RunRecord);
}

/// The memory of a thread: everything that its runs need, allocated once and used for run after run.
#[derive(Debug, Clone)]
pub(super) struct Fleet<const N: usize> {
    pub(super) berths: Vec<Berth>,
    pub(super) desk: Desk<N>,
    pub(super) tasks: Vec<Task>,
    verdicts: Verdicts,
}

impl<const N: usize> Fleet<N> {
    fn new(program: &Program, berths: usize, width: Width) -> Self {
        let tasks = program.scenario().relations().len();
        Self {
            berths: vec![Berth::new(program); berths],
            desk: Desk::new(program, width),
            tasks: Vec::with_capacity(tasks),
            verdicts: Verdicts::default(),
        }
    }

    /// Plays all runs that there are.
    fn play<R: Recorder>(&mut self, program: &Program, harbour: &mut impl Harbour, recorder: &mut R) {
        while self.fill(program, harbour) {
            self.tasks.clear();
            for (index, berth) in self.berths.iter_mut().enumerate().filter(|(_, berth)| berth.under_way) {
                recorder.turn_to(index);
                berth.run(program, recorder).morning(index, &mut self.tasks);
            }
            self.desk.draw(program, &self.berths, &mut self.tasks);
            self.desk.deliberate(program, &self.berths, &self.tasks, &mut self.verdicts);
            let mut verdicts = &self.verdicts.list[..];
            for (index, berth) in self.berths.iter_mut().enumerate().filter(|(_, berth)| berth.under_way) {
                let own = verdicts.iter().take_while(|verdict| verdict.task.berth == index).count();
                let (own, others) = verdicts.split_at(own);
                verdicts = others;
                recorder.turn_to(index);
                let mut run = berth.run(program, recorder);
                let end = run.evening(own, &self.verdicts);
                if let Some(end) = end {
                    outcome::conclude(&mut run, end);
                    recorder.finished(&Finished::new(berth.run(program, &mut Silent)));
                    recorder.end(&berth.record);
                    harbour.ended(index, &berth.record);
                }
                berth.day += 1;
                berth.under_way = end.is_none() && !harbour.leaves(index, berth);
            }
        }
    }

    /// Plays the rest of a day of the run in the first berth, whose morning is over, from what may be decided on it. Whether the run goes on.
    pub(super) fn close_day(&mut self, program: &Program, recorder: &mut impl Recorder) -> bool {
        self.desk.draw(program, &self.berths, &mut self.tasks);
        self.desk.deliberate(program, &self.berths, &self.tasks, &mut self.verdicts);
        let berth = &mut self.berths[0];
        let mut run = berth.run(program, recorder);
        let end = run.evening(&self.verdicts.list, &self.verdicts);
        if let Some(end) = end {
            outcome::conclude(&mut run, end);
            recorder.end(&berth.record);
        }
        berth.day += 1;
        berth.under_way = end.is_none();
        berth.under_way
    }

    /// Puts the next runs into the berths that are free. False if nothing is left to play.
    fn fill(&mut self, program: &Program, harbour: &mut impl Harbour) -> bool {
        let mut idle = !self.berths.iter().any(|berth| berth.under_way);
        for (index, berth) in self.berths.iter_mut().enumerate().filter(|(_, berth)| !berth.under_way) {
            let Some(key) = harbour.next(idle) else { break };
            match harbour.resumes(index) {
                Some(from) => berth.resume(from, key),
                None => berth.begin(program, key, harbour.quantiles(index)),
            }
            idle = false;
        }
        !idle
    }
}

/// A thread's means of playing many runs of a program.
#[derive(Debug, Clone)]
pub struct ManyRuns(Fleet<LANES>);

impl ManyRuns {
    /// Memory for many runs of this program at a time, by vector instructions of this width. The width changes no result.
    pub fn new(program: &Program, width: Width) -> Self {
        Self(Fleet::new(program, BERTHS, width))
    }

    /// Plays all runs that come out of the harbour. What the recorder is told of a run follows
    /// [`turn_to`](Recorder::turn_to) with the run's berth.
    pub fn play(&mut self, program: &Program, harbour: &mut impl Harbour, recorder: &mut impl Recorder) {
        self.0.play(program, harbour, recorder);
    }
}

/// The means of playing one run at a time, in a single lane: the same source, the same bits, and the plainest form of it.
#[derive(Debug, Clone)]
pub struct Workspace(pub(super) Fleet<1>);

impl Workspace {
    /// Memory for a run of this program.
    pub fn new(program: &Program) -> Self {
        Self(Fleet::new(program, 1, Width::baseline()))
    }

    /// Plays one run: a pure function of the program and the key. The recorder only watches.
    pub fn run(&mut self, program: &Program, key: RunKey, recorder: &mut impl Recorder) -> &RunRecord {
        self.play(program, &mut Single(Some(key)), recorder);
        &self.0.berths[0].record
    }

    /// A run as it stands when its states decide on a day, after the day's events and go-betweens; `None` if it has ended by then.
    pub(crate) fn at_decisions(&mut self, program: &Program, key: RunKey, day: u32) -> Option<&Berth> {
        self.convene(program, key, day, &mut Vec::new())
    }

    /// The same, with what may be decided then.
    pub(super) fn convene(
        &mut self,
        program: &Program,
        key: RunKey,
        day: u32,
        tasks: &mut Vec<Task>,
    ) -> Option<&Berth> {
        if day == 0 {
            self.0.berths[0].begin(program, key, &[]);
        } else {
            let mut until = Until { key: Some(key), day, reached: false };
            self.play(program, &mut until, &mut Silent);
            if !until.reached {
                return None;
            }
        }
        let berth = &mut self.0.berths[0];
        berth.run(program, &mut Silent).morning(0, tasks);
        berth.under_way = false;
        Some(berth)
    }

    /// Plays all runs that come out of the harbour, one after another.
    pub fn play(&mut self, program: &Program, harbour: &mut impl Harbour, recorder: &mut impl Recorder) {
        self.0.play(program, harbour, recorder);
    }
}

/// A single run up to a day after the first.
struct Until {
    key: Option<RunKey>,
    day: u32,
    reached: bool,
}

impl Harbour for Until {
    fn next(&mut self, _: bool) -> Option<RunKey> {
        self.key.take()
    }

    fn leaves(&mut self, _: usize, run: &Berth) -> bool {
        self.reached = run.day() == self.day;
        self.reached
    }

    fn ended(&mut self, _: usize, _: &RunRecord) {}
}

/// A single run.
struct Single(Option<RunKey>);

impl Harbour for Single {
    fn next(&mut self, _: bool) -> Option<RunKey> {
        self.0.take()
    }

    fn ended(&mut self, _: usize, _: &RunRecord) {}
}
