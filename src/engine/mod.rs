//! How a scenario runs: pure and infallible.
//!
//! [`Program`] is a scenario compiled to indices; [`Workspace::run`] plays one run of it, a pure function of the
//! program and a [`RunKey`]; [`ManyRuns`] plays many side by side, to the same bits; a [`Recorder`] watches. There is no I/O
//! here, no clock, no text, no allocation after set-up, and nothing in the day loop can fail. Reading order: `term` (the
//! utility), `choice`, `anticipation` and `reaction`, `agenda`, `deliberation`, `decision` and `policy`, then the steps of a day as `day`
//! lists them, and `fleet`.

mod account;
mod act;
mod agenda;
mod answers;
mod anticipation;
mod belief;
mod belief_step;
mod bits;
mod by_lane;
mod casualties;
mod choice;
mod condition;
mod day;
mod decay;
mod decision;
mod deliberation;
mod ending;
mod event;
mod finished;
mod fleet;
mod game;
mod group;
mod history;
mod inputs;
mod ladder;
mod math;
mod mediation;
mod outcome;
mod policy;
mod program;
mod random;
mod reaction;
mod record;
mod recorder;
mod scene;
mod script;
mod sight;
mod suspicion;
mod term;
mod world;

pub use finished::Finished;
pub use fleet::{Berth, Harbour, ManyRuns, Workspace};
pub use game::{Game, Move, NoGame, Reply};
pub use history::{Channel, Done, History, Observation, Step, Talks};
pub use ladder::{Alternative, CONCILIATE, HOLD};
pub use program::Program;
pub use random::{Entity, Purpose, REPLICATES, RunKey};
pub use record::{Dead, EndReason, FirstStrike, Outcome, RunRecord};
pub use recorder::{Act, Decision, GroupAttack, Label, MediationEnd, Recorder, Silent, View};
#[cfg(test)]
pub(crate) use recorder::{Conciliation, Landing};
pub use sight::{Home, Morning, Outlook, Prospect, Standing, Supposed};
pub use term::Term;
