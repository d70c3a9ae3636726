//! Go-betweens as written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::number::{Number, Share};
use super::table::spec_table;

spec_table! {
    /// A state or an organisation in the go-between role.
    pub struct MediatorSpec {
        /// Name in tables and stories. The key if left out.
        pub name: Option<String>,
        /// Whether it takes part: with false it never steps in, as if `initiative` were 0, but may still be named. Default true.
        pub active: Option<bool>,
        /// Whether it mediates between the parties or only encourages direct talks. Default `mediate`.
        pub mode: Option<Mode>,
        /// How readily it offers its services, 0 to 1. At 0 it never does. Default 0.5.
        pub initiative: Option<Number<Share>>,
        /// Its own interest in calm, 0 to 1. Default 0.5.
        pub stake: Option<Number<Share>>,
        /// Its standing as a go-between on day 0, 0 to 1; moves with success and with its rivals' success. Default 0.5.
        pub prestige: Option<Number<Share>>,
        /// Other mediators whose gain is its loss.
        pub rivals: Vec<String>,
        /// The states that it can speak to, with its standing in each.
        pub parties: BTreeMap<String, PartySpec>,
    }
}

spec_table! {
    /// A mediator's standing with one party.
    pub struct PartySpec {
        /// How far the party trusts the mediator, 0 to 1: makes it accept, and lowers the home cost of its restraint. Default 0.5.
        pub trust: Option<Number<Share>>,
        /// What the mediator can withhold from the party, 0 to 1: holds its acts back. Default 0.3.
        pub leverage: Option<Number<Share>>,
    }
}

/// What a go-between does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Needs both parties' acceptance, gives face, presses, and may bring an agreement.
    Mediate,
    /// Needs no acceptance, gives no face, only presses towards direct talks.
    Encourage,
}
