//! Case files: which scenario is held against which history, and what is known of the two states beforehand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use toml::{Table, Value};

use super::told;
use crate::cli::args::CaseArguments;
use crate::cli::file;
use crate::cli::inputs::Inputs;
use crate::cli::settings::stem;
use crate::cli::stop::Stop;
use crate::experiment::case::Structure;
use crate::spec::did_you_mean;

/// Under this name a plan keeps the list of its case files.
const LIST: &str = "the list of cases";
const KEYS: [&str; 7] = ["title", "scenario", "history", "striker", "struck", "opening", "structure"];
const STRUCTURE: [&str; 5] = ["contiguous", "rivals", "struck_nuclear", "striker_nuclear", "struck_share"];

/// What a case file says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CaseFile {
    pub(super) name: String,
    /// What messages call it.
    pub(super) file: String,
    pub(super) scenario: PathBuf,
    pub(super) history: PathBuf,
    pub(super) striker: Option<String>,
    pub(super) struck: Option<String>,
    pub(super) opening: Option<String>,
    pub(super) structure: Option<Structure>,
}

/// All cases that were asked for. Texts of case files go to `files`.
pub(super) fn describe(
    arguments: &CaseArguments,
    inputs: &Inputs,
    files: &mut BTreeMap<String, String>,
) -> Result<Vec<CaseFile>, Stop> {
    if let Some(history) = &arguments.history {
        let [scenario] = &arguments.files[..] else {
            return Err(Stop::Failed(anyhow!(
                "--history belongs to one scenario; several cases have case files"
            )));
        };
        return Ok(vec![CaseFile {
            name: stem(scenario),
            file: scenario.display().to_string(),
            scenario: scenario.clone(),
            history: history.clone(),
            striker: None,
            struck: None,
            opening: None,
            structure: None,
        }]);
    }
    // When parts are joined, the folder may hold other cases than it did.
    let list = match inputs.text(LIST) {
        Ok(list) => list,
        Err(_) => listed(&arguments.files)?,
    };
    let mut cases = Vec::new();
    let mut refused = false;
    for name in list.lines() {
        let text = inputs.text(name)?;
        match parse(name, &text) {
            Ok(case) => cases.push(case),
            Err(problems) => {
                refused = true;
                let _ = told(name, &problems);
            }
        }
        files.insert(name.to_owned(), text);
    }
    files.insert(LIST.to_owned(), list);
    if refused { Err(Stop::Told) } else { Ok(cases) }
}

/// The case files that were named, and those in folders that were, a line for each.
fn listed(named: &[PathBuf]) -> Result<String, Stop> {
    let files = file::listed(named, "toml", "case files (.toml)")?;
    let names: Vec<String> = files.iter().map(|file| file.to_string_lossy().into_owned()).collect();
    Ok(names.join("\n"))
}

/// Reads a case file; everything that is wrong with it comes back at once.
fn parse(name: &str, text: &str) -> Result<CaseFile, Vec<String>> {
    let table: Table =
        text.parse().map_err(|error: toml::de::Error| vec![error.to_string().trim().to_owned()])?;
    let mut reader = Reader { problems: Vec::new() };
    reader.keys(&table, "", &KEYS);
    let is_scenario = table.contains_key("states") || table.contains_key("relations");
    let scenario = reader.needed(&table, "scenario");
    let history = reader.needed(&table, "history");
    let [striker, struck, opening] = ["striker", "struck", "opening"].map(|key| reader.text(&table, key));
    let _ = reader.text(&table, "title");
    if striker.is_some() != struck.is_some() {
        reader.problems.push("`striker` and `struck` belong together".to_owned());
    }
    let structure = match table.get("structure") {
        None => None,
        Some(Value::Table(structure)) => reader.structure(structure),
        Some(_) => {
            reader.problems.push("`structure` is a table: [structure]".to_owned());
            None
        }
    };
    if is_scenario {
        return Err(vec![
            "this is a scenario and no case file; give its history with --history, or name both in a case file".to_owned(),
        ]);
    }
    let folder = Path::new(name).parent().unwrap_or(Path::new(""));
    match (scenario, history) {
        (Some(scenario), Some(history)) if reader.problems.is_empty() => Ok(CaseFile {
            name: stem(Path::new(name)),
            file: name.to_owned(),
            scenario: folder.join(scenario),
            history: folder.join(history),
            striker,
            struck,
            opening,
            structure,
        }),
        _ => Err(reader.problems),
    }
}

struct Reader {
    problems: Vec<String>,
}

impl Reader {
    fn keys(&mut self, table: &Table, within: &str, allowed: &[&str]) {
        for key in table.keys().filter(|key| !allowed.contains(&key.as_str())) {
            let help = did_you_mean(key, allowed.iter().copied())
                .unwrap_or_else(|| format!("keys allowed here: {}", allowed.join(", ")));
            self.problems.push(format!("unknown key `{within}{key}`; {help}"));
        }
    }

    fn text(&mut self, table: &Table, key: &str) -> Option<String> {
        if let Value::String(text) = table.get(key)? {
            Some(text.clone())
        } else {
            self.problems.push(format!("`{key}` is text in quotes"));
            None
        }
    }

    fn needed(&mut self, table: &Table, key: &str) -> Option<String> {
        if !table.contains_key(key) {
            self.problems.push(format!("`{key}` is missing: the file, seen from the folder of this one"));
        }
        self.text(table, key)
    }

    fn structure(&mut self, table: &Table) -> Option<Structure> {
        self.keys(table, "structure.", &STRUCTURE);
        let [contiguous, rivals, struck_nuclear, striker_nuclear] =
            ["contiguous", "rivals", "struck_nuclear", "striker_nuclear"].map(|key| {
                let flag = table.get(key).and_then(Value::as_bool);
                if flag.is_none() {
                    self.problems.push(format!("`structure.{key}` is true or false"));
                }
                flag
            });
        let share = match table.get("struck_share") {
            Some(Value::Float(share)) => Some(*share),
            Some(Value::Integer(share)) => Some(*share as f64),
            _ => None,
        };
        let share = share.filter(|share| (0.0..=1.0).contains(share));
        if share.is_none() {
            self.problems.push("`structure.struck_share` is a number from 0 to 1".to_owned());
        }
        Some(Structure {
            contiguous: contiguous?,
            rivals: rivals?,
            struck_nuclear: struck_nuclear?,
            striker_nuclear: striker_nuclear?,
            struck_share: share?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_the_folder_of_the_case() {
        let text = "scenario = \"../scenarios/s.toml\"\nhistory = \"h.csv\"\nopening = \"bomb\"\n[structure]\ncontiguous = true\n\
                    rivals = false\nstruck_nuclear = false\nstriker_nuclear = true\nstruck_share = 0.25\n";
        let case = parse("cases/one.toml", text).unwrap();
        assert_eq!((case.name.as_str(), case.scenario), ("one", PathBuf::from("cases/../scenarios/s.toml")));
        assert_eq!(case.opening.as_deref(), Some("bomb"));
        assert!(case.structure.is_some_and(
            |structure| structure.striker_nuclear && (structure.struck_share - 0.25).abs() < 1e-12
        ));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let text = "scenaro = \"s.toml\"\nhistory = 3\nstriker = \"a\"\n[structure]\ncontiguous = 1\nrivals = true\n\
                    struck_nuclear = true\nstriker_nuclear = true\nstruck_share = 2\n";
        let expected = [
            "unknown key `scenaro`; did you mean `scenario`?",
            "`scenario` is missing: the file, seen from the folder of this one",
            "`history` is text in quotes",
            "`striker` and `struck` belong together",
            "`structure.contiguous` is true or false",
            "`structure.struck_share` is a number from 0 to 1",
        ];
        assert_eq!(parse("one.toml", text).unwrap_err(), expected);
        let scenario = parse("s.toml", "[states.a]").unwrap_err();
        assert_eq!(
            scenario,
            [
                "this is a scenario and no case file; give its history with --history, or name both in a case file"
            ]
        );
    }
}
