//! Populations of particles: where parameters could be, given the goals, found by sequential Monte Carlo without a likelihood.

use super::luck::{Luck, Use};
use super::parameter::{scores, units, values};
use super::{CalibrationPlan, Distance, Evaluator, Goal, Parameter, Request, Simulated};
use crate::experiment::design::sample::sobol_points;
use crate::stats::{Cholesky, weighted};

/// Share of each generation that is drawn from the prior: no weight can then exceed the inverse of this share times the likelihood, and
/// no region is lost for good (defensive mixture: Hesterberg, *Weighted average importance sampling and defensive mixture
/// distributions*, Technometrics 37 (1995), 185–194).
const DEFENSIVE: f64 = 0.1;
/// The tolerance is lowered until the effective number of particles is this share of what it is at the last tolerance.
const KEPT: f64 = 0.5;
/// A tolerance at which everything is accepted.
const ANYTHING: f64 = 1e6;

/// Values of the parameters, and what their runs came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Particle {
    /// The values.
    pub values: Vec<f64>,
    /// What the runs came to, by goal.
    pub simulated: Simulated,
    /// The squared distance from the goals.
    pub distance: f64,
    /// Its share of the probability; those of a population add up to 1.
    pub weight: f64,
    scores: Vec<f64>,
}

/// A generation of particles.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// The particles, in the order in which they were drawn.
    pub particles: Vec<Particle>,
    /// The tolerance: standard errors of the goals are taken as so many times what they are.
    pub tolerance: f64,
}

impl Population {
    /// The weights.
    pub fn weights(&self) -> Vec<f64> {
        self.particles.iter().map(|particle| particle.weight).collect()
    }

    /// The effective number of particles.
    pub fn effective_size(&self) -> f64 {
        weighted::effective_size(&self.weights())
    }

    /// The values of a parameter.
    pub fn values_of(&self, parameter: usize) -> Vec<f64> {
        self.particles.iter().map(|particle| particle.values[parameter]).collect()
    }
}

/// From where particles are drawn.
enum Source {
    /// The prior.
    Prior,
    /// A population, each of whose particles spreads like a normal distribution.
    Mixture { centres: Vec<Vec<f64>>, weights: Vec<f64>, kernel: Cholesky },
}

/// Draws generation after generation at decreasing tolerances, until one is drawn from a population that had come to `least`.
///
/// # Errors
/// If the evaluator gives up.
pub(super) fn populations<E: Evaluator>(
    (parameters, goals): (&[Parameter], &[Goal]),
    (distance, least): (&Distance, f64),
    plan: &CalibrationPlan,
    evaluator: &mut E,
) -> Result<Vec<Population>, E::Error> {
    let mut generations: Vec<Population> = Vec::new();
    for generation in 0..plan.generations {
        let (source, before) = match generations.last() {
            None => (Source::Prior, ANYTHING),
            Some(last) => (Source::of(last, parameters.len()), last.tolerance),
        };
        let drawn = draw(&source, parameters.len(), generation, plan);
        let luck = Luck(plan.seed);
        let requests: Vec<Request> = (0..)
            .zip(&drawn)
            .map(|(item, scores)| Request {
                values: Some(values(parameters, &units(scores))),
                runs: plan.runs,
                seed: luck.word(Use::Runs, generation, item, 0),
            })
            .collect();
        let found = evaluator.evaluate(&requests)?;
        let logs: Vec<f64> = drawn.iter().map(|scores| source.log_ratio(scores)).collect();
        let distances: Vec<f64> = found.iter().map(|one| distance.squared(goals, one)).collect();
        let tolerance = tolerance(&logs, &distances, before, least);
        let weights = weights(&logs, &distances, tolerance);
        let particles = drawn.into_iter().zip(requests).zip(found).zip(distances.into_iter().zip(weights));
        let particles = particles.map(|(((scores, request), simulated), (distance, weight))| Particle {
            values: request.values.unwrap_or_default(),
            simulated,
            distance,
            weight,
            scores,
        });
        generations.push(Population { particles: particles.collect(), tolerance });
        if before <= least {
            break;
        }
    }
    Ok(generations)
}

/// Normal scores of the particles of a generation: those of a Sobol' sequence for the prior. From a population, a fixed number of
/// particles comes from the prior, and the others step away from ancestors that are drawn systematically.
fn draw(source: &Source, dimensions: usize, generation: usize, plan: &CalibrationPlan) -> Vec<Vec<f64>> {
    let luck = Luck(plan.seed);
    let normals = |item: usize| -> Vec<f64> {
        (0..dimensions).map(|place| luck.normal(Use::Step, generation, item, place)).collect()
    };
    let Source::Mixture { centres, weights, kernel } = source else {
        let seed = luck.word(Use::Design, 1, 0, 0);
        return sobol_points(dimensions, plan.particles, seed).iter().map(|unit| scores(unit)).collect();
    };
    let defensive = defensive(plan.particles);
    let from_prior = (0..defensive).map(&normals);
    let ancestors =
        systematic(weights, plan.particles - defensive, luck.uniform(Use::Ancestor, generation, 0, 0));
    let stepped = ancestors.into_iter().zip(defensive..).map(|(ancestor, item)| {
        let step = kernel.times(&normals(item));
        centres[ancestor].iter().zip(step).map(|(centre, step)| centre + step).collect()
    });
    from_prior.chain(stepped).collect()
}

/// How many of so many particles are drawn from the prior.
fn defensive(particles: usize) -> usize {
    libm::ceil(DEFENSIVE * particles as f64) as usize
}

/// Draws `n` places, each as often as its weight has it, rounded up or down (systematic resampling: Carpenter, Clifford & Fearnhead,
/// *Improved particle filter for nonlinear problems*, IEE Proceedings 146 (1999), 2–7). The weights add up to 1; `start` in (0, 1).
fn systematic(weights: &[f64], n: usize, start: f64) -> Vec<usize> {
    let (mut place, mut below) = (0, weights.first().copied().unwrap_or(1.0));
    let mut drawn = Vec::with_capacity(n);
    for tooth in 0..n {
        let at = (tooth as f64 + start) / n as f64;
        while at > below && place + 1 < weights.len() {
            place += 1;
            below += weights[place];
        }
        drawn.push(place);
    }
    drawn
}

impl Source {
    /// What a population's next generation is drawn from: normal kernels with twice the weighted covariance of the population, in normal
    /// scores (Beaumont et al. 2009, with the full covariance of Filippi et al. 2013, eq. 8).
    fn of(population: &Population, dimensions: usize) -> Self {
        let weights = population.weights();
        let columns: Vec<Vec<f64>> = (0..dimensions)
            .map(|place| population.particles.iter().map(|particle| particle.scores[place]).collect())
            .collect();
        let covariance = |i: usize, j: usize| {
            // A little on top, so that a population of one place can still move.
            let ridge = if i == j { 1e-6 } else { 0.0 };
            2.0 * weighted::covariance(&columns[i], &columns[j], &weights) + ridge
        };
        let rows: Vec<Vec<f64>> =
            (0..dimensions).map(|i| (0..dimensions).map(|j| covariance(i, j)).collect()).collect();
        let centres = population.particles.iter().map(|particle| particle.scores.clone()).collect();
        Cholesky::new(&rows).map_or(Self::Prior, |kernel| Self::Mixture { centres, weights, kernel })
    }

    /// ln of the prior density over the density with which scores were drawn, up to a constant of the generation.
    fn log_ratio(&self, scores: &[f64]) -> f64 {
        let Self::Mixture { centres, weights, kernel } = self else { return 0.0 };
        let prior = -0.5 * scores.iter().map(|score| score * score).sum::<f64>();
        let normaliser = -0.5 * kernel.log_determinant();
        let share = defensive(centres.len()) as f64 / centres.len() as f64;
        let near = centres.iter().zip(weights).map(|(centre, weight)| {
            let away: Vec<f64> = scores.iter().zip(centre).map(|(score, centre)| score - centre).collect();
            weight * libm::exp(normaliser - 0.5 * kernel.squared_distance(&away))
        });
        let density = share * libm::exp(prior) + (1.0 - share) * near.sum::<f64>();
        // Far out both vanish; there the prior's own share of the density decides.
        if density > 0.0 { prior - libm::log(density) } else { -libm::log(share) }
    }
}

/// The weights at a tolerance. The acceptance kernel is the density of the goals' own sampling error, widened by the tolerance: at 1
/// particles are weighted exactly as if data sets with such errors had been simulated and those alone been accepted that equal the goals
/// (Wilkinson, *Approximate Bayesian computation (ABC) gives exact results under the assumption of model error*, SAGMB 12 (2013),
/// 129–141).
fn weights(logs: &[f64], distances: &[f64], tolerance: f64) -> Vec<f64> {
    let log = |(log, distance): (&f64, &f64)| log - 0.5 * distance / (tolerance * tolerance);
    weighted::normalised(&logs.iter().zip(distances).map(log).collect::<Vec<_>>())
}

/// The next tolerance: so low that half of the effective particles are left (Del Moral, Doucet & Jasra, *An adaptive sequential Monte Carlo
/// method for approximate Bayesian computation*, Statistics and Computing 22 (2012), 1009–1020), never above the last, never below `least`.
fn tolerance(logs: &[f64], distances: &[f64], before: f64, least: f64) -> f64 {
    let effective = |tolerance: f64| weighted::effective_size(&weights(logs, distances, tolerance));
    let enough = KEPT * effective(before);
    if before <= least || effective(least) >= enough {
        return least;
    }
    let (mut low, mut high) = (libm::log(least), libm::log(before));
    // A hundredth of a per cent is near enough.
    while high - low > 1e-4 {
        let middle = 0.5 * (low + high);
        if effective(libm::exp(middle)) >= enough { high = middle } else { low = middle }
    }
    libm::exp(high)
}
