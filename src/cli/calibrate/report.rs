//! What `calibrate` says on the terminal.

use std::fmt::Write;

use crate::cli::format::{counted, wrapped};
use crate::cli::screen::Style;
use crate::cli::table::{Align, Table};
use crate::experiment::calibrate::{Calibration, CalibrationPlan, ScoredScenario, Simulator, marginals};
use crate::output::calibrate::{number, sentences, standing};

/// The parameters, the targets, and what is to be said of the fit.
pub(super) fn report(
    simulator: &ScoredScenario,
    found: &Calibration,
    plan: &CalibrationPlan,
    title: &str,
    style: Style,
) -> String {
    let mut text = format!("{}\n", style.bold(&wrapped(title, style.width, 0)));
    let _ = write!(text, "\nFitted numbers\n{}", parameters(simulator, found).render(style));
    let _ = writeln!(text, "\nTargets\n{}", targets(found).render(style));
    for sentence in sentences(simulator, found) {
        text.push_str(&wrapped(&sentence, style.width, 0));
        text.push('\n');
    }
    let basis = format!(
        "Learnt: share of the prior variance that is gone. Before and after: what the scenario as it is and the best fit come to; \
         expected: 5 to 95 % of what such a sample would show if the posterior is right. {} at each place, {}, seed {}.",
        counted(plan.runs, "run"),
        counted(plan.particles as u64, "particle"),
        plan.seed
    );
    let _ = writeln!(text, "{}", style.faint(&wrapped(&basis, style.width, 0)));
    text
}

fn parameters(simulator: &ScoredScenario, found: &Calibration) -> Table<6> {
    let mut table = Table::new([
        ("number", Align::Left),
        ("best", Align::Right),
        ("mean", Align::Right),
        ("5 to 95 %", Align::Right),
        ("learnt", Align::Right),
        ("", Align::Left),
    ]);
    let of_posterior = found.posterior().map(|last| marginals(simulator.parameters(), last));
    for (one, best) in of_posterior.iter().flatten().zip(&found.best.values) {
        table.push([
            one.parameter.path.clone(),
            number(*best),
            number(one.mean),
            format!("{} to {}", number(one.quantiles[0]), number(one.quantiles[2])),
            format!("{:.0} %", 100.0 * one.contraction),
            standing(one, simulator.parameters()),
        ]);
    }
    table
}

fn targets(found: &Calibration) -> Table<6> {
    let mut table = Table::new([
        ("target", Align::Left),
        ("observed", Align::Right),
        ("before", Align::Right),
        ("after", Align::Right),
        ("expected", Align::Right),
        ("", Align::Left),
    ]);
    let defined = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), number);
    for one in &found.predictions {
        let verdict = match (one.goal.hold_out, one.is_inside()) {
            (false, true) => "inside",
            (false, false) => "MISS",
            (true, true) => "held out, inside",
            (true, false) => "held out, MISS",
        };
        table.push([
            one.goal.id.clone(),
            number(one.goal.observed.value),
            defined(one.before),
            defined(one.after),
            one.predictive.map_or_else(
                || "-".to_owned(),
                |[low, _, high]| format!("{} to {}", number(low), number(high)),
            ),
            verdict.to_owned(),
        ]);
    }
    table
}
