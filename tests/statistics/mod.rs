//! The statistics room against independent implementations and against theory.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing to unwrap has failed")]

mod coverage;
mod pairs;
mod reference;
