//! Armed groups as written.

use std::collections::BTreeMap;

use super::number::{NonNegative, Number, Positive, Share};
use super::table::spec_table;

spec_table! {
    /// An armed group: it operates from one state's soil, attacks states of its own accord, and may do another state's bidding.
    pub struct GroupSpec {
        /// Name in tables and stories. The key if left out.
        pub name: Option<String>,
        /// Whether it takes part: with false it has no capacity and no event gives it any, but it may still be named. Default true.
        pub active: Option<bool>,
        /// The state from whose soil it operates: strikes on the group violate this state's sovereignty.
        pub host: Option<String>,
        /// The state that arms and directs it, for which it carries out covert acts. None if left out.
        pub sponsor: Option<String>,
        /// Share of the sponsor's covert acts against the group's targets, 0 to 1, that the group carries out in its stead while at full capacity. Default 0.5.
        pub control: Option<Number<Share>>,
        /// Whom victims hold responsible for what the group does.
        pub attribution: Option<GroupAttributionSpec>,
        /// How able it is to attack, 0 to 1, on day 0; worn down by strikes on it and by crackdowns, it grows back to this level. Default 1.
        pub capacity: Option<Number<Share>>,
        /// Share of its capacity that a blow of severity 1 at it destroys, 0 to 1. Default 0.6.
        pub vulnerability: Option<Number<Share>>,
        /// Half of the capacity that it has lost grows back in this many days; above 0. Default 60.
        pub regrowth_half_life_days: Option<Number<Positive>>,
        /// Share of its victims who are civilian, 0 to 1. Default 0.6.
        pub civilian_share: Option<Number<Share>>,
        /// The states that it attacks, or would attack on its sponsor's orders.
        pub targets: BTreeMap<String, GroupTargetSpec>,
    }
}

spec_table! {
    /// Whom the victim of an armed group holds responsible.
    pub struct GroupAttributionSpec {
        /// Chance that what the group does is traced to its sponsor, 0 to 1. Default 0.4.
        pub sponsor: Option<Number<Share>>,
        /// Chance that the host is held responsible for it where no sponsor is, 0 to 1. Default 0.4.
        pub host: Option<Number<Share>>,
    }
}

spec_table! {
    /// A state that an armed group attacks.
    pub struct GroupTargetSpec {
        /// Chance of an attack on a day while the group is at full capacity, 0 to 1. At 0 it attacks on its sponsor's orders only. Default 0.005.
        pub rate_per_day: Option<Number<Share>>,
        /// How grave an attack is, 0 to 1, on the ladder's scale of severity. Default 0.25.
        pub severity: Option<Number<Share>>,
        /// Mean number of deaths of an attack, 0 or more. Default 4.
        pub fatalities: Option<Number<NonNegative>>,
        /// Dispersion of that number, above 0: small means rare but large numbers. Default 0.7.
        pub dispersion: Option<Number<Positive>>,
    }
}
