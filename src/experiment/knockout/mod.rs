//! What each mechanism of a scenario contributes: it is switched off, alone, and the same runs are played again.
//!
//! All variants are played on common random numbers: the same seed and the same replicates, with luck keyed by what it
//! decides, so that a run and its twin differ only by what the mechanism did. Everything reported is *with minus
//! without*. Of the runs of the scenario as it is a few numbers each are kept; of those without a mechanism only counts.

mod compare;
mod mechanism;

use std::io;

use super::batch::{Batch, BatchPlan, Progress, play_watched, run_batch};
use super::class::OutcomeClass;
use super::dictionary::dictionary;
use super::sink::{NoRuns, RunSink, SinkError};
use crate::engine::{Program, RunRecord};
use crate::model::Scenario;
use crate::spec::{Problem, ScenarioSpec};
use crate::stats::{Estimate, Level};
use compare::{Comparer, Comparison, Gist, Reader};

pub use compare::{Contribution, Quantity};
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
    pub mechanism: Mechanism,
    comparison: Comparison,
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
    /// A run could not be handed on.
    #[error(transparent)]
    Sink(#[from] SinkError),
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
        // Found out before the long work; kept is none of them, since a large scenario has many.
        for mechanism in &mechanisms {
            let without = without(spec, mechanism)?;
            if OutcomeClass::all(&without) != OutcomeClass::all(scenario) {
                return Err(KnockoutError::OtherClasses { mechanism: mechanism.key.clone() });
            }
        }
        let program = Program::new(scenario);
        let measures = dictionary(&program);
        let mut keep = Keep { reader: Reader::new(&program, &measures), gists: Vec::new() };
        let base = run_batch(&program, plan, &mut keep, progress)?;
        let outcomes = outcome_names(&base).len();
        let mut effects = Vec::with_capacity(mechanisms.len());
        for (done, mechanism) in (1..).zip(mechanisms) {
            let mut progress = |runs| progress(done * plan.runs + runs);
            let program = Program::new(&without(spec, &mechanism)?);
            let comparison = compare(&program, plan, &keep.gists, outcomes, &mut progress)?;
            effects.push(Effect { mechanism, comparison });
        }
        Ok(Self { base, effects })
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
        self.comparison.changed()
    }

    /// Their share, with Wilson's interval.
    pub fn share_changed(&self, level: Level) -> Estimate {
        self.comparison.share_changed(level)
    }

    /// What the mechanism contributes to every quantity: the outcomes in their order, then the others.
    pub fn contributions(&self, level: Level) -> Vec<Contribution> {
        self.comparison.contributions(level)
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

fn compare(
    program: &Program,
    plan: &BatchPlan,
    with: &[Gist],
    outcomes: usize,
    progress: &mut Progress<'_>,
) -> Result<Comparison, SinkError> {
    let measures = dictionary(program);
    let comparer =
        || Comparer { with, reader: Reader::new(program, &measures), comparison: Comparison::new(outcomes) };
    let mut total = Comparison::new(outcomes);
    let mut gather = |comparer: Comparer<'_>| total.merge(&comparer.comparison);
    play_watched(program, plan, comparer, &mut gather, &mut NoRuns, progress)?;
    Ok(total)
}

/// Keeps the gist of every run, in run order.
struct Keep<'a> {
    reader: Reader<'a>,
    gists: Vec<Gist>,
}

impl RunSink for Keep<'_> {
    fn run(&mut self, record: &RunRecord) -> io::Result<()> {
        self.gists.push(self.reader.read(record));
        Ok(())
    }
}

#[cfg(test)]
mod tests;
