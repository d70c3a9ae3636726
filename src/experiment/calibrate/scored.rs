//! A scenario and its targets as something to fit.

use super::{Goal, Parameter, Request, Simulated, Simulator};
use crate::experiment::score::{Score, ScoreError, ScorePlan, Targets, simulated};
use crate::spec::Document;
use crate::stats::Level;

/// A scenario, or a population, whose numbers are fitted to targets.
///
/// Targets that the model has no counterpart for are left out.
#[derive(Debug)]
pub struct ScoredScenario {
    document: Document,
    targets: Targets,
    parameters: Vec<Parameter>,
    goals: Vec<Goal>,
    /// By goal, its place among the targets.
    places: Vec<usize>,
}

impl ScoredScenario {
    /// The scenario of a document, whose `parameters` are fitted to `targets`.
    ///
    /// # Errors
    /// If the scenario cannot be scored against the targets as it is, or with all parameters in the middle of their bounds.
    pub fn new(
        document: &Document,
        targets: Targets,
        parameters: Vec<Parameter>,
    ) -> Result<Self, ScoreError> {
        let scored = |(place, target): (usize, &crate::experiment::score::Target)| {
            target.statistic.as_ref()?;
            let goal = Goal {
                id: target.id.clone(),
                scale: target.scale,
                observed: target.observed,
                source: target.source.clone(),
                hold_out: target.is_held_out,
            };
            Some((place, goal))
        };
        let (places, goals) = targets.list().iter().enumerate().filter_map(scored).unzip();
        let scenario = Self { document: document.clone(), targets, parameters, goals, places };
        let middle = scenario.parameters.iter().map(|parameter| parameter.at(0.5)).collect();
        for values in [None, Some(middle)] {
            scenario.score(&Request { values, runs: 1, seed: 0 })?;
        }
        Ok(scenario)
    }

    /// The targets.
    pub fn targets(&self) -> &Targets {
        &self.targets
    }

    /// What values of the parameters are, as settings.
    pub fn settings(&self, values: &[f64]) -> Vec<String> {
        let pairs = self.parameters.iter().zip(values);
        pairs.map(|(parameter, value)| format!("{}={value}", parameter.path)).collect()
    }

    fn score(&self, request: &Request) -> Result<Score, ScoreError> {
        let settings = request.values.as_ref().map(|values| self.settings(values)).unwrap_or_default();
        let plan = ScorePlan { runs: request.runs, seed: request.seed, threads: 1 };
        Score::new(&self.document, &settings, self.targets.clone(), plan)
    }
}

impl Simulator for ScoredScenario {
    fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    fn goals(&self) -> &[Goal] {
        &self.goals
    }

    fn simulate(&self, request: &Request) -> Simulated {
        // Values with which the scenario is not sound, such as two rungs out of order, are as far from all goals as can be.
        let Ok(score) = self.score(request) else { return vec![None; self.goals.len()] };
        let found = simulated(&score, &score.rows(1), Level::default());
        self.places.iter().map(|&place| found[place].estimate.value).collect()
    }
}
