//! The forms in which a crisis can end.

/// How the crisis between the two in focus who came to blows first ended: the form of its ending, after the classes that the
/// International Crisis Behavior project tells apart (Brecher et al.).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EndForm {
    /// A go-between brought about an agreement after the last hostile act.
    Agreement,
    /// A war had been fought, and ended without an agreement.
    Imposed,
    /// Both conciliated after the last hostile act, within a few days of each other.
    Joint,
    /// Both did, each on its own.
    Tacit,
    /// One of them did.
    Unilateral,
    /// Neither did: it died down.
    Faded,
    /// It had not ended.
    Unsettled,
}

impl EndForm {
    /// All forms, in the order of the rules that tell them apart.
    pub const ALL: [Self; 7] = [
        Self::Agreement,
        Self::Imposed,
        Self::Joint,
        Self::Tacit,
        Self::Unilateral,
        Self::Faded,
        Self::Unsettled,
    ];

    /// The name in files and tables.
    pub fn key(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Imposed => "imposed",
            Self::Joint => "joint",
            Self::Tacit => "tacit",
            Self::Unilateral => "unilateral",
            Self::Faded => "faded",
            Self::Unsettled => "unsettled",
        }
    }
}
