//! A run is a pure function of scenario, seed and number, and luck is keyed by names.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing to unwrap has failed")]

mod branches;
mod bystanders;
mod golden;
mod lanes;
mod order;
mod quantiles;
mod seeds;
