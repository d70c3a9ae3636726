//! Knobs: values that several places share. A place says `"$name"`, and the gate reads it as if the knob's value stood
//! there; a text that must begin with a dollar sign begins with two.

use std::borrow::Cow;
use std::collections::BTreeSet;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::distribution::DistSpec;
use super::document::Document;
use super::gate::{Gate, Remark};
use super::hints;
use super::number::{Range, Real};
use super::path::{child_path, is_bare_char, steps};
use super::shape::{Part, Shape};
use super::tree::{self, Node, Place, Table, Value};

/// The table of knobs.
pub(super) const KNOBS: &str = "knobs";
/// Longer lists of knobs are no help.
const LISTED_KNOBS: usize = 20;

/// What a knob may be, for the schema: the spec itself keeps only those that are numbers, since all others are in their
/// places once the file is read.
pub(super) enum Knob {}

impl JsonSchema for Knob {
    fn schema_name() -> Cow<'static, str> {
        "Knob".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let distribution = generator.subschema_for::<DistSpec>();
        json_schema!({
            "description": "A number, a distribution, a text, a switch or a date.",
            "x-knob": true,
            "anyOf": [{ "type": "number" }, distribution, { "type": "string" }, { "type": "boolean" }],
        })
    }
}

/// A knob at the gate.
pub(super) struct Held<'d> {
    node: &'d Node,
    is_sound: bool,
    /// Its value, if it is a sound number or distribution.
    number: Option<toml::Value>,
}

/// The knob through which a place is read.
pub(super) struct Through {
    pub(super) name: String,
    /// Where its name stands.
    pub(super) place: Place,
}

/// What follows the dollar sign of a text that begins with one.
fn after_dollar(value: &Value) -> Option<&str> {
    if let Value::Text(text) = value { text.strip_prefix('$') } else { None }
}

/// The name of the knob that a value refers to.
fn reference(value: &Value) -> Option<&str> {
    after_dollar(value).filter(|rest| !rest.starts_with('$'))
}

impl<'d> Gate<'d> {
    /// Checks the knobs, and keeps them for the places that refer to them.
    pub(super) fn take_knobs(&mut self, table: &'d Table) {
        for (name, entry) in table {
            let before = self.count();
            if name.is_empty() || !name.chars().all(is_bare_char) {
                let remark = Remark {
                    what: format!("`{name}` cannot name a knob"),
                    label: "must be letters, digits, `_` and `-`".to_owned(),
                    help: None,
                };
                self.report(&child_path(KNOBS, name), &entry.key, remark);
            }
            let number = self.knob(&entry.node, &child_path(KNOBS, name), name);
            let is_sound = self.count() == before;
            self.knobs.insert(name, Held { node: &entry.node, is_sound, number });
        }
    }

    /// Checks a knob's value, apart from what only its places can say; gives it if it is a number.
    fn knob(&mut self, node: &Node, path: &str, name: &str) -> Option<toml::Value> {
        let any = Range::of::<Real>();
        match &node.value {
            Value::Integer(_) | Value::Float(_) => self.number(node, &any, path),
            Value::Table(table) => self.distribution(node, table, &any, path),
            Value::Text(_) if reference(&node.value).is_some() => self.knob_in_knob(node, path),
            Value::Text(_) | Value::Bool(_) | Value::Date(_) => None,
            Value::List(_) => self.mismatch(node, &Shape::Knob, path, name),
        }
    }

    /// The value of a knob, as checked before.
    pub(super) fn held_number(&self, name: &str) -> Option<toml::Value> {
        self.knobs.get(name)?.number.clone()
    }

    /// What of a value is sound, once a knob is put in place of its name.
    pub(super) fn value(&mut self, node: &Node, part: Part, path: &str, key: &str) -> Option<toml::Value> {
        let Some(rest) = after_dollar(&node.value) else {
            return self.plain_value(node, part, path, key);
        };
        let shape = Shape::of(part);
        if !takes_knobs(&shape) {
            return self.plain_value(node, part, path, key);
        }
        if rest.starts_with('$') {
            let literal = Node { value: Value::Text(rest.to_owned()), place: node.place.clone() };
            return self.plain_value(&literal, part, path, key);
        }
        if self.is_in_knobs() {
            return self.knob_in_knob(node, path);
        }
        let Some(Held { node: held, is_sound, .. }) = self.knobs.get(rest) else {
            return self.unknown_knob(node, rest, &shape, path);
        };
        let (held, is_sound) = (*held, *is_sound);
        if !is_sound {
            return None;
        }
        self.through = Some(Through { name: rest.to_owned(), place: node.place.clone() });
        let value = self.value(held, part, path, key);
        self.through = None;
        // A number keeps its knob's name, so that all places take the same draw.
        if matches!(shape, Shape::Number(_)) { value.map(|_| format!("${rest}").into()) } else { value }
    }

    fn knob_in_knob(&mut self, node: &Node, path: &str) -> Option<toml::Value> {
        let remark = Remark {
            what: "a knob cannot refer to another".to_owned(),
            label: "must be a value".to_owned(),
            help: Some("a text that begins with a dollar sign is written with two: \"$$…\"".to_owned()),
        };
        self.report(path, &node.place, remark);
        None
    }

    fn unknown_knob(&mut self, node: &Node, name: &str, shape: &Shape, path: &str) -> Option<toml::Value> {
        let names: Vec<&str> = self.knobs.keys().copied().collect();
        let help = hints::did_you_mean(name, names.iter().copied()).unwrap_or_else(|| {
            let is_text = matches!(shape, Shape::Text);
            match names.as_slice() {
                _ if is_text => format!("a text that begins with a dollar sign is written \"$${name}\""),
                [] => "knobs are given in a table `[knobs]`".to_owned(),
                names if names.len() <= LISTED_KNOBS => format!("known: {}", names.join(", ")),
                names => format!("there are {} others", names.len()),
            }
        });
        let (what, label) = (format!("there is no knob `{name}`"), "unknown knob".to_owned());
        self.report(path, &node.place, Remark { what, label, help: Some(help) });
        None
    }
}

/// Whether one value stands here, and not a table or a list.
fn takes_knobs(shape: &Shape) -> bool {
    !matches!(
        shape,
        Shape::Table(_)
            | Shape::Names(_)
            | Shape::List { .. }
            | Shape::Knob
            | Shape::Varied
            | Shape::Settings
            | Shape::Population
    )
}

impl Document {
    /// The name of the knob that the value at `path` refers to, if it refers to one.
    pub fn knob_at(&self, path: &str) -> Option<&str> {
        let found = tree::follow(&self.root, &steps(path).ok()?);
        reference(&found.node.filter(|_| found.is_whole)?.value)
    }

    /// The knobs that no place refers to, by name.
    pub fn unused_knobs(&self) -> Vec<&str> {
        let Some(knobs) = self.root.get(KNOBS).and_then(|entry| entry.node.value.as_table()) else {
            return Vec::new();
        };
        let mut used = BTreeSet::new();
        let places = self.root.iter().filter(|(key, _)| *key != KNOBS);
        places.for_each(|(_, entry)| references(&entry.node.value, &mut used));
        knobs.keys().map(String::as_str).filter(|name| !used.contains(name)).collect()
    }
}

fn references<'t>(value: &'t Value, into: &mut BTreeSet<&'t str>) {
    match value {
        Value::Table(table) => table.values().for_each(|entry| references(&entry.node.value, into)),
        Value::List(items) => items.iter().for_each(|item| references(&item.value, into)),
        value => into.extend(reference(value)),
    }
}
