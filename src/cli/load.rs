//! From a path to a validated scenario, or to everything that is wrong with it.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use miette::Severity;

use super::problems;
use super::screen::{self, Style};
use super::stop::Stop;
use crate::experiment::study::PlannedScenario;
use crate::model::{Dead, Scenario};
use crate::spec::{self, Document, LoadError, Problem, Source, child_path};

/// What messages call the standard input.
const STDIN: &str = "<stdin>";

/// A scenario and the text it came from.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) document: Document,
    pub(super) scenario: Scenario,
    /// What the plan of a study has of it, if it came from there.
    pub(super) planned: Option<PlannedScenario>,
}

impl Loaded {
    /// How many members its population has.
    pub(super) fn members(&self) -> usize {
        self.document.read().0.population.rows.len()
    }

    /// Says that the command does not take the population into account, if there is one and nobody has been told.
    pub(super) fn note_population(&self, quiet: bool) {
        if !quiet && self.planned.is_none() && self.members() > 0 {
            let text = "`[population]` is left out of account: what is played is the scenario itself; `score` plays its members";
            screen::complain("note", text);
        }
    }

    /// Everything that cannot change any run, by path: parts of the scenario, and knobs without a place.
    pub(super) fn dead(&self) -> Vec<Dead> {
        let mut dead = self.scenario.dead();
        let knobs = self.document.unused_knobs().into_iter();
        dead.extend(
            knobs.map(|name| Dead {
                path: child_path("knobs", name),
                why: format!("no place says \"${name}\""),
            }),
        );
        dead.sort_by(|a, b| a.path.cmp(&b.path));
        dead
    }
}

/// A scenario that cannot be run.
#[derive(Debug)]
pub(super) enum Unsound {
    /// There is no text to point into.
    Unreadable(String),
    /// Everything that is wrong with the text.
    Problems { sources: Vec<Source>, problems: Vec<Problem> },
}

/// Whether the scenario comes from the standard input: a file of that name is `./-`.
pub(super) fn is_stdin(file: &Path) -> bool {
    file.as_os_str() == "-"
}

/// What messages call the file.
pub(super) fn name(file: &Path) -> String {
    if is_stdin(file) { STDIN.to_owned() } else { file.display().to_string() }
}

/// Reads a scenario and applies the `--set`s.
pub(super) fn load(file: &Path, sets: &[String]) -> Result<Loaded, Unsound> {
    let document = if is_stdin(file) { spec::load_from(STDIN, io::stdin().lock()) } else { spec::load(file) };
    let document = document.map_err(|error| match error {
        LoadError::Syntax(errors) => {
            Unsound::Problems { sources: vec![errors.source_text], problems: errors.problems }
        }
        LoadError::Extends(errors) => {
            Unsound::Problems { sources: errors.sources, problems: errors.problems }
        }
        other => Unsound::Unreadable(other.to_string()),
    })?;
    resolve(document, sets)
}

/// From a document to a scenario, with the `--set`s.
pub(super) fn resolve(mut document: Document, sets: &[String]) -> Result<Loaded, Unsound> {
    let mut problems: Vec<Problem> =
        sets.iter().filter_map(|assignment| document.set(assignment).err().map(|problem| *problem)).collect();
    let (spec, of_form) = document.read();
    problems.extend(of_form);
    match Scenario::new(&spec) {
        Ok(scenario) if problems.is_empty() => return Ok(Loaded { document, scenario, planned: None }),
        Ok(_) => {}
        Err(of_meaning) => return Err(unsound(&document, problems, of_meaning)),
    }
    Err(unsound(&document, problems, Vec::new()))
}

/// Everything that is wrong with a document, each thing once and where it stands: problems of form, and those of meaning that do not follow
/// from them.
pub(super) fn unsound(document: &Document, of_form: Vec<Problem>, of_meaning: Vec<Problem>) -> Unsound {
    let causes = Causes::of(&of_form);
    let fresh: Vec<Problem> = of_meaning.into_iter().filter(|problem| !causes.explain(problem)).collect();
    let mut problems = of_form;
    problems.extend(fresh.into_iter().map(|problem| located(problem, document)));
    document.sort(&mut problems);
    Unsound::Problems { sources: document.sources().to_vec(), problems }
}

/// Where the problems of form are.
struct Causes {
    paths: BTreeSet<String>,
    /// Paths without their last keys.
    parents: BTreeSet<String>,
}

impl Causes {
    fn of(problems: &[Problem]) -> Self {
        let paths = || problems.iter().map(|problem| problem.path.as_str());
        let parents = paths().filter_map(|path| path.rsplit_once('.')).map(|(parent, _)| parent.to_owned());
        Self { parents: parents.collect(), paths: paths().map(str::to_owned).collect() }
    }

    /// Whether a problem of meaning is only the shadow of one of form: what was turned down there is missing here.
    ///
    /// A name that leads nowhere is never a shadow: it stands in the text whatever stands below it.
    fn explain(&self, problem: &Problem) -> bool {
        let is_name = problem.what.starts_with("there is no ");
        self.paths.contains(&problem.path) || (!is_name && self.parents.contains(&problem.path))
    }
}

/// With the place it stands at: a name that leads nowhere is underlined itself, not the value below it.
fn located(problem: Problem, document: &Document) -> Problem {
    let (path, what) = (&problem.path, &problem.what);
    let is_about_key = what.contains(&format!("`{}`", last_key(path)));
    let place = || if is_about_key { document.locate_key(path) } else { document.locate(path) };
    let location = problem.location.clone().or_else(place);
    Problem { location, ..problem }
}

/// The last key of a path, without the quotes it may stand in.
fn last_key(path: &str) -> &str {
    match path.strip_suffix('"') {
        Some(quoted) => quoted.rsplit('"').next().unwrap_or(quoted),
        None => path.rsplit('.').next().unwrap_or(path),
    }
}

/// Loads a scenario for a command that needs one; what is wrong goes to the standard error.
pub(super) fn load_or_tell(file: &Path, sets: &[String]) -> Result<Loaded, Stop> {
    load(file, sets).map_err(|unsound| tell(unsound, &name(file)))
}

/// Says on the standard error what is wrong with a scenario, which messages call so.
pub(super) fn tell(unsound: Unsound, name: &str) -> Stop {
    match unsound {
        Unsound::Unreadable(text) => Stop::Failed(anyhow::anyhow!(text)),
        Unsound::Problems { sources, problems } => {
            let reports = problems::reports(&problems, &sources, Severity::Error, Style::of_stderr());
            let count = problems::count_line(problems.len(), name);
            screen::say(&format!("{reports}{count}; nothing was run\n"));
            Stop::Told
        }
    }
}

/// Parts of a scenario that cannot matter, as problems that can be shown in its text.
pub(super) fn dead(loaded: &Loaded) -> Vec<Problem> {
    let dead = loaded.dead().into_iter();
    let mut problems: Vec<Problem> = dead
        .map(|dead| Problem {
            location: loaded.document.locate(&dead.path),
            path: dead.path,
            what: "cannot change any run".to_owned(),
            label: "of no effect".to_owned(),
            help: Some(dead.why),
        })
        .collect();
    loaded.document.sort(&mut problems);
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str) -> Problem {
        let text = String::new;
        Problem { path: path.into(), what: text(), label: text(), help: None, location: None }
    }

    #[test]
    fn the_last_key_of_a_path() {
        assert_eq!(last_key("states.a"), "a");
        assert_eq!(last_key("states"), "states");
        assert_eq!(last_key("events.e.effects.0.tension.\"a.b\""), "a.b");
    }

    #[test]
    fn what_follows_from_a_problem_is_not_said_twice() {
        let of_form = Causes::of(&[at("events.e.date"), at("states.a")]);
        assert!(of_form.explain(&at("events.e")));
        assert!(of_form.explain(&at("events.e.date")));
        assert!(!of_form.explain(&at("events")));
        assert!(!of_form.explain(&at("events.e.effects")));
        let name = Problem { what: "there is no state `a`".into(), ..at("states") };
        assert!(of_form.explain(&at("states")) && !of_form.explain(&name));
    }
}
