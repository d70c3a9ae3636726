//! Rank correlation: how closely one number rises or falls with another.

use super::estimate::{Estimate, Interval, Level};

/// Spearman's rank correlation of pairs, in `[-1, 1]`: the product-moment correlation of the ranks, tied values having the mean of
/// their ranks.
///
/// The interval is that of Bonett & Wright, *Sample size requirements for estimating Pearson, Kendall and Spearman
/// correlations*, Psychometrika 65 (2000), 23–28: `tanh(atanh r ± z sqrt((1 + r²/2) / (n - 3)))`. The standard error is that root times
/// `1 - r²`, by the delta method. Both are undefined for fewer than four pairs and at `r = ±1`, where the formula
/// would claim certainty. The coefficient itself is computed from whole numbers, so `±1` are exact.
///
/// `n` is the number of pairs. All is undefined for fewer than two of them, where one side is constant or has a number
/// that is not finite, and if the lists are not of the same length.
pub fn spearman(x: &[f64], y: &[f64], level: Level) -> Estimate {
    let n = x.len() as u64;
    if x.len() != y.len() || n < 2 || !x.iter().chain(y).all(|v| v.is_finite()) {
        return Estimate::undefined(n);
    }
    let (x, y) = (centred_ranks(x), centred_ranks(y));
    let product = |a: &[i64], b: &[i64]| -> i128 {
        a.iter().zip(b).map(|(&a, &b)| i128::from(a) * i128::from(b)).sum()
    };
    let (of_x, of_y) = (product(&x, &x), product(&y, &y));
    if of_x == 0 || of_y == 0 {
        return Estimate::undefined(n);
    }
    let r = (product(&x, &y) as f64 / (libm::sqrt(of_x as f64) * libm::sqrt(of_y as f64))).clamp(-1.0, 1.0);
    // By Cauchy and Schwarz the ranks are proportional if and only if the squares are equal, and never more.
    let perfect = of_x == of_y && product(&x, &y).abs() == of_x;
    if perfect || n < 4 || r.abs() >= 1.0 {
        let value = if perfect { libm::round(r) } else { r };
        return Estimate { value: Some(value), ..Estimate::undefined(n) };
    }
    let spread = libm::sqrt((1.0 + 0.5 * r * r) / (n as f64 - 3.0));
    let at = |steps: f64| libm::tanh(libm::atanh(r) + steps * spread);
    let z = level.normal_quantile();
    let interval = Some(Interval::around(at(-z), r, at(z)));
    Estimate { value: Some(r), std_error: Some((1.0 - r * r) * spread), interval, n }
}

/// Twice the mid-rank of every value minus its mean `n + 1`: whole numbers, of which those of tied values are equal.
fn centred_ranks(values: &[f64]) -> Vec<i64> {
    let n = values.len();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0; n];
    let mut before = 0;
    while before < n {
        let value = values[order[before]];
        let tied = order[before..].iter().take_while(|&&place| values[place] <= value).count();
        // Ranks before + 1 to before + tied: twice their mean is 2 before + tied + 1.
        let rank = (2 * before + tied) as i64 - n as i64;
        order[before..before + tied].iter().for_each(|&place| ranks[place] = rank);
        before += tied;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lists_of_different_lengths_have_no_correlation() {
        assert_eq!(spearman(&[1.0, 2.0, 3.0], &[1.0, 2.0], Level::default()), Estimate::undefined(3));
    }

    #[test]
    fn ties_share_the_mean_of_their_ranks() {
        // Ranks 2.5, 1, 2.5, 5, 4; twice them, less 6.
        assert_eq!(centred_ranks(&[0.0, -3.0, -0.0, 9.0, 2.0]), [-1, -4, -1, 4, 2]);
    }

    /// Ranks (1, 2, 3, 4, 5) and (2, 1, 4, 3, 5): r = 1 - 6·4/(5·24) = 0.8; spread sqrt(1.32 / 2) = 0.812404; atanh 0.8 =
    /// 1.098612; ends tanh(1.098612 ± 1.592283).
    #[test]
    fn five_pairs_by_hand() {
        let estimate = spearman(&[1.0, 2.0, 3.0, 4.0, 5.0], &[0.2, 0.1, 4.0, 3.0, 1e9], Level::default());
        assert!((estimate.value.unwrap() - 0.8).abs() < 1e-15);
        let interval = estimate.interval.unwrap();
        assert!((interval.low - (-0.493_671_f64).tanh()).abs() < 1e-5, "{interval:?}");
        assert!((interval.high - 2.690_895_f64.tanh()).abs() < 1e-5, "{interval:?}");
        assert!((estimate.std_error.unwrap() - 0.36 * 0.812_404).abs() < 1e-6);
    }

    #[test]
    fn perfect_order_is_exact_and_claims_no_certainty() {
        let x: Vec<f64> = (0..9).map(f64::from).collect();
        let up: Vec<f64> = x.iter().map(|x| x * x * x).collect();
        let down: Vec<f64> = x.iter().map(|x| -x).collect();
        for (y, r) in [(up, 1.0), (down, -1.0)] {
            let estimate = spearman(&x, &y, Level::default());
            assert_eq!(estimate, Estimate { value: Some(r), ..Estimate::undefined(9) });
        }
    }

    #[test]
    fn what_has_no_ranks_has_no_correlation() {
        for (x, y) in [
            (&[][..], &[][..]),
            (&[1.0], &[2.0]),
            (&[1.0, 2.0], &[3.0, 3.0]),
            (&[1.0, f64::NAN], &[3.0, 4.0]),
            (&[1.0, 2.0], &[3.0]),
        ] {
            assert_eq!(spearman(x, y, Level::default()), Estimate::undefined(x.len() as u64));
        }
    }

    proptest! {
        #[test]
        fn only_order_counts_and_turning_it_mirrors(pairs in prop::collection::vec((-9_i32..9, -9_i32..9), 4..40)) {
            let x: Vec<f64> = pairs.iter().map(|p| f64::from(p.0)).collect();
            let y: Vec<f64> = pairs.iter().map(|p| f64::from(p.1)).collect();
            let bent: Vec<f64> = x.iter().map(|x| x * x * x + 5.0).collect();
            let turned: Vec<f64> = y.iter().map(|y| -y).collect();
            let one = spearman(&x, &y, Level::default());
            prop_assert_eq!(one, spearman(&bent, &y, Level::default()));
            prop_assert_eq!(one, spearman(&y, &x, Level::default()));
            let mirrored = spearman(&x, &turned, Level::default());
            prop_assert_eq!(one.value.map(|r| -r + 0.0), mirrored.value.map(|r| r + 0.0));
            if let (Some(i), Some(j)) = (one.interval, mirrored.interval) {
                prop_assert!((i.low + j.high).abs() < 1e-12 && i.low >= -1.0 && i.high <= 1.0);
            }
        }
    }
}
