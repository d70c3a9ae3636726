//! The stories of a page: which runs of the results they are of, picked and told again from the scenario that the manifest holds.

use super::load;
use super::stop::Stop;
use crate::engine::Program;
use crate::experiment::BatchPlan;
use crate::output::{Results, Tale};
use crate::spec::Document;

/// At most so many runs are played again to pick from.
const MOST: u64 = 10_000;

/// The typical, the worst, the best and the most surprising run of a batch. None for results that are of no single batch.
pub(super) fn tales(results: &Results) -> Result<Vec<Tale>, Stop> {
    let head = results.head();
    if results.command() != "run" || head.scenario_toml.is_empty() || head.done_runs == 0 {
        return Ok(Vec::new());
    }
    let inconsistent =
        || anyhow::anyhow!("the scenario in the manifest is not one that this version can play");
    let document =
        Document::parse("manifest.json", head.scenario_toml.clone()).map_err(|_| inconsistent())?;
    let loaded = load::resolve(document, &[]).map_err(|_| inconsistent())?;
    let program = Program::new(&loaded.scenario);
    let seed: u64 = head.seed.parse().map_err(|_| inconsistent())?;
    let plan = BatchPlan { runs: head.done_runs.min(MOST), seed, threads: 0 };
    Ok(Tale::four(&program, &plan).map_err(anyhow::Error::new)?)
}
