//! Variants of scenarios: files that extend others, knobs, and the standard input.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use super::bench::Answer;
use super::{Bench, PAIR};

const TABLES: [&str; 6] =
    ["acts.csv", "drivers.csv", "outcomes.csv", "runs.csv", "summary.csv", "timeline.csv"];

/// The pair with knobs for what both states share, one of them drawn.
fn with_knobs() -> String {
    let text = PAIR
        .replace("grievance = 0.4", "grievance = \"$wrongs\"")
        .replace("grievance = 0.3", "grievance = \"$wrongs\"")
        .replace("name = \"Borduria\"", "name = \"Borduria\"\ntempo = \"$pace\"");
    format!("{text}\n[knobs]\nwrongs = {{ uniform = {{ low = 0.2, high = 0.6 }} }}\npace = 0.5\n")
}

fn run(bench: &Bench, file: &str, out: &str, more: &[&str]) -> Answer {
    let arguments = ["run", file, "-n", "120", "-o", out, "--record", "runs"];
    bench.run(&[&arguments, more].concat()).ended(0)
}

#[track_caller]
fn same_tables(bench: &Bench, one: &str, other: &str) {
    for table in TABLES {
        assert_eq!(bench.read(&format!("{one}/{table}")), bench.read(&format!("{other}/{table}")), "{table}");
    }
}

fn manifest(bench: &Bench, out: &str) -> serde_json::Value {
    serde_json::from_str(&bench.read(&format!("{out}/manifest.json"))).unwrap()
}

/// What the program answers to a text on its standard input.
fn piped(bench: &Bench, arguments: &[&str], text: &str) -> Answer {
    let mut command = bench.command(arguments);
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    Answer::from(child.wait_with_output().unwrap())
}

#[test]
fn a_variant_is_the_base_with_its_changes() {
    let bench = Bench::with(PAIR);
    fs::create_dir(bench.path("variants")).unwrap();
    bench.write("variants/calm.toml", "extends = \"../s.toml\"\n");
    bench.write(
        "variants/alone.toml",
        "extends = \"calm.toml\"\nremove = [\"mediators.union\"]\n[states.a]\nresolve = 0.5\n",
    );
    let (head, rest) = PAIR.split_once("[mediators.union]").unwrap();
    let (_, tail) = rest.split_once("[events").unwrap();
    let by_hand = format!("{head}[events{tail}").replace("{ uniform = { low = 0.3, high = 0.7 } }", "0.5");
    bench.write("by_hand.toml", by_hand);
    for (file, out) in [("s.toml", "s"), ("variants/calm.toml", "calm"), ("variants/alone.toml", "alone")] {
        run(&bench, file, out, &[]);
    }
    run(&bench, "by_hand.toml", "by_hand", &[]);
    same_tables(&bench, "s", "calm");
    same_tables(&bench, "by_hand", "alone");
    let hash = |out: &str| manifest(&bench, out)["scenario_blake3"].clone();
    assert_eq!((hash("s"), hash("by_hand")), (hash("calm"), hash("alone")));
    assert_ne!(hash("s"), hash("alone"));
}

#[test]
fn the_manifests_text_gives_the_same_results_again() {
    let bench = Bench::with(&with_knobs());
    let over = "extends = \"s.toml\"\n[events.late]\nafter = { event = \"incident\" }\n\
        effects = [{ tension = { \"a.b\" = \"$wrongs\" } }]\n[events.early]\ndate = \"$day\"\n[knobs]\nday = 2025-01-03\n";
    bench.write("o.toml", over);
    run(&bench, "o.toml", "first", &["--set", "knobs.pace=0.7", "--set", "states.a.tempo=$pace"]);
    let first = manifest(&bench, "first");
    let text = first["scenario_toml"].as_str().unwrap();
    assert!(text.contains("\"$wrongs\"") && !text.contains("extends"), "{text}");
    bench.write("again.toml", text);
    run(&bench, "again.toml", "second", &[]);
    same_tables(&bench, "first", "second");
    let second = manifest(&bench, "second");
    assert_eq!(first["scenario_blake3"], second["scenario_blake3"]);
    assert_eq!(second["scenario_toml"], text);
    assert_eq!(second["scenario"]["inputs"]["relations.a.b.grievance"]["drawn_as"], "knobs.wrongs");
}

#[test]
fn a_drawn_knob_is_one_column() {
    let bench = Bench::with(&with_knobs());
    run(&bench, "s.toml", "out", &[]);
    let runs = bench.read("out/runs.csv");
    assert!(
        runs.starts_with("run_id,point_id,replicate,seed,states.a.resolve,knobs.wrongs,outcome"),
        "{}",
        &runs[..90]
    );
    let answer = bench.run(&["check", "s.toml"]).ended(0);
    assert!(answer.stdout.contains("2 numbers drawn in each run"), "{}", answer.stdout);
    let plain = PAIR.replace("grievance = 0.3", "grievance = 0.4");
    bench.write("plain.toml", &plain);
    run(&bench, "plain.toml", "plain", &["--set", "states.b.tempo=0.5"]);
    run(&bench, "s.toml", "set", &["--set", "knobs.wrongs=0.4"]);
    same_tables(&bench, "plain", "set");
}

#[test]
fn explain_tells_the_files_apart_and_names_knobs() {
    let bench = Bench::with(&with_knobs());
    bench.write("o.toml", "extends = \"s.toml\"\n[states.a]\nname = \"A\"\n\ntempo = 0.25\n");
    let answer = bench.run(&["check", "o.toml", "--explain", "--set", "knobs.pace=0.75"]).ended(0);
    let line = |start: &str| {
        let line = answer.stdout.lines().find(|line| line.starts_with(start)).unwrap_or_default();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("states.a.tempo"), "states.a.tempo 0.25 o.toml:5");
    assert_eq!(line("states.a.resolve"), "states.a.resolve uniform(low 0.3, high 0.7) s.toml:8");
    let wrongs = "relations.b.a.grievance uniform(low 0.2, high 0.6) s.toml:18 ($wrongs: s.toml:31)";
    assert_eq!(line("relations.b.a.grievance"), wrongs);
    assert_eq!(line("states.b.tempo"), "states.b.tempo 0.75 s.toml:12 ($pace: --set knobs.pace=0.75)");
}

#[test]
fn an_unused_knob_is_warned_of() {
    let bench = Bench::with(&format!("{}idle = 3\n", with_knobs()));
    let answer = bench.run(&["check", "s.toml"]).ended(0);
    for part in ["knobs.idle: cannot change any run", "no place says \"$idle\"", "; 1 warning\n"] {
        assert!(answer.stdout.contains(part), "{part} in\n{}", answer.stdout);
    }
    let answer = run(&bench, "s.toml", "out", &[]);
    assert!(answer.stderr.contains("knobs.idle"), "{}", answer.stderr);
}

#[test]
fn the_standard_input_is_read() {
    let bench = Bench::with(PAIR);
    let answer = piped(&bench, &["check", "-"], PAIR).ended(0);
    assert!(answer.stdout.starts_with("<stdin>: fine (2 states"), "{}", answer.stdout);
    let answer = piped(&bench, &["check", "-"], &PAIR.replace("grievance = 0.4", "grievance = 4")).ended(1);
    assert!(answer.stdout.contains("<stdin>:14:13"), "{}", answer.stdout);
    assert!(answer.stdout.ends_with("1 problem in <stdin>\n"), "{}", answer.stdout);
    let from_file = bench.run(&["trace", "s.toml", "--run", "3"]).ended(0);
    let from_stdin = piped(&bench, &["trace", "-", "--run", "3"], PAIR).ended(0);
    assert_eq!(from_stdin.stdout, from_file.stdout);
    run(&bench, "s.toml", "file", &[]);
    piped(&bench, &["run", "-", "-n", "120", "-o", "stdin", "--record", "runs"], "extends = \"s.toml\"\n")
        .ended(0);
    same_tables(&bench, "file", "stdin");
    piped(&bench, &["run", "-", "-n", "20"], PAIR).ended(0);
    let results: Vec<String> = fs::read_dir(bench.path("results"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(results.len() == 1 && results[0].starts_with("stdin-"), "{results:?}");
    let answer = piped(&bench, &["run", "-", "-n", "20"], "[states.a]\n").ended(2);
    assert!(answer.stderr.contains("in <stdin>; nothing was run"), "{}", answer.stderr);
}
