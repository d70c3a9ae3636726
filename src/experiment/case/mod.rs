//! THE BACK-TEST: what a scenario says of a crisis whose course is known.
//!
//! A [`Record`] is the course of events as somebody wrote it down ([`read`]). It becomes a [`History`](crate::engine::History) that runs
//! follow, and two things are asked ([`CaseStudy`]): how probable the model holds its path, decision by decision; and how often plain runs
//! do what was done as a whole: class of outcome, first reply, delay, turns, peak. Over several cases there are [`scores`].

mod estimate;
mod logit;
mod luck;
mod path;
mod reading;
pub mod scores;
mod study;
mod watch;

pub use estimate::{CaseReport, Quantity, Value, report};
pub use logit::{BASE_RATE_VIOLENT, Structure};
pub use path::{PathEstimate, PathStep, Summary};
pub use reading::{Ending, Form, Record, read};
pub use study::{Case, CasePartial, CaseStudy};
pub use watch::{Question, Reply};
