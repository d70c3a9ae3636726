//! Events as written.

use std::collections::BTreeMap;

use super::moment::{LAST_DAY, Moment};
use super::number::{NonNegative, Number, Share, Signed};
use super::table::spec_table;

spec_table! {
    /// Something that happens from outside. Exactly one of `date`, `hazard_per_day`, `when_rung`, `after` and `when` says when.
    pub struct EventSpec {
        /// Name in tables and stories. The key if left out.
        pub name: Option<String>,
        /// Whether it can happen: with false it never does, as if `probability` were 0, but may still be named. Default true.
        pub active: Option<bool>,
        /// It happens on this day.
        pub date: Option<Moment>,
        /// It happens with this chance on any day, 0 to 1.
        pub hazard_per_day: Option<Number<Share>>,
        /// It happens on the day after one state carried out a given rung, or a higher one, against another.
        pub when_rung: Option<WhenRungSpec>,
        /// It happens after another event.
        pub after: Option<AfterSpec>,
        /// It happens on the first morning on which this condition holds: `tension.iran.pakistan > 0.6`.
        pub when: Option<String>,
        /// Chance that it happens at all when its time comes, 0 to 1. Default 1.
        pub probability: Option<Number<Share>>,
        /// Whether it may happen more than once. Default false.
        pub repeats: Option<bool>,
        /// What it changes, all at once.
        pub effects: Vec<EffectSpec>,
    }
}

spec_table! {
    /// A condition on what one state did to another.
    pub struct WhenRungSpec {
        /// The state that acted.
        pub from: Option<String>,
        /// The state that it acted against.
        pub to: Option<String>,
        /// The rung that was carried out; any higher one will do too.
        pub rung: Option<String>,
    }
}

spec_table! {
    /// A condition on another event.
    pub struct AfterSpec {
        /// The other event.
        pub event: Option<String>,
        /// Days between the two, 1 to 36500. Default 1.
        #[schemars(range(min = 1, max = LAST_DAY))]
        pub delay_days: Option<u32>,
        /// Whether the other event must have happened (true), or its time have passed without it (false). Default true.
        pub occurred: Option<bool>,
    }
}

spec_table! {
    /// Changes that an event makes; every number is added to what is there.
    pub struct EffectSpec {
        /// Added to a grievance, by "from.to", -2 to 2: `{ "iran.pakistan" = 0.25 }` is Iran's against Pakistan.
        pub grievance: BTreeMap<String, Number<Signed>>,
        /// Added to an unanswered injury, by "from.to", -2 to 2: "iran.pakistan" is what Iran suffered from Pakistan.
        pub injury: BTreeMap<String, Number<Signed>>,
        /// Added to the right to answer that others recognise, by "from.to", -2 to 2.
        pub justification: BTreeMap<String, Number<Signed>>,
        /// Added to the tension of a pair, by "from.to", -2 to 2; the order does not matter.
        pub tension: BTreeMap<String, Number<Signed>>,
        /// Added to cordiality, by "from.to", -2 to 2.
        pub ties: BTreeMap<String, Number<Signed>>,
        /// Added to a state's need to show strength, by state, -2 to 2.
        pub assertiveness: BTreeMap<String, Number<Signed>>,
        /// Added to a state's prestige, by state, -2 to 2.
        pub prestige: BTreeMap<String, Number<Signed>>,
        /// Added to an armed group's capacity, by group, -2 to 2.
        pub capacity: BTreeMap<String, Number<Signed>>,
        /// Deaths, by state, 0 or more.
        pub fatalities: BTreeMap<String, Number<NonNegative>>,
    }
}
