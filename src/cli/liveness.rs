//! `check --liveness`: every number of a scenario moved in turn, and those named whose move changes no run.

use std::fmt::Write;

use miette::Severity;

use super::args::{CheckArguments, Progress};
use super::format::{counted, thousands};
use super::load::Loaded;
use super::problems;
use super::progress::ProgressLine;
use super::screen::Style;
use crate::engine::Program;
use crate::experiment::BatchPlan;
use crate::experiment::liveness::{Trial, Verdict, liveness as try_all};
use crate::spec::Problem;

/// Whether all numbers matter, and a report on those that do not.
pub(super) fn liveness(
    name: &str,
    loaded: &Loaded,
    arguments: &CheckArguments,
    style: Style,
) -> (bool, String) {
    let plan =
        BatchPlan { runs: arguments.runs, seed: arguments.seed, threads: usize::from(arguments.threads) };
    let program = Program::new(&loaded.scenario);
    let numbers = loaded.document.leaves().len() as u64;
    let mut progress = ProgressLine::new(Progress::Auto, false, numbers, "numbers");
    let trials = match try_all(&loaded.document, &program, &plan, &mut |done| progress.update(done)) {
        Ok(trials) => trials,
        Err(error) => return (false, format!("{error}\n")),
    };
    progress.finish();
    let runs = counted(plan.runs, "run");
    let mut dead: Vec<Problem> = trials.iter().filter_map(|trial| problem(trial, loaded, &runs)).collect();
    let count = dead.len() as u64;
    // The report on what cannot matter, which follows, says why these do not.
    let explained = loaded.scenario.dead();
    dead.retain(|problem| !explained.iter().any(|part| is_within(&problem.path, &part.path)));
    loaded.document.sort(&mut dead);
    let mut text = problems::reports(&dead, loaded.document.sources(), Severity::Warning, style);
    let _ = writeln!(text, "{}", summary(name, &trials, count, dead.len() as u64, &runs));
    (count == 0, text)
}

fn problem(trial: &Trial, loaded: &Loaded, runs: &str) -> Option<Problem> {
    let Verdict::Dead { tried } = &trial.verdict else { return None };
    Some(Problem {
        path: trial.leaf.path.clone(),
        what: format!("changes none of {runs}"),
        label: "of no effect".to_owned(),
        help: Some(format!(
            "with {} every measure of every run stays as it is: mend what keeps it from mattering, or take it out",
            either(tried)
        )),
        location: loaded.document.locate(&trial.leaf.path),
    })
}

fn summary(name: &str, trials: &[Trial], dead: u64, shown: u64, runs: &str) -> String {
    let immovable = trials.iter().filter(|trial| trial.verdict == Verdict::Immovable).count() as u64;
    let numbers = counted(trials.len() as u64 - immovable, "number");
    let mut text = match dead {
        0 => format!("{name}: {numbers} moved, and each changes some run of {runs}"),
        1 => format!("{name}: {numbers} moved, and 1 of them changes none of {runs}"),
        _ => format!("{name}: {numbers} moved, and {} of them change none of {runs}", thousands(dead)),
    };
    if dead > shown {
        let _ = write!(text, " ({} explained below)", thousands(dead - shown));
    }
    if immovable > 0 {
        let _ = write!(text, "; {} cannot be moved", counted(immovable, "number"));
    }
    text
}

/// Whether an address is that of a part of the scenario, or of something in it.
fn is_within(path: &str, part: &str) -> bool {
    path.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// `0.84, 0.76 or 1`.
fn either(values: &[String]) -> String {
    match values.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_listed_as_people_do() {
        let list =
            |values: &[&str]| either(&values.iter().map(|&value| value.to_owned()).collect::<Vec<_>>());
        assert_eq!(list(&["1"]), "1");
        assert_eq!(list(&["0.84", "0.76", "1"]), "0.84, 0.76 or 1");
    }

    #[test]
    fn a_part_holds_what_stands_below_it_and_no_namesakes() {
        assert!(is_within("mediators.m.stake", "mediators.m") && is_within("a.b", "a.b"));
        assert!(!is_within("mediators.mm.stake", "mediators.m"));
    }
}
