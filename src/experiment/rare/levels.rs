//! Which levels to split at: given, or chosen by a pilot.

use super::plan::SplitPlan;
use super::process::Process;
use super::splitting::{Splitting, split};

/// The share of survivors at which splitting gains most, and its odds against, (1 − s) / s.
///
/// With stages of equal cost and share s, the relative variance of a repeat is about (number of stages) · (1 −
/// s) / (s · starts), and the number of stages is ln p / ln s. Cost times variance is least where 2 (1 − s) =
/// − ln s, that is at s = 0.2032. The minimum is flat: from 0.1 to 0.35 the product is at most 10 % higher, at
/// 0.5 it is 35 % higher.
const BEST_ODDS_AGAINST: f64 = 3.921;

/// The levels of a process at which its runs are split, in ascending order. None at all leaves plain runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Levels(Vec<usize>);

impl Levels {
    /// These levels. `None` unless they ascend strictly from 1 or more to at most `process.levels()`.
    pub fn new(process: &impl Process, levels: Vec<usize>) -> Option<Self> {
        let ascend = levels.windows(2).all(|pair| pair[0] < pair[1]);
        let within = levels.iter().all(|level| (1..=process.levels()).contains(level));
        (ascend && within).then_some(Self(levels))
    }

    /// Every level of the process.
    pub fn all(process: &impl Process) -> Self {
        Self((1..=process.levels()).collect())
    }

    /// The levels, in ascending order.
    pub fn as_slice(&self) -> &[usize] {
        &self.0
    }

    /// What each stage is to reach: the levels, then the end of the run.
    pub(super) fn goals(&self) -> impl Iterator<Item = Option<usize>> + '_ {
        self.0.iter().copied().map(Some).chain([None])
    }
}

/// Chooses levels by a pilot: a splitting at every level of the process, under a plan that must share no luck
/// with the repeats to follow ([`SplitPlan::pilot`]), so that the estimate stays unbiased. Also returns the
/// pilot itself.
///
/// Keeps the levels for which the shares of survivors come out near the best one (about 0.1 to 0.5, where the
/// levels of the process are close enough to each other). Of levels that the pilot did not reach nothing is
/// known: they are all kept. A larger pilot, or two in a row, helps there.
pub fn choose_levels<P: Process>(process: &P, plan: &SplitPlan) -> (Levels, Splitting) {
    let pilot = split(process, &Levels::all(process), plan, &mut |_| {});
    let shares: Vec<f64> = (0..=process.levels()).map_while(|stage| known_share(&pilot, stage)).collect();
    let mut chosen = thin(&shares);
    // What is known ends with a level that has to be kept, unless it ends with the outcome.
    chosen.extend(shares.len().max(1)..=process.levels());
    (Levels(chosen), pilot)
}

/// The share of survivors of a stage, over all repeats; `None` if none got through.
fn known_share(pilot: &Splitting, stage: usize) -> Option<f64> {
    let counted = pilot.repeats().iter().filter_map(|repeat| repeat.stages().get(stage));
    let (reached, starts) = counted.fold((0, 0), |(r, s), stage| (r + stage.reached, s + stage.starts));
    (reached > 0).then(|| reached as f64 / starts as f64)
}

/// The stages, counted from 1, after which to split, given each stage's share; the last one's end is no split.
///
/// Minimises the sum over the stages that remain of odds against + [`BEST_ODDS_AGAINST`]. The former is what a
/// stage adds to the relative variance; the latter is the price of a stage at which this sum and the product
/// of cost and variance have the same minimum.
fn thin(shares: &[f64]) -> Vec<usize> {
    // By number of stages merged so far: the least loss, and the split before the last.
    let mut least = vec![0.0_f64];
    let mut before = vec![0];
    for end in 1..=shares.len() {
        let (mut best, mut from, mut share) = (f64::INFINITY, end - 1, 1.0);
        for start in (0..end).rev() {
            share *= shares[start];
            let loss = least[start] + (1.0 - share) / share + BEST_ODDS_AGAINST;
            if loss < best {
                (best, from) = (loss, start);
            }
        }
        least.push(best);
        before.push(from);
    }
    let mut splits = Vec::new();
    let mut at = before[shares.len()];
    while at > 0 {
        splits.push(at);
        at = before[at];
    }
    splits.reverse();
    splits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_taken_two_by_two() {
        // Ten stages of 1/2: five of 1/4 lose 5 · 3, which with the price beats 10 · 1 and 3 · 7 + 1.
        assert_eq!(thin(&[0.5; 10]), [2, 4, 6, 8]);
    }

    #[test]
    fn shares_near_the_best_are_all_kept() {
        assert_eq!(thin(&[0.2, 0.3, 0.15, 0.25]), [1, 2, 3]);
    }

    #[test]
    fn stages_that_nearly_all_pass_are_merged() {
        // 0.9⁴ · 0.3 = 0.197 at once; a last stage that is all but sure is no stage of its own.
        assert_eq!(thin(&[0.9, 0.9, 0.9, 0.9, 0.3, 0.2, 0.99]), [5]);
        assert_eq!(thin(&[1.0, 1.0]), [0_usize; 0]);
        assert_eq!(thin(&[]), [0_usize; 0]);
    }
}
