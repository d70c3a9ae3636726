//! `trace --pick`, and the forms of a trace.

use super::{Bench, PAIR};

/// The number of the run that a story tells.
fn run_of(story: &str) -> String {
    let line = story.lines().find(|line| line.starts_with("Run ")).unwrap();
    line.split_whitespace().nth(1).unwrap().to_owned()
}

#[test]
fn the_run_that_is_picked_is_told_as_if_asked_for_by_number() {
    let bench = Bench::with(PAIR);
    for rule in ["typical", "worst", "best", "surprising", "outcome=no_strike"] {
        let picked =
            bench.run(&["trace", "s.toml", "--pick", rule, "-n", "300", "--seed", "4"]).ended(0).stdout;
        let again = bench
            .run(&["trace", "s.toml", "--pick", rule, "-n", "300", "--seed", "4", "-j", "3"])
            .ended(0)
            .stdout;
        assert_eq!(picked, again, "{rule}");
        assert!(picked.contains(&format!(", picked as {rule}: of ")), "{picked}");
        let asked = bench.run(&["trace", "s.toml", "--run", &run_of(&picked), "--seed", "4"]).ended(0).stdout;
        let story = |text: &str| text.split_once("\n\n").unwrap().1.to_owned();
        assert_eq!(story(&picked), story(&asked), "{rule}");
    }
}

#[test]
fn exactly_one_run_is_asked_for_and_one_that_exists() {
    let bench = Bench::with(PAIR);
    bench.run(&["trace", "s.toml"]).ended(2);
    bench.run(&["trace", "s.toml", "--run", "1", "--pick", "worst"]).ended(2);
    bench.run(&["trace", "s.toml", "--run", "1", "-n", "50"]).ended(2);
    let answer = bench.run(&["trace", "s.toml", "--pick", "oddest"]).ended(2);
    assert!(answer.stderr.contains("typical, worst, best, surprising and outcome=NAME"), "{}", answer.stderr);
    let answer = bench.run(&["trace", "s.toml", "--pick", "outcome=nuclear_use", "-n", "50"]).ended(2);
    let told = answer.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("no run of 50 ended as `nuclear_use`; those that occurred: "), "{told}");
    assert!(told.contains("no_strike ("), "{told}");
}

#[test]
fn as_a_table_a_run_has_one_row_for_each_thing_that_happened() {
    let bench = Bench::with(PAIR);
    let answer = bench.run(&["trace", "s.toml", "--pick", "worst", "-n", "200", "--format", "csv"]).ended(0);
    assert!(answer.stderr.contains("picked as worst: "), "{}", answer.stderr);
    let mut rows = csv::Reader::from_reader(answer.stdout.as_bytes());
    let header: Vec<String> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    let first = [
        "day",
        "date",
        "kind",
        "actor",
        "act",
        "target",
        "label",
        "probability",
        "expected_reply",
        "top_terms",
    ];
    assert_eq!(header[..10], first);
    let rows: Vec<Vec<String>> =
        rows.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let column = |name: &str| header.iter().position(|heading| heading == name).unwrap();
    let cell = |row: &Vec<String>, name: &str| row[column(name)].clone();
    let days: Vec<u32> = rows.iter().map(|row| cell(row, "day").parse().unwrap()).collect();
    assert!(days.is_sorted());
    let incident = rows.iter().find(|row| cell(row, "kind") == "event").unwrap();
    assert_eq!(
        (cell(incident, "act"), cell(incident, "label")),
        ("incident".to_owned(), "occurred".to_owned())
    );
    assert_eq!(cell(incident, "date"), "2025-01-02");
    let blows: Vec<&Vec<String>> = rows.iter().filter(|row| !cell(row, "severity").is_empty()).collect();
    assert!(!blows.is_empty(), "the worst run has blows");
    for blow in blows {
        assert_eq!(cell(blow, "kind"), "decision");
        assert!(cell(blow, "probability").parse::<f64>().unwrap() > 0.0);
        let terms = cell(blow, "top_terms");
        assert!(terms.split("; ").count() == 3 && terms.contains(['+', '-']), "{terms}");
        assert!(!cell(blow, "landed").is_empty() && !cell(blow, "deaths").is_empty());
    }
    // All that died by acts and fighting is in the summary of the same run.
    let deaths: u64 = rows.iter().filter_map(|row| cell(row, "deaths").parse::<u64>().ok()).sum();
    let dead = answer.stderr.split("with most dead: ").nth(1).unwrap();
    assert_eq!(dead.split('.').next().unwrap(), deaths.to_string());
}

#[test]
fn as_json_it_has_all_probabilities_and_terms() {
    let bench = Bench::with(PAIR);
    let arguments = ["trace", "s.toml", "--pick", "typical", "-n", "100", "--format", "json"];
    let answer = bench.run(&arguments).ended(0);
    let trace: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
    assert_eq!(trace["pick"]["rule"], "typical");
    assert_eq!(trace["outcome"], trace["measures"]["outcome"]);
    let events = trace["events"].as_array().unwrap();
    let decisions: Vec<_> = events.iter().filter(|event| event["kind"] == "decision").collect();
    assert!(!decisions.is_empty());
    for decision in decisions {
        let options = decision["options"].as_array().unwrap();
        let total: f64 = options.iter().map(|option| option["probability"].as_f64().unwrap()).sum();
        assert!((total - 1.0).abs() < 1e-5, "{total}");
        let chosen = |option: &&serde_json::Value| option["probability"] == decision["probability"];
        assert!(options.iter().any(|option| chosen(&option) && option["act"] == decision["act"]));
    }
    // By number, nothing was picked.
    let by_number = bench.run(&["trace", "s.toml", "--run", "3", "--format", "json"]).ended(0);
    let trace: serde_json::Value = serde_json::from_str(&by_number.stdout).unwrap();
    assert!(trace["pick"].is_null() && trace["replicate"] == 3);
    assert_eq!(by_number.stderr, "");
}

#[test]
fn as_markdown_it_is_a_document_and_a_file_is_not_overwritten() {
    let bench = Bench::with(PAIR);
    let arguments = ["trace", "s.toml", "--run", "5", "--format", "md", "-o", "run.md"];
    let answer = bench.run(&arguments).ended(0);
    assert_eq!((answer.stdout.as_str(), answer.stderr.as_str()), ("Wrote run.md\n", ""));
    let text = bench.read("run.md");
    for part in [
        "# Two rivals\n\nRun 5 of seed 1.\n",
        "### 2025-01-02\n\n- An incident",
        "| `end_day` | ",
        "**Outcome:**",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    let answer = bench.run(&arguments).ended(2);
    assert!(answer.stderr.contains("already exists"), "{}", answer.stderr);
    bench.run(&["trace", "s.toml", "--run", "6", "--format", "md", "-o", "run.md", "--force"]).ended(0);
    assert_ne!(bench.read("run.md"), text);
}
