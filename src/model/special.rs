//! Special functions in `f64`, on `libm`, so that they agree on every platform.
//!
//! They serve what happens at set-up and what is rare in a run; the day loop has functions of its own, in `engine::math`.

use libm::{erfc, exp, fabs, lgamma, log, log1p, sqrt};
use std::f64::consts::FRAC_1_SQRT_2;

/// The distribution function of the standard normal, with full relative precision in the lower tail.
pub(crate) fn normal_cdf(x: f64) -> f64 {
    0.5 * erfc(-x * FRAC_1_SQRT_2)
}

/// The standard normal deviate whose distribution function is `u`.
///
/// Relative error below 2·10⁻¹⁵ from the smallest normal `u` to the largest number below 1; infinite at 0
/// and 1, NaN outside. Monotone up to rounding in the last place.
///
/// Source: Wichura (1988), algorithm AS 241, PPND16.
pub(crate) fn normal_quantile(u: f64) -> f64 {
    const CENTRE: [[f64; 8]; 2] = [
        [
            3.387_132_872_796_366_5,
            1.331_416_678_917_843_8e2,
            1.971_590_950_306_551_3e3,
            1.373_169_376_550_946e4,
            4.592_195_393_154_987e4,
            6.726_577_092_700_87e4,
            3.343_057_558_358_813e4,
            2.509_080_928_730_122_7e3,
        ],
        [
            1.0,
            4.231_333_070_160_091e1,
            6.871_870_074_920_579e2,
            5.394_196_021_424_751e3,
            2.121_379_430_158_659_7e4,
            3.930_789_580_009_271e4,
            2.872_908_573_572_194_3e4,
            5.226_495_278_852_545e3,
        ],
    ];
    const MIDDLE: [[f64; 8]; 2] = [
        [
            1.423_437_110_749_683_5,
            4.630_337_846_156_546,
            5.769_497_221_460_691,
            3.647_848_324_763_204_5,
            1.270_458_252_452_368_4,
            2.417_807_251_774_506e-1,
            2.272_384_498_926_918_4e-2,
            7.745_450_142_783_414e-4,
        ],
        [
            1.0,
            2.053_191_626_637_759,
            1.676_384_830_183_803_8,
            6.897_673_349_851e-1,
            1.481_039_764_274_800_8e-1,
            1.519_866_656_361_645_7e-2,
            5.475_938_084_995_345e-4,
            1.050_750_071_644_416_9e-9,
        ],
    ];
    const FAR: [[f64; 8]; 2] = [
        [
            6.657_904_643_501_103,
            5.463_784_911_164_114,
            1.784_826_539_917_291_3,
            2.965_605_718_285_049e-1,
            2.653_218_952_657_612_4e-2,
            1.242_660_947_388_078_4e-3,
            2.711_555_568_743_487_6e-5,
            2.010_334_399_292_288_1e-7,
        ],
        [
            1.0,
            5.998_322_065_558_88e-1,
            1.369_298_809_227_358e-1,
            1.487_536_129_085_061_5e-2,
            7.868_691_311_456_133e-4,
            1.846_318_317_510_054_8e-5,
            1.421_511_758_316_446e-7,
            2.044_263_103_389_939_8e-15,
        ],
    ];
    let ratio = |[above, below]: [[f64; 8]; 2], x: f64| polynomial(&above, x) / polynomial(&below, x);
    if !(0.0..=1.0).contains(&u) {
        return f64::NAN;
    }
    let q = u - 0.5;
    if fabs(q) <= 0.425 {
        return q * ratio(CENTRE, 0.180_625 - q * q);
    }
    let tail = if q < 0.0 { u } else { 1.0 - u };
    if tail <= 0.0 {
        return if q < 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let r = sqrt(-log(tail));
    let magnitude = if r <= 5.0 { ratio(MIDDLE, r - 1.6) } else { ratio(FAR, r - 5.0) };
    if q < 0.0 { -magnitude } else { magnitude }
}

/// The polynomial with the given coefficients, constant term first.
fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// ln(u / (1 − u)), accurate at both ends.
pub(crate) fn logit(u: f64) -> f64 {
    log(u) - log1p(-u)
}

/// 1 / (1 + e⁻ʸ), the inverse of [`logit`].
pub(crate) fn logistic(y: f64) -> f64 {
    1.0 / (1.0 + exp(-y))
}

/// The density of the standard normal.
pub(crate) fn normal_density(x: f64) -> f64 {
    // 1/√(2π)
    0.398_942_280_401_432_7 * exp(-0.5 * x * x)
}

/// The regularised incomplete beta function I(x; a, b) and its inverse, both on the logit scale.
///
/// On that scale, with x = logistic(y) and I = logistic(t), t is a smooth function of y that becomes a straight line at
/// either end (of slope a and b), so nothing is lost in the tails and Newton's method is at home. Meant for `a` and
/// `b` from 10⁻³ to 10⁵.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IncompleteBeta {
    a: f64,
    b: f64,
    /// ln B(a, b).
    ln_beta: f64,
}

impl IncompleteBeta {
    /// The function for `a` > 0 and `b` > 0.
    pub(crate) fn new(a: f64, b: f64) -> Self {
        Self { a, b, ln_beta: ln_beta(a.min(b), a.max(b)) }
    }

    /// logit I(logistic(y); a, b), and its derivative by `y`.
    pub(crate) fn logit_cdf(&self, y: f64) -> (f64, f64) {
        let ln_x = if y < 0.0 { y - log1p(exp(y)) } else { -log1p(exp(-y)) };
        let ln_rest = ln_x - y;
        let ln_front = self.a * ln_x + self.b * ln_rest - self.ln_beta;
        let x = exp(ln_x);
        let (ln_p, ln_q) = if x < (self.a + 1.0) / (self.a + self.b + 2.0) {
            let ln_p = (ln_front + log(continued_fraction(self.a, self.b, x) / self.a)).min(-f64::EPSILON);
            (ln_p, log(-libm::expm1(ln_p)))
        } else {
            let ln_q = (ln_front + log(continued_fraction(self.b, self.a, exp(ln_rest)) / self.b))
                .min(-f64::EPSILON);
            (log(-libm::expm1(ln_q)), ln_q)
        };
        (ln_p - ln_q, exp(ln_front - ln_p - ln_q))
    }

    /// The `y` at which [`logit_cdf`](Self::logit_cdf) is `t`, searched from `guess` by Newton's method, and the derivative there
    /// of `y` by `t`.
    pub(crate) fn logit_quantile(&self, t: f64, guess: f64) -> (f64, f64) {
        let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
        let mut y = guess;
        let mut slope = 1.0;
        for _ in 0..200 {
            let (value, derivative) = self.logit_cdf(y);
            slope = derivative;
            if value < t {
                low = y;
            } else {
                high = y;
            }
            let mut next = y - (value - t) / derivative;
            if next <= low || next >= high {
                next = if (high - low).is_finite() { 0.5 * (low + high) } else { y };
            }
            let step = fabs(next - y);
            y = next;
            if step <= 1e-12 * (1.0 + fabs(y)) {
                break;
            }
        }
        (y, 1.0 / slope)
    }
}

/// ln B(small, large), without the cancellation of lgamma(large) − lgamma(small + large).
///
/// Source: Stirling's series of both (DLMF 5.11.1), subtracted term by term.
fn ln_beta(small: f64, large: f64) -> f64 {
    if large < 10.0 {
        return lgamma(small) + lgamma(large) - lgamma(small + large);
    }
    let correction = |z: f64| {
        let w = 1.0 / (z * z);
        (1.0 / 12.0 - w * (1.0 / 360.0 - w * (1.0 / 1260.0 - w * (1.0 / 1680.0 - w / 1188.0)))) / z
    };
    let sum = small + large;
    let difference = small - (large - 0.5) * log1p(small / large) - small * log(sum);
    lgamma(small) + difference + (correction(large) - correction(sum))
}

/// The continued fraction of the incomplete beta function, which converges fast for x < (a + 1) / (a + b + 2).
///
/// Source: DLMF 8.17.22, evaluated by the modified Lentz method.
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let guarded = |v: f64| if fabs(v) < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / guarded(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..20_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guarded(1.0 + even * d);
        c = guarded(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guarded(1.0 + odd * d);
        c = guarded(1.0 + odd / c);
        fraction *= d * c;
        if fabs(d * c - 1.0) < 1e-15 {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests;
