//! `--set PATH=VALUE`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use toml::de::DeValue;

use super::document::{Document, Source};
use super::hints;
use super::path::{self, PathFault, Step};
use super::problem::{Location, Problem};
use super::syntax;
use super::tree::{Entry, Node, Place, Planter, Table, Value};

/// What is wrong with an assignment, and where in it.
pub(super) struct Fault {
    pub(super) path: String,
    pub(super) what: String,
    pub(super) label: String,
    pub(super) help: Option<String>,
    pub(super) span: Range<usize>,
}

impl Document {
    /// Applies an assignment `PATH=VALUE` as if the file said so: `states.iran.resolve=0.7`.
    ///
    /// `VALUE` is TOML; a bare word that is none is taken as text. Tables that are missing on the way are created,
    /// items of lists are reached by number from 0, and what stood at the path is replaced. Whether the key exists
    /// and the value fits is for [`Document::read`] to say. The assignment becomes one of the document's sources.
    ///
    /// # Errors
    ///
    /// The problem, if there is no `=`, the path is malformed or leads through something that is no table, or the
    /// value is broken TOML. The document's values are then unchanged.
    pub fn set(&mut self, assignment: &str) -> Result<(), Box<Problem>> {
        let number = self.sources.len() - self.files() + 1;
        let source = Source { name: format!("--set {number}"), text: Arc::from(assignment) };
        self.sources.push(source.clone());
        self.assign(&source)
    }

    fn assign(&mut self, source: &Source) -> Result<(), Box<Problem>> {
        let number = self.sources.len() - 1;
        let (steps, mut node) = parse(source, number, 0..source.text.len())?;
        let keys: Vec<&str> = steps.iter().map(|step| step.key.as_str()).collect();
        self.fill_sample(&mut node, &keys.join("."))?;
        if let Some(fault) = leads_to_nobody(&self.root, &steps) {
            return Err(problem(source, fault));
        }
        let key = |span: &Range<usize>| Place { source: number, span: span.clone() };
        let Some((first, rest)) = steps.split_first() else { return Ok(()) };
        let entry = self.root.entry(first.key.clone()).or_insert_with(|| Entry {
            key: key(&first.span),
            node: Node { value: Value::Table(BTreeMap::new()), place: key(&first.span) },
        });
        put(&mut entry.node, rest, node, &first.key).map_err(|fault| problem(source, fault))
    }
}

/// A knob, or a number of a state, go-between, armed group, event or outcome class, that the scenario does not have is a slip of the pen. (A whole
/// new table, `states.iran={…}`, is not.)
pub(super) fn leads_to_nobody(root: &Table, steps: &[Step]) -> Option<Fault> {
    let (first, names) = steps.split_first()?;
    let (kind, table, names) = match (first.key.as_str(), names) {
        ("states", [name, _, ..]) => ("state", "states", std::slice::from_ref(name)),
        ("mediators", [name, _, ..]) => ("mediator", "mediators", std::slice::from_ref(name)),
        ("groups", [name, _, ..]) => ("armed group", "groups", std::slice::from_ref(name)),
        ("events", [name, _, ..]) => ("event", "events", std::slice::from_ref(name)),
        ("outcomes", [name, _, ..]) => ("outcome class", "outcomes", std::slice::from_ref(name)),
        ("relations", [_, _, _, ..]) => ("state", "states", &names[..2]),
        ("knobs", [name, ..]) => ("knob", "knobs", std::slice::from_ref(name)),
        _ => return None,
    };
    let known = root.get(table).and_then(|entry| entry.node.value.as_table());
    let has = |name: &str| known.is_some_and(|known| known.contains_key(name));
    let stranger = names.iter().find(|name| !has(&name.key))?;
    let keys = known.into_iter().flat_map(|known| known.keys().map(String::as_str));
    Some(Fault {
        path: steps.iter().map(|step| step.key.as_str()).collect::<Vec<_>>().join("."),
        what: format!("there is no {kind} `{}`", stranger.key),
        label: format!("unknown {kind}"),
        help: hints::did_you_mean(&stranger.key, keys),
        span: stranger.span.clone(),
    })
}

/// The path and the value of the assignment that stands at a place of a source with this number.
pub(super) fn parse(
    source: &Source,
    number: usize,
    at: Range<usize>,
) -> Result<(Vec<Step>, Node), Box<Problem>> {
    let text = &source.text[at.clone()];
    let moved = |span: Range<usize>, by: usize| span.start + by..span.end + by;
    let fault = |what: String, label: &str, span: Range<usize>| {
        problem(
            source,
            Fault {
                path: String::new(),
                what,
                label: label.into(),
                help: Some("write PATH=VALUE, for example states.iran.resolve=0.7".into()),
                span: moved(span, at.start),
            },
        )
    };
    let Some(equals) = equals_sign(text) else {
        return Err(fault("an assignment without `=`".into(), "no `=` in here", 0..text.len()));
    };
    let path = text[..equals].trim();
    let path_start = text[..equals].len() - text[..equals].trim_start().len();
    let steps = path::steps(path)
        .map_err(|PathFault { what, span }| fault(what, "in this path", moved(span, path_start)))?;
    let steps = steps
        .into_iter()
        .map(|Step { key, span }| Step { key, span: moved(span, at.start + path_start) })
        .collect();
    let written = text[equals + 1..].trim();
    let offset = at.start + equals + 1 + (text[equals + 1..].len() - text[equals + 1..].trim_start().len());
    if written.is_empty() {
        return Err(fault(
            "an assignment without a value".into(),
            "a value is missing after this",
            equals..equals + 1,
        ));
    }
    match value(source, number, offset..offset + written.len()) {
        Ok(node) => Ok((steps, node)),
        Err(mut problem) => {
            path.clone_into(&mut problem.path);
            Err(problem)
        }
    }
}

/// The value that stands at a place: TOML, or a bare word that is none.
pub(super) fn value(source: &Source, number: usize, at: Range<usize>) -> Result<Node, Box<Problem>> {
    let written = &source.text[at.clone()];
    let (value, errors) = DeValue::parse_recoverable(written);
    let Some(error) = errors.first() else {
        return Ok(Planter { source: number, offset: at.start }.node(value));
    };
    if written.starts_with(['{', '[', '"', '\'']) {
        let mut problem = syntax::problem(source, error);
        if let Some(Location { span, .. }) = &mut problem.location {
            *span = (span.start + at.start).min(at.end)..(span.end + at.start).min(at.end);
        }
        return Err(Box::new(problem));
    }
    Ok(Node { value: Value::Text(written.to_owned()), place: Place { source: number, span: at } })
}

/// The path and the value of an assignment as they are written; `None` if there is no `=`.
pub fn assignment(text: &str) -> Option<(&str, &str)> {
    equals_sign(text).map(|at| (text[..at].trim(), text[at + 1..].trim()))
}

/// The first `=` that is not in quotes.
fn equals_sign(text: &str) -> Option<usize> {
    let mut is_quoted = false;
    let mut is_escaped = false;
    text.char_indices().find_map(|(at, c)| {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = is_quoted,
            '"' => is_quoted = !is_quoted,
            '=' if !is_quoted => return Some(at),
            _ => {}
        }
        None
    })
}

/// Puts `value` at the end of `steps`, which lead on from `node` at `path`. Fails only at what was there before, so
/// that nothing is left half made.
fn put(node: &mut Node, steps: &[Step], value: Node, path: &str) -> Result<(), Fault> {
    let Some((step, rest)) = steps.split_first() else {
        *node = value;
        return Ok(());
    };
    let below = path::child_path(path, &step.key);
    let fault = |what: String, label: &str, help: Option<String>| {
        Err(Fault { path: below.clone(), what, label: label.into(), help, span: step.span.clone() })
    };
    match &mut node.value {
        Value::Table(table) => {
            let place = Place { source: value.place.source, span: step.span.clone() };
            let entry = table.entry(step.key.clone()).or_insert_with(|| Entry {
                key: place.clone(),
                node: Node { value: Value::Table(BTreeMap::new()), place },
            });
            put(&mut entry.node, rest, value, &below)
        }
        Value::List(items) => {
            let count = items.len();
            match step.key.parse::<usize>().ok().and_then(|index| items.get_mut(index)) {
                Some(item) => put(item, rest, value, &below),
                None if count == 0 => fault(format!("`{path}` is an empty list"), "no such item", None),
                None => fault(
                    format!("`{path}` is a list and has no item `{}`", step.key),
                    "no such item",
                    Some(format!("items are numbered from 0 to {}", count - 1)),
                ),
            }
        }
        other => fault(
            format!("`{path}` is {}, which holds no `{}`", other.found(), step.key),
            "leads nowhere",
            Some(format!("set `{path}` itself")),
        ),
    }
}

pub(super) fn problem(source: &Source, fault: Fault) -> Box<Problem> {
    let Fault { path, what, label, help, span } = fault;
    let location = Some(Location { source: source.name.clone(), span });
    Box::new(Problem { path, what, label, help, location })
}
