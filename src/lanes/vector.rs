//! N numbers side by side, one to a lane, that go through the same arithmetic.
//!
//! Plain arrays and plain loops: every operation is a small function that is always inlined, and what vector
//! instructions the loops become is the compiler's affair (see [`Width`](super::Width)). Each lane's result depends on that lane
//! alone and is rounded after every operation, so it is the same bits in one lane as in sixteen.

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

/// N single-precision numbers, one to a lane.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(64))]
pub struct Lanes<const N: usize>(pub [f32; N]);

/// N 32-bit words, one to a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(align(64))]
pub struct Words<const N: usize>(pub [u32; N]);

impl<const N: usize> Default for Lanes<N> {
    #[inline(always)]
    fn default() -> Self {
        Self::splat(0.0)
    }
}

impl<const N: usize> Default for Words<N> {
    #[inline(always)]
    fn default() -> Self {
        Self([0; N])
    }
}

impl<const N: usize> Lanes<N> {
    /// The same number in every lane.
    #[inline(always)]
    pub const fn splat(value: f32) -> Self {
        Self([value; N])
    }

    /// What `of` makes of each lane's number.
    #[must_use]
    #[inline(always)]
    pub fn map(self, of: impl Fn(f32) -> f32) -> Self {
        let mut out = self;
        for lane in 0..N {
            out.0[lane] = of(self.0[lane]);
        }
        out
    }

    /// What `of` makes of each lane's two numbers.
    #[must_use]
    #[inline(always)]
    pub fn zip(self, other: Self, of: impl Fn(f32, f32) -> f32) -> Self {
        let mut out = self;
        for lane in 0..N {
            out.0[lane] = of(self.0[lane], other.0[lane]);
        }
        out
    }

    /// The larger of two numbers. If one is not a number, the one of `other`.
    #[must_use]
    #[inline(always)]
    pub fn max(self, other: Self) -> Self {
        self.zip(other, |a, b| if a > b { a } else { b })
    }

    /// The smaller of two numbers. If one is not a number, the one of `other`.
    #[must_use]
    #[inline(always)]
    pub fn min(self, other: Self) -> Self {
        self.zip(other, |a, b| if a < b { a } else { b })
    }

    /// `self` where a lane of `x` is less than one of `y`, else `other`.
    #[must_use]
    #[inline(always)]
    pub fn where_less(self, x: Self, y: Self, other: Self) -> Self {
        let mut out = self;
        for lane in 0..N {
            // A mask of bits, for an `if` here would tempt the compiler to branch lane by lane.
            let mask = u32::from(x.0[lane] < y.0[lane]).wrapping_neg();
            let bits = (self.0[lane].to_bits() & mask) | (other.0[lane].to_bits() & !mask);
            out.0[lane] = f32::from_bits(bits);
        }
        out
    }

    /// The square root.
    #[must_use]
    #[inline(always)]
    pub fn sqrt(self) -> Self {
        self.map(f32::sqrt)
    }

    /// The magnitude.
    #[must_use]
    #[inline(always)]
    pub fn abs(self) -> Self {
        self.map(f32::abs)
    }

    /// The bit pattern of each number.
    #[inline(always)]
    pub fn to_bits(self) -> Words<N> {
        let mut out = Words([0; N]);
        for lane in 0..N {
            out.0[lane] = self.0[lane].to_bits();
        }
        out
    }
}

impl<const N: usize> Words<N> {
    /// The same word in every lane.
    #[inline(always)]
    pub const fn splat(value: u32) -> Self {
        Self([value; N])
    }

    /// What `of` makes of each lane's word.
    #[must_use]
    #[inline(always)]
    pub fn map(self, of: impl Fn(u32) -> u32) -> Self {
        let mut out = self;
        for lane in 0..N {
            out.0[lane] = of(self.0[lane]);
        }
        out
    }

    /// What `of` makes of each lane's two words.
    #[must_use]
    #[inline(always)]
    pub fn zip(self, other: Self, of: impl Fn(u32, u32) -> u32) -> Self {
        let mut out = self;
        for lane in 0..N {
            out.0[lane] = of(self.0[lane], other.0[lane]);
        }
        out
    }

    /// The numbers with these bit patterns; the inverse of [`Lanes::to_bits`].
    #[inline(always)]
    pub fn as_numbers(self) -> Lanes<N> {
        self.numbers(f32::from_bits)
    }

    /// What `of` makes of each lane's word, as a number.
    #[inline(always)]
    pub fn numbers(self, of: impl Fn(u32) -> f32) -> Lanes<N> {
        let mut out = Lanes([0.0; N]);
        for lane in 0..N {
            out.0[lane] = of(self.0[lane]);
        }
        out
    }
}

macro_rules! arithmetic {
    ($($operation:ident $method:ident $sign:tt),*) => {$(
        impl<const N: usize> $operation for Lanes<N> {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                self.zip(other, |a, b| a $sign b)
            }
        }

        impl<const N: usize> $operation<f32> for Lanes<N> {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: f32) -> Self {
                self.map(|a| a $sign other)
            }
        }

        impl<const N: usize> $operation<Lanes<N>> for f32 {
            type Output = Lanes<N>;

            #[inline(always)]
            fn $method(self, other: Lanes<N>) -> Lanes<N> {
                other.map(|b| self $sign b)
            }
        }
    )*};
}

arithmetic!(Add add +, Sub sub -, Mul mul *, Div div /);

impl<const N: usize> Neg for Lanes<N> {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        self.map(|a| -a)
    }
}

impl<const N: usize> AddAssign for Lanes<N> {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<const N: usize> SubAssign for Lanes<N> {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl<const N: usize> MulAssign for Lanes<N> {
    #[inline(always)]
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}
