//! `sensitivity`.

use std::fmt::Write;

use super::{Bench, PAIR};

/// With a state beside the two that does nothing, and whose resolve is drawn.
fn with_an_idle_state() -> Bench {
    let idle = "[states.idle]\ntempo = 0\nroutine = 0\nresolve = { uniform = { low = 0.2, high = 0.9 } }\n";
    Bench::with(&format!("{PAIR}\n{idle}\n[relations.idle.a]\nreach = \"none\"\n"))
}

/// Rows of a table, by the columns that name them.
struct Rows(Vec<Vec<String>>);

impl Rows {
    fn of(text: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        Self(reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect())
    }

    fn place(&self, column: &str) -> usize {
        self.0[0].iter().position(|heading| heading == column).unwrap_or_else(|| panic!("no column {column}"))
    }

    fn number(&self, named: &[(&str, &str)], column: &str) -> f64 {
        let is_sought =
            |row: &&Vec<String>| named.iter().all(|(name, value)| row[self.place(name)] == *value);
        let row = self.0.iter().find(is_sought).unwrap_or_else(|| panic!("no row {named:?}"));
        let cell = &row[self.place(column)];
        cell.parse().unwrap_or_else(|_| panic!("{named:?}, {column}: `{cell}`"))
    }
}

#[test]
fn the_number_that_matters_is_told_from_luck_and_from_what_does_not() {
    let bench = with_an_idle_state();
    let factor = "states.a.assertiveness=0:1";
    let answer = bench.run(&["sensitivity", "s.toml", "-n", "128", "--factor", factor, "-o", "out"]).ended(0);
    for part in [
        "What the numbers left open mean",
        "states.a.assertiveness",
        "of the variance stays",
        "Results in out/",
    ] {
        assert!(answer.stdout.contains(part), "{part} in\n{}", answer.stdout);
    }
    assert!(answer.stdout.lines().all(|line| line.chars().count() <= 100), "{}", answer.stdout);
    assert!(
        answer.stderr.contains("without effect on any output of any run: states.idle.resolve"),
        "{}",
        answer.stderr
    );
    let rows = Rows::of(&bench.read("out/sensitivity.csv"));
    let struck = |factor: &str, statistic: &str, column: &str| {
        rows.number(&[("output", "struck"), ("factor", factor), ("statistic", statistic)], column)
    };
    let total = |column: &str| struck("states.a.assertiveness", "ST", column);
    assert!(0.0 < total("ci_low") && total("ci_low") < total("value") && total("value") < total("ci_high"));
    assert_eq!(total("n").to_bits(), 128.0_f64.to_bits());
    assert!(total("value") > struck("states.a.resolve", "ST", "value"));
    assert_eq!(struck("states.idle.resolve", "ST", "value").to_bits(), 0.0_f64.to_bits());
    assert!(struck("luck", "ST", "value") > 0.02);
    let manifest: serde_json::Value = serde_json::from_str(&bench.read("out/manifest.json")).unwrap();
    // Rows × (A, B, luck and three factors) × inner runs.
    assert_eq!(manifest["done_runs"].as_u64(), Some(128 * 6 * 8));
    bench.run(&["verify", "out"]).ended(0);
}

#[test]
fn threads_and_shards_change_no_byte() {
    let bench = with_an_idle_state();
    for method in ["sobol", "morris", "tornado"] {
        let table = if method == "tornado" { "tornado" } else { "sensitivity" };
        let common = ["sensitivity", "s.toml", "--method", method, "-n", "40", "--inner", "2", "-q"];
        let with = |more: &[&str]| bench.run(&[&common[..], more].concat()).ended(0);
        for threads in ["1", "2", "7"] {
            let out = format!("{method}-{threads}");
            with(&["-j", threads, "-o", &out]);
            let read = |folder: &str| bench.read(&format!("{folder}/{table}.csv"));
            assert_eq!(read(&out), read(&format!("{method}-1")));
        }
        for shard in ["0/2", "1/2"] {
            with(&["--shard", shard, "-o", &format!("{method}.parts")]);
        }
        let joined = format!("{method}-joined");
        bench.run(&["merge", &format!("{method}.parts"), "-o", &joined, "-q"]).ended(0);
        let [one, other] = [joined.as_str(), &format!("{method}-1")]
            .map(|folder| bench.read(&format!("{folder}/{table}.csv")));
        assert_eq!(one, other);
    }
}

#[test]
fn more_rows_are_added_to_what_is_there() {
    let bench = with_an_idle_state();
    let common = ["sensitivity", "s.toml", "--inner", "2", "-q"];
    let with = |more: &[&str]| bench.run(&[&common[..], more].concat()).ended(0);
    with(&["-n", "24", "-o", "out"]);
    with(&["-n", "64", "-o", "out", "--resume"]);
    with(&["-n", "64", "-o", "fresh"]);
    assert_eq!(bench.read("out/sensitivity.csv"), bench.read("fresh/sensitivity.csv"));
}

/// High minus low is the difference of two batches with the value set, on the same luck: the shares of `run --set` with
/// the same seed and runs differ by exactly that.
#[test]
fn a_bar_of_the_tornado_is_the_difference_of_two_batches() {
    let bench = with_an_idle_state();
    let arguments = ["sensitivity", "s.toml", "--method", "tornado", "-n", "200", "-q", "-o", "out"];
    let factor = ["--factor", "states.a.assertiveness=0.1:0.9", "--seed", "5"];
    bench.run(&[&arguments[..], &factor].concat()).ended(0);
    let tornado = Rows::of(&bench.read("out/tornado.csv"));
    for (end, value) in [("low", "0.1"), ("high", "0.9")] {
        let set = format!("states.a.assertiveness={value}");
        bench.run(&["run", "s.toml", "-n", "200", "--seed", "5", "--set", &set, "-q", "-o", end]).ended(0);
    }
    let mut differ = 0;
    for outcome in ["no_strike", "unanswered_strike", "settled_exchange", "limited_war", "war"] {
        let key = format!("outcome_{outcome}");
        let named = [("output", key.as_str()), ("factor", "states.a.assertiveness")];
        let [low, high] = ["low", "high"].map(|end| {
            Rows::of(&bench.read(&format!("{end}/outcomes.csv")))
                .number(&[("outcome", outcome)], "probability")
        });
        assert!((tornado.number(&named, "at_low") - low).abs() < 1e-9, "{key}");
        assert!((tornado.number(&named, "at_high") - high).abs() < 1e-9, "{key}");
        assert!((tornado.number(&named, "high_minus_low") - (high - low)).abs() < 1e-9, "{key}");
        differ += u32::from((high - low).abs() > 1e-9);
    }
    assert!(differ >= 2, "the factor changes outcomes");
    let ends = ["low", "high"].map(|end| tornado.number(&[("factor", "states.a.assertiveness")], end));
    assert_eq!(ends.map(f64::to_bits), [0.1_f64, 0.9].map(f64::to_bits));
    let idle = [("output", "violent_acts"), ("factor", "states.idle.resolve")];
    assert_eq!(tornado.number(&idle, "high_minus_low").to_bits(), 0.0_f64.to_bits());
}

#[test]
fn a_sample_goes_out_and_results_come_back() {
    let bench = with_an_idle_state();
    let out = ["sensitivity", "s.toml", "-n", "256", "--design-out", "design.csv"];
    bench.run(&[&out[..], &["--factor", "states.b.resolve=0:1"]].concat()).ended(0);
    assert_eq!(bench.list(), ["design.csv", "s.toml"]);
    let design = Rows::of(&bench.read("design.csv"));
    let place = |column: &str| design.place(column);
    let number = |row: &[String], column: &str| row[place(column)].parse::<f64>().unwrap();
    // y = 4 x + z, x and z uniform over widths of 1 and 0.4: variances 16 and 0.16.
    let mut results = "row_id,y\n".to_owned();
    for row in &design.0[1..] {
        let y = 4.0 * number(row, "states.b.resolve") + number(row, "states.a.resolve");
        writeln!(results, "{},{y}", row[place("row_id")]).unwrap();
    }
    bench.write("results.csv", &results);
    let back = ["sensitivity", "--design", "design.csv", "--results", "results.csv", "-o", "table.csv"];
    let answer = bench.run(&back).ended(0);
    assert!(answer.stdout.contains("Little of it is luck"), "{}", answer.stdout);
    let rows = Rows::of(&bench.read("table.csv"));
    for (factor, share) in [("states.b.resolve", 16.0 / 16.16), ("states.a.resolve", 0.16 / 16.16)] {
        for statistic in ["S1", "ST"] {
            let value = rows.number(&[("factor", factor), ("statistic", statistic)], "value");
            assert!((value - share).abs() < 0.01, "{factor} {statistic}: {value}");
        }
    }
    bench.write("results.csv", results.lines().take(100).collect::<Vec<_>>().join("\n"));
    let answer = bench.run(&["sensitivity", "--design", "design.csv", "--results", "results.csv"]).ended(2);
    assert!(
        answer.stderr.contains("no results for row") && answer.stderr.contains("more like these"),
        "{}",
        answer.stderr
    );
}

#[test]
fn recorded_runs_are_correlated_without_playing_any() {
    let bench = with_an_idle_state();
    let set = "states.a.assertiveness={ uniform = { low = 0, high = 1 } }";
    bench.run(&["run", "s.toml", "-n", "400", "--record", "runs", "--set", set, "-q", "-o", "runs"]).ended(0);
    bench.run(&["sensitivity", "--from", "runs", "-o", "ranks.csv"]).ended(0);
    let rows = Rows::of(&bench.read("ranks.csv"));
    let of = |factor: &str, column: &str| {
        rows.number(&[("output", "peak_rung_number"), ("factor", factor)], column)
    };
    assert!(of("states.a.assertiveness", "ci_low") > 0.1, "more assertive, further up");
    assert!(of("states.idle.resolve", "ci_low") < 0.0 && of("states.idle.resolve", "ci_high") > 0.0);
    let answer = bench.run(&["sensitivity", "--from", "runs", "--output", "war,violent_acts"]).ended(0);
    assert_eq!(answer.stdout.matches("rank corr.").count(), 2, "{}", answer.stdout);
    let answer = bench.run(&["sensitivity", "--from", "runs", "--output", "violent_act"]).ended(2);
    assert!(answer.stderr.contains("did you mean `violent_acts`?"), "{}", answer.stderr);
    bench.run(&["run", "s.toml", "-n", "10", "-q", "-o", "bare"]).ended(0);
    let answer = bench.run(&["sensitivity", "--from", "bare"]).ended(2);
    assert!(answer.stderr.contains("--record runs"), "{}", answer.stderr);
}

#[test]
fn everything_that_is_wrong_with_the_question_is_said_at_once() {
    let bench = with_an_idle_state();
    let wrong = ["--only", "states.a.resolv", "--output", "wars", "--group", "g=mediators"];
    let answer = bench.run(&[&["sensitivity", "s.toml", "-o", "out"][..], &wrong].concat()).ended(2);
    for part in [
        "there is no factor `states.a.resolv`; did you mean `states.a.resolve`?",
        "there is no output `wars`; did you mean `war`?",
        "there is no factor `mediators`; there are states.a.resolve, states.idle.resolve",
    ] {
        let said = answer.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(part), "{part} in\n{}", answer.stderr);
    }
    let answer = bench.run(&["sensitivity", "s.toml", "--factor", "states.a.resolv=0:1"]).ended(2);
    assert!(
        answer.stderr.contains("resolve") && answer.stderr.contains("nothing was run"),
        "{}",
        answer.stderr
    );
    let answer = bench.run(&["sensitivity", "s.toml", "--factor", "states.a.resolve=1:0"]).ended(2);
    assert!(answer.stderr.contains("must be below"), "{}", answer.stderr);
    let answer = bench.run(&["sensitivity", "s.toml", "--factor", "states.a.resolve=0:7"]).ended(2);
    assert!(answer.stderr.contains("resolve"), "{}", answer.stderr);
    assert_eq!(bench.list(), ["s.toml"]);
}
