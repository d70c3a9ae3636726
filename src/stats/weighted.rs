//! Weighted samples: particles of a posterior distribution, each with its share of the probability.

use libm::sqrt;

/// The number of equally weighted draws that say as much: (Σ w)² / Σ w² (Kish, *Survey Sampling*, 1965; for importance sampling Kong,
/// Liu & Wong, *Sequential imputations and Bayesian missing data problems*, JASA 89 (1994), 278–288).
///
/// Between 1 and the number of weights; 0 if no weight is above 0. Weights are 0 or more.
pub fn effective_size(weights: &[f64]) -> f64 {
    let sum: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}

/// Weights that add up to 1, from logarithms of weights up to a common factor: the largest is taken as 1, so that none overflows.
///
/// All are alike if none is above −∞.
pub fn normalised(logs: &[f64]) -> Vec<f64> {
    let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if largest == f64::NEG_INFINITY {
        return vec![1.0 / logs.len().max(1) as f64; logs.len()];
    }
    let weights: Vec<f64> = logs.iter().map(|log| libm::exp(log - largest)).collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

/// Weighted mean: Σ w x / Σ w. As many weights as values, not all 0.
pub fn mean(values: &[f64], weights: &[f64]) -> f64 {
    let sum: f64 = weights.iter().sum();
    values.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>() / sum
}

/// Weighted covariance: Σ w (x − x̄) (y − ȳ) / Σ w. That of the weighted sample itself, without a correction for its size.
pub fn covariance(x: &[f64], y: &[f64], weights: &[f64]) -> f64 {
    let (of_x, of_y) = (mean(x, weights), mean(y, weights));
    let products: Vec<f64> = x.iter().zip(y).map(|(x, y)| (x - of_x) * (y - of_y)).collect();
    mean(&products, weights)
}

/// Weighted product-moment correlation, from −1 to 1. `None` where one side is constant.
pub fn correlation(x: &[f64], y: &[f64], weights: &[f64]) -> Option<f64> {
    let scale = sqrt(covariance(x, x, weights) * covariance(y, y, weights));
    (scale > 0.0).then(|| (covariance(x, y, weights) / scale).clamp(-1.0, 1.0))
}

/// Weighted quantile: the smallest value that at least a share `at` of the weight does not exceed, the inverse of the weighted
/// distribution function. `at` from 0 to 1. `None` if there are no values.
pub fn quantile(values: &[f64], weights: &[f64], at: f64) -> Option<f64> {
    let mut pairs: Vec<(f64, f64)> =
        values.iter().copied().zip(weights.iter().copied()).filter(|&(_, weight)| weight > 0.0).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = pairs.iter().map(|pair| pair.1).sum();
    let mut below = 0.0;
    for &(value, weight) in &pairs {
        below += weight;
        if below >= at * total {
            return Some(value);
        }
    }
    pairs.last().map(|pair| pair.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_weights_are_the_plain_statistics() {
        let (x, y, w) = ([1.0, 2.0, 3.0, 6.0], [2.0, 4.0, 6.0, 12.0], [0.25; 4]);
        assert!((mean(&x, &w) - 3.0).abs() < 1e-15);
        // (4 + 1 + 0 + 9) / 4.
        assert!((covariance(&x, &x, &w) - 3.5).abs() < 1e-15);
        assert!((correlation(&x, &y, &w).unwrap() - 1.0).abs() < 1e-15);
        assert_eq!(correlation(&x, &[1.0; 4], &w), None);
        assert!((effective_size(&w) - 4.0).abs() < 1e-12);
    }

    /// Weight 3 on a value is as good as having it three times.
    #[test]
    fn a_weight_counts_like_so_many_values() {
        let (x, w) = ([5.0, 1.0, 3.0], [3.0, 1.0, 1.0]);
        let long = [5.0, 5.0, 5.0, 1.0, 3.0];
        assert!((mean(&x, &w) - mean(&long, &[1.0; 5])).abs() < 1e-15);
        assert!((covariance(&x, &x, &w) - covariance(&long, &long, &[1.0; 5])).abs() < 1e-14);
        for (at, expected) in [(0.0, 1.0), (0.2, 1.0), (0.21, 3.0), (0.4, 3.0), (0.41, 5.0), (1.0, 5.0)] {
            assert_eq!(quantile(&x, &w, at), Some(expected), "{at}");
        }
        // 5² / (9 + 1 + 1).
        assert!((effective_size(&w) - 25.0 / 11.0).abs() < 1e-15);
    }

    #[test]
    fn weights_from_logarithms_never_overflow_and_impossible_ones_are_nothing() {
        let weights = normalised(&[-2000.0, -2000.0 + libm::log(3.0), f64::NEG_INFINITY]);
        assert!((weights[0] - 0.25).abs() < 1e-12 && (weights[1] - 0.75).abs() < 1e-12);
        assert!(weights[2].abs() < 1e-300);
        assert_eq!(normalised(&[f64::NEG_INFINITY; 2]), [0.5, 0.5]);
        assert!(effective_size(&[0.0, 0.0]).abs() < 1e-300);
        assert_eq!(quantile(&[], &[], 0.5), None);
    }
}
