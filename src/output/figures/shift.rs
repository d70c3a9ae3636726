//! Shifts from a base: what moved decisions, as a waterfall, and what single numbers change, as a tornado.

use serde::Serialize;

use super::sheet::Sheet;
use super::words::{Names, interval, number, plain, value};
use super::{Chart, Grid, View};
use crate::output::results::{Results, ResultsError};

/// Most factors of a tornado that are shown.
const MOST_FACTORS: usize = 15;
/// Terms that move decisions less than this share of the largest are shown as one step.
const TELLING: f64 = 0.02;

/// A step of a waterfall.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The term.
    pub label: String,
    /// What it adds, in log-odds.
    pub value: f64,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Whether this is the sum of those above.
    pub total: bool,
}

/// What moved one kind of decision of a state.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Waterfall {
    /// The steps, the largest first, then their sum.
    pub rows: Vec<Step>,
    /// Decisions that these are means over.
    pub decisions: u64,
    /// What the axis says.
    pub axis: String,
}

impl Chart for Waterfall {
    const KIND: &'static str = "waterfall";

    fn grid(&self) -> Grid {
        let mut grid = Grid::new(["term", "log-odds", "interval", "multiplies the odds by"]);
        grid.rows.extend(self.rows.iter().map(|row| {
            let ends = interval(row.low, row.high, "");
            vec![row.label.clone(), number(row.value), ends, number(libm::exp(row.value))]
        }));
        grid
    }

    fn words(&self) -> String {
        let told = self.rows.iter().filter(|row| !row.total).take(4);
        let told: Vec<String> = told.map(|row| format!("{} {}", row.label, number(row.value))).collect();
        format!("Waterfall of log-odds over {} decisions: {}.", self.decisions, told.join("; "))
    }
}

/// What moved decisions, by kind of decision and state, strikes first; of the states in focus, or of all without a focus.
///
/// # Errors
/// If the table cannot be read.
pub fn waterfalls(results: &Results) -> Result<Vec<View<Waterfall>>, ResultsError> {
    let single = results.entry("design").is_none() && results.entry("compare").is_none();
    let Some(sheet) = Sheet::open(results, "drivers")?.filter(|_| single) else { return Ok(Vec::new()) };
    let names = Names::of(results);
    let focus = names.focus();
    let mut found: Vec<(bool, usize, View<Waterfall>)> = Vec::new();
    for line in sheet.lines() {
        let (state, decision) = (line.text("state"), line.text("decision"));
        let label = format!("{}: decisions to {}", names.state(state), verb(decision));
        let step = Step {
            label: plain(line.text("term")),
            value: line.real("mean_log_odds").unwrap_or(0.0),
            low: line.real("ci_low"),
            high: line.real("ci_high"),
            total: false,
        };
        match found.last_mut().filter(|(.., view)| view.label == label) {
            Some((.., view)) => view.data.rows.push(step),
            None => {
                let axis = "contribution to the log-odds of doing it, against doing nothing".to_owned();
                let data = Waterfall { rows: vec![step], decisions: line.count("decisions"), axis };
                found.push((focus.contains(&state), rank(decision), View { label, data }));
            }
        }
    }
    found.retain(|(.., view)| view.data.rows.iter().any(|row| row.value.abs() > 0.0));
    found.sort_by_key(|(_, rank, _)| *rank);
    let has_focus = found.iter().any(|(in_focus, ..)| *in_focus);
    let views = found.into_iter().filter(|(in_focus, ..)| *in_focus || !has_focus).map(|(.., view)| view);
    Ok(views.map(|view| View { data: arranged(view.data), ..view }).collect())
}

/// The largest first, the small ones as one, then the sum.
fn arranged(mut waterfall: Waterfall) -> Waterfall {
    let rows = &mut waterfall.rows;
    rows.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
    let sum: f64 = rows.iter().map(|row| row.value).sum();
    let least = TELLING * rows.first().map_or(0.0, |row| row.value.abs());
    let small = rows.iter().filter(|row| row.value.abs() < least).map(|row| row.value);
    let (count, rest) = small.fold((0, 0.0), |(count, sum), value| (count + 1, sum + value));
    rows.retain(|row| row.value.abs() >= least);
    let mut push = |label: &str, value, total| {
        rows.push(Step { label: label.to_owned(), value, low: None, high: None, total });
    };
    if count > 0 && rest.abs() > 0.0 {
        push("All others", rest, false);
    }
    push("Sum", sum, true);
    waterfall
}

/// The order in which kinds of decisions are shown.
fn rank(decision: &str) -> usize {
    let order = ["strike", "retaliate", "escalate", "de_escalate"];
    order.iter().position(|one| *one == decision).unwrap_or(order.len())
}

/// A kind of decision as a verb.
fn verb(decision: &str) -> &str {
    match decision {
        "de_escalate" => "de-escalate",
        other => other,
    }
}

/// A factor moved to its low and to its high value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Swing {
    /// The factor.
    pub label: String,
    /// Its low value; none for a group.
    pub low: Option<f64>,
    /// Its high value.
    pub high: Option<f64>,
    /// The output there, with its interval.
    pub at_low: [Option<f64>; 3],
    /// The output at the high value.
    pub at_high: [Option<f64>; 3],
}

/// What single factors change of an output.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tornado {
    /// The factors, the one that changes most first.
    pub rows: Vec<Swing>,
    /// The output as luck draws the factors.
    pub base: f64,
    /// Its unit.
    pub unit: String,
    /// What the axis says.
    pub axis: String,
    /// Runs of each variant.
    pub n: u64,
}

impl Chart for Tornado {
    const KIND: &'static str = "tornado";

    fn grid(&self) -> Grid {
        let mut grid = Grid::new([
            "factor",
            "low value",
            "output at low",
            "interval",
            "high value",
            "output at high",
            "interval",
        ]);
        grid.rows.extend(self.rows.iter().map(|row| {
            let side =
                |[at, low, high]: [Option<f64>; 3]| [value(at, &self.unit), interval(low, high, &self.unit)];
            let ([at_low, ends_low], [at_high, ends_high]) = (side(row.at_low), side(row.at_high));
            let (low, high) = (value(row.low, ""), value(row.high, ""));
            vec![row.label.clone(), low, at_low, ends_low, high, at_high, ends_high]
        }));
        grid
    }

    fn words(&self) -> String {
        let told = self.rows.iter().take(3).map(|row| {
            let [low, high] = [row.at_low[0], row.at_high[0]].map(|at| value(at, &self.unit));
            format!("{} from {low} to {high}", row.label)
        });
        let told: Vec<String> = told.collect();
        format!(
            "Tornado of {}, {} as drawn. {}.",
            self.axis,
            value(Some(self.base), &self.unit),
            told.join("; ")
        )
    }
}

/// What single factors change, by output.
///
/// # Errors
/// If the table cannot be read.
pub fn tornados(results: &Results) -> Result<Vec<View<Tornado>>, ResultsError> {
    let Some(sheet) = Sheet::open(results, "tornado")? else { return Ok(Vec::new()) };
    let names = Names::of(results);
    let mut views: Vec<View<Tornado>> = Vec::new();
    for line in sheet.lines() {
        let output = line.text("output");
        let class = output.strip_prefix("outcome_");
        let label = class.map_or_else(|| plain(output), |class| names.outcome(class));
        let at = |columns: [&str; 3]| columns.map(|column| line.real(column));
        let swing = Swing {
            label: line.text("factor").to_owned(),
            low: line.real("low"),
            high: line.real("high"),
            at_low: at(["at_low", "at_low_ci_low", "at_low_ci_high"]),
            at_high: at(["at_high", "at_high_ci_low", "at_high_ci_high"]),
        };
        if let Some(view) = views.iter_mut().find(|view| view.label == label) {
            if view.data.rows.len() < MOST_FACTORS {
                view.data.rows.push(swing);
            }
            continue;
        }
        let unit = line.text("unit").to_owned();
        let of_what = if unit == "share" { "share of runs" } else { &unit };
        let axis = format!("{}: {of_what}", label.to_lowercase());
        let base = line.real("base").unwrap_or(0.0);
        views.push(View { label, data: Tornado { rows: vec![swing], base, unit, axis, n: line.count("n") } });
    }
    let moves = |row: &Swing| row.at_low[0].is_some() && row.at_low[0] != row.at_high[0];
    views.retain(|view| view.data.rows.iter().any(moves));
    Ok(views)
}
