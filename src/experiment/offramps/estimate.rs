//! What was added up lets us say of each rung.

use super::super::estimates::Confidence;
use super::super::tally::Tally;
use super::{Cell, Ending, Places};
use crate::engine::{Program, Term};
use crate::stats::{Estimate, Interval, Ratio};

/// What becomes of those who stand on a rung.
#[derive(Debug, Clone, PartialEq)]
pub struct OffRampEstimate {
    /// The relation; `None` for all in focus together.
    pub relation: Option<usize>,
    /// The rung.
    pub rung: usize,
    /// How often it was reached, in all runs.
    pub reached: u64,
    /// Share of runs in which it was.
    pub share_of_runs: Estimate,
    /// Runs in which it was.
    pub runs_reached: u64,
    /// How many of the stays came down.
    pub came_down: u64,
    /// Their share; `n` counts the runs in which the rung was reached.
    pub chance: Estimate,
    /// By [way](Ending::ALL) in which stays ended: how many.
    pub endings: [u64; Ending::COUNT],
    /// Days by which a quarter, half and three quarters of the stays had come down.
    pub days: [Estimate; 3],
    /// Decisions on the rung to do something else than conciliate, by weighing and not by a rule.
    pub decisions: u64,
    /// What spoke most against conciliating in these decisions, and what spoke most after it; `None` if nothing did. Often the
    /// first is no more than the fixed effort of a step.
    pub blockers: [Option<Blocker>; 2],
}

/// A term that keeps states from conciliating.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Blocker {
    /// The term.
    pub term: Term,
    /// Its mean contribution to the log-odds of conciliating against what was chosen: below 0.
    pub log_odds: Estimate,
}

/// Every rung that was reached at all, by relation and rung, those of all relations in focus together last. Empty if off-ramps
/// were not recorded.
pub fn offramps(program: &Program, tally: &Tally, confidence: Confidence) -> Vec<OffRampEstimate> {
    let Some(offramps) = &tally.offramps else { return Vec::new() };
    let (places, rungs) = (Places::of(program), program.scenario().ladder().len());
    let relation = |row: usize| (row < places.followed).then(|| places.relations[row]);
    let cells = offramps.cells.iter().enumerate();
    let reached = cells.filter_map(|(index, cell)| Some((index, cell.as_deref()?)));
    reached
        .map(|(index, cell)| estimate(relation(index / rungs), index % rungs, cell, tally.runs(), confidence))
        .collect()
}

fn estimate(
    relation: Option<usize>,
    rung: usize,
    cell: &Cell,
    runs: u64,
    confidence: Confidence,
) -> OffRampEstimate {
    let (reached, runs_reached) = (cell.endings.iter().sum(), cell.down.clusters());
    let down = Ending::ALL.into_iter().zip(&cell.endings).filter(|(ending, _)| ending.is_down());
    let came_down = down.map(|(_, &count)| count).sum();
    let level = confidence.level;
    OffRampEstimate {
        relation,
        rung,
        reached,
        share_of_runs: confidence.share(runs_reached, runs),
        runs_reached,
        came_down,
        chance: chance(cell, came_down, reached, confidence),
        endings: cell.endings,
        days: [0.25, 0.5, 0.75].map(|share| cell.days.quantile(share, level)),
        decisions: cell.terms[0].items() as u64,
        blockers: blockers(&cell.terms, confidence),
    }
}

/// Stays of one run are not independent, so the runs are the clusters. If all stays came down, or none did, they show no
/// spread; then they say as much as one stay for each run would.
fn chance(cell: &Cell, came_down: u64, reached: u64, confidence: Confidence) -> Estimate {
    let runs = cell.down.clusters();
    if came_down == 0 || came_down == reached {
        return confidence.share(if came_down == 0 { 0 } else { runs }, runs);
    }
    let mean = cell.down.mean(confidence.level);
    let within = |end: f64| end.clamp(0.0, 1.0);
    let interval = mean.interval.map(|of| Interval { low: within(of.low), high: within(of.high) });
    Estimate { interval, ..mean }
}

fn blockers(terms: &[Ratio; Term::COUNT], confidence: Confidence) -> [Option<Blocker>; 2] {
    let means = Term::ALL.into_iter().zip(terms.iter().map(|ratio| ratio.mean(confidence.level)));
    let valued = means.filter_map(|(term, log_odds)| Some((log_odds.value?, Blocker { term, log_odds })));
    let mut against: Vec<_> = valued.filter(|&(value, _)| value < 0.0).collect();
    // Stable, so that of equal ones the first of the terms comes first.
    against.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    [0, 1].map(|place| against.get(place).map(|&(_, blocker)| blocker))
}
