//! The charts of the first sheet, of whatever the folder holds.

use rust_xlsxwriter::Chart;

use super::{Endings, time, whole};
use crate::output::workbook::charts::{self, Bars};
use crate::output::workbook::figures::Figures;
use crate::output::workbook::looks::{PALETTE, Shown};
use crate::output::workbook::view::{Estimate, View, plain};
use crate::output::workbook::{Book, WorkbookError};

/// Terms in a chart of drivers, and mechanisms in one of a knockout, at most.
const BARS: usize = 12;
/// Charts of drivers.
const DRIVERS: usize = 2;
/// Charts that are shown again of those on other sheets.
const AGAIN: usize = 2;

/// All charts with their heights.
pub(super) fn all(
    book: &Book<'_>,
    figures: &mut Figures,
    endings: &Endings,
) -> Result<Vec<(Chart, u32)>, WorkbookError> {
    let mut charts = Vec::new();
    charts.extend(outcomes(book, figures, endings)?);
    if book.results.command() != "sweep" {
        charts.extend(time::ladder(book, figures)?);
        charts.extend(time::fan(book, figures)?);
    }
    charts.extend(drivers(book, figures)?);
    charts.extend(knockout(book, figures)?);
    charts.extend(book.charts.iter().take(AGAIN).cloned());
    Ok(charts)
}

/// How the runs ended, with intervals.
fn outcomes(
    book: &Book<'_>,
    figures: &mut Figures,
    endings: &Endings,
) -> Result<Option<(Chart, u32)>, WorkbookError> {
    let Some((most, _)) = endings.outcomes.first() else { return Ok(None) };
    let variants = &endings.variants[..endings.variants.len().min(PALETTE.len())];
    let series: Vec<&str> =
        variants.iter().map(|name| if name.is_empty() { "probability" } else { name.as_str() }).collect();
    let rows: Vec<(String, Vec<Estimate>)> = endings
        .outcomes
        .iter()
        .map(|(outcome, found)| {
            (outcome.clone(), found.iter().take(series.len()).map(|(estimate, _)| *estimate).collect())
        })
        .collect();
    let title = "How the runs ended";
    let block = figures.estimates(title, &series, Shown::Share, &rows)?;
    let level = 100.0 * book.results.head().ci_level;
    let bars = Bars {
        axis: &format!("share of runs, with {level} % intervals"),
        format: "0%",
        alt: format!("Bars with intervals: share of runs by outcome, the most frequent first. It is {most}."),
        series: series.len(),
        count: rows.len(),
    };
    Ok(Some((charts::bars(&block, &bars), charts::bars_height(rows.len(), series.len()))))
}

/// What moved the states that used force most often when they did.
fn drivers(book: &Book<'_>, figures: &mut Figures) -> Result<Vec<(Chart, u32)>, WorkbookError> {
    let is_force = |decision: &str| matches!(decision, "strike" | "retaliate" | "escalate");
    let view = View::of(book.results, "drivers", |row| {
        is_force(row.text("decision")) && row.number("point_id") == Some(0.0)
    })?;
    let mut kinds: Vec<(f64, &str, &str)> = Vec::new();
    for row in view.rows() {
        let kind = (row.number("decisions").unwrap_or(0.0), row.text("state"), row.text("decision"));
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds.sort_by(|a, b| b.0.total_cmp(&a.0));
    let scenario = &book.results.head().scenario;
    let mut charts = Vec::new();
    for (count, state, decision) in kinds.into_iter().take(DRIVERS) {
        let of_kind =
            view.rows().filter(|row| row.text("state") == state && row.text("decision") == decision);
        let bars: Vec<(String, Estimate)> = of_kind
            .map(|row| (plain(row.text("term")), row.estimate(["mean_log_odds", "ci_low", "ci_high"])))
            .collect();
        let name = scenario["states"][state]["name"].as_str().unwrap_or(state);
        let verb = match decision {
            "strike" => "to strike",
            "retaliate" => "to retaliate",
            _ => "to escalate",
        };
        let title = format!("What moved {name} {verb} ({} decisions)", whole(Some(count)));
        let axis = "log-odds against holding: to the right it spoke for it, to the left against";
        charts.extend(largest_first(figures, &title, axis, "0.0", Shown::Real, bars)?);
    }
    Ok(charts)
}

/// How many runs end otherwise without each mechanism.
fn knockout(book: &Book<'_>, figures: &mut Figures) -> Result<Option<(Chart, u32)>, WorkbookError> {
    let view = View::of(book.results, "knockout", |row| row.text("quantity") == "outcome_changed")?;
    let bars: Vec<(String, Estimate)> = view
        .rows()
        .map(|row| (row.text("mechanism").to_owned(), row.estimate(["contribution", "ci_low", "ci_high"])))
        .collect();
    let title = "Runs that end otherwise without a mechanism";
    largest_first(figures, title, "share of runs that end in another class", "0%", Shown::Share, bars)
}

/// A chart of one series, the largest bars first; nothing if there are none.
fn largest_first(
    figures: &mut Figures,
    title: &str,
    axis: &str,
    format: &str,
    shown: Shown,
    mut bars: Vec<(String, Estimate)>,
) -> Result<Option<(Chart, u32)>, WorkbookError> {
    let size = |bar: &(String, Estimate)| bar.1.value.map_or(0.0, f64::abs);
    bars.retain(|bar| size(bar) > 0.0);
    bars.sort_by(|a, b| size(b).total_cmp(&size(a)));
    bars.truncate(BARS);
    let Some((first, _)) = bars.first() else { return Ok(None) };
    let alt = format!("Bars with intervals: {title}. The largest is that of {first}.");
    let rows: Vec<(String, Vec<Estimate>)> =
        bars.iter().map(|(label, estimate)| (label.clone(), vec![*estimate])).collect();
    let block = figures.estimates(title, &["value"], shown, &rows)?;
    let what = Bars { axis, format, alt, series: 1, count: rows.len() };
    Ok(Some((charts::bars(&block, &what), charts::bars_height(rows.len(), 1))))
}
