//! Rows of a CSV file as cells.

use std::io::Read;
use std::path::PathBuf;

use super::ResultsError;
use crate::output::csv::as_meant;
use crate::output::table::{Cell, Column, ColumnType};

/// Reads a table row by row.
pub struct Rows<R: Read> {
    records: ::csv::StringRecordsIntoIter<R>,
    columns: Vec<Column>,
    path: PathBuf,
    /// Rows read so far.
    row: u64,
}

impl<R: Read> Rows<R> {
    /// The rows of a table with these columns; `path` is for messages.
    pub(super) fn new(source: R, path: PathBuf, columns: Vec<Column>) -> Result<Self, ResultsError> {
        let mut reader = ::csv::Reader::from_reader(source);
        let wrong = |what: String| ResultsError::Table { path: path.clone(), what };
        let header = reader.headers().map_err(|error| wrong(error.to_string()))?;
        let is_as_listed = header.len() == columns.len()
            && header.iter().zip(&columns).all(|(has, listed)| as_meant(has) == listed.name);
        if !is_as_listed {
            return Err(wrong("its columns are others".to_owned()));
        }
        Ok(Self { records: reader.into_records(), columns, path, row: 0 })
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn wrong(&self, what: &str) -> ResultsError {
        ResultsError::Table { path: self.path.clone(), what: format!("row {} {what}", self.row) }
    }

    fn cells(&self, record: &::csv::StringRecord) -> Result<Vec<Cell>, ResultsError> {
        let cell = |(text, column): (&str, &Column)| {
            read(text, column.kind)
                .ok_or_else(|| self.wrong(&format!("has `{text}` in `{}`", as_meant(&column.name))))
        };
        record.iter().zip(&self.columns).map(cell).collect()
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<Vec<Cell>, ResultsError>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = self.records.next()?;
        let row = match record {
            Ok(record) => self.cells(&record),
            Err(error) => Err(self.wrong(&format!("cannot be read: {error}"))),
        };
        self.row += 1;
        Some(row)
    }
}

/// A cell of a type from its text; `None` if it is of another type.
fn read(text: &str, kind: ColumnType) -> Option<Cell> {
    if text.is_empty() {
        return Some(Cell::Empty);
    }
    match kind {
        ColumnType::Text | ColumnType::Date => Some(Cell::text(as_meant(text))),
        ColumnType::Integer => text.parse().ok().map(Cell::Integer),
        ColumnType::Real => text.parse().ok().filter(|number: &f64| number.is_finite()).map(Cell::Real),
        ColumnType::Boolean => text.parse().ok().map(Cell::Boolean),
    }
}
