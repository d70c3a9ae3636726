//! States as written.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::moment::Moment;
use super::number::{Number, Positive, Share, UpTo2};
use super::table::spec_table;

spec_table! {
    /// A state: it chooses, day by day and towards each state it has a relation with, whether to conciliate, to hold, or to act.
    pub struct StateSpec {
        /// Name in tables and stories. The key if left out.
        pub name: Option<String>,
        /// Capability relative to the others, above 0, in any common unit (for example the CINC share of Singer et al. 1972). Default 1.
        pub power: Option<Number<Positive>>,
        /// Willingness to bear costs, 0 to 1: the private type that others only have beliefs about. Drawn once per run. Default 0.5.
        pub resolve: Option<Number<Share>>,
        /// What leaders pay at home per unit of unanswered injury, 0 to 2 (Fearon 1994). Default 0.5.
        pub audience_cost: Option<Number<UpTo2>>,
        /// Standing of leadership and armed forces at home on day 0, 0 to 1; moves during the run. High standing lets leaders afford restraint. Default 0.5.
        pub prestige: Option<Number<Share>>,
        /// Resting level of the wish to show strength, whoever the target, 0 to 1; events raise it. Default 0.1.
        pub assertiveness: Option<Number<Share>>,
        /// Whether the state has nuclear weapons. Default false.
        pub nuclear: Option<bool>,
        /// Quality of its defence, 0 to 1: the share of a violent blow that is stopped, times `dynamics.defence_effect`. Default 0.1.
        pub defence: Option<Number<Share>>,
        /// Precision of choice (lambda of the logit quantal response), above 0: small is erratic, large takes the best option almost surely. Default 5.7.
        pub precision: Option<Number<Positive>>,
        /// Chance per day, 0 to 1, that the state decides on a relation that is on its agenda. Default 0.31.
        pub tempo: Option<Number<Share>>,
        /// Chance per day, 0 to 1, that the state decides on a relation that is not on its agenda. Default 0.019.
        pub routine: Option<Number<Share>>,
        /// How many replies the state thinks ahead: 0, 1 or 2 (quantal level-k; Stahl and Wilson 1994). Default 1.
        #[schemars(range(min = 0, max = 2))]
        pub foresight: Option<u8>,
        /// How far a reply in kind closes the account for this state, 0 to 1: 1 means that it does, 0 that every reply is a new wrong. Default 0.25.
        pub proportionality: Option<Number<Share>>,
        /// Elections, which raise audience costs while they are near.
        pub elections: Vec<ElectionSpec>,
        /// The rule by which the state decides. Default `quantal`.
        pub policy: Option<Policy>,
        /// Chance, 0 to 1, that a state that goes by another rule than `quantal` weighs a decision by `quantal` all the same (a trembling hand; Selten 1975). Default 0.
        pub tremble: Option<Number<Share>>,
        /// Chance, 0 to 1, that a state with the policy `generous_tit_for_tat` lets a hostile act pass (Nowak and Sigmund 1992). Default 0.33.
        pub generosity: Option<Number<Share>>,
        /// What a state with the policy `scripted` does, and when.
        pub script: Vec<ScriptSpec>,
        /// The highest rung that this state can carry out against any other, or "none", where a relation gives no `reach` of its own. As in a relation if left out.
        pub reach: Option<String>,
        /// The rungs that this state can carry out at all, whatever its reach. All of the ladder if left out.
        pub rungs: Option<Vec<String>>,
    }
}

spec_table! {
    /// An election.
    pub struct ElectionSpec {
        /// The day of the vote.
        pub date: Option<Moment>,
        /// How much the nearing vote raises audience costs, 0 to 2: 0.5 adds half on the day itself. The window is `dynamics.election_window_days`. Default 0.5.
        pub weight: Option<Number<UpTo2>>,
    }
}

spec_table! {
    /// An act of a script.
    pub struct ScriptSpec {
        /// The day on which it is done.
        pub date: Option<Moment>,
        /// The state towards which it is done.
        pub toward: Option<String>,
        /// What is done: a rung, "conciliate" or "hold".
        pub act: Option<String>,
        /// Whether a message of limited aims comes with the act. Default false.
        pub assured: Option<bool>,
    }
}

/// The rule by which a state decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// A noisy best choice: nested logit over the utilities of all options.
    Quantal,
    /// What the other was last seen to do (Axelrod 1984).
    TitForTat,
    /// The same, but a hostile act is let pass with the chance `generosity` (Nowak and Sigmund 1992).
    GenerousTitForTat,
    /// Hold until the other has used force; from then on the gravest violent rung ever suffered (Friedman 1971).
    Grim,
    /// Never do anything.
    AlwaysHold,
    /// Answer every injury in kind; else hold.
    AlwaysRetaliate,
    /// The dated acts of `script`, and nothing else.
    Scripted,
    /// As `quantal`, with somebody in its seat: what `script` has for a date is taken by all others for the state's own choice.
    Played,
}
