//! A batch: the runs 0, 1, 2 … of one program under one seed, played on all threads.
//!
//! Runs are dealt out in units. Each thread keeps its own workspace and tally; the calling thread deals, hands finished
//! units to the sink in run order, and never lets more than a window of units be under way, so that memory stays
//! flat however unequal the runs are.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

use super::dictionary::dictionary;
use super::measure::Measure;
use super::sink::{RunSink, SinkError};
use super::tally::{Tally, TallyRecorder};
use crate::engine::{Harbour, ManyRuns, Program, Recorder, RunKey, RunRecord};
use crate::lanes::Width;

/// Most runs dealt out at once.
const LARGEST_UNIT: u64 = 64;
/// Units under way for each thread.
const UNITS_PER_THREAD: u64 = 16;

/// Which runs to play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchPlan {
    /// How many: replicates 0 to `runs` − 1.
    pub runs: u64,
    /// The seed of all luck; 0 is a seed like any other.
    pub seed: u64,
    /// How many threads to use, 0 for all there are. Never changes a result.
    pub threads: usize,
}

impl BatchPlan {
    /// The number of threads that will be used.
    pub fn threads(&self) -> usize {
        match self.threads {
            0 => std::thread::available_parallelism().map_or(1, NonZero::get),
            asked => asked,
        }
    }

    fn unit(&self) -> u64 {
        (self.runs / (self.threads() as u64 * UNITS_PER_THREAD)).clamp(1, LARGEST_UNIT)
    }

    fn replicates(&self, unit: u64) -> Range<u64> {
        let first = unit * self.unit();
        first..(first + self.unit()).min(self.runs)
    }
}

/// Told, on the calling thread, how many runs are done.
pub type Progress<'a> = dyn FnMut(u64) + 'a;

/// The result of a batch: everything added up over its runs.
#[derive(Debug, Clone)]
pub struct Batch {
    plan: BatchPlan,
    program: Program,
    measures: Vec<Measure>,
    tally: Tally,
}

impl Batch {
    /// Which runs were asked for.
    pub fn plan(&self) -> BatchPlan {
        self.plan
    }

    /// The program that was run.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The measures of a run, in the order of every table.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// What was added up.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// How many runs were done.
    pub fn runs(&self) -> u64 {
        self.tally.runs()
    }
}

/// Plays a batch. A pure function of the program, the seed and the number of runs, whatever the number of threads.
///
/// # Errors
/// If the sink fails; no further run is handed to it.
pub fn run_batch(
    program: &Program,
    plan: &BatchPlan,
    sink: &mut dyn RunSink,
    progress: &mut Progress<'_>,
) -> Result<Batch, SinkError> {
    let measures = dictionary(program);
    let recorder = || TallyRecorder::new(program, &measures);
    let recorders = play_watched(program, plan, recorder, sink, progress)?;
    let mut tally = Tally::new(program, &measures);
    for recorder in recorders {
        tally.merge(&recorder.into_tally());
    }
    Ok(Batch { plan: *plan, program: program.clone(), measures, tally })
}

/// Runs that were played, by unit; without records if nobody wants them.
type Played = (u64, Vec<RunRecord>);

/// Plays the runs of a plan, those of each thread under a recorder of its own, and hands the recorders back. Which runs
/// a recorder saw depends on the threads, so what is read off them must not depend on how the runs were shared out.
///
/// # Errors
/// If the sink fails; no further run is handed to it.
pub(super) fn play_watched<R: Recorder + Send>(
    program: &Program,
    plan: &BatchPlan,
    recorder: impl Fn() -> R + Sync,
    sink: &mut dyn RunSink,
    progress: &mut Progress<'_>,
) -> Result<Vec<R>, SinkError> {
    let (deal, dealt) = channel();
    let (hand_in, played) = channel();
    let keep = sink.wants_runs();
    let dealt = Mutex::new(dealt);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..plan.threads())
            .map(|_| {
                let (worker, dealt, recorder) = (Worker { program, plan, keep }, &dealt, &recorder);
                let desk = Desk(hand_in.clone());
                scope.spawn(move || worker.work(dealt, &desk, recorder()))
            })
            .collect();
        drop(hand_in);
        // Owned here, so that whatever ends the delivery also ends the workers.
        let deal = deal;
        let delivered = deliver(plan, &deal, &played, sink, progress);
        drop(deal);
        let mut recorders = Vec::with_capacity(workers.len());
        for worker in workers {
            match worker.join() {
                Ok(recorder) => recorders.push(recorder),
                Err(panic) => resume_unwind(panic),
            }
        }
        delivered.map(|()| recorders)
    })
}

/// Deals units out and hands what comes back to the sink in run order.
fn deliver(
    plan: &BatchPlan,
    deal: &Sender<u64>,
    played: &Receiver<Option<Played>>,
    sink: &mut dyn RunSink,
    progress: &mut Progress<'_>,
) -> Result<(), SinkError> {
    let units = plan.runs.div_ceil(plan.unit());
    let window = plan.threads() as u64 * UNITS_PER_THREAD;
    let mut waiting = BTreeMap::new();
    let mut delivered = 0;
    // A worker is gone only if it panicked, and then it says so; sending cannot fail in any way that matters here.
    for unit in 0..units.min(window) {
        let _ = deal.send(unit);
    }
    while delivered < units {
        let Ok(Some((unit, records))) = played.recv() else { break };
        waiting.insert(unit, records);
        while let Some(records) = waiting.remove(&delivered) {
            for record in &records {
                let failed = |source| SinkError { replicate: record.replicate, source };
                sink.run(record).map_err(failed)?;
            }
            if delivered + window < units {
                let _ = deal.send(delivered + window);
            }
            progress(plan.replicates(delivered).end);
            delivered += 1;
        }
    }
    Ok(())
}

/// What a thread needs to know.
struct Worker<'a> {
    program: &'a Program,
    plan: &'a BatchPlan,
    keep: bool,
}

/// Where a worker hands in what it played. If the worker panics, the desk reports that there will be no more.
struct Desk(Sender<Option<Played>>);

impl Drop for Desk {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.0.send(None);
        }
    }
}

impl Worker<'_> {
    /// Plays units until no more are dealt.
    fn work<R: Recorder>(&self, dealt: &Mutex<Receiver<u64>>, desk: &Desk, mut recorder: R) -> R {
        let mut quay = Quay { worker: self, dealt, desk, next: 0..0, open: BTreeMap::new() };
        ManyRuns::new(self.program, Width::detect()).play(self.program, &mut quay, &mut recorder);
        recorder
    }
}

/// Feeds a worker's runs from the units that it was dealt, and hands a unit in when the last of its runs has ended.
struct Quay<'a> {
    worker: &'a Worker<'a>,
    dealt: &'a Mutex<Receiver<u64>>,
    desk: &'a Desk,
    /// Replicates of the latest unit that have not begun.
    next: Range<u64>,
    /// By unit: how many of its runs have not ended, and the records of those that have.
    open: BTreeMap<u64, (u64, Vec<RunRecord>)>,
}

impl Harbour for Quay<'_> {
    fn next(&mut self, idle: bool) -> Option<RunKey> {
        if self.next.is_empty() {
            // To wait with runs under way could mean waiting for the delivery of a unit of one's own.
            let unit = if idle {
                self.dealt.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()?
            } else {
                self.dealt.try_lock().ok()?.try_recv().ok()?
            };
            self.next = self.worker.plan.replicates(unit);
            self.open.insert(unit, (self.next.end - self.next.start, Vec::new()));
        }
        let replicate = self.next.next()?;
        Some(RunKey::new(self.worker.plan.seed, replicate))
    }

    fn ended(&mut self, _: usize, record: &RunRecord) {
        let unit = record.replicate / self.worker.plan.unit();
        let Some((left, records)) = self.open.get_mut(&unit) else { return };
        *left -= 1;
        if self.worker.keep {
            records.push(record.clone());
        }
        if *left == 0
            && let Some((_, mut records)) = self.open.remove(&unit)
        {
            records.sort_unstable_by_key(|record| record.replicate);
            // Nobody listens any more only after the sink has failed.
            let _ = self.desk.0.send(Some((unit, records)));
        }
    }
}

#[cfg(test)]
mod tests;
