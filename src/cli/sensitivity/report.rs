//! What `sensitivity` prints: output by output, the factors that matter most.

use std::fmt::Write;

use super::super::args::Method;
use super::super::format::{counted, percentage, plain, thousands, titled, wrapped};
use super::super::screen::Style;
use super::super::table::{Align, Table};
use super::Question;
use crate::experiment::sensitivity::{FactorSensitivity, LUCK, Sensitivity, Statistic, noise_share};
use crate::stats::Estimate;

/// Outcome classes shown if none are named: those that vary most.
const CLASSES: usize = 3;
/// Measures shown besides.
const MEASURES: [&str; 2] = ["violent_acts", "fatalities_total"];
/// Factors shown of each output.
pub(super) const FACTORS: usize = 8;
/// Columns of a bar that stands for 1, or for the largest.
const BAR: usize = 20;

/// The report of a method with indices.
pub(super) fn indices(question: &Question<'_>, list: &[Sensitivity], rows: u64, style: Style) -> String {
    let (subject, plan, method) = (&question.subject, question.sample, question.arguments.method);
    let title = titled(question.loaded.scenario.title(), style.width);
    let mut text = format!("{}\nWhat the numbers left open mean for the outcome\n", style.bold(&title));
    let by = if method == Method::Sobol { Statistic::Total } else { Statistic::MuStar };
    let shown = shown(list);
    text.push_str(&lists(&shown, by, style));
    let (factors, each) = (subject.factors.list().len() as u64, counted(plan.inner, "run"));
    let evaluations = if method == Method::Sobol { factors + 3 } else { factors + 1 };
    let runs = counted(rows * evaluations * plan.inner, "run");
    let (rows, factors) = (thousands(rows), counted(factors, "factor"));
    let more = more(shown.len(), list.len(), "sensitivity.csv");
    let what = match method {
        Method::Sobol => format!(
            "ST: share of the output's variance that stays if all else is fixed, luck included; S1: share that goes if the \
             factor alone is fixed. Expected: of the output's expectation, luck averaged out. An output is the mean of \
             {each}. {factors}, {rows} base rows, {runs}"
        ),
        _ => format!(
            "mu*: mean size of the change of the output, per width of the factor's distribution; mu: the same with its \
             sign; sigma: how unlike the changes are. An output is the mean of {each}. {factors}, {rows} trajectories, \
             {runs}"
        ),
    };
    let basis = format!("{what}, seed {}, 95 % intervals.{more}", plan.seed);
    let _ = writeln!(text, "\n{}", style.faint(&wrapped(&basis, style.width, 0)));
    text
}

/// That there are more outputs than are shown.
pub(super) fn more(shown: usize, all: usize, file: &str) -> String {
    if shown < all { format!(" All {all} outputs are in {file}.") } else { String::new() }
}

/// Of many outputs, those that say most.
pub(super) fn shown(list: &[Sensitivity]) -> Vec<Sensitivity> {
    let keys: Vec<&str> = list.iter().map(|one| one.output.as_str()).collect();
    let means: Vec<Option<f64>> = list.iter().map(|one| one.mean).collect();
    chosen(&keys, &means).into_iter().map(|place| list[place].clone()).collect()
}

/// The places of these outputs.
pub(super) fn chosen(outputs: &[&str], means: &[Option<f64>]) -> Vec<usize> {
    let all = 0..outputs.len();
    if outputs.len() <= CLASSES + MEASURES.len() {
        return all.collect();
    }
    let spread = |place: usize| means[place].map_or(0.0, |mean| mean * (1.0 - mean));
    let is_class = |&place: &usize| outputs[place].starts_with("outcome_") && spread(place) > 0.0;
    let mut classes: Vec<usize> = all.clone().filter(is_class).collect();
    classes.sort_by(|&a, &b| spread(b).total_cmp(&spread(a)));
    classes.truncate(CLASSES);
    classes.extend(all.filter(|&place| MEASURES.contains(&outputs[place])));
    classes
}

/// One block for each output.
pub(super) fn lists(list: &[Sensitivity], by: Statistic, style: Style) -> String {
    let mut text = String::new();
    for one in list {
        let mean = one.mean.map_or_else(String::new, |mean| format!(" (mean {})", number(mean)));
        let _ = write!(text, "\n{}{mean}\n\n{}", style.bold(&name(&one.output)), factors(one, by, style));
        if let Some(line) = noise(one) {
            let _ = writeln!(text, "{}", wrapped(&line, style.width, 0));
        }
    }
    text
}

/// How much is luck, in words.
fn noise(one: &Sensitivity) -> Option<String> {
    let share = noise_share(one)?;
    let luck = one.factors.iter().find(|factor| factor.factor == LUCK)?;
    let interval = luck.get(Statistic::Total).and_then(|total| total.interval);
    let between = interval.map_or_else(String::new, |ends| {
        format!(" ({} to {} %)", percentage(ends.low), percentage(ends.high.min(1.0)))
    });
    let kind = match share {
        0.9.. => "Nearly all of it is luck",
        0.5.. => "Most of it is luck",
        0.1.. => "Part of it is luck",
        _ => "Little of it is luck",
    };
    Some(format!("{kind}: with every factor fixed, {} %{between} of the variance stays.", percentage(share)))
}

fn factors(one: &Sensitivity, by: Statistic, style: Style) -> String {
    let ranked = one.ranked(by).into_iter().filter(|factor| factor.factor != LUCK);
    let ranked: Vec<&FactorSensitivity> = ranked.filter(|factor| value(factor, by).is_some()).collect();
    if ranked.is_empty() {
        return "It is the same everywhere: nothing to explain.\n".to_owned();
    }
    let (second, third, first) = match by {
        Statistic::Total => (Statistic::First, Statistic::TotalExpected, "ST"),
        Statistic::Spearman => (Statistic::Spearman, Statistic::Spearman, "rank corr."),
        _ => (Statistic::Mu, Statistic::Sigma, "mu*"),
    };
    let [second_name, third_name] = match by {
        Statistic::Total => ["S1", "ST expected"],
        Statistic::Spearman => ["", ""],
        _ => ["mu", "sigma"],
    };
    let mut table = Table::new([
        ("factor", Align::Left),
        (first, Align::Right),
        ("95 % interval", Align::Right),
        (second_name, Align::Right),
        (third_name, Align::Right),
    ]);
    let largest = ranked.iter().filter_map(|factor| value(factor, by)).fold(0.0, |a: f64, b| a.max(b.abs()));
    // Shares of variance and correlations have a scale of their own.
    let full = if by == Statistic::MuStar { largest } else { 1.0 };
    let mut bars = Vec::new();
    for factor in ranked.iter().take(FACTORS) {
        let cell = |statistic: Statistic, name: &str| {
            let shown = if name.is_empty() { None } else { value(factor, statistic) };
            shown.map_or_else(String::new, number)
        };
        let estimate = factor.get(by).unwrap_or_default();
        table.push([
            factor.factor.clone(),
            cell(by, first),
            interval(&estimate),
            cell(second, second_name),
            cell(third, third_name),
        ]);
        bars.push(bar(estimate.value.unwrap_or(0.0).abs() / full, style));
    }
    let mut text = table.render_with_bars(style, &bars);
    let rest = ranked.len().saturating_sub(FACTORS);
    if rest > 0 {
        let _ =
            writeln!(text, "{}", style.faint(&format!("and {} with less", counted(rest as u64, "factor"))));
    }
    text
}

fn value(factor: &FactorSensitivity, by: Statistic) -> Option<f64> {
    factor.get(by)?.value
}

/// Both ends.
pub(super) fn interval(estimate: &Estimate) -> String {
    let between = |ends: crate::stats::Interval| format!("{} to {}", number(ends.low), number(ends.high));
    estimate.interval.map_or_else(String::new, between)
}

/// A bar of which all columns stand for 1.
pub(super) fn bar(share: f64, style: Style) -> String {
    let length = (share.clamp(0.0, 1.0) * BAR as f64).round() as usize;
    if style.unicode { "█".repeat(length) } else { "#".repeat(length) }
}

/// With so many digits that it says something.
pub(super) fn number(value: f64) -> String {
    let size = value.abs();
    let digits = match size {
        100.0.. => 0,
        10.0.. => 1,
        1.0.. => 2,
        _ => 3,
    };
    let text = format!("{value:.digits$}");
    // Without a sign of zero.
    if text.trim_start_matches(['-', '0', '.']).is_empty() { format!("{:.digits$}", 0.0) } else { text }
}

/// An output as words.
pub(super) fn name(output: &str) -> String {
    match output.strip_prefix("outcome_") {
        Some(class) => format!("Outcome: {}", plain(class)),
        None => plain(output),
    }
}
