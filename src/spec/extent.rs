//! Distributions at the gate: the form of their tables.

use serde::Deserialize;

use super::distribution::DistSpec;
use super::gate::{Gate, Remark};
use super::hints;
use super::number::Range;
use super::path::child_path;
use super::rules::{Fault, faults};
use super::samples::{SAMPLE, is_unread};
use super::shape::{self, Part};
use super::tree::{Node, Table, Value};

impl Gate<'_> {
    /// A table where a number may stand: exactly one key, the distribution's name, with its arguments.
    pub(super) fn distribution(
        &mut self,
        node: &Node,
        table: &Table,
        range: &Range,
        path: &str,
    ) -> Option<toml::Value> {
        let (name, part) = self.distribution_name(node, table, range, path)?;
        let entry = table.get(name)?;
        let below = child_path(path, name);
        let before = self.count();
        let Some(arguments) = entry.node.value.as_table() else {
            let remark = Remark {
                what: format!("expected the arguments of `{name}`, found {}", entry.node.value.found()),
                label: "must be a table".into(),
                help: Some(format!("write {}", usage(name, part))),
            };
            self.report(&below, &entry.node.place, remark);
            return None;
        };
        for argument in shape::required(part) {
            if !arguments.contains_key(argument) {
                let remark = Remark {
                    what: format!("`{name}` without `{argument}`"),
                    label: format!("`{argument}` is missing"),
                    help: Some(format!("write {}", usage(name, part))),
                };
                self.report(&below, &entry.key, remark);
            }
        }
        if name == SAMPLE && is_unread(arguments) {
            return None;
        }
        let sound = self.fields(arguments, part, &below);
        let value = toml::Value::Table(toml::Table::from_iter([(name.to_owned(), sound.into())]));
        let is_sound = self.count() == before && self.rules(&value, range, &entry.node, arguments, &below);
        is_sound.then_some(value)
    }

    /// The one key of the table, if it is a distribution's name.
    fn distribution_name(
        &mut self,
        node: &Node,
        table: &Table,
        range: &Range,
        path: &str,
    ) -> Option<(&'static str, Part)> {
        let known = shape::distributions();
        let names = || known.iter().map(|(name, _)| *name);
        // Arguments without a distribution's name are one mistake, so the first tells it.
        if let Some((key, entry)) = table.iter().find(|(key, _)| names().all(|name| name != key.as_str())) {
            let help =
                nameless(table, &known).or_else(|| hints::did_you_mean(key, names())).unwrap_or_else(|| {
                    format!("known distributions: {}", names().collect::<Vec<_>>().join(", "))
                });
            let remark = Remark {
                what: format!("unknown distribution `{key}`"),
                label: "not a distribution".into(),
                help: Some(help),
            };
            self.report(&child_path(path, key), &entry.key, remark);
            return None;
        }
        if table.len() != 1 {
            let remark = Remark {
                what: format!("a table with {} keys where one distribution is expected", table.len()),
                label: format!("must be a number {range}, or one distribution"),
                help: Some("for example { uniform = { low = …, high = … } }".into()),
            };
            self.report(path, &node.place, remark);
            return None;
        }
        known.into_iter().find(|(name, _)| table.contains_key(*name))
    }

    /// Checks the rules among the arguments; whether they hold.
    fn rules(
        &mut self,
        value: &toml::Value,
        range: &Range,
        node: &Node,
        arguments: &Table,
        path: &str,
    ) -> bool {
        let faults = match DistSpec::deserialize(value.clone()) {
            Ok(dist) => faults(&dist, range),
            Err(_) => return true,
        };
        for Fault { argument, item, what, label } in &faults {
            let entry = arguments.get(*argument);
            let mut place = entry.map_or(&node.place, |entry| &entry.node.place);
            let mut below = child_path(path, argument);
            if let (Some(index), Some(Value::List(items))) = (item, entry.map(|entry| &entry.node.value)) {
                below = child_path(&below, &index.to_string());
                place = items.get(*index).map_or(place, |item| &item.place);
            }
            self.report(&below, place, Remark { what: what.clone(), label: label.clone(), help: None });
        }
        faults.is_empty()
    }
}

/// How a distribution is written, with the arguments that it must have.
fn usage(name: &str, part: Part) -> String {
    let arguments: Vec<String> = shape::required(part).iter().map(|key| format!("{key} = …")).collect();
    format!("{{ {name} = {{ {} }} }}", arguments.join(", "))
}

/// Help for a table that holds a distribution's arguments but not its name.
fn nameless(table: &Table, known: &[(&'static str, Part)]) -> Option<String> {
    let (name, part) = known.iter().find(|(_, part)| {
        let required = shape::required(part);
        required.iter().all(|key| table.contains_key(*key))
            && table.keys().all(|key| shape::fields(part).contains_key(key))
    })?;
    Some(format!("did you mean {}?", usage(name, part)))
}
