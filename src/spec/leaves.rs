//! Every number and date that a document writes, and what may stand in its place.

use jiff::civil;

use super::document::Document;
use super::moment::civil_date;
use super::number::Range;
use super::path::child_path;
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
    /// stands in lists. Not those at places that the schema does not know, of which [`Document::read`] tells.
    pub fn leaves(&self) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        fields(&self.root, schema::shared(), "", &mut leaves);
        leaves
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
        (Shape::Number(_), Value::Table(table)) => {
            let known = shape::distributions();
            for (name, part) in known {
                if let Some(arguments) = table.get(name).and_then(|entry| entry.node.value.as_table()) {
                    fields(arguments, part, &child_path(path, name), leaves);
                }
            }
        }
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
            [events.e]
            after = { event = "f", delay_days = 3 }
            effects = [{ tension = { "a.b" = -0.1 } }]
        "#;
        let date = |year, month, day| Written::Date(civil::date(year, month, day));
        let expected = [
            ("events.e.after.delay_days", Written::Whole(3)),
            ("events.e.effects.0.tension.\"a.b\"", Written::Real(-0.1)),
            ("horizon_days", Written::Whole(60)),
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
