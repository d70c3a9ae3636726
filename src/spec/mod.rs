//! The file as written: its keys, where each value stands, and what is wrong with it.
//!
//! Types for everything that a scenario file may say, without meaning and without defaults; a spanned tree of the
//! text ([`Document`]), laid over what it extends, that takes `--set` and says of every value where it came from; and the gate
//! ([`Document::read`]) that finds unknown keys, wrong kinds and numbers out of range, all at once. The types are the
//! only list of keys, kinds and ranges: the gate and the editors' schema both read them from there. And files of any
//! size that are made up, to try the program on ([`synthetic_scenario`]).
//!
//! This room imports no other, draws no random numbers, and gives no default that means something.

mod active;
mod aim;
mod distribution;
mod document;
mod event;
mod extends;
mod extent;
mod field;
mod gate;
mod group;
mod hints;
mod knob;
mod ladder;
mod layer;
mod leaves;
mod levels;
pub mod limits;
mod load;
mod mediator;
mod moment;
mod number;
mod outcome;
mod path;
mod population;
mod problem;
mod relation;
mod rules;
mod samples;
mod scenario;
mod schema;
mod set;
mod shape;
mod state;
mod sweep;
mod syntax;
mod synthetic;
mod table;
mod targets;
mod tree;
mod vary;
mod weights;
mod whole;

pub use distribution::{Beta, Discrete, DistSpec, Lognormal, Normal, Pert, Sample, Triangular, Uniform};
pub use document::{Document, Origin, Source, SyntaxErrors};
pub use event::{AfterSpec, EffectSpec, EventSpec, WhenRungSpec};
pub use extends::ExtendsErrors;
pub use field::{Field, FieldKind, field};
pub use group::{GroupAttributionSpec, GroupSpec, GroupTargetSpec};
pub(crate) use hints::did_you_mean;
pub use ladder::{FatalitiesSpec, LadderBase, RungSpec};
pub use leaves::{Leaf, Written};
pub use limits::Limit;
pub use load::{LoadError, load, load_from};
pub use mediator::{MediatorSpec, Mode, PartySpec};
pub use moment::{Date, LAST_DAY, Moment};
pub use number::{
    Amount, Bounds, NonNegative, Number, OpenShare, Positive, Range, Real, Share, Signed, UpTo2,
};
pub use outcome::OutcomeSpec;
pub use path::{canonical_path, child_path, quote_key, quoted};
pub use population::{NAME, PopulationSpec, WEIGHT};
pub use problem::{Location, Problem};
pub use relation::{BeliefSpec, RelationSpec};
pub use scenario::ScenarioSpec;
pub use schema::schema;
pub use set::assignment;
pub use state::{ElectionSpec, Policy, ScriptSpec, StateSpec};
pub use sweep::{DesignKind, Levels, ObjectiveSpec, SweepSpec};
pub use synthetic::{ScenarioSize, SizeError, synthetic_scenario};
pub use targets::{TargetSpec, TargetsSpec};
pub use weights::{DynamicsSpec, MediationSpec, UtilitySpec};

#[cfg(test)]
mod tests;
