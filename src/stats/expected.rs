//! Sensitivity of what a stochastic model's output is expected to be: its luck averaged out.

use super::estimate::{Estimate, Level};
use super::resample::Bootstrap;
use super::sobol::{Rows, SobolIndex, SobolSample, spread, weighted_mean};

/// First-order and total indices of the expected output `g(x) = E(f(x, luck) | x)`, for every factor but the last of
/// `sample.ab`, which must be luck: the outputs at A's point with B's luck, while those of all other factors have A's luck.
///
/// With `V` the variance of the output and `T_luck` the total index of luck (Jansen's), `V (1 - T_luck)` is the variance of
/// `g`: the law of total variance. Then
///
/// - the first-order index is `mean(b (ab_i - a)) / (V (1 - T_luck))`. `B` has luck of its own, so that the
///   product has the same expectation as if the output were `g`: nothing but the divisor changes.
/// - the total index is *not* `T_i / (1 - T_luck)`: `T_i` also holds what the factor does together with luck, which for an
///   output that is or is not so can be most of it. It is `mean(squares_i) / (2 V (1 - T_luck))`, where `squares` has for every row
///   an unbiased estimate of `(g(a) - g(ab_i))²`: the product of two differences of outputs, each pair on luck of its
///   own. Without `squares` it is undefined.
///
/// Zhu & Sudret, *Global sensitivity analysis for stochastic simulators based on generalized lambda surrogate models*,
/// Reliability Engineering & System Safety 214 (2021), 107815, tell the two kinds of indices of a stochastic model apart: the
/// classical ones, with luck as a factor, and these, of a quantity of interest.
///
/// Intervals are those of [`sobol_indices`](super::sobol_indices), every part taken anew in each resample. Estimates may
/// be negative, and all are undefined where the variance of `g` cannot be told from 0: it is not above 0, or not in
/// a share of the resamples that is as large as a tail of the level.
pub fn expected_indices(
    sample: &SobolSample,
    squares: Option<&[Vec<f64>]>,
    bootstrap: &Bootstrap,
    level: Level,
) -> Vec<SobolIndex> {
    let n = sample.a.len();
    let factors = sample.ab.len().saturating_sub(1);
    let undefined = Estimate::undefined(n as u64);
    let unknown = || vec![SobolIndex { first: undefined, total: undefined }; factors];
    let sound = |list: &Vec<f64>| list.len() == n && list.iter().all(|square| square.is_finite());
    let squares = squares.filter(|lists| lists.len() == factors && lists.iter().all(sound));
    let Some(rows) = Rows::new(sample) else { return unknown() };
    let shares = |weights: &[f64]| -> Option<Vec<[f64; 2]>> {
        let noise = weighted_mean(weights, rows.total.last()?);
        let variance = rows.variance(weights)? - noise;
        let share = |factor: usize| {
            let square = squares.map_or(f64::NAN, |lists| 0.5 * weighted_mean(weights, &lists[factor]));
            [weighted_mean(weights, &rows.first[factor]), square].map(|part| part / variance)
        };
        (variance > 0.0).then(|| (0..factors).map(share).collect())
    };
    let Some(values) = shares(&vec![1.0; n]) else { return unknown() };
    let resampled: Vec<Vec<[f64; 2]>> = (0..bootstrap.resamples)
        .filter_map(|resample| shares(&bootstrap.multiplicities(resample, n)))
        .collect();
    let lost = f64::from(bootstrap.resamples) - resampled.len() as f64;
    if lost > level.tail() * f64::from(bootstrap.resamples) {
        return unknown();
    }
    let estimate = |factor: usize, which: usize| {
        let value = values[factor][which];
        if value.is_nan() {
            return undefined;
        }
        let drawn = resampled.iter().map(|shares| shares[factor][which]).collect();
        let (std_error, interval) = spread(value, drawn, level);
        Estimate { value: Some(value), std_error, interval, n: n as u64 }
    };
    (0..factors).map(|factor| SobolIndex { first: estimate(factor, 0), total: estimate(factor, 1) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEW: Bootstrap = Bootstrap { resamples: 200, seed: 1 };

    /// `x + luck` on ±1 and ±1, every combination of two points and two lucks once: 16 rows. `V` = 2, half of it luck's;
    /// `g = x` has variance 1, all of it owed to `x`.
    fn additive() -> (SobolSample, Vec<f64>) {
        let sign = |row: usize, bit: usize| if row >> bit & 1 == 0 { -1.0 } else { 1.0 };
        let rows = || 0..16;
        let list = |f: &dyn Fn(usize) -> f64| rows().map(f).collect::<Vec<f64>>();
        let sample = SobolSample {
            a: list(&|row| sign(row, 0) + sign(row, 1)),
            b: list(&|row| sign(row, 2) + sign(row, 3)),
            ab: vec![list(&|row| sign(row, 2) + sign(row, 1)), list(&|row| sign(row, 0) + sign(row, 3))],
        };
        let squares = list(&|row| (sign(row, 0) - sign(row, 2)).powi(2));
        (sample, squares)
    }

    #[test]
    fn without_luck_the_only_factor_has_all_of_the_variance() {
        let (sample, squares) = additive();
        let indices = expected_indices(&sample, Some(&[squares]), &FEW, Level::default());
        assert_eq!(indices.len(), 1);
        for estimate in [indices[0].first, indices[0].total] {
            assert!((estimate.value.unwrap() - 1.0).abs() < 1e-14, "{estimate:?}");
            assert!(estimate.interval.unwrap().contains(1.0) && estimate.n == 16);
        }
        let bare = expected_indices(&sample, None, &FEW, Level::default());
        assert_eq!((bare[0].first, bare[0].total), (indices[0].first, Estimate::undefined(16)));
    }

    /// Nothing but luck: the expected output has no variance to share out.
    #[test]
    fn pure_luck_leaves_nothing_to_explain() {
        let (sample, squares) = additive();
        let noise = SobolSample { ab: vec![sample.a.clone(), sample.b.clone()], ..sample };
        let indices = expected_indices(&noise, Some(&[squares]), &FEW, Level::default());
        assert_eq!(indices[0].first, Estimate::undefined(16));
        assert!(expected_indices(&SobolSample::default(), None, &FEW, Level::default()).is_empty());
    }
}
