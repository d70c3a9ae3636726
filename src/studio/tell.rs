//! The story behind an outcome: the run that `trace --pick` would pick of the same batch, told the same way.

use serde::Serialize;

use super::job::Job;
use super::setting::Trouble;
use crate::experiment::pick::{Pick, pick_run};
use crate::experiment::{BatchPlan, OutcomeClass, Story};
use crate::output::{Detail, PickEntry, Sheet, markdown, story};

/// Most runs of a setting that are looked through for a story.
const MOST_RUNS: u64 = 20_000;

/// A run, told.
#[derive(Debug, Serialize)]
pub(super) struct Tale {
    outcome: String,
    replicate: u64,
    /// Why this run.
    why: String,
    /// What happened, as Markdown: days as headings, what happened as lists.
    pub(super) story: String,
}

/// Picks the run in the middle of an outcome class and tells it.
pub(super) fn tell(job: &Job, outcome: &str) -> Result<Tale, Trouble> {
    let (told, pick) = picked(job, outcome)?;
    let class = OutcomeClass::of(&job.bench.scenario, &told.record);
    Ok(Tale {
        outcome: class.name().map_or_else(|| class.key().replace('_', " "), str::to_owned),
        replicate: told.record.replicate,
        why: pick.why,
        story: story(&job.program, &told, Detail::Turning, Sheet::Markdown),
    })
}

/// The same as a document: byte for byte what `trace --pick outcome=… --format md` writes.
pub(super) fn document(job: &Job, outcome: &str) -> Result<String, Trouble> {
    let (told, pick) = picked(job, outcome)?;
    Ok(markdown::story(&job.program, &told, Detail::Turning, job.plan.seed, Some(&pick)))
}

fn picked(job: &Job, outcome: &str) -> Result<(Story, PickEntry), Trouble> {
    let plan = BatchPlan { runs: job.plan.runs.min(MOST_RUNS), ..job.plan };
    let picked = pick_run(&job.program, &plan, &Pick::Outcome(outcome.to_owned()), &mut |_| {});
    let picked = picked.map_err(|error| Trouble::of_request(error.to_string()))?;
    let entry = PickEntry { rule: format!("outcome={outcome}"), why: picked.to_string() };
    Ok((Story::of_run(&job.program, job.plan.seed, picked.replicate), entry))
}
