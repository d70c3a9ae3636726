//! What `case` prints: for every case what happened and how probable it was, then the scores over cases.

use std::fmt::Write;

use crate::cli::format::{counted, percentage, plain, titled, wrapped};
use crate::cli::screen::Style;
use crate::cli::table::{Align, Table};
use crate::experiment::Confidence;
use crate::experiment::case::scores::scores;
use crate::experiment::case::{Case, CaseReport};
use crate::output::case::done_key;
use crate::stats::Estimate;

/// Below so many equally weighted runs an interval of a likelihood covers too little.
const FEW: f64 = 100.0;
/// So many of the least probable steps are told.
const STEPS: usize = 6;

/// The report of a back-test.
pub(super) fn report(cases: &[Case], reports: &[CaseReport], confidence: Confidence, style: Style) -> String {
    let mut text = String::new();
    for (case, report) in cases.iter().zip(reports) {
        let title = titled(case.program().scenario().title(), style.width);
        let _ = writeln!(text, "{}\n", style.bold(&title));
        text.push_str(&quantities(report, style));
        let _ = writeln!(text, "\n{}\n", wrapped(&path(report), style.width, 0));
        if cases.len() == 1 {
            text.push_str(&steps(case, report, style));
            text.push('\n');
        }
    }
    if reports.len() > 1 {
        text.push_str(&score_table(reports, confidence, style));
        text.push('\n');
    }
    let _ = writeln!(text, "{}", style.faint(&wrapped(&verdict(reports.len()), style.width, 0)));
    text
}

/// How much so many cases can show.
fn verdict(cases: usize) -> String {
    let verb = if cases == 1 { "decides" } else { "decide" };
    let cases = counted(cases as u64, "case");
    format!(
        "{cases} {verb} little: a crisis happens once, and what happened was not picked at random. An event of probability 15 % may \
         have been forecast well, and one of 80 % by accident. Intervals of shares say how well the runs know the scenario's own \
         answer; intervals over cases how far the scores would move with other cases of the same kind."
    )
}

fn quantities(report: &CaseReport, style: Style) -> String {
    let mut table = Table::new([
        ("quantity", Align::Left),
        ("happened", Align::Left),
        ("probability", Align::Right),
        ("95 % interval", Align::Right),
        ("rank", Align::Right),
        ("PIT", Align::Right),
    ]);
    for one in &report.quantities {
        let share =
            one.probability.value.map_or_else(String::new, |share| format!("{} %", percentage(share)));
        let ends = one.probability.interval.map_or_else(String::new, |ends| {
            format!("{} to {} %", percentage(ends.low), percentage(ends.high))
        });
        table.push([
            plain(one.key),
            one.observed.as_deref().map_or_else(|| "–".to_owned(), plain),
            share,
            ends,
            one.rank.map_or_else(String::new, |rank| rank.to_string()),
            one.pit.map_or_else(String::new, |pit| format!("{pit:.2}")),
        ]);
    }
    table.render(style)
}

fn path(report: &CaseReport) -> String {
    let path = &report.path.summary;
    let Some(own) = path.log_likelihood else {
        return format!("The path of {} has no probability in these runs.", counted(path.cells, "step"));
    };
    let ends =
        path.interval.map_or_else(String::new, |ends| format!(" ({:.1} to {:.1})", ends.low, ends.high));
    let other = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |value| format!("{value:.1}"));
    let closed = match path.closed {
        0 => String::new(),
        closed => format!(" {} were not open to the state and are left out.", counted(closed, "step")),
    };
    format!(
        "Path of {}: log-likelihood {own:.1}{ends}, that is {:.2} a step; {} if all that is open is alike, {} at constant rates \
         (estimated from the other steps of the case).{closed}",
        counted(path.cells, "step"),
        own / (path.cells - path.closed).max(1) as f64,
        other(path.log_alike),
        other(path.log_constant),
    )
}

/// The least probable steps, in their order.
fn steps(case: &Case, report: &CaseReport, style: Style) -> String {
    let program = case.program();
    let scenario = program.scenario();
    let mut least: Vec<_> = report.path.steps.iter().collect();
    least.sort_by(|a, b| {
        let chance = |step: Option<f64>| step.unwrap_or(0.0);
        chance(a.probability).total_cmp(&chance(b.probability)).then(a.day.cmp(&b.day))
    });
    least.truncate(STEPS);
    least.sort_by_key(|step| (step.day, step.relation));
    let mut table = Table::new([
        ("least probable steps", Align::Left),
        ("who", Align::Left),
        ("did", Align::Left),
        ("probability", Align::Right),
        ("rank", Align::Right),
        ("likelier", Align::Left),
        ("", Align::Right),
    ]);
    for step in least {
        let relation = &scenario.relations()[step.relation];
        let key = |state: usize| &scenario.states()[state].key;
        let share = |value: Option<f64>| {
            value.map_or_else(|| "not open".to_owned(), |p| format!("{} %", percentage(p)))
        };
        table.push([
            scenario.calendar().label(step.day),
            format!("{} → {}", key(relation.from), key(relation.to)),
            plain(&done_key(program, step.done)),
            share(step.probability),
            step.rank.map_or_else(String::new, |rank| rank.to_string()),
            step.likeliest_other.map_or_else(String::new, |done| plain(&done_key(program, done))),
            share(step.probability_of_other),
        ]);
    }
    table.render(style)
}

fn score_table(reports: &[CaseReport], confidence: Confidence, style: Style) -> String {
    let mut table = Table::new([
        ("target", Align::Left),
        ("forecast", Align::Left),
        ("score", Align::Left),
        ("mean", Align::Right),
        ("cases", Align::Right),
        ("model less this", Align::Right),
        ("95 % interval", Align::Right),
    ]);
    for one in scores(reports, confidence) {
        let value =
            |estimate: &Estimate| estimate.value.map_or_else(String::new, |value| format!("{value:.3}"));
        let ends = |estimate: &Estimate| {
            estimate
                .interval
                .map_or_else(String::new, |ends| format!("{:+.3} to {:+.3}", ends.low, ends.high))
        };
        let signed =
            |estimate: &Estimate| estimate.value.map_or_else(String::new, |value| format!("{value:+.3}"));
        table.push([
            plain(one.target),
            plain(one.forecast.key()),
            one.score.to_owned(),
            value(&one.mean),
            one.mean.n.to_string(),
            one.difference.as_ref().map_or_else(String::new, signed),
            one.difference.as_ref().map_or_else(String::new, ends),
        ]);
    }
    table.render(style)
}

/// What to know before using what is said of a case.
pub(super) fn warnings(report: &CaseReport) -> Vec<String> {
    let mut list = Vec::new();
    let (name, path) = (&report.name, &report.path.summary);
    if let Some(effective) = path.effective_runs.filter(|&effective| effective < FEW) {
        list.push(format!(
            "{name}: the runs that follow what happened amount to {effective:.0} equally weighted ones, so that the interval of the \
             likelihood covers too little; use more runs (-n)"
        ));
    }
    if path.closed > 0 {
        let closed = counted(path.closed, "step");
        list.push(format!(
            "{name}: {closed} on record were not open to the state that took them; path.csv says which (no probability): widen its \
             `reach` or `rungs`, or code the act as another"
        ));
    }
    if report.agreement.value.is_some_and(|share| share < 0.95) && report.classes.1.is_none() {
        list.push(format!(
            "{name}: what is on record leaves the class open ({} % of the runs that follow it end as {}); a row with the act `outcome` \
             settles it",
            percentage(report.agreement.value.unwrap_or(0.0)),
            report.classes.0
        ));
    }
    list
}
