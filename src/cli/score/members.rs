//! Members with which a scenario is not sound, shown where their rows stand.

use crate::experiment::score::{BrokenMember, PopulationError};
use crate::spec::{Document, Problem};

/// The problems of a population. Without one they are those of the scenario itself.
pub(in crate::cli) fn problems(error: &PopulationError, document: &Document) -> Vec<Problem> {
    let mut problems = Vec::new();
    for BrokenMember { place, name, problems: own } in &error.0 {
        let row = format!("population.rows.{place}");
        let location = document.locate(&row);
        problems.extend(own.iter().map(|problem| Problem {
            path: row.clone(),
            what: format!("with member `{name}`, {}: {}", problem.path, problem.what),
            location: location.clone(),
            ..problem.clone()
        }));
    }
    document.sort(&mut problems);
    problems
}
