//! The luck of the algorithm itself: keys of branches, and which states get one start more.
//!
//! Words come from BLAKE3 in its extensible form over (seed, first replicate of the repeat, stage), so they
//! are a function of what they decide and have nothing to do with the blocks that runs draw.

/// The random words of one stage of one repeat.
pub(super) struct Luck(blake3::OutputReader);

impl Luck {
    /// The words of stage `stage` of the repeat that begins with the replicate `root`.
    pub(super) fn new(seed: u64, root: u64, stage: usize) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"splitting");
        for number in [seed, root, stage as u64] {
            hasher.update(&number.to_le_bytes());
        }
        Self(hasher.finalize_xof())
    }

    /// A key for a branch, never 0.
    ///
    /// Two of n branches share a key with probability about n² / 2⁶⁵ (for a million: 3·10⁻⁸), and even then
    /// they share luck only if they come from the same fresh run.
    pub(super) fn key(&mut self) -> u64 {
        loop {
            let word = self.word();
            if word != 0 {
                return word;
            }
        }
    }

    /// Deals `starts` starts out to `states` states (at least one, at most `starts`): each gets ⌊starts /
    /// states⌋, and as many as are left over, drawn without replacement, get one more. So each expects the
    /// same number, and no other deal in whole starts varies less. Returns the state of every start, in
    /// ascending order.
    pub(super) fn deal(&mut self, starts: usize, states: usize) -> Vec<usize> {
        let (each, left) = (starts / states, starts % states);
        // The first steps of a Fisher-Yates shuffle.
        let mut order: Vec<usize> = (0..states).collect();
        for place in 0..left {
            let other = place + self.below((states - place) as u64) as usize;
            order.swap(place, other);
        }
        let mut share = vec![each; states];
        for &state in &order[..left] {
            share[state] += 1;
        }
        share.iter().enumerate().flat_map(|(state, &times)| std::iter::repeat_n(state, times)).collect()
    }

    /// A uniform whole number below `bound`, which must not be 0 (Lemire 2019: multiply, and draw again in the
    /// few cases that would favour some).
    fn below(&mut self, bound: u64) -> u64 {
        let uneven = bound.wrapping_neg() % bound;
        loop {
            let product = u128::from(self.word()) * u128::from(bound);
            if product as u64 >= uneven {
                return (product >> 64) as u64;
            }
        }
    }

    fn word(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn words_are_fixed_by_seed_root_and_stage() {
        let first = |seed, root, stage| Luck::new(seed, root, stage).word();
        assert_eq!(first(1, 2, 3), first(1, 2, 3));
        let all = [first(1, 2, 3), first(2, 2, 3), first(1, 3, 3), first(1, 2, 4), first(1, 3, 2)];
        assert_eq!(BTreeSet::from(all).len(), all.len());
    }

    #[test]
    fn every_state_gets_its_share_to_one_start() {
        for (starts, states) in [(10, 1), (10, 3), (10, 4), (10, 9), (10, 10)] {
            let dealt = Luck::new(1, 0, 1).deal(starts, states);
            assert_eq!(dealt.len(), starts);
            assert!(dealt.is_sorted());
            for state in 0..states {
                let times = dealt.iter().filter(|&&other| other == state).count();
                assert!([starts / states, starts.div_ceil(states)].contains(&times), "{starts} {states}");
            }
        }
    }

    /// Of 7 states 3 get one more: each with probability 3/7, each pair of states with 3/7 · 2/6 = 1/7. In
    /// 21,000 deals the standard deviations are 72 and 51; the limits are four of them (the chance that any of
    /// the 28 counts of correct code lies outside: 0.002).
    #[test]
    fn what_is_left_over_goes_to_every_state_and_pair_alike() {
        let mut alone = [0_u32; 7];
        let mut together = [[0_u32; 7]; 7];
        for root in 0..21_000 {
            let dealt = Luck::new(5, root, 2).deal(10, 7);
            let twice = |state: usize| dealt.iter().filter(|&&other| other == state).count() == 2;
            for a in (0..7).filter(|&a| twice(a)) {
                alone[a] += 1;
                for b in (a + 1..7).filter(|&b| twice(b)) {
                    together[a][b] += 1;
                }
            }
        }
        assert!(alone.iter().all(|&count| count.abs_diff(9000) < 287), "{alone:?}");
        let pairs = (0..7).flat_map(|a| (a + 1..7).map(move |b| (a, b)));
        for (a, b) in pairs {
            assert!(together[a][b].abs_diff(3000) < 203, "{a} {b}: {}", together[a][b]);
        }
    }
}
