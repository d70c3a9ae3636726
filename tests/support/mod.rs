//! What the tests of the model share: scenarios from text, runs, logs of runs, and exact tests of what was counted.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing to unwrap has failed")]

mod canonical;
mod embellish;
mod exact;
mod generator;
mod log;
mod play;
mod worlds;

pub(crate) use canonical::{canonical, digest};
pub(crate) use embellish::any_full_scenario;
pub(crate) use exact::{agrees_with_mean, agrees_with_probability, fits, sign_test, within};
pub(crate) use generator::any_scenario;
pub(crate) use log::{Decided, Log, Loud};
pub(crate) use play::{parse, program, relation, run, runs, shipped, with};
pub(crate) use worlds::{NO_WEIGHTS, RICH, RIVALS, RULES};
