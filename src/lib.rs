//! **offramp** plays an escalation scenario tens of thousands of times and reports the distribution of endings.
//!
//! The library behind the program of the same name. Data flows one way:
//!
//! ```text
//! path ─ spec::load ─> Document ─ read ─> ScenarioSpec ─ Scenario::new ─> Scenario ─ Program::new ─> Program
//! Program + RunKey ─ Workspace::run ─> RunRecord ─ run_batch ─> Batch ─> estimates ─> tables ─> files + manifest
//! ```
//!
//! Rooms, in reading order:
//!
//! | room | what it is |
//! |---|---|
//! | [`spec`] | the file as written: types, positions, and the gate that finds every mistake at once |
//! | [`stats`] | pure numbers: intervals, quantiles, censored times; knows no word of the domain |
//!
//! Invariants that tests hold: the same input gives the same bytes on any number of threads; run *K* alone is run
//! *K* of the batch; nothing depends on the order of tables in the file; the engine cannot fail and does not
//! allocate once set up; every number is reported with its interval and its *n*.

pub mod spec;

pub mod stats;
