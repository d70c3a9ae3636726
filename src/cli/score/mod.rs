//! `score`: what a scenario or a population comes to, held against what was observed.

pub(super) mod members;
mod report;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use anyhow::anyhow;
use serde_json::json;

use super::args::ScoreArguments;
use super::carry_out::{Conclusion, Ending, Job, carry_out, ended_by};
use super::explain;
use super::inputs::Inputs;
use super::load::{self, Loaded, Unsound};
use super::screen::{self, Style};
use super::settings::stem;
use super::stop::Stop;
use crate::engine::Program;
use crate::experiment::score::{
    ChancePlan, Rows, Score, ScoreError, ScorePlan, Targets, chance_misses, judge_all, verdicts,
};
use crate::experiment::study::{Plan, Study};
use crate::experiment::{BatchPlan, Confidence};
use crate::output::ManifestHead;
use crate::output::score::{self as output, Findings};
use crate::spec::{Document, Limit};

/// Plays the runs, judges every target by them, writes what comes out and reports it.
pub(super) fn score(arguments: &ScoreArguments, inputs: &Inputs) -> Result<(), Stop> {
    carry_out(&ScoreJob::new(arguments, inputs)?, &arguments.play)
}

/// A score that was asked for.
pub(super) struct ScoreJob<'a> {
    arguments: &'a ScoreArguments,
    loaded: Loaded,
    score: Score,
    plan: Plan,
    /// What the runs say; worked out once.
    findings: OnceLock<Findings>,
}

impl<'a> ScoreJob<'a> {
    pub(super) fn new(arguments: &'a ScoreArguments, inputs: &Inputs) -> Result<Self, Stop> {
        let most = Limit::ScoredRuns.now();
        if arguments.runs > most {
            let how = Limit::ScoredRuns.how(arguments.runs);
            let text = format!("{} runs are too many: {most} are the most of a score; {how}", arguments.runs);
            return Err(Stop::Failed(anyhow!(text)));
        }
        let loaded = inputs.scenario(&arguments.file, &arguments.play.sets)?;
        let name = arguments.targets.to_string_lossy().into_owned();
        let text = inputs.text(&name)?;
        let (document, targets) = read(&arguments.targets, &text)?;
        let targets = targets.holding_out(&arguments.hold_out).map_err(told)?;
        let (seed, threads) = (arguments.play.seed, usize::from(arguments.play.threads));
        let score =
            Score::new(&loaded.document, &[], targets, ScorePlan { runs: arguments.runs, seed, threads });
        let score = score
            .map_err(|error| refused(error, &loaded, (&arguments.file, &arguments.targets), &document))?;
        let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex().to_string();
        let terms = json!({
            "the scenario with its population": hash(&loaded.document.to_toml()),
            "the targets": hash(&text),
            // Which member plays a replicate depends on how many there are.
            "the number of runs": arguments.runs,
        });
        let scope = json!({ "hold_out": arguments.hold_out, "data_sets": arguments.data_sets });
        let scenarios = [(arguments.file.as_path(), &loaded)];
        let plan = inputs.plan("score", seed, score.layout(), &scenarios, terms, scope);
        let plan = Plan { files: BTreeMap::from([(name, text)]), ..plan };
        Ok(Self { arguments, loaded, score, plan, findings: OnceLock::new() })
    }

    fn findings(&self, rows: &Rows) -> &Findings {
        self.findings.get_or_init(|| {
            let level = Confidence::default().level;
            let judged = judge_all(&self.score, rows, level);
            let (seed, threads) = (self.arguments.play.seed, usize::from(self.arguments.play.threads));
            let plan = ChancePlan { data_sets: self.arguments.data_sets, seed, threads };
            let misses = chance_misses(&self.score, rows, &judged, plan);
            let verdicts = verdicts(&self.score, &judged, &misses);
            Findings { judged, misses, verdicts }
        })
    }
}

/// A file of targets, or everything that is wrong with it.
pub(super) fn read(file: &Path, text: &str) -> Result<(Document, Targets), Stop> {
    let name = load::name(file);
    let document = Document::parse(&name, text.to_owned()).map_err(|errors| {
        load::tell(Unsound::Problems { sources: vec![errors.source_text], problems: errors.problems }, &name)
    })?;
    let (spec, of_form) = document.read_targets();
    match Targets::new(&spec) {
        Ok(targets) if of_form.is_empty() => Ok((document, targets)),
        other => {
            let of_meaning = other.err().unwrap_or_default();
            Err(load::tell(load::unsound(&document, of_form, of_meaning), &name))
        }
    }
}

/// Says why a scenario cannot be scored.
pub(super) fn refused(
    error: ScoreError,
    loaded: &Loaded,
    (file, of_targets): (&Path, &Path),
    targets: &Document,
) -> Stop {
    match error {
        ScoreError::Population(error) => {
            let problems = members::problems(&error, &loaded.document);
            let sources = loaded.document.sources().to_vec();
            load::tell(Unsound::Problems { sources, problems }, &load::name(file))
        }
        ScoreError::Targets(problems) => {
            load::tell(load::unsound(targets, Vec::new(), problems), &load::name(of_targets))
        }
    }
}

pub(super) fn told(problems: Vec<String>) -> Stop {
    for problem in problems {
        screen::complain("error", &problem);
    }
    Stop::Told
}

impl Job for ScoreJob<'_> {
    type Study = Score;

    fn study(&self) -> &Score {
        &self.score
    }

    fn plan(&self) -> &Plan {
        &self.plan
    }

    fn stem(&self) -> String {
        format!("{}-score", stem(&self.arguments.file))
    }

    fn pages(&self, totals: &[Rows]) -> Vec<(&'static str, String)> {
        let page = |rows| output::page(&self.score, self.findings(rows), self.loaded.scenario.title());
        totals.first().map(|rows| ("score.md", page(rows))).into_iter().collect()
    }

    fn conclude(&self, totals: Vec<Rows>, ending: &Ending) -> Result<Conclusion, Stop> {
        let rows = totals.into_iter().next().unwrap_or_else(|| self.score.nothing(0));
        let findings = self.findings(&rows);
        let program = Program::new(&self.loaded.scenario);
        let plan = BatchPlan { runs: self.arguments.runs, seed: self.score.plan().seed, threads: 1 };
        let (words, origins) = (self.plan.words.clone(), explain::origins(&self.loaded));
        let head = ManifestHead::of_runs(&program, plan, Confidence::default(), words, &origins)
            .with_text(self.plan.scenarios[0].toml.clone())
            .with_rule(ended_by(ending).to_owned())
            .with_runs(self.arguments.runs, rows.runs() as u64);
        Ok(Conclusion {
            tables: output::tables(&self.score, findings),
            head,
            report: report::report(&self.score, findings, self.loaded.scenario.title(), Style::of_stdout()),
            warnings: Vec::new(),
        })
    }
}
