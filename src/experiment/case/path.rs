//! The probability of a path: what was done, day by day and relation by relation.
//!
//! Runs that follow a history draw what is not on record (inputs, severities) and multiply up the model's probability of what is. The
//! mean of these products is the probability of the path (importance sampling with the prior as proposal; Doucet, de Freitas and Gordon
//! 2001, *Sequential Monte Carlo Methods in Practice*, chapter 1). The relations of a day are taken in their order, so that the
//! product of the probabilities of all steps, each given those before it, is the probability of the path.

use serde::{Deserialize, Serialize};

use crate::engine::{Done, History, Observation, Program};
use crate::stats::{ExactSum, Interval, Level, LogMean};

/// Which relations are on record.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    /// In their order.
    pub(super) relations: Vec<usize>,
    /// By relation: its place among these.
    places: Vec<Option<usize>>,
    pub(super) days: usize,
    /// How many things can be done.
    pub(super) kinds: usize,
}

impl Shape {
    pub(super) fn of(program: &Program, history: &History) -> Self {
        let scenario = program.scenario();
        let covered = |&relation: &usize| history.covers(scenario.relations()[relation].pair);
        let relations: Vec<usize> = (0..scenario.relations().len()).filter(covered).collect();
        let mut places = vec![None; scenario.relations().len()];
        for (place, &relation) in relations.iter().enumerate() {
            places[relation] = Some(place);
        }
        let days = history.last_day() as usize + 1;
        Self { relations, places, days, kinds: scenario.ladder().len() + 2 }
    }

    fn cell(&self, day: u32, relation: usize) -> Option<usize> {
        Some(day as usize * self.relations.len() + self.places[relation]?)
    }

    fn cells(&self) -> usize {
        self.days * self.relations.len()
    }
}

/// What was seen in a relation on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Cell {
    /// By what can be done: sum over runs of its probability times that of all that was done before.
    seen: Vec<ExactSum>,
    /// The same: runs in which it was done.
    done: Vec<u64>,
    /// Runs in which it was not open to the state.
    closed: u64,
}

/// What paths add up to over runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PathTally {
    runs: u64,
    weight: ExactSum,
    square: ExactSum,
    /// The same for states that take all alternatives to be alike.
    alike: ExactSum,
    cells: Vec<Cell>,
}

/// A path under way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Walk {
    weight: f64,
    alike: f64,
}

impl Default for Walk {
    fn default() -> Self {
        Self { weight: 1.0, alike: 1.0 }
    }
}

impl PathTally {
    pub(super) fn new(shape: &Shape) -> Self {
        let cell =
            Cell { seen: vec![ExactSum::default(); shape.kinds], done: vec![0; shape.kinds], closed: 0 };
        Self {
            runs: 0,
            weight: ExactSum::default(),
            square: ExactSum::default(),
            alike: ExactSum::default(),
            cells: vec![cell; shape.cells()],
        }
    }

    /// One more step of a path.
    pub(super) fn step(&mut self, shape: &Shape, walk: &mut Walk, day: u32, observation: &Observation<'_>) {
        let Some(cell) = shape.cell(day, observation.relation).and_then(|at| self.cells.get_mut(at)) else {
            return;
        };
        // On the stack: there are at most 31 rungs.
        let (mut seen, mut alike) = ([0.0; 40], [0.0; 40]);
        observation.expect(&mut seen[..shape.kinds]);
        observation.expect_alike(&mut alike[..shape.kinds]);
        for (sum, probability) in cell.seen.iter_mut().zip(seen) {
            sum.add(probability * walk.weight);
        }
        let place = observation.done.place();
        cell.done[place] += 1;
        if observation.is_open && seen[place] > 0.0 {
            walk.weight *= seen[place];
            walk.alike *= alike[place];
        } else {
            cell.closed += 1;
        }
    }

    /// The path is at its end.
    pub(super) fn close(&mut self, walk: Walk) {
        self.runs += 1;
        self.weight.add(walk.weight);
        self.square.add(walk.weight * walk.weight);
        self.alike.add(walk.alike);
    }

    pub(super) fn fits(&self, other: &Self) -> bool {
        let sound = |sums: &[ExactSum]| sums.iter().all(ExactSum::is_sound);
        let alike = |(mine, theirs): (&Cell, &Cell)| {
            mine.seen.len() == theirs.seen.len()
                && mine.done.len() == theirs.done.len()
                && sound(&theirs.seen)
        };
        self.cells.len() == other.cells.len()
            && self.cells.iter().zip(&other.cells).all(alike)
            && sound(&[other.weight.clone(), other.square.clone(), other.alike.clone()])
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.runs += other.runs;
        self.weight.merge(&other.weight);
        self.square.merge(&other.square);
        self.alike.merge(&other.alike);
        for (mine, theirs) in self.cells.iter_mut().zip(&other.cells) {
            for (sum, other) in mine.seen.iter_mut().zip(&theirs.seen) {
                sum.merge(other);
            }
            for (count, other) in mine.done.iter_mut().zip(&theirs.done) {
                *count += other;
            }
            mine.closed += theirs.closed;
        }
    }

    /// What the paths say, the steps in the order of days and relations.
    pub(super) fn estimate(&self, shape: &Shape, level: Level) -> PathEstimate {
        let steps: Vec<PathStep> =
            self.cells.iter().enumerate().map(|(at, cell)| step(shape, at, cell)).collect();
        let mean = LogMean::of(&self.weight, &self.square, self.runs, level);
        let alike = self.alike.ln().map(|ln| ln - libm::log(self.runs as f64));
        let summary = Summary {
            runs: self.runs,
            cells: steps.len() as u64,
            closed: steps.iter().filter(|step| step.probability.is_none()).count() as u64,
            log_likelihood: mean.value,
            interval: mean.interval,
            effective_runs: mean.effective,
            log_alike: alike,
            log_constant: constant_rates(&steps, shape.kinds),
        };
        PathEstimate { summary, steps }
    }
}

fn step(shape: &Shape, at: usize, cell: &Cell) -> PathStep {
    let (day, relation) = (at / shape.relations.len(), shape.relations[at % shape.relations.len()]);
    let place = cell.done.iter().enumerate().max_by_key(|&(place, &count)| (count, usize::MAX - place));
    let done = place.map_or(0, |(place, _)| place);
    let mut total = ExactSum::default();
    cell.seen.iter().for_each(|sum| total.merge(sum));
    let probability = |place: usize| cell.seen[place].ratio(&total);
    let is_closed = cell.closed > 0;
    let own = probability(done);
    let likelier = |&place: &usize| probability(place) > own;
    let likeliest = (0..shape.kinds).filter(|&place| place != done).max_by(|&a, &b| {
        let (x, y) = (probability(a).unwrap_or(0.0), probability(b).unwrap_or(0.0));
        x.total_cmp(&y).then(b.cmp(&a))
    });
    PathStep {
        day: day as u32,
        relation,
        done: Done::at(done),
        probability: own.filter(|_| !is_closed),
        rank: own.map(|_| (0..shape.kinds).filter(likelier).count() as u64 + 1),
        likeliest_other: likeliest.map(Done::at),
        probability_of_other: likeliest.and_then(probability),
    }
}

/// The log-likelihood of the steps if every relation and day were alike, each kind of step having the share that it has on all *other* days
/// and relations of this history, with one step's worth of equal shares added (Perks 1947). This is told the history, and so is
/// hard to beat.
fn constant_rates(steps: &[PathStep], kinds: usize) -> Option<f64> {
    let open = || steps.iter().filter(|step| step.probability.is_some());
    let n = open().count();
    let count = |done: Done| open().filter(|step| step.done == done).count();
    let equal = 1.0 / kinds as f64;
    let of = |step: &PathStep| libm::log(((count(step.done) - 1) as f64 + equal) / n as f64);
    (n > 0).then(|| open().map(of).sum())
}

/// What a relation came to on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct PathStep {
    /// The day.
    pub day: u32,
    /// The relation.
    pub relation: usize,
    /// What was done.
    pub done: Done,
    /// The model's probability of it, given all steps before; `None` if it was not open to the state.
    pub probability: Option<f64>,
    /// 1 if nothing else was more probable.
    pub rank: Option<u64>,
    /// The most probable of all that was not done.
    pub likeliest_other: Option<Done>,
    /// Its probability.
    pub probability_of_other: Option<f64>,
}

/// The probability of a path.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Runs that followed it.
    pub runs: u64,
    /// Steps: days times relations.
    pub cells: u64,
    /// Steps that were not open to the state, which are left out of all likelihoods.
    pub closed: u64,
    /// Natural logarithm of the probability of all other steps.
    pub log_likelihood: Option<f64>,
    /// Its interval, for so many runs.
    pub interval: Option<Interval>,
    /// To how many equally weighted runs they amount (Kong 1992): (Σ w)² / Σ w².
    pub effective_runs: Option<f64>,
    /// The same logarithm if states decide when they do, and take all that is open to be alike.
    pub log_alike: Option<f64>,
    /// The same of constant rates, those of each step estimated from all others.
    pub log_constant: Option<f64>,
}

/// What the model says of a path.
#[derive(Debug, Clone, PartialEq)]
pub struct PathEstimate {
    /// Of the path as a whole.
    pub summary: Summary,
    /// Step by step.
    pub steps: Vec<PathStep>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three steps of two kinds, two of nothing and one of conciliation. For either nothing: one other of two, (1 + ½) / 3 = ½. For the
    /// conciliation: none of two others, ½ / 3 = 1/6.
    #[test]
    fn constant_rates_by_hand() {
        let step = |done| PathStep {
            day: 0,
            relation: 0,
            done,
            probability: Some(0.5),
            rank: Some(1),
            likeliest_other: None,
            probability_of_other: None,
        };
        let steps = [step(Done::Nothing), step(Done::Conciliated), step(Done::Nothing)];
        let found = constant_rates(&steps, 2).unwrap();
        assert!((found - libm::log(0.5 * 0.5 / 6.0)).abs() < 1e-12, "{found}");
        assert_eq!(constant_rates(&[], 2), None);
    }
}
