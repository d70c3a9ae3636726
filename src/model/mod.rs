//! What a scenario means: validated, complete, immutable.
//!
//! [`Scenario::new`] is the only gate from the file as written ([`crate::spec`]) to something that can run: it
//! resolves names, ranges numbers, fills in defaults, and reports all problems at once. After it nothing can fail.
//! The room does no I/O and runs nothing.

mod calendar;
mod condition;
mod dead;
mod distribution;
mod end_form;
mod event;
mod fields;
mod group;
mod input;
mod ladder;
mod policy;
mod resolve;
mod scenario;
pub(crate) mod special;

pub use calendar::Calendar;
pub use condition::{Condition, Ending, Morning, Reading, Word, ending_words, morning_words};
pub use dead::Dead;
pub use distribution::{Distribution, DistributionError};
pub use end_form::EndForm;
pub use event::{Effect, EffectKind, Event, Trigger};
pub use fields::{
    DynamicsField, GroupField, MediationField, MediatorField, PartyField, RelationField, RungField,
    StateField, TargetField, UtilityField,
};
pub use group::{Group, Suspicion, Target};
pub use input::{Input, Quantity, Slot};
pub use policy::{Deed, Rule, ScriptedAct};
pub(crate) use scenario::Layout;
pub use scenario::{
    BUILT_IN_OUTCOMES, Election, MAX_RUNGS, Mediator, Mode, Onlooker, OwnOutcome, Party, Relation, Rung,
    Scenario, State,
};
