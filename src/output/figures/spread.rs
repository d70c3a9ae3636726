//! How deaths, acts and days are spread over the runs.

use serde::Serialize;

use super::sheet::Sheet;
use super::words::{Names, grouped, interval, percent, plain};
use super::{Chart, Grid, View};
use crate::output::results::{Results, ResultsError};

/// Runs whose value lies in a bin.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bin {
    /// The values.
    pub label: String,
    /// Share of the runs.
    pub share: f64,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// How many runs.
    pub count: u64,
}

/// The spread of a measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Histogram {
    /// The bins, from the least value.
    pub bins: Vec<Bin>,
    /// What the axis says.
    pub axis: String,
    /// Unit of the values.
    pub unit: String,
    /// Runs in which the measure is defined.
    pub n: u64,
}

impl Chart for Histogram {
    const KIND: &'static str = "histogram";

    fn grid(&self) -> Grid {
        let mut grid = Grid::new(["", "share of runs", "interval", "runs"]);
        grid.heads[0].clone_from(&self.axis);
        grid.rows.extend(self.bins.iter().map(|bin| {
            let ends = interval(bin.low, bin.high, "share");
            vec![bin.label.clone(), percent(bin.share), ends, bin.count.to_string()]
        }));
        grid
    }

    fn words(&self) -> String {
        let most = self.bins.iter().max_by(|a, b| a.share.total_cmp(&b.share));
        let most = most
            .map_or_else(String::new, |bin| format!("; most often {} ({})", bin.label, percent(bin.share)));
        format!("Histogram of {} over {} runs, in {} bins{most}.", self.axis, self.n, self.bins.len())
    }
}

/// Deaths of all, then of the states in focus, then what else is counted; what hardly varies is left out.
///
/// # Errors
/// If the table cannot be read.
pub fn histograms(results: &Results) -> Result<Vec<View<Histogram>>, ResultsError> {
    let single = results.entry("design").is_none() && results.entry("compare").is_none();
    let Some(sheet) = Sheet::open(results, "distributions")?.filter(|_| single) else {
        return Ok(Vec::new());
    };
    let names = Names::of(results);
    let mut found: Vec<(usize, View<Histogram>)> = Vec::new();
    let mut last = "";
    for line in sheet.lines() {
        let metric = line.text("metric");
        let (from, to) = (line.real("from").unwrap_or(0.0), line.real("to").unwrap_or(0.0));
        let bin = Bin {
            label: range(from, to),
            share: line.real("share").unwrap_or(0.0),
            low: line.real("ci_low"),
            high: line.real("ci_high"),
            count: line.count("count"),
        };
        if let Some((_, view)) = found.last_mut().filter(|_| metric == last) {
            view.data.bins.push(bin);
            continue;
        }
        last = metric;
        let unit = results.head().measures.iter().find(|measure| measure.key == metric);
        let unit = unit.map_or_else(String::new, |measure| measure.unit.to_string());
        let (rank, label) = title(metric, &names);
        let axis = if label.to_lowercase().contains(&unit) {
            label.to_lowercase()
        } else {
            format!("{}, {unit}", label.to_lowercase())
        };
        let data = Histogram {
            bins: vec![bin],
            axis: axis.trim_end_matches(", ").to_owned(),
            unit,
            n: line.count("n"),
        };
        found.push((rank, View { label, data }));
    }
    found.retain(|(rank, _)| *rank < HIDDEN);
    found.sort_by_key(|(rank, _)| *rank);
    Ok(found.into_iter().map(|(_, view)| view).collect())
}

/// The rank of what is not shown.
const HIDDEN: usize = 100;

/// Where a measure stands among the others, and what it is called.
fn title(metric: &str, names: &Names<'_>) -> (usize, String) {
    if metric == "fatalities_total" {
        return (0, "Deaths in all states".to_owned());
    }
    let focus = names.focus();
    if let Some((state, kind)) = metric.strip_prefix("fatalities_").and_then(|rest| rest.rsplit_once('_')) {
        let who = if kind == "military" { "Soldiers" } else { "Civilians" };
        let label = format!("{who} killed: {}", names.state(state));
        let place = focus.iter().position(|one| *one == state);
        let rank = match place {
            Some(place) => 1 + 2 * place,
            None if focus.is_empty() => 20,
            None => HIDDEN,
        };
        return (rank, label);
    }
    let shown = [
        "violent_acts",
        "force_turns",
        "retaliation_delay_days",
        "rupture_days",
        "fighting_days",
        "peak_rung_number",
    ];
    let place = shown.iter().position(|one| *one == metric);
    (
        place.map_or(HIDDEN, |place| 40 + place),
        plain(metric.trim_end_matches("_days").trim_end_matches("_number")),
    )
}

/// A whole number, or the least and largest of several.
fn range(from: f64, to: f64) -> String {
    let whole = |number: f64| grouped(&format!("{number:.0}"));
    if from >= to { whole(from) } else { format!("{}–{}", whole(from), whole(to)) }
}
