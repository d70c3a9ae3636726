//! The classes that runs end in: the scenario's own, then those that every scenario has.

use crate::engine::{Outcome, RunRecord};
use crate::model::Scenario;

/// A class that runs end in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutcomeClass {
    /// One of the scenario's own.
    Own {
        /// Its key, which is its name in files and tables.
        key: String,
        /// The name people read, if it has one besides.
        name: Option<String>,
    },
    /// One that every scenario has.
    BuiltIn(Outcome),
}

impl OutcomeClass {
    /// All classes of a scenario, in the order of their rules.
    pub fn all(scenario: &Scenario) -> Vec<Self> {
        let own =
            scenario.outcomes().iter().map(|own| Self::Own { key: own.key.clone(), name: own.name.clone() });
        own.chain(Outcome::ALL.map(Self::BuiltIn)).collect()
    }

    /// The place of a run's class among all.
    pub fn place(scenario: &Scenario, record: &RunRecord) -> usize {
        record.own_outcome.map_or(scenario.outcomes().len() + record.outcome.index(), usize::from)
    }

    /// The class that a run ended in.
    pub fn of(scenario: &Scenario, record: &RunRecord) -> Self {
        Self::all(scenario).swap_remove(Self::place(scenario, record))
    }

    /// The name in files and tables.
    pub fn key(&self) -> &str {
        match self {
            Self::Own { key, .. } => key,
            Self::BuiltIn(outcome) => outcome.key(),
        }
    }

    /// The name for people, if the scenario gives it one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Own { name, .. } => name.as_deref(),
            Self::BuiltIn(_) => None,
        }
    }
}

/// How grave an outcome is, from 0: no strike, then by how much force passed and how it was left. A run that ended in a class of
/// the scenario's own is as grave as the built-in class it would have ended in.
pub(super) fn gravity(outcome: Outcome) -> usize {
    match outcome {
        Outcome::NoStrike => 0,
        Outcome::UnansweredStrike => 1,
        Outcome::MediatedSettlement => 2,
        Outcome::SettledExchange => 3,
        Outcome::Frozen => 4,
        Outcome::LimitedWar => 5,
        Outcome::War => 6,
        Outcome::NuclearUse => 7,
    }
}
