//! What a sign says about an outcome: sensitivity, false alarms and their ratio.

use serde::{Deserialize, Serialize};

use super::estimate::{Estimate, Interval, Level};
use super::proportion::{ProportionMethod, proportion};

/// A two-by-two table of trials: whether a sign was seen, and whether the outcome came about.
///
/// Counts only, so that merging in any order gives the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SignTable {
    /// The sign, and the outcome.
    pub hits: u64,
    /// The sign, but not the outcome.
    pub false_alarms: u64,
    /// The outcome without the sign.
    pub misses: u64,
    /// Neither.
    pub quiet: u64,
}

impl SignTable {
    /// Adds a trial.
    #[inline]
    pub fn add(&mut self, sign: bool, outcome: bool) {
        *match (sign, outcome) {
            (true, true) => &mut self.hits,
            (true, false) => &mut self.false_alarms,
            (false, true) => &mut self.misses,
            (false, false) => &mut self.quiet,
        } += 1;
    }

    /// Adds all trials of another table.
    pub fn merge(&mut self, other: &Self) {
        self.hits += other.hits;
        self.false_alarms += other.false_alarms;
        self.misses += other.misses;
        self.quiet += other.quiet;
    }

    /// Number of trials.
    pub fn n(&self) -> u64 {
        self.hits + self.false_alarms + self.misses + self.quiet
    }

    /// Sensitivity: the share of trials with the outcome that had the sign. `n` counts those with the outcome.
    pub fn sensitivity(&self, method: ProportionMethod, level: Level) -> Estimate {
        proportion(self.hits, self.hits + self.misses, method, level)
    }

    /// The share of trials without the outcome that had the sign all the same, 1 - specificity. `n` counts those without the outcome.
    pub fn false_alarm_share(&self, method: ProportionMethod, level: Level) -> Estimate {
        proportion(self.false_alarms, self.false_alarms + self.quiet, method, level)
    }

    /// The positive likelihood ratio, P(sign | outcome) / P(sign | no outcome): what seeing the sign multiplies the odds of
    /// the outcome by. Above 1 the sign speaks for the outcome, below 1 against it.
    ///
    /// The interval is the log method of Simel, Samsa & Matchar, *Likelihood ratios with confidence: sample size
    /// estimation for diagnostic test studies*, Journal of Clinical Epidemiology 44 (1991), 763–770. With the hits `a`, the false alarms
    /// `b`, the misses `c` and the quiet trials `d` it is `exp(ln LR ± z s)`, `s² = 1/a - 1/(a+c) + 1/b - 1/(b+d)`. The standard error is
    /// `LR · s`, by the delta method. If any of the four is 0, ½ is added to each of them first (Haldane 1956, Anscombe 1956), for the
    /// value as well: with no false alarms the plain ratio would be infinite, with no hits it would be 0 for certain.
    ///
    /// `n` is the number of trials. Undefined if the outcome came about in all of them or in none.
    pub fn likelihood_ratio(&self, level: Level) -> Estimate {
        let n = self.n();
        if self.hits + self.misses == 0 || self.false_alarms + self.quiet == 0 {
            return Estimate::undefined(n);
        }
        let counts = [self.hits, self.false_alarms, self.misses, self.quiet];
        let extra = if counts.contains(&0) { 0.5 } else { 0.0 };
        let [a, b, c, d] = counts.map(|count| count as f64 + extra);
        let value = (a / (a + c)) / (b / (b + d));
        // 1/a - 1/(a+c), without cancellation.
        let spread = libm::sqrt(c / (a * (a + c)) + d / (b * (b + d)));
        let factor = libm::exp(level.normal_quantile() * spread);
        let interval = Some(Interval { low: value / factor, high: value * factor });
        Estimate { value: Some(value), std_error: Some(value * spread), interval, n }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(hits: u64, false_alarms: u64, misses: u64, quiet: u64) -> SignTable {
        SignTable { hits, false_alarms, misses, quiet }
    }

    /// 30 of 40 against 20 of 200: 7.5. s² = 1/30 - 1/40 + 1/20 - 1/200 = 0.0533333, s = 0.2309401; times 1.959964 that is
    /// 0.452634, and the factor 1.572449.
    #[test]
    fn a_sign_by_hand() {
        let estimate = table(30, 20, 10, 180).likelihood_ratio(Level::default());
        assert!((estimate.value.unwrap() - 7.5).abs() < 1e-14);
        let interval = estimate.interval.unwrap();
        assert!((interval.low - 7.5 / 1.572_449).abs() < 1e-5, "{interval:?}");
        assert!((interval.high - 7.5 * 1.572_449).abs() < 1e-5, "{interval:?}");
        assert!((estimate.std_error.unwrap() - 7.5 * 0.230_940_1).abs() < 1e-6);
        assert_eq!(estimate.n, 240);
    }

    /// No false alarms in 10, 4 hits of 5: (4.5 / 6) / (0.5 / 11) = 16.5.
    #[test]
    fn an_empty_cell_counts_as_half() {
        let estimate = table(4, 0, 1, 10).likelihood_ratio(Level::default());
        assert!((estimate.value.unwrap() - 16.5).abs() < 1e-13);
        let interval = estimate.interval.unwrap();
        assert!(interval.low > 1.0 && interval.high.is_finite(), "{interval:?}");
        // A sign that is always there says nothing, and not for certain.
        let always = table(5, 5, 0, 0).likelihood_ratio(Level::default());
        assert!((always.value.unwrap() - 1.0).abs() < 1e-15);
        assert!(always.interval.unwrap().half_width() > 0.1);
    }

    #[test]
    fn without_both_kinds_of_trials_there_is_no_ratio() {
        for table in [table(0, 0, 0, 0), table(3, 0, 2, 0), table(0, 3, 0, 2)] {
            assert_eq!(table.likelihood_ratio(Level::default()), Estimate::undefined(table.n()));
        }
        let never = table(0, 3, 0, 1);
        assert_eq!(never.sensitivity(ProportionMethod::Wilson, Level::default()), Estimate::undefined(0));
        let share = never.false_alarm_share(ProportionMethod::Wilson, Level::default());
        assert_eq!((share.value, share.n), (Some(0.75), 4));
    }

    #[test]
    fn trials_are_counted_and_merge() {
        let mut all = SignTable::default();
        let mut parts = [SignTable::default(); 2];
        let trials = [
            (true, true),
            (false, true),
            (true, false),
            (false, false),
            (false, false),
            (true, true),
            (true, true),
        ];
        for (place, (sign, outcome)) in trials.into_iter().enumerate() {
            all.add(sign, outcome);
            parts[place % 2].add(sign, outcome);
        }
        let [mut merged, other] = parts;
        merged.merge(&other);
        assert_eq!((merged, all), (all, table(3, 1, 1, 2)));
        assert_eq!(all.sensitivity(ProportionMethod::Wilson, Level::default()).value, Some(0.75));
    }
}
