//! Files laid over one another: what an overlay takes out of the file that it extends, and what it puts over it.

use std::sync::Arc;

use toml::de::DeTable;

use super::document::{Document, Source, SyntaxErrors};
use super::hints;
use super::path::{self, Step, child_path};
use super::problem::Problem;
use super::schema;
use super::shape::{Part, Shape};
use super::syntax;
use super::tree::{Entry, Node, Place, Planter, Table, Value};

/// The key that lists what an overlay takes out.
pub(super) const REMOVE: &str = "remove";

/// One file, parsed.
pub(super) struct Layer {
    pub(super) source: Source,
    pub(super) root: Table,
}

impl Layer {
    /// Parses the text of the file with this number among the sources.
    pub(super) fn parse(number: usize, name: &str, text: String) -> Result<Self, SyntaxErrors> {
        let source = Source { name: name.to_owned(), text: text.into() };
        let text = Arc::clone(&source.text);
        let (table, errors) = DeTable::parse_recoverable(&text);
        if errors.is_empty() {
            let root = Planter { source: number, offset: 0 }.table(table.into_inner());
            return Ok(Self { source, root });
        }
        let mut problems: Vec<Problem> = errors.iter().map(|error| syntax::problem(&source, error)).collect();
        problems.sort_by_key(|problem| problem.location.as_ref().map(|location| location.span.start));
        Err(SyntaxErrors { source_text: source, problems })
    }
}

/// Why something cannot be taken out.
pub(super) struct Fault {
    what: String,
    label: &'static str,
    help: Option<String>,
}

impl Document {
    /// Lays a file over what is there, which is the file that it extends.
    pub(super) fn lay_over(&mut self, mut above: Table) {
        if let Some(paths) = above.get(REMOVE).and_then(texts) {
            above.remove(REMOVE);
            for (index, (text, place)) in paths.into_iter().enumerate() {
                self.take_out(&text, &place, index);
            }
        }
        self.put_over(above);
    }

    /// Puts a file over what is there, its `remove` and all.
    pub(super) fn put_over(&mut self, above: Table) {
        for (name, entry) in &above {
            let Some(entries) = entry.node.value.as_table() else { continue };
            let known = self.order.entry(name.clone()).or_default();
            let fresh: Vec<String> = in_order(entries).filter(|key| !known.contains(key)).collect();
            known.extend(fresh);
        }
        merge(&mut self.root, above, Some(schema::shared()));
    }

    /// The keys of a top-level table in the order in which they are written: those of the file that is extended first,
    /// each at its first place; those of `--set`s last. Empty if there is no such table.
    pub fn order_of(&self, table: &str) -> Vec<String> {
        let Some(entries) = self.root.get(table).and_then(|entry| entry.node.value.as_table()) else {
            return Vec::new();
        };
        let of_files = self.order.get(table).map(Vec::as_slice).unwrap_or_default();
        let mut keys: Vec<String> =
            of_files.iter().filter(|key| entries.contains_key(*key)).cloned().collect();
        keys.extend(in_order(entries).filter(|key| !of_files.contains(key)));
        keys
    }

    /// Takes out what stands at the path `text`, the `index`th of the list.
    fn take_out(&mut self, text: &str, place: &Place, index: usize) {
        let steps = path::steps(text);
        let taken = match &steps {
            Ok(steps) => take_out(&mut self.root, steps),
            Err(fault) => {
                let help = Some("write the path of a table or a key: \"events.kerman\"".to_owned());
                Err(Fault { what: fault.what.clone(), label: "not a path", help })
            }
        };
        match (taken, steps.as_deref()) {
            (Ok(()), Ok([table, key])) => {
                // What is given anew under this name stands where it is given.
                if let Some(known) = self.order.get_mut(&table.key) {
                    known.retain(|known| *known != key.key);
                }
            }
            (Ok(()), _) => {}
            (Err(Fault { what, label, help }), _) => self.problems.push(Problem {
                path: format!("{REMOVE}.{index}"),
                what,
                label: label.to_owned(),
                help,
                location: Some(self.location(place)),
            }),
        }
    }
}

/// The items of a list of texts. What is no such list is left for the gate to turn down.
pub(super) fn texts(entry: &Entry) -> Option<Vec<(String, Place)>> {
    let Value::List(nodes) = &entry.node.value else { return None };
    let text = |node: &Node| match &node.value {
        Value::Text(text) => Some((text.clone(), node.place.clone())),
        _ => None,
    };
    nodes.iter().map(text).collect()
}

/// The keys of a table in the order of the text.
fn in_order(entries: &Table) -> impl Iterator<Item = String> {
    let mut keys: Vec<(&Place, &String)> = entries.iter().map(|(key, entry)| (&entry.key, key)).collect();
    keys.sort_by_key(|(place, _)| (place.source, place.span.start));
    keys.into_iter().map(|(_, key)| key.clone())
}

pub(super) fn take_out(root: &mut Table, steps: &[Step]) -> Result<(), Fault> {
    let Some((last, way)) = steps.split_last() else { return Ok(()) };
    let (mut table, mut path) = (root, String::new());
    for step in way {
        let known = nowhere(table, &path, &step.key);
        path = child_path(&path, &step.key);
        match table.get_mut(&step.key).map(|entry| &mut entry.node.value) {
            Some(Value::Table(inner)) => table = inner,
            Some(other) => {
                let what = format!("`{path}` is {}, of which nothing can be taken out", other.found());
                let help = Some(format!("give `{path}` anew, or remove it as a whole"));
                return Err(Fault { what, label: "leads into a value", help });
            }
            None => return Err(known),
        }
    }
    let fault = nowhere(table, &path, &last.key);
    table.remove(&last.key).map(|_| ()).ok_or(fault)
}

fn nowhere(table: &Table, path: &str, key: &str) -> Fault {
    Fault {
        what: format!("there is no `{}` to take out", child_path(path, key)),
        label: "leads nowhere in what is extended",
        help: hints::did_you_mean(key, table.keys().map(String::as_str)),
    }
}

/// Puts `above` over `below`: tables are merged key by key, everything else is replaced. A distribution is one value,
/// and so replaced as a whole, or two would stand in one table. `part` says what may stand here, if anything is known.
fn merge(below: &mut Table, above: Table, part: Option<Part>) {
    for (key, entry) in above {
        let part = part.and_then(|part| within(part, &key));
        let Some(old) = below.get_mut(&key) else {
            below.insert(key, entry);
            continue;
        };
        old.key = entry.key;
        match (&mut old.node.value, entry.node.value) {
            (Value::Table(below), Value::Table(above)) if !part.is_some_and(is_one_value) => {
                old.node.place = entry.node.place;
                merge(below, above, part);
            }
            (_, value) => old.node = Node { value, place: entry.node.place },
        }
    }
}

fn within(part: Part, key: &str) -> Option<Part> {
    match Shape::of(part) {
        Shape::Table(fields) => fields.get(key),
        Shape::Names(part) => Some(part),
        _ => None,
    }
}

fn is_one_value(part: Part) -> bool {
    matches!(Shape::of(part), Shape::Number(_) | Shape::Knob)
}
