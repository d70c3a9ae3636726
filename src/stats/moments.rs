//! Exact power sums of integers: the mean and the spread of what was added, the same in any order.

use serde::{Deserialize, Serialize};

use super::estimate::{Estimate, Level};

/// Count, sum and sum of squares of `i64` values.
///
/// The sum cannot overflow. The sum of squares saturates at `2^128 - 1`, far beyond sensible values; from there
/// on spread and interval are undefined. Saturating sums of non-negative numbers are still independent of order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Moments {
    n: u64,
    sum: i128,
    squares: u128,
}

impl Moments {
    /// Of nothing yet.
    pub(super) const EMPTY: Self = Self { n: 0, sum: 0, squares: 0 };

    #[inline]
    pub(super) fn add_n(&mut self, value: i64, times: u64) {
        let magnitude = u128::from(value.unsigned_abs());
        self.n += times;
        self.sum += i128::from(value) * i128::from(times);
        self.squares = self.squares.saturating_add((magnitude * magnitude).saturating_mul(u128::from(times)));
    }

    /// Adds one small value: the same as `add_n(value, 1)`, in fewer steps.
    #[inline]
    pub(super) fn add(&mut self, value: u32) {
        self.n += 1;
        self.sum += i128::from(value);
        self.squares = self.squares.saturating_add(u128::from(u64::from(value) * u64::from(value)));
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.n += other.n;
        self.sum += other.sum;
        self.squares = self.squares.saturating_add(other.squares);
    }

    pub(super) fn n(&self) -> u64 {
        self.n
    }

    pub(super) fn sum(&self) -> i128 {
        self.sum
    }

    pub(super) fn squares(&self) -> u128 {
        self.squares
    }

    /// Of the same values with the other sign.
    pub(super) fn negated(&self) -> Self {
        Self { sum: -self.sum, ..*self }
    }

    /// The mean with its standard error `s / sqrt(n)` and the Student t interval with `n - 1` degrees of freedom;
    /// of one value only the value.
    pub(super) fn mean(&self, level: Level) -> Estimate {
        if self.n == 0 {
            return Estimate::undefined(0);
        }
        let value = self.sum as f64 / self.n as f64;
        let Some(variance) = self.variance() else {
            return Estimate { value: Some(value), ..Estimate::undefined(self.n) };
        };
        let std_error = libm::sqrt(variance / self.n as f64);
        Estimate::symmetric(value, std_error, level.t_quantile(self.n - 1), self.n)
    }

    /// The sample standard deviation (divisor `n - 1`). It comes without an interval: those in use rest on
    /// normality.
    pub(super) fn sd(&self) -> Estimate {
        Estimate { value: self.variance().map(libm::sqrt), ..Estimate::undefined(self.n) }
    }

    /// The unbiased variance, from `n Σ(x - m)² - r²` with `Σx = n m + r` in integers: no cancellation.
    pub(super) fn variance(&self) -> Option<f64> {
        let (_, rest, about_whole) = self.about_whole()?;
        let n = self.n as f64;
        let exact = about_whole.checked_mul(u128::from(self.n)).map(|v| (v - rest * rest) as f64 / n);
        let about_mean = exact.unwrap_or_else(|| about_whole as f64 - (rest * rest) as f64 / n);
        Some(about_mean / (n - 1.0))
    }

    /// The whole part `m` of the mean, what is left of the sum beyond `n m`, and `Σ(x - m)²`. `None` for fewer than two
    /// values, and where their squares are beyond every sense.
    pub(super) fn about_whole(&self) -> Option<(i128, u128, u128)> {
        if self.n < 2 || self.squares == u128::MAX {
            return None;
        }
        let count = i128::from(self.n);
        let (whole, rest) = (self.sum.div_euclid(count), self.sum.rem_euclid(count).unsigned_abs());
        Some((whole, rest, self.squares_about(whole, rest)))
    }

    /// `Σ(x - m)² = Σx² - n m² - 2 m r`, in wrapping arithmetic: the result fits although its parts may not.
    fn squares_about(&self, whole: i128, rest: u128) -> u128 {
        let bits = whole.cast_unsigned();
        let whole_part = bits.wrapping_mul(bits).wrapping_mul(u128::from(self.n));
        let rest_part = bits.wrapping_mul(2).wrapping_mul(rest);
        self.squares.wrapping_sub(whole_part).wrapping_sub(rest_part)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(values: &[i64]) -> Moments {
        let mut moments = Moments::default();
        for &v in values {
            moments.add_n(v, 1);
        }
        moments
    }

    #[test]
    fn nothing_has_no_mean_and_one_value_no_spread() {
        assert_eq!(of(&[]).mean(Level::default()), Estimate::undefined(0));
        assert_eq!(of(&[]).sd(), Estimate::undefined(0));
        let one = of(&[7]).mean(Level::default());
        assert_eq!(one, Estimate { value: Some(7.0), std_error: None, interval: None, n: 1 });
        assert_eq!(of(&[7]).sd().value, None);
    }

    #[test]
    fn equal_values_spread_by_exactly_nothing() {
        let mut moments = Moments::default();
        moments.add_n(1_000_000_007, 3_000_000_000);
        assert_eq!(moments.sd().value, Some(0.0));
        assert_eq!(moments.mean(Level::default()).std_error, Some(0.0));
    }

    #[test]
    fn the_spread_of_large_numbers_does_not_cancel() {
        let huge = 4_000_000_000_000_000_000;
        let sd = of(&[huge, huge + 1, huge + 2]).sd().value.unwrap();
        assert!((sd - 1.0).abs() < 1e-15, "{sd}");
        let mixed = of(&[-huge, huge]).sd().value.unwrap();
        assert!((mixed / (huge as f64 * 2.0_f64.sqrt()) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn squares_beyond_every_sense_are_undefined_not_wrong() {
        let mut moments = Moments::default();
        moments.add_n(i64::MIN, 10);
        assert_eq!(moments.sd().value, None);
        assert_eq!(moments.mean(Level::default()).value, Some(-(2.0_f64.powi(63))));
        assert_eq!(moments.mean(Level::default()).interval, None);
    }

    proptest! {
        #[test]
        fn the_variance_is_the_textbook_one(values in prop::collection::vec(-1000_i64..1000, 2..50)) {
            let n = values.len() as f64;
            let mean = values.iter().sum::<i64>() as f64 / n;
            let squares: f64 = values.iter().map(|&v| (v as f64 - mean).powi(2)).sum();
            let sd = of(&values).sd().value.unwrap();
            prop_assert!((sd - (squares / (n - 1.0)).sqrt()).abs() < 1e-9);
        }
    }
}
