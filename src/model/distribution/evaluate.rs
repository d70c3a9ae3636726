//! What a distribution answers: quantiles, mean, support, its own description.

use std::fmt;

use libm::{exp, sqrt};

use super::{Cut, Distribution, Form};

impl Distribution {
    /// The inverse CDF: the smallest value that is not exceeded with probability `u`.
    ///
    /// `u` in (0, 1); at or below 0 the lower end of the support is returned, at or above 1 the upper one, NaN for NaN. Monotone in
    /// `u` (up to rounding in the last place), but for a sample, whose rows keep their order: there it is the value in the first row with which
    /// the running sum of weights comes to `u`. Exact to rounding, except for beta and PERT, which are tabulated: the value's CDF
    /// differs from `u` by less than 5·10⁻⁷, and by less than 2·10⁻⁶ of the smaller of u and 1 − u
    /// (where `f64` can tell values next to `high` apart).
    pub fn quantile(&self, u: f64) -> f64 {
        let (lowest, highest) = self.support();
        if u.is_nan() {
            return u;
        }
        if let Form::Sample { values, cumulative, .. } = &self.0 {
            return picked(values, cumulative, u);
        }
        if u <= 0.0 {
            return lowest;
        }
        if u >= 1.0 {
            return highest;
        }
        let value = match &self.0 {
            Form::Uniform { low, high } => low + (high - low) * u,
            Form::Triangular { low, mode, high } => {
                let peak = (mode - low) / (high - low);
                if u < peak {
                    low + (high - low) * sqrt(u * peak)
                } else {
                    high - (high - low) * sqrt((1.0 - u) * (1.0 - peak))
                }
            }
            Form::Pert { low, high, table, .. } | Form::Beta { low, high, table, .. } => {
                low + (high - low) * table.quantile(u)
            }
            Form::Normal { mean, sd, cut } => mean + sd * cut.deviate(u),
            Form::Lognormal { median, sigma, cut } => median * exp(sigma * cut.deviate(u)),
            Form::Discrete { values, cumulative, .. } | Form::Sample { values, cumulative, .. } => {
                picked(values, cumulative, u)
            }
        };
        value.clamp(lowest, highest)
    }

    /// The expected value, after any cut.
    pub fn mean(&self) -> f64 {
        let (lowest, highest) = self.support();
        let mean = match &self.0 {
            Form::Uniform { low, high } => 0.5 * (low + high),
            Form::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Form::Pert { low, mode, high, shape, .. } => (low + shape * mode + high) / (shape + 2.0),
            Form::Normal { mean, sd, cut } => mean + sd * cut.mean_deviate(),
            Form::Lognormal { median, sigma, cut } => median * cut.mean_exponential(*sigma),
            Form::Beta { mean, .. } => *mean,
            Form::Discrete { values, shares, .. } | Form::Sample { values, shares, .. } => {
                values.iter().zip(shares).map(|(value, share)| value * share).sum()
            }
        };
        mean.clamp(lowest, highest)
    }

    /// The smallest and the largest possible value; infinite where there is none.
    pub fn support(&self) -> (f64, f64) {
        match &self.0 {
            Form::Uniform { low, high }
            | Form::Triangular { low, high, .. }
            | Form::Pert { low, high, .. }
            | Form::Beta { low, high, .. } => (*low, *high),
            Form::Normal { cut, .. } | Form::Lognormal { cut, .. } => (cut.low, cut.high),
            Form::Discrete { values, .. } => (values[0], values[values.len() - 1]),
            Form::Sample { values, .. } => {
                values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &value| {
                    (low.min(value), high.max(value))
                })
            }
        }
    }
}

/// The value at `u` of the running sums of shares.
fn picked(values: &[f64], cumulative: &[f64], u: f64) -> f64 {
    // Rounding may leave the last sum a little below 1.
    values[cumulative.partition_point(|&sum| sum < u).min(values.len() - 1)]
}

/// What values and shares are, in 16 digits: two samples that differ have another.
fn fingerprint(values: &[f64], shares: &[f64]) -> String {
    let mut hasher = blake3::Hasher::new();
    for number in values.iter().chain(shares) {
        hasher.update(&number.to_le_bytes());
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

/// One line for people: `beta(mean 0.55, concentration 8)`.
impl fmt::Display for Distribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Uniform { low, high } => write!(f, "uniform(low {low}, high {high})"),
            Form::Triangular { low, mode, high } => {
                write!(f, "triangular(low {low}, mode {mode}, high {high})")
            }
            Form::Pert { low, mode, high, shape, .. } => {
                write!(f, "pert(low {low}, mode {mode}, high {high}, shape {shape})")
            }
            Form::Normal { mean, sd, cut } => write!(f, "normal(mean {mean}, sd {sd}{cut})"),
            Form::Lognormal { median, sigma, cut } => {
                write!(f, "lognormal(median {median}, sigma {sigma}{cut})")
            }
            Form::Beta { mean, concentration, low, high, .. } => {
                write!(f, "beta(mean {mean}, concentration {concentration}")?;
                if (*low, *high) != (0.0, 1.0) {
                    write!(f, ", low {low}, high {high}")?;
                }
                write!(f, ")")
            }
            Form::Sample { table, values, shares, .. } => {
                let (rows, mean, print) = (values.len(), self.mean(), fingerprint(values, shares));
                write!(f, "sample({rows} rows of {table}, mean {mean}, fingerprint {print})")
            }
            Form::Discrete { values, shares, .. } => {
                write!(f, "discrete(")?;
                for (at, (value, share)) in values.iter().zip(shares).enumerate() {
                    let separator = if at == 0 { "" } else { ", " };
                    write!(f, "{separator}{value}: {:.1} %", 100.0 * share)?;
                }
                write!(f, ")")
            }
        }
    }
}

/// The ends that cut something off, as further arguments.
impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.cuts_below() {
            write!(f, ", low {}", self.low)?;
        }
        if self.cuts_above() {
            write!(f, ", high {}", self.high)?;
        }
        Ok(())
    }
}
