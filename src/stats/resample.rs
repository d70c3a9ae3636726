//! Which observations a bootstrap draws: a pure function of seed, resample and draw.

/// How a bootstrap resamples: how often, and from which seed.
///
/// Draw `d` of resample `r` is a function of (seed, `r`, `d`) and nothing else, so the same data give the same interval
/// on every machine and in any order of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bootstrap {
    /// Number of resamples. Fewer than two give no interval; 1000 are usual for intervals of 95 %.
    pub resamples: u32,
    /// Any number, 0 included.
    pub seed: u64,
}

impl Default for Bootstrap {
    fn default() -> Self {
        Self { resamples: 1000, seed: 0 }
    }
}

impl Bootstrap {
    /// Which of `n` observations (`n > 0`) is drawn, from 0.
    ///
    /// The high half of the product of a 64-bit word and `n`: one observation is likelier than another by less than
    /// `n / 2⁶⁴` of its chance.
    pub(super) fn index(self, resample: u32, draw: u64, n: usize) -> usize {
        let word = self.word(resample, draw);
        ((u128::from(word) * n as u128) >> 64) as usize
    }

    /// How often each of `n` observations is drawn in `n` draws with replacement.
    pub(super) fn multiplicities(self, resample: u32, n: usize) -> Vec<f64> {
        let mut times = vec![0.0; n];
        for draw in 0..n as u64 {
            times[self.index(resample, draw, n)] += 1.0;
        }
        times
    }

    /// Word `draw` of the `SplitMix64` sequence that begins at a place of this resample's own.
    ///
    /// G. Steele, D. Lea & C. Flood, *Fast Splittable Pseudorandom Number Generators*, OOPSLA (2014): word `k` is the mix
    /// of `start + (k + 1) γ`, so that any word is at hand without those before it.
    fn word(self, resample: u32, draw: u64) -> u64 {
        let start = mix(mix(self.seed).wrapping_add(u64::from(resample)));
        mix(start.wrapping_add(draw.wrapping_add(1).wrapping_mul(GAMMA)))
    }
}

/// The odd number closest to 2⁶⁴ divided by the golden ratio.
const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

/// The mixing function of `SplitMix64` ("variant 13" of D. Stafford).
fn mix(word: u64) -> u64 {
    let z = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first words of `SplitMix64` from state 0, as other implementations of it have them. Resample 0 of seed 0
    /// begins there, for 0 mixes to 0.
    #[test]
    fn words_are_those_of_splitmix64() {
        let bootstrap = Bootstrap::default();
        let words = [0, 1, 2].map(|draw| bootstrap.word(0, draw));
        assert_eq!(words, [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F]);
    }

    #[test]
    fn words_differ_by_seed_resample_and_draw() {
        let word = |seed, resample, draw| Bootstrap { resamples: 1, seed }.word(resample, draw);
        let mut all =
            [word(1, 2, 3), word(2, 2, 3), word(1, 3, 3), word(1, 2, 4), word(2, 1, 3), word(1, 3, 2)];
        all.sort_unstable();
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]), "{all:?}");
    }

    /// 40,000 draws from 10: χ² with 9 degrees of freedom is below 27.9 with probability 0.999.
    #[test]
    fn all_are_drawn_alike() {
        let mut seen = [0.0_f64; 10];
        for resample in 0..4000 {
            let times = Bootstrap { resamples: 4000, seed: 9 }.multiplicities(resample, 10);
            assert!((times.iter().sum::<f64>() - 10.0).abs() < f64::EPSILON);
            seen.iter_mut().zip(times).for_each(|(seen, times)| *seen += times);
        }
        let chi_squared: f64 = seen.iter().map(|seen| (seen - 4000.0) * (seen - 4000.0) / 4000.0).sum();
        assert!(chi_squared < 27.9, "{chi_squared}");
    }
}
