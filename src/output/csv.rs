//! Tables as CSV: RFC 4180 (comma, CRLF, quotes only where needed), UTF-8, one header row, nothing before it.
//!
//! Reals have at most nine significant digits, in the shortest form that reads back the same, with a point whatever the
//! locale; an undefined number is an empty cell. Text that a spreadsheet would run as a formula (it begins with
//! `=`, `+`, `-`, `@`, the wide forms of these, a tab or a line break) gets an apostrophe in front, and so does text that begins with
//! apostrophes and such a letter: to take one off gives the text back.

use std::borrow::Cow;
use std::io::{self, Write};

use super::table::{Cell, Column, Table};

/// Significant digits of reals.
const DIGITS: usize = 9;

/// A table as bytes.
///
/// # Errors
/// If the target cannot be written to.
pub fn write(table: &Table, target: impl Write) -> io::Result<()> {
    let mut writer = Writer::new(target, &table.columns)?;
    for row in &table.rows {
        writer.row(row)?;
    }
    writer.finish().map(|_| ())
}

/// Writes rows one by one.
#[derive(Debug)]
pub struct Writer<W: Write> {
    inner: ::csv::Writer<W>,
}

impl<W: Write> Writer<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// If the target cannot be written to.
    pub fn new(target: W, columns: &[Column]) -> io::Result<Self> {
        let mut writer = Self::without_header(target);
        for column in columns {
            writer.inner.write_field(harmless(&column.name).as_bytes())?;
        }
        writer.inner.write_record(None::<&[u8]>)?;
        Ok(writer)
    }

    /// For rows that go below a header that stands already.
    pub fn without_header(target: W) -> Self {
        Self { inner: ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(target) }
    }

    /// Writes a row.
    ///
    /// # Errors
    /// If the target cannot be written to.
    pub fn row(&mut self, row: &[Cell]) -> io::Result<()> {
        for cell in row {
            match cell {
                Cell::Text(text) => self.inner.write_field(harmless(text).as_bytes()),
                Cell::Integer(number) => self.inner.write_field(number.to_string()),
                Cell::Real(number) => self.inner.write_field(real(*number)),
                Cell::Boolean(value) => self.inner.write_field(if *value { "true" } else { "false" }),
                Cell::Empty => self.inner.write_field(""),
            }?;
        }
        self.inner.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Writes what is still in memory and gives the target back.
    ///
    /// # Errors
    /// If the target cannot be written to.
    pub fn finish(self) -> io::Result<W> {
        self.inner.into_inner().map_err(::csv::IntoInnerError::into_error)
    }
}

/// A real with at most nine significant digits in its shortest form; nothing if it is not finite.
pub fn real(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    let rounded: f64 = format!("{number:.*e}", DIGITS - 1).parse().unwrap_or(number);
    // Without a sign of zero.
    let rounded = rounded + 0.0;
    let size = rounded.abs();
    if size != 0.0 && !(1e-5..1e15).contains(&size) { format!("{rounded:e}") } else { rounded.to_string() }
}

/// What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection).
const FORMULA: [char; 11] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// Whether it would be a formula without the apostrophes that it may begin with.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

/// Text that no spreadsheet runs.
fn harmless(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that was made harmless.
pub(super) fn as_meant(text: &str) -> &str {
    text.strip_prefix('\'').filter(|meant| is_formula(meant)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::ColumnType;

    #[test]
    fn reals_are_short_and_read_back() {
        let cases = [
            (0.0, "0"),
            (-0.0, "0"),
            (0.1 + 0.2, "0.3"),
            (1.0 / 3.0, "0.333333333"),
            (123_456_789.4, "123456789"),
            (-2.5, "-2.5"),
            (1e-5, "0.00001"),
            (1.234_567_891_2e-7, "1.23456789e-7"),
            (1e300, "1e300"),
            (f64::NAN, ""),
            (f64::INFINITY, ""),
        ];
        for (number, text) in cases {
            assert_eq!(real(number), text);
        }
    }

    #[test]
    fn formulas_are_made_harmless_and_rows_end_as_rfc_4180_says() {
        let column = |name: &'static str| Column::new(name, ColumnType::Text, "", "");
        let mut table = Table::new("t", vec![column("a"), column("=b")]);
        table.push([Cell::text("=1+1"), Cell::text("x,\"y\"")]);
        table.push([Cell::Empty, Cell::Real(0.5)]);
        table.push([Cell::text("@x"), Cell::Boolean(true)]);
        let mut bytes = Vec::new();
        write(&table, &mut bytes).unwrap();
        let expected = "a,'=b\r\n'=1+1,\"x,\"\"y\"\"\"\r\n,0.5\r\n'@x,true\r\n";
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }

    #[test]
    fn what_was_made_harmless_is_what_it_was() {
        for text in ["=1", "'=1", "''=1", "'", "''x", "x'=1", "\n=1", "\r", "\t", "＝1", "＠x", "-", ""] {
            assert_eq!(as_meant(&harmless(text)), text);
            assert!(!harmless(text).starts_with(FORMULA), "{text:?}");
        }
        assert_eq!((harmless("'=1"), harmless("'tis")), ("''=1".into(), "'tis".into()));
    }

    #[test]
    fn a_lone_empty_cell_is_still_a_row() {
        let mut table = Table::new("t", vec![Column::new("a", ColumnType::Real, "", "")]);
        table.push([Cell::Empty]);
        let mut bytes = Vec::new();
        write(&table, &mut bytes).unwrap();
        assert_eq!(bytes, b"a\r\n\"\"\r\n");
    }
}
