//! What `--fit` and `--hold-out` ask for.

use crate::experiment::calibrate::{Parameter, drawn_to_hold_out};
use crate::experiment::score::Targets;
use crate::spec::{Document, Range};

/// Bounds wider than this are no bounds.
const WIDEST: f64 = 1e6;

/// The parameters that are to be fitted, or everything that is wrong with them.
pub(super) fn parameters(fits: &[String], document: &Document) -> Result<Vec<Parameter>, Vec<String>> {
    let mut problems = Vec::new();
    let mut parameters: Vec<Parameter> = Vec::new();
    for fit in fits {
        match parameter(fit, document) {
            Ok(parameter) if parameters.iter().any(|known| known.path == parameter.path) => {
                problems.push(format!("`--fit {fit}`: `{}` is fitted already", parameter.path));
            }
            Ok(parameter) => parameters.push(parameter),
            Err(problem) => problems.push(format!("`--fit {fit}`: {problem}")),
        }
    }
    if problems.is_empty() { Ok(parameters) } else { Err(problems) }
}

fn parameter(fit: &str, document: &Document) -> Result<Parameter, String> {
    let (written, bounds) = match fit.split_once('=') {
        Some((path, bounds)) => (path.trim(), Some(bounds)),
        None => (fit.trim(), None),
    };
    let path = document.parameter(written).map_err(|problem| {
        let help = problem.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
        format!("{}{help}", problem.what)
    })?;
    let range =
        document.range_at(&path).ok_or_else(|| format!("`{path}` is no number that can be fitted"))?;
    let (low, high) = match bounds {
        Some(bounds) => read(bounds)?,
        None if range.max - range.min <= WIDEST => (range.min, range.max),
        None => return Err(format!("it has no bounds of its own; write {path}=LOW:HIGH")),
    };
    within(low, high, range)?;
    Ok(Parameter { path, low, high })
}

fn read(bounds: &str) -> Result<(f64, f64), String> {
    let numbers = bounds.split_once(':').and_then(|(low, high)| {
        let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        Some((number(low)?, number(high)?))
    });
    numbers.ok_or_else(|| "bounds are written LOW:HIGH, such as 0.2:0.8".to_owned())
}

fn within(low: f64, high: f64, range: Range) -> Result<(), String> {
    match (low < high, range.reaches(low) && range.reaches(high)) {
        (false, _) => Err(format!("the lower bound {low} is not below the upper bound {high}")),
        (true, false) => {
            Err(format!("the bounds {low} and {high} leave the range: it must be a number {range}"))
        }
        (true, true) => Ok(()),
    }
}

/// The targets with those held out that are asked for, or what is wrong with that.
pub(super) fn holding_out(targets: Targets, asked: &[String], seed: u64) -> Result<Targets, Vec<String>> {
    let share = match asked {
        [one] => one.parse::<f64>().ok(),
        _ => None,
    };
    let Some(share) = share else { return targets.holding_out(asked) };
    if !(share > 0.0 && share < 1.0) {
        return Err(vec![format!("`--hold-out {share}` is no share of the targets: above 0 and below 1")]);
    }
    let scored = targets.list().iter().filter(|target| target.statistic.is_some());
    let ids: Vec<&str> = scored.map(|target| target.id.as_str()).collect();
    let drawn = drawn_to_hold_out(&ids, share, seed);
    targets.holding_out(&drawn)
}
