//! Relations between states as written.

use std::collections::BTreeMap;

use super::number::{Number, OpenShare, Positive, Share};
use super::table::spec_table;

spec_table! {
    /// How one state regards and treats another. The other direction is a table of its own.
    pub struct RelationSpec {
        /// Long-standing wrongs that this state holds against the other, 0 to 1; rises with violence and fades back to this level. Default 0.1.
        pub grievance: Option<Number<Share>>,
        /// What this state has to lose with the other, 0 to 1: trade, shared problems, brotherly relations. Default 0.3.
        pub ties: Option<Number<Share>>,
        /// What this state believes about the other's resolve on day 0.
        pub resolve_belief: Option<BeliefSpec>,
        /// The highest rung that this state can carry out against the other, or "none". If left out, every rung, but nuclear use only between two nuclear states.
        pub reach: Option<String>,
        /// The lasting rung that this state has in force against the other on day 0. None if left out.
        pub posture: Option<String>,
        /// What the other did to this state that is unanswered on day 0, on the ladder's severity scale, 0 to 1. Default 0.
        pub injury: Option<Number<Share>>,
        /// Tension of the pair on day 0, 0 to 1; may be given in either direction. Default 0.
        pub tension: Option<Number<Share>>,
        /// Whose eyes make a precedent for this state, with weights from 0 to 1: letting a blow pass before them invites the next.
        pub onlookers: BTreeMap<String, Number<Share>>,
        /// States with which this state suspects the other to act in collusion, each with the probability from 0 to 1 that it believes so in a run.
        pub suspects: BTreeMap<String, Number<Share>>,
    }
}

spec_table! {
    /// A belief about another state's resolve: a beta distribution over types.
    pub struct BeliefSpec {
        /// Expected resolve, between 0 and 1, both excluded. Default 0.5.
        pub mean: Option<Number<OpenShare>>,
        /// How sure the belief is, above 0: it weighs as much as this many observations. Default 4.
        pub confidence: Option<Number<Positive>>,
    }
}
