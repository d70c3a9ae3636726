//! `runs.csv`: one row for each run.
//!
//! The rows of a unit are made when it has been played, without the number of the row, which depends on what stands
//! before; they are numbered when the table is put together.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use super::csv::Writer;
use super::table::common::{integer, point};
use super::table::{Cell, Column, ColumnType};
use crate::engine::{Program, RunRecord};
use crate::experiment::{Kind, Measure, RunSink, Value, dictionary};

/// Makes rows of the runs of one program.
#[derive(Debug)]
pub struct RunRows {
    seed: u64,
    measures: Vec<Measure>,
}

impl RunRows {
    /// For runs of this program under this seed.
    pub fn new(program: &Program, seed: u64) -> Self {
        Self { seed, measures: inputs_first(program) }
    }

    /// The columns, the number of the row left out.
    pub fn columns(&self) -> Vec<Column> {
        let mut columns = vec![
            point(),
            integer("replicate", "", "number of the run in its batch: what `trace --run` asks for"),
            integer("seed", "", "seed of the batch; with the replicate it is the whole luck of the run"),
        ];
        columns.extend(self.measures.iter().map(column));
        columns
    }

    /// The cells of a run.
    pub fn cells(&self, point: u64, program: &Program, record: &RunRecord) -> Vec<Cell> {
        // The seed may exceed what a signed number holds, and is a name more than a quantity.
        let seed = Cell::text(self.seed.to_string());
        let mut row = vec![Cell::count(point), Cell::count(record.replicate), seed];
        row.extend(self.measures.iter().map(|measure| cell(measure, measure.read(program, record))));
        row
    }

    /// The rows of some runs as CSV, without a header.
    ///
    /// # Errors
    /// None that memory does not give.
    pub fn rows(&self, point: u64, program: &Program, records: &[RunRecord]) -> io::Result<Vec<u8>> {
        let mut writer = Writer::without_header(Vec::new());
        for record in records {
            writer.row(&self.cells(point, program, record))?;
        }
        writer.finish()
    }
}

/// The number of a row, which goes before its other columns.
fn run_id() -> Column {
    integer("run_id", "", "number of the row: runs of all design points one after another")
}

/// Puts `runs.csv` together from the rows of units, in order, and numbers them.
#[derive(Debug)]
pub struct NumberedRows<W: Write> {
    target: W,
    columns: Vec<Column>,
    rows: u64,
}

impl<W: Write> NumberedRows<W> {
    /// Writes the header: the number of the row, then these columns.
    ///
    /// # Errors
    /// If the target cannot be written to.
    pub fn new(mut target: W, mut columns: Vec<Column>) -> io::Result<Self> {
        columns.insert(0, run_id());
        Writer::new(&mut target, &columns)?.finish()?;
        Ok(Self { target, columns, rows: 0 })
    }

    /// Writes the next rows.
    ///
    /// # Errors
    /// If the target cannot be written to, or these are no rows.
    pub fn push(&mut self, rows: &[u8]) -> io::Result<()> {
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(rows);
        let mut record = ::csv::ByteRecord::new();
        let mut begin = 0;
        while reader.read_byte_record(&mut record)? {
            let mut end = reader.position().byte() as usize;
            // The reader stops within a line end of two characters.
            if rows.get(end) == Some(&b'\n') && rows.get(end - 1) == Some(&b'\r') {
                end += 1;
            }
            write!(self.target, "{},", self.rows)?;
            self.target.write_all(&rows[begin..end])?;
            begin = end;
            self.rows += 1;
        }
        Ok(())
    }

    /// How many rows there are, and the columns.
    pub fn finish(self) -> (u64, Vec<Column>) {
        (self.rows, self.columns)
    }
}

/// The rows of a finished `runs.csv`, to go on from.
#[derive(Debug)]
pub struct EarlierRows {
    reader: ::csv::Reader<File>,
}

impl EarlierRows {
    /// Opens the table in a results folder.
    ///
    /// # Errors
    /// If it is not there.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let file = File::open(folder.join("runs.csv"))?;
        Ok(Self { reader: ::csv::Reader::from_reader(file) })
    }

    /// The next rows, without their numbers.
    ///
    /// # Errors
    /// If there are not so many.
    pub fn take(&mut self, rows: u64) -> io::Result<Vec<u8>> {
        let mut writer =
            ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
        let mut record = ::csv::ByteRecord::new();
        for _ in 0..rows {
            if !self.reader.read_byte_record(&mut record)? {
                return Err(io::Error::other("runs.csv has fewer rows than runs were played"));
            }
            writer.write_record(record.iter().skip(1))?;
        }
        writer.into_inner().map_err(::csv::IntoInnerError::into_error)
    }
}

/// Writes runs as they come, in run order.
#[derive(Debug)]
pub struct RunsWriter<'a, W: Write> {
    program: &'a Program,
    rows: RunRows,
    numbered: NumberedRows<W>,
}

impl<'a, W: Write> RunsWriter<'a, W> {
    /// Writes the header.
    ///
    /// # Errors
    /// If the target cannot be written to.
    pub fn new(program: &'a Program, seed: u64, target: W) -> io::Result<Self> {
        let rows = RunRows::new(program, seed);
        let numbered = NumberedRows::new(target, rows.columns())?;
        Ok(Self { program, rows, numbered })
    }

    /// Gives the target back.
    pub fn finish(self) -> W {
        self.numbered.target
    }
}

impl<W: Write> RunSink for RunsWriter<'_, W> {
    fn run(&mut self, record: &RunRecord) -> io::Result<()> {
        let rows = self.rows.rows(0, self.program, std::slice::from_ref(record))?;
        self.numbered.push(&rows)
    }
}

fn column(measure: &Measure) -> Column {
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
    Column::new(measure.key.clone(), kind, measure.unit, format!("{}{unseen}", measure.meaning))
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
