//! `compare`: variants of a scenario on common random numbers.

mod report;
mod variants;

use std::path::PathBuf;

use serde_json::json;

use super::args::CompareArguments;
use super::carry_out::{Conclusion, Ending, Job, carry_out, ended_by};
use super::explain;
use super::inputs::Inputs;
use super::load::{self, Loaded, is_stdin, tell};
use super::screen::Style;
use super::settings::{method, stem};
use super::stop::Stop;
use crate::experiment::compare::{Compared, Comparison, ComparisonTally, Scope};
use crate::experiment::study::{Plan, Study};
use crate::experiment::{BatchPlan, Confidence};
use crate::output::{ManifestHead, VariantEntry, compare as output};
use crate::stats::Level;

pub(super) use variants::Change;

/// Plays all variants, writes how they differ and reports it.
pub(super) fn compare(arguments: &CompareArguments, inputs: &Inputs) -> Result<(), Stop> {
    carry_out(&CompareJob::new(arguments, inputs)?, &arguments.play)
}

/// A comparison that was asked for.
pub(super) struct CompareJob<'a> {
    arguments: &'a CompareArguments,
    confidence: Confidence,
    variants: Vec<Variant>,
    study: Comparison,
    plan: Plan,
}

/// A variant with its name, and the file that it stands in or is made from.
struct Variant {
    name: String,
    file: PathBuf,
    loaded: Loaded,
}

impl<'a> CompareJob<'a> {
    pub(super) fn new(arguments: &'a CompareArguments, inputs: &Inputs) -> Result<Self, Stop> {
        let variants = variants(arguments, inputs)?;
        let confidence = Confidence { method: method(arguments.ci), level: Level::default() };
        let (seed, threads) = (arguments.play.seed, usize::from(arguments.play.threads));
        let plan = BatchPlan { runs: arguments.runs, seed, threads };
        let first = &variants[0];
        let mut study = Comparison::new(&first.name, &first.loaded.scenario, &plan, Scope::All);
        for variant in &variants[1..] {
            study.against(&variant.name, &variant.loaded.scenario);
        }
        let names: Vec<&str> = variants.iter().map(|variant| variant.name.as_str()).collect();
        let scenarios: Vec<_> =
            variants.iter().map(|variant| (variant.file.as_path(), &variant.loaded)).collect();
        let (terms, scope) = (json!({ "the variants": names }), json!({ "ci": confidence.method.name() }));
        let plan = inputs.plan("compare", seed, study.layout(), &scenarios, terms, scope);
        Ok(Self { arguments, confidence, variants, study, plan })
    }

    fn head(&self, compared: &Compared, ending: &Ending) -> ManifestHead {
        let first = &self.variants[0].loaded;
        let (words, origins) = (self.plan.words.clone(), explain::origins(first));
        let texts = self.plan.scenarios.iter().map(|planned| planned.toml.clone());
        let entries =
            self.variants.iter().zip(texts).map(|(variant, text)| {
                VariantEntry::new(variant.name.clone(), &variant.loaded.scenario, text)
            });
        ManifestHead::new(compared.base(), None, self.confidence, words, &origins)
            .with_text(self.plan.scenarios[0].toml.clone())
            .with_rule(ended_by(ending).to_owned())
            .with_variants(entries.collect())
    }
}

impl Job for CompareJob<'_> {
    type Study = Comparison;

    fn study(&self) -> &Comparison {
        &self.study
    }

    fn plan(&self) -> &Plan {
        &self.plan
    }

    fn stem(&self) -> String {
        format!("{}-compare", stem(&self.arguments.files[0]))
    }

    fn conclude(&self, totals: Vec<ComparisonTally>, ending: &Ending) -> Result<Conclusion, Stop> {
        let total = totals.into_iter().next().unwrap_or_else(|| self.study.nothing(0));
        let compared = self.study.compared(total);
        let tables = output::tables(&compared, self.confidence);
        let head = self.head(&compared, ending);
        let report = report::report(&compared, self.confidence, Style::of_stdout());
        let caveats = compared.pairs().iter().flat_map(|pair| {
            let name = compared.name();
            pair.caveats().iter().map(move |caveat| format!("A is {name}, B is {}: {caveat}", pair.name()))
        });
        let warnings = caveats.collect();
        Ok(Conclusion { tables, head, report, warnings })
    }
}

/// All variants with their names; what is wrong with any of them is said of all.
fn variants(arguments: &CompareArguments, inputs: &Inputs) -> Result<Vec<Variant>, Stop> {
    let (files, changes) = (&arguments.files, &arguments.changes);
    if files.len() + changes.len() < 2 {
        let text =
            "there is nothing to compare with: give another scenario file, or a change --with PATH=VALUE";
        return Err(Stop::Failed(anyhow::anyhow!(text)));
    }
    if files.iter().filter(|file| is_stdin(file)).count() > 1 {
        return Err(Stop::Failed(anyhow::anyhow!("the standard input can be only one of the variants")));
    }
    let mut loaded: Vec<(PathBuf, Result<Loaded, Stop>)> =
        files.iter().map(|file| (file.clone(), inputs.scenario(file, &arguments.play.sets))).collect();
    if let (first, Ok(base)) = &loaded[0] {
        base.note_population(arguments.play.quiet);
        let changed = changes.iter().map(|change| {
            let file = PathBuf::from(format!("{} --with {}", first.display(), change.sets.join(", ")));
            let make = || {
                load::resolve(base.document.clone(), &change.sets)
                    .map_err(|unsound| tell(unsound, &change.name))
            };
            let made = inputs.made(&file, make);
            (file, made)
        });
        let changed: Vec<_> = changed.collect();
        loaded.extend(changed);
    }
    let names = variants::names(files.iter().map(PathBuf::as_path), changes);
    let named = names.into_iter().zip(loaded);
    named.map(|(name, (file, loaded))| loaded.map(|loaded| Variant { name, file, loaded })).collect()
}
