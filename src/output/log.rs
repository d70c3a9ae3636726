//! What happened in a run, line by line: decisions with what came of them, events, what go-betweens did, days of fighting.
//!
//! The same lines are written as a table ([`events`]) and, with all probabilities and terms, as JSON ([`trace_json`]).

mod json;
mod line;
mod table;

pub use json::{PickEntry, trace_json};
pub use table::events;

use line::{Line, lines};
