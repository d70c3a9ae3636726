//! The program as people use it: what it prints, writes and answers.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic like the tests themselves")]

mod bench;
mod calibrate;
mod case;
mod check;
mod compare;
mod export;
mod knockout;
mod liveness;
mod others;
mod pick;
mod play;
mod plot;
mod rare;
mod refusals;
mod report;
mod resume;
mod run;
mod score;
mod sensitivity;
mod shards;
mod size;
mod sweep;
mod trace;
mod variants;
mod workbook;

pub(crate) use bench::{Answer, Bench, PAIR};
