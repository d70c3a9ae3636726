//! `knockout`: each mechanism of a scenario switched off in turn, on common random numbers.

mod table;

use std::path::{Path, PathBuf};

use super::args::KnockoutArguments;
use super::format::{counted, wrapped};
use super::load::{self, Loaded};
use super::progress::ProgressLine;
use super::results::{self, refused};
use super::screen::{self, Style};
use super::settings::stem;
use super::stop::Stop;
use super::{explain, interrupt};
use crate::experiment::knockout::{Knockout, Mechanism, mechanisms};
use crate::experiment::{BatchPlan, Confidence};
use crate::output::{IfExists, ManifestHead, ResultsFolder, default_name, knockout as output};

/// Plays the scenario as it is and without each of its mechanisms, writes what they contribute and reports it.
pub(super) fn knockout(arguments: &KnockoutArguments) -> Result<(), Stop> {
    let loaded = load::load_or_tell(&arguments.file, &arguments.sets)?;
    let plan =
        BatchPlan { runs: arguments.runs, seed: arguments.seed, threads: usize::from(arguments.threads) };
    let mechanisms = mechanisms_of(arguments, &loaded)?;
    let target = target(arguments, &loaded, plan);
    let if_exists = if arguments.force { IfExists::Replace } else { IfExists::Refuse };
    let folder = interrupt::guard(ResultsFolder::open(&target, if_exists).map_err(refused)?)?;
    let all_runs = Knockout::runs_of(mechanisms.len(), &plan);
    let mut progress = ProgressLine::new(arguments.progress, arguments.quiet, all_runs, "runs");
    let spec = loaded.document.read().0;
    let knockout =
        Knockout::run(&spec, &loaded.scenario, mechanisms, &plan, &mut |done| progress.update(done))
            .map_err(anyhow::Error::new)?;
    progress.finish();
    let confidence = Confidence::default();
    let origins = explain::origins(&loaded);
    let head = ManifestHead::new(knockout.base(), None, confidence, results::command_line(), &origins);
    let files = results::write(&folder, &[output::table(&knockout, confidence.level)], head)?;
    if arguments.quiet {
        return Ok(());
    }
    screen::print(&report(&knockout, confidence, Style::of_stdout()))?;
    screen::print(&files.describe(&target))
}

/// All mechanisms of the scenario and the variants that are asked for; of variants only these if the others are left out.
fn mechanisms_of(arguments: &KnockoutArguments, loaded: &Loaded) -> Result<Vec<Mechanism>, Stop> {
    let mut list = if arguments.only_variants { Vec::new() } else { mechanisms(&loaded.scenario) };
    for file in &arguments.variants {
        let variant = load::load_or_tell(file, &arguments.sets)?;
        list.push(Mechanism::variant(stem(file), variant.scenario.title(), variant.document.read().0));
    }
    Ok(list)
}

fn target(arguments: &KnockoutArguments, loaded: &Loaded, plan: BatchPlan) -> PathBuf {
    let default = || {
        let stem = format!("{}-knockout", stem(&arguments.file));
        Path::new("results").join(default_name(&stem, &loaded.scenario, plan.seed, plan.runs, None))
    };
    arguments.out.clone().unwrap_or_else(default)
}

fn report(knockout: &Knockout, confidence: Confidence, style: Style) -> String {
    let batch = knockout.base();
    let title = wrapped(batch.program().scenario().title(), style.width, 0);
    let runs = counted(batch.runs(), "run");
    let level = 100.0 * confidence.level.get();
    let basis = format!(
        "Changed: share of runs that end in another class without the mechanism. Points: what it contributes, with minus \
         without, in percentage points of runs; above 0, it makes the outcome likelier. {runs} of either variant on the \
         same luck, seed {}, {level:.0} % intervals (Wilson; Bonett-Price).",
        batch.plan().seed
    );
    format!(
        "{}\nWhat each mechanism contributes to the outcome\n\n{}\n{}\n",
        style.bold(&title),
        table::table(knockout, confidence.level, style),
        style.faint(&wrapped(&basis, style.width, 0))
    )
}
