//! A lane gives the bits of a lone number, whatever the width and the number of lanes.

use super::{Lanes, Width, Words, math, philox, unit};

/// Arguments from every region of the functions: ordinary, large, small, special.
const ARGUMENTS: [f32; 24] = [
    -1e30,
    -88.0,
    -87.336_54,
    -20.0,
    -3.3,
    -0.1,
    -1e-9,
    -0.0,
    0.0,
    1e-38,
    2.0e-10,
    1e-4,
    0.02,
    0.3,
    0.5,
    0.703,
    0.98,
    0.999_999_94,
    1.5,
    7.25,
    42.0,
    88.1,
    1e30,
    f32::INFINITY,
];

/// What `of` makes of the arguments, N at a time, in every rotation, so that each argument visits each lane.
#[inline(always)]
fn rotated<const N: usize>(of: impl Fn(Lanes<N>) -> Lanes<N>) -> Vec<u32> {
    let mut bits = Vec::new();
    for first in 0..ARGUMENTS.len() {
        let mut arguments = Lanes::splat(0.0);
        for lane in 0..N {
            arguments.0[lane] = ARGUMENTS[(first + lane) % ARGUMENTS.len()];
        }
        bits.extend(of(arguments).to_bits().0);
    }
    bits
}

/// Fails unless each lane of `many` has what `one` gave for the same argument.
fn assert_lanes<const N: usize>(name: &str, width: Width, one: &[u32], many: &[u32]) {
    for (place, bits) in many.iter().enumerate() {
        let argument = (place / N + place % N) % ARGUMENTS.len();
        assert_eq!(
            *bits,
            one[argument],
            "{name}({}) in lane {} of {N} on {}",
            ARGUMENTS[argument],
            place % N,
            width.name()
        );
    }
}

macro_rules! every_lane_gives_the_bits_of_one {
    ($($test:ident: $function:path;)*) => {$(
        #[test]
        fn $test() {
            let one = rotated::<1>($function);
            for width in Width::available() {
                let (mut single, mut eight, mut sixteen) = (Vec::new(), Vec::new(), Vec::new());
                width.run(
                    #[inline(always)]
                    || {
                        single = rotated::<1>($function);
                        eight = rotated::<8>($function);
                        sixteen = rotated::<16>($function);
                    },
                );
                assert_lanes::<1>(stringify!($function), width, &one, &single);
                assert_lanes::<8>(stringify!($function), width, &one, &eight);
                assert_lanes::<16>(stringify!($function), width, &one, &sixteen);
            }
        }
    )*};
}

every_lane_gives_the_bits_of_one! {
    exp_is_the_same_in_every_lane: math::exp;
    ln_is_the_same_in_every_lane: math::ln;
    normal_quantile_is_the_same_in_every_lane: math::normal_quantile;
    logistic_is_the_same_in_every_lane: math::logistic;
}

/// The words of lane number `lane` for test number `round`: neighbours, and words with high bits.
fn word(round: u32, lane: u32, place: u32) -> u32 {
    (round * 64 + lane * 4 + place).wrapping_mul(0x9E37_79B1) ^ (round << 16)
}

fn alone(round: u32, lane: u32) -> [u32; 4] {
    let counter = [0, 1, 2, 3].map(|place| Words([word(round, lane, place)]));
    let key = [4, 5].map(|place| Words([word(round, lane, place)]));
    philox(counter, key).map(|words| words.0[0])
}

fn assert_blocks<const N: usize>(width: Width) {
    for round in 0..50 {
        let at = |place| Words(std::array::from_fn(|lane| word(round, lane as u32, place)));
        let (counter, key) = ([at(0), at(1), at(2), at(3)], [at(4), at(5)]);
        let block = width.run(
            #[inline(always)]
            || philox(counter, key),
        );
        for lane in 0..N {
            let words = block.map(|words: Words<N>| words.0[lane]);
            assert_eq!(words, alone(round, lane as u32), "lane {lane} of {N} on {}", width.name());
        }
    }
}

#[test]
fn philox_is_the_same_in_every_lane() {
    for width in Width::available() {
        assert_blocks::<1>(width);
        assert_blocks::<3>(width);
        assert_blocks::<8>(width);
        assert_blocks::<16>(width);
    }
}

#[test]
fn units_are_the_same_in_every_lane() {
    let words: [u32; 16] =
        [0, 1, 2, 127, 128, 129, 1 << 23, (1 << 24) + 1, 1 << 30, (1 << 31) - 1, 1 << 31, (1 << 31) + 129]
            .into_iter()
            .chain([u32::MAX - 200, u32::MAX - 128, u32::MAX - 1, u32::MAX])
            .collect::<Vec<_>>()
            .try_into()
            .unwrap();
    for width in Width::available() {
        let many = width.run(
            #[inline(always)]
            || unit(Words(words)),
        );
        for (word, got) in words.into_iter().zip(many.0) {
            let one = unit(Words([word])).0[0];
            assert_eq!(got.to_bits(), one.to_bits(), "{word} on {}", width.name());
        }
    }
}
