//! Odds ratios of two things that trials show or do not show.

use serde::{Deserialize, Serialize};

use super::estimate::{Estimate, Interval, Level};

/// How many trials showed which of two things.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwoByTwo {
    /// Both.
    pub both: u64,
    /// Only the first.
    pub only_first: u64,
    /// Only the second.
    pub only_second: u64,
    /// Neither.
    pub neither: u64,
}

impl TwoByTwo {
    /// Counts one trial.
    pub fn add(&mut self, first: bool, second: bool) {
        *match (first, second) {
            (true, true) => &mut self.both,
            (true, false) => &mut self.only_first,
            (false, true) => &mut self.only_second,
            (false, false) => &mut self.neither,
        } += 1;
    }

    /// The odds of the first where the second is so, over its odds where it is not, with Woolf's (1955) interval: normal on the
    /// logarithmic scale, with the variance that is the sum of the reciprocal counts. If a count is zero, half is added to each
    /// (Haldane 1956; Anscombe 1956). The standard error is that of the logarithm. Undefined unless the second is so in some trials and
    /// not in others.
    pub fn odds_ratio(&self, level: Level) -> Estimate {
        let counts = [self.both, self.only_first, self.only_second, self.neither];
        let n = counts.iter().sum();
        if self.both + self.only_second == 0 || self.only_first + self.neither == 0 {
            return Estimate::undefined(n);
        }
        let half = if counts.contains(&0) { 0.5 } else { 0.0 };
        let [both, only_first, only_second, neither] = counts.map(|count| count as f64 + half);
        let value = both * neither / (only_first * only_second);
        let std_error = libm::sqrt(both.recip() + only_first.recip() + only_second.recip() + neither.recip());
        let factor = libm::exp(level.normal_quantile() * std_error);
        let interval = Some(Interval { low: value / factor, high: value * factor });
        Estimate { value: Some(value), std_error: Some(std_error), interval, n }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 20 of 30 against 10 of 40: odds 2 against 1/3. The variance of the logarithm is 1/20 + 1/10 + 1/10 + 1/30 = 17/60.
    #[test]
    fn a_table_by_hand() {
        let table = TwoByTwo { both: 20, only_first: 10, only_second: 10, neither: 30 };
        let ratio = table.odds_ratio(Level::default());
        assert!((ratio.value.unwrap() - 6.0).abs() < 1e-12);
        assert!((ratio.std_error.unwrap() - (17.0_f64 / 60.0).sqrt()).abs() < 1e-12);
        let factor = (1.959_963_985 * (17.0_f64 / 60.0).sqrt()).exp();
        assert!((ratio.interval.unwrap().high - 6.0 * factor).abs() < 1e-6);
        assert_eq!(ratio.n, 70);
    }

    #[test]
    fn a_count_of_zero_leaves_an_estimate_and_an_empty_side_none() {
        let none = TwoByTwo { both: 0, only_first: 5, only_second: 5, neither: 5 };
        // (0.5 · 5.5) / (5.5 · 5.5)
        assert!((none.odds_ratio(Level::default()).value.unwrap() - 0.5 / 5.5).abs() < 1e-12);
        let one_sided = TwoByTwo { both: 3, only_second: 4, ..TwoByTwo::default() };
        assert_eq!(one_sided.odds_ratio(Level::default()), Estimate::undefined(7));
    }

    #[test]
    fn trials_are_counted_where_they_belong() {
        let mut table = TwoByTwo::default();
        for (first, second) in [(true, true), (true, false), (true, false), (false, true), (false, false)] {
            table.add(first, second);
        }
        assert_eq!(table, TwoByTwo { both: 1, only_first: 2, only_second: 1, neither: 1 });
    }
}
