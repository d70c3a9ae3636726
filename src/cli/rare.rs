//! `run --rare`: the splitting that is played besides a batch.

use super::args::RunArguments;
use super::progress::ProgressLine;
use super::settings::RunSettings;
use super::stop::Stop;
use crate::engine::Program;
use crate::experiment::rare::RareStudy;

/// Finds out what stands in the way before anything is played.
pub(super) fn check(program: &Program, settings: &RunSettings) -> Result<(), Stop> {
    let check = |plan| RareStudy::check(program, &settings.plan, plan);
    settings.rare.as_ref().map_or(Ok(()), check).map_err(|error| Stop::Failed(anyhow::Error::new(error)))
}

/// Plays the splitting that was asked for, if any.
pub(super) fn study(
    program: &Program,
    settings: &RunSettings,
    arguments: &RunArguments,
) -> Result<Option<RareStudy>, Stop> {
    let Some(plan) = &settings.rare else { return Ok(None) };
    let repeats = u64::from(plan.repeats);
    let mut progress = ProgressLine::new(arguments.play.progress, arguments.play.quiet, repeats, "repeats");
    let study = RareStudy::run(program, &settings.plan, plan, &mut |done| progress.update(done))
        .map_err(anyhow::Error::new)?;
    progress.finish();
    Ok(Some(study))
}
