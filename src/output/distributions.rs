//! `distributions.csv`: how deaths, acts and days are spread over the runs.

use super::table::common::{integer, point, real, text};
use super::table::{Cell, Table};
use crate::experiment::distributions::distributions;
use crate::experiment::{Batch, Confidence};

/// One row for each measure and bin.
pub fn table(batch: &Batch, confidence: Confidence) -> Table {
    let columns = vec![
        point(),
        text("metric", "the measure"),
        integer("from", "", "least value of the bin, in the unit of the measure"),
        integer("to", "", "largest value of the bin"),
        integer("count", "runs", "runs with a value in the bin"),
        integer("n", "runs", "runs in which the measure is defined"),
        real("share", "share", "count / n"),
        real("ci_low", "share", "lower end of the interval of the share"),
        real("ci_high", "share", "upper end of it"),
        text("ci_method", "method of the interval; its level is in the manifest"),
    ];
    let mut table = Table::new("distributions", columns);
    for bin in distributions(batch, confidence) {
        let head = [
            Cell::Integer(0),
            Cell::text(batch.measures()[bin.measure].key.clone()),
            Cell::Integer(bin.from),
            Cell::Integer(bin.to),
            Cell::count(bin.count),
            Cell::count(bin.share.n),
        ];
        let method = Cell::text(confidence.method.name());
        table.push(head.into_iter().chain(Cell::with_interval(&bin.share)).chain([method]));
    }
    table
}
