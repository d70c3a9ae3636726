//! The numbers that are fitted, and the cube in which they are looked for.

use crate::model::special::{normal_cdf, normal_quantile};

/// Nearer to the ends than this no normal score is told apart.
const NEAREST: f64 = 1e-12;

/// A number of the scenario that is fitted, with its bounds. What is known of it beforehand is that it lies between them, anywhere alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its address.
    pub path: String,
    /// Lower bound.
    pub low: f64,
    /// Upper bound, above the lower.
    pub high: f64,
}

impl Parameter {
    /// The value at a place in the unit interval.
    pub fn at(&self, unit: f64) -> f64 {
        (self.low + (self.high - self.low) * unit).clamp(self.low, self.high)
    }

    /// The place of a value in the unit interval.
    pub fn unit(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// Variance of a number that lies anywhere between the bounds alike.
    pub fn prior_variance(&self) -> f64 {
        let width = self.high - self.low;
        width * width / 12.0
    }
}

/// Values of parameters at a place in the unit cube.
pub(super) fn values(parameters: &[Parameter], unit: &[f64]) -> Vec<f64> {
    parameters.iter().zip(unit).map(|(parameter, &unit)| parameter.at(unit)).collect()
}

/// Normal scores of a place in the unit cube: the normal deviates with as much probability below. A uniform prior becomes a standard
/// normal one, which has no bounds that a step could cross.
pub(super) fn scores(unit: &[f64]) -> Vec<f64> {
    unit.iter().map(|unit| normal_quantile(unit.clamp(NEAREST, 1.0 - NEAREST))).collect()
}

/// The place in the unit cube with these normal scores.
pub(super) fn units(scores: &[f64]) -> Vec<f64> {
    scores.iter().map(|&score| normal_cdf(score)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_units_and_scores_are_the_same_places() {
        let parameter = Parameter { path: "p".to_owned(), low: -1.0, high: 3.0 };
        for unit in [0.0, 0.1, 0.5, 1.0] {
            assert!((parameter.unit(parameter.at(unit)) - unit).abs() < 1e-12);
            assert!((units(&scores(&[unit]))[0] - unit).abs() < 1e-9);
        }
        assert!((parameter.prior_variance() - 16.0 / 12.0).abs() < 1e-12);
        assert!(scores(&[0.5])[0].abs() < 1e-12 && scores(&[0.0])[0].is_finite());
    }
}
