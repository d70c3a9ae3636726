//! `sensitivity`: which of the numbers that a scenario leaves open matter, and how much is luck.

mod apart;
mod factors;
mod report;
mod tornado;

use std::path::Path;
use std::sync::Arc;

use anyhow::anyhow;
use serde_json::json;

use super::args::{Method, SensitivityArguments};
use super::carry_out::{Conclusion, Ending, Job, Why, carry_out};
use super::explain;
use super::inputs::Inputs;
use super::load::Loaded;
use super::screen::{self, Style};
use super::settings::stem;
use super::stop::Stop;
use crate::engine::Program;
use crate::experiment::design::sample::SOBOL_DIMENSIONS;
use crate::experiment::sensitivity::{
    Ends, Factors, MOST_RUNS, MorrisDesign, Output, RowStudy, SamplePlan, Sensitivity, SobolDesign,
    Statistic, Subject, TornadoStudy, caution, morris, morris_study, sobol, sobol_study,
};
use crate::experiment::study::{Layout, Plan, Study};
use crate::experiment::{BatchPlan, Confidence};
use crate::output::{ManifestHead, Table, sensitivity as output};
use crate::spec::Limit;
use crate::stats::{Bootstrap, Level};
use factors::Asked;

/// Plays the method's runs, writes what they say of the factors and reports it; or does one of those things for which
/// nothing is played.
pub(super) fn sensitivity(arguments: &SensitivityArguments, inputs: &Inputs) -> Result<(), Stop> {
    if let Some(folder) = &arguments.from {
        return apart::ranks(folder, arguments);
    }
    if let (Some(design), Some(results)) = (&arguments.design, &arguments.results) {
        return apart::results(design, results, arguments);
    }
    if let Some(path) = &arguments.design_out {
        return apart::design(&Question::read(arguments, inputs)?, path, arguments);
    }
    match SensitivityJobs::new(arguments, inputs)? {
        SensitivityJobs::Sobol(job) => carry_out(&job, &arguments.play),
        SensitivityJobs::Morris(job) => carry_out(&job, &arguments.play),
        SensitivityJobs::Tornado(job) => carry_out(&job, &arguments.play),
    }
}

/// Everything that is studied, and how.
struct Question<'a> {
    arguments: &'a SensitivityArguments,
    file: &'a Path,
    loaded: Loaded,
    subject: Arc<Subject>,
    ends: Vec<Ends>,
    sample: SamplePlan,
}

/// What a method found.
struct Findings {
    tables: Vec<Table>,
    report: String,
    cautions: Vec<String>,
}

/// A study of sensitivity that was asked for.
pub(super) struct SensitivityJob<'a, S: Study> {
    question: Question<'a>,
    study: S,
    plan: Plan,
    find: fn(&Question<'_>, &S, &S::Partial) -> Findings,
}

/// The same by any method.
pub(super) enum SensitivityJobs<'a> {
    Sobol(SensitivityJob<'a, RowStudy<SobolDesign>>),
    Morris(SensitivityJob<'a, RowStudy<MorrisDesign>>),
    Tornado(SensitivityJob<'a, TornadoStudy>),
}

impl<'a> SensitivityJobs<'a> {
    pub(super) fn new(arguments: &'a SensitivityArguments, inputs: &Inputs) -> Result<Self, Stop> {
        let question = Question::read(arguments, inputs)?;
        let (subject, sample) = (Arc::clone(&question.subject), question.sample);
        Ok(match arguments.method {
            Method::Sobol => Self::Sobol(question.job(sobol_study(&subject, sample), inputs, by_sobol)),
            Method::Morris => Self::Morris(question.job(morris_study(&subject, sample), inputs, by_morris)),
            Method::Tornado => {
                let study = TornadoStudy::new(&subject, question.ends.clone(), sample.rows, sample.seed);
                Self::Tornado(question.job(study, inputs, by_tornado))
            }
        })
    }
}

impl<'a> Question<'a> {
    fn read(arguments: &'a SensitivityArguments, inputs: &Inputs) -> Result<Self, Stop> {
        let Some(file) = arguments.file.as_deref() else {
            return Err(Stop::Failed(anyhow!("a scenario file is needed")));
        };
        let asked = Asked::read(arguments).map_err(told)?;
        let loaded = inputs.scenario(file, &asked.assignments)?;
        loaded.note_population(arguments.play.quiet);
        let program = Program::new(&loaded.scenario);
        let mut problems = asked.idle(&loaded.scenario);
        let outputs = Output::chosen(&loaded.scenario, &arguments.outputs);
        let factors = Factors::new(&program, &asked.choice);
        problems.extend(outputs.as_ref().err().into_iter().flatten().cloned());
        problems.extend(factors.as_ref().err().into_iter().flatten().cloned());
        let wants_ends = arguments.method != Method::Sobol || arguments.design_out.is_some();
        if let (true, Ok(factors)) = (wants_ends, &factors) {
            let tables = factors.sources().iter().filter(|source| source.is_row());
            problems.extend(tables.map(|source| {
                format!(
                    "`{}` is a row of a table, which is neither low nor high: only --method sobol can move it, and no design \
                     can write it; or name the other factors with --only",
                    source.key
                )
            }));
        }
        let rows = arguments.rows.unwrap_or(arguments.method.rows());
        let is_sample = arguments.method != Method::Tornado;
        let most = Limit::BaseRows.now();
        if is_sample && rows > most {
            problems.push(format!("{rows} base rows are more than {most}; {}", Limit::BaseRows.how(rows)));
        }
        if is_sample && rows.saturating_mul(arguments.inner) > MOST_RUNS {
            problems.push(format!("{rows} rows of {} runs are too many", arguments.inner));
        }
        let (Ok(outputs), Ok(factors), true) = (outputs, factors, problems.is_empty()) else {
            return Err(told(problems));
        };
        let ends = asked.ends(&factors);
        let sample = SamplePlan { rows, inner: arguments.inner, seed: arguments.play.seed };
        let subject = Arc::new(Subject { program, factors, outputs });
        Ok(Self { arguments, file, loaded, subject, ends, sample })
    }

    fn job<S: Study>(
        self,
        study: S,
        inputs: &Inputs,
        find: fn(&Question<'_>, &S, &S::Partial) -> Findings,
    ) -> SensitivityJob<'a, S> {
        let plan = self.plan(study.layout(), inputs);
        SensitivityJob { question: self, study, plan, find }
    }

    fn plan(&self, layout: Layout, inputs: &Inputs) -> Plan {
        let Self { arguments, subject, .. } = self;
        let factors: Vec<(&str, &[usize])> =
            subject.factors.list().iter().map(|one| (one.key.as_str(), one.sources.as_slice())).collect();
        let sources: Vec<&str> = subject.factors.sources().iter().map(|one| one.key.as_str()).collect();
        let outputs: Vec<&str> = subject.outputs.iter().map(|one| one.key.as_str()).collect();
        let ends: Vec<[f64; 2]> = self.ends.iter().map(|ends| [ends.low, ends.high]).collect();
        // Beyond these dimensions the points of a Sobol' sequence depend on how many there are.
        let is_fixed = arguments.method == Method::Sobol && 2 * sources.len() > SOBOL_DIMENSIONS;
        let terms = json!({
            "the method": arguments.method.key(),
            "the runs of each evaluation": self.sample.inner,
            "the factors": factors,
            "what is moved": sources,
            "the outputs": outputs,
            "the ends of the factors": ends,
            "the number of base rows": is_fixed.then_some(self.sample.rows),
        });
        let scenarios = [(self.file, &self.loaded)];
        inputs.plan("sensitivity", self.sample.seed, layout, &scenarios, terms, json!({}))
    }

    /// What is said of indices.
    fn findings(&self, list: &[Sensitivity], by: Statistic, rows: u64) -> Findings {
        let (method, inner) = (self.arguments.method, self.sample.inner);
        Findings {
            tables: vec![output::table(method.key(), list)],
            report: report::indices(self, list, rows, Style::of_stdout()),
            cautions: caution(list, by, rows, inner).iter().map(ToString::to_string).collect(),
        }
    }
}

impl<S: Study> Job for SensitivityJob<'_, S> {
    type Study = S;

    fn study(&self) -> &S {
        &self.study
    }

    fn plan(&self) -> &Plan {
        &self.plan
    }

    fn stem(&self) -> String {
        format!("{}-{}", stem(self.question.file), self.question.arguments.method.key())
    }

    fn conclude(&self, totals: Vec<S::Partial>, ending: &Ending) -> Result<Conclusion, Stop> {
        let total = totals.into_iter().next().unwrap_or_else(|| self.study.nothing(0));
        let Findings { tables, report, cautions } = (self.find)(&self.question, &self.study, &total);
        let runs = |replicates: u64| replicates * self.study.runs_per_replicate();
        let rule = match ending.why {
            Why::Interrupted => "fixed number of base rows; interrupted",
            _ => "fixed number of base rows",
        };
        let plan = BatchPlan {
            runs: runs(self.study.layout().total()),
            seed: self.question.sample.seed,
            threads: 1,
        };
        let (program, words) = (&self.question.subject.program, self.plan.words.clone());
        let origins = explain::origins(&self.question.loaded);
        let head = ManifestHead::of_runs(program, plan, Confidence::default(), words, &origins)
            .with_text(self.plan.scenarios[0].toml.clone())
            .with_rule(rule.to_owned());
        let head = ManifestHead { done_runs: runs(ending.done.iter().sum()), ..head };
        Ok(Conclusion { tables, head, report, warnings: cautions })
    }
}

fn by_sobol(
    question: &Question<'_>,
    study: &RowStudy<SobolDesign>,
    rows: &<RowStudy<SobolDesign> as Study>::Partial,
) -> Findings {
    let bootstrap = Bootstrap { seed: question.sample.seed, ..Bootstrap::default() };
    let list = sobol(study, rows, &bootstrap, Level::default());
    question.findings(&list, Statistic::Total, study.rows(rows))
}

fn by_morris(
    question: &Question<'_>,
    study: &RowStudy<MorrisDesign>,
    rows: &<RowStudy<MorrisDesign> as Study>::Partial,
) -> Findings {
    let list = morris(study, rows, Level::default());
    question.findings(&list, Statistic::MuStar, study.rows(rows))
}

fn by_tornado(
    question: &Question<'_>,
    study: &TornadoStudy,
    swings: &<TornadoStudy as Study>::Partial,
) -> Findings {
    Findings {
        tables: vec![output::tornado(study, swings, Level::default())],
        report: tornado::report(question, study, swings, Style::of_stdout()),
        cautions: tornado::cautions(study, swings),
    }
}

/// Says everything that is wrong.
fn told(problems: Vec<String>) -> Stop {
    for problem in problems {
        screen::complain("error", &problem);
    }
    Stop::Told
}
