//! Designs from a table: a column for each parameter, a row for each point.

use super::build::DesignError;
use super::{Design, Level};
use crate::spec::{Document, Limit, ScenarioSpec};

/// Problems that are told of a file; whoever has mended these will see the others.
const MOST_PROBLEMS: usize = 10;

impl Design {
    /// The design of a CSV table: its header has the paths, every cell below a value as in TOML, or a word without quotes. An empty
    /// cell leaves the parameter as the file has it. Levers are those of the scenario; what its `[sweep]` varies has no part.
    ///
    /// # Errors
    /// All that is wrong with it, up to a number, by row and column.
    pub fn of_file(
        name: &str,
        text: &str,
        document: &Document,
        spec: &ScenarioSpec,
    ) -> Result<Self, DesignError> {
        let mut problems = Vec::new();
        // Spreadsheets begin a file with a mark of its encoding.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader =
            ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) => rows.push(record),
                Err(error) => problems.push(error.to_string()),
            }
        }
        let Some((header, rows)) = rows.split_first() else {
            problems.push("the file has no header of paths".to_owned());
            return Err(DesignError::File { name: name.to_owned(), problems });
        };
        let paths = paths(header, document, &mut problems);
        let mut points = Vec::with_capacity(rows.len());
        // Rows are counted as spreadsheets do: the header is the first.
        for (number, row) in (2..).zip(rows) {
            if row.len() != header.len() {
                problems.push(format!(
                    "row {number} has {} cells, and the header {}",
                    row.len(),
                    header.len()
                ));
                continue;
            }
            let cell = |(column, cell): (usize, &str)| {
                level(cell).map_err(|what| {
                    format!("row {number}, column {} ({}): {what}", column + 1, &header[column])
                })
            };
            let levels: Vec<_> = row.iter().enumerate().map(cell).collect();
            problems.extend(levels.iter().filter_map(|level| level.as_ref().err().cloned()));
            points.push(levels.into_iter().flatten().collect());
        }
        if rows.is_empty() {
            problems.push("the file has no points below its header".to_owned());
        }
        if rows.len() as u64 > Limit::Points.now() {
            return Err(DesignError::TooMany(Some(rows.len() as u64)));
        }
        if !problems.is_empty() {
            let more = problems.len().saturating_sub(MOST_PROBLEMS);
            problems.truncate(MOST_PROBLEMS);
            problems.extend((more > 0).then(|| format!("and {more} more")));
            return Err(DesignError::File { name: name.to_owned(), problems });
        }
        Self::of(spec, (paths, points))
    }
}

/// The parameters that the header names, each once.
fn paths(header: &::csv::StringRecord, document: &Document, problems: &mut Vec<String>) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    for (column, text) in (1..).zip(header) {
        match document.parameter(text.trim()) {
            Ok(path) if paths.contains(&path) => {
                problems.push(format!("row 1, column {column}: `{path}` is varied twice"));
            }
            Ok(path) => paths.push(path),
            Err(problem) => {
                let help = problem.help.map(|help| format!("; {help}")).unwrap_or_default();
                problems.push(format!("row 1, column {column} ({text}): {}{help}", problem.what));
            }
        }
    }
    paths
}

/// What a cell says.
fn level(cell: &str) -> Result<Level, String> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(Level::AsWritten);
    }
    let parsed = format!("x = {cell}").parse::<toml::Table>();
    match parsed.ok().and_then(|mut table| table.remove("x")) {
        Some(toml::Value::Float(number)) if !number.is_finite() => {
            Err(format!("{cell} is not a finite number"))
        }
        Some(value) => Ok(Level::Value(value)),
        None if cell.starts_with(['{', '[', '"', '\'']) => Err(format!("`{cell}` is broken TOML")),
        None => Ok(Level::Value(cell.into())),
    }
}
