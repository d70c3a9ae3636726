//! Every number and date that a document writes, and what may stand in its place.

use jiff::civil;

use super::document::Document;
use super::moment::civil_date;
use super::number::Range;
use super::path::child_path;
use super::samples::SAMPLE;
use super::schema;
use super::shape::{self, Part, Shape};
use super::tree::{Node, Table, Value};

/// A number or a date as written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Written {
    /// A whole number: of days, of rungs, of replies.
    Whole(i64),
    /// A number of any kind, or the argument of a distribution.
    Real(f64),
    /// A calendar date.
    Date(civil::Date),
}

/// A number or a date, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// Its address, which [`Document::set`] takes: `events.kerman.effects.0.fatalities.iran`.
    pub path: String,
    /// What is written there.
    pub written: Written,
    /// The smallest and the largest number that may stand there, if that is known.
    pub range: Option<Range>,
}

impl Document {
    /// Every number and every date of the document in the order of addresses: values, arguments of distributions, and what
    /// stands in lists, knobs included. Not those of `[sweep]`, which no run takes into account, nor those of a file that it extends, nor those at places that the schema does not know, of
    /// which [`Document::read`] tells.
    pub fn leaves(&self) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        fields(&self.root, schema::shared(), "", &mut leaves);
        let knobs = self.root.get("knobs").and_then(|knobs| knobs.node.value.as_table());
        for (name, entry) in knobs.into_iter().flatten() {
            knob(&entry.node, &child_path("knobs", name), &mut leaves);
        }
        leaves.retain(|leaf| self.is_of_the_file(&leaf.path) && !leaf.path.starts_with("sweep."));
        leaves.sort_by(|a, b| a.path.cmp(&b.path));
        leaves
    }

    /// Whether the value at `path` is written in the file itself or in a `--set`, and not in a file that it extends.
    fn is_of_the_file(&self, path: &str) -> bool {
        let source = self.follow(path).and_then(|found| found.node).map(|node| node.place.source);
        source.is_some_and(|source| source == 0 || source >= self.files())
    }
}

/// Those below the known keys of a table.
fn fields(table: &Table, part: Part, path: &str, leaves: &mut Vec<Leaf>) {
    let known = shape::fields(part);
    for (key, entry) in table {
        if let Some(part) = known.get(key) {
            visit(&entry.node, part, &child_path(path, key), leaves);
        }
    }
}

/// What stands in a knob may be of any kind; where it is used says which.
fn knob(node: &Node, path: &str, leaves: &mut Vec<Leaf>) {
    let mut push = |written| leaves.push(Leaf { path: path.to_owned(), written, range: None });
    match &node.value {
        Value::Integer(written) => push(Written::Whole(*written)),
        Value::Float(written) => push(Written::Real(*written)),
        Value::Date(date) => civil_date(date).into_iter().for_each(|date| push(Written::Date(date))),
        Value::Table(table) => distribution(table, path, leaves),
        Value::Text(_) | Value::Bool(_) | Value::List(_) => {}
    }
}

/// The arguments of a distribution.
fn distribution(table: &Table, path: &str, leaves: &mut Vec<Leaf>) {
    // What a table says is no number of the scenario's own.
    for (name, part) in shape::distributions().into_iter().filter(|(name, _)| *name != SAMPLE) {
        if let Some(arguments) = table.get(name).and_then(|entry| entry.node.value.as_table()) {
            fields(arguments, part, &child_path(path, name), leaves);
        }
    }
}

fn visit(node: &Node, part: Part, path: &str, leaves: &mut Vec<Leaf>) {
    let mut push = |written, range| leaves.push(Leaf { path: path.to_owned(), written, range });
    match (Shape::of(part), &node.value) {
        (Shape::Table(_), Value::Table(table)) => fields(table, part, path, leaves),
        (Shape::Names(part), Value::Table(table)) => {
            for (name, entry) in table {
                visit(&entry.node, part, &child_path(path, name), leaves);
            }
        }
        (Shape::List { items, .. }, Value::List(nodes)) => {
            for (index, node) in nodes.iter().enumerate() {
                visit(node, items, &child_path(path, &index.to_string()), leaves);
            }
        }
        (Shape::Number(_), Value::Table(table)) => distribution(table, path, leaves),
        (Shape::Number(range), Value::Integer(_) | Value::Float(_)) => {
            push(Written::Real(number(&node.value)), Some(range));
        }
        (Shape::Argument, Value::Integer(_) | Value::Float(_)) => {
            push(Written::Real(number(&node.value)), None);
        }
        (Shape::Whole { min, max }, Value::Integer(written)) => {
            push(Written::Whole(*written), Some(closed(min, max)));
        }
        (Shape::Moment { last }, Value::Integer(written)) => {
            push(Written::Whole(*written), Some(closed(0, last)));
        }
        (Shape::Date | Shape::Moment { .. }, Value::Date(date)) => {
            if let Some(date) = civil_date(date) {
                push(Written::Date(date), None);
            }
        }
        _ => {}
    }
}

fn number(value: &Value) -> f64 {
    match value {
        Value::Integer(number) => *number as f64,
        Value::Float(number) => *number,
        _ => f64::NAN,
    }
}

fn closed(min: i64, max: i64) -> Range {
    Range { min: min as f64, max: max as f64, open_min: false, open_max: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(text: &str) -> Vec<(String, Written)> {
        let document = Document::parse("s.toml", text.to_owned()).unwrap();
        document.leaves().into_iter().map(|leaf| (leaf.path, leaf.written)).collect()
    }

    #[test]
    fn every_number_and_date_is_found_wherever_it_stands() {
        let text = r#"
            start = 2024-01-03
            horizon_days = 60
            title = "7"
            [states.a]
            nuclear = true
            power = 2
            resolve = { beta = { mean = 0.5, concentration = 8 } }
            defence = { discrete = { values = [0.1, 0.2], weights = [1, 3] } }
            elections = [{ date = 2024-03-01, weight = 0.6 }, { date = 7 }]
            [relations.a.b]
            onlookers = { c = 0.5 }
            [knobs]
            spread = { uniform = { low = 0.1, high = 0.4 } }
            ties = 0.5
            word = "grim"
            [events.e]
            after = { event = "f", delay_days = 3 }
            effects = [{ tension = { "a.b" = -0.1 } }]
        "#;
        let date = |year, month, day| Written::Date(civil::date(year, month, day));
        let expected = [
            ("events.e.after.delay_days", Written::Whole(3)),
            ("events.e.effects.0.tension.\"a.b\"", Written::Real(-0.1)),
            ("horizon_days", Written::Whole(60)),
            ("knobs.spread.uniform.high", Written::Real(0.4)),
            ("knobs.spread.uniform.low", Written::Real(0.1)),
            ("knobs.ties", Written::Real(0.5)),
            ("relations.a.b.onlookers.c", Written::Real(0.5)),
            ("start", date(2024, 1, 3)),
            ("states.a.defence.discrete.values.0", Written::Real(0.1)),
            ("states.a.defence.discrete.values.1", Written::Real(0.2)),
            ("states.a.defence.discrete.weights.0", Written::Real(1.0)),
            ("states.a.defence.discrete.weights.1", Written::Real(3.0)),
            ("states.a.elections.0.date", date(2024, 3, 1)),
            ("states.a.elections.0.weight", Written::Real(0.6)),
            ("states.a.elections.1.date", Written::Whole(7)),
            ("states.a.power", Written::Real(2.0)),
            ("states.a.resolve.beta.concentration", Written::Real(8.0)),
            ("states.a.resolve.beta.mean", Written::Real(0.5)),
        ];
        let expected = expected.map(|(path, written)| (path.to_owned(), written));
        assert_eq!(leaves(text), expected);
    }

    #[test]
    fn numbers_of_a_file_that_is_extended_are_not_its_own() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("base.toml"), "[states.a]\npower = 2\ntempo = 0.3\n").unwrap();
        let over = folder.path().join("over.toml");
        std::fs::write(&over, "extends = \"base.toml\"\n[states.a]\npower = 3\n").unwrap();
        let mut document = crate::spec::load(&over).unwrap();
        let paths =
            |document: &Document| document.leaves().into_iter().map(|leaf| leaf.path).collect::<Vec<_>>();
        assert_eq!(paths(&document), ["states.a.power"]);
        document.set("states.a.tempo=0.4").unwrap();
        assert_eq!(paths(&document), ["states.a.power", "states.a.tempo"]);
    }

    #[test]
    fn addresses_lead_back_to_where_they_stand() {
        let text = "[states.\"a b\"]\npower = 2\n[relations.\"a b\".c]\ngrievance = { uniform = { low = 0, high = 1 } }\n";
        let mut document = Document::parse("s.toml", text.to_owned()).unwrap();
        for leaf in document.leaves() {
            let at = document.locate(&leaf.path).unwrap();
            let written: f64 = text[at.span].parse().unwrap();
            assert_eq!(Written::Real(written), leaf.written, "{}", leaf.path);
        }
        document.set("states.\"a b\".power=3").unwrap();
        assert!(document.leaves().iter().any(|leaf| leaf.written == Written::Real(3.0)));
    }
}
