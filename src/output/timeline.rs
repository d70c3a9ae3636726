//! `timeline.csv`: how relations moved from day to day.

use super::table::common::{integer, point, real, text};
use super::table::{Cell, Column, ColumnType, Table};
use crate::experiment::{Batch, Confidence, estimates};

/// One row for each day, relation and quantity.
pub fn table(batch: &Batch, confidence: Confidence) -> Table {
    let scenario = batch.program().scenario();
    let mut table = Table::new("timeline", columns());
    for row in estimates::timeline(batch, confidence) {
        let date = scenario.calendar().date(row.day);
        let head = [
            Cell::Integer(0),
            Cell::Integer(i64::from(row.day)),
            date.map_or(Cell::Empty, |date| Cell::text(date.to_string())),
            Cell::text(scenario.relations()[row.relation].key.clone()),
            Cell::text(row.track.key()),
        ];
        let middle = Cell::with_interval(&row.mean).into_iter().chain(row.percentiles.map(Cell::real));
        table.push(head.into_iter().chain(middle).chain([Cell::count(row.mean.n)]));
    }
    table
}

fn columns() -> Vec<Column> {
    vec![
        point(),
        integer("day", "days", "day of the run, from 0; the values are those of its end"),
        Column::new("date", ColumnType::Date, "", "its date; empty where the scenario has no start date"),
        text("relation", "whose view of whom: from.to"),
        text(
            "measure",
            "posture_severity (of the lasting rung in force, 0 without one), tension (of the pair), injury \
             (unanswered, 0 to 1.5), grievance, believed_resolve (what from thinks of to); the others 0 to 1",
        ),
        real("mean", "", "mean over the runs still under way on that day"),
        real("ci_low", "", "lower end of the interval of the mean"),
        real("ci_high", "", "upper end of it"),
        real("p05", "", "5 % of those runs lie below (to a hundredth of the range, as all percentiles)"),
        real("p25", "", "25 % lie below"),
        real("p50", "", "the median"),
        real("p75", "", "75 % lie below"),
        real("p95", "", "95 % lie below"),
        integer("n_active", "runs", "runs still under way on that day: what the row rests on"),
    ]
}
