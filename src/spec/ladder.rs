//! The escalation ladder as written.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::number::{NonNegative, Number, Positive, Share};
use super::table::spec_table;

/// What a scenario's ladder builds on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LadderBase {
    /// The built-in ladder.
    Default,
    /// Nothing: the scenario gives every rung.
    None,
}

spec_table! {
    /// A rung of the escalation ladder: a kind of act. Rungs are ordered by severity (after Kahn 1965).
    pub struct RungSpec {
        /// How grave the act is, 0 to 1. Rungs of equal severity share one place on the ladder.
        pub severity: Option<Number<Share>>,
        /// Whether it is an armed act. Default false.
        pub violent: Option<bool>,
        /// Whether it is a posture that stays in force until stepped down, such as recalled envoys or a war. Default false.
        pub lasting: Option<bool>,
        /// How much of it audiences see, 0 to 1: a covert blow neither shames nor satisfies them as an open one does. Default 1.
        pub public: Option<Number<Share>>,
        /// Whether the victim may fail to trace it to the state that did it. Default false.
        pub deniable: Option<bool>,
        /// Whether it is aimed at an armed group on the other's soil: it then names the group that it hits, and wears it down. Default false.
        pub against_group: Option<bool>,
        /// Deaths when it is carried out: a negative binomial count.
        pub fatalities: Option<FatalitiesSpec>,
        /// Share of the deaths that are civilian, 0 to 1. Default 0.3.
        pub civilian_share: Option<Number<Share>>,
        /// Chance that the act lands one rung higher than meant, 0 to 1. Default 0.
        pub accident: Option<Number<Share>>,
        /// Whether it is the use of a nuclear weapon, which only nuclear states can carry out. Default false.
        pub nuclear: Option<bool>,
    }
}

spec_table! {
    /// A negative binomial number of deaths.
    pub struct FatalitiesSpec {
        /// Mean number of deaths, 0 or more. Default 0.
        pub mean: Option<Number<NonNegative>>,
        /// Dispersion (the size k), above 0: small means rare but large numbers, large comes close to Poisson. Default 1.
        pub dispersion: Option<Number<Positive>>,
    }
}
