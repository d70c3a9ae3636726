//! Quantiles of observations that are at hand, one by one.

use super::estimate::{Estimate, Level};
use super::order;

/// The type 7 quantile of observations in ascending order, with the interval between two order statistics that encloses the quantile
/// of their distribution with at least the probability `level`; no interval where the sample is too small for both ends.
pub fn sorted_quantile(sorted: &[f64], p: f64, level: Level) -> Estimate {
    order::quantile(sorted.len() as u64, p, level, |rank| sorted[rank as usize - 1])
}

/// The ends of that interval, each by itself: an end for which the sample is too small is infinite.
pub fn quantile_bounds(sorted: &[f64], p: f64, level: Level) -> [f64; 2] {
    let [low, high] = order::end_ranks(sorted.len() as u64, p, level);
    let at = |rank: Option<u64>, none: f64| rank.map_or(none, |rank| sorted[rank as usize - 1]);
    [at(low, f64::NEG_INFINITY), at(high, f64::INFINITY)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of ten observations, 1 to 10: the median lies half way between the fifth and the sixth. With B ~ Binomial(10, 1/2),
    /// P(B < 2) = 11/1024 ≤ 0.025 and P(B < 3) = 56/1024 is more: the ends are the second and the ninth.
    #[test]
    fn ten_observations_by_hand() {
        let sorted: Vec<f64> = (1..=10).map(f64::from).collect();
        let median = sorted_quantile(&sorted, 0.5, Level::default());
        assert_eq!(median.value, Some(5.5));
        assert_eq!(median.interval.map(|ends| (ends.low, ends.high)), Some((2.0, 9.0)));
        assert_eq!(
            quantile_bounds(&sorted, 0.5, Level::default()).map(f64::to_bits),
            [2.0, 9.0].map(f64::to_bits)
        );
    }

    /// P(B < 10) = 1 − 0.9¹⁰ = 0.65 for the upper decile of ten: no observation is surely above it.
    #[test]
    fn a_sample_too_small_for_an_end_has_none_there() {
        let sorted: Vec<f64> = (1..=10).map(f64::from).collect();
        let [low, high] = quantile_bounds(&sorted, 0.9, Level::default());
        assert!((1.0..9.0).contains(&low) && high == f64::INFINITY, "{low} {high}");
        assert_eq!(sorted_quantile(&sorted, 0.9, Level::default()).interval, None);
        let nothing = quantile_bounds(&[], 0.5, Level::default());
        assert!(nothing[0] == f64::NEG_INFINITY && nothing[1] == f64::INFINITY);
    }
}
