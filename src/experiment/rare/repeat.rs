//! One repeat: every stage once, with the states that the stage before handed up.

use serde::{Deserialize, Serialize};

use super::levels::Levels;
use super::luck::Luck;
use super::plan::SplitPlan;
use super::process::{Leg, Passage, Process, Start};

/// What was counted in one stage of one repeat.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// The level to be entered; `None` in the last stage, which plays to the end.
    pub level: Option<usize>,
    /// Starts, those carried included; never 0.
    pub starts: u64,
    /// Of these, how many entered the level; in the last stage, how many hit.
    pub reached: u64,
    /// Of these, how many had entered it already when the stage began, by a jump or a hit. They are not played.
    pub carried: u64,
    /// What the starts earned on their legs, added up in their order ([`Leg::value`]).
    pub value: f64,
    /// Work done, in the unit of the process.
    pub cost: u64,
}

impl Stage {
    /// The share that got through: an estimate of the probability of getting there for runs that have come as
    /// far as this stage.
    pub fn share(&self) -> f64 {
        self.reached as f64 / self.starts as f64
    }
}

/// The stages of one repeat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Repeat {
    stages: Vec<Stage>,
}

impl Repeat {
    /// The stages that were played: all, or up to the one in which none got through.
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// Unbiased estimate of the probability of the outcome: the product of all shares, which is that of a hit
    /// at the end, and what the stages earned, each with the probability of getting there.
    pub fn estimate(&self) -> f64 {
        self.earned_from(0) + self.probability(self.stages.len())
    }

    /// What a plain run earns from a stage on, a hit at the end apart; stages are counted from 0.
    pub(super) fn earned_from(&self, first: usize) -> f64 {
        (first..self.stages.len()).map(|stage| self.earned_in(stage)).sum()
    }

    /// What a plain run earns in a stage.
    pub(super) fn earned_in(&self, stage: usize) -> f64 {
        let of = |found: &Stage| self.probability(stage) * (found.value / found.starts as f64);
        self.stages.get(stage).map_or(0.0, of)
    }

    /// Unbiased estimate of the probability that a run gets through the first `stages` stages. Stages that
    /// were not played come after one with a share of 0.
    pub fn probability(&self, stages: usize) -> f64 {
        self.stages.iter().take(stages).map(Stage::share).product()
    }

    /// Work done, in the unit of the process.
    pub fn cost(&self) -> u64 {
        self.stages.iter().map(|stage| stage.cost).sum()
    }

    /// Unbiased estimate of what one plain run costs, from beginning to end.
    ///
    /// A stage's mean cost per start estimates what a run that gets there spends between two levels; weighted
    /// with the probability of getting there, the parts add up. So no plain run has to be played for it.
    pub fn run_cost(&self) -> f64 {
        let part = |(index, stage): (usize, &Stage)| {
            self.probability(index) * (stage.cost as f64 / stage.starts as f64)
        };
        self.stages.iter().enumerate().map(part).sum()
    }
}

/// Plays one repeat. A pure function of its arguments.
pub(super) fn play<P: Process>(process: &P, levels: &Levels, plan: &SplitPlan, repeat: u32) -> Repeat {
    let root = plan.root(repeat);
    let starts: Vec<_> =
        (0..u64::from(plan.starts())).map(|i| Start::Fresh { replicate: root + i }).collect();
    let mut goals = levels.goals();
    let first = goals.next().flatten();
    let mut front = Front::default();
    for leg in legs(process, &starts, first) {
        front.add(leg);
    }
    let mut stages = vec![front.stage(first)];
    for (goal, number) in goals.zip(1..) {
        if front.survivors.is_empty() {
            break;
        }
        let mut luck = Luck::new(plan.seed(), root, number);
        front = climb(process, &front.survivors, goal, starts.len(), &mut luck);
        stages.push(front.stage(goal));
    }
    Repeat { stages }
}

/// A run that has got through a stage.
#[derive(Clone)]
enum Survivor<S> {
    At { level: usize, state: S },
    Hit,
}

impl<S> Survivor<S> {
    /// The state to go on from, unless it has passed the goal already.
    fn short_of(&self, goal: Option<usize>) -> Option<&S> {
        match self {
            Self::At { level, state } if goal.is_none_or(|goal| *level < goal) => Some(state),
            _ => None,
        }
    }
}

/// What a stage has brought so far.
struct Front<S> {
    survivors: Vec<Survivor<S>>,
    starts: u64,
    carried: u64,
    value: f64,
    cost: u64,
}

impl<S> Default for Front<S> {
    fn default() -> Self {
        Self { survivors: Vec::new(), starts: 0, carried: 0, value: 0.0, cost: 0 }
    }
}

impl<S> Front<S> {
    fn add(&mut self, leg: Leg<S>) {
        self.starts += 1;
        self.cost += leg.cost;
        self.value += leg.value;
        match leg.passage {
            Passage::Entered { level, state } => self.survivors.push(Survivor::At { level, state }),
            Passage::Hit => self.survivors.push(Survivor::Hit),
            Passage::Missed => {}
        }
    }

    fn carry(&mut self, survivor: Survivor<S>) {
        self.starts += 1;
        self.carried += 1;
        self.survivors.push(survivor);
    }

    fn stage(&self, level: Option<usize>) -> Stage {
        let reached = self.survivors.len() as u64;
        Stage {
            level,
            starts: self.starts,
            reached,
            carried: self.carried,
            value: self.value,
            cost: self.cost,
        }
    }
}

/// A stage after the first: deals its starts out to the survivors of the one before and plays those short of
/// the goal.
fn climb<P: Process>(
    process: &P,
    survivors: &[Survivor<P::State>],
    goal: Option<usize>,
    starts: usize,
    luck: &mut Luck,
) -> Front<P::State> {
    let dealt: Vec<_> =
        luck.deal(starts, survivors.len()).into_iter().map(|index| &survivors[index]).collect();
    let branches: Vec<_> = dealt
        .iter()
        .filter_map(|survivor| survivor.short_of(goal))
        .map(|state| Start::Branch { state, key: luck.key() })
        .collect();
    let mut played = legs(process, &branches, goal).into_iter();
    let mut front = Front::default();
    // In the order of the starts, carried or played, so that the next deal does not depend on which were which.
    for survivor in dealt {
        if survivor.short_of(goal).is_none() {
            front.carry(survivor.clone());
        } else if let Some(leg) = played.next() {
            front.add(leg);
        }
    }
    front
}

/// Plays the starts and holds the process to its word.
fn legs<P: Process>(process: &P, starts: &[Start<'_, P::State>], goal: Option<usize>) -> Vec<Leg<P::State>> {
    let legs = process.play(starts, goal);
    assert_eq!(legs.len(), starts.len(), "a process must return one leg for each start");
    for leg in &legs {
        if let Passage::Entered { level, .. } = leg.passage {
            let far_enough = goal.is_some_and(|goal| level >= goal);
            assert!(far_enough, "a leg towards {goal:?} stopped at level {level}");
        }
    }
    legs
}

#[cfg(test)]
mod tests;
