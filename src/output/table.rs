//! A table: rows of cells under columns that say what they hold.

use std::borrow::Cow;

use crate::stats::Estimate;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnType {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A real number.
    Real,
    /// `true` or `false`.
    Boolean,
    /// A calendar date, year-month-day.
    Date,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Column {
    /// Its header.
    pub name: Cow<'static, str>,
    /// What its cells are.
    #[serde(rename = "type")]
    pub kind: ColumnType,
    /// Unit of its numbers; empty where they have none.
    pub unit: Cow<'static, str>,
    /// What it says.
    pub meaning: Cow<'static, str>,
}

impl Column {
    /// A column.
    pub fn new(
        name: impl Into<Cow<'static, str>>,
        kind: ColumnType,
        unit: impl Into<Cow<'static, str>>,
        meaning: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { name: name.into(), kind, unit: unit.into(), meaning: meaning.into() }
    }
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text, or a date.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A real number.
    Real(f64),
    /// Yes or no.
    Boolean(bool),
    /// Undefined.
    Empty,
}

impl Cell {
    /// A number that may be undefined.
    pub fn real(value: Option<f64>) -> Self {
        value.map_or(Self::Empty, Self::Real)
    }

    /// A count.
    pub fn count(value: u64) -> Self {
        Self::Integer(value as i64)
    }

    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The value of an estimate and both ends of its interval.
    pub fn with_interval(estimate: &Estimate) -> [Self; 3] {
        let interval = estimate.interval;
        [
            Self::real(estimate.value),
            Self::real(interval.map(|interval| interval.low)),
            Self::real(interval.map(|interval| interval.high)),
        ]
    }
}

/// A table of results.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name: the file's without the ending.
    pub name: Cow<'static, str>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each as long as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// An empty table.
    pub fn new(name: impl Into<Cow<'static, str>>, columns: Vec<Column>) -> Self {
        Self { name: name.into(), columns, rows: Vec::new() }
    }

    /// Adds a row.
    pub(super) fn push(&mut self, row: impl IntoIterator<Item = Cell>) {
        let row: Vec<_> = row.into_iter().collect();
        debug_assert_eq!(row.len(), self.columns.len(), "a row of {} fits its columns", self.name);
        self.rows.push(row);
    }
}

/// Columns that several tables have.
pub(super) mod common {
    use super::{Column, ColumnType};

    pub(in crate::output) fn point() -> Column {
        Column::new("point_id", ColumnType::Integer, "", "design point; 0 where nothing is varied")
    }

    pub(in crate::output) fn text(name: &'static str, meaning: &'static str) -> Column {
        Column::new(name, ColumnType::Text, "", meaning)
    }

    pub(in crate::output) fn integer(
        name: &'static str,
        unit: &'static str,
        meaning: &'static str,
    ) -> Column {
        Column::new(name, ColumnType::Integer, unit, meaning)
    }

    pub(in crate::output) fn real(name: &'static str, unit: &'static str, meaning: &'static str) -> Column {
        Column::new(name, ColumnType::Real, unit, meaning)
    }
}
