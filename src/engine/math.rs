//! The mathematics of the day loop for a single number: transcendental functions, which are one lane of the vector functions
//! bit for bit, and how quantities are raised and return to rest.

use crate::lanes::{Lanes, math};

/// `e` to the power of `x`; see [`math::exp`].
#[inline]
pub(crate) fn exp(x: f32) -> f32 {
    math::exp(Lanes([x])).0[0]
}

/// The standard normal deviate whose distribution function is `u`; see [`math::normal_quantile`].
#[inline]
pub(crate) fn normal_quantile(u: f32) -> f32 {
    math::normal_quantile(Lanes([u])).0[0]
}

/// The logistic function; see [`math::logistic`].
#[inline]
pub(crate) fn logistic(x: f32) -> f32 {
    math::logistic(Lanes([x])).0[0]
}

/// Adds to a quantity that lies between 0 and `largest`.
pub(super) fn raise(quantity: &mut f32, amount: f32, largest: f32) {
    *quantity = (*quantity + amount).clamp(0.0, largest);
}

/// A night's way of a quantity towards where it rests: it keeps this share of the distance.
pub(super) fn toward(value: f32, rest: f32, keep: f32) -> f32 {
    rest + (value - rest) * keep
}
