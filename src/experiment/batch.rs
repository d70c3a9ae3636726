//! A batch: the runs 0, 1, 2 … of one program under one seed, played on all threads.
//!
//! Units of runs are dealt out to threads, and handed to the sink in run order. Memory stays flat: few units are under
//! way at any time.

use std::collections::BTreeMap;
use std::num::NonZero;

use super::dictionary::dictionary;
use super::measure::Measure;
use super::recorded::Recorded;
use super::sink::{RunSink, SinkError};
use super::study::{Flow, Layout, Played, Span, Study, deal, play_span};
use super::tally::{Tally, TallyRecorder};
use crate::engine::{Program, Recorder};

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
        threads(self.threads)
    }
}

/// How many threads to use if so many were asked for: as many as there are cores, for 0.
pub fn threads(asked: usize) -> usize {
    match asked {
        0 => std::thread::available_parallelism().map_or(1, NonZero::get),
        asked => asked,
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
    /// Of what was added up over the runs of a program with these measures.
    pub(super) fn new(plan: BatchPlan, program: Program, measures: Vec<Measure>, tally: Tally) -> Self {
        Self { plan, program, measures, tally }
    }

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

/// A batch as a [`Study`]: one point, whose replicates are the runs.
#[derive(Debug)]
pub struct BatchStudy {
    program: Program,
    measures: Vec<Measure>,
    plan: BatchPlan,
    recorded: Recorded,
    keeps_runs: bool,
}

impl BatchStudy {
    /// The batch of a program, which records everything. Whether its runs are kept one by one changes no result.
    pub fn new(program: &Program, plan: BatchPlan, keeps_runs: bool) -> Self {
        let (program, measures) = (program.clone(), dictionary(program));
        Self { program, measures, plan, recorded: Recorded::ALL, keeps_runs }
    }

    /// The same batch, with only so much recorded.
    #[must_use]
    pub fn recording(self, recorded: Recorded) -> Self {
        Self { recorded, ..self }
    }

    /// The program that is run.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The measures of a run.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// The batch, once its runs are added up: all of them, or as many as there were.
    pub fn batch(&self, tally: Tally) -> Batch {
        let (program, measures) = (self.program.clone(), self.measures.clone());
        Batch { plan: self.plan, program, measures, tally }
    }
}

impl Study for BatchStudy {
    type Partial = Tally;

    fn layout(&self) -> Layout {
        Layout::new(1, self.plan.runs, self.program.scenario().relations().len())
    }

    fn play(&self, span: Span) -> Played<Tally> {
        let mut recorder = TallyRecorder::new(&self.program, &self.measures, self.recorded);
        let replicates = span.from..span.to;
        let records = play_span(&self.program, self.plan.seed, replicates, &mut recorder, self.keeps_runs);
        Played { partial: recorder.into_tally(), records }
    }

    fn nothing(&self, _: u64) -> Tally {
        Tally::new(&self.program, &self.measures, self.recorded)
    }

    fn add(&self, total: &mut Tally, next: &Tally) -> bool {
        let fits = total.fits(next, &self.program);
        if fits {
            total.merge(next);
        }
        fits
    }
}

/// Plays a batch and records everything. A pure function of the program, the seed and the number of runs, whatever the
/// number of threads.
///
/// # Errors
/// If the sink fails; no further run is handed to it.
pub fn run_batch(
    program: &Program,
    plan: &BatchPlan,
    sink: &mut dyn RunSink,
    progress: &mut Progress<'_>,
) -> Result<Batch, SinkError> {
    run_batch_recording(program, plan, Recorded::ALL, sink, progress)
}

/// The same, with only so much recorded.
///
/// # Errors
/// If the sink fails; no further run is handed to it.
pub fn run_batch_recording(
    program: &Program,
    plan: &BatchPlan,
    recorded: Recorded,
    sink: &mut dyn RunSink,
    progress: &mut Progress<'_>,
) -> Result<Batch, SinkError> {
    let study = BatchStudy::new(program, *plan, sink.wants_runs()).recording(recorded);
    let recorder = || TallyRecorder::new(program, &study.measures, recorded);
    let mut tally = study.nothing(0);
    let mut gather = |recorder: TallyRecorder<'_>| tally.merge(&recorder.into_tally());
    play_watched(program, plan, recorder, &mut gather, sink, progress)?;
    Ok(study.batch(tally))
}

/// Plays the runs of a plan, those of each unit under a recorder of its own, and hands the recorders to `gather` and the
/// runs to the sink, both in run order.
///
/// # Errors
/// If the sink fails; no further run is handed to it.
pub(super) fn play_watched<R: Recorder + Send>(
    program: &Program,
    plan: &BatchPlan,
    recorder: impl Fn() -> R + Sync,
    gather: &mut dyn FnMut(R),
    sink: &mut dyn RunSink,
    progress: &mut Progress<'_>,
) -> Result<(), SinkError> {
    let layout = Layout::new(1, plan.runs, program.scenario().relations().len());
    let keep = sink.wants_runs();
    let work = |unit| {
        let (span, mut recorder) = (layout.span(unit), recorder());
        let records = play_span(program, plan.seed, span.from..span.to, &mut recorder, keep);
        (recorder, records)
    };
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    deal(0..layout.units(), plan.threads(), work, |unit, played| {
        waiting.insert(unit, played);
        while let Some((recorder, records)) = waiting.remove(&next) {
            for record in &records {
                let failed = |source| SinkError { replicate: record.replicate, source };
                sink.run(record).map_err(failed)?;
            }
            gather(recorder);
            progress(layout.span(next).to);
            next += 1;
        }
        Ok(Flow::Continue)
    })
}

#[cfg(test)]
mod tests;
