//! `case`.

use super::{Bench, PAIR};

const HISTORY: &str = "date,actor,target,act,deaths_low,deaths_high,source,note\n\
    2025-01-02,incident,,event,,,Gazette,shots at the border\n\
    2025-01-04,a,b,strike_state,2,4,Gazette,\n\
    2025-01-06,b,a,strike_state,1,5,Gazette,\n\
    2025-01-09,union,a;b,agreement,,,Gazette,\n\
    2025-01-09,,formal,end,,,Gazette,\n";
const CASE: &str = "scenario = \"../s.toml\"\nhistory = \"NAME.csv\"\n[structure]\ncontiguous = true\nrivals = true\n\
    struck_nuclear = false\nstriker_nuclear = false\nstruck_share = 0.5\n";

fn bench() -> Bench {
    let bench = Bench::with(PAIR);
    bench.write("h.csv", HISTORY);
    bench
}

/// With a folder of two cases: one that came to blows and one that did not.
fn folder() -> Bench {
    let bench = bench();
    std::fs::create_dir(bench.path("cases")).unwrap();
    bench.write("cases/blows.toml", CASE.replace("NAME", "blows"));
    bench.write("cases/blows.csv", HISTORY);
    bench.write("cases/words.toml", CASE.replace("NAME", "words"));
    let words = "day,actor,target,act,note\n3,a,b,strike_state,\n4,b,a,rupture,\n12,,faded,end,\n";
    bench.write("cases/words.csv", words);
    bench
}

/// The cell of a column in the first row in which another column holds a word.
fn cell(text: &str, [column, word]: [&str; 2], sought: &str) -> String {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let place = |name: &str| header.iter().position(|heading| heading == name).unwrap();
    let row = reader.records().map(Result::unwrap).find(|row| &row[place(column)] == word);
    row.unwrap_or_else(|| panic!("no {word} in\n{text}"))[place(sought)].to_owned()
}

#[test]
fn what_happened_is_read_off_the_record_by_the_rules_of_a_run() {
    let bench = bench();
    let answer = bench.run(&["case", "s.toml", "--history", "h.csv", "-n", "100", "-o", "out"]).ended(0);
    for part in [
        "Two rivals",
        "outcome",
        "mediated settlement",
        "Path of 18 steps",
        "1 case decides little",
        "Results in out/",
    ] {
        assert!(answer.stdout.contains(part), "{part} in\n{}", answer.stdout);
    }
    let table = bench.read("out/case.csv");
    let observed = |quantity| cell(&table, ["quantity", quantity], "observed");
    assert_eq!(observed("outcome"), "mediated_settlement");
    assert_eq!(observed("first_reply"), "violent");
    assert_eq!(observed("violent_reply"), "true");
    assert_eq!(observed("reply_delay"), "2");
    assert_eq!(observed("force_turns"), "2");
    assert_eq!(observed("peak_rung"), "strike_state");
    let cases = bench.read("out/cases.csv");
    assert_eq!(cell(&cases, ["case", "s"], "class_share"), "1");
    assert_eq!(cell(&cases, ["case", "s"], "steps"), "18");
    // The probabilities of the steps multiply up to that of the path.
    let path = bench.read("out/path.csv");
    let logs = path.lines().skip(1).map(|line| line.rsplit(',').next().unwrap().parse::<f64>().unwrap());
    let whole: f64 = cell(&cases, ["case", "s"], "log_likelihood").parse().unwrap();
    assert!((logs.sum::<f64>() - whole).abs() < 1e-6);
    assert!(!bench.path("out/scores.csv").exists(), "one case has no scores");
    bench.run(&["verify", "out"]).ended(0);
}

#[test]
fn cases_are_scored_against_what_knows_less() {
    let bench = folder();
    let answer = bench.run(&["case", "cases", "-n", "60", "-o", "out"]).ended(0);
    for part in ["violent reply", "base rate", "structure", "other cases", "2 cases decide little"] {
        assert!(answer.stdout.contains(part), "{part} in\n{}", answer.stdout);
    }
    let scores = bench.read("out/scores.csv");
    // One violent reply in two cases, at 0.4545 each: (0.5455² + 0.4545²) / 2 = 0.25207.
    let base: f64 = cell(&scores, ["forecast", "base_rate"], "mean").parse().unwrap();
    assert!((base - 0.252_07).abs() < 1e-5, "{base}");
    let cases = bench.read("out/cases.csv");
    assert_eq!(cell(&cases, ["case", "words"], "class"), "unanswered_strike");
    assert_eq!(cell(&cases, ["case", "words"], "violent_reply_came"), "false");
    assert_eq!(bench.read("out/calibration.csv").lines().count(), 4);
}

#[test]
fn threads_and_shards_change_no_byte() {
    let bench = folder();
    let play = ["case", "cases", "-n", "80", "-q"];
    bench.run(&[&play[..], &["-j", "1", "-o", "one"]].concat()).ended(0);
    bench.run(&[&play[..], &["-j", "7", "-o", "seven"]].concat()).ended(0);
    for shard in ["0/3", "1/3", "2/3"] {
        bench.run(&[&play[..], &["--shard", shard, "-o", "parts"]].concat()).ended(0);
    }
    // What the parts were played from may be gone.
    std::fs::remove_dir_all(bench.path("cases")).unwrap();
    bench.run(&["merge", "parts", "-o", "merged", "-q"]).ended(0);
    for name in ["case", "values", "path", "cases", "scores", "calibration"] {
        let one = bench.read(&format!("one/{name}.csv"));
        assert_eq!(one, bench.read(&format!("seven/{name}.csv")), "{name}");
        assert_eq!(one, bench.read(&format!("merged/{name}.csv")), "{name}");
    }
}

#[test]
fn what_is_wrong_with_any_case_is_said_at_once() {
    let bench = folder();
    bench.write("cases/blows.csv", HISTORY.replace("strike_state", "strke_state"));
    bench.write("cases/words.csv", "day,actor,target,act\n3,a,c,strike_state\n");
    let answer = bench.run(&["case", "cases", "-n", "10", "-o", "out"]).ended(2);
    let expected = [
        "cases/blows.csv: row 3: there is no act `strke_state`; did you mean `strike_state`?",
        "cases/blows.csv: row 4: there is no act `strke_state`; did you mean `strike_state`?",
        "cases/words.csv: row 2: target: there is no state `c`; did you mean `a`?",
        "cases/words.csv: there is no row with the act `end`",
    ];
    for part in expected {
        assert!(answer.stderr.contains(part), "{part} in\n{}", answer.stderr);
    }
    assert!(!bench.path("out").exists());
    let scenario = bench.run(&["case", "s.toml", "-n", "10"]).ended(2);
    assert!(scenario.stderr.contains("this is a scenario and no case file"), "{}", scenario.stderr);
}

#[test]
fn acts_out_of_reach_and_open_classes_are_warned_of() {
    let bench = Bench::with(&PAIR.replace("grievance = 0.3", "grievance = 0.3\nreach = \"coerce\""));
    bench.write("h.csv", HISTORY);
    let answer = bench.run(&["case", "s.toml", "--history", "h.csv", "-n", "50", "-o", "out"]).ended(0);
    assert!(answer.stderr.contains("1 step on record were not open"), "{}", answer.stderr);
    let path = bench.read("out/path.csv");
    assert!(path.lines().any(|line| line.contains(",b,a,strike_state,,")), "{path}");
}
