//! Seeds and run numbers: all alike, 0 included.

use std::collections::BTreeSet;

use crate::support::{RICH, agrees_with_mean, agrees_with_probability, digest, program, runs};

/// An event that is due on day 0 and occurs half the time, and a number drawn evenly from 0 to 1.
const COIN: &str = "
horizon_days = 1
[states.a]
resolve = { uniform = { low = 0, high = 1 } }
[states.b]
[relations.a.b]
[events.coin]
date = 0
probability = 0.5
";

#[test]
fn seed_0_is_ordinary() {
    let program = program(COIN);
    for seed in [0, 1, u64::MAX] {
        let records = runs(&program, seed, 5_000);
        let heads = records.iter().filter(|record| record.event_day[0].is_some()).count() as u64;
        agrees_with_probability("heads", heads, 5_000, 0.5);
        let drawn: Vec<f64> = records.iter().map(|record| f64::from(record.inputs[0])).collect();
        agrees_with_mean("drawn", &drawn, 0.5);
        let distinct: BTreeSet<u32> = records.iter().map(|record| record.inputs[0].to_bits()).collect();
        assert!(distinct.len() > 4_980, "{} distinct draws", distinct.len());
    }
}

#[test]
fn seeds_and_run_numbers_are_independent() {
    // Two fair coins agree half the time; a run of the next seed must not be the next run of this one, either.
    let program = program(COIN);
    let tosses = |seed| -> Vec<bool> {
        runs(&program, seed, 5_000).iter().map(|record| record.event_day[0].is_some()).collect()
    };
    let (zero, one) = (tosses(0), tosses(1));
    let agreements = |a: &[bool], b: &[bool]| a.iter().zip(b).filter(|(a, b)| a == b).count() as u64;
    agrees_with_probability("same run of two seeds", agreements(&zero, &one), 5_000, 0.5);
    agrees_with_probability("next run of the other seed", agreements(&zero[1..], &one), 4_999, 0.5);
    agrees_with_probability("next run of the same seed", agreements(&zero[1..], &zero), 4_999, 0.5);
}

#[test]
fn no_two_runs_of_a_rich_scenario_are_alike() {
    let program = program(RICH);
    let mut seen = BTreeSet::new();
    for seed in [0, 1] {
        for record in runs(&program, seed, 100) {
            assert!(seen.insert(digest(&program, &record)), "seed {seed}, run {}", record.replicate);
        }
    }
}
