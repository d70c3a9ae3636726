//! `new`, `schema`, `completions`, `man`.

use super::Bench;

#[test]
fn a_new_scenario_is_sound_and_interesting() {
    let bench = Bench::new();
    let answer = bench.run(&["new", "border-crisis"]).ended(0);
    assert!(answer.stdout.starts_with("Wrote border-crisis.toml"), "{}", answer.stdout);
    let answer = bench.run(&["check", "border-crisis.toml"]).ended(0);
    assert!(!answer.stdout.contains("warning"), "{}", answer.stdout);
    bench.run(&["run", "border-crisis.toml", "-n", "400", "-o", "out"]).ended(0);
    let outcomes = bench.read("out/outcomes.csv");
    let mut rows = outcomes.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = rows.next().unwrap();
    let count = header.iter().position(|heading| *heading == "count").unwrap();
    let counts: Vec<u32> = rows.map(|row| row[count].parse().unwrap()).collect();
    assert!(counts.iter().filter(|count| **count >= 20).count() >= 4, "endings of all sorts: {counts:?}");
    assert!(counts.iter().all(|count| *count <= 300), "and none a foregone conclusion: {counts:?}");
}

#[test]
fn new_overwrites_only_by_force() {
    let bench = Bench::new();
    bench.write("mine.toml", "precious");
    let answer = bench.run(&["new", "mine"]).ended(2);
    assert!(answer.stderr.contains("already exists"), "{}", answer.stderr);
    assert_eq!(bench.read("mine.toml"), "precious");
    bench.run(&["new", "mine.toml", "--force"]).ended(0);
    assert!(bench.read("mine.toml").contains("title = \"Mine\""));
    bench.run(&["new", "no/such/folder"]).ended(2);
    bench.run(&["new", ".."]).ended(2);
}

#[test]
fn the_schema_is_json_and_knows_the_keys() {
    let text = Bench::new().run(&["schema"]).ended(0).stdout;
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(schema["properties"]["states"].is_object());
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

#[test]
fn completions_and_manual_pages() {
    let bench = Bench::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(bench.run(&["completions", shell]).ended(0).stdout.contains("offramp"));
    }
    assert!(bench.run(&["man"]).ended(0).stdout.contains(".TH"));
    assert!(bench.run(&["man", "run"]).ended(0).stdout.contains("offramp\\-run"));
    assert!(bench.run(&["man", "walk"]).ended(2).stderr.contains("there is no command `walk`"));
}

#[test]
fn help_and_version() {
    let bench = Bench::new();
    assert!(bench.run(&["--help"]).ended(0).stdout.contains("offramp new my-crisis"));
    assert!(bench.run(&["--version"]).ended(0).stdout.starts_with("offramp "));
    bench.run(&[]).ended(2);
    bench.run(&["walk"]).ended(2);
}
