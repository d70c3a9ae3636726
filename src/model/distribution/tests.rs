use super::*;
use proptest::prelude::*;
use statrs::distribution::{self as theory, ContinuousCDF};

/// Relative error of a tabulated quantile that a relative error of 2·10⁻⁶ in its CDF comes to, for the shapes in the reference file.
const RELATIVE: f64 = 2e-5;

/// The distribution of a line of the reference file.
fn build(name: &str, arguments: &[f64]) -> Distribution {
    match (name, arguments) {
        ("uniform", &[low, high]) => Distribution::uniform(low, high),
        ("triangular", &[low, mode, high]) => Distribution::triangular(low, mode, high),
        ("pert", &[low, mode, high, shape]) => Distribution::pert(low, mode, high, shape),
        ("normal", &[mean, sd, low, high]) => Distribution::normal(mean, sd, Some(low), Some(high)),
        ("lognormal", &[median, sigma, low, high]) => {
            Distribution::lognormal(median, sigma, Some(low), Some(high))
        }
        ("beta", &[mean, concentration, low, high]) => Distribution::beta(mean, concentration, low, high),
        _ => panic!("{name} with {arguments:?}"),
    }
    .unwrap()
}

#[test]
fn quantiles_and_means_agree_with_scipy() {
    let mut lines = 0;
    for line in include_str!("../../../tests/reference/distribution_vectors.csv").lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let arguments: Vec<f64> = fields[1].split(';').map(|x| x.parse().unwrap()).collect();
        let [u, quantile, mean] = [2, 3, 4].map(|at: usize| fields[at].parse::<f64>().unwrap());
        let distribution = build(fields[0], &arguments);
        let tolerance = if matches!(fields[0], "beta" | "pert") { RELATIVE } else { 1e-11 };
        let error = (distribution.quantile(u) - quantile).abs();
        // Near a cut or an end that is not 0, the last digit of the end counts.
        assert!(error <= tolerance * quantile.abs() + 1e-15 * mean.abs(), "{line}: off by {error}");
        assert!(
            (distribution.mean() - mean).abs() <= 1e-11 * mean.abs(),
            "{line}: mean {}",
            distribution.mean()
        );
        lines += 1;
    }
    assert_eq!(lines, 187);
}

/// One of each form, with arguments in everyday ranges.
fn samples() -> Vec<Distribution> {
    vec![
        Distribution::uniform(-2.0, 5.0),
        Distribution::triangular(0.0, 0.7, 1.0),
        Distribution::pert(0.0, 0.2, 1.0, 4.0),
        Distribution::normal(0.4, 0.3, Some(0.0), Some(1.0)),
        Distribution::normal(10.0, 2.0, None, None),
        Distribution::lognormal(30.0, 0.8, None, Some(100.0)),
        Distribution::beta(0.55, 8.0, 0.0, 1.0),
        Distribution::beta(0.1, 0.8, 0.0, 2.0),
        Distribution::discrete(&[0.5, 0.1, 0.3], Some(&[1.0, 3.0, 0.0])),
    ]
    .into_iter()
    .map(Result::unwrap)
    .collect()
}

/// Largest distance between u and the theory's CDF at the quantile of u.
fn distance(distribution: &Distribution, cdf: impl Fn(f64) -> f64) -> f64 {
    (1..10_000)
        .map(|i| f64::from(i) / 1e4)
        .map(|u| (cdf(distribution.quantile(u)) - u).abs())
        .fold(0.0, f64::max)
}

#[test]
fn quantiles_invert_the_cdfs_of_statrs() {
    for (mean, concentration) in [(0.55, 8.0), (0.02, 3.0), (0.5, 0.9), (0.9, 2_000.0)] {
        let beta = theory::Beta::new(mean * concentration, (1.0 - mean) * concentration).unwrap();
        let found = distance(&Distribution::beta(mean, concentration, 0.0, 1.0).unwrap(), |x| beta.cdf(x));
        assert!(found < 5e-7, "beta({mean}, {concentration}): {found}");
    }
    let pert = theory::Beta::new(1.0 + 4.0 * 0.25, 1.0 + 4.0 * 0.75).unwrap();
    let found = distance(&Distribution::pert(2.0, 4.0, 10.0, 4.0).unwrap(), |x| pert.cdf((x - 2.0) / 8.0));
    assert!(found < 5e-7, "pert: {found}");
    let normal = theory::Normal::new(1.0, 2.0).unwrap();
    let (below, within) = (normal.cdf(0.5), normal.cdf(4.0) - normal.cdf(0.5));
    let cut = Distribution::normal(1.0, 2.0, Some(0.5), Some(4.0)).unwrap();
    assert!(distance(&cut, |x| (normal.cdf(x) - below) / within) < 1e-9);
    let lognormal = theory::LogNormal::new(3.0_f64.ln(), 0.7).unwrap();
    let found = distance(&Distribution::lognormal(3.0, 0.7, None, None).unwrap(), |x| lognormal.cdf(x));
    assert!(found < 1e-9, "lognormal: {found}");
    let triangular = theory::Triangular::new(0.0, 1.0, 0.7).unwrap();
    assert!(distance(&Distribution::triangular(0.0, 0.7, 1.0).unwrap(), |x| triangular.cdf(x)) < 1e-12);
}

#[test]
fn means_are_the_averages_of_the_quantiles() {
    for distribution in samples() {
        let n = 200_000;
        let sum: f64 = (0..n).map(|i| distribution.quantile((f64::from(i) + 0.5) / f64::from(n))).sum();
        let average = sum / f64::from(n);
        let tolerance = 1e-5 * distribution.mean().abs();
        assert!((average - distribution.mean()).abs() < tolerance, "{distribution}: {average}");
    }
}

#[test]
fn ends_are_the_support() {
    for distribution in samples() {
        let (low, high) = distribution.support();
        for (u, end) in [(0.0, low), (-1.0, low), (1.0, high), (2.0, high)] {
            assert_eq!(distribution.quantile(u).to_bits(), end.to_bits(), "{distribution} at {u}");
        }
        assert!(distribution.quantile(f64::NAN).is_nan());
    }
    assert_eq!(Distribution::lognormal(1.0, 1.0, None, None).unwrap().support(), (0.0, f64::INFINITY));
}

#[test]
fn discrete_takes_each_value_for_its_share() {
    let distribution = Distribution::discrete(&[0.5, 0.1, 0.3], Some(&[1.0, 3.0, 0.0])).unwrap();
    let bits = |d: &Distribution, us: [f64; 4]| us.map(|u| d.quantile(u).to_bits());
    assert_eq!(bits(&distribution, [0.001, 0.75, 0.751, 0.999]), [0.1, 0.1, 0.5, 0.5].map(f64::to_bits));
    let equal = Distribution::discrete(&[3.0, 1.0, 2.0], None).unwrap();
    assert_eq!(bits(&equal, [0.3, 0.5, 0.7, 1.0 - 1e-16]), [1.0, 2.0, 3.0, 3.0].map(f64::to_bits));
}

#[test]
fn descriptions_are_readable() {
    let shown: Vec<String> = samples().iter().map(ToString::to_string).collect();
    let expected = [
        "uniform(low -2, high 5)",
        "triangular(low 0, mode 0.7, high 1)",
        "pert(low 0, mode 0.2, high 1, shape 4)",
        "normal(mean 0.4, sd 0.3, low 0, high 1)",
        "normal(mean 10, sd 2)",
        "lognormal(median 30, sigma 0.8, high 100)",
        "beta(mean 0.55, concentration 8)",
        "beta(mean 0.1, concentration 0.8, low 0, high 2)",
        "discrete(0.1: 75.0 %, 0.5: 25.0 %)",
    ];
    assert_eq!(shown, expected);
}

/// Bits, not values: a change here changes results.
#[test]
fn values_are_fixed() {
    let bits: Vec<[u64; 3]> =
        samples().iter().map(|d| [0.001, 0.4, 0.99].map(|u| d.quantile(u).to_bits())).collect();
    let expected: [[u64; 3]; 9] = [
        [0xbfff_e353_f7ce_d917, 0x3fe9_9999_9999_999c, 0x4013_b851_eb85_1eb8],
        [0x3f9b_17ad_a62c_c3ba, 0x3fe0_eecc_87db_fa54, 0x3fee_3f4e_411a_5928],
        [0x3f79_dcae_83bd_ebb6, 0x3fcd_8438_76c0_2fdc, 0x3fe7_f432_b8b2_08c9],
        [0x3f5a_7563_39b7_6a00, 0x3fd6_f999_ff61_fce8, 0x3fee_a21e_ecb0_4ba7],
        [0x400e_8e68_91bf_7720, 0x4022_fc92_93b5_fb4a, 0x402d_4e2e_2318_7f86],
        [0x4003_ee1e_4832_287b, 0x4037_2d7c_b349_6610, 0x4057_a856_29d9_9e4a],
        [0x3fb9_c81c_67e3_42cf, 0x3fe0_4366_34b7_81dc, 0x3fec_7295_c0c0_a3c0],
        [0x3077_186f_a7fe_18c7, 0x3df8_b0fe_7ec9_a304, 0x3ffc_8886_4caa_0575],
        [0x3fb9_9999_9999_999a, 0x3fb9_9999_9999_999a, 0x3fe0_0000_0000_0000],
    ];
    assert_eq!(bits, expected);
}

#[test]
fn bad_arguments_are_refused() {
    let cases: [(Result<Distribution, DistributionError>, &str); 20] = [
        (Distribution::uniform(1.0, 1.0), "high is 1, expected above low (1)"),
        (Distribution::uniform(f64::NAN, 1.0), "low is NaN, expected a finite number"),
        (Distribution::uniform(0.0, f64::INFINITY), "high is inf, expected a finite number"),
        (Distribution::triangular(0.0, -0.1, 1.0), "mode is -0.1, expected at least low (0)"),
        (Distribution::triangular(0.0, f64::NAN, 1.0), "mode is NaN"),
        (Distribution::pert(0.0, 1.1, 1.0, 4.0), "mode is 1.1, expected at most high (1)"),
        (Distribution::pert(0.0, 0.5, 1.0, 0.0), "shape is 0, expected a number above 0"),
        (Distribution::normal(0.0, f64::NAN, None, None), "sd is NaN"),
        (Distribution::normal(f64::INFINITY, 1.0, None, None), "mean is inf"),
        (Distribution::normal(0.0, 1.0, Some(f64::NAN), None), "expected above low (NaN)"),
        (
            Distribution::normal(0.0, 1.0, Some(50.0), Some(60.0)),
            "practically no probability between low (50)",
        ),
        (Distribution::lognormal(0.0, 1.0, None, None), "median is 0"),
        (Distribution::lognormal(1.0, 21.0, None, None), "sigma is 21"),
        (Distribution::lognormal(1.0, 1.0, Some(-2.0), Some(0.0)), "practically no probability"),
        (Distribution::beta(1.0, 4.0, 0.0, 1.0), "mean is 1, expected below high (1)"),
        (Distribution::beta(0.5, -4.0, 0.0, 1.0), "concentration is -4"),
        (Distribution::beta(0.5, 1e-4, 0.0, 1.0), "alpha and beta of at least 0.001"),
        (Distribution::discrete(&[], None), "at least one value"),
        (Distribution::discrete(&[1.0], Some(&[1.0, 2.0])), "found 2 weights for 1 values"),
        (Distribution::discrete(&[1.0, 2.0], Some(&[-1.0, 2.0])), "weights is -1"),
    ];
    for (result, words) in cases {
        let message = result.unwrap_err().to_string();
        assert!(message.contains(words), "{message}");
    }
    assert_eq!(Distribution::discrete(&[1.0], Some(&[0.0])), Err(DistributionError::NoValues));
}

fn any_distribution() -> impl Strategy<Value = Distribution> {
    let kinds = (0..7, -50.0..50.0, 0.001..100.0, 0.0..1.0, 0.05..30.0);
    kinds.prop_map(|(kind, low, width, share, size): (i32, f64, f64, f64, f64)| {
        let (high, inner) = (low + width, low + width * share.clamp(0.02, 0.98));
        match kind {
            0 => Distribution::uniform(low, high),
            1 => Distribution::triangular(low, inner, high),
            2 => Distribution::pert(low, inner, high, size),
            3 => Distribution::normal(inner, width * size, Some(low), Some(high)),
            4 => Distribution::lognormal(width, size / 10.0, Some(width / 2.0), None),
            5 => Distribution::beta(inner, size, low, high),
            _ => Distribution::discrete(&[high, low, inner], Some(&[share, 0.2, 0.3])),
        }
        .unwrap()
    })
}

proptest! {
    #[test]
    fn quantiles_rise_and_stay_in_the_support(distribution in any_distribution(), u in 1e-12..1.0_f64, v in 1e-12..1.0_f64) {
        let (low, high) = distribution.support();
        let (before, after) = (distribution.quantile(u.min(v)), distribution.quantile(u.max(v)));
        prop_assert!(low <= before && after <= high);
        // Two quantiles that are almost the same may differ by rounding.
        prop_assert!(before <= after + 1e-13 * after.abs());
        prop_assert!((low..=high).contains(&distribution.mean()));
    }
}

/// Weights 1, 2, 0 and 1: the rows keep their order, and the one of no weight is never drawn.
#[test]
fn a_sample_picks_rows_in_their_order() {
    let weights = [1.0, 2.0, 0.0, 1.0];
    let p = Distribution::sample("t.csv", &[0.9, 0.1, 0.5, 0.4], Some(&weights)).unwrap();
    let q = Distribution::sample("t.csv", &[1.0, 2.0, 3.0, 4.0], Some(&weights)).unwrap();
    for (u, row) in [
        (0.0, (0.9, 1.0)),
        (0.25, (0.9, 1.0)),
        (0.26, (0.1, 2.0)),
        (0.75, (0.1, 2.0)),
        (0.76, (0.4, 4.0)),
        (1.0, (0.4, 4.0)),
    ] {
        assert_eq!((p.quantile(u), q.quantile(u)), row, "{u}");
    }
    assert!(p.quantile(f64::NAN).is_nan());
    assert!((p.mean() - (0.9 + 0.2 + 0.4) / 4.0).abs() < 1e-15);
    assert_eq!(p.support(), (0.1, 0.9));
    assert_eq!(p.table().unwrap().1, q.table().unwrap().1);
    assert!(Distribution::uniform(0.0, 1.0).unwrap().table().is_none());
    // Told apart by what is in the table, since the hash of a scenario goes by this text.
    let other = Distribution::sample("t.csv", &[0.9, 0.1, 0.4, 0.5], None).unwrap();
    assert_ne!(p.to_string(), other.to_string());
    assert!(Distribution::sample("t.csv", &[], None).is_err());
}
