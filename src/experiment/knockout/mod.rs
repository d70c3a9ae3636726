//! What each mechanism of a scenario contributes: it is switched off, alone, and the same runs are played again.
//!
//! A [comparison](super::compare) of the scenario as it is with the same scenario without each of its mechanisms, on common random
//! numbers. Everything reported is *with minus without*.

mod contribution;
mod mechanism;

use std::sync::Arc;

use super::batch::{Batch, BatchPlan, Progress};
use super::class::OutcomeClass;
use super::compare::{Comparison, ComparisonTally, Pair, Scope};
use super::estimates::Confidence;
use crate::engine::Program;
use crate::model::Scenario;
use crate::spec::{Problem, ScenarioSpec};
use crate::stats::{Estimate, Level, ProportionMethod};

pub use contribution::{Contribution, Quantity};
pub use mechanism::{Mechanism, MechanismKind, mechanisms};

/// What switching off every mechanism of a scenario, one at a time, changes.
#[derive(Debug)]
pub struct Knockout {
    base: Batch,
    effects: Vec<Effect>,
}

/// What switching off one mechanism changes.
#[derive(Debug)]
pub struct Effect {
    /// The mechanism.
    pub mechanism: Arc<Mechanism>,
    pair: Pair,
}

/// A scenario without one of its mechanisms could not be played.
#[derive(Debug, thiserror::Error)]
pub enum KnockoutError {
    /// Something else in the scenario needs the mechanism.
    #[error("without `{mechanism}` the scenario is not sound: {}", list(.problems))]
    Unsound {
        /// Which mechanism.
        mechanism: String,
        /// What is wrong without it.
        problems: Vec<Problem>,
    },
    /// A variant sorts runs into other classes.
    #[error("`{mechanism}` has outcome classes of its own, and runs of different classes cannot be compared")]
    OtherClasses {
        /// Which variant.
        mechanism: String,
    },
}

fn list(problems: &[Problem]) -> String {
    let texts: Vec<String> =
        problems.iter().map(|problem| format!("{}: {}", problem.path, problem.what)).collect();
    texts.join("; ")
}

/// A knockout, about to be played: a [`Comparison`] and the mechanisms that it is about.
pub struct KnockoutStudy {
    comparison: Comparison,
    mechanisms: Vec<Arc<Mechanism>>,
}

impl KnockoutStudy {
    /// Of a scenario as it is, and without each of these mechanisms, such as all its [`mechanisms`]. `spec` is what the
    /// scenario was made from.
    ///
    /// # Errors
    /// If the scenario without a mechanism is not sound, or sorts runs into other classes.
    pub fn new(
        spec: &ScenarioSpec,
        scenario: &Scenario,
        mechanisms: Vec<Mechanism>,
        plan: &BatchPlan,
    ) -> Result<Self, KnockoutError> {
        let spec = Arc::new(spec.clone());
        let mut comparison = Comparison::new("with", scenario, plan, Scope::Core);
        let mechanisms: Vec<Arc<Mechanism>> = mechanisms.into_iter().map(Arc::new).collect();
        for mechanism in &mechanisms {
            let variant = without(&spec, mechanism)?;
            if OutcomeClass::all(&variant) != OutcomeClass::all(scenario) {
                return Err(KnockoutError::OtherClasses { mechanism: mechanism.key.clone() });
            }
            let (spec, removed) = (Arc::clone(&spec), Arc::clone(mechanism));
            comparison.against_made(&mechanism.key, &variant, move || match without(&spec, &removed) {
                Ok(scenario) => Program::new(&scenario),
                Err(_) => unreachable!("it was sound when the study was made"),
            });
        }
        Ok(Self { comparison, mechanisms })
    }

    /// What is played.
    pub fn comparison(&self) -> &Comparison {
        &self.comparison
    }

    /// What the runs say: all of them, or as many as there were.
    pub fn knockout(&self, total: ComparisonTally) -> Knockout {
        let (base, pairs) = self.comparison.compared(total).into_parts();
        let effects = self.mechanisms.iter().cloned().zip(pairs);
        let effects = effects.map(|(mechanism, pair)| Effect { mechanism, pair }).collect();
        Knockout { base, effects }
    }

    /// Plays it; `progress` is told how many runs are done of all of them, [`Comparison::runs`].
    pub fn run(&self, progress: &mut Progress<'_>) -> Knockout {
        self.knockout(self.comparison.add_up(progress))
    }
}

impl Knockout {
    /// The batch of the scenario as it is.
    pub fn base(&self) -> &Batch {
        &self.base
    }

    /// The names of the outcome classes.
    pub fn outcomes(&self) -> &[String] {
        outcome_names(&self.base)
    }

    /// What each mechanism does, in the order in which they were given.
    pub fn effects(&self) -> &[Effect] {
        &self.effects
    }

    /// The same, the mechanism that changes the outcome of most runs first.
    pub fn ranked(&self) -> Vec<&Effect> {
        let mut ranked: Vec<&Effect> = self.effects.iter().collect();
        ranked.sort_by_key(|effect| std::cmp::Reverse(effect.changed()));
        ranked
    }
}

impl Effect {
    /// Runs that end in another class without the mechanism.
    pub fn changed(&self) -> u64 {
        self.pair.changed(Confidence::default()).0
    }

    /// Their share, with Wilson's interval.
    pub fn share_changed(&self, level: Level) -> Estimate {
        self.pair.changed(Confidence { method: ProportionMethod::Wilson, level }).1
    }

    /// What the mechanism contributes to every quantity: the outcomes in their order, then the others.
    pub fn contributions(&self, level: Level) -> Vec<Contribution> {
        contribution::contributions(&self.pair, level)
    }
}

fn outcome_names(batch: &Batch) -> &[String] {
    let outcome = batch.measures().iter().find(|measure| measure.key == "outcome");
    outcome.map_or(&[], |measure| measure.categories.as_slice())
}

fn without(spec: &ScenarioSpec, mechanism: &Mechanism) -> Result<Scenario, KnockoutError> {
    Scenario::new(&mechanism.without(spec))
        .map_err(|problems| KnockoutError::Unsound { mechanism: mechanism.key.clone(), problems })
}

#[cfg(test)]
mod tests;
