//! `run`: a Monte Carlo batch from a scenario to a results folder.

mod report;

use std::io;

use serde_json::json;

use super::args::RunArguments;
use super::carry_out::{Conclusion, Ending, Job, Why, carry_out, stopping_rule};
use super::inputs::Inputs;
use super::load::Loaded;
use super::screen::Style;
use super::settings::{RunSettings, stem};
use super::stop::Stop;
use super::{explain, rare};
use crate::engine::{Program, RunRecord};
use crate::experiment::rare::{RareStudy, judge as judge_rare};
use crate::experiment::study::{Plan, Study};
use crate::experiment::{AimedRule, Batch, BatchStudy, Tally, Warning, judge};
use crate::output::rare::tables as rare_tables;
use crate::output::{Column, ManifestHead, ResultsFolder, RunRows, tables};
use crate::spec::child_path;

/// Plays the batch, writes its results and reports them.
pub(super) fn run(arguments: &RunArguments, inputs: &Inputs) -> Result<(), Stop> {
    carry_out(&RunJob::new(arguments, inputs)?, &arguments.play)
}

/// A batch that was asked for.
pub(super) struct RunJob<'a> {
    arguments: &'a RunArguments,
    settings: RunSettings,
    loaded: Loaded,
    study: BatchStudy,
    plan: Plan,
    rules: Vec<AimedRule>,
    /// How runs become rows, if they are written one by one.
    rows: Option<RunRows>,
}

impl<'a> RunJob<'a> {
    pub(super) fn new(arguments: &'a RunArguments, inputs: &Inputs) -> Result<Self, Stop> {
        let settings = RunSettings::read(arguments);
        let loaded = inputs.scenario(&arguments.file, &arguments.play.sets)?;
        loaded.note_population(arguments.play.quiet);
        let program = Program::new(&loaded.scenario);
        rare::check(&program, &settings)?;
        let study =
            BatchStudy::new(&program, settings.plan, settings.records_runs).recording(settings.recorded);
        let aim =
            |rule: &crate::experiment::StoppingRule| rule.aim(study.measures()).map_err(anyhow::Error::new);
        let rules = arguments.until.until.iter().map(aim).collect::<Result<Vec<_>, _>>()?;
        let rows = settings.records_runs.then(|| RunRows::new(&program, settings.plan.seed));
        let rare = settings.rare.as_ref().map(|rare| format!("{rare:?}"));
        let terms = json!({
            "the runs that are written one by one": settings.records_runs,
            "the tables that are recorded": settings.recorded,
            "the rare outcome": rare,
        });
        let rules_text: Vec<String> = arguments.until.until.iter().map(ToString::to_string).collect();
        let method = settings.confidence.method.name();
        let scope = json!({ "ci": method, "until": rules_text, "at_least": arguments.until.at_least });
        let scenarios = [(arguments.file.as_path(), &loaded)];
        let plan = inputs.plan("run", settings.plan.seed, study.layout(), &scenarios, terms, scope);
        Ok(Self { arguments, settings, loaded, study, plan, rules, rows })
    }
}

impl Job for RunJob<'_> {
    type Study = BatchStudy;

    fn study(&self) -> &BatchStudy {
        &self.study
    }

    fn plan(&self) -> &Plan {
        &self.plan
    }

    fn stem(&self) -> String {
        stem(&self.arguments.file)
    }

    fn judged_from(&self) -> Option<u64> {
        (!self.rules.is_empty()).then_some(self.arguments.until.at_least)
    }

    fn is_enough(&self, totals: &[Tally]) -> bool {
        let met = |tally| self.rules.iter().all(|rule| rule.is_met(tally, self.settings.confidence));
        totals.iter().all(met)
    }

    fn run_columns(&self) -> Option<Vec<Column>> {
        self.rows.as_ref().map(RunRows::columns)
    }

    fn run_rows(&self, point: u64, records: &[RunRecord]) -> io::Result<Vec<u8>> {
        self.rows.as_ref().map_or(Ok(Vec::new()), |rows| rows.rows(point, self.study.program(), records))
    }

    fn conclude(&self, totals: Vec<Tally>, ending: &Ending) -> Result<Conclusion, Stop> {
        Ok(self.conclude_with(None, totals, ending))
    }

    fn conclude_in(
        &self,
        folder: &ResultsFolder,
        totals: Vec<Tally>,
        ending: &Ending,
    ) -> Result<Conclusion, Stop> {
        let is_whole = ending.why != Why::Interrupted;
        let (program, settings) = (self.study.program(), &self.settings);
        let play = || rare::study(program, settings, self.arguments, &self.plan, folder);
        let study = if is_whole { play()? } else { None };
        Ok(self.conclude_with(study.as_ref(), totals, ending))
    }
}

impl RunJob<'_> {
    fn conclude_with(&self, study: Option<&RareStudy>, totals: Vec<Tally>, ending: &Ending) -> Conclusion {
        let tally = totals.into_iter().next().unwrap_or_else(|| self.study.nothing(0));
        let batch = self.study.batch(tally);
        let confidence = self.settings.confidence;
        let head = ManifestHead::new(
            &batch,
            study,
            confidence,
            self.plan.words.clone(),
            &explain::origins(&self.loaded),
        )
        .with_text(self.plan.scenarios[0].toml.clone())
        .with_rule(stopping_rule(&self.arguments.until, ending, "fixed number of runs"));
        let mut tables = tables::all(&batch, confidence);
        tables.extend(study.iter().flat_map(|study| rare_tables(study, confidence.level)));
        let report = report::report(&batch, study, confidence, Style::of_stdout());
        let of_rare = study.iter().flat_map(|study| judge_rare(study, &batch, confidence));
        let of_batch = warnings(&self.loaded, &batch, &self.settings).into_iter();
        let of_batch = of_batch.map(|warning| warning.to_string());
        let warnings = of_batch.chain(of_rare.map(|warning| warning.to_string())).collect();
        Conclusion { tables, head, report, warnings }
    }
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
