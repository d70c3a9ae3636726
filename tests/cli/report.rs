//! `report` and `--format`: what is made of results for people.

use super::{Bench, PAIR};

#[test]
fn formats_are_written_with_the_tables_and_listed_in_the_manifest() {
    let bench = Bench::with(PAIR);
    bench.run(&["run", "s.toml", "-n", "200", "-o", "r", "--format", "xlsx,parquet,html"]).ended(0);
    let manifest = bench.read("r/manifest.json");
    for name in ["results.xlsx", "outcomes.parquet", "timeline.parquet", "report.html", "outcomes.csv"] {
        assert!(manifest.contains(&format!("\"name\": \"{name}\"")), "{name}");
    }
    bench.run(&["verify", "r"]).ended(0);
}

#[test]
fn a_report_made_later_has_the_bytes_of_one_made_at_once() {
    let bench = Bench::with(PAIR);
    let run = ["run", "s.toml", "-n", "200", "-o", "r"];
    bench.run(&run).ended(0);
    bench.run(&["report", "r"]).ended(0);
    bench.run(&["report", "r", "--parquet"]).ended(0);
    bench.run(&["verify", "r"]).ended(0);
    bench.run(&[&run[..], &["--format", "html,xlsx,parquet", "--force"]].concat()).ended(0);
    let at_once: Vec<_> = files(&bench, "r");
    bench.run(&["report", "r", "-o", "elsewhere", "--html", "--xlsx", "--parquet"]).ended(0);
    for (name, bytes) in files(&bench, "elsewhere") {
        let other = at_once.iter().find(|(other, _)| *other == name);
        assert!(other.is_some_and(|(_, other)| *other == bytes), "{name}");
    }
    assert!(files(&bench, "elsewhere").len() > 5);
}

#[test]
fn a_report_replaces_nothing_unasked() {
    let bench = Bench::with(PAIR);
    bench.run(&["run", "s.toml", "-n", "50", "-o", "r"]).ended(0);
    bench.run(&["report", "r", "--xlsx"]).ended(0);
    // The same bytes again are in nobody's way.
    bench.run(&["report", "r", "--xlsx"]).ended(0);
    bench.run(&["report", "r", "--xlsx", "-o", "e"]).ended(0);
    let answer = bench.run(&["report", "r", "--xlsx", "-o", "e"]).ended(2);
    assert!(answer.stderr.contains("--force"), "{}", answer.stderr);
    bench.run(&["report", "r", "--xlsx", "-o", "e", "--force"]).ended(0);
    let answer = bench.run(&["report", "e"]).ended(2);
    assert!(answer.stderr.contains("is no results folder: it has no manifest.json"), "{}", answer.stderr);
}

#[test]
fn shards_are_joined_into_the_report_of_one_machine() {
    let bench = Bench::with(PAIR);
    let run = ["run", "s.toml", "-n", "400", "--format", "xlsx"];
    bench.run(&[&run[..], &["-o", "whole"]].concat()).ended(0);
    for shard in ["0/2", "1/2"] {
        bench.run(&[&run[..], &["--shard", shard, "-o", "parts"]].concat()).ended(0);
    }
    bench.run(&["merge", "parts", "-o", "joined"]).ended(0);
    let workbook = |folder| files(&bench, folder).into_iter().any(|(name, _)| name == "results.xlsx");
    assert!(workbook("joined") && workbook("whole"));
}

#[test]
fn a_changed_table_is_not_reported_of() {
    let bench = Bench::with(PAIR);
    bench.run(&["run", "s.toml", "-n", "50", "-o", "r"]).ended(0);
    let text = bench.read("r/outcomes.csv");
    std::fs::write(bench.path("r/outcomes.csv"), text.replace("probability", "likelihood")).unwrap();
    let answer = bench.run(&["report", "r", "--xlsx"]).ended(2);
    assert!(answer.stderr.contains("outcomes.csv") && answer.stderr.contains("verify"), "{}", answer.stderr);
}

/// The files of a folder that are no tables, with their bytes.
fn files(bench: &Bench, folder: &str) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(bench.path(folder)).unwrap();
    let mut files: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "xlsx" || it == "html" || it == "parquet"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}
