//! The line on a rare outcome.

use super::headline::Line;
use crate::cli::format::counted;
use crate::experiment::rare::RareStudy;
use crate::model::Scenario;
use crate::stats::Level;

/// What splitting found, with its interval and what it gained.
pub(super) fn line(study: &RareStudy, scenario: &Scenario, level: Level) -> Line {
    let splitting = study.splitting();
    let (outcome, found) = (study.plan().outcome.key(), splitting.probability(level));
    let interval = splitting.log_interval(level);
    let between = interval.map_or_else(String::new, |interval| {
        format!(" ({} to {})", scientific(interval.low), scientific(interval.high))
    });
    let gain = splitting.variance_ratio().map_or_else(String::new, |ratio| {
        format!("; plain runs would vary {} times as much for the same work", rough(ratio))
    });
    // Splitting knows nothing of the scenario's own classes, which may take runs out of the built-in ones.
    let aside = if scenario.outcomes().is_empty() { "" } else { ", own classes left aside," };
    let text = format!(
        "{outcome}{aside} has probability {}{between}, by splitting in {}{gain}",
        found.value.map_or_else(|| "unknown".to_owned(), scientific),
        counted(u64::from(splitting.plan().repeats()), "repeat"),
    );
    Line { label: "Rare", text }
}

/// With three significant digits: `1.23e-5`.
fn scientific(number: f64) -> String {
    if number == 0.0 { "0".to_owned() } else { format!("{number:.2e}") }
}

/// With two significant digits.
fn rough(number: f64) -> String {
    if number < 9.95 {
        format!("{number:.1}")
    } else if number < 1e6 {
        let step = 10_f64.powi(number.log10() as i32 - 1);
        crate::cli::format::thousands(((number / step).round() * step) as u64)
    } else {
        format!("{number:.0e}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!([0.0, 1.2345e-5, 0.02].map(scientific), ["0", "1.23e-5", "2.00e-2"]);
        assert_eq!([0.46, 9.96, 1234.0, 98_765.0, 3.2e9].map(rough), ["0.5", "10", "1,200", "99,000", "3e9"]);
    }
}
