//! `check`: everything that is wrong with scenario files, and what in them cannot matter.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use miette::Severity;

use super::args::CheckArguments;
use super::format::counted;
use super::load::{self, Loaded, Unsound};
use super::score::members;
use super::screen::{self, Style};
use super::stop::Stop;
use super::{explain, liveness, problems};
use crate::experiment::score::Population;
use crate::model::Input;
use crate::spec::Problem;

/// What `check --explain` says of a file whose values are set as these assignments say: whether it is fine, and the text, plain as in a file.
pub fn checked(file: &Path, sets: &[String]) -> (bool, String) {
    let arguments = CheckArguments {
        files: Vec::new(),
        explain: true,
        liveness: false,
        runs: 0,
        seed: 0,
        threads: 1,
        sets: sets.to_vec(),
    };
    check_one(file, &arguments, Style::PLAIN)
}

/// Checks all files, whatever is wrong with the first.
pub(super) fn check(arguments: &CheckArguments) -> Result<(), Stop> {
    let mut all_fine = true;
    for file in &arguments.files {
        let (fine, text) = check_one(file, arguments, Style::of_stdout());
        all_fine &= fine;
        screen::answer(&text)?;
    }
    if all_fine { Ok(()) } else { Err(Stop::Negative) }
}

fn check_one(file: &Path, arguments: &CheckArguments, style: Style) -> (bool, String) {
    let name = load::name(file);
    match load::load(file, &arguments.sets) {
        Ok(loaded) if broken_members(&loaded).is_empty() => {
            let text = fine(&name, &loaded, arguments.explain, style);
            if !arguments.liveness {
                return (true, text);
            }
            let (all_alive, trials) = liveness::liveness(&name, &loaded, arguments, style);
            (all_alive, format!("{trials}{text}"))
        }
        Ok(loaded) => {
            let (problems, sources) = (broken_members(&loaded), loaded.document.sources());
            let reports = problems::reports(&problems, sources, Severity::Error, style);
            (false, format!("{reports}{}\n", problems::count_line(problems.len(), &name)))
        }
        Err(Unsound::Unreadable(text)) => (false, format!("{text}\n")),
        Err(Unsound::Problems { sources, problems }) => {
            let reports = problems::reports(&problems, &sources, Severity::Error, style);
            (false, format!("{reports}{}\n", problems::count_line(problems.len(), &name)))
        }
    }
}

/// What is wrong with the members of a population, each where its row stands.
fn broken_members(loaded: &Loaded) -> Vec<Problem> {
    if loaded.members() == 0 {
        return Vec::new();
    }
    let made = Population::new(&loaded.document, &[], 1);
    made.err().map_or_else(Vec::new, |error| members::problems(&error, &loaded.document))
}

fn fine(name: &str, loaded: &Loaded, explains: bool, style: Style) -> String {
    let dead = load::dead(loaded);
    let mut text = problems::reports(&dead, loaded.document.sources(), Severity::Warning, style);
    if explains {
        text.push_str(&explain::explain(loaded, style));
        text.push('\n');
    }
    let scenario = &loaded.scenario;
    let drawn = scenario.inputs().iter().filter(|input| input.quantity.is_drawn());
    // Places with one knob take one draw.
    let drawn = drawn.map(Input::drawn_as).collect::<BTreeSet<_>>().len();
    // Whoever is only acted upon can act back, up to war.
    let unwritten = scenario.relations().iter().filter(|relation| !relation.given).count();
    let parts = [
        (scenario.states().len(), "state"),
        (scenario.relations().len(), "relation"),
        (scenario.groups().len(), "group"),
        (scenario.mediators().len(), "go-between"),
        (scenario.events().len(), "event"),
        (loaded.members(), "member"),
        (drawn, "number drawn in each run"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, thing)| match thing.split_once(' ') {
            Some((first, rest)) => format!("{} {rest}", counted(count as u64, first)),
            None if thing == "relation" && unwritten > 0 => {
                format!("{}, {unwritten} of them on defaults", counted(count as u64, thing))
            }
            None => counted(count as u64, thing),
        })
        .collect();
    let warnings =
        if dead.is_empty() { String::new() } else { format!("; {}", counted(dead.len() as u64, "warning")) };
    let _ = writeln!(text, "{name}: fine ({}){warnings}", parts.join(", "));
    text
}
