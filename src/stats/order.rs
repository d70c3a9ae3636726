//! Ranks: where a quantile lies among sorted observations, and which order statistics bracket it.

use super::estimate::{Estimate, Interval, Level};
use super::special::binomial_tails;

/// The type 7 quantile of Hyndman & Fan, *Sample Quantiles in Statistical Packages* (1996), of `n` sorted
/// observations, `at_rank(1)` the smallest: linear between the order statistics around `1 + (n - 1) p`. `None`
/// unless `n > 0` and `0 <= p <= 1`.
pub(super) fn type7(n: u64, p: f64, at_rank: impl Fn(u64) -> f64) -> Option<f64> {
    if n == 0 || !(0.0..=1.0).contains(&p) {
        return None;
    }
    let position = (n - 1) as f64 * p;
    let whole = (libm::floor(position) as u64).min(n - 1);
    let (below, part) = (at_rank(whole + 1), position - whole as f64);
    if part <= 0.0 || whole + 1 == n {
        return Some(below);
    }
    let above = at_rank(whole + 2);
    Some((below + part * (above - below)).clamp(below, above))
}

/// The type 7 quantile with the distribution-free interval between two order statistics (see [`ranks`]).
pub(super) fn quantile(n: u64, p: f64, level: Level, at_rank: impl Fn(u64) -> f64) -> Estimate {
    let Some(value) = type7(n, p, &at_rank) else {
        return Estimate::undefined(n);
    };
    let interval = ranks(n, p, level).map(|(low, high)| Interval::around(at_rank(low), value, at_rank(high)));
    Estimate { value: Some(value), std_error: None, interval, n }
}

/// Ranks `(r, s)`, counted from 1, such that the `r`-th and `s`-th of `n` sorted observations enclose the
/// `p`-quantile of their distribution with at least the probability `level`, whatever that distribution is.
///
/// With `B ~ Binomial(n, p)`, `r` is the largest rank with `P(B < r) <= α/2` and `s` the smallest with
/// `P(B >= s) <= α/2` (Conover, *Practical Nonparametric Statistics*; David & Nagaraja, *Order
/// Statistics*). The binomial probabilities are exact at every `n`; the normal approximation only
/// says where to start looking. `None` where the sample is too small to have both ranks: the 90th percentile at
/// 0.95 needs 36 observations.
pub(super) fn ranks(n: u64, p: f64, level: Level) -> Option<(u64, u64)> {
    match end_ranks(n, p, level) {
        [Some(low), Some(high)] => Some((low, high)),
        _ => None,
    }
}

/// Each of these ranks by itself; none where the sample is too small to have it.
pub(super) fn end_ranks(n: u64, p: f64, level: Level) -> [Option<u64>; 2] {
    if n == 0 || !(p > 0.0 && p < 1.0) {
        return [None, None];
    }
    let tail = level.tail();
    let mean = n as f64 * p;
    let reach = level.normal_quantile() * libm::sqrt(mean * (1.0 - p));
    // The largest r has P(B <= r - 1) <= tail and P(B <= r) > tail, so r = min { k : P(B <= k) > tail }.
    let low = first_true(n, mean - reach, |k| k >= n || binomial_tails(k, n, p).0 > tail);
    // P(B >= s) = P(B > s - 1).
    let high = 1 + first_true(n, mean + reach, |k| k >= n || binomial_tails(k, n, p).1 <= tail);
    [Some(low).filter(|&low| low >= 1), Some(high).filter(|&high| high <= n)]
}

/// The smallest `k` in `0..=n` with `holds(k)`, which is monotone and true at `n`: steps of doubling length from
/// `guess`, then bisection.
fn first_true(n: u64, guess: f64, holds: impl Fn(u64) -> bool) -> u64 {
    let guess = (guess.max(0.0) as u64).min(n);
    let mut step = 1;
    // Invariant of the bisection: `holds(high)`, and not `holds(low - 1)` where low > 0.
    let (mut low, mut high);
    if holds(guess) {
        high = guess;
        low = guess.saturating_sub(step);
        while low > 0 && holds(low) {
            high = low;
            step *= 2;
            low = low.saturating_sub(step);
        }
    } else {
        low = guess + 1;
        high = (guess + step).min(n);
        while !holds(high) {
            low = high + 1;
            step *= 2;
            high = (high + step).min(n);
        }
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_search_finds_every_threshold_from_every_guess() {
        for threshold in 0..=20 {
            for guess in 0..=25 {
                assert_eq!(first_true(20, f64::from(guess), |k| k >= threshold), threshold);
            }
        }
    }

    #[test]
    fn the_median_has_the_tabulated_ranks() {
        // Sign-test tables at 0.95: n = 6 is the smallest sample, n = 10 has ranks 2 and 9.
        assert_eq!(ranks(5, 0.5, Level::default()), None);
        assert_eq!(ranks(6, 0.5, Level::default()), Some((1, 6)));
        assert_eq!(ranks(10, 0.5, Level::default()), Some((2, 9)));
        assert_eq!(ranks(100, 0.5, Level::default()), Some((40, 61)));
    }

    #[test]
    fn ranks_of_large_samples_agree_with_the_reference() {
        let text = include_str!("../../tests/reference/stats_vectors.json");
        let all: serde_json::Value = serde_json::from_str(text).unwrap();
        for row in all["ranks"].as_array().unwrap() {
            let level = Level::new(row["level"].as_f64().unwrap()).unwrap();
            let ours = ranks(row["n"].as_u64().unwrap(), row["p"].as_f64().unwrap(), level);
            assert_eq!(ours, row["low"].as_u64().zip(row["high"].as_u64()), "{row}");
        }
    }

    #[test]
    fn far_quantiles_need_many_observations() {
        assert_eq!(ranks(35, 0.9, Level::default()), None);
        assert!(ranks(36, 0.9, Level::default()).is_some());
        for p in [0.0, 1.0, -0.5, 1.5, f64::NAN] {
            assert_eq!(ranks(1000, p, Level::default()), None);
        }
    }

    #[test]
    fn quantiles_of_few_observations() {
        let sorted = [1.0, 2.0, 4.0, 8.0];
        let at = |rank: u64| sorted[rank as usize - 1];
        assert_eq!(type7(4, 0.5, at), Some(3.0));
        assert_eq!(type7(4, 0.0, at), Some(1.0));
        assert_eq!(type7(4, 1.0, at), Some(8.0));
        assert_eq!(type7(1, 0.3, at), Some(1.0));
        assert_eq!(type7(0, 0.3, at), None);
        assert_eq!(type7(4, f64::NAN, at), None);
    }

    proptest! {
        #[test]
        fn ranks_cover_and_are_tight(n in 1_u64..3000, p in 0.01..0.99_f64, level in 0.5..0.999_f64) {
            let level = Level::new(level).unwrap();
            if let Some((r, s)) = ranks(n, p, level) {
                prop_assert!(1 <= r && r <= s && s <= n);
                let below = |k: u64| if k == 0 { 0.0 } else { binomial_tails(k - 1, n, p).0 };
                prop_assert!(below(r) <= level.tail() && 1.0 - below(s) <= level.tail() + 1e-12);
                prop_assert!(below(r + 1) > level.tail());
                prop_assert!(binomial_tails(s - 1, n, p).1 <= level.tail());
                prop_assert!(s == 1 || binomial_tails(s - 2, n, p).1 > level.tail());
            }
        }
    }
}
