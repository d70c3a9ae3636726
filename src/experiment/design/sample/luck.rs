//! The luck of a sample: random words as a function of what they decide.

use crate::lanes;

/// What a word decides. The numbers are part of every sample: a new one goes to the end.
#[derive(Debug, Clone, Copy)]
pub(super) enum Use {
    /// The scrambling of a column of a dimension's generator matrix.
    Column = 0,
    /// The digital shift of a dimension.
    Shift = 1,
    /// The order of the strata of a dimension.
    Order = 2,
    /// Where in its stratum a point lies.
    Place = 3,
    /// The order in which a trajectory moves the factors.
    Route = 4,
    /// Where a trajectory begins, and in which direction it moves.
    Start = 5,
}

/// The words of one seed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Luck(u64);

impl Luck {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 64 random bits: Philox4x32-10 with the seed as key. Below 2³² both `item` (a dimension or a trajectory) and
    /// `place` are told apart.
    pub(super) fn word(self, what: Use, item: usize, place: usize) -> u64 {
        // A mark where the engine has a hash of whom a draw concerns: runs of the same seed have other luck.
        const SAMPLE: u32 = 0x5341_4D50;
        let counter = [place as u32, item as u32, what as u32, SAMPLE];
        let [low, high, ..] = lanes::block(counter, lanes::key(self.0));
        lanes::wide(high, low)
    }

    /// A whole number below `bound`, which must be below 2³².
    pub(super) fn below(self, bound: usize, what: Use, item: usize, place: usize) -> usize {
        lanes::below(bound, self.word(what, item, place))
    }

    /// The numbers below `n` in random order (Fisher and Yates).
    pub(super) fn order(self, n: usize, what: Use, item: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for place in (1..n).rev() {
            order.swap(place, self.below(place + 1, what, item, place));
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_by_all_they_are_for() {
        let luck = Luck::new(1);
        let mut words = vec![
            luck.word(Use::Order, 2, 3),
            luck.word(Use::Order, 3, 2),
            luck.word(Use::Place, 2, 3),
            luck.word(Use::Order, 2, 4),
            Luck::new(1 << 32).word(Use::Order, 2, 3),
            Luck::new(0).word(Use::Order, 2, 3),
        ];
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), 6);
    }

    /// Of the 24 orders of 4 things each comes about 500 times in 12,000: χ² with 23 degrees of freedom is below 49.7
    /// with probability 0.999.
    #[test]
    fn all_orders_are_alike() {
        let mut seen = std::collections::BTreeMap::new();
        for item in 0..12_000 {
            *seen.entry(Luck::new(4).order(4, Use::Order, item)).or_insert(0.0) += 1.0;
        }
        let chi_squared: f64 =
            seen.values().map(|count: &f64| (count - 500.0) * (count - 500.0) / 500.0).sum();
        assert_eq!(seen.len(), 24);
        assert!(chi_squared < 49.7, "{chi_squared}");
    }
}
