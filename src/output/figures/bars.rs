//! Values with intervals, one to a row: outcomes, first strikes, differences between variants, contributions, indices.

use serde::Serialize;

use super::sheet::{Line, Sheet};
use super::words::{Names, interval, plain, value};
use super::{Chart, Grid, View};
use crate::output::results::{Results, ResultsError};

/// A value with its interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// The value; `None` if undefined.
    pub value: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Runs that have it, of a share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Runs that it rests on.
    pub n: u64,
    /// What else there is to say.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Bar {
    pub(super) fn of(line: &Line<'_>, label: String, column: &str, [low, high]: [&str; 2]) -> Self {
        let (value, n) = (line.real(column), line.count("n"));
        Self { label, value, low: line.real(low), high: line.real(high), count: None, n, note: String::new() }
    }

    /// A statistic of `summary.csv`.
    fn statistic(line: &Line<'_>, label: String) -> Self {
        Self::of(line, label, "value", ["ci_low", "ci_high"])
    }

    /// The share of those that are not among these.
    fn complement(self) -> Self {
        let turned = |share: Option<f64>| share.map(|share| 1.0 - share);
        Self { value: turned(self.value), low: turned(self.high), high: turned(self.low), ..self }
    }
}

/// Rows of values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bars {
    /// The rows, from the top.
    pub rows: Vec<Bar>,
    /// Unit of all values: `share`, `points` (difference of shares) or another.
    pub unit: String,
    /// What the axis says.
    pub axis: String,
    /// What the intervals are.
    pub interval: String,
    /// Whether values lie on both sides of zero.
    pub signed: bool,
}

impl Bars {
    pub(super) fn new(rows: Vec<Bar>, unit: &str, axis: &str, results: &Results) -> Self {
        let interval = format!("{} % interval", value(Some(100.0 * results.head().ci_level), ""));
        Self { rows, unit: unit.to_owned(), axis: axis.to_owned(), interval, signed: false }
    }

    pub(super) fn signed(self) -> Self {
        Self { signed: true, ..self }
    }
}

impl Chart for Bars {
    const KIND: &'static str = "bars";

    fn grid(&self) -> Grid {
        let mut grid = Grid::new(["", "value", "", "n"]);
        grid.heads[1].clone_from(&self.axis);
        grid.heads[2].clone_from(&self.interval);
        grid.rows.extend(self.rows.iter().map(|row| {
            let ends = interval(row.low, row.high, &self.unit);
            vec![row.label.clone(), value(row.value, &self.unit), ends, row.n.to_string()]
        }));
        grid
    }

    fn words(&self) -> String {
        let told =
            self.rows.iter().take(4).map(|row| format!("{} {}", row.label, value(row.value, &self.unit)));
        format!("{} rows, {}. {}.", self.rows.len(), self.axis, told.collect::<Vec<_>>().join("; "))
    }
}

/// The share of runs that ended in each class, the most frequent first. Of a comparison, one view for each variant; none of a sweep.
///
/// # Errors
/// If the table cannot be read.
pub fn outcomes(results: &Results) -> Result<Vec<View<Bars>>, ResultsError> {
    let names = Names::of(results);
    let (Some(sheet), None) = (Sheet::open(results, "outcomes")?, results.entry("design")) else {
        return Ok(Vec::new());
    };
    let mut views: Vec<(String, Vec<Bar>)> = Vec::new();
    for line in sheet.lines() {
        let variant = line.text("variant").to_owned();
        let key = line.text("outcome");
        let mut bar = Bar::of(&line, names.outcome(key), "probability", ["ci_low", "ci_high"]);
        (bar.count, bar.note) = (Some(line.count("count")), names.meaning(key));
        match views.iter_mut().find(|(label, _)| *label == variant) {
            Some((_, rows)) => rows.push(bar),
            None => views.push((variant, vec![bar])),
        }
    }
    let view = |(label, mut rows): (String, Vec<Bar>)| {
        rows.sort_by(|a, b| b.count.cmp(&a.count));
        View { label, data: Bars::new(rows, "share", "share of runs", results) }
    };
    Ok(views.into_iter().map(view).collect())
}

/// How many runs came to a first strike, an answer, a mediation and an agreement.
///
/// # Errors
/// If the table cannot be read.
pub fn milestones(results: &Results) -> Result<Option<Bars>, ResultsError> {
    let Some(sheet) = plain_summary(results)? else { return Ok(None) };
    let found = |metric: &str, statistic: &str| {
        sheet.lines().find(|line| line.text("metric") == metric && line.text("statistic") == statistic)
    };
    let mut rows = Vec::new();
    if let Some(line) = found("first_strike_day", "share_censored") {
        rows.push(Bar::statistic(&line, "First strike".to_owned()).complement());
    }
    let shares = [
        ("retaliated", "Violent answer, if there is a first strike"),
        ("mediated", "Mediation begins"),
        ("agreement", "Agreement through a go-between"),
    ];
    for (metric, label) in shares {
        rows.extend(found(metric, "share").map(|line| Bar::statistic(&line, label.to_owned())));
    }
    Ok((!rows.is_empty()).then(|| Bars::new(rows, "share", "share of runs", results)))
}

/// Who struck first, on which rung the other side answered, who mediated, and in what form the crisis ended.
///
/// # Errors
/// If the table cannot be read.
pub fn first_strikes(results: &Results) -> Result<Vec<View<Bars>>, ResultsError> {
    let Some(sheet) = plain_summary(results)? else { return Ok(Vec::new()) };
    let names = Names::of(results);
    let questions: [(&str, &str, &str); 5] = [
        ("first_striker_", "Who strikes first", "share of first strikes"),
        ("reply_rung_", "The gravest answer to a first strike", "share of answers"),
        ("mediator_", "Who mediates", "share of mediations"),
        ("agreement_by_", "Who brings an agreement about", "share of agreements"),
        ("end_form_", "How crises with a first strike end", "share of such crises"),
    ];
    let mut views = Vec::new();
    for (prefix, label, axis) in questions {
        let known = categories(results, prefix.trim_end_matches('_'));
        let mut rows = Vec::new();
        for line in sheet.lines().filter(|line| line.text("statistic") == "share") {
            let Some(key) = line.text("metric").strip_prefix(prefix) else { continue };
            if !known || line.count("n") == 0 {
                continue;
            }
            let label = match prefix {
                "first_striker_" => names.state(key),
                "mediator_" | "agreement_by_" => names.mediator(key),
                _ => plain(key),
            };
            rows.push(Bar::statistic(&line, label));
        }
        rows.retain(|row| row.value.is_some_and(|share| share > 0.0));
        if prefix != "reply_rung_" {
            rows.sort_by(|a, b| b.value.unwrap_or(0.0).total_cmp(&a.value.unwrap_or(0.0)));
        }
        if !rows.is_empty() {
            views.push(View { label: label.to_owned(), data: Bars::new(rows, "share", axis, results) });
        }
    }
    Ok(views)
}

/// Whether the manifest has a measure of names by this key.
fn categories(results: &Results, key: &str) -> bool {
    let mut measures = results.head().measures.iter();
    measures.any(|measure| measure.key == key && measure.kind == "category")
}

/// `summary.csv` of a single scenario.
fn plain_summary(results: &Results) -> Result<Option<Sheet>, ResultsError> {
    let is_one = results.entry("design").is_none() && results.entry("compare").is_none();
    Ok(Sheet::open(results, "summary")?.filter(|_| is_one))
}

/// Each outcome class over the variants of a comparison.
///
/// # Errors
/// If the table cannot be read.
pub fn compared(results: &Results) -> Result<Vec<View<Bars>>, ResultsError> {
    let by_variant = if results.entry("compare").is_some() { outcomes(results)? } else { Vec::new() };
    let Some(first) = by_variant.first() else { return Ok(Vec::new()) };
    let mut views = Vec::new();
    for class in &first.data.rows {
        let of_variant = |view: &View<Bars>| {
            let row = view.data.rows.iter().find(|row| row.label == class.label)?;
            Some(Bar { label: view.label.clone(), note: String::new(), ..row.clone() })
        };
        let rows: Vec<Bar> = by_variant.iter().filter_map(of_variant).collect();
        if rows.iter().any(|row| row.count > Some(0)) {
            views.push(View { label: class.label.clone(), data: Bars { rows, ..first.data.clone() } });
        }
    }
    Ok(views)
}
