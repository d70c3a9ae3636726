//! How a stay on a rung ends.

/// How a stay on a rung ends. The definitions are in `docs/model.md`, section 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// Down: the state conciliated and has no posture in force any more; of a violent rung, a ceasefire. Lasting rungs only.
    Lifted,
    /// Down: the state conciliated, and a lower lasting rung is in force. Lasting rungs only.
    Lowered,
    /// Down: the state conciliated after its act. Momentary rungs only.
    Conciliated,
    /// Down: the other side conciliated after the act. Momentary rungs only.
    Reciprocated,
    /// Down: a go-between brought about an agreement.
    Agreement,
    /// Down: nothing as grave followed, and the run settled. Momentary rungs only.
    Quiet,
    /// Not down: a higher lasting rung took its place; of a momentary rung, an act or a day of fighting of either side on that
    /// rung or a higher one followed.
    Climbed,
    /// Not down: so it stood when the run ended.
    Open,
}

impl Ending {
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();
    /// All of them, in the order of the table.
    pub const ALL: [Self; 8] = [
        Self::Lifted,
        Self::Lowered,
        Self::Conciliated,
        Self::Reciprocated,
        Self::Agreement,
        Self::Quiet,
        Self::Climbed,
        Self::Open,
    ];

    /// Whether it is a way down.
    pub fn is_down(self) -> bool {
        !matches!(self, Self::Climbed | Self::Open)
    }

    /// Whether a stay on a lasting rung, or on a momentary one, can end so.
    pub fn is_possible(self, lasting: bool) -> bool {
        match self {
            Self::Lifted | Self::Lowered => lasting,
            Self::Conciliated | Self::Reciprocated | Self::Quiet => !lasting,
            Self::Agreement | Self::Climbed | Self::Open => true,
        }
    }

    /// The name in files and tables.
    pub fn key(self) -> &'static str {
        match self {
            Self::Lifted => "lifted",
            Self::Lowered => "lowered",
            Self::Conciliated => "conciliated",
            Self::Reciprocated => "reciprocated",
            Self::Agreement => "agreement",
            Self::Quiet => "quiet",
            Self::Climbed => "climbed",
            Self::Open => "open",
        }
    }
}
