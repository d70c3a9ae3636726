//! The plan of a study: everything that its results depend on, in one document with one name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Layout;

/// A scenario that a study plays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedScenario {
    /// The file as it was named on the command line.
    pub file: String,
    /// BLAKE3 of the resolved scenario.
    pub blake3: String,
    /// The scenario as one file that stands on its own.
    pub toml: String,
    /// Where its numbers came from, by path.
    pub origins: BTreeMap<String, String>,
}

/// What a study is, complete: whoever has the plan can play any unit of it, or put its parts together.
///
/// Two plans are the same if their [`id`](Self::id)s are. Paths, the wording of the command line and where numbers came
/// from are carried along, and are no part of the identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Version of the program; another version may play other runs.
    pub version: String,
    /// The command: `run`, `sweep`, …
    pub command: String,
    /// The command line, word by word, without what cannot change a result.
    pub words: Vec<String>,
    /// Seed of all luck; as text, since it may exceed what JSON readers keep exactly.
    pub seed: String,
    /// Points, replicates, and how they are cut into units.
    pub layout: Layout,
    /// The scenarios played.
    pub scenarios: Vec<PlannedScenario>,
    /// Other files that were read, by name: a design, say.
    pub files: BTreeMap<String, String>,
    /// What decides how a run is played and what is added up of it.
    pub terms: BTreeMap<String, Value>,
    /// What decides only how many runs there are, and what is said about them.
    pub scope: BTreeMap<String, Value>,
}

impl Plan {
    /// BLAKE3 of the plan's canonical text, in hexadecimal: two studies with one id have the same results.
    pub fn id(&self) -> String {
        let mut identity = self.foundation();
        identity["layout"] = json!(self.layout);
        identity["scope"] = json!(self.scope);
        blake3::hash(identity.to_string().as_bytes()).to_hex().to_string()
    }

    /// A name for what this study shares with any larger or smaller one of the same runs.
    pub fn foundation_id(&self) -> String {
        blake3::hash(self.foundation().to_string().as_bytes()).to_hex().to_string()
    }

    /// What a study shares with any larger or smaller one of the same runs: all but their number.
    fn foundation(&self) -> Value {
        let scenarios: Vec<&str> = self.scenarios.iter().map(|one| one.blake3.as_str()).collect();
        json!({
            "version": self.version,
            "command": self.command,
            "seed": self.seed,
            "points": self.layout.points,
            "scenarios": scenarios,
            "files": self.files,
            "terms": self.terms,
        })
    }

    /// In what the runs of another plan differ from this one's, in words; nothing if they are the same runs, of which
    /// there may be more or fewer.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut list = Vec::new();
        let mut differ = |what: &str, mine: &str, theirs: &str| {
            if mine != theirs {
                list.push(format!("{what} ({theirs} there, {mine} here)"));
            }
        };
        differ("the version of the program", &self.version, &other.version);
        differ("the command", &self.command, &other.command);
        differ("the seed", &self.seed, &other.seed);
        differ("the design", &points(self), &points(other));
        for name in self.terms.keys().chain(other.terms.keys().filter(|name| !self.terms.contains_key(*name)))
        {
            let text = |plan: &Self| plan.terms.get(name).map_or_else(|| "none".to_owned(), short);
            differ(name, &text(self), &text(other));
        }
        let hashes = |plan: &Self| plan.scenarios.iter().map(|one| one.blake3.clone()).collect::<Vec<_>>();
        if hashes(self) != hashes(other) {
            list.push("the scenario".to_owned());
        }
        if list.is_empty() && self.foundation() != other.foundation() {
            list.push("a file that the command reads".to_owned());
        }
        list
    }
}

fn points(plan: &Plan) -> String {
    format!("{} points", plan.layout.points)
}

/// A value in a message.
fn short(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if text.chars().count() <= 60 { text } else { text.chars().take(57).chain("...".chars()).collect() }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A plan of one point.
    pub(crate) fn plan(replicates: u64) -> Plan {
        Plan {
            version: "1.0.0".to_owned(),
            command: "run".to_owned(),
            words: vec!["offramp".to_owned(), "run".to_owned(), "a.toml".to_owned()],
            seed: "1".to_owned(),
            layout: Layout { points: 1, replicates, block: 4 },
            scenarios: vec![PlannedScenario {
                file: "a.toml".to_owned(),
                blake3: "00".to_owned(),
                toml: "[states.a]".to_owned(),
                origins: BTreeMap::new(),
            }],
            files: BTreeMap::new(),
            terms: BTreeMap::from([("what is added up".to_owned(), json!("all"))]),
            scope: BTreeMap::new(),
        }
    }

    #[test]
    fn wording_and_places_are_no_part_of_the_identity() {
        let one = plan(10);
        let mut same = one.clone();
        same.words.push("--verbose".to_owned());
        same.scenarios[0].file = "elsewhere/a.toml".to_owned();
        same.scenarios[0].origins.insert("states.a.resolve".to_owned(), "a.toml:3".to_owned());
        assert_eq!(one.id(), same.id());
        assert!(one.differences(&same).is_empty());
    }

    #[test]
    fn a_larger_study_of_the_same_runs_is_another_plan_without_a_difference() {
        assert_ne!(plan(10).id(), plan(20).id());
        assert!(plan(10).differences(&plan(20)).is_empty());
    }

    #[test]
    fn every_difference_is_named() {
        let mut other = plan(10);
        other.seed = "2".to_owned();
        other.version = "1.0.1".to_owned();
        other.terms.insert("what is added up".to_owned(), json!("little"));
        other.scenarios[0].blake3 = "01".to_owned();
        let said = plan(10).differences(&other).join("; ");
        assert_eq!(
            said,
            "the version of the program (1.0.1 there, 1.0.0 here); the seed (2 there, 1 here); what is added up (little \
             there, all here); the scenario"
        );
        let mut file = plan(10);
        file.files.insert("design.csv".to_owned(), "a,b".to_owned());
        assert_eq!(plan(10).differences(&file), ["a file that the command reads"]);
    }
}
