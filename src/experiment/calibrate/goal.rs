//! What parameters are fitted to: quantities that were observed, each with the error of its sample.

use crate::model::special::logit;

/// Half the width of a 95 % interval in standard errors.
const Z95: f64 = 1.959_963_984_540_054;
/// Shares are kept so far from 0 and 1, so that their logit is finite.
const LEAST_SHARE: f64 = 1e-4;
/// Positive quantities are kept so far from 0, so that their logarithm is finite.
const LEAST_POSITIVE: f64 = 1e-6;
/// The standardised misfit of a quantity that the runs leave undefined.
const UNDEFINED: f64 = 6.0;

/// On which scale the sampling error of a quantity is about normal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// From 0 to 1: on the logit.
    Share,
    /// Above 0, such as durations and ratios: on the logarithm.
    Positive,
    /// Any real number: as it is.
    Real,
}

impl Scale {
    /// A value on this scale.
    pub fn of(self, value: f64) -> f64 {
        match self {
            Self::Share => logit(value.clamp(LEAST_SHARE, 1.0 - LEAST_SHARE)),
            Self::Positive => libm::log(value.max(LEAST_POSITIVE)),
            Self::Real => value,
        }
    }

    /// The value that stands at a place of this scale.
    pub fn back(self, place: f64) -> f64 {
        match self {
            Self::Share => crate::model::special::logistic(place),
            Self::Positive => libm::exp(place),
            Self::Real => place,
        }
    }
}

/// A quantity that was observed, and that runs should come near to.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// Its name.
    pub id: String,
    /// On which scale it is compared.
    pub scale: Scale,
    /// What was observed.
    pub value: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end of it.
    pub high: f64,
    /// Where it comes from. The errors of goals of one source are correlated as those of the model's own samples are; goals of
    /// different sources have independent errors.
    pub source: String,
    /// Whether it is kept out of the fit, and only looked at afterwards.
    pub hold_out: bool,
}

impl Goal {
    /// Standard error of the observation on its scale, for a quantity that lies above (or else below) it: intervals need not be
    /// symmetric.
    fn std_error(&self, above: bool) -> f64 {
        let (low, centre, high) =
            (self.scale.of(self.low), self.scale.of(self.value), self.scale.of(self.high));
        let half = if above { high - centre } else { centre - low };
        // An interval that ends at the value itself says nothing of that side.
        let half = if half > 0.0 { half } else { high - low };
        if half > 0.0 { half / Z95 } else { 1e-9 }
    }

    /// The standardised misfit of a simulated quantity: its difference from what was observed on the [`Scale`], in standard errors of
    /// the observation. A quantity that is undefined, since no run had it, counts as 6 standard errors away.
    pub fn misfit(&self, simulated: Option<f64>) -> f64 {
        simulated.map_or(UNDEFINED, |simulated| {
            let difference = self.scale.of(simulated) - self.scale.of(self.value);
            difference / self.std_error(difference > 0.0)
        })
    }

    /// What a sample of the same size as that of the observation would have shown if the truth were `simulated`, the error of that
    /// sample being so many standard errors.
    pub fn sampled(&self, simulated: f64, error: f64) -> f64 {
        // The interval is about the observation, so its upper half is for observations that came out too low.
        self.scale.back(self.scale.of(simulated) + error * self.std_error(error < 0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goal(scale: Scale, [low, value, high]: [f64; 3]) -> Goal {
        let (id, source) = ("g".to_owned(), String::new());
        Goal { id, scale, value, low, high, source, hold_out: false }
    }

    #[test]
    fn ends_of_the_interval_are_two_standard_errors_away_on_every_scale() {
        for goal in [
            goal(Scale::Share, [0.2, 0.3, 0.45]),
            goal(Scale::Positive, [3.0, 9.0, 20.0]),
            goal(Scale::Real, [-1.0, 0.5, 1.0]),
        ] {
            assert!((goal.misfit(Some(goal.low)) + Z95).abs() < 1e-12);
            assert!((goal.misfit(Some(goal.high)) - Z95).abs() < 1e-12);
            assert!(goal.misfit(Some(goal.value)).abs() < 1e-12);
            assert!((goal.misfit(None) - 6.0).abs() < 1e-12);
            // A truth at the upper end gives such an observation by an error of −1.96.
            assert!((goal.sampled(goal.high, -Z95) - goal.value).abs() < 1e-12);
            assert!((goal.sampled(goal.low, Z95) - goal.value).abs() < 1e-12);
        }
    }

    #[test]
    fn shares_of_nothing_and_all_have_finite_misfits() {
        let none = goal(Scale::Share, [0.0, 0.0, 0.06]);
        assert!((none.misfit(Some(0.06)) - Z95).abs() < 1e-12);
        assert!(none.misfit(Some(0.0)).abs() < 1e-12 && none.misfit(Some(1.0)).is_finite());
        let all = goal(Scale::Share, [0.94, 1.0, 1.0]);
        assert!((all.misfit(Some(0.94)) + Z95).abs() < 1e-12);
    }
}
