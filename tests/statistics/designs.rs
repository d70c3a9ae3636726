//! Sample designs: how evenly they fill the cube, and what that is worth.

use offramp::experiment::design::sample::{latin_hypercube, sobol_points};

use super::chance::Chance;

/// The squared centred L2 discrepancy of Hickernell, *A generalized discrepancy and quadrature error bound*, Mathematics of
/// Computation 67 (1998), eq. 5.1c: 0 would be perfectly even.
fn discrepancy(points: &[Vec<f64>]) -> f64 {
    let n = points.len() as f64;
    let dimensions = i32::try_from(points[0].len()).unwrap();
    let off = |u: f64| (u - 0.5).abs();
    let alone: f64 = points
        .iter()
        .map(|p| p.iter().map(|&u| 1.0 + 0.5 * off(u) - 0.5 * off(u) * off(u)).product::<f64>())
        .sum();
    let mut pairs = 0.0;
    for p in points {
        for q in points {
            let of = |(&u, &v): (&f64, &f64)| 1.0 + 0.5 * off(u) + 0.5 * off(v) - 0.5 * (u - v).abs();
            pairs += p.iter().zip(q).map(of).product::<f64>();
        }
    }
    (13.0_f64 / 12.0).powi(dimensions) - 2.0 / n * alone + pairs / (n * n)
}

#[test]
fn sequences_are_far_more_even_than_chance_and_hypercubes_are_more_even() {
    let mut chance = Chance(2);
    for dimensions in [2, 5] {
        for seed in 0..5 {
            let random: Vec<Vec<f64>> = (0..256).map(|_| chance.point(dimensions)).collect();
            let [random, latin, sobol] =
                [random, latin_hypercube(dimensions, 256, seed), sobol_points(dimensions, 256, seed)]
                    .map(|points| discrepancy(&points));
            assert!(latin < 0.8 * random, "{dimensions} {seed}: {latin} {random}");
            assert!(sobol < 0.15 * random, "{dimensions} {seed}: {sobol} {random}");
        }
    }
}

/// Root mean squared error of the mean of a function of `points` whose mean is 1.
fn error(points: impl Fn(u64) -> Vec<Vec<f64>>, function: impl Fn(&[f64]) -> f64) -> f64 {
    let squares = (0..50).map(|seed| {
        let points = points(seed);
        let mean = points.iter().map(|point| function(point)).sum::<f64>() / points.len() as f64;
        (mean - 1.0).powi(2)
    });
    (squares.sum::<f64>() / 50.0).sqrt()
}

/// Of a sum of eight numbers a hypercube leaves next to no error; of a product of eight factors 1 + c (u - 1/2) plain chance has the
/// standard deviation sqrt((1 + c²/12)⁸ - 1) / √n.
#[test]
fn means_come_out_closer_than_by_chance() {
    const N: usize = 512;
    let sum = |point: &[f64]| point.iter().sum::<f64>() / 4.0;
    let product = |point: &[f64]| point.iter().map(|u| 1.0 + (u - 0.5)).product::<f64>();
    let plain_sum = (8.0_f64 / 12.0 / 16.0 / N as f64).sqrt();
    let plain_product = ((13.0_f64 / 12.0).powi(8) - 1.0).sqrt() / (N as f64).sqrt();
    let latin = |seed| latin_hypercube(8, N, seed);
    let sobol = |seed| sobol_points(8, N, seed);
    assert!(error(latin, sum) < 0.01 * plain_sum);
    assert!(error(latin, product) < 0.6 * plain_product);
    assert!(error(sobol, product) < 0.1 * plain_product);
}
