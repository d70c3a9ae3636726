//! Sample and analysis apart, and rank correlations of recorded runs: nothing is played.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use anyhow::{Context, anyhow};

use super::super::args::{Method, SensitivityArguments};
use super::super::format::counted;
use super::super::screen::{self, Style};
use super::super::stop::Stop;
use super::{Question, report, told};
use crate::cli::file;
use crate::experiment::sensitivity::{
    Column, DesignLine, Results, Sensitivity, SobolDesign, Statistic, caution, external, is_output,
    ranks as rank_all, unknown_outputs,
};
use crate::output::{Table, csv, sensitivity as output};
use crate::stats::{Bootstrap, Level};

/// Columns of `runs.csv` that name a run.
const NAMES: [&str; 4] = ["run_id", "point_id", "replicate", "seed"];

/// Writes the sample and plays nothing.
pub(super) fn design(
    question: &Question<'_>,
    path: &Path,
    arguments: &SensitivityArguments,
) -> Result<(), Stop> {
    if arguments.method != Method::Sobol {
        return Err(Stop::Failed(anyhow!("--design-out is for the method sobol")));
    }
    let (plan, factors) = (question.sample, &question.subject.factors);
    let design = SobolDesign::new(factors, plan.rows, plan.seed);
    let table = output::design(&design, factors, plan.inner, plan.seed);
    write(path, &table, arguments.play.force)?;
    if arguments.play.quiet {
        return Ok(());
    }
    let lines = counted(table.rows.len() as u64, "row");
    screen::print(&format!(
        "{lines} to evaluate in {}\nThen: offramp sensitivity --design {} --results FILE, with row_id and a column for each \
         output.\n",
        path.display(),
        path.display()
    ))
}

/// Analyses results from elsewhere.
pub(super) fn results(design: &Path, results: &Path, arguments: &SensitivityArguments) -> Result<(), Stop> {
    let (design, results) = (read_design(design)?, read_results(results)?);
    let bootstrap = Bootstrap { seed: arguments.play.seed, ..Bootstrap::default() };
    let list = external(&design, &results, &bootstrap, Level::default()).map_err(told)?;
    finish("sobol", &list, Statistic::Total, arguments)
}

/// Correlates the ranks of what recorded runs drew with those of what came of it.
pub(super) fn ranks(folder: &Path, arguments: &SensitivityArguments) -> Result<(), Stop> {
    let inputs = inputs_of(&folder.join("manifest.json"))?;
    let path = folder.join("runs.csv");
    let mut reader = reader(&path).with_context(|| {
        "runs are recorded by `offramp run … --record runs`; there are none here".to_owned()
    })?;
    let columns = columns(&mut reader).with_context(|| format!("cannot read `{}`", path.display()))?;
    let (inputs, outputs): (Vec<Column>, Vec<Column>) = columns
        .into_iter()
        .partition(|column| inputs.contains(&column.key) || column.key.starts_with("knobs."));
    if inputs.is_empty() {
        return Err(Stop::Failed(anyhow!("the runs drew no inputs, so there is nothing to correlate")));
    }
    let outputs = asked_for(outputs, &arguments.outputs).map_err(told)?;
    let list = rank_all(&inputs, &outputs, Level::default());
    finish("ranks", &list, Statistic::Spearman, arguments)
}

/// The outputs that one of the patterns fits; all, if there are no patterns.
fn asked_for(mut outputs: Vec<Column>, patterns: &[String]) -> Result<Vec<Column>, Vec<String>> {
    let keys: Vec<String> = outputs.iter().map(|column| column.key.clone()).collect();
    let problems = unknown_outputs(&keys, patterns);
    if !problems.is_empty() {
        return Err(problems);
    }
    outputs.retain(|column| patterns.is_empty() || is_output(&column.key, patterns));
    Ok(outputs)
}

/// Writes the table if a file was named, and reports.
fn finish(
    method: &str,
    list: &[Sensitivity],
    by: Statistic,
    arguments: &SensitivityArguments,
) -> Result<(), Stop> {
    if let Some(path) = &arguments.play.out {
        write(path, &output::table(method, list), arguments.play.force)?;
    }
    if arguments.play.quiet {
        return Ok(());
    }
    let shown = if by == Statistic::Spearman { report::shown(list) } else { list.to_vec() };
    screen::print(&report::lists(&shown, by, Style::of_stdout()))?;
    if shown.len() < list.len() {
        let hint = "name a file with -o for all of them, or the ones to see with --output";
        screen::print(&format!("\n{} of {} outputs; {hint}.\n", shown.len(), list.len()))?;
    }
    if by == Statistic::Total {
        let rows = list.first().and_then(|one| one.factors.first()?.get(by)).map_or(0, |first| first.n);
        for caution in caution(list, by, rows, 1) {
            screen::complain("warning", &caution.to_string());
        }
    }
    Ok(())
}

fn write(path: &Path, table: &Table, force: bool) -> Result<(), Stop> {
    file::write_by(path, force, |target| csv::write(table, target))
}

type Reader = ::csv::Reader<BufReader<File>>;

fn reader(path: &Path) -> anyhow::Result<Reader> {
    let file = File::open(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    Ok(::csv::Reader::from_reader(BufReader::new(file)))
}

/// The place of a column that must be there.
fn place(headers: &::csv::StringRecord, name: &str, path: &Path) -> anyhow::Result<usize> {
    let found = headers.iter().position(|header| header == name);
    found.ok_or_else(|| anyhow!("`{}` has no column {name}", path.display()))
}

fn read_design(path: &Path) -> anyhow::Result<Vec<DesignLine>> {
    let mut reader = reader(path)?;
    let headers = reader.headers()?.clone();
    let [id, base, evaluation] = ["row_id", "base_row", "evaluation"].map(|name| place(&headers, name, path));
    let (id, base, evaluation) = (id?, base?, evaluation?);
    let line = |record: Result<::csv::StringRecord, ::csv::Error>| {
        let record = record.with_context(|| format!("cannot read `{}`", path.display()))?;
        let cell = |at: usize| record.get(at).unwrap_or_default().to_owned();
        Ok(DesignLine { row_id: cell(id), base_row: cell(base), evaluation: cell(evaluation) })
    };
    reader.into_records().map(line).collect()
}

fn read_results(path: &Path) -> anyhow::Result<Results> {
    let mut reader = reader(path)?;
    let headers = reader.headers()?.clone();
    let id = place(&headers, "row_id", path)?;
    let outputs: Vec<usize> = (0..headers.len()).filter(|&at| at != id).collect();
    let mut results = Results {
        outputs: outputs.iter().map(|&at| headers[at].to_owned()).collect(),
        lines: BTreeMap::new(),
    };
    if outputs.is_empty() {
        return Err(anyhow!("`{}` has no column besides row_id", path.display()));
    }
    for record in reader.into_records() {
        let record = record.with_context(|| format!("cannot read `{}`", path.display()))?;
        let number = |&at: &usize| {
            let cell = record[at].trim();
            let number = cell.parse::<f64>().ok().filter(|number| number.is_finite());
            number.ok_or_else(|| {
                anyhow!("`{}`: row {}, {}: `{cell}` is no number", path.display(), &record[id], &headers[at])
            })
        };
        let line = outputs.iter().map(number).collect::<anyhow::Result<Vec<f64>>>()?;
        if results.lines.insert(record[id].to_owned(), line).is_some() {
            return Err(anyhow!("`{}`: row {} is there twice", path.display(), &record[id]));
        }
    }
    Ok(results)
}

/// The addresses of all numbers of the scenario that a manifest describes.
fn inputs_of(path: &Path) -> anyhow::Result<Vec<String>> {
    let failed = || format!("cannot read `{}`", path.display());
    let text = std::fs::read_to_string(path).with_context(failed)?;
    let manifest: serde_json::Value = serde_json::from_str(&text).with_context(failed)?;
    let inputs = manifest["scenario"]["inputs"].as_object();
    let inputs = inputs.ok_or_else(|| anyhow!("`{}` is no manifest of a batch", path.display()))?;
    Ok(inputs.keys().cloned().collect())
}

/// The columns of recorded runs that are numbers, yes or no, and one for each class of the outcome.
fn columns(reader: &mut Reader) -> anyhow::Result<Vec<Column>> {
    let headers: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let mut cells: Vec<Vec<String>> = vec![Vec::new(); headers.len()];
    for record in reader.records() {
        for (column, cell) in cells.iter_mut().zip(record?.iter()) {
            column.push(cell.to_owned());
        }
    }
    let mut columns = Vec::new();
    for (key, cells) in headers.into_iter().zip(cells) {
        if NAMES.contains(&key.as_str()) {
            continue;
        }
        if key == "outcome" {
            let mut classes = cells.clone();
            classes.sort_unstable();
            classes.dedup();
            columns.extend(classes.iter().map(|class| Column {
                key: format!("outcome_{class}"),
                values: cells.iter().map(|cell| Some(f64::from(u8::from(cell == class)))).collect(),
            }));
            continue;
        }
        let values: Vec<Option<f64>> = cells.iter().map(|cell| number(cell)).collect();
        let is_number = cells.iter().zip(&values).all(|(cell, value)| cell.is_empty() || value.is_some());
        if is_number && values.iter().any(Option::is_some) {
            columns.push(Column { key, values });
        }
    }
    Ok(columns)
}

fn number(cell: &str) -> Option<f64> {
    match cell {
        "true" => Some(1.0),
        "false" => Some(0.0),
        _ => cell.parse().ok().filter(|number: &f64| number.is_finite()),
    }
}
