//! What a command reads: files as they are typed, or, when parts are joined, what the plan of the study has of them.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use serde_json::Value;

use super::explain;
use super::load::{self, Loaded, is_stdin};
use super::stop::Stop;
use crate::experiment::study::{Layout, Plan, PlannedScenario};
use crate::output::scenario_hash;
use crate::spec::Document;

/// The command line and the files that it names.
#[derive(Debug)]
pub(super) struct Inputs {
    words: Vec<String>,
    /// What the files said when the study was planned.
    plan: Option<Plan>,
}

impl Inputs {
    /// What was typed, and files as they are.
    pub(super) fn typed(words: Vec<String>) -> Self {
        Self { words, plan: None }
    }

    /// What was planned.
    pub(super) fn planned(plan: &Plan) -> Self {
        Self { words: plan.words.clone(), plan: Some(plan.clone()) }
    }

    /// Loads a scenario.
    pub(super) fn scenario(&self, file: &Path, sets: &[String]) -> Result<Loaded, Stop> {
        let Some(plan) = &self.plan else { return load::load_or_tell(file, sets) };
        let name = file.to_string_lossy();
        let planned = plan.scenarios.iter().find(|scenario| scenario.file == name);
        let planned = planned.ok_or_else(|| anyhow::anyhow!("the plan holds no scenario `{name}`"))?;
        let document = Document::parse(&name, planned.toml.clone()).map_err(|_| unsound(&name))?;
        let mut loaded = load::resolve(document, &[]).map_err(|_| unsound(&name))?;
        if scenario_hash(&loaded.scenario) != planned.blake3 {
            return Err(unsound(&name));
        }
        loaded.planned = Some(planned.clone());
        Ok(loaded)
    }

    /// The text of a file that is no scenario, such as a design.
    pub(super) fn text(&self, name: &str) -> Result<String, Stop> {
        match &self.plan {
            Some(plan) => {
                let text = plan.files.get(name).cloned();
                Ok(text.ok_or_else(|| anyhow::anyhow!("the plan holds no file `{name}`"))?)
            }
            None => Ok(std::fs::read_to_string(name).with_context(|| format!("cannot read `{name}`"))?),
        }
    }

    /// A scenario that is made from others, under a name of its own; as it was planned, if it was.
    pub(super) fn made(
        &self,
        name: &Path,
        make: impl FnOnce() -> Result<Loaded, Stop>,
    ) -> Result<Loaded, Stop> {
        if self.plan.is_some() { self.scenario(name, &[]) } else { make() }
    }

    /// The plan of a study of these scenarios, each with the file that it came from.
    pub(super) fn plan(
        &self,
        command: &str,
        seed: u64,
        layout: Layout,
        scenarios: &[(&Path, &Loaded)],
        terms: Value,
        scope: Value,
    ) -> Plan {
        let entries = |value: Value| match value {
            Value::Object(map) => map.into_iter().collect(),
            _ => BTreeMap::default(),
        };
        Plan {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            command: command.to_owned(),
            words: self.words.clone(),
            seed: seed.to_string(),
            layout,
            scenarios: scenarios.iter().map(|&(file, loaded)| planned(file, loaded)).collect(),
            files: BTreeMap::default(),
            terms: entries(terms),
            scope: entries(scope),
        }
    }
}

/// What a plan keeps of a scenario.
fn planned(file: &Path, loaded: &Loaded) -> PlannedScenario {
    if let Some(planned) = &loaded.planned {
        return planned.clone();
    }
    debug_assert!(is_stdin(file) || !file.as_os_str().is_empty(), "a scenario has a name");
    PlannedScenario {
        file: file.to_string_lossy().into_owned(),
        blake3: scenario_hash(&loaded.scenario),
        toml: loaded.document.to_toml(),
        origins: explain::origins(loaded),
    }
}

fn unsound(name: &str) -> Stop {
    Stop::Failed(anyhow::anyhow!("the plan does not hold `{name}` as this version of the program reads it"))
}
