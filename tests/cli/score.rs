//! `score`.

use super::{Bench, PAIR};

/// The pair, and a member that tosses an event's coin more often than the other.
const POPULATION: &str = "\n[events.coin]\ndate = 0\nprobability = 0.5\neffects = [{ tension = { \"a.b\" = 0.0 } }]\n\
    [population]\ncolumns = [\"name\", \"weight\", \"events.coin.probability\", \"states.b.nuclear\"]\n\
    rows = [[\"never\", 3, 0.0, false], [\"always\", 1, 1.0, true]]\n";

const TARGETS: &str = r#"title = "Coins"
source = "by hand"

[[targets]]
id = "heads"
quantity = "share(occurred.coin)"
unit = "share"
value = 0.3
low = 0.2
high = 0.42
n = 60
definition = "=heads"

[[targets]]
id = "heads.of_those_that_are_nuclear_and_of_nobody_else_in_the_whole_population_at_all"
quantity = "share(occurred.coin)"
given = "states.b.nuclear"
unit = "share"
value = 0.5
low = 0.3
high = 0.7
n = 20
hold_out = true

[[targets]]
id = "length"
quantity = "quantile(end_day, 0.5)"
unit = "days"
value = 30
low = 1
high = 60
n = 30

[[targets]]
id = "elsewhere"
scored = false
why = "no such thing"
unit = "share"
value = 0.5
low = 0.3
high = 0.7
n = 20
"#;

fn bench() -> Bench {
    let bench = Bench::with(&format!("{PAIR}{POPULATION}"));
    bench.write("t.toml", TARGETS);
    bench
}

/// A cell of a table by row and column.
fn cell(text: &str, row: usize, column: &str) -> String {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let at = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
    reader.records().nth(row).unwrap().unwrap()[at].to_owned()
}

#[test]
fn targets_are_judged_and_those_held_out_apart() {
    let bench = bench();
    let line = ["score", "s.toml", "--targets", "t.toml", "-n", "200", "--data-sets", "50", "-o", "out"];
    let answer = bench.run(&line).ended(0);
    assert_eq!(answer.stderr, "");
    for part in [
        "Targets held out",
        "MISS: no counterpart",
        "2 of 4 targets inside their intervals, 1 outside, 1 without a counterpart",
        "Fitted: 2 of 3 inside, 0 outside, 1 without",
        "Held out: 0 of 1 inside, 1 outside",
        "200 runs of 2 members, seed 1",
    ] {
        let words = answer.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(part), "{part} in\n{}", answer.stdout);
    }
    assert!(answer.stdout.lines().all(|line| line.chars().count() <= 100), "{}", answer.stdout);
    let table = bench.read("out/score.csv");
    // A quarter of the runs are those of the member that always tosses heads, exactly.
    assert_eq!(
        [cell(&table, 0, "value"), cell(&table, 0, "n"), cell(&table, 0, "inside")],
        ["0.25", "200", "true"]
    );
    assert_eq!(
        [cell(&table, 1, "value"), cell(&table, 1, "n"), cell(&table, 1, "inside")],
        ["1", "50", "false"]
    );
    assert_eq!(
        [cell(&table, 3, "value"), cell(&table, 3, "inside"), cell(&table, 3, "why")],
        ["", "", "no such thing"]
    );
    assert_eq!(cell(&table, 0, "source"), "by hand");
    assert_eq!(cell(&table, 0, "definition"), "'=heads");
    let verdict = bench.read("out/verdict.csv");
    assert_eq!([cell(&verdict, 2, "group"), cell(&verdict, 2, "outside")], ["held_out", "1"]);
    let members = bench.read("out/members.csv");
    assert_eq!([cell(&members, 0, "n"), cell(&members, 1, "n")], ["150", "50"]);
    let page = bench.read("out/score.md");
    assert!(page.contains("## Targets held out") && page.contains("**miss**: no counterpart"), "{page}");
    bench.run(&["verify", "out"]).ended(0);
}

#[test]
fn threads_shards_and_resuming_change_no_byte() {
    let bench = bench();
    let score = |more: &[&str]| {
        let line = ["score", "s.toml", "--targets", "t.toml", "-n", "300", "--data-sets", "20", "-q"];
        bench.run(&[&line[..], more].concat())
    };
    score(&["-j", "1", "-o", "one"]).ended(0);
    score(&["-j", "7", "-o", "seven"]).ended(0);
    score(&["--shard", "0/2", "-o", "parts"]).ended(0);
    score(&["--shard", "1/2", "-o", "parts"]).ended(0);
    bench.run(&["merge", "parts", "-o", "merged", "-q"]).ended(0);
    score(&["-o", "one", "--resume"]).ended(0);
    for file in ["score.csv", "verdict.csv", "members.csv", "score.md", "manifest.json"] {
        let whole = bench.read(&format!("one/{file}"));
        assert_eq!(whole, bench.read(&format!("seven/{file}")), "{file}");
        assert_eq!(whole, bench.read(&format!("merged/{file}")), "{file}");
    }
}

#[test]
fn more_can_be_held_out_by_name() {
    let bench = bench();
    let line = |id: &'static str| {
        ["score", "s.toml", "--targets", "t.toml", "-n", "40", "-o", "out", "--hold-out", id]
    };
    bench.run(&line("length")).ended(0);
    let table = bench.read("out/score.csv");
    assert_eq!([cell(&table, 0, "hold_out"), cell(&table, 2, "hold_out")], ["false", "true"]);
    let answer = bench.run(&line("lenght")).ended(2);
    assert!(
        answer.stderr.contains("there is no target `lenght`; did you mean `length`?"),
        "{}",
        answer.stderr
    );
}

#[test]
fn other_commands_say_that_they_leave_the_population_out() {
    let bench = bench();
    let answer = bench.run(&["run", "s.toml", "-n", "20", "-o", "a"]).ended(0);
    assert!(answer.stderr.contains("`[population]` is left out of account"), "{}", answer.stderr);
    bench.write("plain.toml", PAIR);
    let answer = bench.run(&["run", "plain.toml", "-n", "20", "-o", "b"]).ended(0);
    assert!(!answer.stderr.contains("[population]"), "{}", answer.stderr);
    let answer = bench.run(&["run", "s.toml", "-n", "20", "-o", "c", "-q"]).ended(0);
    assert_eq!(answer.stderr, "");
}

#[test]
fn problems_of_a_population_are_told_where_they_stand() {
    let text = format!("{PAIR}{POPULATION}")
        .replace("\"states.b.nuclear\"]", "\"states.b.nucular\", \"weight\"]")
        .replace("[\"always\", 1, 1.0, true]", "[\"never\", 0, 1.5, true]");
    let bench = Bench::with(&text);
    let answer = bench.run(&["check", "s.toml"]).ended(1);
    for part in [
        "unknown key `nucular`",
        "did you mean `nuclear`?",
        "column `weight` is given twice",
        "a row of 4 values for 5 columns",
        "two members are called `never`",
        "0 is no weight",
        "1.5 is out of range",
    ] {
        assert!(answer.stdout.contains(part), "{part} in\n{}", answer.stdout);
    }
    // Sound by itself, and not with what a member sets.
    let later =
        POPULATION.replace("\"states.b.nuclear\"]", "\"focus\"]").replace("false]", "[\"a\", \"b\"]]");
    let later = later.replace("true]", "[\"a\", \"nobody\"]]");
    let bench = Bench::with(&format!("{PAIR}{later}"));
    let answer = bench.run(&["check", "s.toml"]).ended(1);
    assert!(
        answer.stdout.contains("with member `always`, focus.1: there is no state `nobody`"),
        "{}",
        answer.stdout
    );
    let fine = self::bench().run(&["check", "s.toml"]).ended(0);
    assert!(fine.stdout.contains("2 members"), "{}", fine.stdout);
}

#[test]
fn problems_of_targets_are_told_where_they_stand() {
    let bench = bench();
    let score = |text: &str| {
        bench.write("bad.toml", text);
        bench.run(&["score", "s.toml", "--targets", "bad.toml", "-o", "out"]).ended(2).stderr
    };
    let told = score(
        &TARGETS
            .replace("high = 0.42", "hihg = 0.42")
            .replace("share(occurred.coin)", "shares(occurred.coin)"),
    );
    for part in [
        "unknown key `hihg`",
        "did you mean `high`?",
        "there is no quantity `shares`",
        "did you mean `share`?",
        "bad.toml:6",
        "3 problems in bad.toml; nothing was run",
    ] {
        assert!(told.contains(part), "{part} in\n{told}");
    }
    let told = score(&TARGETS.replace("occurred.coin", "occurred.con"));
    assert!(told.contains("targets.0.quantity: there is no event `con`"), "{told}");
    assert!(told.contains("did you mean `coin`?") && told.contains("2 problems in bad.toml"), "{told}");
    assert!(!bench.list().contains(&"out".to_owned()));
}

/// The targets that are shipped are sound by themselves; a scenario with their words is needed to score them.
#[test]
fn shipped_targets_are_sound() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/targets/strike-crises-1946-1989.toml");
    let text = std::fs::read_to_string(file).unwrap();
    let (spec, problems) = offramp::spec::Document::parse("t.toml", text).unwrap().read_targets();
    assert_eq!(problems, []);
    let targets = offramp::experiment::score::Targets::new(&spec).unwrap();
    assert_eq!(targets.list().len(), 39);
    // The first replies are one partition of the 66 crises, and so are the peaks.
    for kind in ["first_reply", "peak_violence"] {
        let of_kind = targets
            .list()
            .iter()
            .filter(|target| target.id.strip_prefix(kind).is_some_and(|rest| rest.matches('.').count() == 1));
        let sum: f64 = of_kind.map(|target| target.observed.value).sum();
        assert!((sum - 1.0).abs() < 2e-4, "{kind}: {sum}");
    }
}
