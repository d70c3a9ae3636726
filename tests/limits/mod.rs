//! Limiting cases with exact answers.
//!
//! The sequential crisis game of Signorino (1999) is not among them, because the decision rule cannot express it: its
//! players value *continuations*, so that each branch of the tree has a price of its own, whereas here a state pays one
//! price per unit of severity it expects back, whichever branch it comes in; its equilibrium makes both players
//! right about one another, whereas here each looks a given number of levels down; and it has terminal payoffs,
//! whereas a crisis goes on. What the two share, the logit choice and the reply expected one level down, is tested in
//! `choice`; `reference/nodes` plays the game node by node, with what each branch is worth put in by hand.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing to unwrap has failed")]

mod beliefs;
mod choice;
mod competing;
mod deaths;
mod hazards;
mod policies;
mod ruin;
mod splitting;
