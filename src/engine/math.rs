//! The transcendental functions of the day loop for a single number: one lane of the vector functions, bit for bit.

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
