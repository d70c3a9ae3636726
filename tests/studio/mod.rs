//! The studio from outside: who is let in, what is answered, and that its numbers are those of the command line.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic like the tests themselves")]

mod abuse;
mod answers;
mod browser;
mod client;
mod crowd;
mod door;
mod seat;

pub(crate) use client::Server;
