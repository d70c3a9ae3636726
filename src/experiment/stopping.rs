//! When there are runs enough: a rule on the width of an interval, judged on whole prefixes of the runs.
//!
//! A batch that stops when its interval is narrow enough looks at the data before it decides, and an interval that
//! is only judged at such moments covers less than it says. With Wilson's interval, judged at the ends of blocks and
//! not before a fixed number of runs, the loss is small (measured in `tests/statistics`); with the interval of Wald, which
//! has no width where nothing has occurred yet, it would be ruinous. So rules are always judged by Wilson's.

use std::fmt;

use super::estimates::Confidence;
use super::measure::{Kind, Measure};
use super::summary::Summary;
use super::tally::Tally;
use crate::spec::did_you_mean;
use crate::stats::{Estimate, ProportionMethod};

/// Rules are not judged before there are so many runs of every point.
pub const LEAST_RUNS: u64 = 100;

/// A rule that ends a batch: `half_width(war) <= 0.005`.
#[derive(Debug, Clone, PartialEq)]
pub struct StoppingRule {
    text: String,
    is_relative: bool,
    quantity: String,
    limit: f64,
}

/// A rule that cannot be read, or speaks of nothing that there is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// It does not have the form of a rule.
    #[error(
        "`{0}` is no rule: write `half_width(war) <= 0.005`, or `relative_half_width(war) <= 0.1` for a tenth of the value"
    )]
    Form(String),
    /// The limit cannot be.
    #[error("the limit in `{0}` must be a number above 0")]
    Limit(String),
    /// There is no such quantity.
    #[error("there is no `{quantity}` to estimate{hint}: name an outcome class, or a metric of summary.csv")]
    Unknown {
        /// The name in the rule.
        quantity: String,
        /// What may have been meant.
        hint: String,
    },
    /// It is a time, which has no mean.
    #[error("`{0}` is a time that may not come, which has no mean; name a share or a number")]
    Time(String),
}

impl StoppingRule {
    /// Reads a rule.
    ///
    /// # Errors
    /// If it does not have the form of one.
    pub fn read(text: &str) -> Result<Self, RuleError> {
        let form = || RuleError::Form(text.to_owned());
        let (left, limit) = text.split_once("<=").or_else(|| text.split_once('<')).ok_or_else(form)?;
        let (width, quantity) =
            left.trim().strip_suffix(')').and_then(|left| left.split_once('(')).ok_or_else(form)?;
        let is_relative = match width.trim() {
            "half_width" => false,
            "relative_half_width" => true,
            _ => return Err(form()),
        };
        let limit: f64 = limit.trim().parse().map_err(|_| form())?;
        if !(limit > 0.0 && limit.is_finite()) {
            return Err(RuleError::Limit(text.to_owned()));
        }
        Ok(Self { text: text.trim().to_owned(), is_relative, quantity: quantity.trim().to_owned(), limit })
    }

    /// Finds what the rule speaks of among the measures of a program.
    ///
    /// # Errors
    /// If there is no such thing, or it has no interval.
    pub fn aim(&self, measures: &[Measure]) -> Result<AimedRule, RuleError> {
        let aim = |measure, category| AimedRule { rule: self.clone(), measure, category };
        let mut names = Vec::new();
        for (index, measure) in measures.iter().enumerate() {
            if measure.kind != Kind::Category {
                names.push(measure.key.clone());
                if measure.key == self.quantity {
                    let is_time = measure.kind == Kind::Time;
                    return if is_time {
                        Err(RuleError::Time(measure.key.clone()))
                    } else {
                        Ok(aim(index, None))
                    };
                }
                continue;
            }
            for (place, category) in measure.categories.iter().enumerate() {
                let name = match measure.key.as_str() {
                    "outcome" => category.clone(),
                    key => format!("{key}_{category}"),
                };
                if name == self.quantity {
                    return Ok(aim(index, Some(place)));
                }
                names.push(name);
            }
        }
        let meant = did_you_mean(&self.quantity, names.iter().map(String::as_str));
        let hint = meant.map_or_else(String::new, |meant| format!(" ({meant})"));
        Err(RuleError::Unknown { quantity: self.quantity.clone(), hint })
    }
}

impl fmt::Display for StoppingRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

/// A rule on a measure of a program.
#[derive(Debug, Clone, PartialEq)]
pub struct AimedRule {
    rule: StoppingRule,
    measure: usize,
    /// Which of its names, if it is a measure of names.
    category: Option<usize>,
}

impl AimedRule {
    /// Whether these runs satisfy it. What is undefined does not.
    pub fn is_met(&self, tally: &Tally, confidence: Confidence) -> bool {
        let Some(estimate) = self.estimate(tally, confidence) else { return false };
        let (Some(value), Some(interval)) = (estimate.value, estimate.interval) else { return false };
        let half_width = interval.half_width();
        if self.rule.is_relative {
            value != 0.0 && half_width <= self.rule.limit * value.abs()
        } else {
            half_width <= self.rule.limit
        }
    }

    fn estimate(&self, tally: &Tally, confidence: Confidence) -> Option<Estimate> {
        let confidence = Confidence { method: ProportionMethod::Wilson, ..confidence };
        match (tally.summaries.get(self.measure)?, self.category) {
            (Summary::Categories(counts), Some(place)) => {
                Some(confidence.share(*counts.get(place)?, counts.iter().sum()))
            }
            (Summary::Indicator { yes, n }, None) => Some(confidence.share(*yes, *n)),
            (Summary::Whole(counts), None) => Some(counts.mean(confidence.level)),
            (Summary::Real(scaled), None) => Some(scaled.mean(confidence.level)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::fixture::batch;

    #[test]
    fn rules_are_read_or_said_to_be_none() {
        let rule = StoppingRule::read(" half_width( war ) <= 0.005 ").unwrap();
        assert_eq!((rule.quantity.as_str(), rule.is_relative, rule.limit), ("war", false, 0.005));
        assert!(StoppingRule::read("relative_half_width(war) < 0.1").unwrap().is_relative);
        for text in ["", "war <= 0.1", "half_width(war) >= 0.1", "half_width(war <= 0.1", "width(war) <= 0.1"]
        {
            assert_eq!(StoppingRule::read(text), Err(RuleError::Form(text.to_owned())));
        }
        for text in ["half_width(war) <= 0", "half_width(war) <= NaN", "half_width(war) <= inf"] {
            assert_eq!(StoppingRule::read(text), Err(RuleError::Limit(text.to_owned())));
        }
    }

    #[test]
    fn a_rule_speaks_of_shares_and_means() {
        let batch = batch(400);
        let met = |text: &str| {
            let rule = StoppingRule::read(text).unwrap().aim(batch.measures());
            rule.map(|rule| rule.is_met(batch.tally(), Confidence::default()))
        };
        // The Wilson interval of any share of 400 has a half-width between 0.0047 and 0.049.
        assert_eq!(met("half_width(war) <= 0.05"), Ok(true));
        assert_eq!(met("half_width(war) <= 0.004"), Ok(false));
        assert_eq!(met("half_width(violent_acts) <= 1000"), Ok(true));
        assert_eq!(met("relative_half_width(nuclear_use) <= 1000"), Ok(false), "it never occurs");
        assert_eq!(met("half_width(end_reason_settled) <= 0.05"), Ok(true));
        assert!(matches!(met("half_width(first_strike_day) <= 1"), Err(RuleError::Time(_))));
        let unknown = met("half_width(wart) <= 1").unwrap_err().to_string();
        assert!(unknown.contains("there is no `wart` to estimate (did you mean `war`?)"), "{unknown}");
    }
}
