//! The charts of the first sheet, of whatever the folder holds.

use rust_xlsxwriter::Chart;

use super::{Endings, whole};
use crate::output::table::Cell;
use crate::output::workbook::charts::{self, Bars, FAN, FAN_HEIGHT, Fan};
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
    charts.extend(fan(book, figures)?);
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
        bars: rows.len(),
    };
    Ok(Some((charts::bars(&block, &bars), charts::bars_height(rows.len(), series.len()))))
}

/// How tense the relation in focus was from day to day.
fn fan(book: &Book<'_>, figures: &mut Figures) -> Result<Option<(Chart, u32)>, WorkbookError> {
    if book.results.command() == "sweep" {
        return Ok(None);
    }
    let scenario = &book.results.head().scenario;
    let focus: Vec<&str> =
        scenario["focus"].as_array().into_iter().flatten().filter_map(|one| one.as_str()).collect();
    let view = View::of(book.results, "timeline", |row| {
        row.text("measure") == "tension" && row.number("point_id") == Some(0.0)
    })?;
    let has_relation = |relation: &str| view.rows().any(|row| row.text("relation") == relation);
    let first = view.rows().next().map_or("", |row| row.text("relation"));
    let forth = focus.join(".");
    let relation = if has_relation(&forth) { forth.as_str() } else { first };
    let days: Vec<_> = view.rows().filter(|row| row.text("relation") == relation).collect();
    if days.len() < 2 {
        return Ok(None);
    }
    let has_dates = days.iter().all(|row| !row.text("date").is_empty());
    let rows: Vec<Vec<Cell>> = days
        .iter()
        .map(|row| {
            let label = if has_dates { row.cell("date") } else { row.cell("day") };
            let at = |name: &str| row.number(name);
            let step = |from: &str, to: &str| {
                Cell::real(at(from).zip(at(to)).map(|(from, to)| (to - from).max(0.0)))
            };
            vec![
                label.clone(),
                Cell::real(at("p05")),
                step("p05", "p25"),
                step("p25", "p75"),
                step("p75", "p95"),
                Cell::real(at("p50")),
            ]
        })
        .collect();
    let name = |key: &str| scenario["states"][key]["name"].as_str().unwrap_or(key).to_owned();
    let between: Vec<String> = relation.split('.').map(name).collect();
    let title = format!("Tension between {}", between.join(" and "));
    let block = figures.block(&title, &FAN, Shown::Real, &rows)?;
    let under_way = |at: Option<&crate::output::workbook::view::Row<'_>>| {
        whole(at.and_then(|row| row.number("n_active")))
    };
    let axis = "tension, 0 to 1".to_owned();
    let by = format!(
        "{} (of runs still under way: {} at first, {} at last)",
        if has_dates { "date" } else { "day" },
        under_way(days.first()),
        under_way(days.last())
    );
    let alt = format!(
        "Bands over time: {title}. Median, and the middle half and nine tenths of the runs still under way."
    );
    let what = Fan { axis: &axis, by: &by, days: rows.len(), alt: &alt };
    Ok(Some((charts::fan(&block, &what), FAN_HEIGHT)))
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
    let what = Bars { axis, format, alt, series: 1, bars: rows.len() };
    Ok(Some((charts::bars(&block, &what), charts::bars_height(rows.len(), 1))))
}
