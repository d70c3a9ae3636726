//! The sheet of a sweep: heat maps where two parameters make a grid, then a row for each point with the share of every outcome,
//! coloured from the least to the most; of a single parameter also a chart.

use rust_xlsxwriter::{Color, ConditionalFormat3ColorScale, Worksheet};

use super::charts::{self, Bars};
use super::figures::Figures;
use super::looks::{HEAT, PALETTE, Shown, fitting};
use super::view::{Estimate, View, plain};
use super::{Book, WorkbookError, counted, grid};
use crate::output::table::{Cell, Column, ColumnType, Table};

/// Writes the sheet.
pub(super) fn write(book: &mut Book<'_>, figures: &mut Figures) -> Result<(), WorkbookError> {
    let mut sheet = Worksheet::new();
    let name = book.names.sheet("Sweep");
    sheet.set_name(&name)?;
    let maps: Vec<&str> = book.results.tables().filter(|table| table.starts_with("heatmap_")).collect();
    let mut row = 0;
    for map in &maps {
        if let Some(table) = book.results.table(map)? {
            row = heat_map(book, &mut sheet, row, &table)? + 2;
        }
    }
    let points = Points::of(book)?;
    let columns = points.write(book, &mut sheet, row)?;
    if let Some((chart, height)) = points.chart(figures)? {
        sheet.insert_chart(row + 1, columns + 1, &chart)?;
        book.charts.push((chart, height));
    }
    if row == 0 {
        sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
    }
    grid::set_up_print(&mut sheet, usize::from(columns));
    let maps = if maps.is_empty() {
        String::new()
    } else {
        format!("{}, then ", counted(maps.len() as u64, "heat map"))
    };
    let says = format!("{maps}the share of every outcome at {}", counted(points.rows.len() as u64, "point"));
    book.push(sheet, says);
    Ok(())
}

/// Colours from few to many.
fn scale() -> ConditionalFormat3ColorScale {
    let [few, some, many] = HEAT.map(Color::RGB);
    ConditionalFormat3ColorScale::new()
        .set_minimum_color(few)
        .set_midpoint_color(some)
        .set_maximum_color(many)
}

/// Writes a heat map from a row on; gives the row after it.
fn heat_map(book: &Book<'_>, sheet: &mut Worksheet, top: u32, table: &Table) -> Result<u32, WorkbookError> {
    let outcome = plain(table.name.trim_start_matches("heatmap_"));
    let [first, others @ ..] = &table.columns[..] else { return Ok(top) };
    let across = others.first().and_then(|column| column.name.split_once('=')).map_or("", |(path, _)| path);
    let title = format!("Share of runs that end in {outcome}: {} down, {across} across", first.name);
    sheet.write_string_with_format(top, 0, &*fitting(&title), &book.looks.heading)?;
    let header = &book.looks.number_header;
    for at in 1..table.columns.len() {
        sheet.write_blank(top, at as u16, &book.looks.heading)?;
    }
    sheet.write_string_with_format(top + 1, 0, &*fitting(&first.name), header)?;
    for (at, column) in (1..).zip(others) {
        let value = column.name.split_once('=').map_or(&*column.name, |(_, value)| value);
        match value.parse::<f64>() {
            Ok(number) => sheet.write_number_with_format(top + 1, at, number, header)?,
            Err(_) => sheet.write_string_with_format(top + 1, at, &*fitting(value), header)?,
        };
    }
    let begin = top + 2;
    for (row, cells) in (begin..).zip(&table.rows) {
        for (at, (column, cell)) in table.columns.iter().zip(cells).enumerate() {
            let shown = if at == 0 { Shown::Given } else { Shown::Share };
            grid::write_cell(book, sheet, (row, at as u16), (column.kind, shown), cell)?;
        }
    }
    let end = begin + table.rows.len() as u32;
    if end > begin && !others.is_empty() {
        sheet.add_conditional_format(begin, 1, end - 1, others.len() as u16, &scale())?;
    }
    Ok(end)
}

/// The points of a sweep with their outcomes.
struct Points {
    /// Names of what tells the points apart.
    head: Vec<String>,
    outcomes: Vec<String>,
    rows: Vec<Point>,
    /// How many points there are besides.
    left_out: u64,
}

struct Point {
    head: Vec<Cell>,
    shares: Vec<Estimate>,
}

impl Points {
    /// As many as fit on a sheet below other things.
    fn of(book: &Book<'_>) -> Result<Self, WorkbookError> {
        let mut points = Self { head: Vec::new(), outcomes: Vec::new(), rows: Vec::new(), left_out: 0 };
        let Some(rows) = book.results.rows("outcomes")? else { return Ok(points) };
        let columns = rows.columns().to_vec();
        let at = |name: &str| columns.iter().position(|column| column.name == name);
        let [Some(outcome), Some(value), Some(low), Some(high)] =
            ["outcome", "probability", "ci_low", "ci_high"].map(at)
        else {
            return Ok(points);
        };
        points.head = columns[..outcome].iter().map(|column| column.name.to_string()).collect();
        let most = (book.limits.cells / 64).min(u64::from(book.limits.sheet_rows / 2)) as usize;
        let mut last: Option<Cell> = None;
        for cells in rows {
            let cells = cells?;
            let is_new = last.as_ref() != cells.first();
            last = cells.first().cloned();
            if is_new && points.rows.len() >= most {
                points.left_out += 1;
            } else if is_new && points.left_out == 0 {
                points.rows.push(Point { head: cells[..outcome].to_vec(), shares: Vec::new() });
            }
            if points.left_out > 0 {
                continue;
            }
            if let (1, Cell::Text(name)) = (points.rows.len(), &cells[outcome]) {
                points.outcomes.push(name.clone());
            }
            let [value, low, high] = [value, low, high].map(|at| number(&cells[at]));
            if let Some(point) = points.rows.last_mut() {
                point.shares.push(Estimate { value, low, high });
            }
        }
        Ok(points)
    }

    /// Writes them from a row on; gives the number of columns.
    fn write(&self, book: &mut Book<'_>, sheet: &mut Worksheet, top: u32) -> Result<u16, WorkbookError> {
        let names = self.head.iter().chain(&self.outcomes);
        let header: Vec<Column> =
            names.map(|name| Column::new(name.clone(), ColumnType::Real, "", "")).collect();
        grid::write_header(book, sheet, top, &header)?;
        // Alike, so that the squares of heat maps are.
        let widest = header.iter().map(|column| grid::header_width(&column.name)).max();
        sheet.set_column_range_width(0, header.len().max(1) as u16 - 1, widest.unwrap_or(10) as f64)?;
        for (row, point) in (top + 1..).zip(&self.rows) {
            for (at, cell) in point.head.iter().enumerate() {
                let shown = if at == 0 { Shown::Name } else { Shown::Given };
                grid::write_cell(book, sheet, (row, at as u16), (ColumnType::Text, shown), cell)?;
            }
            for (at, share) in point.shares.iter().enumerate() {
                let place = (row, (self.head.len() + at) as u16);
                let cell = Cell::real(share.value);
                grid::write_cell(book, sheet, place, (ColumnType::Real, Shown::Share), &cell)?;
            }
        }
        let (head, columns) = (self.head.len() as u16, (self.head.len() + self.outcomes.len()) as u16);
        let last = top + self.rows.len() as u32;
        if last > top && columns > head {
            for column in head..columns {
                sheet.add_conditional_format(top + 1, column, last, column, &scale())?;
            }
            sheet.autofilter(top, 0, last, columns - 1)?;
        }
        if self.left_out > 0 {
            book.notes.push(format!(
                "The sheet Sweep leaves {} out; all are in outcomes.csv.",
                counted(self.left_out, "point")
            ));
        }
        Ok(columns)
    }

    /// Lines over the values of the only parameter, if there is only one and it is a number.
    fn chart(&self, figures: &mut Figures) -> Result<Option<(rust_xlsxwriter::Chart, u32)>, WorkbookError> {
        let parameters: Vec<usize> =
            (0..self.head.len()).filter(|&at| !self.head[at].ends_with("_id")).collect();
        let [parameter] = parameters[..] else { return Ok(None) };
        let mut points: Vec<(f64, &Point)> =
            self.rows.iter().filter_map(|point| Some((number(&point.head[parameter])?, point))).collect();
        if points.len() < self.rows.len() || points.len() < 2 || points.len() > 200 {
            return Ok(None);
        }
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut shown: Vec<(f64, usize)> = (0..self.outcomes.len())
            .map(|outcome| {
                let share = |point: &Point| point.shares.get(outcome).and_then(|share| share.value);
                (self.rows.iter().filter_map(share).fold(0.0, f64::max), outcome)
            })
            .filter(|(most, _)| *most > 0.0)
            .collect();
        shown.sort_by(|a, b| b.0.total_cmp(&a.0));
        shown.truncate(PALETTE.len());
        let names: Vec<String> = shown.iter().map(|(_, outcome)| plain(&self.outcomes[*outcome])).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let rows: Vec<(f64, Vec<Estimate>)> = points
            .iter()
            .map(|(at, point)| {
                let of =
                    |(_, outcome): &(f64, usize)| point.shares.get(*outcome).copied().unwrap_or_default();
                (*at, shown.iter().map(of).collect())
            })
            .collect();
        let title = format!("Endings by {}", self.head[parameter]);
        let block = figures.estimates(&title, &names, Shown::Share, &rows)?;
        let bars = Bars {
            axis: "share of runs, with intervals",
            format: "0%",
            alt: format!(
                "Lines: share of runs that end in each outcome over the values of {}.",
                self.head[parameter]
            ),
            series: names.len(),
            count: 0,
        };
        Ok(Some((charts::lines(&block, &bars, &self.head[parameter]), charts::LINES_HEIGHT)))
    }
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Real(number) => Some(*number),
        Cell::Integer(number) => Some(*number as f64),
        _ => None,
    }
}

/// Where an outcome is least and where it is most likely.
pub(super) struct Reach {
    pub(super) outcome: String,
    pub(super) least: (f64, i64),
    pub(super) most: (f64, i64),
}

/// For every outcome that occurs at all, in the order of the rules.
pub(super) fn reach(book: &Book<'_>) -> Result<Vec<Reach>, WorkbookError> {
    let view = View::of(book.results, "outcomes", |_| true)?;
    let mut found: Vec<Reach> = Vec::new();
    for row in view.rows() {
        let (Some(share), Cell::Integer(point)) = (row.number("probability"), row.cell("point_id")) else {
            continue;
        };
        let here = (share, *point);
        match found.iter_mut().find(|one| one.outcome == row.text("outcome")) {
            Some(one) => {
                if here.0 < one.least.0 {
                    one.least = here;
                }
                if here.0 > one.most.0 {
                    one.most = here;
                }
            }
            None => found.push(Reach { outcome: row.text("outcome").to_owned(), least: here, most: here }),
        }
    }
    found.retain(|one| one.most.0 > 0.0);
    Ok(found)
}
