//! Reals in fixed point: the exact histogram of [`Counts`] for values that are no integers.

use serde::{Deserialize, Serialize};

use super::counts::Counts;
use super::estimate::{Estimate, Level};

/// The step of a fixed-point scale: reals are rounded to the nearest multiple of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Resolution {
    /// Steps per unit. Where that is nearly a whole number it is made one, so that 1e-4 means exactly 10 000.
    per_unit: f64,
}

impl Resolution {
    /// Steps of a millionth.
    pub const MILLIONTH: Self = Self { per_unit: 1e6 };

    /// `None` unless `resolution` is positive and it and its inverse are finite.
    pub fn new(resolution: f64) -> Option<Self> {
        let inverse = 1.0 / resolution;
        let whole = libm::round(inverse);
        let per_unit = if (inverse - whole).abs() <= 1e-9 * inverse { whole } else { inverse };
        (resolution > 0.0 && resolution.is_finite() && per_unit > 0.0 && per_unit.is_finite())
            .then_some(Self { per_unit })
    }

    /// The number of steps nearest to `value`, halves away from zero, at most `i64::MAX` in magnitude; `None` for NaN
    /// and infinities.
    #[inline]
    pub fn steps(self, value: f64) -> Option<i64> {
        value.is_finite().then(|| (value * self.per_unit).round() as i64)
    }

    /// Steps in one unit.
    pub(super) fn per_unit(self) -> f64 {
        self.per_unit
    }
}

/// A histogram of reals, each rounded to a resolution when it is added: bounded memory, and sums independent of order.
///
/// The rounding moves a value, and so a mean or a quantile, by at most half a step. Beyond 2^14 steps in magnitude
/// quantiles are found in buckets of 2^-10 of the value, see [`Counts`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scaled {
    resolution: Resolution,
    counts: Counts,
    rejected: u64,
}

impl Scaled {
    /// An empty histogram.
    pub fn new(resolution: Resolution) -> Self {
        Self { resolution, counts: Counts::new(), rejected: 0 }
    }

    /// Adds one observation. NaN and infinities are no observations: they are kept out and counted apart.
    #[inline]
    pub fn add(&mut self, value: f64) {
        match self.resolution.steps(value) {
            Some(steps) => self.counts.add(steps),
            None => self.rejected += 1,
        }
    }

    /// Adds everything another histogram holds; `None`, and nothing done, if its resolution differs.
    #[must_use]
    pub fn merge(&mut self, other: &Self) -> Option<()> {
        if self.resolution != other.resolution {
            return None;
        }
        self.counts.merge(&other.counts);
        self.rejected += other.rejected;
        Some(())
    }

    /// The resolution to which values are kept.
    pub fn resolution(&self) -> Resolution {
        self.resolution
    }

    /// Number of observations.
    pub fn n(&self) -> u64 {
        self.counts.n()
    }

    /// How many values were not finite and therefore not counted.
    pub fn rejected(&self) -> u64 {
        self.rejected
    }

    /// Smallest observation.
    pub fn min(&self) -> Option<f64> {
        self.counts.min().map(|v| v as f64 / self.resolution.per_unit)
    }

    /// Largest observation.
    pub fn max(&self) -> Option<f64> {
        self.counts.max().map(|v| v as f64 / self.resolution.per_unit)
    }

    /// The mean with its Student t interval, see [`Counts::mean`].
    pub fn mean(&self, level: Level) -> Estimate {
        self.counts.mean(level).rescaled(0.0, self.resolution.per_unit)
    }

    /// The sample standard deviation, see [`Counts::sd`].
    pub fn sd(&self) -> Estimate {
        self.counts.sd().rescaled(0.0, self.resolution.per_unit)
    }

    /// The type 7 quantile with its order-statistic interval, see [`Counts::quantile`].
    pub fn quantile(&self, p: f64, level: Level) -> Estimate {
        self.counts.quantile(p, level).rescaled(0.0, self.resolution.per_unit)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fine() -> Resolution {
        Resolution::new(1e-4).unwrap()
    }

    fn of(values: &[f64]) -> Scaled {
        let mut scaled = Scaled::new(fine());
        for &v in values {
            scaled.add(v);
        }
        scaled
    }

    #[test]
    fn merging_adds_what_was_rejected() {
        let (mut scaled, other) = (of(&[f64::NAN, 1.0, f64::NAN]), of(&[f64::NAN, f64::NAN, f64::NAN]));
        scaled.merge(&other).unwrap();
        assert_eq!(scaled.rejected, 5);
    }

    #[test]
    fn resolutions_are_positive_and_finite() {
        for bad in [0.0, -1.0, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE / 1e10] {
            assert_eq!(Resolution::new(bad), None, "{bad}");
        }
        assert_eq!(fine().per_unit().to_bits(), 10_000.0_f64.to_bits());
        assert_eq!(Resolution::new(250.0).and_then(|r| r.steps(1000.0)), Some(4));
    }

    #[test]
    fn what_is_not_finite_is_counted_apart() {
        let scaled = of(&[f64::NAN, 0.5, f64::INFINITY]);
        assert_eq!((scaled.n(), scaled.rejected()), (1, 2));
        assert_eq!(scaled.mean(Level::default()).value, Some(0.5));
        assert_eq!(of(&[]).mean(Level::default()), Estimate::undefined(0));
    }

    #[test]
    fn values_come_back_in_their_unit() {
        let scaled = of(&[0.1, 0.2, 0.300_04, -0.4]);
        assert_eq!((scaled.min(), scaled.max()), (Some(-0.4), Some(0.3)));
        assert_eq!(scaled.quantile(0.0, Level::default()).value, Some(-0.4));
        assert!((scaled.mean(Level::default()).value.unwrap() - 0.05).abs() < 1e-15);
        assert!(scaled.sd().value.is_some_and(|sd| sd > 0.31 && sd < 0.32));
    }

    #[test]
    fn different_resolutions_do_not_merge() {
        let mut scaled = of(&[0.25]);
        assert_eq!(scaled.merge(&Scaled::new(Resolution::new(0.5).unwrap())), None);
        assert_eq!(scaled, of(&[0.25]));
    }

    proptest! {
        #[test]
        fn merging_is_adding_all(a in prop::collection::vec(-9.0..9.0_f64, 0..30), b in prop::collection::vec(-9.0..9.0_f64, 0..30)) {
            let (mut left, mut right) = (of(&a), of(&b));
            prop_assert_eq!(left.merge(&of(&b)), Some(()));
            prop_assert_eq!(right.merge(&of(&a)), Some(()));
            prop_assert_eq!(&left, &of(&[a, b].concat()));
            prop_assert_eq!(left, right);
        }

        #[test]
        fn rounding_moves_nothing_by_more_than_half_a_step(values in prop::collection::vec(-1.0..1.0_f64, 1..50)) {
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            prop_assert!((of(&values).mean(Level::default()).value.unwrap() - mean).abs() < 0.5e-4 + 1e-12);
        }
    }
}
