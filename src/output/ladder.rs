//! `ladder.csv`: how the ladder was climbed and descended, day by day.

use super::table::common::{integer, point, real, text};
use super::table::{Cell, Column, ColumnType, Table};
use crate::experiment::ladder::{Standing, ladder};
use crate::experiment::{Batch, Confidence};

/// One row for each day and place where any run ever stood.
pub fn table(batch: &Batch, confidence: Confidence) -> Table {
    let columns = vec![
        point(),
        integer("day", "days", "day of the run, from 0"),
        Column::new("date", ColumnType::Date, "", "its date; empty where the scenario has no start date"),
        text(
            "rung",
            "the gravest rung that a state in focus has in force at the end of the day or acted on during it; calm if there \
             is none, ended if the run has ended",
        ),
        integer("count", "runs", "runs that stand there"),
        integer("n", "runs", "all runs, those that have ended included"),
        real("share", "share", "count / n"),
        real("ci_low", "share", "lower end of the interval of the share"),
        real("ci_high", "share", "upper end of it"),
        text("ci_method", "method of the interval; its level is in the manifest"),
    ];
    let scenario = batch.program().scenario();
    let mut table = Table::new("ladder", columns);
    for row in ladder(batch, confidence) {
        let date = scenario.calendar().date(row.day);
        let rung = match row.standing {
            Standing::Ended => "ended".to_owned(),
            Standing::Calm => "calm".to_owned(),
            Standing::Rung(rung) => scenario.ladder()[rung].key.clone(),
        };
        let head = [
            Cell::Integer(0),
            Cell::Integer(i64::from(row.day)),
            date.map_or(Cell::Empty, |date| Cell::text(date.to_string())),
            Cell::text(rung),
            Cell::count(row.count),
            Cell::count(batch.runs()),
        ];
        let method = Cell::text(confidence.method.name());
        table.push(head.into_iter().chain(Cell::with_interval(&row.share)).chain([method]));
    }
    table
}
