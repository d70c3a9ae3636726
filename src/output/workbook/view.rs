//! Rows of a table by the names of their columns.

use crate::output::results::{Results, ResultsError};
use crate::output::table::{Cell, Column};

/// Rows of a table that were kept.
#[derive(Debug, Clone, Default)]
pub(super) struct View {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

/// A row under its columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    columns: &'a [Column],
    cells: &'a [Cell],
}

impl View {
    /// The rows of a table that are to be kept, without holding the others; none if there is no such table.
    pub(super) fn of(
        results: &Results,
        table: &str,
        keep: impl Fn(&Row<'_>) -> bool,
    ) -> Result<Self, ResultsError> {
        let Some(rows) = results.rows(table)? else { return Ok(Self::default()) };
        let mut view = Self { columns: rows.columns().to_vec(), rows: Vec::new() };
        for cells in rows {
            let cells = cells?;
            if keep(&Row { columns: &view.columns, cells: &cells }) {
                view.rows.push(cells);
            }
        }
        Ok(view)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn rows(&self) -> impl DoubleEndedIterator<Item = Row<'_>> + ExactSizeIterator {
        self.rows.iter().map(|cells| Row { columns: &self.columns, cells })
    }
}

impl<'a> Row<'a> {
    /// A cell; empty if there is no such column.
    pub(super) fn cell(&self, column: &str) -> &'a Cell {
        let at = self.columns.iter().position(|one| one.name == column);
        at.and_then(|at| self.cells.get(at)).unwrap_or(&Cell::Empty)
    }

    /// Text; nothing if it is empty or no text.
    pub(super) fn text(&self, column: &str) -> &'a str {
        if let Cell::Text(text) = self.cell(column) { text } else { "" }
    }

    /// A number, if it is defined.
    pub(super) fn number(&self, column: &str) -> Option<f64> {
        match self.cell(column) {
            Cell::Real(number) => Some(*number),
            Cell::Integer(number) => Some(*number as f64),
            _ => None,
        }
    }

    /// An estimate: the number and the ends of its interval, which stand in columns of these names.
    pub(super) fn estimate(&self, columns: [&str; 3]) -> Estimate {
        let [value, low, high] = columns.map(|column| self.number(column));
        Estimate { value, low, high }
    }
}

/// A number with the ends of its interval, each if it is defined.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Estimate {
    pub(super) value: Option<f64>,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
}

impl Estimate {
    /// What is left of a share to the whole.
    pub(super) fn complement(self) -> Self {
        let rest = |share: Option<f64>| share.map(|share| 1.0 - share);
        Self { value: rest(self.value), low: rest(self.high), high: rest(self.low) }
    }
}

/// A key as words: `settled_exchange` becomes `settled exchange`.
pub(super) fn plain(key: &str) -> String {
    key.replace('_', " ")
}
