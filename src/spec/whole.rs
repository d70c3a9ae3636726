//! A scenario as one text that stands on its own: what it extends merged in, every `--set` applied.

use std::fmt::Write;

use super::document::Document;
use super::levels::{as_written, spread};
use super::path::{child_path, quote_key};
use super::tree::{Table, Value};

impl Document {
    /// The document as the text of one file, with its knobs, and with the keys of top-level tables in their order.
    /// Reading it gives the same spec.
    pub fn to_toml(&self) -> String {
        let mut text = String::new();
        for (key, entry) in self.root.iter().filter(|(_, entry)| entry.node.value.as_table().is_none()) {
            put(&mut text, key, &entry.node.value);
        }
        for (name, entry) in &self.root {
            let Some(table) = entry.node.value.as_table() else { continue };
            let _ = write!(text, "\n[{}]\n", quote_key(name));
            if ["sweep", "levers"].contains(&name.as_str()) {
                put_sweep(&mut text, name, table);
                continue;
            }
            let (tables, values): (Vec<String>, Vec<String>) = self
                .order_of(name)
                .into_iter()
                .partition(|key| table.get(key).is_some_and(|entry| is_section(name, &entry.node.value)));
            for key in values {
                table.get(&key).into_iter().for_each(|entry| put(&mut text, &key, &entry.node.value));
            }
            for key in tables {
                let _ = write!(text, "\n[{}]\n", child_path(&quote_key(name), &key));
                let inner = table.get(&key).and_then(|entry| entry.node.value.as_table());
                inner.into_iter().flatten().for_each(|(key, entry)| put(&mut text, key, &entry.node.value));
            }
        }
        text
    }
}

/// Writes the tables of a sweep, in which the order counts: it is that of columns and points.
fn put_sweep(text: &mut String, name: &str, table: &Table) {
    if name == "levers" {
        for (path, entry) in spread(table) {
            put(text, &path, &entry.node.value);
        }
        return;
    }
    let (tables, values): (Vec<_>, Vec<_>) =
        as_written(table).into_iter().partition(|(_, entry)| entry.node.value.as_table().is_some());
    for (key, entry) in values {
        let _ = writeln!(text, "{} = {}", quote_key(key), ordered(&entry.node.value));
    }
    for (key, inner) in tables.iter().filter_map(|(key, entry)| Some((key, entry.node.value.as_table()?))) {
        let _ = write!(text, "\n[{}]\n", child_path(name, key));
        for (path, entry) in spread(inner) {
            put(text, &path, &entry.node.value);
        }
    }
}

/// A value whose tables keep their order.
fn ordered(value: &Value) -> toml::Value {
    match value {
        Value::Table(table) => {
            let entries = as_written(table).into_iter();
            toml::Value::Table(
                entries.map(|(key, entry)| (key.clone(), ordered(&entry.node.value))).collect(),
            )
        }
        Value::List(items) => items.iter().map(|item| ordered(&item.value)).collect::<Vec<_>>().into(),
        value => toml_of(value),
    }
}

/// Whether a table in the table `name` gets a header of its own. A knob that is a distribution is one value.
fn is_section(name: &str, value: &Value) -> bool {
    name != super::knob::KNOBS && value.as_table().is_some()
}

/// Writes a key and its value on one line.
fn put(text: &mut String, key: &str, value: &Value) {
    let _ = writeln!(text, "{} = {}", quote_key(key), toml_of(value));
}

pub(super) fn toml_of(value: &Value) -> toml::Value {
    match value {
        Value::Table(table) => toml::Value::Table(table_of(table)),
        Value::List(items) => items.iter().map(|item| toml_of(&item.value)).collect::<Vec<_>>().into(),
        Value::Text(text) => text.as_str().into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Bool(flag) => (*flag).into(),
        Value::Date(date) => (*date).into(),
    }
}

fn table_of(table: &Table) -> toml::Table {
    table.iter().map(|(key, entry)| (key.clone(), toml_of(&entry.node.value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
title = "A \"quoted\" title\nof two lines"
start = 2024-01-03

[events."z.y"]
date = 2024-01-05
effects = [{ tension = { "a.b" = 0.1 } }, { fatalities = { a = 3 } }]

[events.a]
probability = "$chance"
hazard_per_day = 1e-3

[knobs]
chance = { discrete = { values = [0.25, 1], weights = [1, 3] } }

[relations.a.b]
reach = "none"
[relations.a."c d"]
[mediation]
accept_base = -0.0
"#;

    #[test]
    fn the_text_means_the_same_and_keeps_the_order() {
        let mut document = Document::parse("s.toml", TEXT.into()).unwrap();
        document.set("events.a.name=$$sign").unwrap();
        document.set("horizon_days=20").unwrap();
        let text = document.to_toml();
        let again = Document::parse("again.toml", text.clone()).unwrap();
        assert_eq!(again.read(), document.read());
        assert_eq!(again.read().1, []);
        assert_eq!(again.order_of("events"), ["z.y", "a"], "{text}");
        assert_eq!(again.to_toml(), text);
    }

    #[test]
    fn what_a_sweep_varies_keeps_its_order() {
        let text = "[states.a]\n[states.b]\n[relations.a.b]\n[sweep]\nlist = [{ \"states.b.power\" = 1, \"states.a.power\" = 2 }]\n\
            [sweep.vary]\nstates.b.power = [2, 1]\n\"states.a.power\" = \"1:2:3\"\n\
            [levers]\nstates.b.policy = [\"grim\"]\n\"states.a.policy\" = [\"grim\"]\n";
        let mut document = Document::parse("s.toml", text.into()).unwrap();
        document.vary("states.b.tempo=[0.1, 0.2]").unwrap();
        let (spec, problems) = document.read();
        assert_eq!(problems, []);
        let (again, problems) = Document::parse("again.toml", document.to_toml()).unwrap().read();
        assert_eq!((&again, problems), (&spec, vec![]), "{}", document.to_toml());
        let keys = |spec: &crate::spec::ScenarioSpec| {
            let lists = [&spec.sweep.vary, &spec.levers].map(|list| list.keys().cloned().collect::<Vec<_>>());
            (lists, spec.sweep.list[0].keys().cloned().collect::<Vec<_>>())
        };
        assert_eq!(keys(&again), keys(&spec));
        assert_eq!(keys(&spec).0[0], ["states.b.power", "states.a.power", "states.b.tempo"]);
        assert_eq!(keys(&spec).0[1], ["states.b.policy", "states.a.policy"]);
        assert_eq!(keys(&spec).1, ["states.b.power", "states.a.power"]);
    }
}
