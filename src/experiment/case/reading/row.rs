//! The rows of the table, cell by cell.

use jiff::civil::Date;

use crate::model::Calendar;
use crate::spec::did_you_mean;

/// The columns that there are; those after the fourth may be left out.
const COLUMNS: [&str; 8] = ["date", "actor", "target", "act", "deaths_low", "deaths_high", "source", "note"];
const NEEDED: usize = 4;

/// A row.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// As spreadsheets count: the header is the first.
    pub(super) number: usize,
    /// Day of the run, negative before its start; `None` if that is wrong and has been said to be.
    pub(super) day: Option<i64>,
    pub(super) actor: String,
    pub(super) target: String,
    pub(super) act: String,
    /// The fewest and the most.
    pub(super) dead: [Option<u32>; 2],
    pub(super) note: String,
}

/// The rows, and what is wrong with them, each with the number of its row.
pub(super) fn rows(text: &str, calendar: Calendar) -> (Vec<Row>, Vec<(usize, String)>) {
    // Spreadsheets begin a file with a mark of its encoding.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader =
        ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    let mut places = None;
    for (number, record) in (1..).zip(reader.records()) {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push((number, error.to_string()));
                continue;
            }
        };
        match &places {
            None => places = Some(columns(&record, &mut problems)),
            Some(places) if record.len() != header_len(places) => {
                let (cells, columns) = (record.len(), header_len(places));
                let hint = "a text with a comma in it stands in \"quotes\"";
                problems.push((number, format!("it has {cells} cells, and the header {columns}; {hint}")));
            }
            Some((places, _)) => rows.push(row(number, &record, places, calendar, &mut problems)),
        }
    }
    if places.is_none() {
        problems.push((0, format!("the file has no header; it begins with {}", COLUMNS.join(","))));
    }
    (rows, problems)
}

/// Where each column stands, and how many there are.
type Places = ([Option<usize>; 8], usize);

fn header_len(places: &Places) -> usize {
    places.1
}

fn columns(header: &::csv::StringRecord, problems: &mut Vec<(usize, String)>) -> Places {
    let mut places = [None; 8];
    for (at, name) in header.iter().map(str::trim).enumerate() {
        // A table of day numbers calls them so.
        let plain = if name == "day" { "date" } else { name };
        match COLUMNS.iter().position(|&column| column == plain) {
            Some(column) if places[column].is_some() => {
                problems.push((1, format!("the column `{name}` is there twice")));
            }
            Some(column) => places[column] = Some(at),
            None => {
                let help = did_you_mean(name, COLUMNS)
                    .unwrap_or_else(|| format!("the columns are {}", COLUMNS.join(", ")));
                problems.push((1, format!("there is no column `{name}`; {help}")));
            }
        }
    }
    for (column, place) in COLUMNS.iter().zip(places).take(NEEDED) {
        if place.is_none() {
            problems.push((1, format!("the column `{column}` is missing")));
        }
    }
    (places, header.len())
}

fn row(
    number: usize,
    record: &::csv::StringRecord,
    places: &[Option<usize>; 8],
    calendar: Calendar,
    problems: &mut Vec<(usize, String)>,
) -> Row {
    let cell = |column: usize| places[column].and_then(|at| record.get(at)).unwrap_or("").trim();
    let day = match day(cell(0), calendar) {
        Ok(day) => Some(day),
        // Without the column all rows would say so.
        Err(_) if places[0].is_none() => None,
        Err(what) => {
            problems.push((number, what));
            None
        }
    };
    let dead = [4, 5].map(|column| match cell(column) {
        "" => None,
        text => {
            let number_of = text.parse().ok();
            if number_of.is_none() {
                let what = format!(
                    "{}: `{text}` is not a whole number; leave it empty if nobody knows",
                    COLUMNS[column]
                );
                problems.push((number, what));
            }
            number_of
        }
    });
    let text = |column: usize| cell(column).to_owned();
    Row { number, day, actor: text(1), target: text(2), act: text(3), dead, note: text(7) }
}

fn day(cell: &str, calendar: Calendar) -> Result<i64, String> {
    if let Ok(day) = cell.parse::<i64>() {
        return Ok(day);
    }
    let date: Date = cell.parse().map_err(|_| {
        format!("date: `{cell}` is neither a date such as 2019-02-26 nor the number of a day")
    })?;
    calendar.day(date).ok_or_else(|| {
        format!("date: {cell} is a date, and the scenario has no `start`; number the days from 0")
    })
}
