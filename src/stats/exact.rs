//! Exact sums of real numbers, however different their sizes.

use serde::{Deserialize, Serialize};

use super::estimate::{Interval, Level};

/// Bits of a limb.
const BITS: i32 = 64;
/// The lowest bit of the lowest limb stands for 2⁻¹⁰⁸⁸, so that every positive `f64` has all of its bits in limbs.
const LOWEST: i32 = -1088;
/// Most limbs that can be needed: up to 2¹²⁸.
const MOST_LIMBS: usize = 19;

/// A sum of numbers from 0 up, without any rounding: adding and merging in any order give the same bits.
///
/// It is kept in fixed point over the whole range of `f64` (Kulisch and Miranker 1986, *The arithmetic of the digital
/// computer*, SIAM Review 28, 1–40), of which only the limbs in use take room.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ExactSum {
    /// Place of the lowest limb in use.
    first: u8,
    limbs: Vec<u64>,
}

impl ExactSum {
    /// Adds a number of at least 0 and below 2⁶⁴; others, and what is no number, are left out.
    pub fn add(&mut self, value: f64) {
        if !(value > 0.0 && value < 18_446_744_073_709_551_616.0) {
            return;
        }
        let (mantissa, exponent) = libm::frexp(value);
        // Bits of a subnormal number below 2⁻¹⁰⁷⁴ are zero, so that nothing is lost here.
        let whole = libm::ldexp(mantissa, 53) as u64;
        let place = exponent - 53 - LOWEST;
        let (limb, shift) = ((place / BITS) as usize, place % BITS);
        let wide = u128::from(whole) << shift;
        self.add_at(limb, wide as u64);
        self.add_at(limb + 1, (wide >> BITS) as u64);
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        for (place, &limb) in (usize::from(other.first)..).zip(&other.limbs) {
            self.add_at(place, limb);
        }
    }

    /// Whether this is a sum that can have come about: what was read from a file can hold anything.
    pub fn is_sound(&self) -> bool {
        usize::from(self.first) + self.limbs.len() <= MOST_LIMBS
    }

    fn add_at(&mut self, place: usize, limb: u64) {
        let (mut place, mut left) = (place, limb);
        while left > 0 {
            let (sum, overflows) = self.limb(place).overflowing_add(left);
            *self.limb(place) = sum;
            (place, left) = (place + 1, u64::from(overflows));
        }
    }

    fn limb(&mut self, place: usize) -> &mut u64 {
        if self.limbs.is_empty() {
            self.first = place as u8;
        }
        if place < usize::from(self.first) {
            let below = usize::from(self.first) - place;
            self.limbs.splice(0..0, std::iter::repeat_n(0, below));
            self.first = place as u8;
        }
        let at = place - usize::from(self.first);
        if self.limbs.len() <= at {
            self.limbs.resize(at + 1, 0);
        }
        &mut self.limbs[at]
    }

    /// The sum as a number times a power of two; `None` if it is 0.
    fn parts(&self) -> Option<(f64, i32)> {
        let top = self.limbs.iter().rposition(|&limb| limb > 0)?;
        let at = |place: Option<usize>| place.map_or(0.0, |place| self.limbs[place] as f64);
        let step = libm::ldexp(1.0, -BITS);
        let below = at(top.checked_sub(1)) + at(top.checked_sub(2)) * step;
        let number = self.limbs[top] as f64 + below * step;
        Some((number, BITS * (i32::from(self.first) + top as i32) + LOWEST))
    }

    /// The sum, rounded.
    pub fn value(&self) -> f64 {
        self.parts().map_or(0.0, |(number, exponent)| libm::ldexp(number, exponent))
    }

    /// Its natural logarithm, which is finite however small it is; `None` if it is 0.
    pub fn ln(&self) -> Option<f64> {
        let (number, exponent) = self.parts()?;
        Some(libm::log(number) + f64::from(exponent) * std::f64::consts::LN_2)
    }

    /// How large it is compared with another; `None` if that is 0.
    pub fn ratio(&self, other: &Self) -> Option<f64> {
        let (below, low) = other.parts()?;
        Some(self.parts().map_or(0.0, |(above, high)| libm::ldexp(above / below, high - low)))
    }
}

/// The mean of weights, on the logarithmic scale, since weights may differ by many orders of magnitude.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogMean {
    /// Natural logarithm of the mean; `None` if all weights are 0.
    pub value: Option<f64>,
    /// Its interval, by the delta method: the variance of the logarithm is that of the mean over its square.
    pub interval: Option<Interval>,
    /// To how many equal weights they amount: (Σ w)² / Σ w² (Kong 1992, *A note on importance sampling using standardized
    /// weights*).
    pub effective: Option<f64>,
}

impl LogMean {
    /// Of `n` weights, from their sum and the sum of their squares.
    pub fn of(weights: &ExactSum, squares: &ExactSum, n: u64, level: Level) -> Self {
        let n = n as f64;
        let value = weights.ln().map(|ln| ln - libm::log(n));
        let effective = weights.ln().zip(squares.ln()).map(|(sum, square)| libm::exp(2.0 * sum - square));
        let error = effective.map(|effective| libm::sqrt((1.0 / effective - 1.0 / n).max(0.0)));
        let interval = value.zip(error).map(|(value, error)| {
            let half = level.normal_quantile() * error;
            Interval { low: value - half, high: value + half }
        });
        Self { value, interval, effective }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(values: &[f64]) -> ExactSum {
        let mut sum = ExactSum::default();
        for &value in values {
            sum.add(value);
        }
        sum
    }

    #[test]
    fn what_lies_two_places_below_does_not_weigh_like_the_first() {
        let unit = libm::ldexp(1.0, LOWEST + 5 * BITS);
        let far = libm::ldexp(unit, -2 * BITS);
        assert_eq!(sum(&[unit, far]).value().to_bits(), unit.to_bits());
    }

    #[test]
    fn nothing_is_rounded_away_in_any_order() {
        let values = [1.0, 1e-30, 0.1, 1e-300, 3.0e18, f64::MIN_POSITIVE / 8.0];
        let forth = sum(&values);
        let back: Vec<f64> = values.iter().rev().copied().collect();
        assert_eq!(forth.value().to_bits(), sum(&back).value().to_bits());
        let (mut merged, rest) = (sum(&values[3..]), sum(&values[..3]));
        merged.merge(&rest);
        assert_eq!(merged, {
            let mut other = sum(&values[..3]);
            other.merge(&sum(&values[3..]));
            // The places in use may differ; the number may not.
            assert_eq!(other.value().to_bits(), merged.value().to_bits());
            merged.clone()
        });
        // A floating sum would lose the small number, and with it the difference.
        let (with, without) = (sum(&[1.0, 1e-30]), sum(&[1.0]));
        assert_ne!(with, without);
    }

    /// Weights 1 and 3: mean 2; (1 + 3)² / (1 + 9) = 1.6 equal weights; variance of the logarithm 1/1.6 − 1/2 = 1/8.
    #[test]
    fn means_of_weights_by_hand() {
        let found = LogMean::of(&sum(&[1.0, 3.0]), &sum(&[1.0, 9.0]), 2, Level::default());
        assert!((found.value.unwrap() - std::f64::consts::LN_2).abs() < 1e-12);
        assert!((found.effective.unwrap() - 1.6).abs() < 1e-12);
        assert!(
            (found.interval.unwrap().half_width() - 1.959_963_984_540_054 * libm::sqrt(0.125)).abs() < 1e-12
        );
        let none = LogMean::of(&sum(&[]), &sum(&[]), 2, Level::default());
        assert_eq!(none, LogMean { value: None, interval: None, effective: None });
    }

    #[test]
    fn values_and_logarithms() {
        assert_eq!(sum(&[0.25, 0.5, 1.25]).value().to_bits(), 2.0_f64.to_bits());
        assert_eq!(sum(&[]).value().to_bits(), 0.0_f64.to_bits());
        assert_eq!((sum(&[]).ln(), sum(&[0.0, -1.0, f64::NAN]).ln()), (None, None));
        let tiny = sum(&[1e-300; 10]);
        assert!((tiny.ln().unwrap() + 299.0 * std::f64::consts::LN_10).abs() < 1e-10);
        assert!((tiny.ratio(&sum(&[4e-299])).unwrap() - 0.25).abs() < 1e-15);
        assert_eq!(sum(&[1.0]).ratio(&sum(&[])), None);
        assert!((sum(&vec![0.1; 1000]).value() - 100.0).abs() < 1e-12);
        assert!(tiny.is_sound());
    }
}
