//! The headline numbers: who struck, who answered, who died, who went between, and how long it took.

use std::collections::BTreeMap;

use super::looks::Shown;
use super::view::{Estimate, View, plain};
use crate::output::results::{Results, ResultsError};

/// Of more names than this only those with the largest shares are told.
const LISTED_NAMES: usize = 6;

/// A headline number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) label: String,
    pub(super) shown: Shown,
    pub(super) estimate: Estimate,
    /// Runs that it rests on.
    pub(super) n: Option<f64>,
}

/// The lines, in the order of events; none where the folder has no measures of a single batch.
pub(super) fn lines(results: &Results) -> Result<Vec<Line>, ResultsError> {
    let mut lines = of_batch(results)?;
    lines.extend(rare(results)?);
    Ok(lines)
}

fn of_batch(results: &Results) -> Result<Vec<Line>, ResultsError> {
    let view = View::of(results, "summary", |row| row.number("point_id") == Some(0.0))?;
    let is_varied = matches!(results.command(), "compare" | "sweep");
    if view.is_empty() || is_varied {
        return Ok(Vec::new());
    }
    let estimate = ["value", "ci_low", "ci_high"];
    let found = view.rows().map(|row| {
        (
            (row.text("metric").to_owned(), row.text("statistic").to_owned()),
            (row.estimate(estimate), row.number("n")),
        )
    });
    let summary = Summary { results, estimates: found.collect() };
    let horizon = &results.head().scenario["horizon_days"];
    let mut lines = summary.first_strike();
    lines.extend(summary.line(
        "Strikes answered, share of first strikes",
        "retaliated",
        "share",
        Shown::Share,
    ));
    lines.extend(summary.line("Days to the answer, median", "retaliation_delay_days", "p50", Shown::Days));
    lines.extend(summary.line(
        "Days to the answer, 95th percentile",
        "retaliation_delay_days",
        "p95",
        Shown::Days,
    ));
    lines.extend(summary.line("Deaths, median of all runs", "fatalities_total", "p50", Shown::Count));
    lines.extend(summary.line(
        "Deaths, 95th percentile of all runs",
        "fatalities_total",
        "p95",
        Shown::Count,
    ));
    lines.extend(summary.line("Mediation began, share of runs", "mediated", "share", Shown::Share));
    lines.extend(summary.line("Agreement brought about, share of runs", "agreement", "share", Shown::Share));
    lines.extend(summary.line("Day by which half of the runs have ended", "end_day", "p50", Shown::Days));
    let cut = format!("Cut off by the horizon of {horizon} days, share of runs");
    lines.extend(summary.line(&cut, "end_day", "share_censored", Shown::Share));
    Ok(lines)
}

/// What splitting found of a rare outcome.
fn rare(results: &Results) -> Result<Option<Line>, ResultsError> {
    let view = View::of(results, "rare_summary", |_| true)?;
    Ok(view.rows().next().map(|row| Line {
        label: format!("Probability of {} by splitting", plain(row.text("outcome"))),
        shown: Shown::Share,
        estimate: row.estimate(["probability", "ci_low", "ci_high"]),
        n: None,
    }))
}

struct Summary<'a> {
    results: &'a Results,
    /// By metric and statistic.
    estimates: BTreeMap<(String, String), (Estimate, Option<f64>)>,
}

impl Summary<'_> {
    fn get(&self, metric: &str, statistic: &str) -> Option<&(Estimate, Option<f64>)> {
        self.estimates.get(&(metric.to_owned(), statistic.to_owned()))
    }

    /// A statistic as it is; nothing if it is undefined.
    fn line(&self, label: &str, metric: &str, statistic: &str, shown: Shown) -> Option<Line> {
        let (estimate, n) = *self.get(metric, statistic)?;
        estimate.value.map(|_| Line { label: label.to_owned(), shown, estimate, n })
    }

    fn first_strike(&self) -> Vec<Line> {
        let Some((never, n)) = self.get("first_strike_day", "share_censored").copied() else {
            return Vec::new();
        };
        let label = "First strike, share of runs".to_owned();
        let mut lines = vec![Line { label, shown: Shown::Share, estimate: never.complement(), n }];
        let states = self.results.head().scenario["states"].as_object();
        let mut by: Vec<Line> = states
            .into_iter()
            .flatten()
            .filter_map(|(key, state)| {
                let name = state["name"].as_str().unwrap_or(key);
                let label = format!("   of these by {name}");
                let line = self.line(&label, &format!("first_striker_{key}"), "share", Shown::Share)?;
                line.estimate.value.filter(|share| *share > 0.0).map(|_| line)
            })
            .collect();
        let share = |line: &Line| line.estimate.value.unwrap_or(0.0);
        by.sort_by(|a, b| share(b).total_cmp(&share(a)));
        by.truncate(LISTED_NAMES);
        lines.extend(by);
        lines
    }
}
