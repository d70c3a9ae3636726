//! Sets of small numbers, so that what is quiet costs nothing: a step of the day walks through the members only.

/// A set of indices below a fixed bound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    /// An empty set with room for the indices below `bound`.
    pub(crate) fn below(bound: usize) -> Self {
        Self(vec![0; bound.div_ceil(64)])
    }

    /// Puts an index in or takes it out.
    pub(crate) fn put(&mut self, index: usize, member: bool) {
        let mask = 1 << (index % 64);
        let word = &mut self.0[index / 64];
        *word = if member { *word | mask } else { *word & !mask };
    }

    pub(crate) fn contains(&self, index: usize) -> bool {
        self.0[index / 64] >> (index % 64) & 1 == 1
    }

    pub(crate) fn clear(&mut self) {
        self.0.fill(0);
    }

    /// Becomes a copy of a set of the same bound.
    pub(crate) fn copy(&mut self, other: &Self) {
        self.0.copy_from_slice(&other.0);
    }

    /// The number of words; see [`members_of_word`](Self::members_of_word).
    pub(crate) fn words(&self) -> usize {
        self.0.len()
    }

    /// The members among 64 neighbouring indices, as they are now: the set may change while one walks through them.
    pub(crate) fn members_of_word(&self, word: usize) -> impl Iterator<Item = usize> + use<> {
        let mut rest = self.0[word];
        std::iter::from_fn(move || {
            if rest == 0 {
                return None;
            }
            let next = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            Some(word * 64 + next)
        })
    }

    /// The members, in order.
    pub(crate) fn members(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.words()).flat_map(|word| self.members_of_word(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_come_in_order() {
        let mut bits = Bits::below(200);
        for index in [130, 0, 63, 64, 199] {
            bits.put(index, true);
        }
        bits.put(64, false);
        assert_eq!(bits.members().collect::<Vec<_>>(), [0, 63, 130, 199]);
        assert!(bits.contains(130) && !bits.contains(64));
    }
}
