//! What `sweep` prints: the points with their outcomes, where each outcome is most and least likely, and the policies' regret.

mod grid;

use std::fmt::Write;

use crate::cli::format::{class_title, counted, percentage, thousands, titled, wrapped};
use crate::cli::screen::Style;
use crate::experiment::Confidence;
use crate::experiment::Quantity;
use crate::experiment::design::{Design, Shown};
use crate::experiment::estimates::OutcomeEstimate;
use crate::experiment::regret::{PolicyRegret, Regret};
use crate::experiment::sweep::{PointTally, Sweep};
use crate::output::csv::real;
use crate::stats::Estimate;
use grid::Column;

/// Points and policies that are shown; all are in the files.
const SHOWN: usize = 20;
/// A value of text is cut to so many letters.
const LONGEST_VALUE: usize = 24;

/// The report of a sweep. `outcomes` are those of every point.
pub(super) fn report(
    sweep: &Sweep,
    totals: &[PointTally],
    outcomes: &[Vec<OutcomeEstimate>],
    regret: Option<&Regret>,
    confidence: Confidence,
    style: Style,
) -> String {
    let design = sweep.design();
    let program = sweep.program(0);
    let mut text = format!("{}\n", style.bold(&titled(program.scenario().title(), style.width)));
    let points = counted(design.points().len() as u64, "point");
    let _ = writeln!(text, "Outcomes at {points} of the design, in % of runs\n");
    text.push_str(&grid::render(point_columns(design, outcomes), style));
    text.push_str(&more(design.points().len(), "points", "outcomes.csv"));
    text.push('\n');
    text.push_str(&extremes(design, outcomes, style));
    if let Some(regret) = regret {
        text.push('\n');
        text.push_str(&of_policies(sweep, regret, style));
    }
    let runs = totals.iter().map(PointTally::runs).min().unwrap_or(0);
    let level = 100.0 * confidence.level.get();
    let basis = format!(
        "{} of each point on the same luck, seed {}, {level:.0} % intervals.",
        counted(runs, "run"),
        sweep.plan().seed
    );
    let _ = writeln!(text, "\n{}", style.faint(&wrapped(&basis, style.width, 0)));
    text
}

fn more(all: usize, things: &str, file: &str) -> String {
    if all <= SHOWN {
        return String::new();
    }
    format!("and {} other {things}, in {file}\n", thousands((all - SHOWN) as u64))
}

/// The number of the point, what is varied, and the outcomes, the most frequent over all points first.
fn point_columns(design: &Design, outcomes: &[Vec<OutcomeEstimate>]) -> Vec<Column> {
    let shown = 0..design.points().len().min(SHOWN);
    let mut columns = vec![Column::number("point", shown.clone().map(|point| point.to_string()).collect())];
    for (parameter, heading) in headings(design).into_iter().enumerate() {
        let values = shown.clone().map(|point| value(design, point, parameter)).collect();
        columns.push(Column::parameter(heading, values));
    }
    for class in by_frequency(outcomes) {
        let share =
            |point: usize| outcomes[point][class].probability.value.map_or_else(String::new, percentage);
        let title = class_title(&outcomes[0][class].outcome);
        columns.push(Column::number(&title, shown.clone().map(share).collect()));
    }
    columns
}

/// The outcome classes that occurred at all, the most frequent over all points first.
fn by_frequency(outcomes: &[Vec<OutcomeEstimate>]) -> Vec<usize> {
    let count = |class: usize| outcomes.iter().map(|point| point[class].count).sum::<u64>();
    let mut classes: Vec<usize> =
        (0..outcomes.first().map_or(0, Vec::len)).filter(|&class| count(class) > 0).collect();
    classes.sort_by_key(|&class| std::cmp::Reverse(count(class)));
    classes
}

/// The last keys of the paths where these tell them apart, otherwise the paths.
fn headings(design: &Design) -> Vec<String> {
    let last = |path: &str| path.rsplit('.').next().unwrap_or(path).to_owned();
    let paths: Vec<&str> = design.parameters().iter().map(|parameter| parameter.path.as_str()).collect();
    let is_lone = |key: &str| paths.iter().filter(|path| last(path) == key).count() == 1;
    paths.iter().map(|path| if is_lone(&last(path)) { last(path) } else { (*path).to_owned() }).collect()
}

fn value(design: &Design, point: usize, parameter: usize) -> String {
    match design.points()[point][parameter].shown() {
        Shown::Nothing => "as written".to_owned(),
        Shown::Number(number) => real(number),
        Shown::Switch(flag) => flag.to_string(),
        Shown::Text(text) if text.chars().count() > LONGEST_VALUE => {
            text.chars().take(LONGEST_VALUE - 3).chain("...".chars()).collect()
        }
        Shown::Text(text) => text,
    }
}

/// Of every outcome where it is most and least likely.
fn extremes(design: &Design, outcomes: &[Vec<OutcomeEstimate>], style: Style) -> String {
    let mut text = String::new();
    let names = headings(design);
    for class in by_frequency(outcomes) {
        let share = |point: &usize| outcomes[*point][class].probability.value.unwrap_or(f64::NAN);
        let points = || 0..outcomes.len();
        // Of several the first.
        let highest = points().rev().max_by(|a, b| share(a).total_cmp(&share(b)));
        let lowest = points().min_by(|a, b| share(a).total_cmp(&share(b)));
        let (Some(highest), Some(lowest)) = (highest, lowest) else { continue };
        let at = |point: usize| {
            let pairs = names.iter().enumerate();
            let values: Vec<String> = pairs
                .map(|(parameter, name)| format!("{name} {}", value(design, point, parameter)))
                .collect();
            format!("{} % at point {point} ({})", percentage(share(&point)), values.join(", "))
        };
        let lead = format!("{}  ", class_title(&outcomes[0][class].outcome));
        let line = format!("from {} to {}", at(lowest), at(highest));
        let _ = writeln!(text, "{}{}", style.bold(&lead), wrapped(&line, style.width, lead.chars().count()));
    }
    text
}

/// The policies, the one with the smallest largest regret first.
fn of_policies(sweep: &Sweep, regret: &Regret, style: Style) -> String {
    let (design, objective) = (sweep.design(), sweep.objective());
    let is_share = objective.is_some_and(|objective| matches!(objective.quantity, Quantity::Outcome(_)));
    let what = objective.map_or_else(String::new, crate::experiment::Objective::describe);
    let unit = if is_share { ", in % of runs" } else { "" };
    let futures = counted(regret.futures as u64, "future");
    let mut text = format!("Regret of the policies over {futures}: {what}{unit}\n\n");
    let mut order: Vec<usize> = (0..regret.policies.len()).collect();
    let largest = |policy: &usize| regret.policies[*policy].max.value.unwrap_or(f64::INFINITY);
    order.sort_by(|a, b| largest(a).total_cmp(&largest(b)));
    order.truncate(SHOWN);
    let point = |policy: usize| design.point_of(policy, 0);
    let mut columns = vec![Column::number("policy", order.iter().map(usize::to_string).collect())];
    for (parameter, heading) in headings(design).into_iter().enumerate() {
        if design.parameters()[parameter].is_lever {
            let values = order.iter().map(|&policy| value(design, point(policy), parameter)).collect();
            columns.push(Column::parameter(heading, values));
        }
    }
    let number = |value: Option<f64>| match value {
        Some(value) if is_share => percentage(value),
        Some(value) => real((value * 1000.0).round() / 1000.0),
        None => String::new(),
    };
    let of = |read: &dyn Fn(&PolicyRegret) -> String| {
        order.iter().map(|&policy| read(&regret.policies[policy])).collect()
    };
    let interval = |estimate: &Estimate| {
        estimate.interval.map_or_else(String::new, |ends| {
            format!("{} to {}", number(Some(ends.low)), number(Some(ends.high)))
        })
    };
    let share =
        |share: Option<f64>| share.map_or_else(String::new, |share| format!("{} %", percentage(share)));
    columns.extend([
        Column::number("max regret", of(&|row| number(row.max.value))),
        Column::number("interval", of(&|row| interval(&row.max))),
        Column::number("mean regret", of(&|row| number(row.mean.value))),
        Column::number("objective", of(&|row| number(row.objective.value))),
        Column::number("best in", of(&|row| share(row.share_best))),
        Column::number("not worse in", of(&|row| share(row.share_not_worse))),
        Column::number("mean interval", of(&|row| interval(&row.mean))),
    ]);
    text.push_str(&grid::render(columns, style));
    text.push_str(&more(regret.policies.len(), "policies", "regret.csv"));
    if regret.left_out > 0 {
        let left_out = counted(regret.left_out as u64, "future");
        let _ = writeln!(text, "{left_out} left out, in which the objective of a policy is undefined");
    }
    text
}
