//! `knockout.csv`: what each mechanism of a scenario contributes to the outcomes and to other quantities.

use super::table::common::{integer, real, text};
use super::table::{Cell, Table};
use crate::experiment::knockout::{Effect, Knockout};
use crate::stats::Level;

/// Of the share of runs that end in another class; the other quantities have methods of their own.
const CHANGED: &str = "wilson";
/// Of a difference of shares.
const OF_SHARES: &str = "bonett-price";
/// Of a difference of means.
const OF_MEANS: &str = "paired-t";

/// One row for each mechanism and quantity, in the order of the mechanisms.
pub fn table(knockout: &Knockout, level: Level) -> Table {
    let mut table = Table::new(
        "knockout",
        vec![
            text("mechanism", "what was switched off; for what stands in the file, its address"),
            text("kind", "term, mediator, event or practice"),
            text("label", "what it is, in words"),
            text(
                "quantity",
                "what is compared; outcome_changed for the share of runs that end in another class",
            ),
            text("unit", "unit of the numbers that follow"),
            real("with", "", "share or mean in the scenario as it is; empty for outcome_changed"),
            real("without", "", "share or mean without the mechanism; empty for outcome_changed"),
            real(
                "contribution",
                "",
                "what the mechanism contributes: with minus without; for outcome_changed the share itself",
            ),
            real("ci_low", "", "lower end of the interval of the contribution"),
            real("ci_high", "", "upper end of it"),
            integer("more", "runs", "runs in which the quantity is more with the mechanism than without"),
            integer("less", "runs", "runs in which it is less; empty for outcome_changed"),
            integer("n", "runs", "all runs of either variant"),
            text("ci_method", "method of the interval; its level is in the manifest"),
        ],
    );
    for effect in knockout.effects() {
        for row in rows(effect, knockout.outcomes(), level) {
            table.push(row);
        }
    }
    table
}

fn rows(effect: &Effect, outcomes: &[String], level: Level) -> Vec<Vec<Cell>> {
    let mechanism = &effect.mechanism;
    let head = |quantity: String, unit: &str| {
        vec![
            Cell::text(mechanism.key.clone()),
            Cell::text(mechanism.kind.key()),
            Cell::text(mechanism.label.clone()),
            Cell::text(quantity),
            Cell::text(unit),
        ]
    };
    let changed = effect.share_changed(level);
    let mut row = head("outcome_changed".to_owned(), "share");
    row.extend([Cell::Empty, Cell::Empty]);
    row.extend(Cell::with_interval(&changed));
    row.extend([Cell::count(effect.changed()), Cell::Empty, Cell::count(changed.n), Cell::text(CHANGED)]);
    let mut rows = vec![row];
    for one in effect.contributions(level) {
        let unit = one.quantity.unit();
        let mut row = head(one.quantity.key(outcomes), unit);
        row.extend([Cell::real(one.with), Cell::real(one.without)]);
        row.extend(Cell::with_interval(&one.difference));
        row.extend([
            Cell::count(one.more),
            Cell::count(one.less),
            Cell::count(one.difference.n),
            Cell::text(if unit == "share" { OF_SHARES } else { OF_MEANS }),
        ]);
        rows.push(row);
    }
    rows
}
