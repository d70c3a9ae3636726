//! Which levels to split at: given, or chosen by a pilot.

use super::plan::SplitPlan;
use super::process::Process;
use super::repeat::Repeat;
use super::splitting::{Splitting, split};
use crate::stats::Level;

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
/// levels of the process are close enough to each other), and of a process that earns on the way those past
/// which enough is still to be earned. If the pilot has found nothing of the outcome, nothing is known of the
/// levels that it did not reach: they are all kept. A larger pilot, or two in a row, helps there.
pub fn choose_levels<P: Process>(process: &P, plan: &SplitPlan) -> (Levels, Splitting) {
    let pilot = split(process, &Levels::all(process), plan, &mut |_| {});
    (chosen_by(process, &pilot), pilot)
}

/// What [`choose_levels`] makes of a pilot.
pub(super) fn chosen_by<P: Process>(process: &P, pilot: &Splitting) -> Levels {
    let mut stages: Vec<Known> = (0..=process.levels()).map_while(|stage| known(pilot, stage)).collect();
    let found = pilot.probability(Level::default()).value.is_some_and(|found| found > 0.0);
    let kept = if found { 0..0 } else { stages.len().max(1)..process.levels() + 1 };
    if found && stages.len() <= process.levels() {
        // The last stage that was played ends with no hit: all has been earned by then.
        stages.push(Known { share: 1.0, ahead: 0.0 });
    }
    let mut chosen = thin(&stages);
    chosen.extend(kept);
    Levels(chosen)
}

/// What a pilot found of a stage.
#[derive(Debug, Clone, Copy)]
struct Known {
    /// The share that got through it.
    share: f64,
    /// Of all that a run brings, what is still to come once it has got through: 1 where only hits count.
    ahead: f64,
}

fn known(pilot: &Splitting, stage: usize) -> Option<Known> {
    let share = known_share(pilot, stage)?;
    let sum = |of: &dyn Fn(&Repeat) -> f64| pilot.repeats().iter().map(of).sum::<f64>();
    let all = sum(&Repeat::estimate);
    let ahead = sum(&|repeat| repeat.earned_from(stage + 1) + repeat.probability(repeat.stages().len()));
    Some(Known { share, ahead: if all > 0.0 { ahead / all } else { 1.0 } })
}

/// The share of survivors of a stage, over all repeats; `None` if none got through.
fn known_share(pilot: &Splitting, stage: usize) -> Option<f64> {
    let counted = pilot.repeats().iter().filter_map(|repeat| repeat.stages().get(stage));
    let (reached, starts) = counted.fold((0, 0), |(r, s), stage| (r + stage.reached, s + stage.starts));
    (reached > 0).then(|| reached as f64 / starts as f64)
}

/// The stages, counted from 1, after which to split, given what is known of each; the last one's end is no
/// split.
///
/// Minimises the sum over the stages that remain of their part in the relative variance +
/// [`BEST_ODDS_AGAINST`], which is the price of a stage at which this sum and the product of cost and variance
/// have the same minimum. The part of a merged stage is the sum of (1 / s − 1 / s′) · a² over the stages merged
/// into it, where s′ and s are the shares that get up to and through each, and a is what is still ahead there;
/// where only hits count, this is the odds against getting through. That what is earned in a stage varies as well is not
/// counted, so where all is earned the highest level is left to the last stage.
fn thin(stages: &[Known]) -> Vec<usize> {
    // By number of stages merged so far: the least loss, and the split before the last.
    let mut least = vec![0.0_f64];
    let mut before = vec![0];
    for end in 1..=stages.len() {
        let (mut best, mut from) = (f64::INFINITY, end - 1);
        for start in 0..end {
            let loss = least[start] + odds_against(&stages[start..end]) + BEST_ODDS_AGAINST;
            // Of equals, the one with the fewest stages merged.
            if loss <= best {
                (best, from) = (loss, start);
            }
        }
        least.push(best);
        before.push(from);
    }
    let mut splits = Vec::new();
    let mut at = before[stages.len()];
    while at > 0 {
        splits.push(at);
        at = before[at];
    }
    splits.reverse();
    splits
}

/// The part that these stages, merged into one, have in the relative variance of a start.
fn odds_against(merged: &[Known]) -> f64 {
    let (mut share, mut odds) = (1.0, 0.0);
    for stage in merged {
        odds += (1.0 - stage.share) / (stage.share * share) * stage.ahead * stage.ahead;
        share *= stage.share;
    }
    odds
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stages of these shares in which only hits count.
    fn only_hits(shares: &[f64]) -> Vec<Known> {
        shares.iter().map(|&share| Known { share, ahead: 1.0 }).collect()
    }

    #[test]
    fn halves_are_taken_two_by_two() {
        // Ten stages of 1/2: five of 1/4 lose 5 · 3, which with the price beats 10 · 1 and 3 · 7 + 1.
        assert_eq!(thin(&only_hits(&[0.5; 10])), [2, 4, 6, 8]);
    }

    #[test]
    fn shares_near_the_best_are_all_kept() {
        assert_eq!(thin(&only_hits(&[0.2, 0.3, 0.15, 0.25])), [1, 2, 3]);
    }

    #[test]
    fn stages_that_nearly_all_pass_are_merged() {
        // 0.9⁴ · 0.3 = 0.197 at once; a last stage that is all but sure is no stage of its own.
        assert_eq!(thin(&only_hits(&[0.9, 0.9, 0.9, 0.9, 0.3, 0.2, 0.99])), [5]);
        assert_eq!(thin(&only_hits(&[1.0, 1.0])), [0_usize; 0]);
        assert_eq!(thin(&[]), [0_usize; 0]);
    }

    /// Three levels, each reached by 0.2 of those at the one before. With 0.04 ahead, merging all three costs 0.04² · 124
    /// = 0.2, less than the price of a single stage; with all ahead, merging the first two costs 24 instead of 8. The last
    /// is merged into the end in any case.
    #[test]
    fn levels_past_which_little_is_earned_are_left_out() {
        let stages = |ahead: [f64; 3]| -> Vec<Known> {
            let known = ahead.map(|ahead| Known { share: 0.2, ahead });
            known.into_iter().chain([Known { share: 1.0, ahead: 0.0 }]).collect()
        };
        assert_eq!(thin(&stages([0.04, 0.04, 0.04])), [0_usize; 0]);
        assert_eq!(thin(&stages([1.0, 1.0, 1.0])), [1, 2]);
        assert_eq!(thin(&stages([1.0, 1.0, 0.04])), [1]);
    }
}
