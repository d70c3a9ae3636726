//! Values on both sides of zero, one to a row: differences between variants, contributions of mechanisms, indices.

use super::View;
use super::bars::{Bar, Bars};
use super::sheet::{Line, Sheet};
use super::words::{Names, plain};
use crate::output::results::{Results, ResultsError};

/// The view of what ends otherwise without a mechanism.
const OTHERWISE: &str = "Runs that end otherwise";

/// What changes from the first variant to each other: outcome classes, in points of shares.
///
/// # Errors
/// If the table cannot be read.
pub fn differences(results: &Results) -> Result<Vec<View<Bars>>, ResultsError> {
    let names = Names::of(results);
    let name = |quantity: &str| {
        let class = quantity.strip_prefix("outcome_").filter(|&class| class != "changed");
        class.map(|class| names.outcome(class))
    };
    let axis = "difference in points of the share of runs";
    signed(results, "compare", "variant_b", ("difference", axis), |line| {
        let label = format!("{} less {}", line.text("variant_b"), line.text("variant_a"));
        Some((label, name(line.text("quantity"))?, "points".to_owned()))
    })
}

/// What each mechanism contributes, by quantity, the largest first.
///
/// # Errors
/// If the table cannot be read.
pub fn contributions(results: &Results) -> Result<Vec<View<Bars>>, ResultsError> {
    let names = Names::of(results);
    let mut views = signed(results, "knockout", "quantity", ("contribution", ""), |line| {
        let quantity = line.text("quantity");
        let label = match quantity.strip_prefix("outcome_") {
            Some("changed") => OTHERWISE.to_owned(),
            Some(class) => names.outcome(class),
            None => plain(quantity),
        };
        let unit = line.text("unit");
        let mechanism = line.text("label");
        let name = if mechanism.is_empty() { line.text("mechanism") } else { mechanism };
        Some((label, name.to_owned(), if unit == "share" { "points" } else { unit }.to_owned()))
    })?;
    for View { label, data } in &mut views {
        data.axis = match data.unit.as_str() {
            // What changes at all has no direction.
            "points" if label == OTHERWISE => "share of runs that end in another class without it".to_owned(),
            "points" => "with it minus without it, points of the share of runs".to_owned(),
            unit => format!("with it minus without it, {unit}"),
        };
        if label == OTHERWISE {
            (data.unit, data.signed) = ("share".to_owned(), false);
        }
        data.rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
    }
    views.retain(|view| view.data.rows.iter().any(|row| size(row) > 0.0));
    Ok(views)
}

fn size(bar: &Bar) -> f64 {
    bar.value.map_or(0.0, f64::abs)
}

/// The indices of a sensitivity analysis, by output and statistic.
///
/// # Errors
/// If the table cannot be read.
pub fn indices(results: &Results) -> Result<Vec<View<Bars>>, ResultsError> {
    let names = Names::of(results);
    let mut views = signed(results, "sensitivity", "output", ("value", ""), |line| {
        let output = line.text("output");
        let name =
            output.strip_prefix("outcome_").map_or_else(|| plain(output), |class| names.outcome(class));
        let label = format!("{name}: {}", statistic(line.text("statistic")));
        Some((label, line.text("factor").to_owned(), String::new()))
    })?;
    for View { label, data } in &mut views {
        label.rsplit(": ").next().unwrap_or_default().clone_into(&mut data.axis);
        data.rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
        data.signed = data.rows.iter().any(|row| row.value.is_some_and(|value| value < -0.02));
    }
    views.retain(|view| view.data.rows.iter().any(|row| size(row) > 0.0));
    Ok(views)
}

/// What the statistics of `sensitivity.csv` say.
fn statistic(key: &str) -> &str {
    match key {
        "ST" => "total share of variance (ST)",
        "S1" => "share of variance alone (S1)",
        "ST_expected" => "total share of variance of the expected output (ST)",
        "S1_expected" => "share of variance of the expected output alone (S1)",
        "mu_star" => "mean size of elementary effects (μ*)",
        "mu" => "mean elementary effect (μ)",
        "sigma" => "spread of elementary effects (σ)",
        "spearman" => "rank correlation (Spearman)",
        other => other,
    }
}

/// Rows with values on both sides of zero. `name` gives the view, the row and the unit; nothing leaves the row out.
fn signed(
    results: &Results,
    table: &str,
    needs: &str,
    (column, axis): (&str, &str),
    name: impl Fn(&Line<'_>) -> Option<(String, String, String)>,
) -> Result<Vec<View<Bars>>, ResultsError> {
    let mut views: Vec<View<Bars>> = Vec::new();
    let Some(sheet) = Sheet::open(results, table)?.filter(|sheet| sheet.has(needs)) else { return Ok(views) };
    for line in sheet.lines() {
        let Some((view, row, unit)) = name(&line) else { continue };
        let bar = Bar::of(&line, row, column, ["ci_low", "ci_high"]);
        if let Some(known) = views.iter_mut().find(|known| known.label == view) {
            known.data.rows.push(bar);
            continue;
        }
        let data = Bars::new(vec![bar], &unit, axis, results).signed();
        views.push(View { label: view, data });
    }
    Ok(views)
}
