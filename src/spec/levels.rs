//! What a sweep varies, at the gate: paths that lead somewhere, and values that may stand there.

use std::collections::BTreeSet;

use super::aim::{self, Aim};
use super::gate::{Gate, Remark};
use super::limits::Limit;
use super::path::{self, child_path};
use super::shape::Shape;
use super::tree::{Entry, Node, Place, Table, Value};
use super::whole::toml_of;

/// How values are given.
const USAGE: &str = "write \"low:high:n\" or a list of values";

/// A range as written.
struct Ends {
    low: Value,
    high: Value,
    n: Option<i64>,
}

impl Gate<'_> {
    /// What of a table of levels by path is sound.
    pub(super) fn varied(&mut self, table: &Table, path: &str) -> toml::Table {
        let mut sound = toml::Table::new();
        for (text, entry) in spread(table) {
            let Some(aim) = self.aim_at(&text, &entry.key, path) else { continue };
            self.note(&aim, &entry.key, path);
            let levels = self.levels(&entry.node, &aim, &child_path(path, &text));
            sound.extend(levels.map(|levels| (aim.path, levels)));
        }
        sound
    }

    /// What of a table of values by path is sound.
    pub(super) fn settings(&mut self, table: &Table, path: &str) -> toml::Table {
        let mut sound = toml::Table::new();
        let mut given = BTreeSet::new();
        for (text, entry) in as_written(table) {
            let Some(aim) = self.aim_at(text, &entry.key, path) else { continue };
            if !given.insert(aim.path.clone()) {
                self.report_twice(&aim, &entry.key, path);
            }
            let value = self.level(&entry.node, &aim, &child_path(path, text));
            sound.extend(value.map(|value| (aim.path, value)));
        }
        sound
    }

    /// The parameter that a path leads to, or a problem at `place`.
    pub(super) fn aim_at(&mut self, text: &str, place: &Place, within: &str) -> Option<Aim> {
        let below = child_path(within, text);
        let steps = match path::steps(text) {
            Ok(steps) => steps,
            Err(fault) => {
                let help = Some("write the path of a parameter: \"states.iran.resolve\"".to_owned());
                let remark = Remark { what: fault.what, label: "not a path".to_owned(), help };
                self.report(&below, place, remark);
                return None;
            }
        };
        let found = aim::aim(&self.document.root, &steps);
        let remark =
            |fault: super::set::Fault| Remark { what: fault.what, label: fault.label, help: fault.help };
        found.map_err(|fault| self.report(&below, place, remark(fault))).ok()
    }

    /// Notes what is varied; a parameter is varied once.
    fn note(&mut self, aim: &Aim, place: &Place, within: &str) {
        let begins = |longer: &str, shorter: &str| {
            longer.strip_prefix(shorter).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let other =
            self.aims.iter().find(|other| begins(&aim.path, other) || begins(other, &aim.path)).cloned();
        match other {
            Some(other) if other == aim.path => self.report_twice(aim, place, within),
            Some(other) => {
                let remark = Remark {
                    what: format!("`{}` and `{other}` are varied, and one holds the other", aim.path),
                    label: "varied together with what it is part of".to_owned(),
                    help: None,
                };
                self.report(&child_path(within, &aim.path), place, remark);
            }
            None => {
                self.aims.insert(aim.path.clone());
            }
        }
    }

    fn report_twice(&mut self, aim: &Aim, place: &Place, within: &str) {
        let remark = Remark {
            what: format!("`{}` is varied twice", aim.path),
            label: "given before".to_owned(),
            help: Some("give all its values at once".to_owned()),
        };
        self.report(&child_path(within, &aim.path), place, remark);
    }

    /// The levels of a parameter: a list of values, or a range of numbers.
    fn levels(&mut self, node: &Node, aim: &Aim, path: &str) -> Option<toml::Value> {
        let ends = match &node.value {
            Value::List(nodes) if nodes.is_empty() => {
                let label = "must have 1 or more".to_owned();
                self.report(
                    path,
                    &node.place,
                    Remark { what: "an empty list".to_owned(), label, help: None },
                );
                return None;
            }
            Value::List(nodes) => {
                let values: Vec<toml::Value> = nodes
                    .iter()
                    .enumerate()
                    .filter_map(|(index, item)| self.level(item, aim, &child_path(path, &index.to_string())))
                    .collect();
                return (values.len() == nodes.len()).then_some(toml::Value::Array(values));
            }
            Value::Text(text) => ends_in_text(text),
            Value::Table(table) => ends_in_table(table),
            _ => None,
        };
        let Some(ends) = ends else {
            let help = match &node.value {
                Value::Table(_) => "write { low = …, high = …, n = … }".to_owned(),
                value => format!("for a single value write a list: [{}]", toml_of(value)),
            };
            let remark = Remark {
                what: format!("expected a range or a list of values, found {}", node.value.found()),
                label: USAGE.replacen("write", "must be", 1),
                help: Some(help),
            };
            self.report(path, &node.place, remark);
            return None;
        };
        match range(&ends, &Shape::of(aim.part)) {
            Ok(levels) => Some(levels),
            Err(remark) => {
                self.report(path, &node.place, remark);
                None
            }
        }
    }

    /// One value of a parameter.
    pub(super) fn level(&mut self, node: &Node, aim: &Aim, path: &str) -> Option<toml::Value> {
        let shape = Shape::of(aim.part);
        match (&shape, &node.value) {
            (Shape::Knob, Value::List(_)) => self.mismatch(node, &shape, path, &aim.key),
            // What else a knob may be its places say, once it is set.
            (Shape::Knob, value) => Some(toml_of(value)),
            _ => self.value(node, aim.part, path, &aim.key),
        }
    }
}

/// The entries of a table of levels by path, in the order in which they are written: those of what a file extends after its own. A path may
/// stand in quotes or be written with dots, which TOML takes for tables in tables.
pub(super) fn spread(table: &Table) -> Vec<(String, &Entry)> {
    let mut list = Vec::new();
    for (key, entry) in as_written(table) {
        spread_into(key.clone(), entry, &mut list);
    }
    list
}

/// The entries of a table in the order in which they are written.
pub(super) fn as_written(table: &Table) -> Vec<(&String, &Entry)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(_, entry)| (entry.key.source, entry.key.span.start));
    entries
}

fn spread_into<'t>(path: String, entry: &'t Entry, list: &mut Vec<(String, &'t Entry)>) {
    match entry.node.value.as_table().filter(|table| !is_range(table)) {
        Some(table) => {
            for (key, entry) in as_written(table) {
                spread_into(child_path(&path, key), entry, list);
            }
        }
        None => list.push((path, entry)),
    }
}

fn is_range(table: &Table) -> bool {
    ["low", "high"].iter().any(|key| table.contains_key(*key))
}

/// `low:high` or `low:high:n`.
fn ends_in_text(text: &str) -> Option<Ends> {
    let number = |text: &str| {
        let real = || text.parse().ok().filter(|number: &f64| number.is_finite()).map(Value::Float);
        text.parse().ok().map(Value::Integer).or_else(real)
    };
    let parts: Vec<&str> = text.split(':').map(str::trim).collect();
    match parts.as_slice() {
        [low, high] => Some(Ends { low: number(low)?, high: number(high)?, n: None }),
        [low, high, n] => Some(Ends { low: number(low)?, high: number(high)?, n: Some(n.parse().ok()?) }),
        _ => None,
    }
}

/// `{ low, high }` or `{ low, high, n }`.
fn ends_in_table(table: &Table) -> Option<Ends> {
    let number = |key: &str| match &table.get(key)?.node.value {
        number @ (Value::Integer(_) | Value::Float(_)) => Some(number.clone()),
        _ => None,
    };
    let n = match table.get("n").map(|entry| &entry.node.value) {
        None => None,
        Some(Value::Integer(n)) => Some(*n),
        Some(_) => return None,
    };
    let is_known = |key: &String| ["low", "high", "n"].contains(&key.as_str());
    table.keys().all(is_known).then_some(Ends { low: number("low")?, high: number("high")?, n })
}

/// The range as the spec has it, if all of it may stand at a place of this shape.
fn range(ends: &Ends, shape: &Shape) -> Result<toml::Value, Remark> {
    let fault = |what: String, label: String, help: Option<String>| Err(Remark { what, label, help });
    let limits = match shape {
        Shape::Whole { min, max } => Some((*min, *max)),
        Shape::Moment { last } => Some((0, *last)),
        _ => None,
    };
    let real = |value: &Value| match value {
        Value::Integer(number) => *number as f64,
        Value::Float(number) => *number,
        _ => f64::NAN,
    };
    let (low, high) = (real(&ends.low), real(&ends.high));
    let fits = |value: &Value| match (shape, limits, value) {
        (Shape::Number(range), ..) => real(value).is_finite() && range.contains(real(value)),
        (Shape::Argument | Shape::Knob, ..) => real(value).is_finite(),
        (_, Some((min, max)), Value::Integer(number)) => (min..=max).contains(number),
        _ => false,
    };
    if !matches!(shape, Shape::Number(_) | Shape::Argument | Shape::Knob) && limits.is_none() {
        return fault(
            "a range of numbers where there are none".to_owned(),
            format!("must be a list, each {shape}"),
            None,
        );
    }
    if let Some(end) = [&ends.low, &ends.high].into_iter().find(|end| !fits(end)) {
        let what = format!("{} is out of range", toml_of(end));
        return fault(what, format!("must be within what is allowed here: {shape}"), None);
    }
    if low >= high {
        return fault(format!("a range from {low} to {high}"), "must rise".to_owned(), None);
    }
    let most = Limit::Points.now();
    if let Some(n) = ends.n.filter(|n| !(2..=most as i64).contains(n)) {
        let help = (n > most as i64).then(|| Limit::Points.how(n as u64));
        return fault(format!("{n} values of a range"), format!("must be 2 to {most}"), help);
    }
    let mut table = toml::Table::new();
    if let (Some(_), Value::Integer(low), Value::Integer(high)) = (limits, &ends.low, &ends.high) {
        if let Some(n) = ends.n.filter(|n| (high - low) % (n - 1) != 0) {
            let what = format!("{n} values evenly spaced from {low} to {high} are not whole numbers");
            let help = Some("take another number of values, or write a list".to_owned());
            return fault(what, "must be whole numbers".to_owned(), help);
        }
        table.extend([("low".to_owned(), (*low).into()), ("high".to_owned(), (*high).into())]);
    } else {
        table.extend([("low".to_owned(), low.into()), ("high".to_owned(), high.into())]);
    }
    table.extend(ends.n.map(|n| ("n".to_owned(), n.into())));
    Ok(table.into())
}
