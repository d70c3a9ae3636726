//! All integration tests, in one binary: the program from outside, the statistics room, and what must be true of the
//! model as a whole.

mod browser;
mod cli;
mod conditions;
mod determinism;
mod differential;
mod docs;
mod fuzz;
mod laws;
mod limits;
mod messages;
mod properties;
mod reference;
mod scenarios;
mod statistics;
mod studio;
mod support;
mod tidy;
