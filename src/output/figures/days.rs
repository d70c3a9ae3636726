//! What is followed from day to day: the fan of a quantity, and where on the ladder the runs stand.

use serde::Serialize;
use serde_json::Value;

use super::sheet::{Line, Sheet};
use super::words::{Names, percent, value};
use super::{Chart, Grid, View};
use crate::output::results::{Results, ResultsError};

/// At most so many days are drawn; of longer runs every so manyth.
const MOST_DAYS: usize = 400;
/// At most so many stand in the table.
const MOST_ROWS: usize = 130;
/// With more relations than this only those that move most are shown.
const MOST_RELATIONS: usize = 6;

/// An event that is marked on the axis of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Its day.
    pub day: u64,
    /// What stands at the line: numbers of the events of that day.
    pub mark: String,
    /// Their names.
    pub label: String,
}

/// The events whose day is settled from the start, numbered in the order of days; those of one day share a mark.
pub(super) fn marks(results: &Results) -> Vec<Mark> {
    let scenario = &results.head().scenario;
    let mut days: Vec<(u64, String)> = Vec::new();
    for event in scenario["events"].as_object().into_iter().flat_map(|events| events.values()) {
        if let (Some(day), Some(name)) = (event["trigger"]["day"].as_u64(), event["name"].as_str()) {
            days.push((day, name.to_owned()));
        }
    }
    let states = scenario["states"].as_object().into_iter().flat_map(|states| states.values());
    for state in states {
        let elections = state["elections"].as_array().into_iter().flatten();
        for day in elections.filter_map(|election| election["day"].as_u64()) {
            days.push((day, format!("Election: {}", state["name"].as_str().unwrap_or_default())));
        }
    }
    days.sort_by_key(|(day, _)| *day);
    let mut marks: Vec<Mark> = Vec::new();
    for (number, (day, name)) in (1..).zip(days) {
        match marks.last_mut().filter(|last| last.day == day) {
            Some(last) => {
                last.mark = format!("{}–{number}", last.mark.split('–').next().unwrap_or_default());
                last.label = format!("{}; {name}", last.label);
            }
            None => marks.push(Mark { day, mark: number.to_string(), label: name }),
        }
    }
    marks
}

/// The spread over runs of a quantity, day by day.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Fan {
    /// The days.
    pub days: Vec<u64>,
    /// Date of day 0; none if the scenario has no start.
    pub start: Option<String>,
    /// 5 % of the runs lie below, day by day; as the others.
    pub p05: Vec<Option<f64>>,
    /// 25 % lie below.
    pub p25: Vec<Option<f64>>,
    /// The median.
    pub p50: Vec<Option<f64>>,
    /// 75 % lie below.
    pub p75: Vec<Option<f64>>,
    /// 95 % lie below.
    pub p95: Vec<Option<f64>>,
    /// The mean.
    pub mean: Vec<Option<f64>>,
    /// Lower end of the interval of the mean.
    pub low: Vec<Option<f64>>,
    /// Upper end of it.
    pub high: Vec<Option<f64>>,
    /// Runs still under way.
    pub n: Vec<u64>,
    /// What the axis says.
    pub axis: String,
    /// The largest value there can be.
    pub max: f64,
    /// The events.
    pub events: Vec<Mark>,
}

impl Fan {
    fn push(&mut self, line: &Line<'_>) {
        self.days.push(line.count("day"));
        let columns = ["p05", "p25", "p50", "p75", "p95", "mean", "ci_low", "ci_high"];
        let mine = [
            &mut self.p05,
            &mut self.p25,
            &mut self.p50,
            &mut self.p75,
            &mut self.p95,
            &mut self.mean,
            &mut self.low,
            &mut self.high,
        ];
        for (column, list) in columns.into_iter().zip(mine) {
            list.push(line.real(column));
        }
        self.n.push(line.count("n_active"));
    }

    /// The largest mean of any day.
    fn peak(&self) -> f64 {
        self.mean.iter().flatten().copied().fold(0.0, f64::max)
    }
}

impl Chart for Fan {
    const KIND: &'static str = "fan";

    fn grid(&self) -> Grid {
        let mut grid = Grid::new([
            "day",
            "mean",
            "interval of the mean",
            "p05",
            "p25",
            "median",
            "p75",
            "p95",
            "runs under way",
        ]);
        for (place, day) in self.days.iter().enumerate().step_by(self.days.len().div_ceil(MOST_ROWS).max(1)) {
            let shown = |list: &[Option<f64>]| value(list[place], "");
            let mut row = vec![day.to_string(), shown(&self.mean)];
            row.push(super::interval(self.low[place], self.high[place], ""));
            row.extend([&self.p05, &self.p25, &self.p50, &self.p75, &self.p95].map(|list| shown(list)));
            row.push(self.n[place].to_string());
            grid.rows.push(row);
        }
        grid
    }

    fn words(&self) -> String {
        let at = |place: usize| value(self.mean.get(place).copied().flatten(), "");
        let last = self.days.len().saturating_sub(1);
        format!(
            "Fan of {} over {} days. The mean goes from {} on the first day to {} on the last; it peaks at {}.",
            self.axis,
            self.days.len(),
            at(0),
            at(last),
            value(Some(self.peak()), "")
        )
    }
}

/// Fans of the relations in focus; without a focus, of those that move most.
///
/// # Errors
/// If the table cannot be read.
pub fn fans(results: &Results) -> Result<Vec<View<Fan>>, ResultsError> {
    let single = results.entry("design").is_none() && results.entry("compare").is_none();
    let Some(sheet) = Sheet::open(results, "timeline")?.filter(|_| single) else { return Ok(Vec::new()) };
    let names = Names::of(results);
    let mut found: Vec<(String, String, Fan)> = Vec::new();
    let step = step(&names);
    for line in sheet.lines().filter(|line| line.count("day").is_multiple_of(step)) {
        let (relation, measure) = (line.text("relation"), line.text("measure"));
        let known = found.iter_mut().rev().find(|(r, m, _)| r == relation && m == measure);
        if let Some((_, _, fan)) = known {
            fan.push(&line);
            continue;
        }
        let mut fan = Fan {
            start: names.start().map(str::to_owned),
            axis: axis(measure).to_owned(),
            max: if measure == "injury" { 1.5 } else { 1.0 },
            events: marks(results),
            ..Fan::default()
        };
        fan.push(&line);
        found.push((relation.to_owned(), measure.to_owned(), fan));
    }
    let shown = chosen(&names, &found);
    let place = |relation: &str| shown.iter().position(|one| one == relation);
    let mut views: Vec<(usize, usize, View<Fan>)> = Vec::new();
    for (relation, measure, data) in found {
        let Some(place) = place(&relation) else { continue };
        let reverse = relation.split_once('.').map(|(from, to)| format!("{to}.{from}")).unwrap_or_default();
        let told_already = measure == "tension" && shown[..place].contains(&reverse);
        if !told_already && data.peak() > 0.0 {
            let label = title(&measure, &names.relation(&relation));
            views.push((rank(&measure), place, View { label, data }));
        }
    }
    views.sort_by_key(|(measure, place, _)| (*measure, *place));
    Ok(views.into_iter().map(|(_, _, view)| view).collect())
}

/// From one day that is drawn to the next.
fn step(names: &Names<'_>) -> u64 {
    names.horizon().div_ceil(MOST_DAYS as u64).max(1)
}

/// The relations that are shown.
fn chosen(names: &Names<'_>, found: &[(String, String, Fan)]) -> Vec<String> {
    let focus = names.focus();
    let in_focus = |relation: &str| {
        relation.split_once('.').is_some_and(|(from, to)| focus.contains(&from) && focus.contains(&to))
    };
    let postures = found.iter().filter(|(_, measure, _)| measure == "posture_severity");
    let mut all: Vec<(&str, f64)> = postures.map(|(relation, _, fan)| (&**relation, fan.peak())).collect();
    if focus.is_empty() {
        all.sort_by(|a, b| b.1.total_cmp(&a.1));
        all.truncate(MOST_RELATIONS);
    } else {
        all.retain(|(relation, _)| in_focus(relation));
    }
    all.into_iter().map(|(relation, _)| relation.to_owned()).collect()
}

/// The order in which quantities are shown.
fn rank(measure: &str) -> usize {
    let order = ["tension", "posture_severity", "injury", "grievance", "believed_resolve"];
    order.iter().position(|one| *one == measure).unwrap_or(order.len())
}

fn title(measure: &str, [from, to]: &[String; 2]) -> String {
    match measure {
        "tension" => format!("Tension between {from} and {to}"),
        "posture_severity" => format!("Severity of what {from} has in force against {to}"),
        "injury" => format!("What {from} has suffered from {to} and not answered"),
        "grievance" => format!("Grievance of {from} against {to}"),
        "believed_resolve" => format!("Resolve that {from} believes {to} to have"),
        other => format!("{other}: {from} towards {to}"),
    }
}

fn axis(measure: &str) -> &'static str {
    match measure {
        "tension" => "tension (0 to 1)",
        "posture_severity" => "severity (0 to 1)",
        "injury" => "unanswered injury (0 to 1.5)",
        "grievance" => "grievance (0 to 1)",
        "believed_resolve" => "believed resolve (0 to 1)",
        _ => "",
    }
}

/// Where the runs stand, day by day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shares {
    /// The days.
    pub days: Vec<u64>,
    /// Date of day 0; none if the scenario has no start.
    pub start: Option<String>,
    /// From the lowest: crisis over, calm, then the rungs.
    pub levels: Vec<Level>,
    /// What the axis says.
    pub axis: &'static str,
    /// The events.
    pub events: Vec<Mark>,
}

/// The runs on one rung.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Level {
    /// The rung.
    pub label: String,
    /// Whether it is no rung: calm, or over.
    pub neutral: bool,
    /// Their share of all runs, day by day.
    pub shares: Vec<f64>,
    /// Ends of the intervals of these shares.
    #[serde(skip)]
    pub ends: Vec<[Option<f64>; 2]>,
}

impl Chart for Shares {
    const KIND: &'static str = "shares";

    fn grid(&self) -> Grid {
        let mut grid = Grid { heads: vec!["day".to_owned()], rows: Vec::new() };
        grid.heads.extend(self.levels.iter().map(|level| level.label.clone()));
        for (place, day) in self.days.iter().enumerate().step_by(self.days.len().div_ceil(MOST_ROWS).max(1)) {
            let cell = |level: &Level| {
                let [low, high] = level.ends[place];
                let plain =
                    |end: Option<f64>| end.map_or_else(String::new, |end| format!("{:.1}", 100.0 * end));
                format!("{} ({}–{})", percent(level.shares[place]), plain(low), plain(high))
            };
            grid.rows.push([day.to_string()].into_iter().chain(self.levels.iter().map(cell)).collect());
        }
        grid
    }

    fn words(&self) -> String {
        let peak = |level: &Level| {
            let most = level.shares.iter().copied().fold(0.0, f64::max);
            format!("{} at most {}", level.label, percent(most))
        };
        let told: Vec<String> = self.levels.iter().rev().map(peak).collect();
        format!("Share of runs on each rung over {} days: {}.", self.days.len(), told.join("; "))
    }
}

/// Where the runs stand on the ladder, day by day; `None` if that was not recorded, or of more than one scenario.
///
/// # Errors
/// If the table cannot be read.
pub fn shares(results: &Results) -> Result<Option<Shares>, ResultsError> {
    let single = results.entry("design").is_none() && results.entry("compare").is_none();
    let Some(sheet) = Sheet::open(results, "ladder")?.filter(|_| single) else { return Ok(None) };
    let names = Names::of(results);
    let (mut days, mut keys, mut levels) = (Vec::new(), Vec::new(), Vec::<Level>::new());
    let step = step(&names);
    for line in sheet.lines().filter(|line| line.count("day").is_multiple_of(step)) {
        let (day, key) = (line.count("day"), line.text("rung"));
        if days.last() != Some(&day) {
            days.push(day);
        }
        let place = keys.iter().position(|known| known == key).unwrap_or_else(|| {
            keys.push(key.to_owned());
            let neutral = ["calm", "ended"].contains(&key);
            levels.push(Level { label: names.rung(key), neutral, shares: Vec::new(), ends: Vec::new() });
            keys.len() - 1
        });
        levels[place].shares.push(line.real("share").unwrap_or(0.0));
        levels[place].ends.push([line.real("ci_low"), line.real("ci_high")]);
    }
    let whole = !days.is_empty() && levels.iter().all(|level| level.shares.len() == days.len());
    let start = names.start().map(str::to_owned);
    Ok(whole.then(|| Shares { days, start, levels, axis: "share of all runs", events: marks(results) }))
}

/// Events without a day of their own, by name: they can come on any day.
pub fn undated(results: &Results) -> Vec<String> {
    let events = results.head().scenario["events"].as_object();
    let all = events.into_iter().flat_map(|events| events.values());
    let open = all.filter(|event| event["trigger"]["day"] == Value::Null);
    open.filter_map(|event| event["name"].as_str().map(str::to_owned)).collect()
}
