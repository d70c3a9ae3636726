//! The statistics room against independent implementations and against theory.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing to unwrap has failed")]

mod chance;
mod coverage;
mod designs;
mod pairs;
mod reference;
mod sensitivity;
mod stopping;
mod tables;
