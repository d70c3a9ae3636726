//! `posterior.csv`, `fit.csv`, `correlations.csv`, `predictive.csv`, `generations.csv` and `calibrate.md`: what a fit to targets found.

use std::fmt::Write;

use super::page::escaped;
use super::table::common::{integer, real, text};
use super::table::{Cell, Column, ColumnType, Table};
use crate::experiment::calibrate::{
    Calibration, Marginal, Parameter, Population, Prediction, ScoredScenario, Simulator, correlations,
    marginals,
};

/// Fewer effective particles than this say little of tails.
const FEW: f64 = 100.0;
/// Misfits that chance brings about less often than this are told.
const IMPLAUSIBLE: f64 = 0.01;

/// The tables of a calibration.
pub fn tables(simulator: &ScoredScenario, found: &Calibration) -> Vec<Table> {
    let parameters = simulator.parameters();
    let mut tables = Vec::new();
    if let Some(last) = found.posterior() {
        let fitted = marginals(parameters, last);
        tables.extend([posterior(parameters, last), fit(&fitted, parameters, &found.best.values)]);
        tables.extend((parameters.len() > 1).then(|| pairs(parameters, last)));
    }
    tables.extend([predictive(&found.predictions), generations(&found.generations)]);
    tables
}

/// One row for each particle.
fn posterior(parameters: &[Parameter], population: &Population) -> Table {
    let mut columns = vec![
        integer("particle", "", "number of the particle"),
        real("weight", "share", "its share of the probability; they add up to 1"),
    ];
    let of = |one: &Parameter| Column::new(one.path.clone(), ColumnType::Real, "", "value of this number");
    columns.extend(parameters.iter().map(of));
    columns.push(real("distance", "", "squared distance of its runs from the targets that are fitted"));
    let mut table = Table::new("posterior", columns);
    for (number, particle) in (0..).zip(&population.particles) {
        let mut row = vec![Cell::count(number), Cell::Real(particle.weight)];
        row.extend(particle.values.iter().map(|&value| Cell::Real(value)));
        row.push(Cell::Real(particle.distance));
        table.push(row);
    }
    table
}

/// One row for each fitted number.
fn fit(fitted: &[Marginal], parameters: &[Parameter], best: &[f64]) -> Table {
    let mut table = Table::new(
        "fit",
        vec![
            text("parameter", "address of the number"),
            real("low", "", "lower bound"),
            real("high", "", "upper bound"),
            real("best", "", "value at the best fit"),
            real("mean", "", "posterior mean"),
            real("sd", "", "posterior standard deviation"),
            real("p05", "", "posterior 5 % quantile"),
            real("p50", "", "posterior median"),
            real("p95", "", "posterior 95 % quantile"),
            real(
                "contraction",
                "",
                "1 - posterior variance / prior variance: 1 known exactly, 0 nothing learnt",
            ),
            real("tied", "share", "share of the posterior variance that the other numbers explain linearly"),
            text("partner", "the number with which it is correlated most"),
            real("partner_correlation", "", "posterior correlation with that"),
            text("verdict", "identified, weakly identified or not pinned down"),
        ],
    );
    for (one, &best) in fitted.iter().zip(best) {
        let partner = one.partner.map(|(other, with)| (parameters[other].path.clone(), with));
        table.push([
            Cell::text(one.parameter.path.clone()),
            Cell::Real(one.parameter.low),
            Cell::Real(one.parameter.high),
            Cell::Real(best),
            Cell::Real(one.mean),
            Cell::Real(one.sd),
            Cell::Real(one.quantiles[0]),
            Cell::Real(one.quantiles[1]),
            Cell::Real(one.quantiles[2]),
            Cell::Real(one.contraction),
            Cell::Real(one.tied),
            partner.as_ref().map_or(Cell::Empty, |(path, _)| Cell::text(path.clone())),
            Cell::real(partner.map(|(_, with)| with)),
            Cell::text(one.verdict.key()),
        ]);
    }
    table
}

/// One row for each pair of fitted numbers.
fn pairs(parameters: &[Parameter], population: &Population) -> Table {
    let mut table = Table::new(
        "correlations",
        vec![
            text("parameter_a", "address of a number"),
            text("parameter_b", "address of another"),
            real("correlation", "", "posterior correlation of the two"),
        ],
    );
    let matrix = correlations(parameters, population);
    for (i, a) in parameters.iter().enumerate() {
        for (j, b) in parameters.iter().enumerate().skip(i + 1) {
            table.push([Cell::text(a.path.clone()), Cell::text(b.path.clone()), Cell::Real(matrix[i][j])]);
        }
    }
    table
}

/// One row for each target that the model has a counterpart for.
fn predictive(predictions: &[Prediction]) -> Table {
    let flag = |name, meaning| Column::new(name, ColumnType::Boolean, "", meaning);
    let mut table = Table::new(
        "predictive",
        vec![
            text("id", "name of the target"),
            flag("hold_out", "whether it was kept out of the fit"),
            real("target", "", "what was observed"),
            real("target_low", "", "lower end of its 95 % interval"),
            real("target_high", "", "upper end of it"),
            integer("target_n", "cases", "cases behind it"),
            real("before", "", "what the scenario as it is comes to; empty where no run counts"),
            real("z_before", "standard errors", "distance of that from target, in standard errors of target"),
            real("after", "", "what the best fit comes to, on luck that the fit has not seen"),
            real("z_after", "standard errors", "distance of that from target"),
            real("fitted_p05", "", "5 % quantile over the posterior of what the model comes to"),
            real("fitted_p50", "", "median of that"),
            real("fitted_p95", "", "95 % quantile of that"),
            real("predictive_p05", "", "5 % quantile of what a sample like that of target would show"),
            real("predictive_p50", "", "median of that"),
            real("predictive_p95", "", "95 % quantile of that"),
            flag("inside", "whether target lies between predictive_p05 and predictive_p95"),
        ],
    );
    for one in predictions {
        let observed = &one.goal.observed;
        let quantiles = |of: Option<[f64; 3]>| {
            of.map_or([Cell::Empty, Cell::Empty, Cell::Empty], |of| of.map(Cell::Real))
        };
        let mut row = vec![
            Cell::text(one.goal.id.clone()),
            Cell::Boolean(one.goal.hold_out),
            Cell::Real(observed.value),
            Cell::Real(observed.low),
            Cell::Real(observed.high),
            Cell::count(observed.n),
            Cell::real(one.before),
            Cell::real(one.before.map(|_| one.misfit_before())),
            Cell::real(one.after),
            Cell::real(one.after.map(|_| one.misfit_after())),
        ];
        row.extend(quantiles(one.fitted));
        row.extend(quantiles(one.predictive));
        row.push(Cell::Boolean(one.is_inside()));
        table.push(row);
    }
    table
}

/// One row for each generation of particles.
fn generations(list: &[Population]) -> Table {
    let mut table = Table::new(
        "generations",
        vec![
            integer("generation", "", "number of the generation, from 0"),
            real("tolerance", "", "how many times wider than they are the errors of targets were taken"),
            real("effective", "particles", "particles of equal weight that would say as much"),
            integer("particles", "particles", "particles played"),
        ],
    );
    for (number, one) in (0..).zip(list) {
        table.push([
            Cell::count(number),
            Cell::Real(one.tolerance),
            Cell::Real(one.effective_size()),
            Cell::count(one.particles.len() as u64),
        ]);
    }
    table
}

/// What is to be said of a fit, in sentences.
pub fn sentences(simulator: &ScoredScenario, found: &Calibration) -> Vec<String> {
    let mut list = Vec::new();
    let sum = |misfit: fn(&Prediction) -> f64| -> f64 {
        let fitted = found.predictions.iter().filter(|one| !one.goal.hold_out);
        fitted.map(|one| misfit(one) * misfit(one)).sum()
    };
    list.push(format!(
        "Sum of squared misfits of the fitted targets: {} before, {} at the best fit.",
        number(sum(Prediction::misfit_before)),
        number(sum(Prediction::misfit_after))
    ));
    for (held_out, what) in [(false, "Fitted"), (true, "Held out")] {
        let group: Vec<&Prediction> =
            found.predictions.iter().filter(|one| one.goal.hold_out == held_out).collect();
        if !group.is_empty() {
            let inside = group.iter().filter(|one| one.is_inside()).count();
            list.push(format!(
                "{what}: {inside} of {} targets within what the posterior predicts.",
                group.len()
            ));
        }
    }
    let left_out = simulator.targets().list().iter().filter(|target| target.statistic.is_none()).count();
    if left_out > 0 {
        list.push(format!(
            "Left out, since the model has no counterpart for them: {left_out} of the targets."
        ));
    }
    if let Some(last) = found.posterior() {
        list.push(format!(
            "The posterior has {:.0} effective particles, after {} generations.",
            last.effective_size(),
            found.generations.len()
        ));
    }
    list
}

/// What a reader must know before using the fit, which was made with so many runs at each place.
pub fn cautions(simulator: &ScoredScenario, found: &Calibration, runs: u64) -> Vec<String> {
    let mut list = Vec::new();
    let cases = simulator.goals().iter().filter(|goal| !goal.hold_out).map(|goal| goal.observed.n).max();
    if let Some(cases) = cases.filter(|cases| runs < 3 * cases) {
        list.push(format!(
            "{runs} runs at each place are few against {cases} cases: their own error widens the posterior; use more -n"
        ));
    }
    let fitted = simulator.goals().iter().filter(|goal| !goal.hold_out).count();
    let parameters = simulator.parameters().len();
    if fitted < parameters {
        list.push(format!(
            "{fitted} targets cannot pin down {parameters} numbers: only combinations of them"
        ));
    }
    match (found.plausibility, found.posterior()) {
        (Some(chance), Some(last)) if chance < IMPLAUSIBLE => list.push(format!(
            "chance alone would leave the best fit so far from the targets with probability {}; errors of targets were taken as {:.1} \
             times what they are, so that the posterior is as wide as the misfit",
            if chance < 1e-4 { "below 0.0001".to_owned() } else { format!("{chance:.4}") },
            last.tolerance
        )),
        _ => {}
    }
    if !found.has_settled() {
        list.push("the particles have not come to the last tolerance: the posterior is too wide; use narrower bounds or more runs".to_owned());
    }
    if let Some(last) = found.posterior().filter(|last| last.effective_size() < FEW) {
        let effective = last.effective_size();
        list.push(format!(
            "only {effective:.0} effective particles: quantiles are rough; use more --particles"
        ));
    }
    list
}

/// How well a number is pinned down, with the number that it hangs together with.
pub fn standing(one: &Marginal, parameters: &[Parameter]) -> String {
    let with = one.partner.filter(|(_, with)| with.abs() >= 0.5);
    let key = one.verdict.key();
    with.map_or_else(
        || key.to_owned(),
        |(other, with)| format!("{key}; {with:+.2} with {}", parameters[other].path),
    )
}

/// A number with three digits behind the point, or one where it is large.
pub fn number(value: f64) -> String {
    if value.abs() < 99.95 { format!("{value:.3}") } else { format!("{value:.1}") }
}

/// The calibration as a section of a Markdown document.
pub fn page(simulator: &ScoredScenario, found: &Calibration, runs: u64, title: &str) -> String {
    let mut text = format!("# {}: calibration\n\n", escaped(title));
    let targets = simulator.targets();
    for line in [targets.title(), targets.source()].into_iter().filter(|line| !line.is_empty()) {
        let _ = write!(text, "{}\n\n", escaped(line));
    }
    for sentence in sentences(simulator, found) {
        let _ = writeln!(text, "- {}", escaped(&sentence));
    }
    for caution in cautions(simulator, found, runs) {
        let _ = writeln!(text, "- **Caution**: {}.", escaped(&caution));
    }
    text.push_str("\n## Fitted numbers\n\n| number | bounds | best | mean | 5 to 95 % | learnt | verdict |\n|---|--:|--:|--:|--:|--:|---|\n");
    let fitted = found.posterior().map(|last| marginals(simulator.parameters(), last));
    for (one, best) in fitted.iter().flatten().zip(&found.best.values) {
        let _ = writeln!(
            text,
            "| {} | {} to {} | {} | {} | {} to {} | {:.0} % | {} |",
            escaped(&one.parameter.path),
            one.parameter.low,
            one.parameter.high,
            number(*best),
            number(one.mean),
            number(one.quantiles[0]),
            number(one.quantiles[2]),
            100.0 * one.contraction,
            escaped(&standing(one, simulator.parameters())),
        );
    }
    text.push_str("\n## Targets\n\n| target | observed | before | after | expected | verdict |\n|---|--:|--:|--:|--:|---|\n");
    for one in &found.predictions {
        prediction(&mut text, one);
    }
    text.push_str("\n## The best fit as settings\n\n```text\n");
    for setting in simulator.settings(&found.best.values) {
        let _ = writeln!(text, "--set {setting}");
    }
    text.push_str("```\n");
    text
}

fn prediction(text: &mut String, one: &Prediction) {
    let defined = |value: Option<f64>| value.map_or_else(String::new, number);
    let expected = one.predictive.map(|[low, _, high]| format!("{} to {}", number(low), number(high)));
    let _ = writeln!(
        text,
        "| {} | {} | {} | {} | {} | {}{} |",
        escaped(&one.goal.id),
        number(one.goal.observed.value),
        defined(one.before),
        defined(one.after),
        expected.unwrap_or_default(),
        if one.goal.hold_out { "held out, " } else { "" },
        if one.is_inside() { "inside" } else { "**miss**" },
    );
}
