//! The charts of the first sheet that go from day to day.

use rust_xlsxwriter::Chart;

use super::whole;
use crate::output::table::Cell;
use crate::output::workbook::charts::{self, FAN, FAN_HEIGHT, Fan};
use crate::output::workbook::figures::Figures;
use crate::output::workbook::looks::Shown;
use crate::output::workbook::view::{Row, View, plain};
use crate::output::workbook::{Book, WorkbookError};

/// How many runs stand on each rung from day to day, the gravest at the bottom. Calm is left out, and runs that have ended:
/// they would fill the chart.
pub(super) fn ladder(book: &Book<'_>, figures: &mut Figures) -> Result<Option<(Chart, u32)>, WorkbookError> {
    let view = View::of(book.results, "ladder", |row| row.number("point_id") == Some(0.0))?;
    let is_seen = |rung: &str| view.rows().any(|row| row.text("rung") == rung);
    let rungs: Vec<&str> = book.results.head().scenario["ladder"]
        .as_array()
        .into_iter()
        .flatten()
        .rev()
        .filter_map(|rung| rung["key"].as_str())
        .filter(|rung| is_seen(rung))
        .collect();
    // Rows of a day stand together.
    let mut days: Vec<Vec<Cell>> = Vec::new();
    let mut last = None;
    let has_dates = view.rows().all(|row| !row.text("date").is_empty());
    for row in view.rows() {
        if last != Some(row.cell("day")) {
            last = Some(row.cell("day"));
            let label = row.cell(if has_dates { "date" } else { "day" }).clone();
            days.push(std::iter::once(label).chain(rungs.iter().map(|_| Cell::Real(0.0))).collect());
        }
        let at = rungs.iter().position(|rung| *rung == row.text("rung"));
        if let (Some(at), Some(day), Some(share)) = (at, days.last_mut(), row.number("share")) {
            day[at + 1] = Cell::Real(share);
        }
    }
    if days.len() < 2 || rungs.is_empty() {
        return Ok(None);
    }
    let names: Vec<String> = rungs.iter().map(|rung| plain(rung)).collect();
    let header: Vec<&str> = std::iter::once("").chain(names.iter().map(String::as_str)).collect();
    let block = figures.block("On which rung runs stand, day by day", &header, Shown::Share, &days)?;
    let what = Fan {
        axis: "share of all runs",
        by: if has_dates {
            "date (the other runs are calm or have ended)"
        } else {
            "day (the other runs are calm or have ended)"
        },
        days: days.len(),
        alt: "Stacked areas over time: share of runs that stand on each rung of the ladder, the gravest at the bottom.",
    };
    Ok(Some((charts::areas(&block, &what, rungs.len()), FAN_HEIGHT)))
}

/// How tense the relation in focus was from day to day.
pub(super) fn fan(book: &Book<'_>, figures: &mut Figures) -> Result<Option<(Chart, u32)>, WorkbookError> {
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
    let under_way = |at: Option<&Row<'_>>| whole(at.and_then(|row| row.number("n_active")));
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
