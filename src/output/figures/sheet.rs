//! A table of results, read by the names of its columns.

use crate::output::results::{Results, ResultsError};
use crate::output::table::{Cell, Table};

/// A table, if the folder has it.
pub(super) struct Sheet(Table);

impl Sheet {
    pub(super) fn open(results: &Results, name: &str) -> Result<Option<Self>, ResultsError> {
        Ok(results.table(name)?.map(Self))
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.0.rows.iter().map(|cells| Line { table: &self.0, cells })
    }

    pub(super) fn has(&self, column: &str) -> bool {
        self.0.columns.iter().any(|one| one.name == column)
    }
}

/// A row.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    table: &'a Table,
    cells: &'a [Cell],
}

impl<'a> Line<'a> {
    fn cell(&self, column: &str) -> Option<&'a Cell> {
        let place = self.table.columns.iter().position(|one| one.name == column)?;
        self.cells.get(place)
    }

    /// Text; empty if there is none.
    pub(super) fn text(&self, column: &str) -> &'a str {
        match self.cell(column) {
            Some(Cell::Text(text)) => text,
            _ => "",
        }
    }

    /// A number, whole or not; `None` where it is undefined.
    pub(super) fn real(&self, column: &str) -> Option<f64> {
        match self.cell(column)? {
            Cell::Real(number) => Some(*number),
            Cell::Integer(number) => Some(*number as f64),
            _ => None,
        }
    }

    /// A count; 0 where it is undefined.
    pub(super) fn count(&self, column: &str) -> u64 {
        match self.cell(column) {
            Some(Cell::Integer(number)) => u64::try_from(*number).unwrap_or(0),
            _ => 0,
        }
    }

    /// Whatever stands there, as text.
    pub(super) fn shown(&self, column: &str) -> String {
        match self.cell(column) {
            Some(Cell::Text(text)) => text.clone(),
            Some(Cell::Integer(number)) => number.to_string(),
            Some(Cell::Real(number)) => super::words::number(*number),
            Some(Cell::Boolean(is_so)) => is_so.to_string(),
            Some(Cell::Empty) | None => String::new(),
        }
    }
}
