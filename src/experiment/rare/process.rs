//! What can be split: a process whose runs climb levels on the way to a rare outcome.

/// A process whose runs climb the levels 1 to [`levels`](Self::levels) before they hit the outcome.
///
/// A run enters level l on the first step after which its height, the largest value so far of the importance
/// function, is l or more. What the estimate needs to be unbiased:
///
/// - `State` holds everything that the rest of the run depends on, whatever was drawn for the whole run
///   included, and nothing of what is still to be decided.
/// - What is decided in a branch is independent of everything decided before and of other branches. Two
///   starts with different replicates or keys share no luck.
/// - Whether and when a level is entered follows from the run up to that step, not from later ones.
///
/// It does not need hits to imply that every level was passed: a hit counts as having entered all of them. But
/// the more of the probability comes by without climbing, the less splitting gains.
pub trait Process {
    /// A run that has entered a level, ready to go on any number of times.
    type State: Clone + Send + Sync;

    /// Number of levels that can be told apart; 0 if there are none, which leaves plain runs.
    fn levels(&self) -> usize;

    /// Plays every start until it first enters the level `until` or a higher one, or until its run ends; to the
    /// end for `None`.
    ///
    /// Returns one leg for each start, in their order, whatever the parallelism inside. A leg is a pure
    /// function of its start and of `until`. Fresh runs may begin at or above a level: they have entered it
    /// without a step. Branches are only asked for levels above the one that their state has entered.
    fn play(&self, starts: &[Start<'_, Self::State>], until: Option<usize>) -> Vec<Leg<Self::State>>;
}

/// Where a leg starts.
#[derive(Debug)]
pub enum Start<'a, S> {
    /// A run from its beginning.
    Fresh {
        /// Number of the run; its luck is that of the plain run of this number.
        replicate: u64,
    },
    /// A run that goes on from the state in which it entered a level, with luck of its own from there.
    Branch {
        /// The state it goes on from.
        state: &'a S,
        /// The source of the branch's luck: never 0, and another for every branch.
        key: u64,
    },
}

/// What became of a start.
#[derive(Debug, Clone, PartialEq)]
pub struct Leg<S> {
    /// How it ended.
    pub passage: Passage<S>,
    /// What the run earned on this leg towards the probability of the outcome, a hit apart. Finite; below 0 if it
    /// takes back more than it earns.
    ///
    /// The probability is the expectation of everything that a plain run earns, plus that of its hitting at
    /// the end. A process that can tell on every step the probability of hitting with it earns that probability
    /// (the compensator of the hit), and then counts no hit: a run that hits has missed. Any split into what
    /// is earned and what is hit with this expectation is unbiased; what is earned varies less. 0 in a process
    /// that only counts hits.
    pub value: f64,
    /// Work done from the start on, in a unit of the process such as days simulated. Comparisons at equal cost
    /// are in this unit.
    pub cost: u64,
}

/// How a leg ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Passage<S> {
    /// The run entered the level that was asked for.
    Entered {
        /// The highest level that it has entered: at least the one asked for, more after a jump.
        level: usize,
        /// The run as it stood after the step that took it there.
        state: S,
    },
    /// The run ended, or is sure to end, in the outcome. It counts as having entered every level.
    Hit,
    /// The run ended otherwise.
    Missed,
}
