//! What is kept of a run: its outcome and its measures.

use super::program::Program;
use crate::model::{BUILT_IN_OUTCOMES, EndForm};

/// The built-in class a run ends in: the first rule that matches, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nuclear weapons were used, by anyone.
    NuclearUse,
    /// A war was fought in a pair in focus.
    War,
    /// A campaign was fought, or more than six violent acts passed between a pair.
    LimitedWar,
    /// Force was used, a go-between brought about an agreement, no violence came after it, and the crisis settled.
    MediatedSettlement,
    /// Both sides of a pair struck, and the crisis settled without an agreement by a go-between.
    SettledExchange,
    /// One side struck and was never answered with violence that could be traced.
    UnansweredStrike,
    /// Nobody is known to have struck.
    NoStrike,
    /// Both sides struck, and the crisis was not settled at the horizon.
    Frozen,
}

impl Outcome {
    /// How many classes there are.
    pub const COUNT: usize = BUILT_IN_OUTCOMES.len();
    /// All classes, in the order of the rules.
    pub const ALL: [Self; Self::COUNT] = [
        Self::NuclearUse,
        Self::War,
        Self::LimitedWar,
        Self::MediatedSettlement,
        Self::SettledExchange,
        Self::UnansweredStrike,
        Self::NoStrike,
        Self::Frozen,
    ];

    /// The name in files and tables.
    pub fn key(self) -> &'static str {
        BUILT_IN_OUTCOMES[self.index()]
    }

    /// Its place in [`ALL`](Self::ALL).
    pub fn index(self) -> usize {
        self as usize
    }
}

/// Why a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EndReason {
    /// Quiet for the scenario's `quiet_days` after something had happened.
    Settled,
    /// Nuclear weapons were used.
    NuclearUse,
    /// The scenario's horizon cut the run off.
    Horizon,
}

impl EndReason {
    /// The name in files and tables.
    pub fn key(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::NuclearUse => "nuclear_use",
            Self::Horizon => "horizon",
        }
    }
}

/// Dead of one state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dead {
    /// Soldiers.
    pub military: u64,
    /// Civilians.
    pub civilian: u64,
}

/// The first violent act in the pairs in focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstStrike {
    /// When it fell.
    pub day: u32,
    /// The relation it was carried out in: its `from` struck.
    pub relation: usize,
}

/// What is kept of a run. "In focus" means: in the pair the scenario's `focus` names, or in any pair without one.
#[derive(Debug, Clone, PartialEq)]
pub struct RunRecord {
    /// Number of the run in its batch; with the seed it is the whole luck of the run.
    pub replicate: u64,
    /// Place of the class it ended in among the scenario's own, which come before the built-in ones; `None` if none of
    /// their conditions holds.
    pub own_outcome: Option<u16>,
    /// The built-in class it ended in, or would have without those.
    pub outcome: Outcome,
    /// Why it ended.
    pub end: EndReason,
    /// The last day played.
    pub end_day: u32,
    /// Highest rung reached in focus.
    pub peak_rung: Option<usize>,
    /// First violent act in focus whose author is known.
    pub first_strike: Option<FirstStrike>,
    /// Days from the first strike to the first violent act of the side that was struck, if it is known for its author.
    pub retaliation_delay: Option<u32>,
    /// Highest rung on which the side that was struck first acted towards the striker, for all to know, on a later day.
    pub reply_rung: Option<usize>,
    /// Days from the first strike to the last day that was not calm.
    pub crisis_days: Option<u32>,
    /// How the crisis ended; `None` without a first strike.
    pub end_form: Option<EndForm>,
    /// Violent acts in focus.
    pub violent_acts: u32,
    /// Turns of force in focus: changes of the side that is known to strike, plus one; the largest over the pairs.
    pub force_turns: u32,
    /// Days in focus with a lasting posture in force.
    pub rupture_days: u32,
    /// Days in focus with a campaign or war in force.
    pub fighting_days: u32,
    /// Days in focus with a war in force.
    pub war_days: u32,
    /// Day of the last violent act in focus, days of a violent posture included.
    pub last_violent_day: Option<u32>,
    /// Go-between whose mediation between a pair in focus was accepted first.
    pub mediator: Option<usize>,
    /// Day that mediation began.
    pub mediation_day: Option<u32>,
    /// Go-between that brought about the last agreement in focus.
    pub agreement_by: Option<usize>,
    /// Day of that agreement.
    pub agreement_day: Option<u32>,
    /// By pair: violent acts.
    pub pair_violent_acts: Vec<u32>,
    /// By pair: turns of force.
    pub pair_force_turns: Vec<u32>,
    /// By state: dead.
    pub dead: Vec<Dead>,
    /// By state: change of prestige over the run.
    pub prestige_change: Vec<f32>,
    /// By go-between: change of prestige over the run.
    pub mediator_prestige_change: Vec<f32>,
    /// By armed group: attacks.
    pub group_attacks: Vec<u32>,
    /// By armed group: blows at it.
    pub group_strikes: Vec<u32>,
    /// By armed group: capacity at the end.
    pub group_capacity: Vec<f32>,
    /// By event: day it first occurred.
    pub event_day: Vec<Option<u32>>,
    /// The inputs this run drew, in the order of [`Program::drawn_inputs`].
    pub inputs: Vec<f32>,
}

impl RunRecord {
    /// Room for a program's record; no run allocates after this.
    pub(crate) fn with_shape(program: &Program) -> Self {
        let scenario = program.scenario();
        Self {
            replicate: 0,
            own_outcome: None,
            outcome: Outcome::NoStrike,
            end: EndReason::Horizon,
            end_day: 0,
            peak_rung: None,
            first_strike: None,
            retaliation_delay: None,
            reply_rung: None,
            crisis_days: None,
            end_form: None,
            violent_acts: 0,
            force_turns: 0,
            rupture_days: 0,
            fighting_days: 0,
            war_days: 0,
            last_violent_day: None,
            mediator: None,
            mediation_day: None,
            agreement_by: None,
            agreement_day: None,
            pair_violent_acts: vec![0; scenario.pairs().len()],
            pair_force_turns: vec![0; scenario.pairs().len()],
            dead: vec![Dead::default(); scenario.states().len()],
            prestige_change: vec![0.0; scenario.states().len()],
            mediator_prestige_change: vec![0.0; scenario.mediators().len()],
            group_attacks: vec![0; scenario.groups().len()],
            group_strikes: vec![0; scenario.groups().len()],
            group_capacity: vec![0.0; scenario.groups().len()],
            event_day: vec![None; scenario.events().len()],
            inputs: vec![0.0; program.drawn.len()],
        }
    }
}
