//! The headline measures: who struck, who answered, who died, who went between, and how long it took.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::cli::format::{percentage, thousands};
use crate::experiment::estimates::{Statistic, SummaryEstimate, summary};
use crate::experiment::{Batch, Confidence};
use crate::model::{EffectKind, Event, Scenario};
use crate::output::visible;
use crate::stats::Estimate;

/// Of more names than this only those with the largest shares are told one by one; all are in `summary.csv`.
const LISTED_NAMES: usize = 8;

/// A measure in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) label: &'static str,
    pub(super) text: String,
}

/// The lines, in the order of events.
pub(super) fn lines(batch: &Batch, confidence: Confidence) -> Vec<Line> {
    let mut estimates: BTreeMap<String, Vec<SummaryEstimate>> = BTreeMap::new();
    for row in summary(batch, confidence) {
        estimates.entry(row.metric.clone()).or_default().push(row);
    }
    let summary = Summary { scenario: batch.program().scenario(), estimates };
    let mut lines = vec![
        Line { label: "First strike", text: summary.first_strike() },
        Line { label: "Retaliation", text: summary.retaliation() },
        Line { label: "Deaths", text: summary.deaths() },
    ];
    if !summary.scenario.mediators().is_empty() {
        lines.push(Line { label: "Mediation", text: summary.mediation() });
    }
    lines.push(Line { label: "Length", text: summary.length() });
    lines
}

struct Summary<'a> {
    scenario: &'a Scenario,
    /// By metric.
    estimates: BTreeMap<String, Vec<SummaryEstimate>>,
}

impl Summary<'_> {
    fn get(&self, metric: &str, statistic: Statistic) -> Estimate {
        let rows = self.estimates.get(metric).map_or(&[][..], Vec::as_slice);
        let found = rows.iter().find(|row| row.statistic == statistic);
        found.map_or_else(Estimate::default, |row| row.estimate)
    }

    fn value(&self, metric: &str, statistic: Statistic) -> Option<f64> {
        self.get(metric, statistic).value
    }

    fn first_strike(&self) -> String {
        let censored = self.get("first_strike_day", Statistic::ShareCensored);
        let Some(never) = censored.value else { return "unknown".to_owned() };
        if never >= 1.0 {
            return "in no run".to_owned();
        }
        let mut text = format!("in {} % of runs", percentage(1.0 - never));
        if let Some(interval) = censored.interval {
            let (low, high) = (percentage(1.0 - interval.high), percentage(1.0 - interval.low));
            let _ = write!(text, " ({low} to {high} %)");
        }
        if let Some(by) =
            self.shares("first_striker", self.scenario.states().iter().map(|s| (&s.key, &s.name)))
        {
            let _ = write!(text, ", by {by}");
        }
        text
    }

    fn retaliation(&self) -> String {
        let answered = self.get("retaliated", Statistic::Share);
        let Some(share) = answered.value else { return "there was nothing to answer".to_owned() };
        let mut text = format!("after {} % of first strikes", percentage(share));
        if let Some(interval) = answered.interval {
            let _ = write!(text, " ({} to {} %)", percentage(interval.low), percentage(interval.high));
        }
        let delay = |percent| self.value("retaliation_delay_days", Statistic::Percentile(percent));
        if let (Some(median), Some(late)) = (delay(50), delay(95)) {
            let _ = write!(text, ", within {} (median; 95 % within {})", days(median), days(late));
        }
        text
    }

    fn deaths(&self) -> String {
        let percentile = |percent| self.value("fatalities_total", Statistic::Percentile(percent));
        let (Some(median), Some(high)) = (percentile(50), percentile(95)) else {
            return "unknown".to_owned();
        };
        let whole = |number: f64| thousands(number.max(0.0).round() as u64);
        let killed_by_event =
            |event: &Event| event.effects.iter().any(|effect| effect.kind == EffectKind::Fatalities);
        let included = self.scenario.events().iter().any(killed_by_event);
        let note = if included { ", those of events included" } else { "" };
        format!("median {}, 95th percentile {} over all runs{note}", whole(median), whole(high))
    }

    fn mediation(&self) -> String {
        let share = |metric| self.value(metric, Statistic::Share);
        let (Some(mediated), Some(agreed)) = (share("mediated"), share("agreement")) else {
            return "unknown".to_owned();
        };
        if mediated == 0.0 {
            return "in no run".to_owned();
        }
        let mut text = format!("in {} % of runs", percentage(mediated));
        let names = self.scenario.mediators().iter().map(|mediator| (&mediator.key, &mediator.name));
        if let Some(by) = self.shares("mediator", names) {
            let _ = write!(text, ", by {by}");
        }
        let _ = write!(text, "; an agreement in {} %", percentage(agreed));
        text
    }

    fn length(&self) -> String {
        let horizon = self.scenario.horizon_days();
        let cut_off = self.value("end_day", Statistic::ShareCensored).map_or_else(String::new, percentage);
        match self.value("end_day", Statistic::Percentile(50)) {
            Some(day) => {
                format!(
                    "half of the runs end by day {day:.0}; {cut_off} % are cut off by the horizon of {horizon} days"
                )
            }
            None => format!(
                "{cut_off} % of the runs go on to the horizon of {horizon} days and are cut off there"
            ),
        }
    }

    /// Shares of names, the largest first, without those that never occur; `None` if none does.
    fn shares<'a>(
        &self,
        metric: &str,
        names: impl Iterator<Item = (&'a String, &'a String)>,
    ) -> Option<String> {
        let mut shares: Vec<(f64, &str)> = names
            .filter_map(|(key, name)| {
                Some((self.value(&format!("{metric}_{key}"), Statistic::Share)?, name.as_str()))
            })
            .filter(|(share, _)| *share > 0.0)
            .collect();
        shares.sort_by(|a, b| b.0.total_cmp(&a.0));
        listed(&shares)
    }
}

/// Names with their shares; of many, the largest shares and what the others have together.
fn listed(shares: &[(f64, &str)]) -> Option<String> {
    if let [(_, only)] = shares {
        return Some(visible(only).into_owned());
    }
    let with_share = |name: &str, share: f64| format!("{} {} %", visible(name), percentage(share));
    let (shown, rest) = shares.split_at(shares.len().min(LISTED_NAMES));
    // One more name takes no more room than the word for it.
    let (shown, rest) = if rest.len() == 1 { (shares, &[][..]) } else { (shown, rest) };
    let mut parts: Vec<String> = shown.iter().map(|(share, name)| with_share(name, *share)).collect();
    if !rest.is_empty() {
        let together = rest.iter().map(|(share, _)| share).sum();
        parts.push(with_share(&format!("{} others", rest.len()), together));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn days(number: f64) -> String {
    let text = format!("{number:.1}");
    match text.strip_suffix(".0") {
        Some("1") => "1 day".to_owned(),
        Some(whole) => format!("{whole} days"),
        None => format!("{text} days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_names_the_largest_are_told() {
        assert_eq!(listed(&[]), None);
        assert_eq!(listed(&[(1.0, "Aland")]).as_deref(), Some("Aland"));
        assert_eq!(listed(&[(0.7, "Aland"), (0.3, "b")]).as_deref(), Some("Aland 70.0 %, b 30.0 %"));
        let nine = [(0.1, "x"); 9];
        assert_eq!(listed(&nine).unwrap().matches("x 10.0 %").count(), 9);
        let ten = [(0.1, "x"); 10];
        assert!(listed(&ten).unwrap().ends_with("x 10.0 %, 2 others 20.0 %"));
    }

    #[test]
    fn days_agree_with_their_number() {
        assert_eq!(days(1.0), "1 day");
        assert_eq!(days(2.0), "2 days");
        assert_eq!(days(15.999), "16 days");
        assert_eq!(days(2.5), "2.5 days");
    }
}
