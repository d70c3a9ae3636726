//! Armed groups, and suspicions of collusion.

use super::fields::TargetField;
use super::input::Slot;

/// A state that an armed group attacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// The state.
    pub state: usize,
    /// First slot of the target's [`TargetField`]s.
    pub first: Slot,
}

impl Target {
    pub(crate) fn slot(self, field: TargetField) -> usize {
        self.first.index() + field.index()
    }
}

/// An armed group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its key in the file.
    pub key: String,
    /// The name people read.
    pub name: String,
    /// The state from whose soil it operates.
    pub host: usize,
    /// The state that directs it.
    pub sponsor: Option<usize>,
    /// The states that it attacks, by state.
    pub targets: Vec<Target>,
}

impl Group {
    /// What it does to a state, if it attacks it.
    pub fn target(&self, state: usize) -> Option<Target> {
        let place = self.targets.binary_search_by_key(&state, |target| target.state).ok()?;
        Some(self.targets[place])
    }
}

/// A suspicion of i that j acts in collusion with a third state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspicion {
    /// The third state.
    pub state: usize,
    /// i's relation to it.
    pub relation: usize,
    /// Probability that i believes so in a run.
    pub probability: Slot,
}
