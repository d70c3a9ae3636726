//! The likelihood ratio of a sign: how much more often it is seen before an outcome than before any other.

use super::estimate::{Estimate, Interval, Level};

/// The positive likelihood ratio `(a / n₁) / (b / n₀)` of a sign: `a` of the `n₁` trials with the outcome showed it, and `b`
/// of the `n₀` with another. Seen, it multiplies the odds of the outcome by that much.
///
/// The interval is symmetric on the logarithmic scale, with `σ² = 1/a − 1/n₁ + 1/b − 1/n₀` (Simel, Samsa & Matchar,
/// *Likelihood Ratios with Confidence*, Journal of Clinical Epidemiology 44 (1991), 763–770). If the sign was never seen
/// before the outcome the ratio is 0 and has no interval; if it was never seen before another outcome, or if either group is
/// empty, the ratio is undefined. `n` counts all trials. A count that exceeds its group is taken to be the whole group.
pub fn likelihood_ratio(
    sign_and_outcome: u64,
    outcome: u64,
    sign_and_other: u64,
    other: u64,
    level: Level,
) -> Estimate {
    let n = outcome + other;
    let (a, b) = (sign_and_outcome.min(outcome), sign_and_other.min(other));
    if b == 0 || outcome == 0 {
        return Estimate::undefined(n);
    }
    let (a, n1, b, n0) = (a as f64, outcome as f64, b as f64, other as f64);
    let ratio = (a / n1) / (b / n0);
    if ratio <= 0.0 {
        return Estimate { value: Some(0.0), ..Estimate::undefined(n) };
    }
    // As differences of inverses, these would not be exactly 0 where every trial showed the sign.
    let variance = (n1 - a) / (a * n1) + (n0 - b) / (b * n0);
    let sigma = libm::sqrt(variance);
    let reach = libm::exp(level.normal_quantile() * sigma);
    let interval = Some(Interval::around(ratio / reach, ratio, ratio * reach));
    // The standard error of the ratio itself, by the delta method.
    Estimate { value: Some(ratio), std_error: Some(ratio * sigma), interval, n }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_ratio_worked_out_by_hand() {
        // 60 of 80 and 20 of 120: 0.75 / (1/6) = 4.5; σ² = 1/60 − 1/80 + 1/20 − 1/120 = 11/240; exp(1.959964 σ) = 1.521418.
        let estimate = likelihood_ratio(60, 80, 20, 120, Level::default());
        assert!((estimate.value.unwrap() - 4.5).abs() < 1e-12);
        assert!((estimate.std_error.unwrap() - 4.5 * libm::sqrt(11.0 / 240.0)).abs() < 1e-12);
        let interval = estimate.interval.unwrap();
        assert!((interval.low * interval.high - 4.5 * 4.5).abs() < 1e-9);
        assert!(
            (libm::log(interval.high / 4.5) - 1.959_963_984_540_054 * libm::sqrt(11.0 / 240.0)).abs() < 1e-12
        );
        assert_eq!(estimate.n, 200);
    }

    #[test]
    fn what_was_never_seen_has_no_interval_or_no_ratio() {
        let level = Level::default();
        let never_before_it = likelihood_ratio(0, 10, 5, 90, level);
        assert_eq!(never_before_it, Estimate { value: Some(0.0), ..Estimate::undefined(100) });
        for undefined in [(5, 10, 0, 90), (0, 0, 5, 90), (5, 10, 0, 0), (0, 0, 0, 0)] {
            let (a, n1, b, n0) = undefined;
            assert_eq!(likelihood_ratio(a, n1, b, n0, level), Estimate::undefined(n1 + n0), "{undefined:?}");
        }
    }

    #[test]
    fn a_sign_that_is_always_there_says_nothing_for_certain() {
        let always = likelihood_ratio(10, 10, 90, 90, Level::default());
        assert_eq!((always.value, always.interval), (Some(1.0), Some(Interval { low: 1.0, high: 1.0 })));
    }

    proptest! {
        #[test]
        fn swapping_the_groups_inverts_ratio_and_interval(
            (n1, a) in (1_u64..500).prop_flat_map(|n| (Just(n), 1..=n)),
            (n0, b) in (1_u64..500).prop_flat_map(|n| (Just(n), 1..=n)),
        ) {
            let there = likelihood_ratio(a, n1, b, n0, Level::default());
            let back = likelihood_ratio(b, n0, a, n1, Level::default());
            prop_assert!((there.value.unwrap() * back.value.unwrap() - 1.0).abs() < 1e-12);
            let (there, back) = (there.interval.unwrap(), back.interval.unwrap());
            prop_assert!((there.low * back.high - 1.0).abs() < 1e-12 && there.low <= there.high);
        }
    }
}
