//! The standard normal distribution between two cuts.

use super::error::{DistributionError, out_of_order, require};
use crate::model::special::{normal_cdf, normal_density, normal_quantile};

/// Where a normal or lognormal distribution is cut off.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cut {
    /// Lower end in the distribution's own units, or −∞.
    pub(super) low: f64,
    /// Upper end in the distribution's own units, or ∞.
    pub(super) high: f64,
    /// The ends as standard normal deviates.
    standard_low: f64,
    standard_high: f64,
    /// Probability between the ends.
    mass: f64,
}

impl Cut {
    /// The cut between two ends (absent or infinite: none), with the map from the distribution's units to standard normal deviates.
    pub(super) fn new(
        low: Option<f64>,
        high: Option<f64>,
        standard: impl Fn(f64) -> f64,
    ) -> Result<Self, DistributionError> {
        let low = low.unwrap_or(f64::NEG_INFINITY);
        let high = high.unwrap_or(f64::INFINITY);
        require(high > low, out_of_order("high", high, "above", "low", low))?;
        let (standard_low, standard_high) = (standard(low), standard(high));
        let mass = normal_mass(standard_low, standard_high);
        require(mass >= 1e-300, DistributionError::NothingLeft { low, high })?;
        Ok(Self { low, high, standard_low, standard_high, mass })
    }

    /// Whether the lower end cuts something off (a lognormal distribution ends at 0 by itself).
    pub(super) fn cuts_below(&self) -> bool {
        self.standard_low > f64::NEG_INFINITY
    }

    /// Whether the upper end cuts something off.
    pub(super) fn cuts_above(&self) -> bool {
        self.standard_high < f64::INFINITY
    }

    /// The standard normal deviate at `u` of the probability between the ends.
    pub(super) fn deviate(&self, u: f64) -> f64 {
        let below = normal_cdf(self.standard_low) + u * self.mass;
        let above = normal_cdf(-self.standard_high) + (1.0 - u) * self.mass;
        // Small probabilities keep their relative precision: the smaller of the two tells more.
        if below <= above { normal_quantile(below) } else { -normal_quantile(above) }
    }

    /// Mean of the standard normal deviate between the ends.
    pub(super) fn mean_deviate(&self) -> f64 {
        (normal_density(self.standard_low) - normal_density(self.standard_high)) / self.mass
    }

    /// Mean of e to the power of `sigma` times the standard normal deviate between the ends.
    pub(super) fn mean_exponential(&self, sigma: f64) -> f64 {
        let shifted = normal_mass(self.standard_low - sigma, self.standard_high - sigma);
        libm::exp(0.5 * sigma * sigma) * (shifted / self.mass)
    }
}

/// The probability of a standard normal deviate between two numbers.
fn normal_mass(low: f64, high: f64) -> f64 {
    if low > 0.0 { normal_cdf(-low) - normal_cdf(-high) } else { normal_cdf(high) - normal_cdf(low) }
}
