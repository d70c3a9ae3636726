//! Carries out a study: plays what is not done yet, keeps what is done, and makes a results folder of it.
//!
//! Everything that plays runs goes through here, so that all of it can be interrupted, gone on with, cut into shards and
//! put together again. A command says what it plays as a [`Job`].

mod begin;
mod finish;
mod ledger;
mod play;
mod shard;

use std::path::{Path, PathBuf};

use super::args::{PlayArguments, UntilArguments};
use super::dry_run::dry_run;
use super::progress::ProgressLine;
use super::stop::Stop;
use crate::engine::RunRecord;
use crate::experiment::study::{Fold, Plan, Study};
use crate::output::part::{Part, Store};
use crate::output::{Column, FolderError, IfExists, ManifestHead, ResultsFolder, Table};
use ledger::Ledger;
use play::Until;

pub(super) use finish::{conclude, finish};
pub(super) use play::take_everything;
pub(super) use shard::ShardArgument;

/// Something that a command was asked to play.
pub(super) trait Job: Sync {
    /// What is played.
    type Study: Study;

    /// What is played.
    fn study(&self) -> &Self::Study;

    /// Everything that the results depend on.
    fn plan(&self) -> &Plan;

    /// The folder's name begins with this.
    fn stem(&self) -> String;

    /// Whether the study may end before all its runs are played, and not before how many of every point.
    fn judged_from(&self) -> Option<u64> {
        None
    }

    /// Whether these totals are enough.
    fn is_enough(&self, _totals: &[Partial<Self>]) -> bool {
        false
    }

    /// The columns of `runs.csv`, the number of the row left out, if runs are written one by one.
    fn run_columns(&self) -> Option<Vec<Column>> {
        None
    }

    /// The rows of some runs of a point, in these columns.
    fn run_rows(&self, _point: u64, _records: &[RunRecord]) -> std::io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    /// Documents that go into the folder besides tables: the name of each and its text.
    fn pages(&self, _totals: &[Partial<Self>]) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// Tables of one point alone, where those of all points are as many times as long: for a job with so many points that what
    /// its tables come to is better multiplied up than tried out.
    fn tables_of_point(&self, _point: u64, _total: &Partial<Self>) -> Option<Vec<Table>> {
        None
    }

    /// Tables that are the same whatever the runs come to, besides those of the points.
    fn tables_beside(&self) -> Vec<Table> {
        Vec::new()
    }

    /// Turns the totals into what is written and said.
    fn conclude(&self, totals: Vec<Partial<Self>>, ending: &Ending) -> Result<Conclusion, Stop>;

    /// The same where more has to be played for it, which is noted in the folder as it is done.
    fn conclude_in(
        &self,
        _folder: &ResultsFolder,
        totals: Vec<Partial<Self>>,
        ending: &Ending,
    ) -> Result<Conclusion, Stop> {
        self.conclude(totals, ending)
    }
}

/// What units of a job's study come to.
pub(super) type Partial<J> = <<J as Job>::Study as Study>::Partial;

/// How a study came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ending {
    /// How many replicates were played, by point.
    pub(super) done: Vec<u64>,
    /// Why no more.
    pub(super) why: Why,
}

/// Why no more runs were played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// All are done.
    Complete,
    /// The stopping rule is satisfied.
    Enough,
    /// Somebody interrupted it.
    Interrupted,
}

/// What ended a study of a fixed number of runs, in words.
pub(super) fn ended_by(ending: &Ending) -> &'static str {
    match ending.why {
        Why::Complete | Why::Enough => "fixed number of runs",
        Why::Interrupted => "fixed number of runs; interrupted",
    }
}

/// What a study comes to.
#[derive(Debug)]
pub(super) struct Conclusion {
    pub(super) tables: Vec<Table>,
    pub(super) head: ManifestHead,
    /// What is said on the standard output.
    pub(super) report: String,
    pub(super) warnings: Vec<String>,
}

/// Carries a job out, as it was asked for: into a results folder, or a shard of it into a part.
pub(super) fn carry_out<J: Job>(job: &J, arguments: &PlayArguments) -> Result<(), Stop> {
    if arguments.dry_run {
        return dry_run(job, arguments, &target(job, arguments.out.as_deref()));
    }
    if arguments.shard.is_some() || arguments.units.is_some() {
        return shard::play_shard(job, arguments);
    }
    let target = target(job, arguments.out.as_deref());
    let if_exists = match (arguments.resume, arguments.force) {
        (true, _) => IfExists::Resume,
        (false, true) => IfExists::Replace,
        (false, false) => IfExists::Refuse,
    };
    let mut folder = ResultsFolder::open(&target, if_exists).map_err(refused)?;
    super::interrupt::watch()?;
    let (journal, before) = begin::begin(job, &mut folder)?;
    let mut ledger = Ledger::new(journal, &before);
    let mut fold = Fold::new(job.study());
    let mut until = Until::new(job, &before);
    let mut enough = play::take_all(job, &before, &mut fold, &mut until)?;
    if !enough {
        let mut progress = progress(job, arguments, ledger.done());
        enough = play::play(job, arguments, &before, |span, partial, payload| {
            ledger.enter(span, &payload)?;
            folder.keep();
            progress.update(ledger.done() * job.study().runs_per_replicate());
            play::take(job, span, partial, &mut fold, &mut until)
        })?;
        progress.finish();
    }
    let kept = ledger.done();
    ledger.close()?;
    let ending = ending(job, &fold, enough);
    if ending.why == Why::Interrupted && fold.done_of_all() == 0 {
        return Err(super::interrupt::nothing_to_show(kept));
    }
    let mut store = Store::default();
    // What is not written one by one has been added up already.
    if job.run_columns().is_some() {
        let journal = Part::recover(&folder.journal()).map_err(anyhow::Error::new)?;
        store.add(journal).map_err(|_| inconsistent())?;
    }
    finish(job, folder, fold.into_totals(), &ending, &store, &arguments.formats, arguments.quiet)
}

/// The folder that was asked for, or the one that the job has by default.
pub(super) fn target<J: Job>(job: &J, out: Option<&Path>) -> PathBuf {
    let default =
        || Path::new("results").join(format!("{}-{}", job.stem(), &job.plan().foundation_id()[..8]));
    out.map_or_else(default, Path::to_owned)
}

fn progress<J: Job>(job: &J, arguments: &PlayArguments, done: u64) -> ProgressLine {
    let per_replicate = job.study().runs_per_replicate();
    let planned = job.study().layout().total() * per_replicate;
    let mut progress = ProgressLine::new(arguments.progress, arguments.quiet, planned, "runs");
    progress.begin_at(done * per_replicate);
    progress
}

fn ending<J: Job>(job: &J, fold: &Fold<Partial<J>>, enough: bool) -> Ending {
    let done = fold.done().to_vec();
    let replicates = job.study().layout().replicates;
    let why = match enough {
        true => Why::Enough,
        false if done.iter().all(|&done| done >= replicates) => Why::Complete,
        false => Why::Interrupted,
    };
    Ending { done, why }
}

/// What ended a study, in words. `by_number` says what would have if there was no rule.
pub(super) fn stopping_rule(until: &UntilArguments, ending: &Ending, by_number: &str) -> String {
    let rules: Vec<String> = until.until.iter().map(|rule| format!("`{rule}`")).collect();
    let rule = if rules.is_empty() {
        by_number.to_owned()
    } else {
        format!("{}, judged at the end of every block from {} runs on", rules.join(" and "), until.at_least)
    };
    match ending.why {
        Why::Complete if rules.is_empty() => rule,
        Why::Complete => format!("{rule}; not reached within the most runs"),
        Why::Enough => format!("{rule}; reached"),
        Why::Interrupted => format!("{rule}; interrupted"),
    }
}

/// A results folder could not be made.
pub(super) fn refused(error: FolderError) -> Stop {
    match error {
        FolderError::Busy(_) => Stop::Transient(anyhow::Error::new(error)),
        error => Stop::Failed(anyhow::Error::new(error)),
    }
}

/// What was read does not have the shape of what this program writes, though its checksums are right.
fn inconsistent() -> Stop {
    Stop::Failed(anyhow::anyhow!("the finished runs contradict each other; start over with --force"))
}
