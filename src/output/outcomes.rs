//! `outcomes.csv`: how often each class of ending occurred.

use super::table::common::{integer, point, real, text};
use super::table::{Cell, Table};
use crate::experiment::{Batch, Confidence, estimates};

/// One row for each class, those that did not occur included.
pub fn table(batch: &Batch, confidence: Confidence) -> Table {
    let mut table = Table::new(
        "outcomes",
        vec![
            point(),
            text("outcome", "class that runs ended in: the first rule that matches, in this order"),
            integer("count", "runs", "runs that ended in it"),
            integer("n", "runs", "all runs"),
            real("probability", "share", "count / n"),
            real("ci_low", "share", "lower end of the interval of the probability"),
            real("ci_high", "share", "upper end of it"),
            text("ci_method", "method of the interval; its level is in the manifest"),
        ],
    );
    for row in estimates::outcomes(batch, confidence) {
        let [probability, low, high] = Cell::with_interval(&row.probability);
        table.push([
            Cell::Integer(0),
            Cell::text(row.outcome.key()),
            Cell::count(row.count),
            Cell::count(row.probability.n),
            probability,
            low,
            high,
            Cell::text(confidence.method.name()),
        ]);
    }
    table
}
