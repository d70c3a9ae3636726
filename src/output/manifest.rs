//! `manifest.json`: what was run, with what, and what every file and column is. No clock, no machine: the same run
//! gives the same manifest.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::folder::FileEntry;
use super::resolved::{Origins, resolved, scenario_hash};
use crate::engine::Program;
use crate::experiment::rare::{LevelChoice, RareStudy};
use crate::experiment::{Batch, BatchPlan, Confidence, Measure};
use crate::model::Scenario;

/// What was run, known before the files are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ManifestHead {
    /// Name of the program.
    pub program: Cow<'static, str>,
    /// Its version.
    pub version: Cow<'static, str>,
    /// The command line, word by word.
    pub command_line: Vec<String>,
    /// Seed of all luck; as text, since it may exceed what JSON readers keep exactly.
    pub seed: String,
    /// What ends the batch.
    pub stopping_rule: String,
    /// Runs asked for.
    pub planned_runs: u64,
    /// Runs done.
    pub done_runs: u64,
    /// Level of all intervals.
    pub ci_level: f64,
    /// Method for the intervals of shares.
    pub ci_method: Cow<'static, str>,
    /// The measures of a run: what the metrics of the summary and the columns of the runs say.
    pub measures: Vec<MeasureEntry>,
    /// How the rare outcome was split for, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rare: Option<RareEntry>,
    /// The variants that were compared, if any were; the first is the scenario that follows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<VariantEntry>,
    /// BLAKE3 of the resolved scenario, origins left out.
    pub scenario_blake3: String,
    /// The resolved scenario: every number by path, with its value or distribution and where it came from.
    pub scenario: serde_json::Value,
    /// The scenario as one file that stands on its own, from which the same results come; empty if it came from no file.
    pub scenario_toml: String,
}

/// A variant that was compared with others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantEntry {
    /// Its name in tables.
    pub name: String,
    /// BLAKE3 of the resolved scenario.
    pub scenario_blake3: String,
    /// The scenario as one file that stands on its own.
    pub scenario_toml: String,
}

impl VariantEntry {
    /// Of a scenario and its text.
    pub fn new(name: String, scenario: &Scenario, scenario_toml: String) -> Self {
        Self { name, scenario_blake3: scenario_hash(scenario), scenario_toml }
    }
}

/// How a rare outcome was split for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RareEntry {
    /// Its name.
    pub outcome: Cow<'static, str>,
    /// The method.
    pub method: Cow<'static, str>,
    /// Independent repeats.
    pub repeats: u32,
    /// Starts in each stage of a repeat.
    pub effort: u32,
    /// Starts in each stage of the pilot; none if the levels were given.
    pub pilot: Option<u32>,
    /// The levels at which runs were split: probabilities that acts of one day make the outcome.
    pub levels: Vec<f64>,
    /// First replicate that the splitting used; the batch used those below.
    pub first_replicate: u64,
}

impl RareEntry {
    fn new(study: &RareStudy, batch: &Batch) -> Self {
        let plan = study.plan();
        Self {
            outcome: plan.outcome.key().into(),
            method: "fixed-effort multilevel splitting with compensated hits".into(),
            repeats: plan.repeats,
            effort: plan.effort,
            pilot: match plan.levels {
                LevelChoice::Pilot(starts) => Some(starts),
                LevelChoice::At(_) => None,
            },
            levels: study.dangers().to_vec(),
            first_replicate: batch.plan().runs,
        }
    }
}

/// A measure of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureEntry {
    /// Its name.
    pub key: String,
    /// `category`, `count`, `days`, `time`, `indicator` or `real`.
    pub kind: Cow<'static, str>,
    /// Its unit; empty for pure numbers and names.
    pub unit: Cow<'static, str>,
    /// What it says.
    pub meaning: String,
}

impl MeasureEntry {
    fn new(measure: &Measure) -> Self {
        let (key, meaning) = (measure.key.clone(), measure.meaning.clone());
        Self { key, kind: measure.kind.key().into(), unit: measure.unit.into(), meaning }
    }
}

impl ManifestHead {
    /// Describes a batch, and the study of a rare outcome that went with it. `origins` says of inputs, by path, where they came from (`file.toml:12`, `--set`); of those not
    /// in it the manifest says `scenario` or `default`.
    pub fn new(
        batch: &Batch,
        study: Option<&RareStudy>,
        confidence: Confidence,
        command_line: Vec<String>,
        origins: &Origins,
    ) -> Self {
        let head = Self::of_runs(batch.program(), batch.plan(), confidence, command_line, origins);
        Self {
            done_runs: batch.runs(),
            measures: batch.measures().iter().map(MeasureEntry::new).collect(),
            rare: study.map(|study| RareEntry::new(study, batch)),
            ..head
        }
    }

    /// Describes runs of which no batch was made, all of them done.
    pub fn of_runs(
        program: &Program,
        plan: BatchPlan,
        confidence: Confidence,
        command_line: Vec<String>,
        origins: &Origins,
    ) -> Self {
        let scenario = program.scenario();
        Self {
            program: env!("CARGO_PKG_NAME").into(),
            version: env!("CARGO_PKG_VERSION").into(),
            command_line,
            seed: plan.seed.to_string(),
            stopping_rule: "fixed number of runs".to_owned(),
            planned_runs: plan.runs,
            done_runs: plan.runs,
            ci_level: confidence.level.get(),
            ci_method: confidence.method.name().into(),
            measures: Vec::new(),
            rare: None,
            variants: Vec::new(),
            scenario_blake3: scenario_hash(scenario),
            scenario: resolved(scenario, Some(origins)),
            scenario_toml: String::new(),
        }
    }

    /// With so many runs asked for and done, of all points together.
    #[must_use]
    pub fn with_runs(self, planned_runs: u64, done_runs: u64) -> Self {
        Self { planned_runs, done_runs, ..self }
    }

    /// With the scenario that others were made from.
    #[must_use]
    pub fn of_scenario(self, scenario: &Scenario, origins: &Origins) -> Self {
        let (scenario_blake3, scenario) = (scenario_hash(scenario), resolved(scenario, Some(origins)));
        Self { scenario_blake3, scenario, ..self }
    }

    /// With the variants that were compared.
    #[must_use]
    pub fn with_variants(self, variants: Vec<VariantEntry>) -> Self {
        Self { variants, ..self }
    }

    /// With what ends the batch, if that is not the number of runs alone.
    #[must_use]
    pub fn with_rule(self, stopping_rule: String) -> Self {
        Self { stopping_rule, ..self }
    }

    /// With the text of the scenario, as one file.
    #[must_use]
    pub fn with_text(self, scenario_toml: String) -> Self {
        Self { scenario_toml, ..self }
    }
}

/// The manifest of a results folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// What was run; its fields stand beside the files.
    #[serde(flatten)]
    pub head: ManifestHead,
    /// The other files of the folder.
    pub files: Vec<FileEntry>,
}

impl Manifest {
    /// As JSON, indented, with a newline at the end.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Cannot fail: all keys are text and all numbers finite.
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::fixture::batch;

    #[test]
    fn a_manifest_says_what_was_run_and_where_numbers_came_from() {
        let origins = Origins::from([("states.a.assertiveness".to_owned(), "--set".to_owned())]);
        let command = vec!["offramp".to_owned(), "run".to_owned(), "rivals.toml".to_owned()];
        let head = ManifestHead::new(&batch(20), None, Confidence::default(), command, &origins);
        let bytes = Manifest { head, files: Vec::new() }.to_bytes();
        let read: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(read["program"], "offramp");
        assert_eq!(read["command_line"][2], "rivals.toml");
        assert_eq!((read["planned_runs"].as_u64(), read["done_runs"].as_u64()), (Some(20), Some(20)));
        assert_eq!(read["seed"], "0");
        assert_eq!(read["measures"][0]["key"], "outcome");
        let inputs = &read["scenario"]["inputs"];
        assert_eq!(inputs["states.a.assertiveness"]["origin"], "--set");
        assert_eq!(inputs["states.b.audience_cost"]["origin"], "scenario");
        assert_eq!(inputs["states.b.resolve"]["origin"], "default");
        assert_eq!(inputs["states.b.audience_cost"]["value"], 0.8);
        assert!(inputs["states.a.resolve"]["distribution"].is_string());
        assert!(bytes.ends_with(b"}\n"));
    }
}
