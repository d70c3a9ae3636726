//! `indicators.csv`: what early signs say of the outcome.

use super::table::common::{integer, point, real, text};
use super::table::{Cell, Column, Table};
use crate::experiment::{Batch, Confidence, OutcomeClass, indicators};

/// One row for each sign that any run had shown by a day, that day, and outcome class.
pub fn table(batch: &Batch, confidence: Confidence) -> Table {
    let (program, scenario) = (batch.program(), batch.program().scenario());
    let classes = OutcomeClass::all(scenario);
    let mut table = Table::new("indicators", columns());
    for row in indicators::indicators(program, batch.tally(), confidence) {
        let head = [
            Cell::Integer(0),
            Cell::text(row.sign.key()),
            row.sign.subject(scenario).map_or(Cell::Empty, Cell::text),
            Cell::Integer(i64::from(row.day)),
            Cell::text(classes[row.class].key()),
            Cell::count(row.with_sign),
            Cell::count(row.with_outcome),
            Cell::count(row.with_both),
        ];
        let estimates = [
            row.sign_share,
            row.given_sign,
            row.given_no_sign,
            row.sensitivity,
            row.false_alarms,
            row.likelihood_ratio,
        ];
        let numbers = estimates.iter().flat_map(Cell::with_interval);
        table.push(head.into_iter().chain(numbers).chain([Cell::count(row.sign_share.n)]));
    }
    table
}

fn columns() -> Vec<Column> {
    vec![
        point(),
        text("sign", "what could be seen"),
        text(
            "subject",
            "rung, go-between, armed group or event that it is of, or least number of deaths; empty where it is of \
             nothing in particular",
        ),
        integer("day", "days", "day of the run, from 0, by whose end the sign had been seen"),
        text("outcome", "class that runs ended in"),
        integer("sign_count", "runs", "runs with the sign"),
        integer("outcome_count", "runs", "runs that ended in the outcome"),
        integer("both_count", "runs", "runs with the sign that ended in the outcome"),
        real("sign_share", "share", "share of all runs that had shown the sign by then"),
        real("sign_share_ci_low", "share", "lower end of its interval"),
        real("sign_share_ci_high", "share", "upper end of it"),
        real("given_sign", "share", "share of the runs with the sign that ended in the outcome"),
        real("given_sign_ci_low", "share", "lower end of its interval"),
        real("given_sign_ci_high", "share", "upper end of it"),
        real("given_no_sign", "share", "share of the runs without the sign that did"),
        real("given_no_sign_ci_low", "share", "lower end of its interval"),
        real("given_no_sign_ci_high", "share", "upper end of it"),
        real("sensitivity", "share", "share of the runs with the outcome that had shown the sign"),
        real("sensitivity_ci_low", "share", "lower end of its interval"),
        real("sensitivity_ci_high", "share", "upper end of it"),
        real("false_alarms", "share", "share of the runs with another outcome that had shown the sign"),
        real("false_alarms_ci_low", "share", "lower end of its interval"),
        real("false_alarms_ci_high", "share", "upper end of it"),
        real(
            "likelihood_ratio",
            "ratio",
            "sensitivity over false_alarms, with 1/2 added to each of the four counts where one is 0: the factor by which \
             the sign multiplies the odds of the outcome",
        ),
        real(
            "likelihood_ratio_ci_low",
            "ratio",
            "lower end of its interval, symmetric on the logarithmic scale",
        ),
        real("likelihood_ratio_ci_high", "ratio", "upper end of it"),
        integer("n", "runs", "all runs"),
    ]
}
