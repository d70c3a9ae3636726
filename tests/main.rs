//! All integration tests, in one binary: the program from outside, the statistics room, and what must be true of the
//! model as a whole.

mod browser;
mod cli;
mod conditions;
mod determinism;
mod differential;
mod docs;
mod faults;
mod fuzz;
mod hostile;
mod laws;
mod limits;
mod messages;
mod properties;
mod reference;
mod scenarios;
mod soak;
mod statistics;
mod studio;
mod supply;
mod support;
mod tidy;
