//! `score.csv`, `verdict.csv`, `members.csv` and `score.md`: what was observed, and what runs say of it.

use std::fmt::Write;

use super::page::escaped;
use super::table::common::{integer, real, text};
use super::table::{Cell, Column, ColumnType, Table};
use crate::experiment::score::{Group, Judged, Misses, Score, Statistic, Target, Verdict};

/// What the runs of a score say.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// The targets, judged, in their order.
    pub judged: Vec<Judged>,
    /// Which targets data sets miss that were drawn from the runs.
    pub misses: Misses,
    /// How the targets are met together.
    pub verdicts: Vec<Verdict>,
}

/// The tables of a score.
pub fn tables(score: &Score, findings: &Findings) -> Vec<Table> {
    let mut tables = vec![targets(score, findings), verdict(findings)];
    tables.extend((score.population().members().len() > 1).then(|| members(score)));
    tables
}

/// One row for each target, in the order of the file.
fn targets(score: &Score, findings: &Findings) -> Table {
    let flag =
        |name: &'static str, meaning: &'static str| Column::new(name, ColumnType::Boolean, "", meaning);
    let mut table = Table::new(
        "score",
        vec![
            text("id", "name of the target"),
            flag("hold_out", "whether nothing is fitted to it"),
            text("quantity", "what it is of a run, as written; empty if the model has no counterpart for it"),
            text("given", "the condition that runs must meet to count"),
            text("unit", "unit of the numbers that follow"),
            real("target", "", "what was observed"),
            real("target_low", "", "lower end of its 95 % interval"),
            real("target_high", "", "upper end of it"),
            integer("target_n", "cases", "cases behind it"),
            real("value", "", "what the runs come to; empty where no run counts"),
            real("ci_low", "", "lower end of the interval of that"),
            real("ci_high", "", "upper end of it"),
            integer("n", "runs", "runs that count for it"),
            text("ci_method", "method of the interval; its level is in the manifest"),
            text("scale", "on which the distance is measured: linear, log or logit"),
            real("z", "standard errors", "distance of value from target, above 0 if value is larger"),
            flag("inside", "whether value lies in the target's interval; empty without a counterpart"),
            real(
                "chance_outside",
                "share",
                "share of data sets drawn from the runs whose intervals miss value",
            ),
            text("why", "why the model has no counterpart, which counts as a miss"),
            text("source", "where the target comes from"),
            text("definition", "what was counted"),
        ],
    );
    for (place, (target, judged)) in score.targets().list().iter().zip(&findings.judged).enumerate() {
        table.push(row(target, judged, findings.misses.of(place)));
    }
    table
}

fn row(target: &Target, judged: &Judged, (missed, sets): (u64, u64)) -> Vec<Cell> {
    let (observed, estimate) = (&target.observed, &judged.simulated.estimate);
    let of_scored = |cell: Cell| if judged.is_scored { cell } else { Cell::Empty };
    let mut row = vec![
        Cell::text(target.id.clone()),
        Cell::Boolean(target.is_held_out),
        Cell::text(target.quantity.clone()),
        Cell::text(target.given.clone().unwrap_or_default()),
        Cell::text(target.unit.clone()),
        Cell::Real(observed.value),
        Cell::Real(observed.low),
        Cell::Real(observed.high),
        Cell::count(observed.n),
    ];
    row.extend(Cell::with_interval(estimate));
    let chance = (sets > 0 && estimate.value.is_some()).then(|| missed as f64 / sets as f64);
    row.extend([
        of_scored(Cell::count(estimate.n)),
        target.statistic.as_ref().map_or(Cell::Empty, |statistic| Cell::text(method(statistic))),
        of_scored(Cell::text(target.scale.name())),
        Cell::real(judged.z),
        of_scored(Cell::Boolean(judged.is_inside)),
        Cell::real(chance),
        Cell::text(target.without.clone().unwrap_or_default()),
        Cell::text(target.source.clone()),
        Cell::text(target.definition.clone()),
    ]);
    row
}

/// How the interval of a simulated value is made.
fn method(statistic: &Statistic) -> &'static str {
    match statistic {
        Statistic::Share(_) => "wilson",
        Statistic::Mean(_) => "student-t",
        Statistic::Quantile(..) => "order-statistics",
        Statistic::OddsRatio(..) => "woolf",
    }
}

/// One row for all targets, and if some are held out, one for each group.
fn verdict(findings: &Findings) -> Table {
    let mut table = Table::new(
        "verdict",
        vec![
            text("group", "all, fitted or held_out"),
            integer("targets", "", "how many"),
            integer("inside", "", "scored, and value lies in the target's interval"),
            integer("outside", "", "scored, and value does not"),
            integer("no_counterpart", "", "the model has no counterpart for them: misses too"),
            real(
                "expected_outside",
                "",
                "targets that data sets drawn from the runs miss, on average: misses by chance",
            ),
            real("expected_low", "", "2.5th percentile of their number"),
            real("expected_high", "", "97.5th percentile of it"),
            real("p_value", "", "share of data sets that miss at least as many as are outside"),
            real("p_binomial", "", "probability of as many if each were missed with 5 %, independently"),
        ],
    );
    for one in &findings.verdicts {
        let [low, high] = one.expected_range.map_or([None, None], |ends| ends.map(Some));
        table.push([
            Cell::text(one.group.key()),
            Cell::count(one.targets),
            Cell::count(one.inside),
            Cell::count(one.outside),
            Cell::count(one.without),
            Cell::real(one.expected),
            Cell::real(low),
            Cell::real(high),
            Cell::real(one.p_value),
            Cell::Real(one.binomial),
        ]);
    }
    table
}

/// One row for each member of the population.
fn members(score: &Score) -> Table {
    let mut table = Table::new(
        "members",
        vec![
            text("member", "name of the member"),
            real("weight", "", "its weight as written"),
            integer("n", "runs", "its runs"),
            text("settings", "where it differs from the scenario"),
        ],
    );
    let population = score.population();
    for (member, runs) in population.members().iter().zip(population.allocation(score.plan().runs)) {
        let settings: Vec<String> =
            member.settings.iter().map(|(path, value)| format!("{path} = {value}")).collect();
        table.push([
            Cell::text(member.name.clone()),
            Cell::Real(member.weight),
            Cell::count(runs),
            Cell::text(settings.join(", ")),
        ]);
    }
    table
}

/// The verdict in sentences, one for each group.
pub fn sentences(findings: &Findings) -> Vec<String> {
    let sets = findings.misses.counts(|_| true).len();
    let sentence = |verdict: &Verdict| {
        let mut text = match verdict.group {
            Group::All => format!("{} of {} targets inside their intervals", verdict.inside, verdict.targets),
            Group::Fitted => format!("Fitted: {} of {} inside", verdict.inside, verdict.targets),
            Group::HeldOut => format!("Held out: {} of {} inside", verdict.inside, verdict.targets),
        };
        let _ = write!(text, ", {} outside", verdict.outside);
        if verdict.without > 0 {
            let _ = write!(text, ", {} without a counterpart, which are misses too", verdict.without);
        }
        if let (Some(expected), Some([low, high]), Some(p)) =
            (verdict.expected, verdict.expected_range, verdict.p_value)
        {
            let _ = write!(
                text,
                ". A true model would have {expected:.1} outside by chance ({low:.0} to {high:.0}), and at least {} with \
                 probability {}; if targets were independent, {}",
                verdict.outside,
                probability(p, sets),
                probability(verdict.binomial, usize::MAX)
            );
        }
        text + "."
    };
    findings.verdicts.iter().map(sentence).collect()
}

/// A probability that rests on so many trials.
fn probability(p: f64, trials: usize) -> String {
    let least = (1.0 / trials.max(1) as f64).max(0.0001);
    if p < least { format!("below {least}") } else { format!("{p:.*}", if p < 0.01 { 4 } else { 2 }) }
}

/// The score as a section of a Markdown document.
pub fn page(score: &Score, findings: &Findings, title: &str) -> String {
    let targets = score.targets();
    let mut text = format!("# {}: score\n\n", escaped(title));
    for line in [targets.title(), targets.source()].into_iter().filter(|line| !line.is_empty()) {
        let _ = write!(text, "{}\n\n", escaped(line));
    }
    for sentence in sentences(findings) {
        let _ = writeln!(text, "- {}", escaped(&sentence));
    }
    let groups: &[(bool, &str)] = if targets.list().iter().any(|target| target.is_held_out) {
        &[(false, "Fitted targets"), (true, "Targets held out")]
    } else {
        &[(false, "Targets")]
    };
    for (is_held_out, heading) in groups {
        let _ = write!(
            text,
            "\n## {heading}\n\n| target | observed | 95 % interval | cases | simulated | z | verdict |\n|---|--:|--:|--:|--:|--:|---|\n"
        );
        for (target, judged) in targets.list().iter().zip(&findings.judged) {
            if target.is_held_out == *is_held_out {
                line(&mut text, target, judged);
            }
        }
    }
    text
}

fn line(text: &mut String, target: &Target, judged: &Judged) {
    let (observed, estimate) = (&target.observed, &judged.simulated.estimate);
    let verdict = match (&target.without, judged.is_inside) {
        (Some(why), _) => format!("**miss**: no counterpart, {}", escaped(why)),
        (None, true) => "inside".to_owned(),
        (None, false) => "**miss**".to_owned(),
    };
    let unit = match target.unit.as_str() {
        "share" | "ratio" => String::new(),
        unit => format!(" {}", escaped(unit)),
    };
    let _ = writeln!(
        text,
        "| {} | {}{unit} | {} to {} | {} | {} | {} | {verdict} |",
        escaped(&target.id),
        number(observed.value),
        number(observed.low),
        number(observed.high),
        observed.n,
        estimate.value.map_or_else(String::new, number),
        judged.z.map_or_else(String::new, |z| format!("{z:+.1}")),
    );
}

/// A number with three digits behind the point, or one where it is large.
fn number(value: f64) -> String {
    if value.abs() < 9.995 { format!("{value:.3}") } else { format!("{value:.1}") }
}
