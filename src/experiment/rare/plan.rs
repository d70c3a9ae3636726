//! How much to play, and which luck is whose.

use crate::engine::REPLICATES;

/// How many starts and repeats, and the luck that belongs to them.
///
/// Repeat r plays the fresh runs `first_replicate + r · starts` and following, and the keys of its branches
/// are made from the seed and from the first of these numbers. So plans whose ranges of replicates are
/// disjoint share no luck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SplitPlan {
    seed: u64,
    first_replicate: u64,
    starts: u32,
    repeats: u32,
}

impl SplitPlan {
    /// `repeats` repeats with `starts` starts in each stage, on the replicates from `first_replicate` on.
    /// `None` if either is 0 or if the replicates would reach [`REPLICATES`].
    ///
    /// `seed` should be the seed of the process. To be independent of a plain batch of n runs under the same
    /// seed, begin at replicate n.
    pub fn new(seed: u64, first_replicate: u64, starts: u32, repeats: u32) -> Option<Self> {
        let plan = Self { seed, first_replicate, starts, repeats };
        let fits = u128::from(first_replicate) + plan.fresh_runs() <= u128::from(REPLICATES);
        (starts > 0 && repeats > 0 && fits).then_some(plan)
    }

    /// The seed from which the keys of branches are made.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Starts in each stage of a repeat.
    pub fn starts(&self) -> u32 {
        self.starts
    }

    /// Number of repeats.
    pub fn repeats(&self) -> u32 {
        self.repeats
    }

    /// A plan for a single repeat on the replicates that follow those of this plan: luck of its own, for a
    /// pilot. `None` if there are no starts or too few replicates left.
    pub fn pilot(&self, starts: u32) -> Option<Self> {
        // A plan that exists ends at 2⁴⁰ at the latest.
        Self::new(self.seed, self.first_replicate + self.fresh_runs() as u64, starts, 1)
    }

    /// The first replicate of a repeat, by which it is known.
    pub(super) fn root(&self, repeat: u32) -> u64 {
        self.first_replicate + u64::from(repeat) * u64::from(self.starts)
    }

    fn fresh_runs(&self) -> u128 {
        u128::from(self.starts) * u128::from(self.repeats)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_that_cannot_be_played_are_refused() {
        assert_eq!(SplitPlan::new(1, 0, 0, 5), None);
        assert_eq!(SplitPlan::new(1, 0, 5, 0), None);
        assert!(SplitPlan::new(1, REPLICATES - 25, 5, 5).is_some());
        assert_eq!(SplitPlan::new(1, REPLICATES - 24, 5, 5), None);
        assert_eq!(SplitPlan::new(1, u64::MAX, u32::MAX, u32::MAX), None);
    }

    #[test]
    fn repeats_and_pilot_own_disjoint_replicates() {
        let plan = SplitPlan::new(1, 1000, 20, 3).unwrap();
        assert_eq!([plan.root(0), plan.root(1), plan.root(2)], [1000, 1020, 1040]);
        let pilot = plan.pilot(7).unwrap();
        assert_eq!((pilot.root(0), pilot.starts(), pilot.repeats()), (1060, 7, 1));
        assert_eq!(SplitPlan::new(1, REPLICATES - 10, 10, 1).unwrap().pilot(1), None);
    }
}
