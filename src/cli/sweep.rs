//! `sweep`: the same runs at every point of a design.

mod report;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde_json::json;

use super::args::SweepArguments;
use super::carry_out::{Conclusion, Ending, Job, carry_out, stopping_rule};
use super::explain;
use super::inputs::Inputs;
use super::load::{self, Loaded, Unsound};
use super::screen::Style;
use super::settings::{self, stem};
use super::stop::Stop;
use crate::engine::RunRecord;
use crate::experiment::design::Design;
use crate::experiment::estimates::outcomes;
use crate::experiment::regret::regret;
use crate::experiment::study::{Plan, Study};
use crate::experiment::sweep::{PointTally, Sweep};
use crate::experiment::{AimedRule, BatchPlan, Confidence, Objective, Recorded, StoppingRule, judge};
use crate::output::{Column, ManifestHead, Table, heatmap, points, regret as regret_table};
use crate::spec::{DesignKind, Document, Problem, ScenarioSpec};
use crate::stats::Level;

/// Runs of a point of which no number is said.
const DEFAULT_RUNS: u64 = 1000;
/// The same if the sweep ends earlier by a rule.
const DEFAULT_MOST_RUNS: u64 = 100_000;

/// Plays the sweep, writes its results and reports them.
pub(super) fn sweep(arguments: &SweepArguments, inputs: &Inputs) -> Result<(), Stop> {
    carry_out(&SweepJob::new(arguments, inputs)?, &arguments.play)
}

/// A sweep that was asked for.
pub(super) struct SweepJob<'a> {
    arguments: &'a SweepArguments,
    loaded: Loaded,
    study: Sweep,
    plan: Plan,
    confidence: Confidence,
    /// By point, if the sweep may end before all its runs are played.
    rules: Vec<Vec<AimedRule>>,
    /// How runs become rows, if they are written one by one.
    rows: Option<points::RunTable>,
}

impl<'a> SweepJob<'a> {
    pub(super) fn new(arguments: &'a SweepArguments, inputs: &Inputs) -> Result<Self, Stop> {
        let mut loaded = inputs.scenario(&arguments.file, &arguments.play.sets)?;
        loaded.note_population(arguments.play.quiet);
        let mut spec = read(arguments, &mut loaded)?;
        let (table, files) = file_of(arguments, inputs)?;
        settle(arguments, &mut spec);
        let seed = arguments.play.seed;
        let design = match &table {
            Some((name, text)) => Design::of_file(name, text, &loaded.document, &spec),
            None => Design::of_spec(&spec, seed),
        };
        let design = design.map_err(anyhow::Error::new)?;
        let objective = Objective::of_spec(&spec.objective).map_err(anyhow::Error::new)?;
        if objective.is_none() && design.policies() > 1 {
            let text =
                "levers are judged by something: give --minimise or --maximise, or a table `[objective]`";
            return Err(Stop::Failed(anyhow::anyhow!(text)));
        }
        let until = &arguments.until.until;
        let runs = spec.sweep.runs.unwrap_or(if until.is_empty() { DEFAULT_RUNS } else { DEFAULT_MOST_RUNS });
        let recorded = settings::recorded(&arguments.record, Recorded::LEAN);
        let batch = BatchPlan { runs, seed, threads: usize::from(arguments.play.threads) };
        let study =
            Sweep::new(&loaded.document, design, batch, objective, recorded).map_err(anyhow::Error::new)?;
        let confidence = Confidence { method: settings::method(arguments.ci), level: Level::default() };
        let rules = rules(until, &study)?;
        let rows = recorded.1.then(|| points::RunTable::new(&study));
        let plan = plan(arguments, inputs, &loaded, &study, confidence, files);
        Ok(Self { arguments, loaded, study, plan, confidence, rules, rows })
    }
}

/// The rules that end the sweep, for every point: measures need not be the same at all.
fn rules(rules: &[StoppingRule], study: &Sweep) -> Result<Vec<Vec<AimedRule>>, Stop> {
    if rules.is_empty() {
        return Ok(Vec::new());
    }
    let of_point = |point| {
        let measures = study.measures(point);
        rules.iter().map(|rule| rule.aim(&measures)).collect::<Result<Vec<_>, _>>()
    };
    let points = 0..study.design().points().len() as u64;
    Ok(points.map(of_point).collect::<Result<Vec<_>, _>>().map_err(anyhow::Error::new)?)
}

/// Everything that the results depend on.
fn plan(
    arguments: &SweepArguments,
    inputs: &Inputs,
    loaded: &Loaded,
    study: &Sweep,
    confidence: Confidence,
    files: BTreeMap<String, String>,
) -> Plan {
    let hash = |text: String| blake3::hash(text.as_bytes()).to_hex().to_string();
    let terms = json!({
        "the design": hash(study.design().canonical()),
        "the scenario as written": hash(loaded.document.without_sweep().to_toml()),
        "the objective": study.objective().map(Objective::describe),
        "what is recorded": settings::recorded(&arguments.record, Recorded::LEAN),
    });
    let rules: Vec<String> = arguments.until.until.iter().map(ToString::to_string).collect();
    let least = arguments.until.at_least;
    let scope = json!({ "ci": confidence.method.name(), "until": rules, "at_least": least });
    let scenarios = [(arguments.file.as_path(), loaded)];
    let plan = inputs.plan("sweep", study.plan().seed, study.layout(), &scenarios, terms, scope);
    Plan { files, ..plan }
}

/// Puts what a flag says into a document.
type PutFlag = fn(&mut Document, &str) -> Result<(), Box<Problem>>;

/// What the file and the command line say together, or everything that is wrong with it.
fn read(arguments: &SweepArguments, loaded: &mut Loaded) -> Result<ScenarioSpec, Stop> {
    let document = &mut loaded.document;
    let flags: [(&[String], PutFlag); 3] = [
        (&arguments.vary, Document::vary),
        (&arguments.lever, Document::lever),
        (&arguments.point, Document::point),
    ];
    let mut problems = Vec::new();
    for (texts, put) in flags {
        problems.extend(texts.iter().filter_map(|text| put(document, text).err().map(|problem| *problem)));
    }
    let (spec, of_form) = document.read();
    problems.extend(of_form);
    if problems.is_empty() {
        return Ok(spec);
    }
    document.sort(&mut problems);
    let sources = document.sources().to_vec();
    Err(load::tell(Unsound::Problems { sources, problems }, &load::name(&arguments.file)))
}

/// The file of a design by its name, and what it says.
type NamedText = Option<(String, String)>;

/// The file that `--design` names, if it names one, and what the plan keeps of it.
fn file_of(
    arguments: &SweepArguments,
    inputs: &Inputs,
) -> Result<(NamedText, BTreeMap<String, String>), Stop> {
    let none = (None, BTreeMap::new());
    let Some(name) = arguments.design.as_ref().filter(|name| kind(name).is_none()) else { return Ok(none) };
    if !Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv")) {
        let kinds = "grid, zip, list, lhs, sobol, or a file that ends in .csv";
        return Err(Stop::Failed(anyhow::anyhow!("there is no design `{name}`: {kinds}")));
    }
    if !arguments.vary.is_empty() || !arguments.point.is_empty() {
        let text = format!("`{name}` says what is varied and where; --vary and --point have no part in it");
        return Err(Stop::Failed(anyhow::anyhow!(text)));
    }
    let text = inputs.text(name)?;
    Ok((Some((name.clone(), text.clone())), BTreeMap::from([(name.clone(), text)])))
}

/// A kind of design by its name.
fn kind(name: &str) -> Option<DesignKind> {
    match name {
        "grid" => Some(DesignKind::Grid),
        "zip" => Some(DesignKind::Zip),
        "list" => Some(DesignKind::List),
        "lhs" => Some(DesignKind::Lhs),
        "sobol" => Some(DesignKind::Sobol),
        _ => None,
    }
}

/// The command line goes over what the file says.
fn settle(arguments: &SweepArguments, spec: &mut ScenarioSpec) {
    let sweep = &mut spec.sweep;
    if let Some(kind) = arguments.design.as_deref().and_then(kind) {
        sweep.design = Some(kind);
    } else if !arguments.point.is_empty() && arguments.vary.is_empty() {
        sweep.design = Some(DesignKind::List);
    } else if !arguments.vary.is_empty() && arguments.point.is_empty() {
        // A list of the file's is not what is asked for.
        let other = sweep.design.filter(|kind| *kind != DesignKind::List);
        sweep.design = other.or(Some(DesignKind::Grid));
    }
    sweep.points = arguments.points.or(sweep.points);
    sweep.runs = arguments.runs.or(sweep.runs);
    if arguments.minimise.is_some() || arguments.maximise.is_some() {
        spec.objective.minimise.clone_from(&arguments.minimise);
        spec.objective.maximise.clone_from(&arguments.maximise);
    }
}

impl Job for SweepJob<'_> {
    type Study = Sweep;

    fn study(&self) -> &Sweep {
        &self.study
    }

    fn plan(&self) -> &Plan {
        &self.plan
    }

    fn stem(&self) -> String {
        format!("{}-sweep", stem(&self.arguments.file))
    }

    fn judged_from(&self) -> Option<u64> {
        (!self.rules.is_empty()).then_some(self.arguments.until.at_least)
    }

    fn is_enough(&self, totals: &[PointTally]) -> bool {
        let met = |(rules, total): (&Vec<AimedRule>, &PointTally)| {
            let tally = total.tally();
            tally.is_some_and(|tally| rules.iter().all(|rule| rule.is_met(tally, self.confidence)))
        };
        self.rules.iter().zip(totals).all(met)
    }

    fn run_columns(&self) -> Option<Vec<Column>> {
        self.rows.as_ref().map(|rows| rows.columns().to_vec())
    }

    fn run_rows(&self, point: u64, records: &[RunRecord]) -> io::Result<Vec<u8>> {
        self.rows.as_ref().map_or(Ok(Vec::new()), |rows| rows.rows(&self.study, point, records))
    }

    fn tables_of_point(&self, point: u64, total: &PointTally) -> Option<Vec<Table>> {
        let alone = std::iter::once((point, self.study.batch(point, total)));
        Some(points::tables(self.study.design(), alone, self.confidence))
    }

    fn tables_beside(&self) -> Vec<Table> {
        vec![points::design_table(self.study.design())]
    }

    fn conclude(&self, totals: Vec<PointTally>, ending: &Ending) -> Result<Conclusion, Stop> {
        let (design, confidence) = (self.study.design(), self.confidence);
        let (mut estimates, mut are_sound) = (Vec::with_capacity(totals.len()), Vec::new());
        let batches = (0_u64..).zip(&totals).map(|(point, total)| (point, self.study.batch(point, total)));
        // Looked at in passing, since a batch is made for each point and there may be very many.
        let batches = batches.inspect(|(_, batch)| {
            estimates.push(outcomes(batch, confidence));
            are_sound.push(judge(batch, confidence).is_empty());
        });
        let mut tables = vec![points::design_table(design)];
        tables.extend(points::tables(design, batches, confidence));
        let regret = regret(&self.study, &totals, confidence.level);
        tables.extend(heatmap::tables(design, &estimates));
        tables.extend(regret.as_ref().map(|regret| regret_table::table(&self.study, regret)));
        let report =
            report::report(&self.study, &totals, &estimates, regret.as_ref(), confidence, Style::of_stdout());
        let warnings = warnings(are_sound.into_iter());
        Ok(Conclusion { tables, head: self.head(&totals, ending), report, warnings })
    }
}

impl SweepJob<'_> {
    fn head(&self, totals: &[PointTally], ending: &Ending) -> ManifestHead {
        let first = totals.first().map(|total| self.study.batch(0, total));
        let first = first.unwrap_or_else(|| self.study.batch(0, &self.study.nothing(0)));
        let origins = explain::origins(&self.loaded);
        let rule = stopping_rule(&self.arguments.until, ending, "fixed number of runs of each point");
        let done = totals.iter().map(PointTally::runs).sum();
        let planned = self.study.layout().total();
        ManifestHead::new(&first, None, self.confidence, self.plan.words.clone(), &origins)
            .with_text(self.plan.scenarios[0].toml.clone())
            .with_rule(rule)
            .of_scenario(&self.loaded.scenario, &origins)
            .with_runs(planned, done)
    }
}

/// What to know before using the result. The warnings of single points are only counted, since there are many points.
fn warnings(are_sound: impl Iterator<Item = bool>) -> Vec<String> {
    let (mut all, mut warned) = (0_u64, 0_u64);
    for is_sound in are_sound {
        all += 1;
        warned += u64::from(!is_sound);
    }
    let text =
        format!("{warned} of {all} points have something to be warned of; `run` with their values says what");
    (warned > 0).then_some(text).into_iter().collect()
}
