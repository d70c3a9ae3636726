//! From the totals of a study to its results folder.

use std::io::Write;

use anyhow::Context;

use super::{Conclusion, Ending, Job, Partial, Why, refused};
use crate::cli::args::Format;
use crate::cli::format::{counted, size};
use crate::cli::interrupt;
use crate::cli::present::present;
use crate::cli::screen;
use crate::cli::stop::Stop;
use crate::experiment::study::{Span, Study};
use crate::output::part::{Journal, Payload, Store, encode};
use crate::output::{NumberedRows, ResultsFolder};

/// Writes everything, puts the folder in place, and says what came out.
pub(in crate::cli) fn finish<J: Job>(
    job: &J,
    mut folder: ResultsFolder,
    totals: Vec<Partial<J>>,
    ending: &Ending,
    store: &Store,
    formats: &[Format],
    quiet: bool,
) -> Result<(), Stop> {
    let is_interrupted = ending.why == Why::Interrupted;
    write_runs(job, &mut folder, ending, store)?;
    let records = write_state(job, &folder, &totals, ending)?;
    folder.adopt_state(records).map_err(refused)?;
    let pages = job.pages(&totals);
    let runs: u64 = ending.done.iter().sum();
    let conclusion = match job.conclude_in(&folder, totals, ending) {
        Err(Stop::Interrupted) => return Err(interrupt::nothing_to_show(runs)),
        other => other?,
    };
    conclude(folder, conclusion, &pages, formats, quiet)?;
    if is_interrupted { Err(Stop::Interrupted) } else { Ok(()) }
}

/// Writes tables and documents, puts the folder in place, and says what came out.
pub(in crate::cli) fn conclude(
    mut folder: ResultsFolder,
    conclusion: Conclusion,
    pages: &[(&'static str, String)],
    formats: &[Format],
    quiet: bool,
) -> Result<(), Stop> {
    let target = folder.target().to_owned();
    let Conclusion { tables, head, report, warnings } = conclusion;
    for table in &tables {
        folder.write_table(table).map_err(refused)?;
    }
    for (name, text) in pages {
        folder.write_document(name, text.as_bytes()).map_err(refused)?;
    }
    for (name, bytes) in present(&folder.results(&head), formats)? {
        folder.write_document(&name, &bytes).map_err(refused)?;
    }
    let files = counted(folder.files().len() as u64 + 1, "file");
    let bytes = size(folder.files().iter().map(|file| file.bytes).sum());
    folder.finish(head).map_err(refused)?;
    if !quiet {
        screen::answer(&report)?;
        for warning in &warnings {
            screen::complain("warning", warning);
        }
        let separator = std::path::MAIN_SEPARATOR;
        screen::answer(&format!("\nResults in {}{separator} ({files}, {bytes})\n", target.display()))?;
    }
    Ok(())
}

/// Writes `runs.csv` from the rows of the spans, if the job has any.
fn write_runs<J: Job>(
    job: &J,
    folder: &mut ResultsFolder,
    ending: &Ending,
    store: &Store,
) -> Result<(), Stop> {
    let Some(columns) = job.run_columns() else { return Ok(()) };
    let path = folder.target().join("runs.csv");
    let cannot = || format!("cannot write `{}`", path.display());
    let mut writer = folder.begin("runs.csv").map_err(refused)?;
    let mut numbered = NumberedRows::new(&mut writer, columns).with_context(cannot)?;
    for record in store.payloads().map_err(anyhow::Error::new)? {
        let (span, payload) = record.map_err(anyhow::Error::new)?;
        // What was played beyond the end, while it was still under way, does not count.
        if span.to <= ending.done[span.point as usize] {
            numbered.push(&payload.rows).with_context(cannot)?;
        }
    }
    let (rows, columns) = numbered.finish();
    writer.flush().with_context(cannot)?;
    folder.close(writer, rows, columns).map_err(refused)
}

/// Writes what the runs came to, in one record for each point, to go on from; says how many records.
fn write_state<J: Job>(
    job: &J,
    folder: &ResultsFolder,
    totals: &[Partial<J>],
    ending: &Ending,
) -> Result<u64, Stop> {
    let mut state = Journal::create(&folder.state(), job.plan()).map_err(anyhow::Error::new)?;
    for ((point, total), &to) in (0..job.study().layout().points).zip(totals).zip(&ending.done) {
        if to > 0 {
            let partial = encode(total).map_err(anyhow::Error::new)?;
            let payload = Payload { partial, rows: Vec::new() };
            state.add(Span { point, from: 0, to }, &payload).map_err(anyhow::Error::new)?;
        }
    }
    let records = state.records();
    state.finish().map_err(anyhow::Error::new)?;
    Ok(records)
}
