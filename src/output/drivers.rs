//! `drivers.csv`: why it was done.

use super::table::common::{integer, point, real, text};
use super::table::{Cell, Column, Table};
use crate::experiment::{Batch, Confidence, estimates};

/// One row for each state, class of decisions that occurred at all, and term of the utility.
pub fn table(batch: &Batch, confidence: Confidence) -> Table {
    let scenario = batch.program().scenario();
    let mut table = Table::new("drivers", columns());
    for row in estimates::drivers(batch, confidence) {
        let [mean, low, high] = Cell::with_interval(&row.log_odds);
        table.push([
            Cell::Integer(0),
            Cell::text(scenario.states()[row.state].key.clone()),
            Cell::text(row.label.key()),
            Cell::text(row.term.key()),
            mean,
            low,
            high,
            Cell::real(row.share),
            Cell::count(row.decisions),
            Cell::count(row.log_odds.n),
        ]);
    }
    table
}

fn columns() -> Vec<Column> {
    vec![
        point(),
        text("state", "state that decided"),
        text("decision", "how its decisions are reported: de_escalate, strike, retaliate, escalate"),
        text("term", "term of the utility"),
        real(
            "mean_log_odds",
            "log-odds",
            "mean over such decisions of what the term added to the log-odds of what was chosen against hold",
        ),
        real("ci_low", "log-odds", "lower end of its interval, with runs as clusters"),
        real("ci_high", "log-odds", "upper end of it"),
        real("share", "share", "size of the mean over the sum of the sizes of all terms; empty if all are 0"),
        integer("decisions", "decisions", "how many such decisions there were"),
        integer("n", "runs", "runs with at least one of them"),
    ]
}
