//! What parameters are fitted to: quantities that were observed, each with the error of its sample.

use crate::model::special::{logistic, logit};
use crate::stats::{Observed, Scale};

/// Half the width of a 95 % interval in standard errors.
const Z95: f64 = 1.959_963_984_540_054;
/// The standardised misfit of a quantity that the runs leave undefined.
const UNDEFINED: f64 = 6.0;

/// A quantity that was observed, and that runs should come near to.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// Its name.
    pub id: String,
    /// On which scale it is compared.
    pub scale: Scale,
    /// What was observed, with its 95 % interval and the cases behind it.
    pub observed: Observed,
    /// Where it comes from. The errors of goals of one source are correlated as those of the model's own samples are; goals of
    /// different sources have independent errors.
    pub source: String,
    /// Whether it is kept out of the fit, and only looked at afterwards.
    pub hold_out: bool,
}

impl Goal {
    /// Where a value stands on the goal's scale. Shares are kept half a case away from 0 and 1, positive numbers above a hundredth of the
    /// lower end, as [`misfit()`](crate::stats::misfit()) does.
    pub(super) fn place(&self, value: f64) -> f64 {
        match self.scale {
            Scale::Linear => value,
            Scale::Log => libm::log(value.max(self.observed.low / 100.0)),
            Scale::Logit => {
                let edge = 0.5 / (self.observed.n as f64 + 1.0);
                logit(value.clamp(edge, 1.0 - edge))
            }
        }
    }

    /// The value that stands at a place of the scale.
    fn back(&self, place: f64) -> f64 {
        match self.scale {
            Scale::Linear => place,
            Scale::Log => libm::exp(place),
            Scale::Logit => logistic(place),
        }
    }

    /// Standard error of the observation on its scale, for a quantity that lies above (or else below) it: intervals need not be
    /// symmetric.
    fn std_error(&self, above: bool) -> f64 {
        let Observed { value, low, high, .. } = self.observed;
        let [low, centre, high] = [low, value, high].map(|value| self.place(value));
        let half = if above { high - centre } else { centre - low };
        // Of an interval that ends at the value itself the other half is taken.
        let half = if half > 0.0 { half } else { high - low };
        half / Z95
    }

    /// The standardised misfit of a simulated quantity: its difference from what was observed on the [`Scale`], in standard errors of
    /// the observation alone. A quantity that is undefined, since no run had it, counts as 6 standard errors away.
    pub fn misfit(&self, simulated: Option<f64>) -> f64 {
        simulated.map_or(UNDEFINED, |simulated| {
            let difference = self.place(simulated) - self.place(self.observed.value);
            let error = self.std_error(difference > 0.0);
            if error > 0.0 { difference / error } else { UNDEFINED.copysign(difference) }
        })
    }

    /// What a sample of the same size as that of the observation would have shown if the truth were `simulated`, the error of that
    /// sample being so many standard errors.
    pub fn sampled(&self, simulated: f64, error: f64) -> f64 {
        // The interval is about the observation, so its upper half is for observations that came out too low.
        self.back(self.place(simulated) + error * self.std_error(error < 0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goal(scale: Scale, [low, value, high]: [f64; 3]) -> Goal {
        let (id, source) = ("g".to_owned(), String::new());
        Goal { id, scale, observed: Observed { value, low, high, n: 50 }, source, hold_out: false }
    }

    #[test]
    fn ends_of_the_interval_are_two_standard_errors_away_on_every_scale() {
        for goal in [
            goal(Scale::Logit, [0.2, 0.3, 0.45]),
            goal(Scale::Log, [3.0, 9.0, 20.0]),
            goal(Scale::Linear, [-1.0, 0.5, 1.0]),
        ] {
            let Observed { value, low, high, .. } = goal.observed;
            assert!((goal.misfit(Some(low)) + Z95).abs() < 1e-12);
            assert!((goal.misfit(Some(high)) - Z95).abs() < 1e-12);
            assert!(goal.misfit(Some(value)).abs() < 1e-12);
            assert!((goal.misfit(None) - 6.0).abs() < 1e-12);
            // A truth at the upper end gives such an observation by an error of −1.96.
            assert!((goal.sampled(high, -Z95) - value).abs() < 1e-12);
            assert!((goal.sampled(low, Z95) - value).abs() < 1e-12);
        }
    }

    #[test]
    fn shares_of_nothing_and_all_have_finite_misfits() {
        let none = goal(Scale::Logit, [0.0, 0.0, 0.06]);
        assert!((none.misfit(Some(0.06)) - Z95).abs() < 1e-12);
        assert!(none.misfit(Some(0.0)).abs() < 1e-12 && none.misfit(Some(1.0)).is_finite());
        let all = goal(Scale::Logit, [0.94, 1.0, 1.0]);
        assert!((all.misfit(Some(0.94)) + Z95).abs() < 1e-12);
    }
}
