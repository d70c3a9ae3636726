//! By which rule a state decides, if it does not weigh.

/// A rule that takes the place of weighing. What each does is in `docs/model.md`, section "Policies".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// What the other was last seen to do (Axelrod 1984).
    TitForTat,
    /// The same, but now and then a hostile act is let pass (Nowak and Sigmund 1992).
    GenerousTitForTat,
    /// Hold until the other has used force, and never again after (Friedman 1971).
    Grim,
    /// Hold.
    AlwaysHold,
    /// Answer every injury in kind, else hold.
    AlwaysRetaliate,
    /// Acts with dates, else hold.
    Scripted,
}

impl Rule {
    /// The name in files and tables.
    pub fn key(self) -> &'static str {
        match self {
            Self::TitForTat => "tit_for_tat",
            Self::GenerousTitForTat => "generous_tit_for_tat",
            Self::Grim => "grim",
            Self::AlwaysHold => "always_hold",
            Self::AlwaysRetaliate => "always_retaliate",
            Self::Scripted => "scripted",
        }
    }
}

/// Something that a script can have a state do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// Conciliation.
    Conciliate,
    /// Nothing new.
    Hold,
    /// An act on a rung.
    Act {
        /// Index of the rung.
        rung: usize,
        /// Whether a message of limited aims comes with it.
        assured: bool,
    },
}

/// An act of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScriptedAct {
    /// Day of the run; never done if it lies outside.
    pub day: i64,
    /// The state towards which it is done.
    pub toward: usize,
    /// What is done.
    pub deed: Deed,
    /// Its place in the list of the file, from 0.
    pub place: usize,
}
