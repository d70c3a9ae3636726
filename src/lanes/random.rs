//! The counter-based random number generator, in lanes.

use super::{Lanes, Words};

/// Philox4x32-10: ten rounds of multiplication, exchange of halves and exclusive or (Salmon, Moraes, Dror and Shaw 2011,
/// "Parallel random numbers: as easy as 1, 2, 3", section 3.3). Each lane is a block of its own.
#[inline(always)]
pub fn philox<const N: usize>(counter: [Words<N>; 4], key: [Words<N>; 2]) -> [Words<N>; 4] {
    let mut block = [Words([0; N]); 4];
    if N == 16 {
        part::<8, N>(0, &counter, &key, &mut block);
        part::<8, N>(8, &counter, &key, &mut block);
    } else {
        part::<N, N>(0, &counter, &key, &mut block);
    }
    block
}

/// P lanes of a block, from lane `first`.
///
/// Every word is held in 64 bits of which the upper half means nothing: that is what vector instructions multiply, and eight of them
/// are one register of the widest kind and few enough of the narrower ones.
#[inline(always)]
fn part<const P: usize, const N: usize>(
    first: usize,
    counter: &[Words<N>; 4],
    key: &[Words<N>; 2],
    block: &mut [Words<N>; 4],
) {
    let [mut a, mut b, mut c, mut d] = [[0; P]; 4];
    let [mut key_a, mut key_c] = [[0; P]; 2];
    for lane in 0..P {
        a[lane] = u64::from(counter[0].0[first + lane]);
        b[lane] = u64::from(counter[1].0[first + lane]);
        c[lane] = u64::from(counter[2].0[first + lane]);
        d[lane] = u64::from(counter[3].0[first + lane]);
        key_a[lane] = key[0].0[first + lane];
        key_c[lane] = key[1].0[first + lane];
    }
    // In so many words, for a loop over the rounds would be kept, with the state in memory.
    round::<0, P>(&mut a, &mut b, &mut c, &mut d, &key_a, &key_c);
    round::<1, P>(&mut a, &mut b, &mut c, &mut d, &key_a, &key_c);
    round::<2, P>(&mut a, &mut b, &mut c, &mut d, &key_a, &key_c);
    round::<3, P>(&mut a, &mut b, &mut c, &mut d, &key_a, &key_c);
    round::<4, P>(&mut a, &mut b, &mut c, &mut d, &key_a, &key_c);
    round::<5, P>(&mut a, &mut b, &mut c, &mut d, &key_a, &key_c);
    round::<6, P>(&mut a, &mut b, &mut c, &mut d, &key_a, &key_c);
    round::<7, P>(&mut a, &mut b, &mut c, &mut d, &key_a, &key_c);
    round::<8, P>(&mut a, &mut b, &mut c, &mut d, &key_a, &key_c);
    round::<9, P>(&mut a, &mut b, &mut c, &mut d, &key_a, &key_c);
    for lane in 0..P {
        block[0].0[first + lane] = a[lane] as u32;
        block[1].0[first + lane] = b[lane] as u32;
        block[2].0[first + lane] = c[lane] as u32;
        block[3].0[first + lane] = d[lane] as u32;
    }
}

/// One of the ten rounds.
#[inline(always)]
fn round<const NUMBER: u32, const P: usize>(
    a: &mut [u64; P],
    b: &mut [u64; P],
    c: &mut [u64; P],
    d: &mut [u64; P],
    key_a: &[u32; P],
    key_c: &[u32; P],
) {
    const MULTIPLIERS: [u64; 2] = [0xD251_1F53, 0xCD9E_8D57];
    const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
    const LOW: u64 = 0xFFFF_FFFF;
    for lane in 0..P {
        let from_a = (a[lane] & LOW) * MULTIPLIERS[0];
        let from_c = (c[lane] & LOW) * MULTIPLIERS[1];
        let round_key_a = u64::from(key_a[lane].wrapping_add(WEYL[0].wrapping_mul(NUMBER)));
        let round_key_c = u64::from(key_c[lane].wrapping_add(WEYL[1].wrapping_mul(NUMBER)));
        a[lane] = (from_c >> 32) ^ b[lane] ^ round_key_a;
        b[lane] = from_c;
        c[lane] = (from_a >> 32) ^ d[lane] ^ round_key_c;
        d[lane] = from_a;
    }
}

/// One block of [`philox`] by itself.
#[inline]
pub fn block(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    philox(counter.map(|word| Words([word])), key.map(|word| Words([word]))).map(|word| word.0[0])
}

/// A seed as a key: its low half, then its high half.
#[inline]
pub fn key(seed: u64) -> [u32; 2] {
    [seed as u32, (seed >> 32) as u32]
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

/// A uniform number in (0, 1) with 53 bits, of 64: an odd multiple of 2⁻⁵³, thus at least 2⁻⁵³ from both ends.
#[inline]
pub fn unit64(word: u64) -> f64 {
    const SCALE: f64 = 1.0 / 9_007_199_254_740_992.0;
    (word >> 12 << 1 | 1) as f64 * SCALE
}

/// Two words as one of 64 bits.
#[inline]
pub fn wide(high: u32, low: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

/// A whole number below `bound`, which must be below 2³²: likelier than another by less than 2⁻³² of its chance.
#[inline]
pub fn below(bound: usize, word: u64) -> usize {
    ((u128::from(word) * bound as u128) >> 64) as usize
}
