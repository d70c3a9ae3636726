use std::io;

use super::*;
use crate::engine::{RunKey, RunRecord, Silent, Workspace};
use crate::experiment::fixture::{RIVALS, batch, program};
use crate::experiment::{NoRuns, Part};

fn plan(runs: u64, threads: usize) -> BatchPlan {
    BatchPlan { runs, seed: 7, threads }
}

/// Keeps runs; fails at one of them.
#[derive(Default)]
struct Keep {
    records: Vec<RunRecord>,
    fail_at: Option<u64>,
}

impl RunSink for Keep {
    fn run(&mut self, record: &RunRecord) -> io::Result<()> {
        if self.fail_at == Some(record.replicate) {
            return Err(io::Error::other("the disk is full"));
        }
        self.records.push(record.clone());
        Ok(())
    }
}

#[test]
fn any_number_of_threads_adds_up_the_same() {
    let program = program(RIVALS);
    let on = |threads| run_batch(&program, &plan(700, threads), &mut NoRuns, &mut |_| {}).unwrap();
    let one = on(1);
    assert_eq!(one.runs(), 700);
    for threads in [2, 3, 7] {
        assert_eq!(on(threads).tally(), one.tally(), "{threads} threads");
    }
}

#[test]
fn the_sink_sees_every_run_in_order_and_as_it_is_alone() {
    let program = program(RIVALS);
    let mut sink = Keep::default();
    let mut told = Vec::new();
    run_batch(&program, &plan(333, 7), &mut sink, &mut |done| told.push(done)).unwrap();
    assert_eq!(sink.records.len(), 333);
    assert!(told.is_sorted() && told.last() == Some(&333));
    let mut workspace = Workspace::new(&program);
    for (replicate, record) in sink.records.iter().enumerate() {
        let alone = workspace.run(&program, RunKey::new(7, replicate as u64), &mut Silent);
        assert_eq!(record, alone);
    }
}

#[test]
fn recording_runs_changes_no_result() {
    let program = program(RIVALS);
    let with = run_batch(&program, &plan(200, 2), &mut Keep::default(), &mut |_| {}).unwrap();
    let without = run_batch(&program, &plan(200, 2), &mut NoRuns, &mut |_| {}).unwrap();
    assert_eq!(with.tally(), without.tally());
}

#[test]
fn a_sink_that_fails_stops_the_batch() {
    let mut sink = Keep { fail_at: Some(90), ..Keep::default() };
    let error = run_batch(&program(RIVALS), &plan(10_000, 3), &mut sink, &mut |_| {}).unwrap_err();
    assert_eq!((error.replicate, sink.records.len()), (90, 90));
    assert_eq!(error.to_string(), "run 90 could not be recorded");
    assert_eq!(error.source.to_string(), "the disk is full");
}

#[test]
fn no_runs_and_fewer_runs_than_threads_are_batches_too() {
    for runs in [0, 1, 3] {
        let batch = run_batch(&program(RIVALS), &plan(runs, 7), &mut NoRuns, &mut |_| {}).unwrap();
        assert_eq!(batch.runs(), runs);
    }
}

#[test]
fn a_panic_in_a_sink_does_not_hang() {
    struct Panics;
    impl RunSink for Panics {
        fn run(&mut self, _: &RunRecord) -> io::Result<()> {
            panic!("on purpose")
        }
    }
    let program = program(RIVALS);
    let run = || run_batch(&program, &plan(5000, 2), &mut Panics, &mut |_| {}).map(|_| ());
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).is_err());
}

#[test]
fn seeds_matter_and_zero_is_one_of_them() {
    assert_eq!(batch(50).tally(), batch(50).tally());
    let program = program(RIVALS);
    let seven = run_batch(&program, &plan(50, 2), &mut NoRuns, &mut |_| {}).unwrap();
    assert_ne!(seven.tally(), batch(50).tally());
}

#[test]
fn partials_come_back_from_bytes_and_do_not_mix_with_those_that_record_something_else() {
    let program = program(RIVALS);
    let some: Recorded = [Part::Indicators, Part::Offramps].into_iter().collect();
    let of = |recorded| BatchStudy::new(&program, plan(64, 1), false).recording(recorded);
    let span = Span { point: 0, from: 0, to: 64 };
    for recorded in [Recorded::ALL, Recorded::LEAN, some] {
        let (study, partial) = (of(recorded), of(recorded).play(span).partial);
        assert_eq!(partial.recorded(), recorded);
        let bytes = postcard::to_stdvec(&partial).unwrap();
        assert_eq!(postcard::from_bytes::<Tally>(&bytes).unwrap(), partial);
        let mut total = study.nothing(0);
        assert!(study.add(&mut total, &partial) && total == partial);
        for other in [Recorded::ALL, Recorded::LEAN, some].into_iter().filter(|&other| other != recorded) {
            assert!(!study.add(&mut total, &of(other).play(span).partial) && total == partial);
        }
    }
}
