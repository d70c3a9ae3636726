use super::*;
use statrs::function::beta::beta_reg;

/// Computed with mpmath at 60 digits.
#[test]
fn normal_quantile_agrees_with_mpmath() {
    let reference = [
        (1e-300, -37.047_096_299_361_2),
        (1e-100, -21.273_453_560_965_326),
        (1e-20, -9.262_340_089_798_407),
        (1e-09, -5.997_807_015_007_686_5),
        (0.0001, -3.719_016_485_455_680_4),
        (0.02, -2.053_748_910_631_823),
        (0.075, -1.439_531_470_938_456),
        (0.2, -0.841_621_233_572_914_2),
        (0.49, -0.025_068_908_258_711_057),
        (0.6, 0.253_347_103_135_799_7),
        (0.9, 1.281_551_565_544_600_6),
        (0.93, 1.475_791_028_179_171),
        (0.999, 3.090_232_306_167_813),
        (0.999_999_9, 5.199_337_582_290_661),
    ];
    for (u, z) in reference {
        assert!((normal_quantile(u) / z - 1.0).abs() < 2e-15, "{u}: {}", normal_quantile(u));
    }
    assert_eq!(normal_quantile(0.5).to_bits(), 0);
    assert!(normal_quantile(0.0) < f64::MIN && normal_quantile(1.0) > f64::MAX);
    assert!([-0.1, 1.1, f64::NAN].iter().all(|&u| normal_quantile(u).is_nan()));
}

#[test]
fn normal_quantile_inverts_the_cdf() {
    for i in 1..1000 {
        let z = -8.0 + 0.01 * f64::from(i);
        assert!((normal_quantile(normal_cdf(z)) - z).abs() < 1e-13 * (1.0 + z.abs()), "{z}");
    }
}

#[test]
fn the_incomplete_beta_function_agrees_with_statrs() {
    for (a, b) in [(0.05, 0.3), (0.5, 0.5), (1.0, 1.0), (2.5, 0.7), (4.4, 3.6), (30.0, 200.0), (2e4, 1e4)] {
        let beta = IncompleteBeta::new(a, b);
        for i in 1..200 {
            let x = f64::from(i) / 200.0;
            let expected = beta_reg(a, b, x);
            assert!((logistic(beta.logit_cdf(logit(x)).0) - expected).abs() < 1e-11, "{a}, {b} at {x}");
        }
    }
}

#[test]
fn the_inverse_and_its_derivative_fit() {
    for (a, b) in [(1e-3, 1e5), (0.05, 0.3), (4.4, 3.6), (1e5, 1e5), (200.0, 0.01)] {
        let beta = IncompleteBeta::new(a, b);
        for i in -30..=30 {
            let t = f64::from(i);
            let (y, slope) = beta.logit_quantile(t, 0.0);
            assert!((beta.logit_cdf(y).0 - t).abs() < 1e-8, "{a}, {b} at {t}");
            let (up, _) = beta.logit_quantile(t + 1e-4, y);
            let (down, _) = beta.logit_quantile(t - 1e-4, y);
            assert!(((up - down) / 2e-4 / slope - 1.0).abs() < 1e-3, "{a}, {b} at {t}: {slope}");
        }
    }
}
