//! `case`: a scenario, or a folder of cases, held against what happened.

mod file;
mod report;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::anyhow;
use serde_json::json;

use super::args::CaseArguments;
use super::carry_out::{Conclusion, Ending, Job, carry_out, ended_by};
use super::explain;
use super::inputs::Inputs;
use super::load::Loaded;
use super::screen::{self, Style};
use super::settings::{method, stem};
use super::stop::Stop;
use crate::engine::Program;
use crate::experiment::case::{
    Case, CasePartial, CaseReport, CaseStudy, Question, read, report as report_of,
};
use crate::experiment::study::{Plan, Study};
use crate::experiment::{BatchPlan, Confidence};
use crate::output::{ManifestHead, VariantEntry, case as output};
use crate::stats::Level;
use file::CaseFile;

/// Plays the cases, writes what they say and reports it.
pub(super) fn case(arguments: &CaseArguments, inputs: &Inputs) -> Result<(), Stop> {
    carry_out(&CaseJob::new(arguments, inputs)?, &arguments.play)
}

/// A back-test that was asked for.
pub(super) struct CaseJob<'a> {
    arguments: &'a CaseArguments,
    confidence: Confidence,
    loaded: Vec<Loaded>,
    study: CaseStudy,
    plan: Plan,
    remarks: Vec<String>,
}

impl<'a> CaseJob<'a> {
    pub(super) fn new(arguments: &'a CaseArguments, inputs: &Inputs) -> Result<Self, Stop> {
        let mut files = BTreeMap::new();
        let described = file::describe(arguments, inputs, &mut files)?;
        let confidence = Confidence { method: method(arguments.ci), level: Level::default() };
        let (mut cases, mut loaded, mut remarks) = (Vec::new(), Vec::new(), Vec::new());
        let mut refused = 0;
        // What is wrong with any case is said of all.
        for one in &described {
            match made(one, arguments, inputs, &mut files, &mut remarks) {
                Ok((case, scenario)) => {
                    cases.push(case);
                    loaded.push(scenario);
                }
                Err(Stop::Told) => refused += 1,
                Err(stop) => return Err(stop),
            }
        }
        if refused > 0 {
            return Err(Stop::Told);
        }
        let study = CaseStudy::new(cases, arguments.runs, arguments.play.seed);
        let names: Vec<&str> = described.iter().map(|one| one.name.as_str()).collect();
        let terms = json!({ "the cases": names });
        let scope = json!({ "ci": confidence.method.name() });
        let scenarios: Vec<(&Path, &Loaded)> =
            described.iter().map(|one| one.scenario.as_path()).zip(&loaded).collect();
        let plan = inputs.plan("case", arguments.play.seed, study.layout(), &scenarios, terms, scope);
        let plan = Plan { files, ..plan };
        Ok(Self { arguments, confidence, loaded, study, plan, remarks })
    }

    fn head(&self, ending: &Ending) -> ManifestHead {
        let cases = self.study.cases();
        let origins = explain::origins(&self.loaded[0]);
        let (seed, threads) = (self.arguments.play.seed, usize::from(self.arguments.play.threads));
        let batch = BatchPlan { runs: self.arguments.runs, seed, threads };
        let words = self.plan.words.clone();
        let entries = cases.iter().zip(&self.plan.scenarios).map(|(case, planned)| {
            VariantEntry::new(case.name().to_owned(), case.program().scenario(), planned.toml.clone())
        });
        let per_replicate = self.study.runs_per_replicate();
        let planned = self.study.layout().total() * per_replicate;
        let done = ending.done.iter().sum::<u64>() * per_replicate;
        ManifestHead::of_runs(cases[0].program(), batch, self.confidence, words, &origins)
            .with_runs(planned, done)
            .with_text(self.plan.scenarios[0].toml.clone())
            .with_rule(ended_by(ending).to_owned())
            .with_variants(entries.collect())
    }
}

/// A case of what a file says, with its scenario.
fn made(
    one: &CaseFile,
    arguments: &CaseArguments,
    inputs: &Inputs,
    files: &mut BTreeMap<String, String>,
    remarks: &mut Vec<String>,
) -> Result<(Case, Loaded), Stop> {
    let loaded = inputs.scenario(&one.scenario, &arguments.play.sets)?;
    let program = Program::new(&loaded.scenario);
    let history = one.history.to_string_lossy().into_owned();
    let text = inputs.text(&history)?;
    let record = read(&text, &program).map_err(|problems| told(&history, &problems))?;
    files.insert(history.clone(), text);
    let question = question(one, &program, record.question).map_err(|problems| told(&one.file, &problems))?;
    remarks.extend(record.remarks.iter().map(|remark| format!("{history}: {remark}")));
    if question.is_none() {
        remarks.push(format!(
            "{history}: nobody strikes in it, so that nothing is asked of a first reply; a case file says with `striker`, `struck` and \
             `opening` what was to be answered"
        ));
    }
    let judged = record.judged.map(|(class, _)| class);
    let case = Case::new(&one.name, program, &record.history, question, judged, one.structure);
    Ok((case, loaded))
}

/// Says what is wrong with a file.
fn told(name: &str, problems: &[String]) -> Stop {
    for problem in problems {
        screen::complain("error", &format!("{name}: {problem}"));
    }
    Stop::Told
}

/// Who struck whom, as the case file has it, or else the record.
fn question(
    one: &CaseFile,
    program: &Program,
    of_record: Option<Question>,
) -> Result<Option<Question>, Vec<String>> {
    let scenario = program.scenario();
    let mut problems = Vec::new();
    let mut place = |what: &str, name: &Option<String>, keys: Vec<&str>| {
        let name = name.as_ref()?;
        let found = keys.iter().position(|key| key == name);
        if found.is_none() {
            let kind = if what == "opening" { "event" } else { "state" };
            let help =
                crate::spec::did_you_mean(name, keys).map_or_else(String::new, |help| format!("; {help}"));
            problems.push(format!("{what}: there is no {kind} `{name}` in the scenario{help}"));
        }
        found
    };
    let states = || scenario.states().iter().map(|state| state.key.as_str()).collect();
    let striker = place("striker", &one.striker, states());
    let struck = place("struck", &one.struck, states());
    let events = scenario.events().iter().map(|event| event.key.as_str()).collect();
    let opening = place("opening", &one.opening, events);
    if !problems.is_empty() {
        return Err(problems);
    }
    let forth = match (striker, struck) {
        (Some(striker), Some(struck)) => {
            let relation = scenario.relation_between(striker, struck);
            relation.ok_or_else(|| {
                vec!["the scenario has no relation between `striker` and `struck`".to_owned()]
            })?
        }
        _ => match of_record {
            Some(question) => question.forth,
            None => return Ok(None),
        },
    };
    Ok(Some(Question::of(program, forth, opening)))
}

impl Job for CaseJob<'_> {
    type Study = CaseStudy;

    fn study(&self) -> &CaseStudy {
        &self.study
    }

    fn plan(&self) -> &Plan {
        &self.plan
    }

    fn stem(&self) -> String {
        format!("{}-case", stem(&self.arguments.files[0]))
    }

    fn conclude(&self, totals: Vec<CasePartial>, ending: &Ending) -> Result<Conclusion, Stop> {
        if totals.is_empty() {
            return Err(Stop::Failed(anyhow!("there are no cases")));
        }
        let (seed, confidence) = (self.study.seed(), self.confidence);
        let cases = self.study.cases();
        let reports: Vec<CaseReport> =
            cases.iter().zip(&totals).map(|(case, total)| report_of(case, total, seed, confidence)).collect();
        let tables = output::tables(cases, &reports, confidence);
        let report = report::report(cases, &reports, confidence, Style::of_stdout());
        let mut warnings = self.remarks.clone();
        warnings.extend(reports.iter().flat_map(report::warnings));
        Ok(Conclusion { tables, head: self.head(ending), report, warnings })
    }
}
