//! Which run of a batch is worth telling: a typical one, the worst, the gentlest, or the least likely.
//!
//! The rules are fixed and leave nothing to chance: of runs that are equal by a rule, the one with the lowest number is
//! picked. So the same scenario, seed and number of runs give the same run, on any number of threads.

mod profile;
mod rules;

use std::fmt;

use super::batch::{BatchPlan, Progress, play_watched};
use super::dictionary::dictionary;
use super::sink::{NoRuns, SinkError};
use crate::engine::Program;
use profile::{Profile, Profiler};

/// By which rule a run is picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// Of the most frequent outcome class, the run in the middle.
    Typical,
    /// The run with most dead; of several, the one with the gravest outcome.
    Worst,
    /// The run with the gentlest outcome; of several, the one with fewest dead, then with fewest violent acts.
    Best,
    /// The run whose decisions were the least likely, for decisions of their kind.
    Surprising,
    /// Of the outcome class of this name, the run in the middle.
    Outcome(String),
}

/// The run that was picked.
#[derive(Debug, Clone, PartialEq)]
pub struct Picked {
    /// Its number: what `trace --run` asks for.
    pub replicate: u64,
    /// The rule.
    pub pick: Pick,
    /// Why this one.
    pub why: Why,
    /// All runs of the batch.
    pub runs: u64,
}

/// Why a run was picked.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// It lies in the middle of its class.
    Middle {
        /// The class.
        outcome: String,
        /// Runs that ended in it.
        runs: u64,
    },
    /// So many died, and no run had more.
    Dead(u64),
    /// Its outcome is the gentlest that occurred.
    Gentlest {
        /// The outcome.
        outcome: String,
        /// How many died.
        dead: u64,
    },
    /// Its decisions were less likely than usual by so many standard deviations.
    Surprise(f64),
}

impl fmt::Display for Picked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |key: &str| key.replace('_', " ");
        match &self.why {
            Why::Middle { outcome, runs } => {
                let which =
                    if matches!(self.pick, Pick::Typical) { ", the most frequent outcome" } else { "" };
                write!(
                    f,
                    "of the {runs} of {} runs that end as {}{which}, the one nearest to their medians",
                    self.runs,
                    plain(outcome)
                )
            }
            Why::Dead(dead) => write!(f, "of {} runs, the one with most dead: {dead}", self.runs),
            Why::Gentlest { outcome, dead } => {
                let outcome = plain(outcome);
                write!(f, "of {} runs, the gentlest: it ends as {outcome}, with {dead} dead", self.runs)
            }
            Why::Surprise(surprise) => write!(
                f,
                "of {} runs, the one with the least likely decisions: {surprise:.1} standard deviations less likely than \
                 decisions of their kind are on average",
                self.runs
            ),
        }
    }
}

/// No run could be picked.
#[derive(Debug, thiserror::Error)]
pub enum PickError {
    /// No run ended in the class asked for.
    #[error("no run of {runs} ended as `{asked}`; those that occurred: {}", counts(.occurred))]
    NoSuchOutcome {
        /// The class.
        asked: String,
        /// All runs.
        runs: u64,
        /// The classes that occurred, with how many runs ended in each.
        occurred: Vec<(String, u64)>,
    },
    /// A run could not be handed on.
    #[error(transparent)]
    Sink(#[from] SinkError),
}

fn counts(occurred: &[(String, u64)]) -> String {
    let texts: Vec<String> = occurred.iter().map(|(outcome, runs)| format!("{outcome} ({runs})")).collect();
    texts.join(", ")
}

/// Plays a batch and picks a run of it.
///
/// # Errors
/// If no run ended in the outcome class asked for.
pub fn pick_run(
    program: &Program,
    plan: &BatchPlan,
    pick: &Pick,
    progress: &mut Progress<'_>,
) -> Result<Picked, PickError> {
    Profiles::of(program, plan, progress)?.pick(pick)
}

/// What the rules go by, of all runs of a batch: to pick more than one without playing them again.
#[derive(Debug)]
pub struct Profiles {
    profiles: Vec<Profile>,
    /// The outcome classes.
    classes: Vec<String>,
}

impl Profiles {
    /// Plays a batch.
    ///
    /// # Errors
    /// If a run could not be handed on.
    pub fn of(program: &Program, plan: &BatchPlan, progress: &mut Progress<'_>) -> Result<Self, PickError> {
        let measures = dictionary(program);
        let profiler = || Profiler::new(program, &measures);
        let mut profiles: Vec<Profile> = Vec::new();
        let mut gather = |profiler: Profiler<'_>| profiles.extend(profiler.profiles);
        play_watched(program, plan, profiler, &mut gather, &mut NoRuns, progress)?;
        profiles.sort_unstable_by_key(|profile| profile.replicate);
        let outcome = measures.into_iter().find(|measure| measure.key == "outcome");
        Ok(Self { profiles, classes: outcome.map_or_else(Vec::new, |measure| measure.categories) })
    }

    /// Picks a run.
    ///
    /// # Errors
    /// If no run ended in the outcome class asked for.
    pub fn pick(&self, pick: &Pick) -> Result<Picked, PickError> {
        rules::pick(&self.profiles, pick, &self.classes)
    }
}

#[cfg(test)]
mod tests;
