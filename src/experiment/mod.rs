//! WHICH RUNS: a batch of runs of one program, what is added up over them, and what that lets us say.
//!
//! [`run_batch`] plays the runs on all threads and hands back a [`Batch`]; [`RunSink`] sees every run, strictly in run
//! order; [`estimates`] turns a batch into numbers with intervals; [`Warning`] judges the result.
//!
//! Everything added up is an integer (fixed point where the quantity is a real), so a batch has the same bits on any
//! number of threads. Memory does not grow with the number of runs: it is that of one [`Tally`] for each thread.
//! The room prints nothing and opens no files.

mod acts;
mod batch;
pub mod calibrate;
pub mod case;
mod class;
pub mod compare;
pub mod design;
mod dictionary;
pub mod distributions;
mod drawn;
mod drivers;
pub mod estimates;
#[cfg(test)]
pub(crate) mod fixture;
pub mod indicators;
pub mod knockout;
pub mod ladder;
pub mod liveness;
mod measure;
mod objective;
pub mod offramps;
pub mod pick;
pub mod rare;
mod recorded;
pub mod regret;
pub mod score;
pub mod seat;
pub mod sensitivity;
mod sink;
mod stopping;
mod story;
pub mod study;
mod summary;
pub mod sweep;
mod tally;
mod timeline;
mod warning;

pub use acts::ActKind;
pub use batch::{Batch, BatchPlan, BatchStudy, Progress, run_batch, run_batch_recording, threads};
pub use class::OutcomeClass;
pub use dictionary::dictionary;
pub use estimates::Confidence;
pub use measure::{Kind, Measure, Value};
pub use objective::{Objective, ObjectiveError, Quantity};
pub use recorded::{Part, Recorded};
pub use sink::{NoRuns, RunSink, SinkError};
pub use stopping::{AimedRule, LEAST_RUNS, RuleError, StoppingRule};
pub use story::{Choice, Entry, Happening, Story};
pub use tally::{Tally, TallyRecorder};
pub use timeline::Track;
pub use warning::{Warning, judge};
