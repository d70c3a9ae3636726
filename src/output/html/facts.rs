//! The head of the page (what was asked and what came out in short) and its end: method, limits, how to do it again.

use std::fmt::Write;

use super::markup::{Body, escaped};
use super::sections::level;
use crate::output::figures::{self, Bar, Bars, Names, View, grouped, interval, number, percent};
use crate::output::results::{Results, ResultsError};
use crate::output::table::Cell;

/// An interval wider than this leaves an outcome vague.
const VAGUE: f64 = 0.05;
/// If the horizon cuts off more runs than this, outcomes say where runs stood rather than how they end.
const CUT_OFF: f64 = 0.5;
/// Characters of a word of the command line that need no quotes.
const PLAIN: &str = "-_./=:,+%@";

/// Title, what was asked, and the answer in short.
pub(super) fn head(results: &Results) -> Result<String, ResultsError> {
    let (head, names) = (results.head(), Names::of(results));
    let mut html = format!("<h1>{}</h1>\n", escaped(results.title()));
    if let Some(text) = head.scenario["description"].as_str().filter(|text| !text.is_empty()) {
        // Writing to a text cannot fail.
        let _ = writeln!(html, "<p class=\"lead\">{}</p>", escaped(text));
    }
    let focus: Vec<String> = names.focus().into_iter().map(|key| names.state(key)).collect();
    let days = match names.start() {
        Some(start) => format!("{} from {start}", names.horizon()),
        None => names.horizon().to_string(),
    };
    let facts = [
        ("Asked", command(results)),
        ("In focus", if focus.is_empty() { "all states".to_owned() } else { focus.join(" and ") }),
        ("Runs", grouped(&head.done_runs.to_string())),
        ("Days at most", days),
        ("Seed", head.seed.clone()),
    ];
    html.push_str("<dl class=\"asked\">\n");
    for (name, value) in facts {
        let value =
            if name == "Asked" { format!("<code>{}</code>", escaped(&value)) } else { escaped(&value) };
        let _ = writeln!(html, "<dt>{name}</dt><dd>{value}</dd>");
    }
    html.push_str("</dl>\n");
    html.push_str(&short(results)?);
    Ok(html)
}

/// The answer in a few numbers: the most frequent outcomes and how far crises go.
fn short(results: &Results) -> Result<String, ResultsError> {
    let outcomes = figures::outcomes(results)?;
    let [View { data: Bars { rows, .. }, .. }] = outcomes.as_slice() else { return Ok(String::new()) };
    let milestones = figures::milestones(results)?.map_or_else(Vec::new, |bars| bars.rows);
    let mut html = "<ul class=\"short\" aria-label=\"In short\">\n".to_owned();
    let frequent = rows.iter().filter(|row| row.value > Some(0.0)).take(3);
    for row in frequent.chain(milestones.first()) {
        let ends = interval(row.low, row.high, "share");
        let share = row.value.map_or_else(String::new, percent);
        let _ = writeln!(
            html,
            "<li><strong>{share}</strong>{}<span>{} interval {ends}</span></li>",
            escaped(&row.label),
            level(results)
        );
    }
    html.push_str("</ul>\n");
    Ok(html)
}

/// Method, limits, and how to do it again.
pub(super) fn method(body: &mut Body, results: &Results) -> Result<(), ResultsError> {
    let head = results.head();
    body.section("method", "Method and limits");
    body.paragraph(&format!(
        "Each run plays the scenario day by day; states weigh what they may do and choose by a nested logit, and all luck comes from \
         the seed {}. Intervals are at {} (shares: {}). They are of the simulation alone: they say how far a number may lie \
         from what endless runs of this scenario would give, and nothing of whether the scenario is right. For that, \
         vary the numbers you doubt and compare.",
        head.seed,
        level(results),
        figures::method(results)
    ));
    let limits = limits(results)?;
    if !limits.is_empty() {
        body.raw("<ul>\n");
        for limit in limits {
            body.raw(&format!("<li>{}</li>\n", escaped(&limit)));
        }
        body.raw("</ul>\n");
    }
    body.paragraph(
        "Times that need not come (a first strike, the end of the crisis) are never averaged; the share of runs that have not seen \
         them is given instead. Measures that are undefined in a run rest on fewer runs, as their n says.",
    );
    body.raw(&format!(
        "<h3>To do it again</h3>\n<pre>{}</pre>\n<p class=\"note\">offramp {}; stopping rule: {}; scenario (BLAKE3) <code>{}</code>. The same scenario, seed, number of \
         runs, version and flags give the same bytes on any machine. What each column means is in manifest.json.</p>\n",
        escaped(&command(results)),
        escaped(&head.version),
        escaped(&head.stopping_rule),
        escaped(&head.scenario_blake3)
    ));
    Ok(())
}

/// What to know of these numbers before using them.
fn limits(results: &Results) -> Result<Vec<String>, ResultsError> {
    let mut limits = Vec::new();
    let views = figures::outcomes(results)?;
    let rows = || views.iter().flat_map(|view| &view.data.rows);
    let width = |row: &Bar| row.high.unwrap_or(0.0) - row.low.unwrap_or(0.0);
    let widest = rows().max_by(|a, b| width(a).total_cmp(&width(b)));
    if let Some(row) = widest.filter(|row| width(row) > VAGUE) {
        let points = number(100.0 * width(row));
        limits.push(format!(
            "The interval of “{}” spans {points} points: more runs would narrow it.",
            row.label
        ));
    }
    let is_seen = |label: &str| rows().any(|row| row.label == label && row.count > Some(0));
    let first = views.first().map_or(&[][..], |view| &view.data.rows);
    let never: Vec<&Bar> = first.iter().filter(|row| !is_seen(&row.label)).collect();
    if let Some(row) = never.first() {
        let names: Vec<String> = never.iter().map(|row| row.label.to_lowercase()).collect();
        let most = row.high.map_or_else(String::new, percent);
        limits.push(format!(
            "Never seen in {} runs, which is not the same as impossible (each may be as frequent as {most}): {}.",
            grouped(&row.n.to_string()),
            names.join(", ")
        ));
    }
    if let Some(share) = cut_off(results)? {
        let judged =
            if share > CUT_OFF { ", so outcomes say where they stood, not how they end" } else { "" };
        limits.push(format!("The horizon cut off {} of the runs{judged}.", percent(share)));
    }
    Ok(limits)
}

/// The share of runs that the horizon ended.
fn cut_off(results: &Results) -> Result<Option<f64>, ResultsError> {
    let single = results.entry("design").is_none() && results.entry("compare").is_none();
    let Some(rows) = results.rows("summary")?.filter(|_| single) else { return Ok(None) };
    for row in rows {
        if let [_, Cell::Text(metric), Cell::Text(_), Cell::Real(share), ..] = row?.as_slice() {
            if metric == "end_reason_horizon" {
                return Ok(Some(*share));
            }
        }
    }
    Ok(None)
}

/// The end of the page.
pub(super) fn foot(results: &Results) -> String {
    format!(
        "<footer><p>Made by offramp {} from the tables of its results folder. Charts: Apache ECharts 6 (Apache License 2.0), embedded; this page asks the network for \
         nothing.</p></footer>\n",
        escaped(&results.head().version)
    )
}

/// The command line as it is typed.
fn command(results: &Results) -> String {
    let quoted = |word: &String| {
        let plain = word.chars().all(|letter| letter.is_alphanumeric() || PLAIN.contains(letter));
        if plain && !word.is_empty() { word.clone() } else { format!("'{}'", word.replace('\'', "'\\''")) }
    };
    results.head().command_line.iter().map(quoted).collect::<Vec<_>>().join(" ")
}
