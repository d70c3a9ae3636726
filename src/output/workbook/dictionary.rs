//! The sheet that says what every column of every table is, and every measure.

use rust_xlsxwriter::Worksheet;

use super::looks::fitting;
use super::{Book, WorkbookError, counted, grid};
use crate::output::table::ColumnType;

const HEADER: [&str; 5] = ["table", "column", "type", "unit", "meaning"];
const WIDTHS: [f64; 5] = [22.0, 34.0, 10.0, 18.0, 110.0];

/// One row for each column of each table, then one for each measure.
pub(super) fn write(book: &mut Book<'_>, name: &str) -> Result<(), WorkbookError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    for (at, (text, width)) in HEADER.iter().zip(WIDTHS).enumerate() {
        sheet.write_string_with_format(0, at as u16, *text, &book.looks.header)?;
        sheet.set_column_width(at as u16, width)?;
    }
    let mut row = 0;
    for table in book.results.tables() {
        for column in book.results.columns(table) {
            row += 1;
            let cells = [table, &column.name, kind(column.kind), &column.unit, &column.meaning];
            line(book, &mut sheet, row, cells)?;
        }
    }
    for measure in &book.results.head().measures {
        row += 1;
        let cells = ["(measure)", &measure.key, &measure.kind, &measure.unit, &measure.meaning];
        line(book, &mut sheet, row, cells)?;
    }
    sheet.set_freeze_panes(1, 0)?.autofilter(0, 0, row.max(1), 4)?;
    grid::set_up_print(&mut sheet, HEADER.len());
    sheet.set_repeat_rows(0, 0)?;
    let says = format!("what every column and measure means: {}", counted(u64::from(row), "row"));
    book.push(sheet, says);
    Ok(())
}

fn line(book: &Book<'_>, sheet: &mut Worksheet, row: u32, cells: [&str; 5]) -> Result<(), WorkbookError> {
    for (at, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        sheet.write_string_with_format(row, at as u16, &*fitting(text), &book.looks.wrapped)?;
    }
    Ok(())
}

fn kind(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text => "text",
        ColumnType::Integer => "integer",
        ColumnType::Real => "real",
        ColumnType::Boolean => "boolean",
        ColumnType::Date => "date",
    }
}
