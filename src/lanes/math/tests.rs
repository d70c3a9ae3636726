use crate::lanes::Lanes;

fn exp(x: f32) -> f32 {
    super::exp(Lanes([x])).0[0]
}

fn ln(x: f32) -> f32 {
    super::ln(Lanes([x])).0[0]
}

fn normal_quantile(u: f32) -> f32 {
    super::normal_quantile(Lanes([u])).0[0]
}

fn logistic(x: f32) -> f32 {
    super::logistic(Lanes([x])).0[0]
}

/// Distance of `got` from `exact` in units of the last place of an `f32` of that size.
fn ulps(got: f32, exact: f64) -> f64 {
    let exponent = exact.abs().log2().floor().max(-126.0);
    (f64::from(got) - exact).abs() / (exponent - 23.0).exp2()
}

/// The largest error in ulps over every `stride`-th number between two positive ones.
fn worst(low: f32, high: f32, stride: usize, error: impl Fn(f32) -> f64) -> f64 {
    (low.to_bits()..=high.to_bits())
        .step_by(stride)
        .map(|bits| error(f32::from_bits(bits)))
        .fold(0.0, f64::max)
}

#[test]
fn exp_keeps_its_bound() {
    let error = |x: f32| ulps(exp(x), f64::from(x).exp());
    let up = worst(1e-9, 88.0, 101, error);
    let down = worst(1e-9, 87.336_5, 101, |x| error(-x));
    assert!(up < 1.1 && down < 1.1, "{up} {down}");
}

#[test]
fn exp_saturates() {
    assert_eq!(exp(0.0).to_bits(), 1.0_f32.to_bits());
    assert_eq!(exp(-0.0).to_bits(), 1.0_f32.to_bits());
    for x in [-87.4, -100.0, -1e30, f32::NEG_INFINITY] {
        assert_eq!(exp(x).to_bits(), 0);
    }
    for x in [88.1, 1e30, f32::INFINITY] {
        assert_eq!(exp(x).to_bits(), exp(88.0).to_bits());
    }
    assert!(exp(super::EXP_MIN) >= f32::MIN_POSITIVE && exp(88.0) < 1.67e38);
    assert!(exp(f32::NAN).is_nan());
}

#[test]
fn ln_keeps_its_bound() {
    let error = |x: f32| ulps(ln(x), f64::from(x).ln());
    let all = worst(f32::MIN_POSITIVE, f32::MAX, 1009, error);
    let near_one = worst(0.7, 1.5, 7, error);
    assert!(all < 0.9 && near_one < 0.9, "{all} {near_one}");
    assert_eq!(ln(1.0).to_bits(), 0);
    assert!(ln(0.0) < -88.0 && ln(f32::INFINITY) > 88.0);
}

#[test]
fn normal_quantile_keeps_its_bound() {
    // To second order, a quantile is wrong by how much its distribution function misses, over the density.
    let error = |u: f32, sign: f32| {
        let (x, u) = (f64::from(sign * normal_quantile(u)), f64::from(u));
        let missed = 0.5 * libm::erfc(-x / std::f64::consts::SQRT_2) - u;
        let density = libm::exp(-0.5 * x * x) / (2.0 * std::f64::consts::PI).sqrt();
        (missed / density / x).abs()
    };
    let low = worst(1.164_153_2e-10, 0.499_999_9, 101, |u| error(u, 1.0));
    let high = worst(0.500_000_1, 0.999_999_94, 13, |u| error(u, 1.0));
    assert!(low < 6.5e-7 && high < 6.5e-7, "{low} {high}");
    assert_eq!(normal_quantile(0.5).to_bits() & 0x7fff_ffff, 0);
    for (u, limit) in [(0.0, -6.338), (1.0, 6.338)] {
        assert!((normal_quantile(u) - limit).abs() < 1e-3, "{}", normal_quantile(u));
    }
}

#[test]
fn logistic_keeps_its_bound() {
    let error = |x: f32| ulps(logistic(x), 1.0 / (1.0 + (-f64::from(x)).exp()));
    let up = worst(1e-9, 200.0, 101, error);
    let down = worst(1e-9, 87.336_5, 101, |x| error(-x));
    assert!(up < 2.9 && down < 2.9, "{up} {down}");
    assert_eq!(logistic(0.0).to_bits(), 0.5_f32.to_bits());
    assert_eq!(logistic(-90.0).to_bits(), 0);
    assert!(logistic(f32::NAN).is_nan());
}

/// Bits, not values: a change here changes every result.
#[test]
fn values_are_fixed() {
    let bits = |f: fn(f32) -> f32, xs: [f32; 6]| xs.map(|x| f(x).to_bits());
    assert_eq!(
        bits(exp, [-80.0, -3.3, -0.1, 0.25, 5.5, 70.0]),
        [0x05bf_ecba, 0x3d17_12ce, 0x3f67_a36d, 0x3fa4_5af2, 0x4374_b122, 0x71fd_fe91]
    );
    assert_eq!(
        bits(ln, [1e-30, 0.013, 0.7, 1.3, 42.0, 1e30]),
        [0xc28a_27b5, 0xc08a_f844, 0xbeb6_9e1a, 0x3e86_549b, 0x406f_35fb, 0x428a_27b5]
    );
    assert_eq!(
        bits(normal_quantile, [1e-9, 0.002, 0.3, 0.51, 0.97, 0.999_999]),
        [0xc0bf_ee08, 0xc038_33cc, 0xbf06_3f1e, 0x3ccd_5d43, 0x3ff0_bddb, 0x4098_0633]
    );
    assert_eq!(
        bits(logistic, [-50.0, -4.0, -0.3, 0.2, 2.5, 15.0]),
        [0x1b69_2beb, 0x3c93_57d1, 0x3ed9_e2ab, 0x3f0c_c1eb, 0x3f6c_948f, 0x3f7f_fffa]
    );
}
