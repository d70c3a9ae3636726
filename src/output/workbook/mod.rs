//! Results as one workbook for people who work in a spreadsheet: a summary with native charts, every table on a sheet of its
//! own, what every column means, and where the numbers come from.
//!
//! A workbook is made from a results folder alone, so it can be made of any, whenever it was written, and says what its
//! tables say. Nothing in it is computed but differences that charts need. No cell is a formula: text that begins
//! like one is text. There is no clock in it: the same results give the same bytes.

mod charts;
mod dictionary;
mod figures;
mod grid;
mod headline;
mod looks;
mod names;
mod provenance;
mod sensitivity;
mod summary;
mod sweep;
mod view;

use rust_xlsxwriter::{Chart, DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use self::figures::Figures;
use self::headline::Line;
use self::looks::{Looks, thousands};
use self::names::Names;
use super::results::{Results, ResultsError};
use super::visible::in_markup;

/// Rows that a sheet holds at most, its header included.
const SHEET_ROWS: u32 = 1_048_576;

/// A workbook could not be made.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// A table could not be read.
    #[error(transparent)]
    Results(#[from] ResultsError),
    /// The workbook could not be put together.
    #[error("cannot make the workbook")]
    Xlsx(#[from] XlsxError),
}

/// How much of a large table goes into a workbook. The rest is left out, and the summary says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Rows of `runs.csv`, at most.
    pub runs: u64,
    /// Cells of any table, at most: beyond some millions a spreadsheet hardly opens.
    pub cells: u64,
    /// Rows of a sheet, its header included, 2 to 1,048,576; a table that has more goes on on another sheet.
    pub sheet_rows: u32,
}

impl Default for Limits {
    /// 100,000 runs, 12 million cells, and as many rows as a sheet can hold.
    fn default() -> Self {
        Self { runs: 100_000, cells: 12_000_000, sheet_rows: SHEET_ROWS }
    }
}

/// The workbook of some results. The same results give the same bytes.
///
/// # Errors
/// If a table cannot be read, or is not what the manifest says.
pub fn write(results: &Results) -> Result<Vec<u8>, WorkbookError> {
    write_within(results, Limits::default())
}

/// The workbook of some results, with other limits than the usual.
///
/// # Errors
/// If a table cannot be read, or is not what the manifest says.
pub fn write_within(results: &Results, limits: Limits) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book {
        results,
        limits,
        looks: Looks::new(),
        workbook: Workbook::new(),
        names: Names::default(),
        sheets: Vec::new(),
        contents: Vec::new(),
        notes: Vec::new(),
        charts: Vec::new(),
    };
    // The first names go to the sheets that every workbook has.
    let [summary, chart_data, dictionary, provenance, inputs] =
        ["Summary", "Chart data", "Dictionary", "Provenance", "Inputs"].map(|name| book.names.sheet(name));
    let mut figures = Figures::new(chart_data)?;
    for table in sheets_in_order(results) {
        match table {
            "sweep" => sweep::write(&mut book, &mut figures)?,
            "sensitivity" | "tornado" => sensitivity::write(&mut book, &mut figures, table)?,
            _ => grid::write(&mut book, table)?,
        }
    }
    dictionary::write(&mut book, &dictionary)?;
    provenance::write(&mut book, &provenance)?;
    provenance::write_inputs(&mut book, &inputs)?;
    let first = summary::write(&book, &mut figures, &summary)?;
    book.finish(first, figures)
}

/// A sheet in the table of contents.
#[derive(Debug)]
struct Entry {
    sheet: String,
    /// What is on it.
    says: String,
}

/// A workbook in the making.
struct Book<'a> {
    results: &'a Results,
    limits: Limits,
    looks: Looks,
    workbook: Workbook,
    names: Names,
    sheets: Vec<Worksheet>,
    contents: Vec<Entry>,
    /// What a reader must know of what is not in the workbook.
    notes: Vec<String>,
    /// Charts of other sheets that the summary may show again, with their heights.
    charts: Vec<(Chart, u32)>,
}

impl Book<'_> {
    /// Adds a sheet after the others.
    fn push(&mut self, sheet: Worksheet, says: String) {
        self.contents.push(Entry { sheet: sheet.name(), says });
        self.sheets.push(sheet);
    }

    /// The bytes, with the summary in front and the numbers of the charts behind it all.
    fn finish(mut self, summary: Worksheet, figures: Figures) -> Result<Vec<u8>, WorkbookError> {
        let head = self.results.head();
        let properties = DocProperties::new()
            .set_title(in_markup(self.results.title()))
            .set_author(format!("{} {}", head.program, head.version))
            .set_comment(in_markup(&head.command_line.join(" ")))
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
        self.workbook.set_properties(&properties);
        self.workbook.push_worksheet(summary);
        for sheet in self.sheets {
            self.workbook.push_worksheet(sheet);
        }
        if let Some(sheet) = figures.finish() {
            self.workbook.push_worksheet(sheet);
        }
        Ok(self.workbook.save_to_buffer()?)
    }
}

/// What gets sheets, in order: what people ask for first, then tables of any other name as they were written, and the
/// runs last. `sweep` stands for the design and the heat maps.
fn sheets_in_order(results: &Results) -> Vec<&str> {
    const FIRST: [&str; 13] = [
        "outcomes",
        "summary",
        "rare_summary",
        "compare",
        "transitions",
        "knockout",
        "regret",
        "timeline",
        "acts",
        "drivers",
        "sensitivity",
        "tornado",
        "indicators",
    ];
    let is_sweep = results.command() == "sweep";
    let of_sweep = |table: &str| is_sweep && (table == "design" || table.starts_with("heatmap_"));
    let mut order: Vec<&str> = Vec::new();
    if is_sweep && results.entry("design").is_some() {
        order.push("sweep");
    }
    order.extend(FIRST.into_iter().filter(|table| results.entry(table).is_some()));
    let is_other = |table: &&str| !FIRST.contains(table) && *table != "runs" && !of_sweep(table);
    order.extend(results.tables().filter(is_other));
    order.extend(results.entry("runs").map(|_| "runs"));
    order
}

/// `1 row`, `2,000 rows`.
fn counted(count: u64, thing: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", thousands(count))
}

#[cfg(test)]
mod tests;
