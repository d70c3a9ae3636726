//! Transcendental functions of the day loop, in `f32`.
//!
//! Every function here is made of IEEE additions, multiplications, one square root or division, bit shifts
//! and comparisons. None is fused and none comes from the platform's mathematics library, so the same
//! argument gives the same bits on every machine and in every vector width. There are no data-dependent
//! branches: the `if`s are selections between two values that are both at hand, which is what lets a compiler
//! turn a loop over lanes into vector code.
//!
//! The error bounds stated below were measured against `f64` over the ranges given; the tests hold them.

/// 1.5 · 2²³. Adding it rounds a number of magnitude below 2²² to the nearest integer, which then stands in
/// the low bits of the sum.
const ROUNDER: f32 = 12_582_912.0;
/// ln 2 = `LN2_HIGH` + `LN2_LOW`. The first has so few bits that its product with any exponent is exact (Cody and Waite).
const LN2_HIGH: f32 = 355.0 / 512.0;
const LN2_LOW: f32 = -2.121_944_4e-4;
/// ln of the smallest normal number: below it results would be subnormal, which some vector units flush to
/// zero and some do not.
const EXP_MIN: f32 = -87.336_54;
/// Above it `exp` saturates, well before infinity.
const EXP_MAX: f32 = 88.0;

/// `e` to the power of `x`.
///
/// Error below 1.1 ulp for `x` in `[-87.33, 88]`; `exp(0)` is exactly 1. Arguments below −87.34, where results would
/// be subnormal, give 0; arguments above 88 are taken as 88, so the result is never infinite (at most
/// 1.66·10³⁸). NaN gives NaN.
///
/// Source: range reduction x = n ln 2 + r and a polynomial in r, coefficients of Cephes `expf` (Moshier 1989).
#[inline]
pub(crate) fn exp(x: f32) -> f32 {
    let capped = if x > EXP_MAX { EXP_MAX } else { x };
    let clamped = if capped < EXP_MIN { EXP_MIN } else { capped };
    let rounded = clamped * std::f32::consts::LOG2_E + ROUNDER;
    let n = rounded - ROUNDER;
    let r = (clamped - n * LN2_HIGH) - n * LN2_LOW;
    let mut p = 1.987_569_2e-4;
    p = p * r + 1.398_199_9e-3;
    p = p * r + 8.333_452e-3;
    p = p * r + 4.166_579_6e-2;
    p = p * r + 1.666_666_5e-1;
    p = p * r + 0.5;
    let fraction = (p * (r * r) + r) + 1.0;
    // The exponent n is in the low bits of `rounded`; wrapping arithmetic, for NaN leaves no number there.
    let biased = rounded.to_bits().wrapping_sub(ROUNDER.to_bits()).wrapping_add(127);
    let result = fraction * f32::from_bits(biased << 23);
    if x < EXP_MIN { 0.0 } else { result }
}

/// Natural logarithm of `x` > 0.
///
/// Error below 0.9 ulp for normal `x`; `ln(1)` is exactly 0. Zero and subnormal numbers give a finite value
/// between −88.03 and −87.33, infinity gives 88.72; the result for negative numbers and NaN means nothing.
///
/// Source: x = 2ⁿ m with m in [√½, √2), a polynomial in m − 1, coefficients of Cephes `logf` (Moshier 1989).
#[inline]
pub(crate) fn ln(x: f32) -> f32 {
    const SQRT_HALF: u32 = 0x3f35_04f3;
    let shifted = x.to_bits().wrapping_sub(SQRT_HALF);
    let n = ((shifted as i32) >> 23) as f32;
    let m = f32::from_bits((shifted & 0x007f_ffff).wrapping_add(SQRT_HALF));
    let r = m - 1.0;
    let square = r * r;
    let mut p = 7.037_683_6e-2;
    p = p * r - 1.151_461e-1;
    p = p * r + 1.167_699_9e-1;
    p = p * r - 1.242_014_1e-1;
    p = p * r + 1.424_932_3e-1;
    p = p * r - 1.666_805_8e-1;
    p = p * r + 2.000_071_5e-1;
    p = p * r - 2.499_999_4e-1;
    p = p * r + 3.333_333e-1;
    let tail = (p * r) * square + n * LN2_LOW - 0.5 * square;
    (r + tail) + n * LN2_HIGH
}

/// The standard normal deviate whose distribution function is `u`, for `u` in (0, 1).
///
/// Relative error below 6.5·10⁻⁷ for `u` from 2⁻³³ (the smallest value of [`unit`](super::random::unit)) to the largest number below 1;
/// exactly 0 at one half, and odd about it. Smaller and larger `u`, 0 and 1 included, saturate at ∓6.338.
///
/// Source: the form of Giles (2012), "Approximating the erfinv function": (2u − 1) times a polynomial in
/// w = −ln 4u(1 − u), or in √w in the tails; coefficients fitted here (minimax in relative error) to reach
/// further into the tails than his.
#[inline]
pub(crate) fn normal_quantile(u: f32) -> f32 {
    const W_MAX: f32 = 21.488;
    let unclamped = -ln(4.0 * u * (1.0 - u));
    let w = if unclamped > W_MAX { W_MAX } else { unclamped };
    (2.0 * u - 1.0) * if w < 5.0 { centre(w - 2.5) } else { tails(w) }
}

/// `normal_quantile(u)` / (2u − 1) for w < 5, by t = w − 2.5.
#[inline]
fn centre(t: f32) -> f32 {
    let mut p = 4.035_465_3e-8;
    p = p * t + 4.861_039e-7;
    p = p * t - 4.990_565_2e-6;
    p = p * t - 6.217_993e-6;
    p = p * t + 3.091_502e-4;
    p = p * t - 1.773_010_1e-3;
    p = p * t - 5.908_171e-3;
    p = p * t + 3.488_026_6e-1;
    p * t + 2.123_313_7
}

/// `normal_quantile(u)` / (2u − 1) for 5 ≤ w ≤ 21.5.
#[inline]
fn tails(w: f32) -> f32 {
    let t = w.sqrt() - 3.436_438_6;
    let mut p = -2.997_371_8e-5;
    p = p * t - 2.621_347e-4;
    p = p * t + 9.824_875e-4;
    p = p * t - 1.366_691_9e-3;
    p = p * t + 1.752_332_1e-3;
    p = p * t - 3.294_036_7e-3;
    p = p * t + 5.262_418e-3;
    p = p * t + 1.424_002_4;
    p * t + 4.626_556
}

/// The logistic function 1 / (1 + e⁻ˣ).
///
/// Error below 2.9 ulp for `x` in `[-87.33, ∞)`; exactly one half at 0. Below −87.34 it is 0, above about 17 it is 1.
/// NaN gives NaN.
#[inline]
pub(crate) fn logistic(x: f32) -> f32 {
    let e = exp(-x.abs());
    let above = 1.0 / (1.0 + e);
    if x < 0.0 { e * above } else { above }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert!(exp(EXP_MIN) >= f32::MIN_POSITIVE && exp(88.0) < 1.67e38);
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
        let error = |u: f32, sign: f32| {
            let exact = crate::model::special::normal_quantile(f64::from(u));
            (f64::from(sign * normal_quantile(u)) / exact - 1.0).abs()
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
}
