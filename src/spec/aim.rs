//! Where a path leads that is to be varied, and what may stand there.

use super::hints;
use super::path::{Step, child_path};
use super::schema;
use super::set::{Fault, leads_to_nobody};
use super::shape::{self, Part, Shape};
use super::tree::{self, Table};

/// Tables that say how to read or to play a scenario, and hold nothing that it is made of.
const NO_PARAMETERS: [&str; 6] = ["extends", "remove", "sweep", "levers", "objective", "population"];

/// A parameter of a scenario.
#[derive(Debug)]
pub(super) struct Aim {
    /// Its address, in the one form that all have.
    pub(super) path: String,
    /// Its last key.
    pub(super) key: String,
    /// What may stand there.
    pub(super) part: Part,
}

/// The parameter at the end of `steps`.
pub(super) fn aim(root: &Table, steps: &[Step]) -> Result<Aim, Fault> {
    if let Some(fault) = leads_to_nobody(root, steps) {
        return Err(fault);
    }
    let (mut part, mut path) = (schema::shared(), String::new());
    for (depth, step) in steps.iter().enumerate() {
        part = below(root, &steps[..=depth], part, &path)?;
        path = child_path(&path, &step.key);
    }
    let is_table = |part: Part| {
        matches!(
            Shape::of(part),
            Shape::Table(_) | Shape::Names(_) | Shape::Varied | Shape::Settings | Shape::Population
        )
    };
    let last = steps.last().map_or_else(String::new, |step| step.key.clone());
    match (Shape::of(part), steps.last()) {
        (Shape::Table(fields), Some(step)) => {
            let what = format!("`{path}` is a table, and one value is varied at a time");
            let keys: Vec<&str> = fields.keys().map(String::as_str).collect();
            let help = format!("name one of its keys, such as {path}.{}", keys.first().unwrap_or(&""));
            Err(fault(step, &path, what, "not a single value", Some(help)))
        }
        (_, Some(step)) if is_table(part) => {
            let what = format!("`{path}` is a table, and one value is varied at a time");
            Err(fault(step, &path, what, "not a single value", None))
        }
        _ => Ok(Aim { path, key: last, part }),
    }
}

fn fault(step: &Step, path: &str, what: String, label: &str, help: Option<String>) -> Fault {
    Fault { path: path.to_owned(), what, label: label.to_owned(), help, span: step.span.clone() }
}

/// What may stand at the last of `steps`, which is below `part` at `path`.
fn below(root: &Table, steps: &[Step], part: Part, path: &str) -> Result<Part, Fault> {
    let Some(step) = steps.last() else { return Ok(part) };
    let key = step.key.as_str();
    let within = child_path(path, key);
    match Shape::of(part) {
        Shape::Table(_) if path.is_empty() && NO_PARAMETERS.contains(&key) => {
            let what = format!("`{key}` is no parameter of the scenario");
            Err(fault(step, &within, what, "cannot be varied", None))
        }
        Shape::Table(fields) => fields.get(key).ok_or_else(|| {
            let place = if path.is_empty() { "the file".to_owned() } else { format!("`{path}`") };
            let (what, label) = (format!("unknown key `{key}`"), format!("not a key of {place}"));
            fault(step, &within, what, &label, hints::unknown_key(key, fields))
        }),
        Shape::Names(part) => Ok(part),
        Shape::List { items, .. } => {
            let what = format!("`{path}` is a list and has no item `{key}`");
            let is_there = tree::follow(root, steps).is_whole;
            is_there.then_some(items).ok_or_else(|| fault(step, &within, what, "no such item", None))
        }
        Shape::Number(_) | Shape::Knob => {
            let known = shape::distributions();
            let found = known.iter().find(|(name, _)| *name == key);
            found.map(|(_, part)| *part).ok_or_else(|| {
                let what = format!("`{path}` is a number, which holds no `{key}`");
                let help = hints::did_you_mean(key, known.iter().map(|(name, _)| *name));
                fault(step, &within, what, "leads nowhere", help)
            })
        }
        shape => {
            let what = format!("`{path}` is {shape}, which holds no `{key}`");
            Err(fault(step, &within, what, "leads nowhere", None))
        }
    }
}
