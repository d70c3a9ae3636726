//! The yardstick: the same workload by hand in AVX-512 instructions, for comparison only.
//!
//! Same generator, same blocks of words, same refilling of lanes. What safe code that must give the same bits everywhere cannot do is
//! allowed here: fused multiplications, an `exp2` of seven instructions, scaling folded into weights, masks in
//! registers of their own, and rounds of the generator that are the same for a whole day done once a day.

#![expect(unsafe_code, reason = "a yardstick in intrinsics; no part of the library or the program")]
#![expect(clippy::wildcard_imports, reason = "sixty intrinsics, which all begin alike")]

use std::arch::x86_64::*;

use crate::workload::{
    CALM_DAYS, CALM_RUNG, DAYS, DEESCALATE, ESCALATE, KEPT_GRIEVANCE, KEPT_PRESSURE, PRESS, PRESS_BELOW,
    SEED, TOP_RUNG, Tally, Weights, World, purpose,
};

/// Runs side by side in a group.
const N: usize = 16;
const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
/// Round keys: they are the same for all draws.
const ROUND_KEYS: [[u32; 2]; 10] = {
    let mut keys = [SEED; 10];
    let mut round = 1;
    while round < 10 {
        keys[round] = [keys[round - 1][0].wrapping_add(WEYL[0]), keys[round - 1][1].wrapping_add(WEYL[1])];
        round += 1;
    }
    keys
};

/// Whether this machine can run it.
pub(crate) fn available() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("fma")
}

/// Plays `runs` runs.
///
/// # Panics
///
/// If the machine lacks AVX-512.
pub(crate) fn play(world: &World, runs: u32) -> Tally {
    assert!(available(), "AVX-512");
    // SAFETY: the machine has just been asked for these instructions.
    unsafe { play_wide(world, runs) }
}

/// One edge of 16 runs.
#[derive(Clone, Copy)]
struct Edge {
    rung: __m512,
    grievance: __m512,
    pressure: __m512,
}

/// 16 runs side by side.
struct Group {
    run: __m512i,
    day: __m512i,
    calm: __m512,
    top: __m512,
    ended: __mmask16,
    hottest: __m512i,
    press: __m512,
    resolves: Vec<__m512>,
    edges: Vec<[Edge; 2]>,
}

/// What is the same for a pair on every day; exponents are of base 2.
struct Fixed {
    states: [usize; 2],
    escalate: [f32; 2],
    deescalate: [f32; 2],
}

/// Resolves of the runs that start next: of each state, for 32 runs from `first`.
struct Draws {
    next: u32,
    first: u32,
    resolves: Vec<[__m512; 2]>,
}

#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
fn play_wide(world: &World, runs: u32) -> Tally {
    let log2_e = std::f32::consts::LOG2_E;
    let fixed: Vec<Fixed> = world
        .pairs
        .iter()
        .map(|pair| Fixed {
            states: pair.states,
            escalate: pair.escalate.map(|exponent| exponent * log2_e),
            deescalate: pair.deescalate.map(|exponent| exponent * log2_e),
        })
        .collect();
    let mut draws = Draws { next: 0, first: 0, resolves: vec![[_mm512_setzero_ps(); 2]; world.size.states] };
    draw(&mut draws, 0);
    draw(&mut draws, 1);
    let zero = _mm512_setzero_ps();
    let mut groups: Vec<Group> = (0..world.size.groups)
        .map(|_| Group {
            run: _mm512_set1_epi32(-1),
            day: _mm512_setzero_si512(),
            calm: zero,
            top: zero,
            ended: !0,
            hottest: _mm512_setzero_si512(),
            press: zero,
            resolves: vec![zero; world.size.states],
            edges: vec![[Edge { rung: zero, grievance: zero, pressure: zero }; 2]; world.size.pairs],
        })
        .collect();
    let mut tally = Tally::default();
    for group in &mut groups {
        refill(group, world, &mut draws);
    }
    while tally.runs() < u64::from(runs) {
        for group in &mut groups {
            day(group, &fixed, world);
        }
        for group in &mut groups {
            if group.ended != 0 {
                count(group, &mut tally, runs);
                refill(group, world, &mut draws);
            }
        }
    }
    tally
}

/// A word of the generator in 16 lanes: the even lanes, and the odd ones moved to even places. The odd places hold rubbish.
#[derive(Clone, Copy)]
struct Split {
    even: __m512i,
    odd: __m512i,
}

#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
fn split(words: __m512i) -> Split {
    Split { even: words, odd: _mm512_srli_epi64::<32>(words) }
}

#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
fn joined(words: Split) -> __m512i {
    let (even, odd) = (_mm512_castsi512_ps(words.even), _mm512_castsi512_ps(words.odd));
    _mm512_castps_si512(_mm512_mask_moveldup_ps(even, 0xAAAA, odd))
}

/// High and low half of the products with a multiplier.
#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
fn multiplied(words: Split, factor: u32) -> (Split, Split) {
    let factor = _mm512_set1_epi64(i64::from(factor));
    let low = Split { even: _mm512_mul_epu32(words.even, factor), odd: _mm512_mul_epu32(words.odd, factor) };
    let high = Split { even: _mm512_srli_epi64::<32>(low.even), odd: _mm512_srli_epi64::<32>(low.odd) };
    (high, low)
}

/// `a ^ b ^ key`.
#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
fn mixed(a: Split, b: Split, key: u32) -> Split {
    let key = _mm512_set1_epi32(key as i32);
    Split {
        even: _mm512_ternarylogic_epi32::<0x96>(a.even, b.even, key),
        odd: _mm512_ternarylogic_epi32::<0x96>(a.odd, b.odd, key),
    }
}

/// The part of the first two rounds that depends on the run alone.
struct Prepared {
    /// Day of each run.
    day: Split,
    /// Low half of the first product of round 1.
    third: Split,
    /// High half of the second product of round 2.
    high: Split,
    /// Low half of the second product of round 2.
    low: Split,
}

#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
fn prepare(run: __m512i, day: __m512i, purpose: u32) -> Prepared {
    let (high, low) = multiplied(split(run), MULTIPLIERS[0]);
    let last = split(_mm512_set1_epi32(purpose as i32));
    let second = mixed(high, last, ROUND_KEYS[0][1]);
    let (high, second_low) = multiplied(second, MULTIPLIERS[1]);
    Prepared { day: split(day), third: low, high, low: second_low }
}

/// The block of words of each run.
#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
fn block(prepared: &Prepared, whom: u32) -> [__m512i; 4] {
    // Round 1: of the product with `whom` both halves are the same in all lanes.
    let product = u64::from(whom) * u64::from(MULTIPLIERS[1]);
    let key = ROUND_KEYS[0][0] ^ (product >> 32) as u32;
    let key = _mm512_set1_epi32(key as i32);
    let first = Split {
        even: _mm512_xor_si512(prepared.day.even, key),
        odd: _mm512_xor_si512(prepared.day.odd, key),
    };
    // Round 2: its second product is prepared.
    let (high, low) = multiplied(first, MULTIPLIERS[0]);
    let key = _mm512_set1_epi32((ROUND_KEYS[1][0] ^ product as u32) as i32);
    let mut a = Split {
        even: _mm512_xor_si512(prepared.high.even, key),
        odd: _mm512_xor_si512(prepared.high.odd, key),
    };
    let mut b = prepared.low;
    let mut c = mixed(high, prepared.third, ROUND_KEYS[1][1]);
    let mut d = low;
    for keys in &ROUND_KEYS[2..] {
        let (high_a, low_a) = multiplied(a, MULTIPLIERS[0]);
        let (high_c, low_c) = multiplied(c, MULTIPLIERS[1]);
        a = mixed(high_c, b, keys[0]);
        b = low_c;
        c = mixed(high_a, d, keys[1]);
        d = low_a;
    }
    [joined(a), joined(b), joined(c), joined(d)]
}

/// Draws Beta(2, 2) as the middle one of three uniform numbers.
#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
fn draw(draws: &mut Draws, half: usize) {
    let places = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    let runs = _mm512_add_epi32(places, _mm512_set1_epi32((draws.first + (half * N) as u32) as i32));
    let prepared = prepare(runs, _mm512_setzero_si512(), purpose::RESOLVE);
    for (state, halves) in draws.resolves.iter_mut().enumerate() {
        let [a, b, c, _] = block(&prepared, state as u32);
        let middle = _mm512_max_epu32(_mm512_min_epu32(a, b), _mm512_min_epu32(_mm512_max_epu32(a, b), c));
        halves[half] = _mm512_mul_ps(_mm512_cvtepu32_ps(middle), _mm512_set1_ps(1.0 / 4_294_967_296.0));
    }
}

/// 2 to the power of `x`; relative error below 3·10⁻⁷.
#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
fn exp2(x: __m512) -> __m512 {
    // x − ⌊x⌋, which `scalef` complements: it scales by 2 to the power of ⌊x⌋.
    let fraction = _mm512_reduce_ps::<1>(x);
    let mut sum = _mm512_set1_ps(1.877_576_2e-3);
    for coefficient in [8.989_341e-3, 5.582_631_7e-2, 2.401_536_2e-1, 6.931_531e-1, 0.999_999_94] {
        sum = _mm512_fmadd_ps(sum, fraction, _mm512_set1_ps(coefficient));
    }
    _mm512_scalef_ps(sum, x)
}

/// The exponent of an alternative to base 2.
#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
fn exponent(edge: &Edge, fixed: f32, weights: &Weights, resolve: __m512) -> __m512 {
    let weight = |weight: f32| _mm512_set1_ps(weight * std::f32::consts::LOG2_E);
    let one = _mm512_fmadd_ps(resolve, weight(weights.resolve), _mm512_set1_ps(fixed));
    let other = _mm512_mul_ps(edge.rung, weight(weights.rung));
    let one = _mm512_fmadd_ps(edge.grievance, weight(weights.grievance), one);
    let other = _mm512_fmadd_ps(edge.pressure, weight(weights.pressure), other);
    _mm512_add_ps(one, other)
}

/// One day of all pairs, then of the mediators.
#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
fn day(group: &mut Group, fixed: &[Fixed], world: &World) {
    let zero = _mm512_setzero_ps();
    let one = _mm512_set1_ps(1.0);
    let mut heat = _mm512_set1_ps(-1.0);
    let mut hottest = _mm512_setzero_si512();
    let mut top = zero;
    let prepared = prepare(group.run, group.day, purpose::PAIR);
    for (number, (pair, edges)) in fixed.iter().zip(&mut group.edges).enumerate() {
        let words = block(&prepared, number as u32);
        let mut own = *edges;
        let mut up = [0; 2];
        for side in [0, 1] {
            let edge = &mut own[side];
            let at = _mm512_set1_epi32((2 * number + side) as i32);
            let pressed = _mm512_cmpeq_epi32_mask(group.hottest, at);
            let kept = _mm512_mul_ps(edge.pressure, _mm512_set1_ps(KEPT_PRESSURE));
            edge.pressure = _mm512_mask_add_ps(kept, pressed, kept, group.press);
            let resolve = group.resolves[pair.states[side]];
            let deescalate = exp2(exponent(edge, pair.deescalate[side], &DEESCALATE, resolve));
            let escalate = exp2(exponent(edge, pair.escalate[side], &ESCALATE, resolve));
            let not_up = _mm512_add_ps(deescalate, one);
            let scale = _mm512_set1_ps(1.0 / 4_294_967_296.0);
            let total = _mm512_mul_ps(_mm512_add_ps(not_up, escalate), scale);
            let place = _mm512_mul_ps(_mm512_cvtepu32_ps(words[side]), total);
            let down = _mm512_cmp_ps_mask::<_CMP_LT_OQ>(place, deescalate);
            up[side] = _mm512_cmp_ps_mask::<_CMP_NLT_UQ>(place, not_up);
            let step_down = _mm512_mask_cmp_ps_mask::<_CMP_GT_OQ>(down, edge.rung, zero);
            edge.rung = _mm512_mask_sub_ps(edge.rung, step_down, edge.rung, one);
            edge.rung = _mm512_mask_add_ps(edge.rung, up[side], edge.rung, one);
            let holds = !(down | up[side]);
            let kept = _mm512_set1_ps(KEPT_GRIEVANCE);
            edge.grievance = _mm512_mask_mul_ps(edge.grievance, holds, edge.grievance, kept);
        }
        for side in [0, 1] {
            let shock = looked_up(&world.shocks, words[2 + side]);
            let other = &mut own[1 - side].grievance;
            *other = _mm512_mask_add_ps(*other, up[side], *other, shock);
        }
        for side in [0, 1] {
            let heat_here = _mm512_add_ps(own[side].rung, own[side].grievance);
            let hotter = _mm512_cmp_ps_mask::<_CMP_GT_OQ>(heat_here, heat);
            hottest = _mm512_mask_mov_epi32(hottest, hotter, _mm512_set1_epi32((2 * number + side) as i32));
            heat = _mm512_max_ps(heat_here, heat);
            top = _mm512_max_ps(own[side].rung, top);
        }
        *edges = own;
    }
    group.hottest = hottest;
    group.top = top;
    mediate(group, world.size.mediators);
    group.day = _mm512_add_epi32(group.day, _mm512_set1_epi32(1));
    let calm = _mm512_cmp_ps_mask::<_CMP_LE_OQ>(top, _mm512_set1_ps(CALM_RUNG));
    group.calm = _mm512_maskz_add_ps(calm, group.calm, one);
    group.ended = _mm512_cmp_ps_mask::<_CMP_GE_OQ>(top, _mm512_set1_ps(TOP_RUNG))
        | _mm512_cmp_ps_mask::<_CMP_GE_OQ>(group.calm, _mm512_set1_ps(CALM_DAYS))
        | _mm512_cmpge_epu32_mask(group.day, _mm512_set1_epi32(DAYS as i32));
}

/// The numbers of a table at the places that the first eight bits of each word say: eight permutations of two registers
/// and a choice among them by three bits, which is faster than to gather.
#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
fn looked_up(table: &[f32; 256], words: __m512i) -> __m512 {
    let places = _mm512_srli_epi32::<24>(words);
    // SAFETY: `part` is below 16, so the sixteen numbers read are in the table.
    let part = |part: usize| unsafe { _mm512_loadu_ps(table.as_ptr().add(16 * part)) };
    let one = |pair: usize| _mm512_permutex2var_ps(part(2 * pair), places, part(2 * pair + 1));
    let first = _mm512_movepi32_mask(words);
    let second = _mm512_movepi32_mask(_mm512_slli_epi32::<1>(words));
    let third = _mm512_movepi32_mask(_mm512_slli_epi32::<2>(words));
    let two = |pair: usize| _mm512_mask_blend_ps(third, one(2 * pair), one(2 * pair + 1));
    let four = |pair: usize| _mm512_mask_blend_ps(second, two(2 * pair), two(2 * pair + 1));
    _mm512_mask_blend_ps(first, four(0), four(1))
}

/// How much the mediators press tomorrow.
#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
fn mediate(group: &mut Group, mediators: u32) {
    let prepared = prepare(group.run, group.day, purpose::MEDIATION);
    let mut press = _mm512_setzero_ps();
    for first in (0..mediators).step_by(4) {
        let [a, b, c, d] = block(&prepared, first);
        press = pressed(press, a);
        if mediators > first + 1 {
            press = pressed(press, b);
        }
        if mediators > first + 2 {
            press = pressed(press, c);
        }
        if mediators > first + 3 {
            press = pressed(press, d);
        }
    }
    group.press = press;
}

/// One mediator more where its word says so.
#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
fn pressed(press: __m512, words: __m512i) -> __m512 {
    let presses = _mm512_cmplt_epu32_mask(words, _mm512_set1_epi32(PRESS_BELOW as i32));
    _mm512_mask_add_ps(press, presses, press, _mm512_set1_ps(PRESS))
}

/// Adds the runs that have ended to the tally, if they are of the batch.
#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
fn count(group: &Group, tally: &mut Tally, runs: u32) {
    let ended = _mm512_mask_cmplt_epu32_mask(group.ended, group.run, _mm512_set1_epi32(runs as i32));
    let war = _mm512_mask_cmp_ps_mask::<_CMP_GE_OQ>(ended, group.top, _mm512_set1_ps(TOP_RUNG));
    let calm = _mm512_cmp_ps_mask::<_CMP_GE_OQ>(group.calm, _mm512_set1_ps(CALM_DAYS));
    let settled = ended & calm & !war;
    tally.war += u64::from(war.count_ones());
    tally.settled += u64::from(settled.count_ones());
    tally.undecided += u64::from((ended & !calm & !war).count_ones());
    tally.days += _mm512_mask_reduce_add_epi32(ended, group.day) as u64;
}

/// Begins the next runs in the lanes whose runs have ended.
#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
fn refill(group: &mut Group, world: &World, draws: &mut Draws) {
    if draws.next - draws.first >= N as u32 {
        draws.first += N as u32;
        for halves in &mut draws.resolves {
            halves[0] = halves[1];
        }
        draw(draws, 1);
    }
    let ended = group.ended;
    let places = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    let runs = _mm512_add_epi32(places, _mm512_set1_epi32(draws.next as i32));
    group.run = _mm512_mask_expand_epi32(group.run, ended, runs);
    group.day = _mm512_maskz_mov_epi32(!ended, group.day);
    group.calm = _mm512_maskz_mov_ps(!ended, group.calm);
    group.press = _mm512_maskz_mov_ps(!ended, group.press);
    let skipped = (draws.next - draws.first) as usize;
    for (resolve, drawn) in group.resolves.iter_mut().zip(&draws.resolves) {
        // SAFETY: fewer than 16 of 32 numbers are skipped, and at most 16 are read.
        *resolve =
            unsafe { _mm512_mask_expandloadu_ps(*resolve, ended, drawn.as_ptr().cast::<f32>().add(skipped)) };
    }
    for (pair, edges) in world.pairs.iter().zip(&mut group.edges) {
        for edge in edges {
            edge.rung = _mm512_mask_mov_ps(edge.rung, ended, _mm512_set1_ps(pair.rung));
            edge.grievance = _mm512_mask_mov_ps(edge.grievance, ended, _mm512_set1_ps(pair.grievance));
            edge.pressure = _mm512_maskz_mov_ps(!ended, edge.pressure);
        }
    }
    draws.next += ended.count_ones();
}
