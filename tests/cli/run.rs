//! `run`.

use std::fs;
use std::process::Stdio;

use super::{Bench, PAIR};

const FILES: [&str; 11] = [
    "acts.csv",
    "distributions.csv",
    "drivers.csv",
    "indicators.csv",
    "ladder.csv",
    "manifest.json",
    "offramps.csv",
    "outcomes.csv",
    "summary.csv",
    "timeline.csv",
    "units.part",
];

fn names(folder: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_batch_leaves_a_folder_and_a_report() {
    let bench = Bench::with(PAIR);
    let answer = bench.run(&["run", "s.toml", "-n", "300", "-o", "out"]).ended(0);
    assert_eq!(names(&bench.path("out")), FILES);
    for part in [
        "Two rivals\n",
        "Does an incident",
        "outcome",
        "probability",
        "First strike",
        "Mediation",
        "Results in out/",
    ] {
        assert!(answer.stdout.contains(part), "{part} in\n{}", answer.stdout);
    }
    assert!(answer.stdout.is_ascii(), "no colour and no drawing where there is no terminal");
    assert!(answer.stderr.contains("warning: "), "300 runs are few: {}", answer.stderr);
    assert_eq!(bench.list(), ["out", "s.toml"]);
}

#[test]
fn the_default_folder_is_named_after_scenario_seed_and_runs() {
    let bench = Bench::with(PAIR);
    bench.run(&["run", "s.toml", "-n", "20"]).ended(0);
    bench.run(&["run", "s.toml", "-n", "20", "--seed", "0"]).ended(0);
    let names = names(&bench.path("results"));
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.iter().all(|name| name.starts_with("s-") && name.len() == 10), "{names:?}");
}

#[test]
fn threads_change_no_byte() {
    let bench = Bench::with(PAIR);
    for threads in ["1", "2", "7"] {
        bench.run(&["run", "s.toml", "-n", "150", "-j", threads, "-o", threads, "--record", "runs"]).ended(0);
        for file in FILES.into_iter().chain(["runs.csv"]) {
            let bytes = |folder: &str| fs::read(bench.path(folder).join(file)).unwrap();
            assert!(bytes(threads) == bytes("1"), "{file}");
        }
    }
}

#[test]
fn runs_are_recorded_when_asked_for() {
    let bench = Bench::with(PAIR);
    bench.run(&["run", "s.toml", "-n", "37", "-o", "out", "--record", "runs"]).ended(0);
    let runs = bench.read("out/runs.csv");
    assert_eq!(runs.lines().count(), 38);
    assert!(runs.starts_with("run_id,point_id,replicate,seed,states.a.resolve"), "{}", &runs[..80]);
}

#[test]
fn only_the_tables_that_are_named_are_written_and_runs_alone_come_on_top() {
    let bench = Bench::with(PAIR);
    let cases: [(&str, &[&str]); 3] = [
        (
            "acts,timeline",
            &["acts.csv", "manifest.json", "outcomes.csv", "summary.csv", "timeline.csv", "units.part"],
        ),
        (
            "offramps,runs",
            &["manifest.json", "offramps.csv", "outcomes.csv", "runs.csv", "summary.csv", "units.part"],
        ),
        ("indicators", &["indicators.csv", "manifest.json", "outcomes.csv", "summary.csv", "units.part"]),
    ];
    bench.run(&["run", "s.toml", "-n", "40", "-o", "all", "--record", "runs"]).ended(0);
    assert_eq!(names(&bench.path("all")).len(), FILES.len() + 1);
    for (record, files) in cases {
        let answer = bench.run(&["run", "s.toml", "-n", "40", "-o", record, "--record", record]).ended(0);
        assert_eq!(names(&bench.path(record)), files, "{record}");
        assert!(!answer.stderr.contains("took no decision"), "{}", answer.stderr);
        for file in files.iter().filter(|file| !["manifest.json", "units.part"].contains(file)) {
            assert_eq!(bench.read(&format!("{record}/{file}")), bench.read(&format!("all/{file}")), "{file}");
        }
    }
}

#[test]
fn a_batch_goes_on_only_with_the_tables_that_it_began_with() {
    let bench = Bench::with(PAIR);
    bench.run(&["run", "s.toml", "-n", "40", "-o", "out", "--record", "acts"]).ended(0);
    let more = ["run", "s.toml", "-n", "80", "-o", "out", "--resume"];
    let answer = bench.run(&more).ended(2);
    assert!(answer.stderr.contains("the tables that are recorded"), "{}", answer.stderr);
    bench.run(&[&more[..], &["--record", "acts"]].concat()).ended(0);
    bench.run(&["run", "s.toml", "-n", "80", "-o", "at-once", "--record", "acts"]).ended(0);
    assert_eq!(bench.read("out/acts.csv"), bench.read("at-once/acts.csv"));
}

#[test]
fn force_replaces_and_nothing_else_does() {
    let bench = Bench::with(PAIR);
    bench.run(&["run", "s.toml", "-n", "20", "-o", "out"]).ended(0);
    let before = bench.read("out/manifest.json");
    let answer = bench.run(&["run", "s.toml", "-n", "30", "-o", "out"]).ended(2);
    assert!(answer.stderr.contains("already exists"), "{}", answer.stderr);
    assert_eq!(bench.read("out/manifest.json"), before);
    bench.run(&["run", "s.toml", "-n", "30", "-o", "out", "--force"]).ended(0);
    assert_ne!(bench.read("out/manifest.json"), before);
    assert_eq!(bench.list(), ["out", "s.toml"]);
}

#[test]
fn a_set_counts_as_if_the_file_said_so() {
    let bench = Bench::with(PAIR);
    bench.run(&["run", "s.toml", "-n", "50", "-o", "set", "--set", "events.incident.probability=0"]).ended(0);
    bench.write("s.toml", PAIR.replace("date = 2025-01-02\n", "date = 2025-01-02\nprobability = 0\n"));
    bench.run(&["run", "s.toml", "-n", "50", "-o", "said"]).ended(0);
    assert_eq!(bench.read("set/outcomes.csv"), bench.read("said/outcomes.csv"));
    assert!(bench.read("set/manifest.json").contains("--set events.incident.probability=0"));
}

#[test]
fn quiet_is_quiet_and_progress_goes_to_the_standard_error() {
    let bench = Bench::with(PAIR);
    let answer =
        bench.run(&["run", "s.toml", "-n", "50", "-o", "a", "--quiet", "--progress", "plain"]).ended(0);
    assert_eq!((answer.stdout.as_str(), answer.stderr.as_str()), ("", ""));
    let answer = bench.run(&["run", "s.toml", "-n", "200", "-o", "b", "--progress", "plain"]).ended(0);
    assert!(answer.stderr.contains("200 of 200 runs (100 %)\n"), "{}", answer.stderr);
    let answer = bench.run(&["run", "s.toml", "-n", "200", "-o", "c", "--progress", "json"]).ended(0);
    assert!(answer.stderr.contains("{\"done\":200,\"planned\":200}\n"), "{}", answer.stderr);
}

#[test]
fn a_dry_run_writes_nothing() {
    let bench = Bench::with(PAIR);
    let answer = bench.run(&["run", "s.toml", "--dry-run", "--record", "runs", "-n", "1000000"]).ended(0);
    for part in ["1,000,000 runs", "runs.csv", "MB", "Dry run: nothing was written"] {
        assert!(answer.stdout.contains(part), "{part} in\n{}", answer.stdout);
    }
    assert_eq!(bench.list(), ["s.toml"]);
}

#[test]
fn intervals_are_made_as_asked() {
    let bench = Bench::with(PAIR);
    for (method, name) in
        [("wilson", "wilson"), ("clopper-pearson", "clopper_pearson"), ("jeffreys", "jeffreys")]
    {
        bench.run(&["run", "s.toml", "-n", "50", "-o", method, "--ci", method]).ended(0);
        let outcomes = bench.read(&format!("{method}/outcomes.csv")).replace('-', "_");
        assert!(outcomes.contains(name), "{outcomes}");
    }
}

#[test]
fn nobody_reading_is_no_reason_to_complain() {
    let bench = Bench::with(PAIR);
    for arguments in [&["schema"][..], &["run", "s.toml", "-n", "20"], &["check", "s.toml", "--explain"]] {
        let mut child =
            bench.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(!stderr.contains("error") && !stderr.contains("panic"), "{stderr}");
    }
}
