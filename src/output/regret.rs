//! `regret.csv`: how the policies of a sweep do over its futures.

use super::points::Head;
use super::table::common::{integer, real};
use super::table::{Cell, Column, Table};
use crate::experiment::regret::Regret;
use crate::experiment::sweep::Sweep;

/// One row for each policy.
pub fn table(sweep: &Sweep, regret: &Regret) -> Table {
    let design = sweep.design();
    let head = Head::new(design);
    let (levers, cells) = head.part(true);
    let mut columns = vec![integer("policy_id", "", "combination of levers")];
    columns.extend(levers);
    columns.extend(numbers());
    let mut table = Table::new("regret", columns);
    for (policy, row) in regret.policies.iter().enumerate() {
        let mut cell = vec![Cell::count(policy as u64)];
        cell.extend(cells(design.point_of(policy, 0) as u64));
        cell.extend(Cell::with_interval(&row.objective));
        cell.extend(Cell::with_interval(&row.mean));
        cell.push(Cell::real(row.p95));
        cell.extend(Cell::with_interval(&row.max));
        let worst = row.worst_future.map(|future| design.point_of(policy, future) as u64);
        cell.push(worst.map_or(Cell::Empty, Cell::count));
        cell.extend([Cell::real(row.share_best), Cell::real(row.share_not_worse)]);
        cell.extend([Cell::count(regret.futures as u64), Cell::count(row.objective.n)]);
        table.push(cell);
    }
    table
}

fn numbers() -> Vec<Column> {
    let of = "that of the objective";
    vec![
        real("objective", of, "mean of the objective over the futures"),
        real(
            "objective_ci_low",
            of,
            "lower end of its interval (Monte Carlo error, jackknife over 32 sections)",
        ),
        real("objective_ci_high", of, "upper end of it"),
        real("mean_regret", of, "mean over the futures of the distance to the best policy of each"),
        real("mean_regret_ci_low", of, "lower end of its interval"),
        real("mean_regret_ci_high", of, "upper end of it"),
        real("p95_regret", of, "regret that 95 % of the futures do not exceed"),
        real("max_regret", of, "largest regret in any future"),
        real("max_regret_ci_low", of, "lower end of its interval"),
        real("max_regret_ci_high", of, "upper end of it"),
        integer("worst_point_id", "", "design point at which the regret is largest"),
        real("share_best", "share", "share of futures in which the policy is the best; ties are shared"),
        real(
            "share_not_worse",
            "share",
            "share of futures in which it is the best, or the interval of its distance to the best holds 0",
        ),
        integer(
            "futures",
            "futures",
            "futures that count: those in which every policy's objective is defined",
        ),
        integer("n", "runs", "runs behind the objective at the point that has the fewest"),
    ]
}
