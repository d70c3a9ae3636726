//! **offramp** plays an escalation scenario tens of thousands of times and reports the distribution of endings.
//!
//! The library behind the program of the same name. Data flows one way:
//!
//! ```text
//! path ─ spec::load ─> Document ─ read ─> ScenarioSpec ─ Scenario::new ─> Scenario ─ Program::new ─> Program
//! Program + RunKeys ─ ManyRuns::play ─> RunRecords ─ run_batch ─> Batch ─> estimates ─> tables ─> files + manifest
//! ```
//!
//! Rooms, in reading order:
//!
//! | room | what it is |
//! |---|---|
//! | [`spec`] | the file as written: types, positions, and the gate that finds every mistake at once |
//! | [`model`] | what it means: a validated, complete, immutable scenario |
//! | [`lanes`] | arithmetic for many runs side by side, by vector instructions chosen at run time |
//! | [`engine`] | how it runs: one run as a pure function of scenario, seed and run number |
//! | [`experiment`] | which runs: batches, what they add up to, and the story of one run |
//! | [`stats`] | pure numbers: intervals, quantiles, censored times; knows no word of the domain |
//! | [`output`] | what is written: tables, CSV, the manifest, the results folder |
//! | [`studio`] | the rim in a browser: a page on this machine, with sliders |
//! | [`cli`] | the rim: arguments, messages, the terminal |
//!
//! Invariants that tests hold: the same input gives the same bytes on any number of threads; run *K* alone is run
//! *K* of the batch; nothing depends on the order of tables in the file; the engine cannot fail and does not
//! allocate once set up; every number is reported with its interval and its *n*.
//!
//! One run in the library:
//!
//! ```
//! use offramp::engine::{Program, RunKey, Silent, Workspace};
//! use offramp::model::Scenario;
//! use offramp::spec::Document;
//!
//! let text = r#"
//!     [states.aland]
//!     [states.borduria]
//!     [relations.aland.borduria]
//!     grievance = 0.6
//! "#;
//! let (spec, problems) = Document::parse("example", text.to_owned()).expect("valid TOML").read();
//! assert!(problems.is_empty());
//! let program = Program::new(&Scenario::new(&spec).expect("a valid scenario"));
//! let record = Workspace::new(&program).run(&program, RunKey::new(1, 0), &mut Silent).clone();
//! println!("{} on day {}", record.outcome.key(), record.end_day);
//! ```

pub mod spec;

pub mod model;

pub mod lanes;

pub mod engine;

pub mod stats;

pub mod experiment;

pub mod output;

pub mod studio;

pub mod cli;
