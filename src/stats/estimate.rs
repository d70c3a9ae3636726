//! What every statistic is reported as: a number that never travels alone.

use std::fmt;
use std::str::FromStr;

use super::special;

/// A statistic: point value, standard error, interval and number of observations. What is undefined is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Estimate {
    /// The point value, in the unit of the observations (a share for proportions).
    pub value: Option<f64>,
    /// The standard error of `value`, in the same unit.
    pub std_error: Option<f64>,
    /// The confidence interval of `value`, in the same unit.
    pub interval: Option<Interval>,
    /// How many independent observations the value rests on.
    pub n: u64,
}

impl Estimate {
    /// An estimate of which nothing but the number of observations is known.
    pub fn undefined(n: u64) -> Self {
        Self { n, ..Self::default() }
    }

    /// `value ± quantile · std_error`.
    pub(super) fn symmetric(value: f64, std_error: f64, quantile: f64, n: u64) -> Self {
        let half = quantile * std_error;
        let interval = Some(Interval { low: value - half, high: value + half });
        Self { value: Some(value), std_error: Some(std_error), interval, n }
    }

    /// The same estimate in another unit: every number becomes `offset + number / per_unit` (the standard error
    /// without the offset). `per_unit` must be positive, so that the ends of the interval keep their order.
    pub(crate) fn rescaled(self, offset: f64, per_unit: f64) -> Self {
        let convert = |x: f64| offset + x / per_unit;
        Self {
            value: self.value.map(convert),
            std_error: self.std_error.map(|x| x / per_unit),
            interval: self.interval.map(|i| Interval { low: convert(i.low), high: convert(i.high) }),
            n: self.n,
        }
    }
}

/// A closed interval, `low <= high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// Half the distance between the ends.
    pub fn half_width(&self) -> f64 {
        0.5 * (self.high - self.low)
    }

    /// Whether `x` lies within, ends included.
    pub fn contains(&self, x: f64) -> bool {
        self.low <= x && x <= self.high
    }

    /// Widened, if need be, so that it contains `x`.
    pub(super) fn around(low: f64, x: f64, high: f64) -> Self {
        Self { low: low.min(x), high: high.max(x) }
    }
}

/// A confidence level strictly between 0 and 1; 0.95 by default.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Level(f64);

impl Level {
    /// `None` unless `0 < level < 1`.
    pub fn new(level: f64) -> Option<Self> {
        (level > 0.0 && level < 1.0).then_some(Self(level))
    }

    /// The level as a share, such as 0.95.
    pub fn get(self) -> f64 {
        self.0
    }

    /// The probability left in each of the two tails, `(1 - level) / 2`.
    pub(super) fn tail(self) -> f64 {
        0.5 * (1.0 - self.0)
    }

    /// The half-width, in standard errors, of a normal interval (1.96 for 0.95).
    pub(super) fn normal_quantile(self) -> f64 {
        -special::normal_quantile(self.tail())
    }

    /// The half-width, in standard errors, of a Student t interval.
    pub(super) fn t_quantile(self, degrees_of_freedom: u64) -> f64 {
        special::t_quantile(degrees_of_freedom as f64, self.0)
    }
}

impl Default for Level {
    fn default() -> Self {
        Self(0.95)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The text is not a confidence level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a confidence level (a number strictly between 0 and 1, such as 0.95)")]
pub struct LevelError(String);

impl FromStr for Level {
    type Err = LevelError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().ok().and_then(Self::new).ok_or_else(|| LevelError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_lie_strictly_between_zero_and_one() {
        for bad in [0.0, 1.0, -0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert_eq!(Level::new(bad), None, "{bad}");
        }
        assert_eq!(Level::new(0.9).map(Level::get), Some(0.9));
        assert!((Level::default().get() - 0.95).abs() < f64::EPSILON);
    }

    #[test]
    fn levels_read_and_write_as_text() {
        assert_eq!("0.99".parse::<Level>().ok(), Level::new(0.99));
        assert_eq!(Level::default().to_string(), "0.95");
        let error = "95".parse::<Level>().map_err(|e| e.to_string());
        assert!(error.is_err_and(|text| text.contains("`95`")));
    }

    #[test]
    fn the_normal_quantile_is_the_familiar_one() {
        assert!((Level::default().normal_quantile() - 1.959_963_984_540_054).abs() < 1e-14);
    }

    #[test]
    fn rescaling_moves_ends_and_keeps_the_error_free_of_the_offset() {
        let estimate = Estimate::symmetric(20.0, 2.0, 2.0, 5).rescaled(1.0, 10.0);
        assert_eq!(estimate.value, Some(3.0));
        assert_eq!(estimate.std_error, Some(0.2));
        assert_eq!(estimate.interval, Some(Interval { low: 2.6, high: 3.4 }));
        assert_eq!(estimate.n, 5);
    }
}
