//! `run --dry-run`: what would be done, how long it would take, and how large it would be.

use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use super::format::{about, counted, size, thousands};
use super::screen::{self, Style};
use super::settings::RunSettings;
use super::stop::Stop;
use super::table::{Align, Table};
use crate::engine::{Program, RunKey, Workspace};
use crate::experiment::{BatchPlan, NoRuns, TallyRecorder, dictionary, run_batch};
use crate::output::{RunsWriter, csv, tables};

/// Time that the probe may take.
const PROBE: Duration = Duration::from_millis(300);
/// Most runs of the probe; more would say little more.
const PROBE_RUNS: u64 = 200;

/// Says what a batch would be, from a small one that is not kept.
pub(super) fn dry_run(program: &Program, settings: &RunSettings, target: &Path) -> Result<(), Stop> {
    let plan = settings.plan;
    let probe = BatchPlan { runs: plan.runs.min(PROBE_RUNS), threads: 1, ..plan };
    let mut rows = Table::new([("file", Align::Left), ("rows", Align::Right), ("size", Align::Right)]);
    let mut bytes = 0;
    let mut push = |name: String, count: u64, size_in_bytes: u64| {
        bytes += size_in_bytes;
        rows.push([name, thousands(count), size(size_in_bytes)]);
    };
    let batch = run_batch(program, &probe, &mut NoRuns, &mut |_| {}).map_err(anyhow::Error::new)?;
    for table in tables::all(&batch, settings.confidence) {
        let mut counter = Counter(0);
        csv::write(&table, &mut counter).map_err(anyhow::Error::new)?;
        push(format!("{}.csv", table.name), table.rows.len() as u64, counter.0);
    }
    if settings.records_runs {
        let mut sink = RunsWriter::new(program, plan.seed, Counter(0)).map_err(anyhow::Error::new)?;
        run_batch(program, &probe, &mut sink, &mut |_| {}).map_err(anyhow::Error::new)?;
        let counted = sink.finish().0;
        push(
            "runs.csv".to_owned(),
            plan.runs,
            (u128::from(counted) * u128::from(plan.runs) / u128::from(probe.runs)) as u64,
        );
    }
    let time = time_per_run(program, plan).as_secs_f64() * plan.runs as f64 / plan.threads() as f64;
    let time = Duration::try_from_secs_f64(time).unwrap_or(Duration::MAX);
    let text = format!(
        "{} with seed {} on {}: {}\n{} (about {} and the manifest):\n\n{}\nDry run: nothing was written.\n",
        counted(plan.runs, "run"),
        plan.seed,
        counted(plan.threads() as u64, "thread"),
        about(time),
        target.display(),
        size(bytes),
        rows.render(Style::of_stdout()),
    );
    screen::print(&text)
}

/// What a run takes on one thread.
fn time_per_run(program: &Program, plan: BatchPlan) -> Duration {
    let measures = dictionary(program);
    let mut recorder = TallyRecorder::new(program, &measures);
    let mut workspace = Workspace::new(program);
    let begin = Instant::now();
    let mut runs = 0;
    while runs < plan.runs.min(u64::from(u32::MAX)) && begin.elapsed() < PROBE {
        workspace.run(program, RunKey::new(plan.seed, runs), &mut recorder);
        runs += 1;
    }
    begin.elapsed() / u32::try_from(runs).unwrap_or(u32::MAX).max(1)
}

/// Counts bytes and keeps none.
struct Counter(u64);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
