//! The gate between the file and the spec: whatever does not fit the schema is reported and taken out, so that the
//! rest can be read and checked for what it means in the same go.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;

use super::document::Document;
use super::extends::EXTENDS;
use super::hints;
use super::knob::{Held, KNOBS, Through};
use super::layer::{REMOVE, texts};
use super::number::{OpenShare, Range, Real, Share};
use super::path::child_path;
use super::problem::Problem;
use super::scenario::ScenarioSpec;
use super::schema;
use super::shape::{self, Part, Shape};
use super::tree::{Entry, Node, Place, Table, Value};

impl Document {
    /// The spec that the document gives, and all that is wrong with its form: what cannot be laid over what it extends,
    /// unknown keys, values of the wrong kind or out of range, malformed distributions; in the order of the text. The spec is without the offending
    /// values, so a value that was turned down looks as if it were absent.
    pub fn read(&self) -> (ScenarioSpec, Vec<Problem>) {
        let (problems, knobs) = (self.problems.clone(), BTreeMap::new());
        let aims = BTreeSet::new();
        let mut gate = Gate { document: self, problems, knobs, is_in_knobs: false, through: None, aims };
        gate.unfollowed();
        if let Some(knobs) = self.root.get(KNOBS).and_then(|entry| entry.node.value.as_table()) {
            gate.is_in_knobs = true;
            gate.take_knobs(knobs);
            gate.is_in_knobs = false;
        }
        gate.read(schema::shared())
    }

    /// The same of a file of another kind, which knows no knobs and extends nothing.
    pub(super) fn read_as<T: DeserializeOwned + Default>(&self, schema: Part) -> (T, Vec<Problem>) {
        let (problems, knobs) = (self.problems.clone(), BTreeMap::new());
        let aims = BTreeSet::new();
        Gate { document: self, problems, knobs, is_in_knobs: false, through: None, aims }.read(schema)
    }
}

/// What to say of a problem, apart from where it is.
pub(super) struct Remark {
    pub(super) what: String,
    pub(super) label: String,
    pub(super) help: Option<String>,
}

/// The walk through a document. Each step returns what of a node is sound.
pub(super) struct Gate<'d> {
    pub(super) document: &'d Document,
    problems: Vec<Problem>,
    pub(super) knobs: BTreeMap<&'d str, Held<'d>>,
    is_in_knobs: bool,
    /// The knob whose value is being read, in place of its name.
    pub(super) through: Option<Through>,
    /// The paths that are varied.
    pub(super) aims: BTreeSet<String>,
}

impl Gate<'_> {
    /// All that is sound in the document, and all problems.
    fn read<T: DeserializeOwned + Default>(mut self, schema: Part) -> (T, Vec<Problem>) {
        let table = self.fields(&self.document.root, schema, "");
        let spec = T::deserialize(toml::Value::Table(table)).unwrap_or_else(|error| {
            // Only a disagreement between the types and their own schema leads here; tests look for one.
            let what = format!("cannot be read, though nothing is wrong with its form: {error}");
            self.problems.push(Problem {
                path: String::new(),
                what,
                label: String::new(),
                help: None,
                location: None,
            });
            T::default()
        });
        let mut problems = self.problems;
        self.document.sort(&mut problems);
        (spec, problems)
    }

    /// Notes a problem. That of a knob's value is one of the place that refers to it.
    pub(super) fn report(&mut self, path: &str, place: &Place, remark: Remark) {
        let Remark { mut what, label, help } = remark;
        let place = self.through.as_ref().map_or(place, |through| &through.place);
        if let Some(Through { name, .. }) = &self.through {
            what = format!("{what} (knob `{name}`)");
        }
        let location = Some(self.document.location(place));
        self.problems.push(Problem { path: path.to_owned(), what, label, help, location });
    }

    /// What has not been followed: only files that are read from disk extend one another.
    fn unfollowed(&mut self) {
        let is_text = |entry: &&Entry| matches!(entry.node.value, Value::Text(_));
        if let Some(entry) = self.document.root.get(EXTENDS).filter(is_text) {
            let what = "`extends` cannot be followed from here".to_owned();
            let help = Some("write it in a scenario file, and load that".to_owned());
            self.report(EXTENDS, &entry.key, Remark { what, label: "not in a file".to_owned(), help });
        }
        if let Some(entry) = self.document.root.get(REMOVE).filter(|entry| texts(entry).is_some()) {
            let what = "`remove` without `extends`".to_owned();
            let help = Some("it takes something out of the file that its own file extends".to_owned());
            self.report(
                REMOVE,
                &entry.key,
                Remark { what, label: "nothing to take out of".to_owned(), help },
            );
        }
    }

    /// Whether what is read is the table of knobs.
    pub(super) fn is_in_knobs(&self) -> bool {
        self.is_in_knobs
    }

    /// How many problems there are so far.
    pub(super) fn count(&self) -> usize {
        self.problems.len()
    }

    /// The known keys of a table.
    pub(super) fn fields(&mut self, table: &Table, part: Part, path: &str) -> toml::Table {
        let fields = shape::fields(part);
        let mut sound = toml::Table::new();
        for (key, entry) in table {
            let below = child_path(path, key);
            if let Some(part) = fields.get(key) {
                let value = self.value(&entry.node, part, &below, key);
                sound.extend(value.map(|value| (key.clone(), value)));
            } else {
                let place = if path.is_empty() { "the file".into() } else { format!("`{path}`") };
                let remark = Remark {
                    what: format!("unknown key `{key}`"),
                    label: format!("not a key of {place}"),
                    help: hints::unknown_key(key, fields),
                };
                self.report(&below, &entry.key, remark);
            }
        }
        sound
    }

    /// What of a value is sound, taken as it stands there.
    pub(super) fn plain_value(
        &mut self,
        node: &Node,
        part: Part,
        path: &str,
        key: &str,
    ) -> Option<toml::Value> {
        let shape = Shape::of(part);
        match (&shape, &node.value) {
            (Shape::Knob, _) => self.held_number(key),
            (Shape::Varied, Value::Table(table)) => Some(self.varied(table, path).into()),
            (Shape::Settings, Value::Table(table)) => Some(self.settings(table, path).into()),
            (Shape::Population, Value::Table(table)) => Some(self.population(table, path).into()),
            (Shape::Table(_), Value::Table(table)) => Some(self.fields(table, part, path).into()),
            (Shape::Names(part), Value::Table(table)) => Some(self.names(table, part, path).into()),
            (Shape::List { items, min, max }, Value::List(nodes)) => {
                self.list(node, nodes, items, (*min, *max), path)
            }
            (Shape::Text, Value::Text(text)) => Some(text.clone().into()),
            (Shape::Word(words), Value::Text(text)) => self.word(node, text, words, path),
            (Shape::Whole { min, max }, Value::Integer(number)) => {
                self.whole(node, *number, (*min, *max), path)
            }
            (Shape::Flag, Value::Bool(flag)) => Some((*flag).into()),
            (Shape::Number(range), Value::Integer(_) | Value::Float(_)) => self.number(node, range, path),
            (Shape::Number(range), Value::Table(table)) => self.distribution(node, table, range, path),
            (Shape::Argument, Value::Integer(_) | Value::Float(_)) => {
                self.number(node, &Range::of::<Real>(), path)
            }
            (Shape::Moment { last }, Value::Integer(number)) => self.whole(node, *number, (0, *last), path),
            (Shape::Date | Shape::Moment { .. }, Value::Date(date))
                if super::moment::civil_date(date).is_some() =>
            {
                Some((*date).into())
            }
            _ => self.mismatch(node, &shape, path, key),
        }
    }

    /// A table under names of the scenario's choice, which keep the order in which they are written.
    fn names(&mut self, table: &Table, part: Part, path: &str) -> toml::Table {
        let mut sound = toml::Table::new();
        let shape = Shape::of(part);
        let is_tables = matches!(shape, Shape::Table(_) | Shape::Names(_));
        for (name, Entry { node, .. }) in self.in_order(table, path) {
            let below = child_path(path, name);
            let is_misplaced = is_tables && node.value.as_table().is_none();
            if let Some(help) = is_misplaced.then(|| hints::belongs(name)).flatten() {
                // A key of some other table, and no name: nothing of it remains.
                self.report_mismatch(node, &shape, &below, Some(help));
                continue;
            }
            let value = self.value(node, part, &below, name);
            sound.extend(value.map(|value| (name.clone(), value)));
        }
        sound
    }

    /// The entries of a table in the order in which they are written; at the top of a file, what it extends comes first.
    fn in_order<'t>(&self, table: &'t Table, path: &str) -> Vec<(&'t String, &'t Entry)> {
        let order = self.document.order_of(path);
        let places: BTreeMap<&String, usize> =
            order.iter().enumerate().map(|(place, name)| (name, place)).collect();
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(name, entry)| (places.get(name), entry.key.source, entry.key.span.start));
        entries
    }

    /// A list. One of tables keeps its length, so that paths into it stay true; any other is sound as a whole or
    /// not at all.
    fn list(
        &mut self,
        node: &Node,
        nodes: &[Node],
        items: Part,
        (min, max): (u64, u64),
        path: &str,
    ) -> Option<toml::Value> {
        let before = self.count();
        if !(min..=max).contains(&(nodes.len() as u64)) {
            let label = match (min, max) {
                _ if min == max => format!("must have exactly {min}"),
                (_, u64::MAX) => format!("must have {min} or more"),
                _ => format!("must have {min} to {max}"),
            };
            let what = match nodes.len() {
                0 => "an empty list".into(),
                1 => "a list of 1 item".into(),
                count => format!("a list of {count} items"),
            };
            self.report(path, &node.place, Remark { what, label, help: None });
        }
        let mut sound = Vec::with_capacity(nodes.len());
        for (index, node) in nodes.iter().enumerate() {
            let key = index.to_string();
            sound.extend(self.value(node, items, &child_path(path, &key), &key));
        }
        (sound.len() == nodes.len()
            && (self.count() == before || matches!(Shape::of(items), Shape::Table(_))))
        .then_some(toml::Value::Array(sound))
    }

    fn word(&mut self, node: &Node, text: &str, words: &[&str], path: &str) -> Option<toml::Value> {
        if words.contains(&text) {
            return Some(text.into());
        }
        let remark = Remark {
            what: format!("\"{text}\" is not known here"),
            label: format!("must be {}", shape::one_of(words)),
            help: hints::did_you_mean(text, words.iter().copied()),
        };
        self.report(path, &node.place, remark);
        None
    }

    fn whole(&mut self, node: &Node, number: i64, (min, max): (i64, i64), path: &str) -> Option<toml::Value> {
        if (min..=max).contains(&number) {
            return Some(number.into());
        }
        let label = format!("must be a whole number from {min} to {max}");
        self.report(
            path,
            &node.place,
            Remark { what: format!("{number} is out of range"), label, help: None },
        );
        None
    }

    pub(super) fn number(&mut self, node: &Node, range: &Range, path: &str) -> Option<toml::Value> {
        let number = match node.value {
            Value::Integer(number) => number as f64,
            Value::Float(number) => number,
            _ => return None,
        };
        if number.is_finite() && range.contains(number) {
            return Some(number.into());
        }
        let written = self.written(&node.place);
        let what = if number.is_finite() {
            format!("{written} is out of range")
        } else {
            format!("{written} is not a finite number")
        };
        let is_share = [Range::of::<Share>(), Range::of::<OpenShare>()].contains(range);
        let help = (is_share && (2.0..=100.0).contains(&number))
            .then(|| format!("shares are written from 0 to 1: {} for {number} %", number / 100.0));
        self.report(path, &node.place, Remark { what, label: format!("must be a number {range}"), help });
        None
    }

    /// A value of the wrong kind. In place of a table an empty one remains, so that its name still exists.
    pub(super) fn mismatch(
        &mut self,
        node: &Node,
        shape: &Shape,
        path: &str,
        key: &str,
    ) -> Option<toml::Value> {
        let help = hints::mismatch(shape, &node.value, key);
        self.report_mismatch(node, shape, path, help);
        matches!(shape, Shape::Table(_) | Shape::Names(_)).then(|| toml::Table::new().into())
    }

    fn report_mismatch(&mut self, node: &Node, shape: &Shape, path: &str, help: Option<String>) {
        let what = format!("expected {shape}, found {}", node.value.found());
        self.report(path, &node.place, Remark { what, label: format!("must be {shape}"), help });
    }

    /// The text at a place, as found.
    fn written(&self, place: &Place) -> &str {
        self.document.sources()[place.source].text.get(place.span.clone()).unwrap_or_default()
    }
}
