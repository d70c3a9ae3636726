//! `trace`.

use super::{Bench, PAIR};

#[test]
fn the_run_is_that_of_the_batch() {
    let bench = Bench::with(PAIR);
    bench.run(&["run", "s.toml", "-n", "40", "-o", "out", "--seed", "9", "--record", "runs"]).ended(0);
    let runs = bench.read("out/runs.csv");
    let mut rows = runs.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = rows.next().unwrap();
    let column = |name| header.iter().position(|heading| *heading == name).unwrap();
    let (outcome, end_day, acts) = (column("outcome"), column("end_day"), column("violent_acts"));
    for (replicate, row) in rows.enumerate() {
        let answer = bench.run(&["trace", "s.toml", "--run", &replicate.to_string(), "--seed", "9"]).ended(0);
        let value = |name: &str| {
            let line = answer.stdout.lines().find(|line| line.starts_with(&format!("{name} ")));
            line.and_then(|line| line.split_whitespace().nth(1)).unwrap_or_default().to_owned()
        };
        assert!(
            answer.stdout.contains(&format!("Outcome: {}\n", row[outcome].replace('_', " "))),
            "run {replicate}"
        );
        assert_eq!(value("end_day"), row[end_day], "run {replicate}");
        assert_eq!(value("violent_acts"), row[acts], "run {replicate}");
    }
}

#[test]
fn a_story_has_dates_names_chances_and_reasons() {
    let bench = Bench::with(PAIR);
    let stories: Vec<String> = (0..20)
        .map(|run| bench.run(&["trace", "s.toml", "--run", &run.to_string()]).ended(0).stdout)
        .collect();
    for part in
        ["2025-01-02  An incident at the border.", "Aland", "Borduria", "Chance ", "(to hold ", "assertion +"]
    {
        assert!(stories.iter().any(|story| story.contains(part)), "{part}");
    }
    assert!(stories.iter().all(|story| story.lines().all(|line| line.chars().count() <= 100)));
    assert!(stories.iter().all(|story| story.contains("drawn for this run") && story.contains("Outcome: ")));
}

#[test]
fn all_tells_everything() {
    let bench = Bench::with(PAIR);
    let short = bench.run(&["trace", "s.toml", "--run", "0"]).ended(0).stdout;
    let long = bench.run(&["trace", "s.toml", "--run", "0", "--all"]).ended(0).stdout;
    assert!(short.contains("Left out: ") && !long.contains("Left out: "));
    assert!(long.len() > short.len());
}

#[test]
fn days_are_numbered_without_a_start() {
    let text = PAIR.replace("start = 2025-01-01\n", "").replace("2025-01-02", "1");
    let answer = Bench::with(&text).run(&["trace", "s.toml", "--run", "0"]).ended(0);
    assert!(answer.stdout.contains("\nday 1       An incident at the border."), "{}", answer.stdout);
}
