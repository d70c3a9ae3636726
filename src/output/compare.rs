//! `compare.csv` and `transitions.csv`, and the outcomes and summaries of all variants.

use super::table::common::{integer, real, text};
use super::table::{Cell, Column, ColumnType, Table};
use super::{outcomes, summary};
use crate::experiment::compare::{Compared, Difference, Pair};
use crate::experiment::{Batch, Confidence};

/// All tables of a comparison: compare, transitions, outcomes, summary.
pub fn tables(compared: &Compared, confidence: Confidence) -> Vec<Table> {
    vec![
        differences(compared, confidence),
        transitions(compared, confidence),
        of_each(compared, &|batch| outcomes::table(batch, confidence)),
        of_each(compared, &|batch| summary::table(batch, confidence)),
    ]
}

/// One row for each variant from the second on and quantity.
fn differences(compared: &Compared, confidence: Confidence) -> Table {
    let mut table = Table::new(
        "compare",
        vec![
            text("variant_a", "the first variant, A"),
            text("variant_b", "the variant that is compared with it, B"),
            text(
                "quantity",
                "what is compared: outcome_changed for the share of runs that end in another class, ends_graver for those \
                 that end graver, outcome_CLASS, or a measure; for measures that are names, the measure and one of them",
            ),
            text(
                "statistic",
                "share (of runs in which it is so), share_seen (of runs that have seen it), mean (over runs in which both \
                 have it) or restricted_mean (of the days until it came, at most those of the run)",
            ),
            text("unit", "unit of the numbers that follow"),
            real("a", "that of the row", "the quantity in A; empty for outcome_changed"),
            real("b", "that of the row", "the quantity in B; empty for outcome_changed"),
            real(
                "difference",
                "that of the row",
                "B minus A: above 0, there is more of it in B; for outcome_changed the share itself",
            ),
            real("ci_low", "that of the row", "lower end of the interval of the difference"),
            real("ci_high", "that of the row", "upper end of it"),
            text("ci_method", "method of the interval; its level is in the manifest"),
            real(
                "p_value",
                "",
                "of shares: chance of so uneven a split of the runs that differ if A and B had equal shares (McNemar, mid-p)",
            ),
            integer("n", "runs", "runs of either variant that the row rests on"),
            integer(
                "more_in_a",
                "runs",
                "runs in which it is more in A; of a share, in which it is so only in A",
            ),
            integer(
                "more_in_b",
                "runs",
                "runs in which it is more in B; empty for outcome_changed, as is the one before",
            ),
            real(
                "gain",
                "",
                "how many times the runs would have been needed without common luck; empty where no run differs",
            ),
        ],
    );
    for pair in compared.pairs() {
        let names = || [Cell::text(compared.name()), Cell::text(pair.name())];
        table.push(names().into_iter().chain(changed(pair, confidence)));
        let level = confidence.level;
        let list = [vec![pair.graver(level)], pair.outcomes(level), pair.measures(level)];
        for difference in list.iter().flatten() {
            table.push(names().into_iter().chain(row(difference)));
        }
    }
    table
}

fn changed(pair: &Pair, confidence: Confidence) -> Vec<Cell> {
    let (_, share) = pair.changed(confidence);
    let mut row = vec![Cell::text("outcome_changed"), Cell::text("share"), Cell::text("share")];
    row.extend([Cell::Empty, Cell::Empty]);
    row.extend(Cell::with_interval(&share));
    row.extend([Cell::text(confidence.method.name()), Cell::Empty, Cell::count(share.n)]);
    row.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
    row
}

fn row(one: &Difference) -> Vec<Cell> {
    let mut row =
        vec![Cell::text(one.quantity.clone()), Cell::text(one.statistic.key()), Cell::text(one.unit)];
    row.extend([Cell::real(one.a), Cell::real(one.b)]);
    row.extend(Cell::with_interval(&one.difference));
    row.extend([
        Cell::text(one.method.key()),
        Cell::real(one.p_value),
        Cell::count(one.difference.n),
        Cell::count(one.more_in_a),
        Cell::count(one.more_in_b),
        Cell::real(one.gain),
    ]);
    row
}

/// One row for each variant from the second on, class in A and class in B.
fn transitions(compared: &Compared, confidence: Confidence) -> Table {
    let mut table = Table::new(
        "transitions",
        vec![
            text("variant_a", "the first variant, A"),
            text("variant_b", "the variant that is compared with it, B"),
            text("outcome_a", "class that runs ended in in A"),
            text("outcome_b", "class that the same runs ended in in B"),
            integer("count", "runs", "how many runs did"),
            integer("n", "runs", "all runs of either variant"),
            real("share", "share", "count / n"),
            real("ci_low", "share", "lower end of the interval of the share"),
            real("ci_high", "share", "upper end of it"),
            text("ci_method", "method of the interval; its level is in the manifest"),
        ],
    );
    for pair in compared.pairs() {
        for one in pair.transitions(confidence) {
            let [share, low, high] = Cell::with_interval(&one.share);
            table.push([
                Cell::text(compared.name()),
                Cell::text(pair.name()),
                Cell::text(one.from),
                Cell::text(one.to),
                Cell::count(one.count),
                Cell::count(one.share.n),
                share,
                low,
                high,
                Cell::text(confidence.method.name()),
            ]);
        }
    }
    table
}

/// A table of every variant, one below the other, with the variant's number as the point and its name beside it.
fn of_each(compared: &Compared, of_one: &dyn Fn(&Batch) -> Table) -> Table {
    let mut table = of_one(compared.base());
    let name = Column::new(
        "variant",
        ColumnType::Text,
        "",
        "which variant; its number, from 0, is the design point",
    );
    table.columns.insert(1, name);
    let mut rows = labelled(std::mem::take(&mut table.rows), 0, compared.name());
    for (number, pair) in (1..).zip(compared.pairs()) {
        if let Some(batch) = pair.batch() {
            rows.extend(labelled(of_one(batch).rows, number, pair.name()));
        }
    }
    table.rows = rows;
    table
}

fn labelled(rows: Vec<Vec<Cell>>, number: i64, name: &str) -> Vec<Vec<Cell>> {
    let label = |row: Vec<Cell>| {
        let head = [Cell::Integer(number), Cell::text(name)];
        head.into_iter().chain(row.into_iter().skip(1)).collect()
    };
    rows.into_iter().map(label).collect()
}
