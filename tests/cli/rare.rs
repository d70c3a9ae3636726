//! `run --rare`.

use super::{Bench, PAIR};

/// The pair with nuclear weapons, so careless that nuclear use is rare but not out of the question.
fn armed() -> Bench {
    let armed = PAIR.replace("name = \"Aland\"\n", "name = \"Aland\"\nnuclear = true\n");
    let armed = armed.replace("name = \"Borduria\"\n", "name = \"Borduria\"\nnuclear = true\n");
    Bench::with(&format!("{armed}\n[utility]\nnuclear_risk = 0\n"))
}

/// The cells of a column, by its name.
fn column<'a>(table: &'a str, name: &str) -> Vec<&'a str> {
    let mut lines = table.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let at = header.iter().position(|header| *header == name).unwrap_or_else(|| panic!("no column {name}"));
    lines.map(|line| line[at]).collect()
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap_or_else(|_| panic!("`{cell}` is no number"))
}

#[test]
fn a_rare_outcome_gets_a_line_and_two_tables() {
    let bench = armed();
    let arguments = ["run", "s.toml", "-n", "100", "-o", "out", "--rare", "nuclear_use"];
    let levels = ["--repeats", "6", "--effort", "200", "--levels", "1e-6,1e-5"];
    let answer = bench.run(&[&arguments[..], &levels].concat()).ended(0);
    assert!(answer.stdout.contains("Rare          nuclear_use has probability "), "{}", answer.stdout);
    assert!(answer.stdout.contains("by splitting in 6 repeats"), "{}", answer.stdout);
    assert!(answer.stdout.contains("13 files"), "{}", answer.stdout);

    let (stages, summary) = (bench.read("out/rare.csv"), bench.read("out/rare_summary.csv"));
    assert_eq!(column(&stages, "danger"), ["1e-6", "0.00001", ""]);
    assert_eq!(column(&stages, "starts"), ["1200"; 3]);
    let [found] = column(&summary, "probability")[..] else { panic!("{summary}") };
    let found = number(found);
    let earned: f64 = column(&stages, "earned").iter().map(|cell| number(cell)).sum();
    assert!(found > 0.0 && (earned / found - 1.0).abs() < 1e-6, "{found} {earned}");
    let ends = ["ci_low", "ci_high"].map(|end| number(column(&summary, end)[0]));
    assert!(ends[0] < found && found < ends[1], "{ends:?} around {found}");
    let days = |table: &str| column(table, "days").iter().map(|cell| number(cell)).sum::<f64>();
    assert!((days(&stages) - days(&summary)).abs() < 0.5);

    let manifest: serde_json::Value = serde_json::from_str(&bench.read("out/manifest.json")).unwrap();
    let rare = &manifest["rare"];
    assert_eq!(rare["outcome"], "nuclear_use");
    assert_eq!(rare["levels"], serde_json::json!([1e-6, 1e-5]));
    assert_eq!(rare["pilot"], serde_json::Value::Null);
    assert_eq!(rare["first_replicate"], 100);
}

/// What is played besides changes nothing in the batch, and no number of threads changes a byte of either.
#[test]
fn the_batch_stays_what_it_is_on_any_number_of_threads() {
    let bench = armed();
    bench.run(&["run", "s.toml", "-n", "60", "-o", "plain"]).ended(0);
    for threads in ["1", "2", "7"] {
        let arguments = ["run", "s.toml", "-n", "60", "-j", threads, "-o", threads, "--rare", "war"];
        bench.run(&[&arguments[..], &["--repeats", "3", "--effort", "50"]].concat()).ended(0);
        for file in ["outcomes.csv", "timeline.csv", "summary.csv", "acts.csv", "drivers.csv"] {
            assert_eq!(bench.read(&format!("{threads}/{file}")), bench.read(&format!("plain/{file}")));
        }
        for file in ["rare.csv", "rare_summary.csv"] {
            assert_eq!(bench.read(&format!("{threads}/{file}")), bench.read(&format!("1/{file}")), "{file}");
        }
    }
}

#[test]
fn what_was_split_for_is_part_of_the_default_name() {
    let bench = armed();
    let run = |more: &[&str]| {
        let arguments = ["run", "s.toml", "-n", "20", "--quiet"];
        bench.run(&[&arguments[..], more].concat()).ended(0);
    };
    run(&[]);
    run(&["--rare", "war", "--repeats", "2", "--effort", "10"]);
    run(&["--rare", "war", "--repeats", "3", "--effort", "10"]);
    run(&["--rare", "war", "--repeats", "3", "--effort", "10", "--levels", "0.01"]);
    let names: Vec<_> = std::fs::read_dir(bench.path("results")).unwrap().collect();
    assert_eq!(names.len(), 4, "{names:?}");
}

#[test]
fn progress_counts_repeats_and_warnings_are_told() {
    let bench = armed();
    let arguments =
        ["run", "s.toml", "-n", "20", "-o", "out", "--progress", "plain", "--rare", "nuclear_use"];
    let answer = bench.run(&[&arguments[..], &["--repeats", "1", "--effort", "10"]].concat()).ended(0);
    assert!(answer.stderr.contains("1 of 1 repeats (100 %)\n"), "{}", answer.stderr);
    assert!(answer.stderr.contains("warning: a single repeat has no interval"), "{}", answer.stderr);
}

#[test]
fn what_cannot_be_split_for_is_refused_before_anything_is_played() {
    let bench = Bench::with(PAIR);
    let cases: [(&[&str], &str); 10] = [
        (&["--rare", "nuclear_use"], "no rung that leads to it is within"),
        (&["--rare", "limited_war"], "no single act makes a run end as `limited_war`"),
        (&["--rare", "peace"], "nuclear_use and war"),
        (&["--rare", "war", "--levels", "0.1,0.01"], "each larger than the one before"),
        (&["--rare", "war", "--levels", "0.1", "--pilot", "100"], "cannot be used with"),
        (&["--rare", "war", "--repeats", "0"], "0 is not in 1.."),
        (&["--rare", "war", "--effort", "0"], "0 is not in 1.."),
        (&["--rare", "war", "-n", "1099511627776"], "fewer than 2^40 runs"),
        (&["--rare", "war", "--dry-run"], "cannot be used with"),
        (&["--effort", "100"], "--rare <OUTCOME>"),
    ];
    for (flags, words) in cases {
        let answer = bench.run(&[&["run", "s.toml"], flags].concat()).ended(2);
        assert!(answer.stderr.contains(words), "{flags:?}: {words} in\n{}", answer.stderr);
    }
    assert_eq!(bench.list(), ["s.toml"]);
}
