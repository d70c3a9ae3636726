//! `acts.csv`: what was done, by whom to whom, and how often.

use super::table::common::{integer, point, real, text};
use super::table::{Cell, Column, ColumnType, Table};
use crate::experiment::{Batch, Confidence, estimates};

/// One row for each act that occurred at all.
pub fn table(batch: &Batch, confidence: Confidence) -> Table {
    let scenario = batch.program().scenario();
    let mut table = Table::new("acts", columns());
    for row in estimates::acts(batch, confidence) {
        let rung = row.kind.rung.map_or("conciliate", |rung| &scenario.ladder()[rung].key);
        let head = [
            Cell::Integer(0),
            Cell::text(scenario.relations()[row.kind.relation].key.clone()),
            Cell::text(rung),
            Cell::Boolean(row.kind.assured),
            Cell::text(row.kind.label.key()),
        ];
        let numbers = Cell::with_interval(&row.per_run).into_iter();
        let numbers = numbers.chain(Cell::with_interval(&row.share_of_runs));
        table.push(head.into_iter().chain(numbers).chain([Cell::count(row.per_run.n)]));
    }
    table
}

fn columns() -> Vec<Column> {
    vec![
        point(),
        text("relation", "who towards whom: from.to"),
        text("rung", "rung it landed on, an accident included; conciliate for a conciliatory step"),
        Column::new("assured", ColumnType::Boolean, "", "whether a message of limited aims came with it"),
        text("label", "how the decision is reported: de_escalate, strike, retaliate, escalate"),
        real("mean_per_run", "acts", "how many there were in a run on average, runs without it included"),
        real("mean_ci_low", "acts", "lower end of the interval of that mean"),
        real("mean_ci_high", "acts", "upper end of it"),
        real("share_of_runs", "share", "share of runs with at least one"),
        real("share_ci_low", "share", "lower end of the interval of that share"),
        real("share_ci_high", "share", "upper end of it"),
        integer("n", "runs", "all runs"),
    ]
}
