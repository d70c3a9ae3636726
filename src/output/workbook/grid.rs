//! A table on a sheet of its own: header and filter on top, every cell of its type, every column with a name.

use rust_xlsxwriter::{ExcelDateTime, Worksheet};

use super::looks::{Shown, fitting};
use super::view::plain;
use super::{Book, WorkbookError, counted, names};
use crate::output::table::{Cell, Column, ColumnType};

mod units;

pub(super) use units::Units;

/// Rows from which widths of columns are told.
const LOOKED_AT: u64 = 200;
const NARROWEST: usize = 7;
const WIDEST: usize = 48;
/// A header longer than this goes over several lines.
const HEADER: usize = 24;
/// Sheets of more cells than this are not kept in memory.
const LARGE: u64 = 500_000;
/// Whole numbers beyond this are not exact in a spreadsheet, and are written as text.
const EXACT: u64 = 1 << 53;
/// Height of a line of text, in points.
const LINE_HEIGHT: f64 = 15.0;
/// With more columns than this a page is not made to hold them all.
const PAGE_COLUMNS: usize = 24;

/// Writes a table on a sheet, or on several if it is long.
pub(super) fn write(book: &mut Book<'_>, table: &str) -> Result<(), WorkbookError> {
    let results = book.results;
    let (Some(rows), Some(entry)) = (results.rows(table)?, results.entry(table)) else { return Ok(()) };
    let columns = rows.columns().to_vec();
    let kept = rows_kept(book, table, columns.len() as u64, entry.rows);
    let per_sheet = u64::from(book.limits.sheet_rows.saturating_sub(1)).max(1);
    let units = Units::new(results, table, &columns);
    let is_large = kept.min(per_sheet) * columns.len() as u64 > LARGE;
    let mut part = Part::begin(book, table, 1, &columns, is_large)?;
    let parts = kept.div_ceil(per_sheet).max(1);
    for row in rows.take(kept as usize) {
        if u64::from(part.rows) == per_sheet {
            let next = Part::begin(book, table, part.number + 1, &columns, is_large)?;
            std::mem::replace(&mut part, next).finish(book, table, &columns, parts)?;
        }
        part.row(book, &units, &columns, &row?)?;
    }
    part.finish(book, table, &columns, parts)?;
    note_what_is_missing(book, table, kept, entry.rows, parts);
    Ok(())
}

/// How many rows go into the workbook.
fn rows_kept(book: &Book<'_>, table: &str, columns: u64, rows: u64) -> u64 {
    let by_cells = book.limits.cells / columns.max(1);
    let by_runs = if table == "runs" { book.limits.runs } else { u64::MAX };
    rows.min(by_cells).min(by_runs)
}

fn note_what_is_missing(book: &mut Book<'_>, table: &str, kept: u64, rows: u64, parts: u64) {
    if kept < rows {
        book.notes.push(format!(
            "Of {} of {table}.csv this workbook holds the first {}; all are in {table}.csv.",
            counted(rows, "row"),
            super::thousands(kept)
        ));
    }
    if parts > 1 {
        book.notes
            .push(format!("{table}.csv goes over {parts} sheets, since one does not hold all its rows."));
    }
}

/// The sheet of a table by its name.
pub(super) fn title(table: &str) -> String {
    match table {
        "summary" => "Measures".to_owned(),
        "sensitivity" | "tornado" => "Sensitivity table".to_owned(),
        "offramps" => "Off-ramps".to_owned(),
        "rare" => "Rare stages".to_owned(),
        "rare_summary" => "Rare".to_owned(),
        other => {
            let mut words = plain(other);
            if let Some(first) = words.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            words
        }
    }
}

/// A sheet of a table in the making.
struct Part {
    sheet: Worksheet,
    number: u64,
    rows: u32,
    widths: Vec<usize>,
}

impl Part {
    fn begin(
        book: &mut Book<'_>,
        table: &str,
        number: u64,
        columns: &[Column],
        is_large: bool,
    ) -> Result<Self, WorkbookError> {
        let mut sheet =
            if is_large { book.workbook.new_worksheet_with_low_memory()? } else { Worksheet::new() };
        let wanted = if number == 1 { title(table) } else { format!("{} part {number}", title(table)) };
        sheet.set_name(book.names.sheet(&wanted))?;
        write_header(book, &mut sheet, 0, columns)?;
        let widths = columns.iter().map(|column| header_width(&column.name)).collect();
        Ok(Self { sheet, number, rows: 0, widths })
    }

    fn row(
        &mut self,
        book: &Book<'_>,
        units: &Units,
        columns: &[Column],
        cells: &[Cell],
    ) -> Result<(), WorkbookError> {
        self.rows += 1;
        let row_unit = units.of_row(columns, cells);
        for (at, (column, cell)) in columns.iter().zip(cells).enumerate() {
            let shown = units.shown(at, row_unit.as_deref());
            write_cell(book, &mut self.sheet, (self.rows, at as u16), (column.kind, shown), cell)?;
            if u64::from(self.rows) <= LOOKED_AT {
                self.widths[at] = self.widths[at].max(width(cell));
            }
        }
        Ok(())
    }

    fn finish(
        mut self,
        book: &mut Book<'_>,
        table: &str,
        columns: &[Column],
        parts: u64,
    ) -> Result<(), WorkbookError> {
        for (at, width) in self.widths.iter().enumerate() {
            self.sheet.set_column_width(at as u16, (*width).clamp(NARROWEST, WIDEST) as f64)?;
        }
        let last = columns.len().saturating_sub(1) as u16;
        self.sheet.set_freeze_panes(1, 0)?.autofilter(0, 0, self.rows.max(1), last)?;
        set_up_print(&mut self.sheet, columns.len());
        self.sheet.set_repeat_rows(0, 0)?;
        let prefix = if self.number == 1 { table.to_owned() } else { format!("{table}_{}", self.number) };
        let sheet = names::quoted(&self.sheet.name());
        for (at, column) in columns.iter().enumerate() {
            let name = book.names.range(&prefix, &column.name);
            let letters = rust_xlsxwriter::utility::column_number_to_name(at as u16);
            let end = self.rows.max(1) + 1;
            book.workbook.define_name(name, &format!("={sheet}!${letters}$2:${letters}${end}"))?;
        }
        let which = if parts == 1 { String::new() } else { format!(", part {} of {parts}", self.number) };
        let says = format!("{table}.csv{which}: {}", counted(u64::from(self.rows), "row"));
        book.push(self.sheet, says);
        Ok(())
    }
}

/// Letters that the column of a header takes up.
pub(super) fn header_width(name: &str) -> usize {
    name.chars().count().min(HEADER) + 3
}

/// Writes the names of columns into a row that is high enough for them; those of numbers stand over these.
pub(super) fn write_header(
    book: &Book<'_>,
    sheet: &mut Worksheet,
    row: u32,
    columns: &[Column],
) -> Result<(), WorkbookError> {
    for (at, column) in columns.iter().enumerate() {
        let is_number = matches!(column.kind, ColumnType::Integer | ColumnType::Real);
        let format = if is_number { &book.looks.number_header } else { &book.looks.header };
        sheet.write_string_with_format(row, at as u16, &*fitting(&column.name), format)?;
    }
    let lines = columns.iter().map(|column| column.name.chars().count().div_ceil(HEADER)).max();
    sheet.set_row_height(row, LINE_HEIGHT * lines.unwrap_or(1).clamp(1, 6) as f64)?;
    Ok(())
}

/// Landscape, as wide as a page unless that would be too small to read, with the name of the sheet above and the number
/// of the page below.
pub(super) fn set_up_print(sheet: &mut Worksheet, columns: usize) {
    sheet.set_landscape().set_paper_size(9).set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
    sheet.set_header("&L&A").set_footer("&L&F&RPage &P of &N");
    if columns <= PAGE_COLUMNS {
        sheet.set_print_fit_to_pages(1, 0);
    }
}

/// Writes a cell of a column of some type. Text is never a formula, whatever it begins with.
pub(super) fn write_cell(
    book: &Book<'_>,
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    (kind, shown): (ColumnType, Shown),
    cell: &Cell,
) -> Result<(), WorkbookError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) if kind == ColumnType::Date => match date(text) {
            Some(date) => {
                sheet.write_datetime_with_format(row, column, &date, &book.looks.date)?;
            }
            None => {
                sheet.write_string(row, column, &*fitting(text))?;
            }
        },
        Cell::Text(text) => {
            sheet.write_string(row, column, &*fitting(text))?;
        }
        Cell::Integer(number) if number.unsigned_abs() > EXACT => {
            sheet.write_string(row, column, number.to_string())?;
        }
        Cell::Integer(number) => {
            let number = *number as f64;
            sheet.write_number_with_format(row, column, number, book.looks.number(shown, number))?;
        }
        Cell::Real(number) => {
            sheet.write_number_with_format(row, column, *number, book.looks.number(shown, *number))?;
        }
        Cell::Boolean(value) => {
            sheet.write_boolean(row, column, *value)?;
        }
    }
    Ok(())
}

/// A date that spreadsheets count alike; before March 1900 they do not.
fn date(text: &str) -> Option<ExcelDateTime> {
    let date: jiff::civil::Date = text.parse().ok()?;
    if date.year() < 1901 {
        return None;
    }
    ExcelDateTime::from_ymd(date.year() as u16, date.month() as u8, date.day() as u8).ok()
}

/// Letters that a cell takes up, about.
fn width(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) => text.chars().count() + 2,
        Cell::Integer(number) => number.to_string().len() * 4 / 3 + 2,
        Cell::Real(_) => 10,
        Cell::Boolean(_) | Cell::Empty => 0,
    }
}
