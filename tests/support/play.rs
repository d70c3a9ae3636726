//! From the text of a scenario to its runs.

use std::path::PathBuf;

use offramp::engine::{Program, Recorder, RunKey, RunRecord, Silent, Workspace};
use offramp::model::Scenario;
use offramp::spec::Document;

/// The scenario that this text means, or all that is wrong with it.
pub(crate) fn parse(text: &str, changes: &[&str]) -> Result<Scenario, String> {
    let mut document =
        Document::parse("test", text.to_owned()).map_err(|errors| format!("{:#?}", errors.problems))?;
    for change in changes {
        document.set(change).map_err(|problem| format!("{change}: {problem:#?}"))?;
    }
    let (spec, problems) = document.read();
    let scenario = Scenario::new(&spec).map_err(|problems| format!("{problems:#?}"))?;
    if problems.is_empty() { Ok(scenario) } else { Err(format!("{problems:#?}")) }
}

/// The program of a scenario that must be valid.
pub(crate) fn program(text: &str) -> Program {
    with(text, &[])
}

/// The same with some values set to others, each as `PATH=VALUE`.
pub(crate) fn with(text: &str, changes: &[&str]) -> Program {
    match parse(text, changes) {
        Ok(scenario) => Program::new(&scenario),
        Err(problems) => panic!("{problems}\nin\n{text}\nwith {changes:?}"),
    }
}

/// The text of a shipped scenario.
pub(crate) fn shipped(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// One run, watched, in a workspace of its own.
pub(crate) fn run(program: &Program, seed: u64, replicate: u64, recorder: &mut impl Recorder) -> RunRecord {
    Workspace::new(program).run(program, RunKey::new(seed, replicate), recorder).clone()
}

/// The first runs of a batch, in run order.
pub(crate) fn runs(program: &Program, seed: u64, count: u64) -> Vec<RunRecord> {
    let mut workspace = Workspace::new(program);
    (0..count).map(|k| workspace.run(program, RunKey::new(seed, k), &mut Silent).clone()).collect()
}

/// The index of a relation by its `from.to`.
pub(crate) fn relation(program: &Program, key: &str) -> usize {
    program.scenario().relations().iter().position(|relation| relation.key == key).unwrap()
}
