//! `compare`: variants of a scenario on common random numbers.

mod report;
mod variants;

use std::path::{Path, PathBuf};

use super::args::CompareArguments;
use super::load::{self, Loaded, is_stdin, tell};
use super::progress::ProgressLine;
use super::results::{self, refused};
use super::screen::{self, Style};
use super::settings::{method, stem};
use super::stop::Stop;
use super::{explain, interrupt};
use crate::experiment::compare::{Comparison, Scope};
use crate::experiment::{BatchPlan, Confidence};
use crate::output::{IfExists, ManifestHead, ResultsFolder, VariantEntry, compare as output, default_name};
use crate::stats::Level;

pub(super) use variants::Change;

/// Plays all variants, writes how they differ and reports it.
pub(super) fn compare(arguments: &CompareArguments) -> Result<(), Stop> {
    let variants = variants(arguments)?;
    let plan =
        BatchPlan { runs: arguments.runs, seed: arguments.seed, threads: usize::from(arguments.threads) };
    let confidence = Confidence { method: method(arguments.ci), level: Level::default() };
    let study = study(&variants, &plan);
    let target = target(arguments, &variants, plan);
    let if_exists = if arguments.force { IfExists::Replace } else { IfExists::Refuse };
    let folder = interrupt::guard(ResultsFolder::open(&target, if_exists).map_err(refused)?)?;
    let mut progress = ProgressLine::new(arguments.progress, arguments.quiet, study.runs(), "runs");
    let compared = study.run(&mut |done| progress.update(done));
    progress.finish();
    let (_, first) = &variants[0];
    let origins = explain::origins(first);
    let entries = variants
        .iter()
        .map(|(name, loaded)| VariantEntry::new(name.clone(), &loaded.scenario, loaded.document.to_toml()));
    let head = ManifestHead::new(compared.base(), None, confidence, results::command_line(), &origins)
        .with_text(first.document.to_toml())
        .with_variants(entries.collect());
    let files = results::write(&folder, &output::tables(&compared, confidence), head)?;
    if arguments.quiet {
        return Ok(());
    }
    screen::print(&report::report(&compared, confidence, Style::of_stdout()))?;
    for pair in compared.pairs() {
        for caveat in pair.caveats() {
            screen::complain("warning", &format!("A is {}, B is {}: {caveat}", compared.name(), pair.name()));
        }
    }
    screen::print(&files.describe(&target))
}

/// All variants with their names; what is wrong with any of them is said of all.
fn variants(arguments: &CompareArguments) -> Result<Vec<(String, Loaded)>, Stop> {
    let files = &arguments.files;
    if files.len() + arguments.changes.len() < 2 {
        let text =
            "there is nothing to compare with: give another scenario file, or a change --with PATH=VALUE";
        return Err(Stop::Failed(anyhow::anyhow!(text)));
    }
    if files.iter().filter(|file| is_stdin(file)).count() > 1 {
        return Err(Stop::Failed(anyhow::anyhow!("the standard input can be only one of the variants")));
    }
    let mut loaded: Vec<Result<Loaded, Stop>> =
        files.iter().map(|file| load::load_or_tell(file, &arguments.sets)).collect();
    if let Ok(first) = &loaded[0] {
        let first = first.document.clone();
        let changed = arguments.changes.iter().map(|change| {
            load::resolve(first.clone(), &change.sets).map_err(|unsound| tell(unsound, &change.name))
        });
        loaded.extend(changed.collect::<Vec<_>>());
    }
    let names = variants::names(files.iter().map(PathBuf::as_path), &arguments.changes);
    names.into_iter().zip(loaded).map(|(name, loaded)| loaded.map(|loaded| (name, loaded))).collect()
}

fn study(variants: &[(String, Loaded)], plan: &BatchPlan) -> Comparison {
    let (name, first) = &variants[0];
    let mut study = Comparison::new(name, &first.scenario, plan, Scope::All);
    for (name, loaded) in &variants[1..] {
        study.against(name, &loaded.scenario);
    }
    study
}

fn target(arguments: &CompareArguments, variants: &[(String, Loaded)], plan: BatchPlan) -> PathBuf {
    let default = || {
        let stem = format!("{}-compare", stem(&arguments.files[0]));
        Path::new("results").join(default_name(&stem, &variants[0].1.scenario, plan.seed, plan.runs, None))
    };
    arguments.out.clone().unwrap_or_else(default)
}
