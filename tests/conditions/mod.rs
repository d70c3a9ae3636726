//! Conditions: outcome classes of a scenario's own, and events that wait for what is so.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing to unwrap has failed")]

mod classes;
mod endings;
mod events;
