//! Transcendental functions of the day loop, in lanes of `f32`.
//!
//! Every function here is made of IEEE additions, multiplications, one square root or division, bit shifts
//! and comparisons. None is fused and none comes from the platform's mathematics library, so the same
//! argument gives the same bits on every machine and in every vector width. There are no data-dependent
//! branches, only selections between two values that are both at hand, which is what lets a compiler
//! turn a loop over lanes into vector code.
//!
//! The error bounds stated below were measured against `f64` over the ranges given; the tests hold them.

use super::Lanes;

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
#[inline(always)]
pub fn exp<const N: usize>(x: Lanes<N>) -> Lanes<N> {
    let least = Lanes::splat(EXP_MIN);
    let capped = Lanes::splat(EXP_MAX).min(x);
    let clamped = least.max(capped);
    let rounded = clamped * std::f32::consts::LOG2_E + ROUNDER;
    let n = rounded - ROUNDER;
    let r = (clamped - n * LN2_HIGH) - n * LN2_LOW;
    let p =
        polynomial(r, [1.987_569_2e-4, 1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5]);
    let fraction = (p * (r * r) + r) + 1.0;
    // The exponent n is in the low bits of `rounded`; wrapping arithmetic, for NaN leaves no number there.
    let power = rounded.to_bits().map(|bits| bits.wrapping_sub(ROUNDER.to_bits()).wrapping_add(127) << 23);
    Lanes::splat(0.0).where_less(x, least, fraction * power.as_numbers())
}

/// Natural logarithm of `x` > 0.
///
/// Error below 0.9 ulp for normal `x`; `ln(1)` is exactly 0. Zero and subnormal numbers give a finite value
/// between −88.03 and −87.33, infinity gives 88.72; the result for negative numbers and NaN means nothing.
///
/// Source: x = 2ⁿ m with m in [√½, √2), a polynomial in m − 1, coefficients of Cephes `logf` (Moshier 1989).
#[inline(always)]
pub fn ln<const N: usize>(x: Lanes<N>) -> Lanes<N> {
    const SQRT_HALF: u32 = 0x3f35_04f3;
    let shifted = x.to_bits().map(|bits| bits.wrapping_sub(SQRT_HALF));
    let n = shifted.numbers(|bits| ((bits as i32) >> 23) as f32);
    let m = shifted.map(|bits| (bits & 0x007f_ffff).wrapping_add(SQRT_HALF)).as_numbers();
    let r = m - 1.0;
    let square = r * r;
    let p = polynomial(
        r,
        [
            7.037_683_6e-2,
            -1.151_461e-1,
            1.167_699_9e-1,
            -1.242_014_1e-1,
            1.424_932_3e-1,
            -1.666_805_8e-1,
            2.000_071_5e-1,
            -2.499_999_4e-1,
            3.333_333e-1,
        ],
    );
    let tail = (p * r) * square + n * LN2_LOW - square * 0.5;
    (r + tail) + n * LN2_HIGH
}

/// The standard normal deviate whose distribution function is `u`, for `u` in (0, 1).
///
/// Relative error below 6.5·10⁻⁷ for `u` from 2⁻³³ (the smallest value of [`unit`](super::unit)) to the largest number below 1;
/// exactly 0 at one half, and odd about it. Smaller and larger `u`, 0 and 1 included, saturate at ∓6.338.
///
/// Source: the form of Giles (2012), "Approximating the erfinv function": (2u − 1) times a polynomial in
/// w = −ln 4u(1 − u), or in √w in the tails; coefficients fitted here (minimax in relative error) to reach
/// further into the tails than his.
#[inline(always)]
pub fn normal_quantile<const N: usize>(u: Lanes<N>) -> Lanes<N> {
    const W_MAX: f32 = 21.488;
    let w = Lanes::splat(W_MAX).min(-ln(u * 4.0 * (1.0 - u)));
    (u * 2.0 - 1.0) * centre(w - 2.5).where_less(w, Lanes::splat(5.0), tails(w))
}

/// `normal_quantile(u)` / (2u − 1) for w < 5, by t = w − 2.5.
#[inline(always)]
fn centre<const N: usize>(t: Lanes<N>) -> Lanes<N> {
    polynomial(
        t,
        [
            4.035_465_3e-8,
            4.861_039e-7,
            -4.990_565_2e-6,
            -6.217_993e-6,
            3.091_502e-4,
            -1.773_010_1e-3,
            -5.908_171e-3,
            3.488_026_6e-1,
            2.123_313_7,
        ],
    )
}

/// `normal_quantile(u)` / (2u − 1) for 5 ≤ w ≤ 21.5.
#[inline(always)]
fn tails<const N: usize>(w: Lanes<N>) -> Lanes<N> {
    polynomial(
        w.sqrt() - 3.436_438_6,
        [
            -2.997_371_8e-5,
            -2.621_347e-4,
            9.824_875e-4,
            -1.366_691_9e-3,
            1.752_332_1e-3,
            -3.294_036_7e-3,
            5.262_418e-3,
            1.424_002_4,
            4.626_556,
        ],
    )
}

/// The logistic function 1 / (1 + e⁻ˣ).
///
/// Error below 2.9 ulp for `x` in `[-87.33, ∞)`; exactly one half at 0. Below −87.34 it is 0, above about 17 it is 1.
/// NaN gives NaN.
#[inline(always)]
pub fn logistic<const N: usize>(x: Lanes<N>) -> Lanes<N> {
    let e = exp(-x.abs());
    let above = Lanes::splat(1.0) / (e + 1.0);
    (e * above).where_less(x, Lanes::splat(0.0), above)
}

/// A polynomial by Horner's rule, coefficients from the highest power down.
#[inline(always)]
fn polynomial<const N: usize, const TERMS: usize>(x: Lanes<N>, coefficients: [f32; TERMS]) -> Lanes<N> {
    let mut sum = Lanes::splat(coefficients[0]);
    for coefficient in &coefficients[1..] {
        sum = sum * x + *coefficient;
    }
    sum
}

#[cfg(test)]
mod tests;
