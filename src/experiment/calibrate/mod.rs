//! FITTING PARAMETERS TO TARGETS: the best fit, and all that fits about as well.
//!
//! A [`Simulator`] plays runs at values of its [`Parameter`]s and says what they come to for each [`Goal`], a quantity that was observed
//! in a sample of limited size. [`calibrate`] looks for the values that come nearest to the goals ([`Best`]), and then for the posterior
//! distribution of the parameters by sequential Monte Carlo without a likelihood (ABC-SMC: Toni, Welch, Strelkowa, Ipsen & Stumpf,
//! *Approximate Bayesian computation scheme for parameter inference and model selection in dynamical systems*, J. R. Soc. Interface 6
//! (2009), 187–202; Beaumont, Cornuet, Marin & Robert, *Adaptive approximate Bayesian computation*, Biometrika 96 (2009), 983–990).
//!
//! Every particle is played on luck of its own. The goals carry the sampling error of the cases they were counted on, and intervals that
//! left it out would hardly ever cover the truth. It enters through the acceptance kernel: see `population.rs`. A calibration is a pure
//! function of the simulator and the [`CalibrationPlan`]: what is played next depends on what was found, never on threads.

mod best;
mod distance;
mod goal;
mod luck;
mod parameter;
mod population;
mod posterior;
mod predictive;
mod scored;
mod simulator;

use crate::stats::chi_squared_tail;
use luck::{Luck, Use};

pub use best::Best;
pub use distance::Distance;
pub use goal::Goal;
pub use parameter::Parameter;
pub use population::{Particle, Population};
pub use posterior::{Marginal, Verdict, correlations, marginals};
pub use predictive::Prediction;
pub use scored::ScoredScenario;
pub use simulator::{Directly, Evaluator, Request, Simulated, Simulator};

/// Samples of the model that show how errors of goals go together.
const SAMPLES: usize = 200;
/// Runs of each of them.
const SAMPLE_RUNS: u64 = 100;
/// The scores before and after the fit are made of so many times the runs of an evaluation.
const JUDGED: u64 = 4;
/// Misfits that chance brings about less often than this say that the model cannot come near to all goals at once.
const IMPLAUSIBLE: f64 = 0.01;

/// How much is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalibrationPlan {
    /// Runs at each place that is tried.
    pub runs: u64,
    /// Places of the first design.
    pub design: usize,
    /// From how many of them a search is begun.
    pub starts: usize,
    /// Most places of a search.
    pub steps: usize,
    /// Particles of a generation, at least 10.
    pub particles: usize,
    /// Most generations.
    pub generations: usize,
    /// Seed of everything.
    pub seed: u64,
}

impl CalibrationPlan {
    /// How many evaluations there are if there are so many generations and the searches take all their steps.
    pub fn evaluations(&self, generations: usize) -> u64 {
        let search = self.design + self.starts * self.steps;
        (search + SAMPLES + 2 + self.particles * generations) as u64
    }

    /// A plan of sensible size for so many parameters.
    pub fn new(parameters: usize, runs: u64, particles: usize, seed: u64) -> Self {
        Self {
            runs,
            design: 16 * parameters,
            starts: 3,
            steps: 30 * parameters,
            particles,
            generations: 25,
            seed,
        }
    }
}

/// A share of things, rounded to whole ones but at least one, drawn by the luck of a seed. What is drawn depends on names, not on their
/// order.
pub fn drawn_to_hold_out(names: &[&str], share: f64, seed: u64) -> Vec<String> {
    let luck = Luck(seed);
    let lot = |name: &&str| {
        let [a, b, c, d, ..] = *blake3::hash(name.as_bytes()).as_bytes();
        luck.word(Use::HoldOut, 0, u32::from_le_bytes([a, b, c, d]) as usize, 0)
    };
    let mut lots: Vec<(u64, &str)> = names.iter().map(|name| (lot(name), *name)).collect();
    lots.sort_unstable();
    let drawn = libm::round(share * names.len() as f64).max(1.0) as usize;
    lots.into_iter().take(drawn).map(|(_, name)| name.to_owned()).collect()
}

/// What came of a calibration.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// The best fit.
    pub best: Best,
    /// The generations of particles; the last is the posterior.
    pub generations: Vec<Population>,
    /// What the scenario and the best fit say of each goal, on new luck.
    pub predictions: Vec<Prediction>,
    /// How often chance alone would bring about misfits as large as those of the best fit; `None` if there are not more goals than
    /// parameters.
    pub plausibility: Option<f64>,
}

impl Calibration {
    /// The posterior: the last generation, if any was played.
    pub fn posterior(&self) -> Option<&Population> {
        self.generations.last()
    }

    /// Whether the last generation was drawn from one that had come to the last tolerance.
    pub fn has_settled(&self) -> bool {
        let last_two = self.generations.len().checked_sub(2).map(|from| &self.generations[from..]);
        last_two.is_some_and(|two| two[0].tolerance <= two[1].tolerance)
    }
}

/// Fits the simulator's parameters to those of its goals that are not held out.
///
/// # Errors
/// If the evaluator gives up.
pub fn calibrate<E: Evaluator>(
    parameters: &[Parameter],
    goals: &[Goal],
    plan: &CalibrationPlan,
    evaluator: &mut E,
) -> Result<Calibration, E::Error> {
    let best = best::best(parameters, goals, plan, evaluator)?;
    let distance = Distance::correlated(goals, &samples(&best, plan, evaluator)?);
    let (before, after) = judged(&best, plan, evaluator)?;
    let misfit = distance.squared(goals, &after);
    let spare = distance.goals().checked_sub(parameters.len()).filter(|&spare| spare > 0);
    let plausibility = spare.map(|spare| chi_squared_tail(misfit, spare as u64));
    let least = match (plausibility, spare) {
        // The model is off by more than the goals' errors: these are widened until the misfit is what it should be (Birge, *The
        // calculation of errors by the method of least squares*, Physical Review 40 (1932), 207–227).
        (Some(chance), Some(spare)) if chance < IMPLAUSIBLE => libm::sqrt(misfit / spare as f64),
        _ => 1.0,
    };
    let generations = population::populations((parameters, goals), (&distance, least), plan, evaluator)?;
    let predictions = generations
        .last()
        .map(|last| predictive::predictions(goals, (&before, &after), last, plan.seed))
        .unwrap_or_default();
    Ok(Calibration { best, generations, predictions, plausibility })
}

/// Small samples of the best fit.
fn samples<E: Evaluator>(
    best: &Best,
    plan: &CalibrationPlan,
    evaluator: &mut E,
) -> Result<Vec<Simulated>, E::Error> {
    let luck = Luck(plan.seed);
    let request = |item| Request {
        values: Some(best.values.clone()),
        runs: SAMPLE_RUNS,
        seed: luck.word(Use::Sample, 0, item, 0),
    };
    evaluator.evaluate(&(0..SAMPLES).map(request).collect::<Vec<_>>())
}

/// What the scenario as it stands and the best fit come to, on the same luck, which neither has seen.
fn judged<E: Evaluator>(
    best: &Best,
    plan: &CalibrationPlan,
    evaluator: &mut E,
) -> Result<(Simulated, Simulated), E::Error> {
    let seed = Luck(plan.seed).word(Use::Judge, 0, 0, 0);
    let runs = plan.runs.saturating_mul(JUDGED);
    let request = |values| Request { values, runs, seed };
    let found = evaluator.evaluate(&[request(None), request(Some(best.values.clone()))])?;
    let mut found = found.into_iter();
    Ok((found.next().unwrap_or_default(), found.next().unwrap_or_default()))
}

#[cfg(test)]
mod tests;
