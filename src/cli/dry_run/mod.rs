//! `--dry-run`: what would be done, how long it would take, how large it would be, and how much memory and disk it needs on the way.
//!
//! A few runs are played and thrown away. What they took in memory is measured, and the rest is multiplied up from how a study is
//! carried out: totals of all points, a list of all units, what is under way on each thread, tables of all points at the end.

pub(super) mod memory;
mod probe;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use super::args::{Format, PlayArguments};
use super::carry_out::{Conclusion, Ending, Job, Partial, Why};
use super::format::{about, counted, size, thousands};
use super::screen::{self, Style};
use super::stop::Stop;
use super::table::{Align, Table};
use crate::experiment::study::{Span, Study};
use crate::experiment::threads;
use crate::output::{self, csv};
use memory::taken_by_table;
use probe::{Probe, probe};

/// Bytes of a record of a journal besides what a unit came to.
const RECORD: u64 = 81;
/// Bytes in memory for each unit: its place in the journal, and in the index of all that is done.
const INDEX: u64 = 256;
/// Units under way for each thread: dealt out, being played, or waiting to be added up.
const UNDER_WAY: u64 = 4;
/// From this power on a total is a list, which is copied when it grows and again when it is looked at.
const IS_LIST: f64 = 0.8;
/// What is said is so many times what was worked out, since allocators and systems differ.
const MARGIN: f64 = 1.25;
/// Bytes of a manifest, about.
const MANIFEST: u64 = 64 << 10;
/// What libraries and buffers take besides.
const BESIDES: u64 = 8 << 20;
/// Most points that are tried out for tables that no rule is known for.
const MOST_TRIED: u64 = 200;

/// What is needed to carry a job out, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Needs {
    memory: u64,
    /// On disk while it is under way.
    disk: u64,
    /// On disk in the end.
    kept: u64,
}

/// A file that would be written: its name, its rows and its size.
type PlannedFile = (String, u64, u64);

/// Says what carrying out the job would be; writes nothing.
pub(super) fn dry_run<J: Job>(job: &J, arguments: &PlayArguments, target: &Path) -> Result<(), Stop> {
    let (layout, threads) = (job.study().layout(), threads(usize::from(arguments.threads)) as u64);
    let probe = probe(job)?;
    let (files, of_tables) = files(job, &probe)?;
    let needs = needs(job, &probe, &files, of_tables, (threads, &arguments.formats));
    let time = probe.time.as_secs_f64() * layout.total() as f64 / threads as f64;
    let time = Duration::try_from_secs_f64(time).unwrap_or(Duration::MAX);
    let mut rows = Table::new([("file", Align::Left), ("rows", Align::Right), ("size", Align::Right)]);
    for (name, count, bytes) in &files {
        rows.push([name.clone(), thousands(*count), size(*bytes)]);
    }
    let points =
        if layout.points > 1 { format!(" at {}", counted(layout.points, "point")) } else { String::new() };
    let text = format!(
        "{}{points} with seed {} on {}: {}\n{} (about {} and the manifest):\n\n{}\n\
         Memory: at most about {}. Disk: about {} while it is under way, and {} in the end.\nDry run: nothing was written.\n",
        counted(layout.total() * job.study().runs_per_replicate(), "run"),
        job.plan().seed,
        counted(threads, "thread"),
        about(time),
        target.display(),
        size(files.iter().map(|(_, _, bytes)| bytes).sum()),
        rows.render(Style::of_stdout()),
        size(needs.memory),
        size(needs.disk),
        size(needs.kept),
    );
    screen::print(&text)
}

/// The files that would be written, and what their tables take in memory.
fn files<J: Job>(job: &J, probe: &Probe<Partial<J>>) -> Result<(Vec<PlannedFile>, u64), Stop> {
    let layout = job.study().layout();
    let (tables, times) = match tables_of_some(job, probe) {
        Some((tables, points)) => (tables, layout.points as f64 / points as f64),
        None => (tables_of_all(job, probe)?, 1.0),
    };
    let (mut files, mut taken) = (Vec::new(), 0);
    let beside = job.tables_beside();
    let counted = tables.iter().map(|table| (table, times));
    for (table, times) in counted.chain(beside.iter().map(|table| (table, 1.0))) {
        let multiplied = |number: u64| (number as f64 * times) as u64;
        let head = bytes_of(&output::Table { rows: Vec::new(), ..table.clone() })?;
        let body = bytes_of(table)? - head;
        files.push((
            format!("{}.csv", table.name),
            multiplied(table.rows.len() as u64),
            head + multiplied(body),
        ));
        taken += multiplied(taken_by_table(table));
    }
    if job.run_columns().is_some() {
        let runs = layout.total();
        // And the number of the run.
        let bytes = ((probe.rows + f64::from(runs.max(1).ilog10()) + 2.0) * runs as f64) as u64;
        files.push(("runs.csv".to_owned(), runs, bytes));
    }
    let state = (probe.packed as f64 * probe.grown(layout.replicates)) as u64 + RECORD;
    files.push(("units.part".to_owned(), layout.points, state * layout.points));
    Ok((files, taken))
}

/// Tables of a few points, and how many these are, for a job that knows them.
fn tables_of_some<J: Job>(job: &J, probe: &Probe<Partial<J>>) -> Option<(Vec<output::Table>, u64)> {
    let (study, last) = (job.study(), job.study().layout().points - 1);
    let points = BTreeSet::from([0, last / 2, last]);
    let mut all: Vec<output::Table> = Vec::new();
    for &point in &points {
        let mut total = study.nothing(point);
        study.add(&mut total, &study.play(Span { point, from: 0, to: probe.replicates }).partial);
        for (place, table) in job.tables_of_point(point, &total)?.into_iter().enumerate() {
            match all.get_mut(place) {
                Some(there) => there.rows.extend(table.rows),
                None => all.push(table),
            }
        }
    }
    Some((all, points.len() as u64))
}

/// The tables of a job with few points, from a few runs of each.
fn tables_of_all<J: Job>(job: &J, probe: &Probe<Partial<J>>) -> Result<Vec<output::Table>, Stop> {
    let (study, layout) = (job.study(), job.study().layout());
    let mut totals = vec![probe.total.clone()];
    for point in 1..layout.points {
        let mut total = study.nothing(point);
        if point < MOST_TRIED {
            study.add(&mut total, &study.play(Span { point, from: 0, to: probe.replicates }).partial);
        }
        totals.push(total);
    }
    let ending = Ending { done: vec![probe.replicates; layout.points as usize], why: Why::Interrupted };
    let Conclusion { tables, .. } = job.conclude(totals, &ending)?;
    Ok(tables)
}

fn needs<J: Job>(
    job: &J,
    probe: &Probe<Partial<J>>,
    files: &[PlannedFile],
    of_tables: u64,
    (threads, formats): (u64, &[Format]),
) -> Needs {
    let layout = job.study().layout();
    let times = |bytes: u64, factor: f64| (bytes as f64 * factor) as u64;
    let in_block = layout.block.min(layout.replicates);
    let unit = times(probe.packed, probe.grown(in_block)) + (probe.rows * in_block as f64) as u64;
    let unit_in_memory = times(probe.unpacked, probe.grown(in_block)) + (probe.rows * in_block as f64) as u64;
    // A total, what is added to it or read from it, and if it is a list its copies.
    let copies = if probe.growth > IS_LIST { 4 } else { 2 };
    let total = times(probe.unpacked, probe.grown(layout.replicates));
    let totals = total * layout.points + total * (copies - 1);
    // And the manifest, and tables that only some results have.
    let listed: u64 = files.iter().map(|(_, _, bytes)| bytes).sum();
    let kept = listed + listed / 8 + MANIFEST;
    // Pages, workbooks and tables in other forms are made in memory, from the tables as they are read back.
    let others = formats.iter().filter(|format| **format != Format::Csv).count() as u64;
    let presented = others * (4 * kept + BESIDES);
    let memory = probe.base
        + threads * (probe.thread + UNDER_WAY * unit_in_memory)
        + totals
        + layout.units() * INDEX
        + of_tables
        + presented;
    let journal = layout.units() * (unit + RECORD);
    Needs {
        memory: times(memory, MARGIN) + BESIDES,
        disk: journal + kept * (1 + others),
        kept: kept * (1 + others),
    }
}

fn bytes_of(table: &output::Table) -> Result<u64, Stop> {
    let mut counter = Counter(0);
    csv::write(table, &mut counter).map_err(anyhow::Error::new)?;
    Ok(counter.0)
}

/// Counts bytes and keeps none.
struct Counter(u64);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
