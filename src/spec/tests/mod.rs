//! Tests of the room as a whole: text in, spec and problems out.

mod knobs;
mod layers;
mod messages;
mod numbers;
mod origins;
mod robustness;
mod sweeps;

use super::{Document, Problem, ScenarioSpec};

fn read(text: &str) -> (ScenarioSpec, Vec<String>) {
    let document = Document::parse("s.toml", text.into()).unwrap();
    let (spec, problems) = document.read();
    (spec, problems.iter().map(|problem| show(&document, problem)).collect())
}

/// `line path: what | underlined | label | help`.
fn show(document: &Document, problem: &Problem) -> String {
    let location = problem.location.as_ref().unwrap();
    let source = document.source(&location.source).unwrap();
    let (line, under) = (source.line(location.span.start), &source.text[location.span.clone()]);
    let Problem { path, what, label, help, .. } = problem;
    let help = help.as_deref().unwrap_or("-");
    format!("{line} {path}: {what} | {under} | {label} | {help}")
}

/// The one problem of a text.
fn problem(text: &str) -> String {
    let (_, problems) = read(text);
    assert_eq!(problems.len(), 1, "{problems:#?}");
    problems[0].clone()
}
