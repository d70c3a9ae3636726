//! What a formula of the model may do with its numbers, whether it is worked out for one run or for many side by side.

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

use super::{Lanes, math};

/// A number of one run (`f32`), or the numbers of N runs side by side ([`Lanes`]).
///
/// Every formula of the day loop that is worth vector instructions is written once, over this trait. A lane goes through
/// exactly the operations that a lone `f32` goes through, so both give the same bits.
pub trait Number:
    Copy
    + Default
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
{
    /// How many runs it serves.
    const LANES: usize;

    /// The same number in every lane.
    fn splat(value: f32) -> Self;
    /// The number in one lane.
    fn lane(&self, lane: usize) -> f32;
    /// Puts a number into one lane.
    fn set_lane(&mut self, lane: usize, value: f32);
    /// The larger of two numbers; `other` if they cannot be compared.
    #[must_use]
    fn max(self, other: Self) -> Self;
    /// The smaller of two numbers; `other` if they cannot be compared.
    #[must_use]
    fn min(self, other: Self) -> Self;
    /// `self` where `x < y`, else `other`.
    #[must_use]
    fn where_less(self, x: Self, y: Self, other: Self) -> Self;
    /// Whether any lane is above a limit.
    fn any_above(self, limit: f32) -> bool;
    /// `e` to its power; see [`math::exp`].
    #[must_use]
    fn exp(self) -> Self;
    /// Its natural logarithm; see [`math::ln`].
    #[must_use]
    fn ln(self) -> Self;

    /// Zero in every lane.
    #[inline(always)]
    fn zero() -> Self {
        Self::splat(0.0)
    }

    /// One in every lane.
    #[inline(always)]
    fn one() -> Self {
        Self::splat(1.0)
    }
}

impl Number for f32 {
    const LANES: usize = 1;

    #[inline(always)]
    fn splat(value: f32) -> Self {
        value
    }

    #[inline(always)]
    fn lane(&self, _: usize) -> f32 {
        *self
    }

    #[inline(always)]
    fn set_lane(&mut self, _: usize, value: f32) {
        *self = value;
    }

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        if self > other { self } else { other }
    }

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        if self < other { self } else { other }
    }

    #[inline(always)]
    fn where_less(self, x: Self, y: Self, other: Self) -> Self {
        if x < y { self } else { other }
    }

    #[inline(always)]
    fn any_above(self, limit: f32) -> bool {
        self > limit
    }

    #[inline(always)]
    fn exp(self) -> Self {
        math::exp(Lanes([self])).0[0]
    }

    #[inline(always)]
    fn ln(self) -> Self {
        math::ln(Lanes([self])).0[0]
    }
}

impl<const N: usize> Number for Lanes<N> {
    const LANES: usize = N;

    #[inline(always)]
    fn splat(value: f32) -> Self {
        Lanes::splat(value)
    }

    #[inline(always)]
    fn lane(&self, lane: usize) -> f32 {
        self.0[lane]
    }

    #[inline(always)]
    fn set_lane(&mut self, lane: usize, value: f32) {
        self.0[lane] = value;
    }

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Lanes::max(self, other)
    }

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        Lanes::min(self, other)
    }

    #[inline(always)]
    fn where_less(self, x: Self, y: Self, other: Self) -> Self {
        Lanes::where_less(self, x, y, other)
    }

    #[inline(always)]
    fn any_above(self, limit: f32) -> bool {
        let mut any = false;
        for lane in 0..N {
            any |= self.0[lane] > limit;
        }
        any
    }

    #[inline(always)]
    fn exp(self) -> Self {
        math::exp(self)
    }

    #[inline(always)]
    fn ln(self) -> Self {
        math::ln(self)
    }
}
