//! The whole file.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::event::EventSpec;
use super::group::GroupSpec;
use super::knob::Knob;
use super::ladder::{LadderBase, RungSpec};
use super::mediator::MediatorSpec;
use super::moment::Date;
use super::number::{Number, Real};
use super::outcome::OutcomeSpec;
use super::population::{Population, PopulationSpec};
use super::relation::RelationSpec;
use super::state::StateSpec;
use super::sweep::{Levels, ObjectiveSpec, SweepSpec, Varied};
use super::table::spec_table;
use super::weights::{DynamicsSpec, MediationSpec, UtilitySpec};

spec_table! {
    /// A scenario for offramp: states, how they regard each other, who goes between them and what may happen.
    pub struct ScenarioSpec {
        /// The scenario file that this one changes, as a path from this file's folder. Tables are merged key by key; everything else is replaced.
        pub extends: Option<String>,
        /// Paths of what is taken out of the file that this one extends, such as "events.kerman".
        pub remove: Vec<String>,
        /// Values that several places share, by name: a place says "$name". A distribution is drawn once per run for all of them.
        #[schemars(with = "BTreeMap<String, Knob>")]
        pub knobs: BTreeMap<String, Number<Real>>,
        /// Title of the scenario, shown above every result.
        pub title: Option<String>,
        /// What the scenario is about, in a few sentences.
        pub description: Option<String>,
        /// The date of day 0. Needed only where other dates are given as dates.
        pub start: Option<Date>,
        /// How many days a run may last, 1 to 3650. Default 90.
        #[schemars(range(min = 1, max = 3650))]
        pub horizon_days: Option<u32>,
        /// A crisis counts as settled after this many quiet days in a row, 1 to 365. Default 14.
        #[schemars(range(min = 1, max = 365))]
        pub quiet_days: Option<u32>,
        /// The two states whose crisis the outcomes speak of. All pairs if left out.
        #[schemars(length(min = 2, max = 2))]
        pub focus: Option<Vec<String>>,
        /// What the `ladder` table builds on: the built-in ladder (`default`), or nothing (`none`).
        pub ladder_base: Option<LadderBase>,
        /// Rungs of the escalation ladder by name: new ones, or changes to those of the built-in ladder.
        pub ladder: BTreeMap<String, RungSpec>,
        /// The states that decide, by name.
        pub states: BTreeMap<String, StateSpec>,
        /// How one state regards and treats another: `[relations.FROM.TO]`. Each direction has its own table.
        pub relations: BTreeMap<String, BTreeMap<String, RelationSpec>>,
        /// Armed groups, by name.
        pub groups: BTreeMap<String, GroupSpec>,
        /// States or organisations in the go-between role, by name.
        pub mediators: BTreeMap<String, MediatorSpec>,
        /// What may happen from outside, by name.
        pub events: BTreeMap<String, EventSpec>,
        /// Outcome classes of the scenario's own, by name, at most 64: checked before the built-in ones, in the order of the file.
        pub outcomes: IndexMap<String, OutcomeSpec>,
        /// What `offramp sweep` varies. No other command takes it into account.
        pub sweep: SweepSpec,
        /// What a policy-maker chooses, by path, as in `sweep.vary`: every combination is a policy, judged over all that `sweep` varies.
        #[schemars(with = "Varied")]
        pub levers: IndexMap<String, Levels>,
        /// What the policies of a sweep are judged by.
        pub objective: ObjectiveSpec,
        /// Members of a population. Only `score` and what is fitted to targets take it into account.
        #[schemars(with = "Population")]
        pub population: PopulationSpec,
        /// Weights of the terms that a decision sums up.
        pub utility: UtilitySpec,
        /// How acts change the situation and how fast it fades.
        pub dynamics: DynamicsSpec,
        /// How go-betweens offer, are accepted and succeed.
        pub mediation: MediationSpec,
    }
}
