//! Names observed twice in the same trials: how often each went with each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::paired::PairedShare;

/// One of some names, by number, observed twice in each of `n` trials: the table of both.
///
/// Counts only, so that merging in any order gives the same bits. Memory grows with the pairs of names that occurred.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Concordance {
    cells: BTreeMap<(u32, u32), u64>,
}

impl Concordance {
    /// Adds a trial.
    pub fn add(&mut self, first: u32, second: u32) {
        *self.cells.entry((first, second)).or_default() += 1;
    }

    /// Adds what another holds.
    pub fn merge(&mut self, other: &Self) {
        for (&cell, count) in &other.cells {
            *self.cells.entry(cell).or_default() += count;
        }
    }

    /// Number of trials.
    pub fn n(&self) -> u64 {
        self.cells.values().sum()
    }

    /// Trials with this name first and that one second.
    pub fn count(&self, first: u32, second: u32) -> u64 {
        self.cells.get(&(first, second)).copied().unwrap_or(0)
    }

    /// Trials in which the two names differ.
    pub fn differing(&self) -> u64 {
        self.cells.iter().filter(|((first, second), _)| first != second).map(|(_, count)| count).sum()
    }

    /// Whether all names lie below these numbers.
    pub fn is_within(&self, first: u32, second: u32) -> bool {
        self.cells.keys().all(|&(a, b)| a < first && b < second)
    }

    /// The shares of the names 0 to `names` − 1, each as observed first and second.
    pub fn shares(&self, names: u32) -> Vec<PairedShare> {
        let mut counts = vec![([0; 2], [0; 2]); names as usize];
        for (&(first, second), &count) in &self.cells {
            for (place, name) in [first, second].into_iter().enumerate() {
                let Some((so, only)) = counts.get_mut(name as usize) else { continue };
                so[place] += count;
                only[place] += if first == second { 0 } else { count };
            }
        }
        let n = self.n();
        counts.into_iter().map(|(so, only)| PairedShare::of_counts(n, so, only)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_those_of_counting_each_name_alone() {
        let trials = [(0, 0), (0, 1), (2, 1), (1, 1), (2, 0), (0, 1), (2, 2)];
        let (mut all, mut parts) =
            (Concordance::default(), [const { Concordance { cells: BTreeMap::new() } }; 2]);
        let mut alone = [PairedShare::default(); 3];
        for (place, (first, second)) in trials.into_iter().enumerate() {
            all.add(first, second);
            parts[place % 2].add(first, second);
            for (name, share) in (0..).zip(&mut alone) {
                share.add(first == name, second == name);
            }
        }
        assert_eq!(all.shares(3), alone);
        assert_eq!((all.n(), all.differing(), all.count(0, 1), all.count(1, 0)), (7, 4, 2, 0));
        assert!(all.is_within(3, 3) && !all.is_within(2, 3) && !all.is_within(3, 2));
        let [mut merged, other] = parts;
        merged.merge(&other);
        assert_eq!(merged, all);
        // A name that was never observed has no share but 0.
        assert_eq!(all.shares(4)[3], PairedShare::of_counts(7, [0, 0], [0, 0]));
    }
}
