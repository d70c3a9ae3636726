//! What the fitted model predicts of each goal: those that it was fitted to, and those that were kept out.

use super::luck::{Luck, Use};
use super::{Goal, Population, Simulated};
use crate::stats::weighted;

/// A goal, and what the model says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// The goal.
    pub goal: Goal,
    /// What the scenario came to as it stood before the fit.
    pub before: Option<f64>,
    /// What it comes to at the best fit, on luck that the fit has not seen.
    pub after: Option<f64>,
    /// 5 %, 50 % and 95 % quantiles of the quantity over the posterior; `None` if no particle had it.
    pub fitted: Option<[f64; 3]>,
    /// The same of what a sample like that of the goal would show: the quantity and the error of the sample.
    pub predictive: Option<[f64; 3]>,
}

impl Prediction {
    /// The standardised misfit before the fit.
    pub fn misfit_before(&self) -> f64 {
        self.goal.misfit(self.before)
    }

    /// The standardised misfit at the best fit.
    pub fn misfit_after(&self) -> f64 {
        self.goal.misfit(self.after)
    }

    /// Whether the value that was observed lies within the posterior predictive 5–95 % interval.
    pub fn is_inside(&self) -> bool {
        self.predictive.is_some_and(|[low, _, high]| (low..=high).contains(&self.goal.observed.value))
    }
}

/// Predictions of all goals.
pub(super) fn predictions(
    goals: &[Goal],
    (before, after): (&Simulated, &Simulated),
    population: &Population,
    seed: u64,
) -> Vec<Prediction> {
    let luck = Luck(seed);
    let of = |(place, goal): (usize, &Goal)| {
        let particles = population.particles.iter().enumerate();
        let shown = particles.filter_map(|(item, particle)| {
            let quantity = particle.simulated[place]?;
            let error = luck.normal(Use::Error, 0, item, place);
            Some((quantity, goal.sampled(quantity, error), particle.weight))
        });
        let shown: Vec<(f64, f64, f64)> = shown.collect();
        let weights: Vec<f64> = shown.iter().map(|one| one.2).collect();
        let quantiles = |values: Vec<f64>| {
            let at = |share| weighted::quantile(&values, &weights, share);
            Some([at(0.05)?, at(0.5)?, at(0.95)?])
        };
        Prediction {
            goal: goal.clone(),
            before: before[place],
            after: after[place],
            fitted: quantiles(shown.iter().map(|one| one.0).collect()),
            predictive: quantiles(shown.iter().map(|one| one.1).collect()),
        }
    };
    goals.iter().enumerate().map(of).collect()
}
