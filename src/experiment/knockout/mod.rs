//! What each mechanism of a scenario contributes: it is switched off, alone, and the same runs are played again.
//!
//! A [comparison](super::compare) of the scenario as it is with the same scenario without each of its mechanisms, on common random
//! numbers. Everything reported is *with minus without*.

mod contribution;
mod mechanism;

use std::sync::Arc;

use super::batch::{Batch, BatchPlan, Progress};
use super::class::OutcomeClass;
use super::compare::{Comparison, Pair, Scope};
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

impl Knockout {
    /// Plays a scenario as it is, and then without each of these mechanisms, such as all its [`mechanisms`]. `spec` is
    /// what the scenario was made from; `progress` is told how many runs are done of all of them, [`Self::runs_of`].
    ///
    /// # Errors
    /// If the scenario without a mechanism is not sound, or sorts runs into other classes; nothing is played then.
    pub fn run(
        spec: &ScenarioSpec,
        scenario: &Scenario,
        mechanisms: Vec<Mechanism>,
        plan: &BatchPlan,
        progress: &mut Progress<'_>,
    ) -> Result<Self, KnockoutError> {
        let spec = Arc::new(spec.clone());
        let mut study = Comparison::new("with", scenario, plan, Scope::Core);
        let mechanisms: Vec<Arc<Mechanism>> = mechanisms.into_iter().map(Arc::new).collect();
        for mechanism in &mechanisms {
            let variant = without(&spec, mechanism)?;
            if OutcomeClass::all(&variant) != OutcomeClass::all(scenario) {
                return Err(KnockoutError::OtherClasses { mechanism: mechanism.key.clone() });
            }
            let (spec, removed) = (Arc::clone(&spec), Arc::clone(mechanism));
            study.against_made(&mechanism.key, &variant, move || match without(&spec, &removed) {
                Ok(scenario) => Program::new(&scenario),
                Err(_) => unreachable!("it was sound when the study was made"),
            });
        }
        let (base, pairs) = study.run(progress).into_parts();
        let effects = mechanisms.into_iter().zip(pairs).map(|(mechanism, pair)| Effect { mechanism, pair });
        Ok(Self { base, effects: effects.collect() })
    }

    /// How many runs it takes to compare so many mechanisms.
    pub fn runs_of(mechanisms: usize, plan: &BatchPlan) -> u64 {
        plan.runs.saturating_mul(mechanisms as u64 + 1)
    }

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
