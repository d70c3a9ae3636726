//! `summary.csv`: statistics of every measure.

use super::table::common::{integer, point, real, text};
use super::table::{Cell, Table};
use crate::experiment::{Batch, Confidence, estimates};

/// One row for each measure and statistic, in the order of the dictionary.
pub fn table(batch: &Batch, confidence: Confidence) -> Table {
    let mut table = Table::new(
        "summary",
        vec![
            point(),
            text(
                "metric",
                "measure of a run, explained with its unit under `measures` in the manifest; for measures that are \
                 names, the measure and one of the names it takes",
            ),
            text(
                "statistic",
                "mean, sd, p05 p25 p50 p75 p95 (quantiles of Hyndman and Fan's type 7), share (of runs in which it is \
                 so), share_censored (of runs that had not seen it); of a time, a quantile is the day by which \
                 that share of runs had seen it (Kaplan-Meier), undefined if fewer had at the horizon",
            ),
            real("value", "that of the metric", "value of the statistic; empty if undefined"),
            real("ci_low", "that of the metric", "lower end of its interval; empty if undefined"),
            real("ci_high", "that of the metric", "upper end of it"),
            integer("n", "runs", "runs in which the measure is defined"),
        ],
    );
    for row in estimates::summary(batch, confidence) {
        let [value, low, high] = Cell::with_interval(&row.estimate);
        table.push([
            Cell::Integer(0),
            Cell::text(row.metric),
            Cell::text(row.statistic.key()),
            value,
            low,
            high,
            Cell::count(row.estimate.n),
        ]);
    }
    table
}
