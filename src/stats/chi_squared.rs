//! The upper tail of the χ² distribution: how often chance alone makes a sum of squared misfits so large.

use super::special::normal_share;

/// The probability that a χ² variable with so many degrees of freedom, 1 or more, exceeds `x`, 0 or more.
///
/// By the cube-root approximation of Wilson & Hilferty, *The distribution of chi-square*, PNAS 17 (1931), 684–688: above the mean, where x
/// exceeds the degrees of freedom, within 0.0045, and within 0.0013 from five degrees of freedom on. Enough to judge a fit by.
pub fn chi_squared_tail(x: f64, degrees_of_freedom: u64) -> f64 {
    let share = 2.0 / (9.0 * degrees_of_freedom.max(1) as f64);
    let cube_root = libm::cbrt(x.max(0.0) / degrees_of_freedom.max(1) as f64);
    1.0 - normal_share((cube_root - (1.0 - share)) / libm::sqrt(share))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Exact: with 2 degrees of freedom the tail is exp(−x/2); 3.841459, 11.070498 and 23.209251 are the 0.95 quantile for 1, the
    /// same for 5 and the 0.99 quantile for 10 degrees of freedom.
    #[test]
    fn tails_are_near_the_exact_ones() {
        for x in [2.0, 4.0, 6.0, 9.0] {
            assert!((chi_squared_tail(x, 2) - (-x / 2.0_f64).exp()).abs() < 0.0026, "{x}");
        }
        assert!((chi_squared_tail(3.841_459, 1) - 0.05).abs() < 0.0045);
        assert!((chi_squared_tail(11.070_498, 5) - 0.05).abs() < 0.0013);
        assert!((chi_squared_tail(23.209_251, 10) - 0.01).abs() < 0.001);
        assert!(chi_squared_tail(0.0, 3) > 0.99 && chi_squared_tail(1e6, 3) < 1e-12);
    }
}
