//! The counter-based random number generator, in lanes.

use super::{Lanes, Words};

/// Philox4x32-10: ten rounds of multiplication, exchange of halves and exclusive or (Salmon, Moraes, Dror and Shaw 2011,
/// "Parallel random numbers: as easy as 1, 2, 3", section 3.3). Each lane is a block of its own.
#[inline(always)]
pub fn philox<const N: usize>(mut counter: [Words<N>; 4], mut key: [Words<N>; 2]) -> [Words<N>; 4] {
    const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
    const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
    for _ in 0..10 {
        let (high_a, low_a) = multiply(MULTIPLIERS[0], counter[0]);
        let (high_b, low_b) = multiply(MULTIPLIERS[1], counter[2]);
        counter = [
            high_b.zip(counter[1], |a, b| a ^ b).zip(key[0], |a, b| a ^ b),
            low_b,
            high_a.zip(counter[3], |a, b| a ^ b).zip(key[1], |a, b| a ^ b),
            low_a,
        ];
        key = [key[0].map(|k| k.wrapping_add(WEYL[0])), key[1].map(|k| k.wrapping_add(WEYL[1]))];
    }
    counter
}

/// High and low half of a product.
#[inline(always)]
fn multiply<const N: usize>(factor: u32, words: Words<N>) -> (Words<N>, Words<N>) {
    let high = words.map(|word| ((u64::from(factor) * u64::from(word)) >> 32) as u32);
    let low = words.map(|word| factor.wrapping_mul(word));
    (high, low)
}

/// A uniform number in (0, 1): (word + ½) · 2⁻³², rounded to `f32` but never to 1.
///
/// Small values keep their relative precision: the smallest is 2⁻³³, so events of a probability far below 2⁻²⁴ still come
/// out right. The largest is 1 − 2⁻²⁴.
#[inline(always)]
pub fn unit<const N: usize>(words: Words<N>) -> Lanes<N> {
    const SCALE: f32 = 1.0 / 4_294_967_296.0;
    const LARGEST: f32 = 1.0 - f32::EPSILON / 2.0;
    let u = (words.numbers(|word| word as f32) + 0.5) * SCALE;
    Lanes::splat(LARGEST).min(u)
}
