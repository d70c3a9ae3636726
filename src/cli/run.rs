//! `run`: a Monte Carlo batch from a scenario to a results folder.

use std::path::{Path, PathBuf};

use super::args::RunArguments;
use super::interrupt::{self, Guarded};
use super::load::{self, Loaded};
use super::progress::ProgressLine;
use super::report;
use super::results::{self, Written, refused};
use super::screen::{self, Style};
use super::settings::{RunSettings, stem};
use super::stop::Stop;
use super::{dry_run, explain, rare};
use crate::engine::Program;
use crate::experiment::rare::{RareStudy, judge as judge_rare};
use crate::experiment::{Batch, NoRuns, Warning, judge, run_batch_recording};
use crate::output::rare::tables as rare_tables;
use crate::output::{ManifestHead, ResultsFolder, RunsWriter, default_name, run_columns, tables};
use crate::spec::child_path;

/// Plays the batch, writes its results and reports them.
pub(super) fn run(arguments: &RunArguments) -> Result<(), Stop> {
    let settings = RunSettings::read(arguments);
    let loaded = load::load_or_tell(&arguments.file, &arguments.sets)?;
    let program = Program::new(&loaded.scenario);
    let target = target(&arguments.file, &loaded, &settings);
    rare::check(&program, &settings)?;
    if arguments.dry_run {
        return dry_run::dry_run(&program, &settings, &target);
    }
    let folder = ResultsFolder::open(&target, settings.if_exists).map_err(refused)?;
    // From here on there is something to clear away.
    let folder = interrupt::guard(folder)?;
    let mut progress = ProgressLine::new(arguments.progress, arguments.quiet, settings.plan.runs, "runs");
    let batch = play(&program, &settings, &folder, &mut |done| progress.update(done))?;
    progress.finish();
    let study = rare::study(&program, &settings, arguments)?;
    let files = write(&loaded, &batch, study.as_ref(), &settings, &folder)?;
    if arguments.quiet {
        return Ok(());
    }
    screen::print(&report::report(&batch, study.as_ref(), settings.confidence, Style::of_stdout()))?;
    for warning in warnings(&loaded, &batch, &settings) {
        screen::complain("warning", &warning.to_string());
    }
    for warning in study.iter().flat_map(|study| judge_rare(study, &batch, settings.confidence)) {
        screen::complain("warning", &warning.to_string());
    }
    screen::print(&files.describe(&target))
}

fn target(file: &Path, loaded: &Loaded, settings: &RunSettings) -> PathBuf {
    let default = || {
        let plan = settings.plan;
        let name = default_name(&stem(file), &loaded.scenario, plan.seed, plan.runs, settings.rare.as_ref());
        Path::new("results").join(name)
    };
    settings.out.clone().unwrap_or_else(default)
}

/// Plays the runs; with `--record runs` they are written on the way.
fn play(
    program: &Program,
    settings: &RunSettings,
    folder: &Guarded<ResultsFolder>,
    progress: &mut dyn FnMut(u64),
) -> Result<Batch, Stop> {
    if !settings.records_runs {
        return run_batch_recording(program, &settings.plan, settings.recorded, &mut NoRuns, progress)
            .map_err(|error| anyhow::Error::new(error).into());
    }
    let writer = folder.with(|folder| folder.begin("runs.csv"))?.map_err(refused)?;
    let mut sink = RunsWriter::new(program, settings.plan.seed, writer).map_err(anyhow::Error::new)?;
    let batch = run_batch_recording(program, &settings.plan, settings.recorded, &mut sink, progress)
        .map_err(anyhow::Error::new)?;
    let writer = sink.finish().map_err(anyhow::Error::new)?;
    folder.with(|folder| folder.close(writer, batch.runs(), run_columns(program)))?.map_err(refused)?;
    Ok(batch)
}

fn write(
    loaded: &Loaded,
    batch: &Batch,
    study: Option<&RareStudy>,
    settings: &RunSettings,
    folder: &Guarded<ResultsFolder>,
) -> Result<Written, Stop> {
    let origins = explain::origins(loaded);
    let head = ManifestHead::new(batch, study, settings.confidence, results::command_line(), &origins)
        .with_text(loaded.document.to_toml());
    let mut tables = tables::all(batch, settings.confidence);
    tables.extend(study.into_iter().flat_map(|study| rare_tables(study, settings.confidence.level)));
    results::write(folder, &tables, head)
}

/// What the result says of itself, then the parts of the scenario that cannot matter.
fn warnings(loaded: &Loaded, batch: &Batch, settings: &RunSettings) -> Vec<Warning> {
    let mut warnings = judge(batch, settings.confidence);
    let dead = loaded.dead();
    // What is dead never does anything; it is enough to say why. The list is in the order of paths.
    let begins_at = |prefix: &str| {
        let place = dead.partition_point(|dead| dead.path.as_str() < prefix);
        dead.get(place).is_some_and(|dead| dead.path.starts_with(prefix))
    };
    let is_dead = |address: &str| {
        let itself = dead.binary_search_by(|dead| dead.path.as_str().cmp(address));
        itself.is_ok() || begins_at(&format!("{address}."))
    };
    warnings.retain(|warning| {
        let address = match warning {
            Warning::SilentMediator { mediator } => child_path("mediators", mediator),
            Warning::EventNeverOccurred { event } => child_path("events", event),
            Warning::StateNeverDecided { state } => child_path("states", state),
            _ => return true,
        };
        !is_dead(&address)
    });
    warnings.extend(dead.into_iter().map(|dead| Warning::DeadParameter { path: dead.path, why: dead.why }));
    warnings
}
