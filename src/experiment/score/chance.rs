//! How many targets would be missed by chance if the model were the truth.
//!
//! Data sets are drawn from the model's own runs: cases in a random order, the same ones for all targets, so that targets that speak of the
//! same thing are missed together. Each target takes the first of the cases that count for it, as many as were observed, and makes its
//! interval as the data would have; the model's own value may then lie outside.

use super::bound::{Aimed, Use};
use super::judged::Judged;
use super::rows::Rows;
use super::study::Score;
use crate::experiment::batch::threads;
use crate::experiment::study::{Flow, deal};
use crate::lanes;
use crate::stats::{Level, ProportionMethod, TwoByTwo, mean_of_repeats, proportion, quantile_bounds};

/// A data set has at most so many cases for each that the largest target wants; a target for which hardly any run counts makes do
/// with those that are among them.
const CASES_PER_CASE: usize = 50;

/// Which data sets are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChancePlan {
    /// How many.
    pub data_sets: u32,
    /// The seed of their luck, which is apart from that of the runs.
    pub seed: u64,
    /// How many threads to use, 0 for all there are. Never changes a result.
    pub threads: usize,
}

/// Which targets each data set misses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misses {
    /// By data set, then by target.
    sets: Vec<Vec<bool>>,
}

impl Misses {
    /// Of the data sets, by each how many targets are missed among those that `are_meant`.
    pub fn counts(&self, are_meant: impl Fn(usize) -> bool) -> Vec<u64> {
        let count = |set: &Vec<bool>| (0..).zip(set).filter(|&(at, &missed)| missed && are_meant(at)).count();
        self.sets.iter().map(|set| count(set) as u64).collect()
    }

    /// In how many data sets a target is missed, and how many there are.
    pub fn of(&self, target: usize) -> (u64, u64) {
        let missed = self.sets.iter().filter(|set| set[target]).count();
        (missed as u64, self.sets.len() as u64)
    }
}

/// Draws data sets from runs and finds out which of their intervals miss what the runs themselves say. A pure function of the score's
/// targets, the rows, the number of data sets and the seed.
pub fn chance_misses(score: &Score, rows: &Rows, judged: &[Judged], plan: ChancePlan) -> Misses {
    let level = Level::default();
    let drawn: Vec<Drawn> = score
        .targets()
        .list()
        .iter()
        .zip(&score.bound().aimed)
        .zip(judged)
        .enumerate()
        .filter_map(|(place, ((target, aimed), judged))| {
            let (aimed, truth) = ((*aimed)?, judged.simulated.estimate.value?);
            Some(Drawn { place, aimed, truth, cases: target.observed.n as usize })
        })
        .collect();
    let targets = score.targets().list().len();
    let most = drawn.iter().map(|target| target.cases).max().unwrap_or(0);
    let mut sets = vec![vec![false; targets]; plan.data_sets as usize];
    let work =
        |set: u32| data_set(&drawn, rows, most.saturating_mul(CASES_PER_CASE), (plan.seed, set), level);
    let done = |set: u32, missed: Vec<usize>| {
        for place in missed {
            sets[set as usize][place] = true;
        }
        Ok::<_, std::convert::Infallible>(Flow::Continue)
    };
    let Ok(()) = deal(0..plan.data_sets, threads(plan.threads), work, done);
    Misses { sets }
}

/// A target of which data are drawn.
struct Drawn {
    place: usize,
    aimed: Aimed,
    /// The model's own value.
    truth: f64,
    /// How many cases were observed.
    cases: usize,
}

/// What a data set has of a target so far.
#[derive(Default)]
struct Sample {
    cases: usize,
    hits: u64,
    table: TwoByTwo,
    values: Vec<f64>,
}

/// The places of the targets that one data set misses.
fn data_set(drawn: &[Drawn], rows: &Rows, most: usize, key: (u64, u32), level: Level) -> Vec<usize> {
    if rows.runs() == 0 {
        return Vec::new();
    }
    let mut samples: Vec<Sample> = drawn.iter().map(|_| Sample::default()).collect();
    let mut wanting: Vec<usize> = (0..drawn.len()).collect();
    for case in 0..most {
        if wanting.is_empty() {
            break;
        }
        let run = below(rows.runs(), key, case);
        wanting.retain(|&at| {
            samples[at].take(&drawn[at].aimed, rows, run);
            samples[at].cases < drawn[at].cases
        });
    }
    let misses = |(target, sample): (&Drawn, Sample)| sample.misses(target, level).then_some(target.place);
    drawn.iter().zip(samples).filter_map(misses).collect()
}

impl Sample {
    fn take(&mut self, aimed: &Aimed, rows: &Rows, run: usize) {
        if !aimed.counts(rows, run) {
            return;
        }
        self.cases += 1;
        match aimed.what {
            Use::Share(condition) => self.hits += u64::from(rows.holds(run, condition)),
            Use::OddsRatio(first, second) => self.table.add(rows.holds(run, first), rows.holds(run, second)),
            Use::Mean(number) | Use::Quantile(number, _) => self.values.extend(rows.value(run, number)),
        }
    }

    /// Whether the interval that these cases give misses the truth. An undefined interval misses nothing.
    fn misses(mut self, target: &Drawn, level: Level) -> bool {
        let n = self.cases as u64;
        let interval = match target.aimed.what {
            Use::Share(_) => proportion(self.hits, n, ProportionMethod::Wilson, level).interval,
            Use::OddsRatio(..) => self.table.odds_ratio(level).interval,
            Use::Mean(_) => mean_of_repeats(&self.values, level).interval,
            Use::Quantile(_, p) => {
                self.values.sort_unstable_by(f64::total_cmp);
                let [low, high] = quantile_bounds(&self.values, p, level);
                return target.truth < low || target.truth > high;
            }
        };
        interval.is_some_and(|interval| !interval.contains(target.truth))
    }
}

/// A number below `bound` for a case of a data set: Philox4x32-10 with the seed as key.
fn below(bound: usize, (seed, set): (u64, u32), case: usize) -> usize {
    // A mark where the engine has a hash of whom a draw concerns: runs of the same seed have other luck.
    const SCORE: u32 = 0x5343_4F52;
    let counter = [case as u32, (case >> 32) as u32, set, SCORE];
    let [low, high, ..] = lanes::block(counter, lanes::key(seed));
    lanes::below(bound, lanes::wide(high, low))
}
