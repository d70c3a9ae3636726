//! The sheets of a sensitivity study: a chart for each of the outputs that are moved most, and the table.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Chart, Worksheet};

use super::charts::{self, Bars};
use super::figures::Figures;
use super::looks::Shown;
use super::view::{Estimate, Row, View, plain};
use super::{Book, WorkbookError, counted, grid};

/// Charts on the sheet, at most.
const CHARTS: usize = 6;
/// Column of the charts on the right.
const RIGHT: u16 = 11;
/// Factors in a chart, at most; the table has all.
const FACTORS: usize = 15;

/// Writes the charts on a sheet, two abreast, and the table on the next: it may be wide and long.
pub(super) fn write(book: &mut Book<'_>, figures: &mut Figures, table: &str) -> Result<(), WorkbookError> {
    let charts = make_charts(book, figures, table)?;
    if !charts.is_empty() {
        let mut sheet = Worksheet::new();
        sheet.set_name(book.names.sheet("Sensitivity"))?;
        let (mut row, mut tallest) = (0, 0);
        for (at, (chart, height)) in charts.iter().enumerate() {
            let is_left = at % 2 == 0;
            sheet.insert_chart(row, if is_left { 0 } else { RIGHT }, chart)?;
            tallest = if is_left { *height } else { tallest.max(*height) };
            if !is_left {
                row += charts::rows_covered(tallest);
            }
        }
        sheet.set_screen_gridlines(false);
        grid::set_up_print(&mut sheet, 1);
        let says =
            format!("what moves the outputs that are moved most: {}", counted(charts.len() as u64, "chart"));
        book.push(sheet, says);
    }
    grid::write(book, table)?;
    book.charts.extend(charts);
    Ok(())
}

/// The charts of a table with their heights: one for each output, those first in which most is moved.
fn make_charts(
    book: &Book<'_>,
    figures: &mut Figures,
    table: &str,
) -> Result<Vec<(Chart, u32)>, WorkbookError> {
    let view = View::of(book.results, table, |_| true)?;
    let mut outputs: Vec<Output<'_>> = Vec::new();
    for row in view.rows() {
        let name = row.text("output");
        let at = outputs.iter().position(|output| output.name == name).unwrap_or_else(|| {
            outputs.push(Output { name, unit: row.text("unit"), factors: BTreeMap::new() });
            outputs.len() - 1
        });
        outputs[at].take(&row, table == "tornado");
    }
    outputs.retain(|output| output.weight() > 0.0);
    // The table begins with the outcomes; a stable sort keeps its order among equals.
    outputs.sort_by(|a, b| b.weight().total_cmp(&a.weight()));
    outputs.iter().take(CHARTS).map(|output| output.chart(figures, table == "tornado")).collect()
}

/// What is known of one output.
struct Output<'a> {
    name: &'a str,
    unit: &'a str,
    /// By factor and statistic.
    factors: BTreeMap<&'a str, BTreeMap<&'a str, Estimate>>,
}

/// What moves an output most is told by the first of these statistics that there is.
const LEADING: [&str; 4] = ["ST", "mu_star", "spearman", "high_minus_low"];
/// How far the interval of the leading statistic stays away from 0; next to nothing if it does not.
fn certain(statistics: &BTreeMap<&str, Estimate>) -> f64 {
    let Some(leading) = LEADING.iter().find_map(|one| statistics.get(one)) else { return 0.0 };
    let away = match (leading.low, leading.high) {
        (Some(low), _) if low > 0.0 => low,
        (_, Some(high)) if high < 0.0 => -high,
        _ => 0.0,
    };
    away.max(1e-13 * leading.value.map_or(0.0, f64::abs))
}

/// What a chart shows, the first of these of which there is anything.
const SHOWN: [(&[&str], &[&str], &str); 4] = [
    (
        &["S1", "ST"],
        &["S1: gone if the factor were known", "ST: left if all else were known"],
        "share of the variance",
    ),
    (&["mu_star"], &["mu*"], "mean size of the change, per width of the distribution"),
    (&["spearman"], &["rank correlation"], "Spearman's rank correlation"),
    (
        &["low_minus_base", "high_minus_base"],
        &["at its low value", "at its high value"],
        "change of the output",
    ),
];

impl<'a> Output<'a> {
    fn take(&mut self, row: &Row<'a>, is_tornado: bool) {
        let factor = self.factors.entry(row.text("factor")).or_default();
        if is_tornado {
            factor.insert(
                "low_minus_base",
                row.estimate(["low_minus_base", "low_minus_base_ci_low", "low_minus_base_ci_high"]),
            );
            factor.insert(
                "high_minus_base",
                row.estimate(["high_minus_base", "high_minus_base_ci_low", "high_minus_base_ci_high"]),
            );
            let swing = ["high_minus_low", "high_minus_low_ci_low", "high_minus_low_ci_high"];
            factor.insert("high_minus_low", row.estimate(swing));
        } else {
            factor.insert(row.text("statistic"), row.estimate(["value", "ci_low", "ci_high"]));
        }
    }

    fn size(statistics: &BTreeMap<&str, Estimate>) -> f64 {
        let leading = LEADING.iter().find_map(|one| statistics.get(one)?.value);
        leading.map_or(0.0, f64::abs)
    }

    /// How much is certain to be moved: the largest distance of an interval from 0. Luck is left aside, as it moves all. Numbers
    /// in units of their own cannot be compared, so they come after shares.
    fn weight(&self) -> f64 {
        let factors = self.factors.iter().filter(|(factor, _)| **factor != "luck");
        let largest = factors.map(|(_, statistics)| certain(statistics)).fold(0.0, f64::max);
        let has_own_unit = !matches!(self.unit, "" | "share");
        if has_own_unit { largest.min(1e-12) } else { largest }
    }

    fn chart(&self, figures: &mut Figures, is_tornado: bool) -> Result<(Chart, u32), WorkbookError> {
        let mut factors: Vec<_> = self.factors.iter().collect();
        factors.sort_by(|a, b| Self::size(b.1).total_cmp(&Self::size(a.1)));
        factors.truncate(FACTORS);
        let has = |statistics: &&[&str]| factors.iter().any(|(_, known)| known.contains_key(statistics[0]));
        let (statistics, series, axis) = SHOWN.into_iter().find(|one| has(&one.0)).unwrap_or(SHOWN[0]);
        let rows: Vec<(String, Vec<Estimate>)> = factors
            .iter()
            .map(|(factor, known)| {
                let of = |one: &&str| known.get(one).copied().unwrap_or_default();
                ((**factor).to_owned(), statistics.iter().map(of).collect())
            })
            .collect();
        let what = plain(self.name);
        let is_share = self.unit == "share";
        let shown = if is_share { Shown::Share } else { Shown::Real };
        let title = format!("What moves {what}");
        let block = figures.estimates(&title, series, shown, &rows)?;
        let axis = if is_share || self.unit.is_empty() {
            axis.to_owned()
        } else {
            format!("{axis}, in {}", self.unit)
        };
        let first = rows.first().map_or("", |(factor, _)| factor);
        let bars = Bars {
            axis: &axis,
            format: if is_share { "0%" } else { "0.0" },
            alt: format!(
                "Bars with intervals: {axis} by factor, for {what}. The factor that matters most is {first}."
            ),
            series: series.len(),
            count: rows.len(),
        };
        if is_tornado {
            return Ok((charts::tornado(&block, &bars), charts::bars_height(rows.len(), 1)));
        }
        Ok((charts::bars(&block, &bars), charts::bars_height(rows.len(), series.len())))
    }
}
