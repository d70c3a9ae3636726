//! Regret: how much worse a policy does than the best one would have done, had the future been known.
//!
//! In every future the policies are compared on common random numbers. The regret of a policy in a future is the distance of its
//! objective from that of the best policy there (Savage, *The Theory of Statistical Decision*, Journal of the American Statistical Association
//! 46, 1951, 55–67). A policy whose regret is small in all futures is robust (Lempert, Groves, Popper & Bankes, *A General, Analytic Method for
//! Generating Robust Strategies and Narrative Scenarios*, Management Science 52, 2006, 514–528). All futures count alike.
//!
//! Intervals are of the Monte Carlo error alone: by the [jackknife](jackknife()) over 32 sections of the replicates, each left out of all points at
//! once, so that what the points' luck has in common cancels. They do not say how well the futures of the design stand for all that might come.
//! The best of several estimates looks better than it is; so regrets lie somewhat too high where policies are nearly alike, by less than the
//! half-width of their intervals, and this is not in the intervals either.

use super::sweep::{PointTally, Sweep};
use crate::stats::{Estimate, Interval, Level, SECTIONS, Sections, jackknife};

/// The policies of a sweep, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Regret {
    /// In the order of the design.
    pub policies: Vec<PolicyRegret>,
    /// Futures in which every policy's objective is defined: those that count.
    pub futures: usize,
    /// The others.
    pub left_out: usize,
}

/// How a policy does over all futures.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyRegret {
    /// The mean of its objective.
    pub objective: Estimate,
    /// Its mean regret, 0 or more.
    pub mean: Estimate,
    /// The regret that 95 % of the futures do not exceed (type 7 of Hyndman and Fan).
    pub p95: Option<f64>,
    /// Its largest regret.
    pub max: Estimate,
    /// The future in which it is largest, the first of several.
    pub worst_future: Option<usize>,
    /// Share of futures in which it is the best; where several are, each has its part.
    pub share_best: Option<f64>,
    /// Share of futures in which it is the best, or not distinguishable from it: the interval of its paired difference to the best holds 0.
    pub share_not_worse: Option<f64>,
}

/// Judges the policies of a sweep by its objective; `None` if it has none, or no policies to choose from.
pub fn regret(sweep: &Sweep, totals: &[PointTally], level: Level) -> Option<Regret> {
    let objective = sweep.objective()?;
    let design = sweep.design();
    if design.policies() < 2 {
        return None;
    }
    let cell = |policy: usize, future: usize| totals.get(design.point_of(policy, future))?.objective();
    let table: Option<Vec<Vec<&Sections>>> = (0..design.policies())
        .map(|policy| (0..design.futures()).map(|future| cell(policy, future)).collect())
        .collect();
    Some(judge(&table.unwrap_or_default(), objective.maximise, level))
}

/// Judges policies by a table of what was observed, by policy and future.
pub fn judge(table: &[Vec<&Sections>], maximise: bool, level: Level) -> Regret {
    let all = table.first().map_or(0, Vec::len);
    let is_defined = |future: &usize| table.iter().all(|row| row[*future].mean().is_some());
    let futures: Vec<usize> = (0..all).filter(is_defined).collect();
    let bench = Bench { table, futures: &futures, sign: if maximise { -1.0 } else { 1.0 } };
    let policies = if futures.is_empty() { Vec::new() } else { bench.policies(level) };
    Regret { policies, futures: futures.len(), left_out: all - futures.len() }
}

/// The table, by policy and by the futures that count. Losses are made small: the objective, or its negative.
struct Bench<'a> {
    table: &'a [Vec<&'a Sections>],
    futures: &'a [usize],
    sign: f64,
}

/// What the jackknife is made of: a policy's mean objective, mean regret and largest regret.
type Trio = [f64; 3];

impl Bench<'_> {
    fn loss(&self, policy: usize, future: usize, without: Option<usize>) -> f64 {
        let sections = self.table[policy][future];
        let mean = without.map_or_else(|| sections.mean(), |section| sections.mean_without(section));
        // Left out of a future with trials in no other section, it is the whole.
        self.sign * mean.or_else(|| sections.mean()).unwrap_or(0.0)
    }

    /// By policy: the losses over the futures; and by future the smallest.
    fn losses(&self, without: Option<usize>) -> (Vec<Vec<f64>>, Vec<f64>) {
        let row = |policy| self.futures.iter().map(|&future| self.loss(policy, future, without)).collect();
        let losses: Vec<Vec<f64>> = (0..self.table.len()).map(row).collect();
        let least = |place: usize| losses.iter().map(|row| row[place]).fold(f64::INFINITY, f64::min);
        let best = (0..self.futures.len()).map(least).collect();
        (losses, best)
    }

    fn trios(&self, without: Option<usize>) -> Vec<Trio> {
        let (losses, best) = self.losses(without);
        let count = self.futures.len() as f64;
        let trio = |row: &Vec<f64>| {
            let regrets = || row.iter().zip(&best).map(|(loss, best)| loss - best);
            let mean = regrets().sum::<f64>() / count;
            [self.sign * row.iter().sum::<f64>() / count, mean, regrets().fold(0.0, f64::max)]
        };
        losses.iter().map(trio).collect()
    }

    fn policies(&self, level: Level) -> Vec<PolicyRegret> {
        let (losses, best) = self.losses(None);
        let whole = self.trios(None);
        let sections: Vec<usize> = (0..SECTIONS).filter(|&section| self.has(section)).collect();
        let without: Vec<Vec<Trio>> = sections.iter().map(|&section| self.trios(Some(section))).collect();
        let runs = self.futures.iter().flat_map(|&future| self.table.iter().map(move |row| row[future].n()));
        let n = runs.min().unwrap_or(0);
        let estimate = |policy: usize, part: usize| {
            let parts: Vec<f64> = without.iter().map(|trios| trios[policy][part]).collect();
            jackknife(whole[policy][part], &parts, n, level)
        };
        (0..self.table.len())
            .map(|policy| {
                let regrets: Vec<f64> =
                    losses[policy].iter().zip(&best).map(|(loss, best)| loss - best).collect();
                let largest = regrets.iter().copied().fold(0.0, f64::max);
                let worst = regrets.iter().position(|regret| *regret >= largest);
                PolicyRegret {
                    objective: estimate(policy, 0),
                    mean: not_below_zero(estimate(policy, 1)),
                    p95: quantile(regrets, 0.95),
                    max: not_below_zero(estimate(policy, 2)),
                    worst_future: worst.map(|place| self.futures[place]),
                    share_best: Some(share_best(policy, &losses, &best)),
                    share_not_worse: self.share_not_worse(policy, &losses, &best, &sections, level),
                }
            })
            .collect()
    }

    /// Whether any cell has trials in a section.
    fn has(&self, section: usize) -> bool {
        self.table.iter().flatten().any(|cell| cell.has(section))
    }

    fn share_not_worse(
        &self,
        policy: usize,
        losses: &[Vec<f64>],
        best: &[f64],
        sections: &[usize],
        level: Level,
    ) -> Option<f64> {
        if sections.len() < 2 {
            return None;
        }
        let holds_zero = |place: usize| {
            let winner = losses.iter().position(|row| row[place] <= best[place]).unwrap_or(policy);
            let future = self.futures[place];
            let difference =
                |without| self.loss(policy, future, without) - self.loss(winner, future, without);
            let parts: Vec<f64> = sections.iter().map(|&section| difference(Some(section))).collect();
            let interval = jackknife(difference(None), &parts, 0, level).interval;
            interval.is_none_or(|interval| interval.low <= 0.0)
        };
        let count = (0..best.len()).filter(|&place| holds_zero(place)).count();
        Some(count as f64 / best.len() as f64)
    }
}

/// Share of futures in which a policy is the best; where several are, each has its part.
#[expect(clippy::float_cmp, reason = "ties are of equal counts, which give equal bits")]
fn share_best(policy: usize, losses: &[Vec<f64>], best: &[f64]) -> f64 {
    let part = |(place, best): (usize, &f64)| {
        let winners = losses.iter().filter(|row| row[place] == *best).count();
        if losses[policy][place] == *best { 1.0 / winners as f64 } else { 0.0 }
    };
    best.iter().enumerate().map(part).sum::<f64>() / best.len() as f64
}

/// A regret is never negative, so neither are the ends of its interval.
fn not_below_zero(estimate: Estimate) -> Estimate {
    let cut = |interval: Interval| Interval { low: interval.low.max(0.0), high: interval.high.max(0.0) };
    Estimate { interval: estimate.interval.map(cut), ..estimate }
}

/// The quantile of type 7 of Hyndman and Fan (1996).
fn quantile(mut values: Vec<f64>, share: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let place = share * (values.len().checked_sub(1)?) as f64;
    let below = libm::floor(place) as usize;
    let above = (below + 1).min(values.len() - 1);
    Some(values[below] + (place - below as f64) * (values[above] - values[below]))
}

#[cfg(test)]
mod tests;
