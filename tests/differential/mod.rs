//! Random valid scenarios through the program as people use it: what must come out the same whichever way it is played.
//!
//! Of each scenario: `check` finds nothing wrong; a batch on one thread is sound to `verify`, and its folder has the same bytes on seven threads and joined
//! from shards; its runs are those that the library plays one by one; and the scenario that the manifest holds gives the same tables again.
//!
//! `OFFRAMP_DIFFERENTIAL=10000` in the environment plays so many scenarios instead of twelve; `OFFRAMP_DIFFERENTIAL_SEED` chooses others.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing to unwrap has failed")]

use std::fs;

use offramp::experiment::RunSink;
use offramp::output::RunsWriter;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use serde_json::Value;

use crate::cli::Bench;
use crate::support::{any_full_scenario, program, runs};

/// Scenarios of the short form.
const CASES: u32 = 12;

/// What a scenario is played with.
struct Play {
    runs: u64,
    seed: u64,
    shards: u64,
}

impl Play {
    fn arguments(&self) -> [String; 7] {
        let words = ["run", "s.toml", "-n", &self.runs.to_string(), "--seed", &self.seed.to_string(), "-q"];
        words.map(str::to_owned)
    }

    /// Plays the batch of a file into a folder, with more arguments.
    fn run(&self, bench: &Bench, file: &str, more: &[&str]) -> Result<(), TestCaseError> {
        let mut words = self.arguments();
        file.clone_into(&mut words[1]);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        succeeds(bench, &[&words[..], &["--record", "runs"], more].concat())
    }
}

/// Runs the program, which must find nothing wrong.
fn succeeds(bench: &Bench, arguments: &[&str]) -> Result<(), TestCaseError> {
    let answer = bench.run(arguments);
    prop_assert_eq!(answer.code, Some(0), "{:?}: {}{}", arguments, answer.stdout, answer.stderr);
    Ok(())
}

/// Holds that two folders have the same files with the same bytes, those left out that are named.
fn same(bench: &Bench, one: &str, other: &str, but: &[&str]) -> Result<(), TestCaseError> {
    let list = |folder: &str| {
        let entries = fs::read_dir(bench.path(folder)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    prop_assert_eq!(list(one), list(other));
    for name in list(one).iter().filter(|name| !but.contains(&name.as_str())) {
        let [one, other] = [one, other].map(|folder| fs::read(bench.path(folder).join(name)).unwrap());
        prop_assert!(one == other, "{} differs", name);
    }
    Ok(())
}

fn all_ways_agree(text: &str, play: &Play) -> Result<(), TestCaseError> {
    let bench = Bench::with(text);
    succeeds(&bench, &["check", "s.toml"])?;
    play.run(&bench, "s.toml", &["-j", "1", "-o", "whole"])?;
    succeeds(&bench, &["verify", "whole"])?;
    play.run(&bench, "s.toml", &["-j", "7", "-o", "seven"])?;
    same(&bench, "whole", "seven", &[])?;
    for shard in 0..play.shards {
        let shard = format!("{shard}/{}", play.shards);
        play.run(&bench, "s.toml", &["-j", "2", "-o", "parts", "--shard", &shard])?;
    }
    succeeds(&bench, &["merge", "parts", "-o", "merged", "-q"])?;
    same(&bench, "whole", "merged", &[])?;
    let alone = one_by_one(text, play);
    prop_assert!(fs::read(bench.path("whole/runs.csv")).unwrap() == alone, "runs one by one differ");
    from_the_manifest(&bench, play)
}

/// `runs.csv` of runs that are played alone, each in a lane of its own.
fn one_by_one(text: &str, play: &Play) -> Vec<u8> {
    let program = program(text);
    let mut writer = RunsWriter::new(&program, play.seed, Vec::new()).unwrap();
    for record in runs(&program, play.seed, play.runs) {
        writer.run(&record).unwrap();
    }
    writer.finish()
}

/// Plays again what the manifest says was played.
fn from_the_manifest(bench: &Bench, play: &Play) -> Result<(), TestCaseError> {
    let manifest: Value = serde_json::from_str(&bench.read("whole/manifest.json")).unwrap();
    bench.write("resolved.toml", manifest["scenario_toml"].as_str().unwrap());
    play.run(bench, "resolved.toml", &["-j", "2", "-o", "again"])?;
    same(bench, "whole", "again", &["manifest.json", "units.part"])?;
    let again: Value = serde_json::from_str(&bench.read("again/manifest.json")).unwrap();
    prop_assert_eq!(&again["scenario_blake3"], &manifest["scenario_blake3"]);
    // The journal holds the plan, which names the file.
    let tables = |manifest: &Value| {
        let files = manifest["files"].as_array().unwrap().iter();
        files.filter(|file| file["name"] != "units.part").cloned().collect::<Vec<_>>()
    };
    prop_assert_eq!(tables(&again), tables(&manifest));
    Ok(())
}

/// A number that the environment gives, or another.
fn given(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().unwrap())
}

#[test]
fn a_scenario_comes_to_the_same_whichever_way_it_is_played() {
    let cases = u32::try_from(given("OFFRAMP_DIFFERENTIAL", u64::from(CASES))).unwrap();
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(given("OFFRAMP_DIFFERENTIAL_SEED", 1)),
        // A failure is shown as it is found: each case takes the program ten times.
        max_shrink_iters: 32,
        ..ProptestConfig::default()
    };
    let plays = (33_u64..150, any::<u64>(), 2_u64..5);
    let result =
        TestRunner::new(config).run(&(any_full_scenario(), plays), |(text, (runs, seed, shards))| {
            all_ways_agree(&text, &Play { runs, seed, shards })
                .map_err(|error| TestCaseError::fail(format!("{error}\nseed {seed}, {runs} runs of\n{text}")))
        });
    if let Err(error) = result {
        panic!("{error}");
    }
}
