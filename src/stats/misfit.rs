//! How far an estimate lies from what was observed, in standard errors.

use super::estimate::{Estimate, Level};

/// On which scale two numbers are compared: one on which their errors are about symmetric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// As they are.
    Linear,
    /// Logarithms: times and ratios.
    Log,
    /// Log-odds: shares.
    Logit,
}

impl Scale {
    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Log => "log",
            Self::Logit => "logit",
        }
    }
}

/// A number that was observed, with the interval that holds it, `low <= value <= high` and `low < high`, and the cases behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observed {
    /// The number.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of it.
    pub high: f64,
    /// How many cases it rests on.
    pub n: u64,
}

impl Observed {
    /// Whether a value lies in the interval, ends included.
    pub fn holds(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// How many standard errors an estimate lies above what was observed; below, if negative.
///
/// Both are put on the scale, and so are their intervals of this level. The error of each is the half of its interval that lies
/// towards the other, since intervals need not be symmetric, divided by the normal quantile of the level; the two are
/// added in squares. Of an interval whose half on that side is empty the other half is taken. Shares are kept half a case away from 0 and 1,
/// positive numbers above a hundredth of the lower end. Undefined without an interval of the estimate.
pub fn misfit(scale: Scale, observed: &Observed, estimate: &Estimate, level: Level) -> Option<f64> {
    let (value, ends) = (estimate.value?, estimate.interval?);
    let edge = |n: u64| 0.5 / (n as f64 + 1.0);
    let place = |x: f64, n: u64| match scale {
        Scale::Linear => x,
        Scale::Log => libm::log(x.max(observed.low / 100.0)),
        Scale::Logit => {
            let share = x.clamp(edge(n), 1.0 - edge(n));
            libm::log(share / (1.0 - share))
        }
    };
    let [low, middle, high] = [observed.low, observed.value, observed.high].map(|x| place(x, observed.n));
    let [from, there, to] = [ends.low, value, ends.high].map(|x| place(x, estimate.n));
    let distance = there - middle;
    let towards = |facing: f64, other: f64| if facing > 0.0 { facing } else { other };
    let (ours, theirs) = if distance < 0.0 {
        (towards(middle - low, high - middle), towards(to - there, there - from))
    } else {
        (towards(high - middle, middle - low), towards(there - from, to - there))
    };
    let error = libm::sqrt(ours * ours + theirs * theirs) / level.normal_quantile();
    Some(distance / error).filter(|z| z.is_finite())
}

#[cfg(test)]
mod tests {
    use super::super::estimate::Interval;
    use super::*;

    const Z: f64 = 1.959_963_984_540_054;

    fn exact(value: f64) -> Estimate {
        Estimate {
            value: Some(value),
            interval: Some(Interval { low: value, high: value }),
            std_error: None,
            n: 1000,
        }
    }

    fn z(scale: Scale, observed: Observed, estimate: &Estimate) -> f64 {
        misfit(scale, &observed, estimate, Level::default()).unwrap()
    }

    /// Nothing on the side of the estimate: the other half, of 2, is taken.
    #[test]
    fn an_empty_half_is_taken_from_the_other_side() {
        let above = Observed { value: 10.0, low: 10.0, high: 12.0, n: 30 };
        assert!((z(Scale::Linear, above, &exact(8.0)) + Z).abs() < 1e-9);
        let below = Observed { value: 10.0, low: 8.0, high: 10.0, n: 30 };
        assert!((z(Scale::Linear, below, &exact(12.0)) - Z).abs() < 1e-9);
    }

    /// The interval reaches 2 up and 1 down: an exact 12 is at the upper end, 9 at the lower one.
    #[test]
    fn the_half_towards_the_estimate_counts() {
        let observed = Observed { value: 10.0, low: 9.0, high: 12.0, n: 30 };
        assert!((z(Scale::Linear, observed, &exact(12.0)) - Z).abs() < 1e-9);
        assert!((z(Scale::Linear, observed, &exact(9.0)) + Z).abs() < 1e-9);
        assert!(z(Scale::Linear, observed, &exact(10.0)).abs() < 1e-12);
    }

    /// 5 days, 2.5 to 20: a factor of 2 down and of 4 up. 40 days are a factor of 8 up, one and a half times the half.
    #[test]
    fn times_are_compared_by_factors() {
        let observed = Observed { value: 5.0, low: 2.5, high: 20.0, n: 30 };
        assert!((z(Scale::Log, observed, &exact(40.0)) - 1.5 * Z).abs() < 1e-9);
        assert!((z(Scale::Log, observed, &exact(2.5)) + Z).abs() < 1e-9);
        assert!(z(Scale::Log, observed, &exact(0.0)) < -Z, "nought is far below, not undefined");
    }

    /// Odds of 1, from 1/3 to 3: a share of 0.9, odds of 9, is twice as far as the end.
    #[test]
    fn shares_are_compared_by_odds() {
        let observed = Observed { value: 0.5, low: 0.25, high: 0.75, n: 30 };
        assert!((z(Scale::Logit, observed, &exact(0.9)) - 2.0 * Z).abs() < 1e-9);
        assert!(z(Scale::Logit, observed, &exact(0.0)).is_finite());
        let none = Observed { value: 0.0, low: 0.0, high: 0.1, n: 30 };
        assert!(z(Scale::Logit, none, &exact(0.1)) > 0.0);
        assert!(z(Scale::Logit, none, &exact(0.0)) <= 0.0);
    }

    /// Errors of 3 and 4 make 5.
    #[test]
    fn the_errors_of_both_count() {
        let observed = Observed { value: 0.0, low: -3.0, high: 3.0, n: 30 };
        let interval = Some(Interval { low: 6.0, high: 99.0 });
        let estimate = Estimate { value: Some(10.0), interval, std_error: None, n: 10 };
        assert!((z(Scale::Linear, observed, &estimate) - 10.0 / 5.0 * Z).abs() < 1e-9);
        let without = Estimate { interval: None, ..estimate };
        assert_eq!(misfit(Scale::Linear, &observed, &without, Level::default()), None);
    }
}
