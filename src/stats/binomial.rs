//! Tails of the binomial distribution.

use super::special::binomial_tails;

/// The probability of at least `k` hits in `n` independent trials with chance `p` each, `0 < p < 1`.
pub fn binomial_at_least(k: u64, n: u64, p: f64) -> f64 {
    match k {
        0 => 1.0,
        k if k > n => 0.0,
        k => binomial_tails(k - 1, n, p).1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of two trials at 0.05: 1, 1 − 0.95² and 0.05².
    #[test]
    fn two_trials_by_hand() {
        let tails = [0, 1, 2, 3].map(|k| binomial_at_least(k, 2, 0.05));
        for (tail, expected) in tails.into_iter().zip([1.0, 0.0975, 0.0025, 0.0]) {
            assert!((tail - expected).abs() < 1e-12, "{tail} {expected}");
        }
    }
}
