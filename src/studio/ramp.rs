//! The pieces of a batch that somebody is waiting for: small ones first, so that there is a picture at once.

use crate::experiment::study::{Layout, Span};

/// Runs of the first piece, unless the scenario is large: as many as are played side by side.
const FIRST: u64 = 32;
/// Work in the first piece, in runs × relations.
const FIRST_WORK: u64 = 2_000;
/// Most runs in a piece: a piece that is under way cannot be called off, and the next setting waits for it.
const MOST: u64 = 500;
/// Most work in a piece, in runs × relations.
const MOST_WORK: u64 = 10_000;
/// A piece has this part of the runs before it.
const SHARE: u64 = 8;

/// Cuts all replicates of a study of one point into ascending pieces that grow. Any cut gives the same result, to the bit.
#[derive(Debug, Clone)]
pub(super) struct Ramp {
    point: u64,
    next: u64,
    replicates: u64,
    least: u64,
    most: u64,
}

impl Ramp {
    /// Of a study with this layout and so many relations, all variants together.
    pub(super) fn new(layout: Layout, relations: usize) -> Self {
        let relations = (relations as u64).max(1);
        let least = (FIRST_WORK / relations).clamp(1, FIRST);
        let most = (MOST_WORK / relations).clamp(least, MOST);
        Self { point: 0, next: 0, replicates: layout.replicates, least, most }
    }
}

impl Iterator for Ramp {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let from = self.next;
        let size = (from / SHARE).clamp(self.least, self.most);
        let to = from.saturating_add(size).min(self.replicates);
        self.next = to;
        (from < to).then_some(Span { point: self.point, from, to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(runs: u64, relations: usize) -> Vec<Span> {
        Ramp::new(Layout::new(1, runs, relations), relations).collect()
    }

    #[test]
    fn every_run_is_in_one_piece_and_pieces_grow() {
        for (runs, relations) in [(10_000, 2), (10_000, 48), (77, 2), (40, 100_000), (1, 2)] {
            let pieces = pieces(runs, relations);
            let mut next = 0;
            for piece in &pieces {
                assert_eq!((piece.point, piece.from), (0, next));
                assert!(!piece.is_empty());
                next = piece.to;
            }
            assert_eq!(next, runs);
            let sizes: Vec<u64> = pieces.iter().map(|piece| piece.len()).collect();
            let (_, whole) = sizes.split_last().unwrap();
            assert!(whole.is_sorted(), "{sizes:?}");
        }
    }

    #[test]
    fn the_first_piece_is_small_and_no_piece_is_long() {
        assert_eq!(pieces(10_000, 2)[0].len(), FIRST);
        assert_eq!(pieces(10_000, 100_000)[0].len(), 1);
        assert!(pieces(1_000_000, 2).iter().all(|piece| piece.len() <= MOST));
        assert!(pieces(10_000, 48).iter().all(|piece| piece.len() * 48 <= MOST_WORK));
    }
}
