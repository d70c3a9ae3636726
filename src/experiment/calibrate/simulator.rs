//! What is fitted: anything that plays runs with parameters, and how its runs are asked for.

use super::{Goal, Parameter};
use crate::experiment::study::{Flow, deal};

/// Something with parameters that plays runs and says what they come to.
pub trait Simulator: Sync {
    /// What is fitted.
    fn parameters(&self) -> &[Parameter];

    /// What it is fitted to.
    fn goals(&self) -> &[Goal];

    /// Plays what is asked for, on this thread: the quantity of every goal, `None` where no run had it. A pure function of the request.
    fn simulate(&self, request: &Request) -> Simulated;
}

/// The quantities of the goals, in their order; `None` for one that no run had.
pub type Simulated = Vec<Option<f64>>;

/// Runs that are asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The values of the parameters; `None` for what the scenario itself says.
    pub values: Option<Vec<f64>>,
    /// How many runs.
    pub runs: u64,
    /// Seed of their luck.
    pub seed: u64,
}

/// Whoever has requests carried out: at once, or from a journal.
pub trait Evaluator {
    /// Why it gave up.
    type Error;

    /// What each request comes to, in their order.
    ///
    /// # Errors
    /// If it was told to stop, or cannot keep what it has played.
    fn evaluate(&mut self, requests: &[Request]) -> Result<Vec<Simulated>, Self::Error>;
}

/// Carries requests out at once, on so many threads.
#[derive(Debug)]
pub struct Directly<'s, S> {
    /// What is played.
    pub simulator: &'s S,
    /// Threads, at least 1. They never change a result.
    pub threads: usize,
}

impl<S: Simulator> Evaluator for Directly<'_, S> {
    type Error = std::convert::Infallible;

    fn evaluate(&mut self, requests: &[Request]) -> Result<Vec<Simulated>, Self::Error> {
        let mut results = vec![Vec::new(); requests.len()];
        let work = |place: usize| self.simulator.simulate(&requests[place]);
        deal(0..requests.len(), self.threads, work, |place, simulated| {
            results[place] = simulated;
            Ok::<_, Self::Error>(Flow::Continue)
        })?;
        Ok(results)
    }
}
