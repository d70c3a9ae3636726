//! Tables of a sweep: those of its points one below the other, each row with its point and what is varied there; and
//! `design.csv`, the points themselves.

use std::borrow::Cow;
use std::io;

use super::csv::{Writer, real};
use super::runs::RunRows;
use super::table::common::{integer, point};
use super::table::{Cell, Column, ColumnType, Table};
use super::tables;
use crate::engine::RunRecord;
use crate::experiment::design::{Design, Level, Shown};
use crate::experiment::sweep::Sweep;
use crate::experiment::{Batch, Confidence};

/// What comes first in the rows of a sweep: the point, then the value of every parameter that is varied.
#[derive(Debug)]
pub struct Head<'a> {
    design: &'a Design,
    /// By parameter.
    kinds: Vec<ColumnType>,
}

impl<'a> Head<'a> {
    /// The head of the rows of a design.
    pub fn new(design: &'a Design) -> Self {
        let kinds = (0..design.parameters().len()).map(|parameter| kind(design, parameter)).collect();
        Self { design, kinds }
    }

    /// The columns of what is varied.
    pub fn columns(&self) -> Vec<Column> {
        let all: Vec<usize> = (0..self.kinds.len()).collect();
        self.columns_of(&all)
    }

    fn columns_of(&self, parameters: &[usize]) -> Vec<Column> {
        let column = |&place: &usize| {
            let parameter = &self.design.parameters()[place];
            let what =
                if parameter.is_lever { "lever: chosen by the policy" } else { "varied: part of the future" };
            let meaning = format!("{what}; empty where the scenario's own value holds");
            Column::new(parameter.path.clone(), self.kinds[place], "", meaning)
        };
        parameters.iter().map(column).collect()
    }

    /// The values at a point.
    pub fn cells(&self, point: u64) -> Vec<Cell> {
        let levels = &self.design.points()[point as usize];
        levels.iter().zip(&self.kinds).map(|(level, &kind)| cell(level, kind)).collect()
    }

    /// Puts the head before the rows of a point's table, whose first column is the point.
    fn extend(&self, table: &mut Table, point: u64, rows: Vec<Vec<Cell>>) {
        let values = self.cells(point);
        for row in rows {
            let head = [Cell::count(point)].into_iter().chain(values.iter().cloned());
            table.push(head.chain(row.into_iter().skip(1)));
        }
    }

    /// The columns and the cells of some parameters only, such as the levers.
    pub(super) fn part(&self, is_lever: bool) -> (Vec<Column>, impl Fn(u64) -> Vec<Cell> + use<'_, 'a>) {
        let parameters = self.design.parameters().iter().enumerate();
        let places: Vec<usize> = parameters
            .filter(|(_, parameter)| parameter.is_lever == is_lever)
            .map(|(place, _)| place)
            .collect();
        let columns = self.columns_of(&places);
        let cells = move |point: u64| {
            let all = self.cells(point);
            places.iter().map(|&place| all[place].clone()).collect()
        };
        (columns, cells)
    }
}

/// What the cells of a parameter are: text if its values are of several kinds.
fn kind(design: &Design, parameter: usize) -> ColumnType {
    let shown = || design.points().iter().map(|point| point[parameter].shown());
    let all = |fits: &dyn Fn(&Shown) -> bool| shown().all(|one| one == Shown::Nothing || fits(&one));
    if all(&|one| matches!(one, Shown::Number(_))) {
        ColumnType::Real
    } else if all(&|one| matches!(one, Shown::Switch(_))) {
        ColumnType::Boolean
    } else {
        ColumnType::Text
    }
}

fn cell(level: &Level, kind: ColumnType) -> Cell {
    match (level.shown(), kind) {
        (Shown::Nothing, _) => Cell::Empty,
        (Shown::Number(number), ColumnType::Real) => Cell::Real(number),
        (Shown::Switch(flag), ColumnType::Boolean) => Cell::Boolean(flag),
        (shown, _) => Cell::text(text_of(&shown)),
    }
}

/// A level in a heading or in a column of texts.
pub(super) fn text_of(shown: &Shown) -> String {
    match shown {
        Shown::Nothing => String::new(),
        Shown::Number(number) => real(*number),
        Shown::Switch(flag) => flag.to_string(),
        Shown::Text(text) => text.clone(),
    }
}

/// The tables of every point's batch, one below the other. The batches come in the order of points.
pub fn tables(
    design: &Design,
    batches: impl Iterator<Item = (u64, Batch)>,
    confidence: Confidence,
) -> Vec<Table> {
    let head = Head::new(design);
    let mut all: Vec<Table> = Vec::new();
    for (point, batch) in batches {
        for (place, table) in tables::all(&batch, confidence).into_iter().enumerate() {
            let Table { name, mut columns, rows } = table;
            if all.len() <= place {
                columns.splice(1..1, head.columns());
                all.push(Table::new(name, columns));
            }
            head.extend(&mut all[place], point, rows);
        }
    }
    all
}

/// Makes the rows of `runs.csv` of a sweep. What is measured of a run may differ from point to point (a go-between that takes no part,
/// a number that is drawn only at some): every measure of any point has a column, and is empty at the others.
#[derive(Debug)]
pub struct RunTable {
    columns: Vec<Column>,
    varied: usize,
    seed: u64,
}

impl RunTable {
    /// The columns of all points.
    pub fn new(sweep: &Sweep) -> Self {
        let varied = Head::new(sweep.design()).columns();
        let (count, seed) = (varied.len(), sweep.plan().seed);
        let mut columns = Vec::new();
        for point in 0..sweep.design().points().len() as u64 {
            for column in RunRows::new(&sweep.program(point), seed).columns() {
                let is_there = |other: &Column| other.name == column.name;
                if !columns.iter().any(is_there) && !varied.iter().any(is_there) {
                    columns.push(column);
                }
            }
        }
        columns.splice(1..1, varied);
        Self { columns, varied: count, seed }
    }

    /// The columns, the number of the row left out.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The rows of some runs of a point as CSV, without a header.
    ///
    /// # Errors
    /// None that memory does not give.
    pub fn rows(&self, sweep: &Sweep, point: u64, records: &[RunRecord]) -> io::Result<Vec<u8>> {
        let program = sweep.program(point);
        let of_point = RunRows::new(&program, self.seed);
        let names: Vec<Column> = of_point.columns();
        let place = |column: &Column| names.iter().position(|other| other.name == column.name);
        let places: Vec<Option<usize>> = self.columns[1 + self.varied..].iter().map(place).collect();
        let head: Vec<Cell> =
            [Cell::count(point)].into_iter().chain(Head::new(sweep.design()).cells(point)).collect();
        let mut writer = Writer::without_header(Vec::new());
        for record in records {
            let cells = of_point.cells(point, &program, record);
            let cell = |place: &Option<usize>| place.map_or(Cell::Empty, |place| cells[place].clone());
            let row: Vec<Cell> = head.iter().cloned().chain(places.iter().map(cell)).collect();
            writer.row(&row)?;
        }
        writer.finish()
    }
}

/// One row for each point.
pub fn design_table(design: &Design) -> Table {
    let head = Head::new(design);
    let has_levers = design.parameters().iter().any(|parameter| parameter.is_lever);
    let mut columns = vec![point()];
    if has_levers {
        columns.extend([
            integer("policy_id", "", "combination of levers"),
            integer("future_id", "", "combination of all else; every policy meets every future"),
        ]);
    }
    columns.extend(head.columns());
    let mut table = Table::new(Cow::Borrowed("design"), columns);
    for point in 0..design.points().len() as u64 {
        let mut row = vec![Cell::count(point)];
        if has_levers {
            let futures = design.futures() as u64;
            row.extend([Cell::count(point / futures), Cell::count(point % futures)]);
        }
        table.push(row.into_iter().chain(head.cells(point)));
    }
    table
}

#[cfg(test)]
mod tests;
