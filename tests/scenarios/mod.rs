//! The shipped scenarios: all of them load and run, say what they ask and where it comes from, and the January case
//! behaves as its question presumes.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing to unwrap has failed")]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use offramp::engine::{Outcome, Program, RunRecord};
use offramp::experiment::BatchPlan;
use offramp::experiment::liveness::{Verdict, liveness};
use offramp::model::Scenario;
use offramp::stats::{Level, ProportionMethod, proportion};

mod january;

use crate::support::{relation, runs, shipped, sign_test, with};

/// Chance of a false alarm of each statement about the January case.
const ALPHA: f64 = 0.001;
/// Runs that a number of a shipped scenario may change: what a state believes of one that it hardly ever deals with
/// shows in few.
const LIVENESS_RUNS: u64 = 5000;

fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                // What stands there are no scenarios, but what scenarios are held against.
                if !path.ends_with("scenarios/targets") && !path.ends_with("scenarios/cases") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[test]
fn every_shipped_scenario_loads_without_problems_and_runs() {
    assert!(files().len() >= 3);
    for path in files() {
        let (spec, problems) = offramp::spec::load(&path).unwrap().read();
        assert!(problems.is_empty(), "{}: {problems:#?}", path.display());
        let scenario =
            Scenario::new(&spec).unwrap_or_else(|problems| panic!("{}: {problems:#?}", path.display()));
        assert!(!scenario.title().is_empty() && !scenario.description().is_empty(), "{}", path.display());
        let records = runs(&Program::new(&scenario), 1, 200);
        let endings = records.iter().map(|record| record.outcome).collect::<std::collections::BTreeSet<_>>();
        assert!(endings.len() > 1, "{}: every run ends alike: {endings:?}", path.display());
    }
}

/// Scenarios with more numbers than this take minutes in this build; `.ci/run` checks them, with all others, in the
/// release build.
const MANY_NUMBERS: usize = 100;

#[test]
fn every_number_of_every_shipped_scenario_matters() {
    let documents = files().into_iter().map(|path| (offramp::spec::load(&path).unwrap(), path));
    let (large, small): (Vec<_>, Vec<_>) =
        documents.partition(|(document, _)| document.leaves().len() > MANY_NUMBERS);
    assert!(large.len() < small.len());
    for (document, path) in small {
        let program = Program::new(&Scenario::new(&document.read().0).unwrap());
        let plan = BatchPlan { runs: LIVENESS_RUNS, seed: 1, threads: 0 };
        let trials = liveness(&document, &program, &plan, &mut |_| {}).unwrap();
        let is_variant = std::fs::read_to_string(&path).unwrap().contains("\nextends = ");
        assert!(is_variant || trials.len() > 10, "{}: {} numbers", path.display(), trials.len());
        let without_effect: Vec<&str> = trials
            .iter()
            .filter(|trial| trial.verdict != Verdict::Alive)
            .map(|trial| trial.leaf.path.as_str())
            .collect();
        assert!(without_effect.is_empty(), "{}: {without_effect:?}", path.display());
    }
}

#[test]
fn every_shipped_scenario_states_its_question_and_its_sources() {
    for path in files() {
        let text = std::fs::read_to_string(&path).unwrap();
        let head: String =
            text.lines().take_while(|line| line.starts_with('#')).collect::<Vec<_>>().join("\n");
        for word in ["Question:", "Sources"] {
            assert!(head.contains(word), "{}: no `{word}` in the head comment", path.display());
        }
    }
}

/// Asserts that the share is below (or above) a bound, with the whole of its exact interval.
#[track_caller]
fn assert_share(what: &str, hits: usize, of: usize, bound: std::ops::Range<f64>) {
    let level = Level::new(1.0 - 2.0 * ALPHA).unwrap();
    let interval =
        proportion(hits as u64, of as u64, ProportionMethod::ClopperPearson, level).interval.unwrap();
    assert!(
        bound.start <= interval.low && interval.high <= bound.end,
        "{what}: {hits} of {of}, interval {:.4} to {:.4}, not within {bound:?}",
        interval.low,
        interval.high
    );
}

fn january(changes: &[&str]) -> (Program, Vec<RunRecord>) {
    let program = with(&shipped("iran-pakistan-2024.toml"), changes);
    let records = runs(&program, 1, 4_000);
    (program, records)
}

/// The January case as shipped: played once for all tests.
static AS_SHIPPED: LazyLock<(Program, Vec<RunRecord>)> = LazyLock::new(|| january(&[]));

fn struck_by(records: &[RunRecord], relation: usize) -> Vec<bool> {
    records.iter().map(|record| record.first_strike.is_some_and(|first| first.relation == relation)).collect()
}

#[test]
fn in_january_the_bombing_is_what_makes_iran_strike() {
    let (program, with_kerman) = &*AS_SHIPPED;
    let (_, without) = january(&["events.kerman.effects=[]"]);
    let iran = relation(program, "iran.pakistan");
    let (with_kerman, without) = (struck_by(with_kerman, iran), struck_by(&without, iran));
    let [ups, downs] = [true, false].map(|after_bombing| {
        with_kerman.iter().zip(&without).filter(|&(&a, &b)| a != b && a == after_bombing).count() as u64
    });
    assert!(sign_test(ups, downs) < ALPHA, "{ups} more, {downs} fewer");
    let count = |struck: &[bool]| struck.iter().filter(|&&struck| struck).count();
    // Far more likely: at least three times, with both at the unfavourable ends of their intervals.
    let level = Level::new(1.0 - 2.0 * ALPHA).unwrap();
    let interval = |struck: &[bool]| {
        proportion(count(struck) as u64, 4_000, ProportionMethod::ClopperPearson, level).interval.unwrap()
    };
    let (high, low) = (interval(&with_kerman), interval(&without));
    assert!(high.low > 3.0 * low.high, "with Kerman {high:?}, without {low:?}");
}

#[test]
fn in_january_pakistan_mostly_answers_within_three_days() {
    let (program, records) = &*AS_SHIPPED;
    let iran = relation(program, "iran.pakistan");
    let struck: Vec<&RunRecord> = records
        .iter()
        .filter(|record| record.first_strike.is_some_and(|first| first.relation == iran))
        .collect();
    let delays: Vec<u32> = struck.iter().filter_map(|record| record.retaliation_delay).collect();
    assert_share("answered", delays.len(), struck.len(), 0.5..1.0);
    let soon = delays.iter().filter(|&&delay| delay <= 3).count();
    assert_share("within three days", soon, delays.len(), 0.5..1.0);
}

#[test]
fn in_january_war_is_rare() {
    let (_, records) = &*AS_SHIPPED;
    let wars =
        records.iter().filter(|record| matches!(record.outcome, Outcome::War | Outcome::NuclearUse)).count();
    assert_share("war", wars, records.len(), 0.0..0.02);
}
