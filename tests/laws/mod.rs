//! What must be true of the model: nulls, invariances, comparative statics, and that no parameter is dead.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing to unwrap has failed")]

mod alive;
mod conciliation;
mod divided;
mod groups;
mod histories;
mod knobs;
mod nulls;
mod paired;
mod policies;
mod statics;
mod suspicion;
