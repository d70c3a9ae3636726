//! `rare.csv` and `rare_summary.csv`: the probability of a rare outcome by splitting, stage by stage and as a whole.

use super::table::common::{integer, point, real, text};
use super::table::{Cell, Table};
use crate::experiment::rare::{RareStudy, Splitting};
use crate::stats::{Level, log_interval};

/// Both tables.
pub fn tables(study: &RareStudy, level: Level) -> [Table; 2] {
    [stages(study, level), summary(study, level)]
}

/// One row for each stage.
fn stages(study: &RareStudy, level: Level) -> Table {
    let mut table = Table::new(
        "rare",
        vec![
            point(),
            text("outcome", "the outcome whose probability was sought"),
            integer("stage", "", "number of the stage, from 1"),
            real(
                "danger",
                "share",
                "level that the stage is to reach: the probability that acts of a day make the outcome; \
                 empty for the last stage, which plays to the end",
            ),
            integer("starts", "starts", "starts in all repeats"),
            integer("reached", "starts", "those that reached the level"),
            integer("carried", "starts", "those that had got there before the stage began; not played"),
            real("share", "share", "mean share of starts that reached the level"),
            real("probability", "share", "probability that a run gets so far"),
            real("ci_low", "share", "lower end of its interval"),
            real("ci_high", "share", "upper end of it"),
            real("earned", "share", "part of the outcome's probability that falls into the stage"),
            real("earned_ci_low", "share", "lower end of its interval"),
            real("earned_ci_high", "share", "upper end of it"),
            integer("days", "days", "days simulated in the stage"),
        ],
    );
    let dangers = study.dangers().iter().copied().map(Some).chain([None]);
    for ((number, stage), danger) in (1..).zip(study.splitting().stages(level)).zip(dangers) {
        let [probability, low, high] = Cell::with_interval(&stage.probability);
        let [earned, earned_low, earned_high] = Cell::with_interval(&stage.earned);
        table.push([
            Cell::Integer(0),
            Cell::text(study.plan().outcome.key()),
            Cell::Integer(number),
            Cell::real(danger),
            Cell::count(stage.starts),
            Cell::count(stage.reached),
            Cell::count(stage.carried),
            Cell::real(stage.share.value),
            probability,
            low,
            high,
            earned,
            earned_low,
            earned_high,
            Cell::count(stage.cost),
        ]);
    }
    table
}

/// One row: the estimate, its error and its cost.
fn summary(study: &RareStudy, level: Level) -> Table {
    let mut table = Table::new(
        "rare_summary",
        vec![
            point(),
            text("outcome", "the outcome whose probability was sought"),
            real("probability", "share", "its probability: the mean of the repeats"),
            real("std_error", "share", "its standard error"),
            real("ci_low", "share", "lower end of its interval, symmetric on the logarithmic scale"),
            real("ci_high", "share", "upper end of it"),
            integer("repeats", "repeats", "independent repeats"),
            integer("died_out", "repeats", "repeats that found nothing of the outcome and count as 0"),
            integer("effort", "starts", "starts in each stage of a repeat"),
            integer("days", "days", "days simulated in all repeats"),
            integer("pilot_days", "days", "days simulated in the pilot; 0 without one"),
            real("days_per_run", "days", "mean length of a plain run"),
            real("variance_ratio", "", "variance of plain runs of equal cost over that of the repeats"),
        ],
    );
    let splitting = study.splitting();
    let found = splitting.probability(level);
    let interval = log_interval(&found, level);
    table.push([
        Cell::Integer(0),
        Cell::text(study.plan().outcome.key()),
        Cell::real(found.value),
        Cell::real(found.std_error),
        Cell::real(interval.map(|interval| interval.low)),
        Cell::real(interval.map(|interval| interval.high)),
        Cell::count(u64::from(splitting.plan().repeats())),
        Cell::count(u64::from(splitting.died_out())),
        Cell::count(u64::from(splitting.plan().starts())),
        Cell::count(splitting.cost()),
        Cell::count(study.pilot().map_or(0, Splitting::cost)),
        Cell::real(splitting.run_cost(level).value),
        Cell::real(splitting.variance_ratio()),
    ]);
    table
}
