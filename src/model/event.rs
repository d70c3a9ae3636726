//! Events: what happens to the states rather than by their choice.

use super::input::Slot;

/// When an event falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// On a day of the run; never if it lies outside.
    Day(i64),
    /// On any day with this chance.
    Hazard(Slot),
    /// The day after `relation.from` carried out this rung or a higher one against `relation.to`.
    Rung {
        /// The relation watched.
        relation: usize,
        /// The lowest rung that counts.
        rung: usize,
    },
    /// So many days after another event was due, if that one did (or did not) occur.
    After {
        /// The event waited for.
        event: usize,
        /// Days between the two, at least 1.
        delay_days: u32,
        /// Whether the other must have occurred, or must have failed to.
        occurred: bool,
    },
    /// On a morning on which a condition holds.
    When {
        /// Which of the scenario's [conditions](super::Scenario::conditions).
        condition: usize,
    },
}

/// What an event moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectKind {
    /// Grievance of a relation.
    Grievance,
    /// Unanswered injury of a relation.
    Injury,
    /// Justification of a relation.
    Justification,
    /// Tension of a relation's pair.
    Tension,
    /// Cordiality of a relation.
    Ties,
    /// A state's need to show strength.
    Assertiveness,
    /// A state's prestige.
    Prestige,
    /// An armed group's capacity.
    Capacity,
    /// Civilian dead in a state.
    Fatalities,
}

/// One effect of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// What it moves.
    pub kind: EffectKind,
    /// Index of the relation, state or group it moves it in.
    pub target: usize,
    /// By how much.
    pub amount: Slot,
}

/// Something that happens to the states rather than by their choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its key in the file.
    pub key: String,
    /// The name people read.
    pub name: String,
    /// When it falls due.
    pub trigger: Trigger,
    /// Chance that it occurs when due.
    pub probability: Slot,
    /// Whether it can fall due again.
    pub repeats: bool,
    /// What it moves.
    pub effects: Vec<Effect>,
}
