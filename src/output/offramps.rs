//! `offramps.csv`: from which rungs states come down, and what keeps them there.

use super::table::common::{integer, point, real, text};
use super::table::{Cell, Column, ColumnType, Table};
use crate::experiment::offramps::{Ending, OffRampEstimate, offramps};
use crate::experiment::{Batch, Confidence};
use crate::model::Scenario;
use crate::stats::Estimate;

/// One row for each relation in focus and rung that was reached at all, then one for each rung over all these relations.
pub fn table(batch: &Batch, confidence: Confidence) -> Table {
    let (program, scenario) = (batch.program(), batch.program().scenario());
    let mut table = Table::new("offramps", columns());
    for row in offramps(program, batch.tally(), confidence) {
        let cells = cells(scenario, &row, batch.runs());
        table.push(cells);
    }
    table
}

fn cells(scenario: &Scenario, row: &OffRampEstimate, runs: u64) -> Vec<Cell> {
    let rung = &scenario.ladder()[row.rung];
    let relation = row.relation.map_or("all", |relation| &scenario.relations()[relation].key);
    let mut cells = vec![
        Cell::Integer(0),
        Cell::text(relation),
        Cell::text(rung.key.clone()),
        Cell::Boolean(rung.lasting),
        Cell::count(row.reached),
        Cell::count(row.runs_reached),
    ];
    cells.extend(Cell::with_interval(&row.share_of_runs));
    cells.push(Cell::count(row.came_down));
    cells.extend(Cell::with_interval(&row.chance));
    cells.extend(Ending::ALL.iter().zip(&row.endings).map(|(ending, &count)| {
        if ending.is_possible(rung.lasting) { Cell::count(count) } else { Cell::Empty }
    }));
    let [quarter, half, three_quarters] = &row.days;
    cells.push(Cell::real(quarter.value));
    cells.extend(Cell::with_interval(half));
    cells.push(Cell::real(three_quarters.value));
    cells.push(Cell::count(row.decisions));
    for blocker in &row.blockers {
        cells.push(blocker.map_or(Cell::Empty, |blocker| Cell::text(blocker.term.key())));
        let log_odds = blocker.map_or_else(Estimate::default, |blocker| blocker.log_odds);
        cells.extend(Cell::with_interval(&log_odds));
    }
    cells.push(Cell::count(runs));
    cells
}

fn columns() -> Vec<Column> {
    let mut columns = vec![
        point(),
        text(
            "relation",
            "who stood on the rung towards whom: from.to; all for all relations in focus together",
        ),
        text("rung", "the rung"),
        Column::new(
            "lasting",
            ColumnType::Boolean,
            "",
            "whether it lasts: then to stand on it is to have it in force",
        ),
        integer("reached", "stays", "how often it was reached, in all runs"),
        integer("runs_reached", "runs", "runs in which it was"),
        real("share_of_runs", "share", "their share of all runs"),
        real("share_ci_low", "share", "lower end of its interval"),
        real("share_ci_high", "share", "upper end of it"),
        integer("came_down", "stays", "how many of the stays came down: the sum of the next six columns"),
        real("chance_down", "share", "came_down / reached"),
        real("chance_ci_low", "share", "lower end of its interval, with runs as clusters"),
        real("chance_ci_high", "share", "upper end of it"),
    ];
    columns.extend(Ending::ALL.map(|ending| integer(ending.key(), "stays", meaning(ending))));
    columns.extend([
        real("days_p25", "days", "days by which a quarter of the stays had come down; empty if fewer did"),
        real("days_p50", "days", "days by which half of them had"),
        real("days_p50_ci_low", "days", "lower end of the interval of days_p50"),
        real("days_p50_ci_high", "days", "upper end of it"),
        real("days_p75", "days", "days by which three quarters had"),
        integer("decisions", "decisions", "decisions on the rung to do something else than conciliate"),
        text("blocker", "term that spoke most against conciliating in them; empty if none did"),
        real(
            "blocker_log_odds",
            "log-odds",
            "mean over these decisions of what it added to the log-odds of conciliating against what was chosen",
        ),
        real("blocker_ci_low", "log-odds", "lower end of its interval, with runs as clusters"),
        real("blocker_ci_high", "log-odds", "upper end of it"),
        text("second_blocker", "term that spoke most against it after that one; empty if none did"),
        real("second_blocker_log_odds", "log-odds", "the same mean of this term"),
        real("second_blocker_ci_low", "log-odds", "lower end of its interval, with runs as clusters"),
        real("second_blocker_ci_high", "log-odds", "upper end of it"),
        integer("n", "runs", "all runs"),
    ]);
    columns
}

fn meaning(ending: Ending) -> &'static str {
    match ending {
        Ending::Lifted => "down by own conciliation to no posture at all; of a violent rung, a ceasefire",
        Ending::Lowered => "down by own conciliation to a lower lasting rung",
        Ending::Conciliated => "down by own conciliation after the act",
        Ending::Reciprocated => "down by conciliation of the other side after the act",
        Ending::Agreement => "down by an agreement of a go-between",
        Ending::Quiet => "down since nothing as grave followed and the run settled",
        Ending::Climbed => {
            "not down: a higher rung took its place, or of a momentary rung something as grave followed"
        }
        Ending::Open => "not down: so it stood when the run ended",
    }
}
