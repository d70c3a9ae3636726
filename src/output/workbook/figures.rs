//! The numbers behind the charts, on a sheet of their own: blocks one below the other, each with a title and a header.

use rust_xlsxwriter::{ChartRange, Worksheet};

use super::WorkbookError;
use super::looks::{Looks, Shown, fitting};
use super::view::Estimate;
use crate::output::table::Cell;

/// The sheet in the making.
pub(super) struct Figures {
    sheet: Worksheet,
    name: String,
    looks: Looks,
    next: u32,
}

/// What a row of estimates is of: a name, or a number.
pub(super) trait Label {
    fn cell(&self) -> Cell;
}

impl Label for String {
    fn cell(&self) -> Cell {
        Cell::text(self.clone())
    }
}

impl Label for f64 {
    fn cell(&self) -> Cell {
        Cell::Real(*self)
    }
}

/// Where the rows of a block stand.
#[derive(Debug, Clone)]
pub(super) struct Block {
    sheet: String,
    first: u32,
    last: u32,
    /// From where to where its estimates and their intervals reach, 0 included; 0 to 0 of other blocks.
    extent: (f64, f64),
}

/// The columns of a label and an estimate, as [`Figures::estimates`] writes them: after the label, four for each series.
pub(super) const VALUE: u16 = 1;
/// How far the interval reaches below the value.
pub(super) const MINUS: u16 = 2;
/// How far it reaches above.
pub(super) const PLUS: u16 = 3;
const SERIES_WIDTH: u16 = 3;

impl Figures {
    pub(super) fn new(name: String) -> Result<Self, WorkbookError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(&name)?;
        sheet.set_column_width(0, 34)?.set_column_range_width(1, 18, 14)?;
        let mut figures = Self { sheet, name, looks: Looks::new(), next: 0 };
        figures.title("Numbers behind the charts of this workbook; all come from its other sheets")?;
        figures.next += 1;
        Ok(figures)
    }

    fn title(&mut self, text: &str) -> Result<(), WorkbookError> {
        self.sheet.write_string_with_format(self.next, 0, &*fitting(text), &self.looks.heading)?;
        self.next += 1;
        Ok(())
    }

    /// Writes a block: a title, a header, and rows of cells.
    pub(super) fn block(
        &mut self,
        title: &str,
        header: &[&str],
        shown: Shown,
        rows: &[Vec<Cell>],
    ) -> Result<Block, WorkbookError> {
        self.title(title)?;
        for (at, text) in header.iter().enumerate() {
            self.sheet.write_string_with_format(self.next, at as u16, *text, &self.looks.header)?;
        }
        let first = self.next + 1;
        for (number, row) in (first..).zip(rows) {
            for (at, cell) in row.iter().enumerate() {
                let shown = if at == 0 { Shown::Given } else { shown };
                self.cell(number, at as u16, cell, shown)?;
            }
        }
        self.next = first + rows.len() as u32 + 1;
        let last = first + (rows.len() as u32).max(1) - 1;
        Ok(Block { sheet: self.name.clone(), first, last, extent: (0.0, 0.0) })
    }

    fn cell(&mut self, row: u32, column: u16, cell: &Cell, shown: Shown) -> Result<(), WorkbookError> {
        match cell {
            Cell::Text(text) => self.sheet.write_string(row, column, &*fitting(text))?,
            Cell::Real(number) => {
                let format = self.looks.number(shown, *number);
                self.sheet.write_number_with_format(row, column, *number, format)?
            }
            Cell::Integer(number) => self.sheet.write_number(row, column, *number as f64)?,
            Cell::Boolean(value) => self.sheet.write_boolean(row, column, *value)?,
            Cell::Empty => &mut self.sheet,
        };
        Ok(())
    }

    /// Writes a block of labels with an estimate for each series: value, and how far its interval reaches below and above.
    pub(super) fn estimates(
        &mut self,
        title: &str,
        series: &[&str],
        shown: Shown,
        rows: &[(impl Label, Vec<Estimate>)],
    ) -> Result<Block, WorkbookError> {
        let mut header = vec![String::new()];
        for name in series {
            header.extend([(*name).to_owned(), "below".to_owned(), "above".to_owned()]);
        }
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let cells: Vec<Vec<Cell>> = rows
            .iter()
            .map(|(label, estimates)| {
                let mut cells = vec![label.cell()];
                cells.extend(estimates.iter().flat_map(|estimate| {
                    let reach = |from: Option<f64>, to: Option<f64>| {
                        Cell::real(from.zip(to).map(|(from, to)| (to - from).max(0.0)))
                    };
                    [
                        Cell::real(estimate.value),
                        reach(estimate.low, estimate.value),
                        reach(estimate.value, estimate.high),
                    ]
                }));
                cells
            })
            .collect();
        let all = rows.iter().flat_map(|(_, estimates)| estimates);
        let ends = all.flat_map(|one| [one.value, one.low, one.high]).flatten();
        let extent = ends.fold((0.0, 0.0), |(low, high): (f64, f64), end| (low.min(end), high.max(end)));
        Ok(Block { extent, ..self.block(title, &header, shown, &cells)? })
    }

    /// The sheet, if a chart needs it.
    pub(super) fn finish(mut self) -> Option<Worksheet> {
        super::grid::set_up_print(&mut self.sheet, 1);
        (self.next > 2).then_some(self.sheet)
    }
}

impl Block {
    /// The cell with the title.
    pub(super) fn title(&self) -> ChartRange {
        ChartRange::new_from_range(&self.sheet, self.first - 2, 0, self.first - 2, 0)
    }

    /// From where to where its estimates and their intervals reach, 0 included.
    pub(super) fn extent(&self) -> (f64, f64) {
        self.extent
    }

    /// The cell above a column.
    pub(super) fn above(&self, column: u16) -> ChartRange {
        ChartRange::new_from_range(&self.sheet, self.first - 1, column, self.first - 1, column)
    }

    /// The cell with the name of a series of estimates.
    pub(super) fn name(&self, series: usize) -> ChartRange {
        self.above(series as u16 * SERIES_WIDTH + VALUE)
    }

    /// The cells of a column.
    pub(super) fn column(&self, column: u16) -> ChartRange {
        ChartRange::new_from_range(&self.sheet, self.first, column, self.last, column)
    }

    /// The cells of one column of a series of estimates: [`VALUE`], [`MINUS`] or [`PLUS`].
    pub(super) fn of_series(&self, series: usize, column: u16) -> ChartRange {
        self.column(series as u16 * SERIES_WIDTH + column)
    }
}
