//! Screening: elementary effects of every factor along trajectories through the space of quantiles.
//!
//! A factor is moved by half of its distribution at a time, everything else at rest and all points of a trajectory on common
//! luck. Effects are per unit of the quantile: what the output would change by, at that rate, from one end of the
//! distribution to the other. A trajectory's levels are put at the middle of equal shares of the distribution, so that
//! none stands at an infinite end.
//!
//! A group is moved as one, each source of it up or down as its place on the grid allows; its effect has a size and no
//! direction, and of its statistics there is only μ*.

use std::ops::Range;
use std::sync::Arc;

use super::Subject;
use super::factor::Factors;
use super::output::Output;
use super::result::{FactorSensitivity, Sensitivity, Statistic};
use super::rows::{Design, RowStudy, Rows};
use super::sobol::SamplePlan;
use crate::experiment::design::sample::{Levels, Trajectory, morris_trajectories};
use crate::stats::{Level, morris as indices};

/// Trajectories over the factors.
#[derive(Debug, Clone)]
pub struct MorrisDesign {
    trajectories: Vec<Walk>,
    factors: usize,
}

/// A trajectory in which all sources of a factor move at once.
#[derive(Debug, Clone)]
struct Walk {
    /// Points of the open unit cube.
    points: Vec<Vec<f64>>,
    /// By step: which factor moves, and by how much; its size alone, for a group.
    steps: Vec<(usize, f64)>,
}

impl MorrisDesign {
    /// So many trajectories on a grid of four levels.
    pub fn new(factors: &Factors, trajectories: u64, seed: u64) -> Self {
        let levels = Levels::default();
        let list = morris_trajectories(factors.sources().len(), trajectories as usize, levels, seed);
        Self {
            trajectories: list.iter().map(|one| walk(one, factors, levels)).collect(),
            factors: factors.list().len(),
        }
    }
}

/// Puts the levels at the middles of equal shares, and the steps of a group together.
fn walk(trajectory: &Trajectory, factors: &Factors, levels: Levels) -> Walk {
    let count = f64::from(levels.get());
    let middle = |level: f64| (level * (count - 1.0) + 0.5) / count;
    let factor_of = |source: usize| factors.list().iter().position(|one| one.sources.contains(&source));
    let place = |point: &[f64]| point.iter().map(|&level| middle(level)).collect::<Vec<f64>>();
    let (first, last) = (&trajectory.points[0], &trajectory.points[trajectory.points.len() - 1]);
    let end = place(last);
    let mut walk = Walk { points: vec![place(first)], steps: Vec::new() };
    for &(source, step) in &trajectory.steps {
        let Some(factor) = factor_of(source).filter(|&one| walk.steps.iter().all(|&(other, _)| other != one))
        else {
            continue;
        };
        let sources = &factors.list()[factor].sources;
        let mut point = walk.points[walk.points.len() - 1].clone();
        for &source in sources {
            point[source] = end[source];
        }
        let size = step.abs() * (count - 1.0) / count;
        walk.points.push(point);
        walk.steps.push((factor, if sources.len() == 1 { size.copysign(step) } else { size }));
    }
    walk
}

impl Design for MorrisDesign {
    fn rows(&self) -> u64 {
        self.trajectories.len() as u64
    }

    fn evaluations(&self) -> usize {
        self.factors + 1
    }

    fn point(&self, row: u64, evaluation: usize) -> Vec<f64> {
        self.trajectories[row as usize].points[evaluation].clone()
    }

    fn has_other_luck(&self, _evaluation: usize) -> bool {
        false
    }

    fn compared(&self) -> Range<usize> {
        0..0
    }
}

/// The study of a program by elementary effects.
pub fn morris_study(subject: &Arc<Subject>, plan: SamplePlan) -> RowStudy<MorrisDesign> {
    let design = MorrisDesign::new(&subject.factors, plan.rows, plan.seed);
    RowStudy::new(subject, design, plan.inner, plan.seed)
}

/// The indices of every output from what the trajectories came to.
pub fn morris(study: &RowStudy<MorrisDesign>, rows: &Rows, level: Level) -> Vec<Sensitivity> {
    let (evaluations, factors) = (study.design().evaluations(), &study.subject().factors);
    let one = |(place, output): (usize, &Output)| {
        let values: Vec<Vec<f64>> =
            (0..evaluations).map(|evaluation| study.means(rows, evaluation, place)).collect();
        let effects = effects(&study.design().trajectories, &values, factors.list().len());
        let factor = |(factor, effects): (&super::Factor, &Vec<f64>)| {
            let index = indices(effects, level);
            let mut statistics = vec![(Statistic::MuStar, index.mu_star)];
            if factor.sources.len() == 1 {
                statistics.insert(0, (Statistic::Mu, index.mu));
                statistics.push((Statistic::Sigma, index.sigma));
            }
            FactorSensitivity { factor: factor.key.clone(), statistics }
        };
        let count = values.iter().map(Vec::len).sum::<usize>() as f64;
        let mean = values.iter().flatten().sum::<f64>() / count;
        Sensitivity {
            output: output.key.clone(),
            mean: Some(mean).filter(|mean| mean.is_finite()),
            factors: factors.list().iter().zip(&effects).map(factor).collect(),
        }
    };
    study.subject().outputs.iter().enumerate().map(one).collect()
}

/// By factor: its effect in each trajectory, from the outputs by evaluation and trajectory.
fn effects(walks: &[Walk], values: &[Vec<f64>], factors: usize) -> Vec<Vec<f64>> {
    let mut effects = vec![Vec::with_capacity(walks.len()); factors];
    for (row, walk) in walks.iter().enumerate().take(values.first().map_or(0, Vec::len)) {
        for (place, &(factor, step)) in walk.steps.iter().enumerate() {
            effects[factor].push((values[place + 1][row] - values[place][row]) / step);
        }
    }
    effects
}
