//! The file as a tree in which every key and value knows where it stands.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeFloat, DeInteger, DeTable, DeValue};
use toml::value::Datetime;

use super::path::Step;

/// A stretch of the source with that number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) source: usize,
    pub(crate) span: Range<usize>,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) place: Place,
}

/// A value under a key, and where the key stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: Place,
    pub(crate) node: Node,
}

pub(crate) type Table = BTreeMap<String, Entry>;

/// What TOML can say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Table(Table),
    List(Vec<Node>),
    Text(String),
    Integer(i64),
    /// Also integers that are too large for 64 bits.
    Float(f64),
    Bool(bool),
    Date(Datetime),
}

impl Value {
    /// The value as a message names it, after "found".
    pub(crate) fn found(&self) -> String {
        match self {
            Self::Table(_) => "a table".into(),
            Self::List(_) => "a list".into(),
            Self::Text(text) if text.chars().count() > 40 => {
                format!("the text \"{}…\"", text.chars().take(40).collect::<String>())
            }
            Self::Text(text) => format!("the text \"{text}\""),
            Self::Integer(number) => format!("the number {number}"),
            Self::Float(number) => format!("the number {number:?}"),
            Self::Bool(flag) => format!("the switch {flag}"),
            Self::Date(date) if date.date.is_none() => format!("the time {date}"),
            Self::Date(date) => format!("the date {date}"),
        }
    }

    pub(crate) fn as_table(&self) -> Option<&Table> {
        if let Self::Table(table) = self { Some(table) } else { None }
    }
}

/// Where a path leads: the last thing on it that exists.
pub(crate) struct Found<'t> {
    /// Place of the last key on the way; `None` at the root.
    pub(crate) key: Option<&'t Place>,
    /// The last value on the way; `None` at the root.
    pub(crate) node: Option<&'t Node>,
    /// Whether that is the end of the path.
    pub(crate) is_whole: bool,
}

/// Follows `steps` from `root` as far as they lead.
pub(crate) fn follow<'t>(root: &'t Table, steps: &[Step]) -> Found<'t> {
    let mut found = Found { key: None, node: None, is_whole: false };
    for step in steps {
        let table = found.node.map_or(Some(root), |node| node.value.as_table());
        if let Some(table) = table {
            let Some(entry) = table.get(&step.key) else { return found };
            found = Found { key: Some(&entry.key), node: Some(&entry.node), is_whole: false };
            continue;
        }
        let item = match found.node.map(|node| &node.value) {
            Some(Value::List(items)) => step.key.parse::<usize>().ok().and_then(|index| items.get(index)),
            _ => None,
        };
        let Some(item) = item else { return found };
        found = Found { key: Some(&item.place), node: Some(item), is_whole: false };
    }
    found.is_whole = true;
    found
}

/// Builds the tree of a parsed text. `offset` is where the text begins in its source.
pub(crate) struct Planter {
    pub(crate) source: usize,
    pub(crate) offset: usize,
}

impl Planter {
    pub(crate) fn table(&self, table: DeTable<'_>) -> Table {
        table
            .into_iter()
            .map(|(key, value)| {
                let place = self.place(key.span());
                (key.into_inner().into_owned(), Entry { key: place, node: self.node(value) })
            })
            .collect()
    }

    pub(crate) fn node(&self, value: Spanned<DeValue<'_>>) -> Node {
        let place = self.place(value.span());
        let value = match value.into_inner() {
            DeValue::String(text) => Value::Text(text.into_owned()),
            DeValue::Integer(integer) => whole(&integer),
            DeValue::Float(number) => Value::Float(float(&number)),
            DeValue::Boolean(flag) => Value::Bool(flag),
            DeValue::Datetime(date) => Value::Date(date),
            DeValue::Array(items) => Value::List(items.into_iter().map(|item| self.node(item)).collect()),
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Node { value, place }
    }

    fn place(&self, span: Range<usize>) -> Place {
        Place { source: self.source, span: span.start + self.offset..span.end + self.offset }
    }
}

/// An integer too large for 64 bits becomes a float, which every check of a range then turns down or takes.
fn whole(written: &DeInteger<'_>) -> Value {
    let (digits, radix) = (written.as_str(), written.radix());
    match i64::from_str_radix(digits, radix) {
        Ok(integer) => Value::Integer(integer),
        Err(_) if radix == 10 => Value::Float(digits.parse().unwrap_or(f64::NAN)),
        Err(_) => Value::Float(f64::INFINITY),
    }
}

fn float(written: &DeFloat<'_>) -> f64 {
    written.as_str().parse().unwrap_or(f64::NAN)
}
