//! What can be taken away: the tables of a setting, its workbook and page, and the scenario with its changes.

use std::fmt::Write;

use super::job::Job;
use super::report::{Report, report};
use super::setting::Trouble;
use super::standing::Standing;
use super::{Subject, tell};
use crate::experiment::Confidence;
use crate::model::Scenario;
use crate::output::{csv, scenario_hash, tables, visible_lines};
use crate::spec::{self, quoted};

/// A file to be taken away.
#[derive(Debug)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) mime: &'static str,
    pub(super) bytes: Vec<u8>,
}

/// Why there is no such file.
#[derive(Debug)]
pub(super) enum NoFile {
    /// There is none of this name.
    Unknown,
    /// There will be, once all runs are played.
    NotYet,
    /// It cannot be made.
    Impossible(Trouble),
}

impl NoFile {
    pub(super) fn impossible(error: &impl ToString) -> Self {
        Self::Impossible(Trouble::of_request(error.to_string()))
    }
}

/// The file of this name of a setting. Tables are, byte for byte, those that `run` writes.
pub(super) fn file(subject: &Subject, job: &Job, name: &str) -> Result<File, NoFile> {
    match name {
        "scenario.toml" => Ok(text(name, "application/toml", whole_scenario(job))),
        "results.xlsx" => {
            let mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            made(subject, job, name, mime, Report::Workbook)
        }
        "report.html" => made(subject, job, name, "text/html; charset=utf-8", Report::Page),
        "variant.toml" => Ok(text(name, "application/toml", variant(subject, job)?)),
        _ => match (
            name.strip_prefix("story-").and_then(|rest| rest.strip_suffix(".md")),
            name.strip_suffix(".csv"),
        ) {
            (Some(outcome), _) => {
                let story = tell::document(job, outcome).map_err(NoFile::Impossible)?;
                Ok(text(name, "text/markdown", story))
            }
            (None, Some(table)) => of_results(&*whole(job)?, table, name),
            (None, None) => Err(NoFile::Unknown),
        },
    }
}

fn made(subject: &Subject, job: &Job, name: &str, mime: &'static str, what: Report) -> Result<File, NoFile> {
    let bytes = report(subject, job, &*whole(job)?, what)?;
    Ok(File { name: name.to_owned(), mime, bytes })
}

fn whole(job: &Job) -> Result<std::sync::Arc<Standing>, NoFile> {
    job.whole().ok_or(NoFile::NotYet)
}

/// A table as CSV.
fn of_results(standing: &Standing, table: &str, name: &str) -> Result<File, NoFile> {
    let tables = tables::all(standing.batch(), Confidence::default());
    let table = tables.into_iter().find(|other| other.name == table).ok_or(NoFile::Unknown)?;
    let mut bytes = Vec::new();
    csv::write(&table, &mut bytes).map_err(|error| NoFile::impossible(&error))?;
    Ok(File { name: name.to_owned(), mime: "text/csv", bytes })
}

fn text(name: &str, mime: &'static str, text: String) -> File {
    File { name: name.to_owned(), mime, bytes: text.into_bytes() }
}

/// The scenario as one file that stands on its own.
pub(super) fn whole_scenario(job: &Job) -> String {
    let mut text = String::new();
    for line in job.sets.iter().flat_map(|set| set.lines()) {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "# changed: {}", visible_lines(line));
    }
    text.push_str(&job.bench.document.to_toml());
    text
}

/// The scenario as a few lines that extend the file that it came from. It is read back before it is handed out: a change inside a list has
/// no such form.
fn variant(subject: &Subject, job: &Job) -> Result<String, NoFile> {
    let Some(file) = &subject.file else {
        return Err(NoFile::impossible(&"the scenario came from no file that a variant could extend"));
    };
    // What is said later of the same place is what holds, and a file can say it only once.
    let mut given: Vec<(String, &str)> = Vec::new();
    for (path, value) in subject.sets.iter().chain(&job.sets).filter_map(|set| spec::assignment(set)) {
        let path = spec::canonical_path(path).unwrap_or_else(|| path.to_owned());
        given.retain(|(earlier, _)| *earlier != path);
        given.push((path, value));
    }
    let lines = |base: &str| {
        let mut text = format!("extends = {}\n", quoted(base));
        for (path, value) in &given {
            let _ = writeln!(text, "{path} = {}", as_toml(value));
        }
        text
    };
    let full = std::path::absolute(file).map_err(|error| NoFile::impossible(&error))?;
    let read = spec::load_from("variant.toml", lines(&full.to_string_lossy()).as_bytes());
    let same = read.is_ok_and(|document| {
        let (spec, problems) = document.read();
        let hash = Scenario::new(&spec).map(|scenario| scenario_hash(&scenario));
        problems.is_empty() && hash.is_ok_and(|hash| hash == scenario_hash(&job.bench.scenario))
    });
    let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    if same {
        Ok(lines(&name))
    } else {
        Err(NoFile::impossible(
            &"these changes reach into a list, which a variant can only give as a whole; take the file that stands on its own",
        ))
    }
}

/// A value as TOML: a bare word is a text.
fn as_toml(value: &str) -> String {
    let is_word = value.starts_with(|c: char| c.is_ascii_alphabetic())
        && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_toml = matches!(value, "true" | "false" | "inf" | "nan");
    if is_word && !is_toml { quoted(value) } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_toml() {
        assert_eq!(as_toml("0.5"), "0.5");
        assert_eq!(as_toml("true"), "true");
        assert_eq!(as_toml("grim"), "\"grim\"");
        assert_eq!(as_toml("\"grim\""), "\"grim\"");
        assert_eq!(as_toml("{ uniform = { low = 0, high = 1 } }"), "{ uniform = { low = 0, high = 1 } }");
        assert_eq!(quoted("a\\b \"c\"\n"), "\"a\\\\b \\\"c\\\"\\u000A\"");
    }
}
