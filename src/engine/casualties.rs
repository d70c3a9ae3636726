//! Deaths of one violent act.
//!
//! The number of deaths is negative binomial: fatalities of attacks have a variance far above their mean. It is drawn as
//! a mixture, a Poisson number whose mean is itself gamma distributed, because the mixture splits exactly:
//! given the gamma variable, military and civilian deaths are independent Poisson numbers, and their sum has
//! the same distribution as one negative binomial draw that is then divided death by death.
//!
//! This is written out here rather than taken from a crate of distributions, because such crates may call the
//! platform's mathematics library, whose last digit differs from machine to machine, and because samplers of
//! theirs may change between versions. `libm` is plain Rust and the same everywhere.

use libm::{exp, fabs, floor, lgamma, log, pow, sqrt};

use super::random::Stream;
use crate::model::special::normal_quantile;

/// Deaths of one act, at most `u32::MAX` of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Casualties {
    /// Soldiers and other combatants.
    pub military: u32,
    /// Everybody else.
    pub civilian: u32,
}

/// Draws the deaths of one act.
///
/// `mean` (expected deaths of both kinds; 0 or less: none, and nothing is drawn), `dispersion` r > 0 (the variance is
/// mean + mean² / r: small r means that most acts kill few and some very many), `civilian_share` in [0, 1].
pub(crate) fn draw(stream: &mut Stream, mean: f64, dispersion: f64, civilian_share: f64) -> Casualties {
    if !matches!(mean.partial_cmp(&0.0), Some(std::cmp::Ordering::Greater)) {
        return Casualties::default();
    }
    let intensity = mean * (gamma(stream, dispersion) / dispersion);
    Casualties {
        civilian: poisson(stream, intensity * civilian_share),
        military: poisson(stream, intensity * (1.0 - civilian_share)),
    }
}

/// A gamma variable of the given shape and scale 1.
///
/// Source: Marsaglia and Tsang (2000), "A simple method for generating gamma variables"; shapes below 1 by their
/// section 6: gamma(r) = gamma(r + 1) · U^(1/r).
fn gamma(stream: &mut Stream, shape: f64) -> f64 {
    if shape < 1.0 {
        let boost = pow(stream.unit64(), 1.0 / shape);
        return boost * gamma(stream, shape + 1.0);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / sqrt(9.0 * d);
    loop {
        let x = normal_quantile(stream.unit64());
        let root = 1.0 + c * x;
        if root <= 0.0 {
            continue;
        }
        let v = root * root * root;
        if log(stream.unit64()) < 0.5 * x * x + d - d * v + d * log(v) {
            return d * v;
        }
    }
}

/// A Poisson number, at most `u32::MAX`.
fn poisson(stream: &mut Stream, mean: f64) -> u32 {
    // Beyond this not one draw in any lifetime is below `u32::MAX`.
    const CERTAIN: f64 = 4.3e9;
    if mean >= CERTAIN {
        u32::MAX
    } else if mean >= 10.0 {
        poisson_ptrs(stream, mean)
    } else if mean > 0.0 {
        poisson_inversion(stream, mean)
    } else {
        0
    }
}

/// The smallest number whose CDF reaches a uniform number, for means below 10.
fn poisson_inversion(stream: &mut Stream, mean: f64) -> u32 {
    let mut rest = stream.unit64();
    let mut probability = exp(-mean);
    let mut number = 0;
    // The bound only matters if rounding keeps the sum of all probabilities below the uniform number.
    while rest > probability && number < 200 {
        rest -= probability;
        number += 1;
        probability *= mean / f64::from(number);
    }
    number
}

/// Transformed rejection with a squeeze, for means of 10 and more.
///
/// Source: Hörmann (1993), "The transformed rejection method for generating Poisson random variables", algorithm PTRS.
fn poisson_ptrs(stream: &mut Stream, mean: f64) -> u32 {
    let ln_mean = log(mean);
    let b = 0.931 + 2.53 * sqrt(mean);
    let a = -0.059 + 0.024_83 * b;
    let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    let squeeze = 0.9277 - 3.6224 / (b - 2.0);
    loop {
        let u = stream.unit64() - 0.5;
        let v = stream.unit64();
        let us = 0.5 - fabs(u);
        let k = floor((2.0 * a / us + b) * u + mean + 0.43);
        if us >= 0.07 && v <= squeeze {
            return k as u32;
        }
        if k < 0.0 || (us < 0.013 && v > us) {
            continue;
        }
        let hat = log(v * inverse_alpha / (a / (us * us) + b));
        if hat <= k * ln_mean - mean - lgamma(k + 1.0) {
            return k as u32;
        }
    }
}

#[cfg(test)]
mod tests;
