//! `calibrate --dry-run`: what a calibration would take, from one evaluation.

use std::time::{Duration, Instant};

use super::{Question, USUAL_GENERATIONS};
use crate::cli::dry_run::memory::{resident, taken_by};
use crate::cli::format::{about, counted, size};
use crate::cli::screen;
use crate::cli::stop::Stop;
use crate::experiment::calibrate::{Request, Simulator};
use crate::experiment::threads;
use crate::output::part::encode;

/// Bytes of an evaluation in the journal besides what it came to, and the least that is said of memory.
const RECORD: u64 = 120;
const BESIDES: u64 = 32 << 20;

/// Says what the calibration would be; writes nothing. How many generations it takes shows only in the end, so that time and size are
/// those of a usual number.
pub(super) fn dry_run(question: &Question<'_>) -> Result<(), Stop> {
    let (plan, play) = (question.calibration, &question.arguments.play);
    let (evaluations, threads) =
        (plan.evaluations(USUAL_GENERATIONS), threads(usize::from(play.threads)) as u64);
    let request = Request { values: None, runs: plan.runs, seed: plan.seed };
    let (before, begin) = (resident(), Instant::now());
    let simulated = question.simulator.simulate(&request);
    let time = begin.elapsed().as_secs_f64() * evaluations as f64 / threads as f64;
    let time = Duration::try_from_secs_f64(time).unwrap_or(Duration::MAX);
    let packed = encode(&simulated).map_err(anyhow::Error::new)?.len() as u64;
    let kept = evaluations * (packed + RECORD);
    let thread =
        resident().zip(before).map_or(BESIDES, |(after, before)| after.peak.saturating_sub(before.now));
    let base = before.map_or(BESIDES, |before| before.peak);
    let memory =
        base + threads * thread.max(1 << 20) + 2 * evaluations * (taken_by(&simulated, packed) + RECORD);
    screen::print(&format!(
        "About {} of {} each with seed {} on {}: {}\n{} (about {} and tables)\n\n\
         Memory: at most about {}. Disk: about {} while it is under way, and {} in the end.\nDry run: nothing was written.\n",
        counted(evaluations, "evaluation"),
        counted(plan.runs, "run"),
        plan.seed,
        counted(threads, "thread"),
        about(time),
        question.target().display(),
        size(kept),
        size(memory + memory / 4 + BESIDES),
        size(2 * kept),
        size(kept),
    ))
}
