//! `knockout`: each mechanism of a scenario switched off in turn, on common random numbers.

mod table;

use std::path::Path;

use serde_json::json;

use super::args::KnockoutArguments;
use super::carry_out::{Conclusion, Ending, Job, carry_out, ended_by};
use super::explain;
use super::format::{counted, titled, wrapped};
use super::inputs::Inputs;
use super::load::Loaded;
use super::screen::Style;
use super::settings::stem;
use super::stop::Stop;
use crate::experiment::compare::{Comparison, ComparisonTally};
use crate::experiment::knockout::{Knockout, KnockoutStudy, Mechanism, mechanisms};
use crate::experiment::study::{Plan, Study};
use crate::experiment::{BatchPlan, Confidence};
use crate::output::{ManifestHead, knockout as output};

/// Plays the scenario as it is and without each of its mechanisms, writes what they contribute and reports it.
pub(super) fn knockout(arguments: &KnockoutArguments, inputs: &Inputs) -> Result<(), Stop> {
    carry_out(&KnockoutJob::new(arguments, inputs)?, &arguments.play)
}

/// A knockout that was asked for.
pub(super) struct KnockoutJob<'a> {
    arguments: &'a KnockoutArguments,
    loaded: Loaded,
    study: KnockoutStudy,
    plan: Plan,
}

impl<'a> KnockoutJob<'a> {
    pub(super) fn new(arguments: &'a KnockoutArguments, inputs: &Inputs) -> Result<Self, Stop> {
        let (seed, threads) = (arguments.play.seed, usize::from(arguments.play.threads));
        let plan = BatchPlan { runs: arguments.runs, seed, threads };
        let loaded = inputs.scenario(&arguments.file, &arguments.play.sets)?;
        loaded.note_population(arguments.play.quiet);
        let load = |file: &std::path::PathBuf| inputs.scenario(file, &arguments.play.sets);
        let variants = arguments.variants.iter().map(load).collect::<Result<Vec<_>, _>>()?;
        let mut list = if arguments.only_variants { Vec::new() } else { mechanisms(&loaded.scenario) };
        let files = || arguments.variants.iter().map(std::path::PathBuf::as_path);
        list.extend(files().zip(&variants).map(|(file, variant)| {
            Mechanism::variant(stem(file), variant.scenario.title(), variant.document.read().0)
        }));
        let keys: Vec<String> = list.iter().map(|mechanism| mechanism.key.clone()).collect();
        let spec = loaded.document.read().0;
        let study = KnockoutStudy::new(&spec, &loaded.scenario, list, &plan).map_err(anyhow::Error::new)?;
        let first: (&Path, &Loaded) = (&arguments.file, &loaded);
        let scenarios: Vec<_> = std::iter::once(first).chain(files().zip(&variants)).collect();
        let layout = study.comparison().layout();
        let terms = json!({ "what is switched off": keys });
        let plan = inputs.plan("knockout", seed, layout, &scenarios, terms, json!({}));
        Ok(Self { arguments, loaded, study, plan })
    }
}

impl Job for KnockoutJob<'_> {
    type Study = Comparison;

    fn study(&self) -> &Comparison {
        self.study.comparison()
    }

    fn plan(&self) -> &Plan {
        &self.plan
    }

    fn stem(&self) -> String {
        format!("{}-knockout", stem(&self.arguments.file))
    }

    fn conclude(&self, totals: Vec<ComparisonTally>, ending: &Ending) -> Result<Conclusion, Stop> {
        let total = totals.into_iter().next().unwrap_or_else(|| self.study().nothing(0));
        let knockout = self.study.knockout(total);
        let confidence = Confidence::default();
        let (words, origins) = (self.plan.words.clone(), explain::origins(&self.loaded));
        let head = ManifestHead::new(knockout.base(), None, confidence, words, &origins)
            .with_text(self.plan.scenarios[0].toml.clone())
            .with_rule(ended_by(ending).to_owned());
        Ok(Conclusion {
            tables: vec![output::table(&knockout, confidence.level)],
            head,
            report: report(&knockout, confidence, Style::of_stdout()),
            warnings: Vec::new(),
        })
    }
}

fn report(knockout: &Knockout, confidence: Confidence, style: Style) -> String {
    let batch = knockout.base();
    let title = titled(batch.program().scenario().title(), style.width);
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
