//! `runs.csv`: one row for each run, written while the batch is under way.

use std::io::{self, Write};

use super::csv::Writer;
use super::table::common::{integer, point};
use super::table::{Cell, Column, ColumnType};
use crate::engine::{Program, RunRecord};
use crate::experiment::{Kind, Measure, RunSink, Value, dictionary};

/// Writes runs as they come, in run order.
#[derive(Debug)]
pub struct RunsWriter<'a, W: Write> {
    program: &'a Program,
    seed: u64,
    measures: Vec<Measure>,
    writer: Writer<W>,
    row: Vec<Cell>,
}

impl<'a, W: Write> RunsWriter<'a, W> {
    /// Writes the header.
    ///
    /// # Errors
    /// If the target cannot be written to.
    pub fn new(program: &'a Program, seed: u64, target: W) -> io::Result<Self> {
        let writer = Writer::new(target, &run_columns(program))?;
        Ok(Self { program, seed, measures: inputs_first(program), writer, row: Vec::new() })
    }

    /// Writes what is still in memory and gives the target back.
    ///
    /// # Errors
    /// If the target cannot be written to.
    pub fn finish(self) -> io::Result<W> {
        self.writer.finish()
    }
}

impl<W: Write> RunSink for RunsWriter<'_, W> {
    fn run(&mut self, record: &RunRecord) -> io::Result<()> {
        let replicate = Cell::count(record.replicate);
        self.row.clear();
        // The seed may exceed what a signed number holds, and is a name more than a quantity.
        self.row.extend([replicate.clone(), Cell::Integer(0), replicate, Cell::text(self.seed.to_string())]);
        for measure in &self.measures {
            self.row.push(cell(measure, measure.read(self.program, record)));
        }
        self.writer.row(&self.row)
    }
}

/// The columns of `runs.csv`.
pub fn run_columns(program: &Program) -> Vec<Column> {
    let mut columns = vec![
        integer("run_id", "", "number of the row: runs of all design points one after another"),
        point(),
        integer("replicate", "", "number of the run in its batch: what `trace --run` asks for"),
        integer("seed", "", "seed of the batch; with the replicate it is the whole luck of the run"),
    ];
    columns.extend(inputs_first(program).into_iter().map(|measure| {
        let kind = match measure.kind {
            Kind::Category => ColumnType::Text,
            Kind::Count | Kind::Days | Kind::Time => ColumnType::Integer,
            Kind::Indicator => ColumnType::Boolean,
            Kind::Real => ColumnType::Real,
        };
        let unseen = match measure.kind {
            Kind::Time if measure.key != "end_day" => "; empty if it did not happen",
            _ => "",
        };
        Column::new(measure.key, kind, measure.unit, format!("{}{unseen}", measure.meaning))
    }));
    columns
}

fn inputs_first(program: &Program) -> Vec<Measure> {
    let (inputs, mut results): (Vec<_>, Vec<_>) =
        dictionary(program).into_iter().partition(Measure::is_input);
    let mut list = inputs;
    list.append(&mut results);
    list
}

/// A time that did not come is empty, but for the last day of the run, which every run has.
fn cell(measure: &Measure, value: Option<Value>) -> Cell {
    match value {
        Some(Value::Category(index)) => Cell::text(measure.categories[index].clone()),
        Some(Value::Whole(number)) => Cell::Integer(number),
        Some(Value::Time { day, observed }) if observed || measure.key == "end_day" => {
            Cell::Integer(i64::from(day))
        }
        Some(Value::Indicator(is_so)) => Cell::Boolean(is_so),
        Some(Value::Real(number)) => Cell::Real(number),
        Some(Value::Time { .. }) | None => Cell::Empty,
    }
}
