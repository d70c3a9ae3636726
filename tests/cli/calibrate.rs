//! `calibrate`, and its posterior as what a scenario draws from.

use super::{Bench, PAIR};

/// The pair, and an event that is a coin.
const COIN: &str =
    "\n[events.coin]\ndate = 0\nprobability = 0.9\neffects = [{ tension = { \"a.b\" = 0.0 } }]\n";

const TARGETS: &str = r#"source = "by hand"
[[targets]]
id = "heads"
quantity = "share(occurred.coin)"
unit = "share"
value = 0.3
low = 0.2
high = 0.42
n = 60
[[targets]]
id = "heads.again"
quantity = "share(occurred.coin)"
unit = "share"
value = 0.4
low = 0.25
high = 0.55
n = 40
source = "elsewhere"
hold_out = true
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

/// What fits the coin, and a number that has no say in it.
const FIT: [&str; 17] = [
    "calibrate",
    "s.toml",
    "--targets",
    "t.toml",
    "--fit",
    "events.coin.probability=0:1",
    "--fit",
    "states.b.audience_cost",
    "-n",
    "400",
    "--particles",
    "120",
    "--set",
    "horizon_days=2",
    "--set",
    "quiet_days=1",
    "-q",
];

fn bench() -> Bench {
    let bench = Bench::with(&format!("{PAIR}{COIN}"));
    bench.write("t.toml", TARGETS);
    bench
}

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&FIT[..], more].concat()
}

/// A column of a table, as numbers.
fn column(text: &str, name: &str) -> Vec<f64> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let at = reader.headers().unwrap().iter().position(|header| header == name).unwrap();
    reader.records().map(|record| record.unwrap()[at].parse().unwrap()).collect()
}

/// A cell of a table by row and column.
fn cell(text: &str, row: usize, name: &str) -> String {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let at = reader.headers().unwrap().iter().position(|header| header == name).unwrap();
    reader.records().nth(row).unwrap().unwrap()[at].to_owned()
}

/// The share of heads was 0.3 with a standard error of 0.06. The posterior is about that, and says nothing of the other number.
#[test]
fn what_is_known_comes_back_and_what_does_nothing_is_said_to_do_nothing() {
    let bench = bench();
    let line: Vec<&str> = with(&["-o", "out"]).into_iter().filter(|word| *word != "-q").collect();
    let answer = bench.run(&line).ended(0);
    let said = answer.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "not pinned down",
        "held out, inside",
        "Fitted: 1 of 1",
        "Held out: 1 of 1",
        "no counterpart for them: 1",
    ] {
        assert!(said.contains(part), "{part} in\n{}", answer.stdout);
    }
    assert!(answer.stderr.contains("1 targets cannot pin down 2 numbers"), "{}", answer.stderr);
    let fit = bench.read("out/fit.csv");
    assert_eq!([cell(&fit, 0, "verdict"), cell(&fit, 1, "verdict")], ["identified", "not pinned down"]);
    assert!((column(&fit, "mean")[0] - 0.305).abs() < 0.03, "{fit}");
    assert!((column(&fit, "best")[0] - 0.3).abs() < 0.03, "{fit}");
    assert!((0.045..0.08).contains(&column(&fit, "sd")[0]), "{fit}");
    let predictive = bench.read("out/predictive.csv");
    assert!(column(&predictive, "z_before")[0] > 5.0, "{predictive}");
    assert!(column(&predictive, "z_after")[0].abs() < 1.0, "{predictive}");
    assert_eq!([cell(&predictive, 0, "inside"), cell(&predictive, 1, "hold_out")], ["true", "true"]);
    let weights: f64 = column(&bench.read("out/posterior.csv"), "weight").iter().sum();
    assert!((weights - 1.0).abs() < 1e-9);
    assert!(bench.read("out/calibrate.md").contains("--set events.coin.probability=0."));
    bench.run(&["verify", "out"]).ended(0);
}

#[test]
fn threads_and_interruptions_change_no_byte() {
    let bench = bench();
    bench.run(&with(&["-j", "1", "-o", "one"])).ended(0);
    bench.run(&with(&["-j", "7", "-o", "seven"])).ended(0);
    // As if the process had been killed in the middle of an entry of its journal.
    let state = std::fs::read(bench.path("one/units.part")).unwrap();
    std::fs::create_dir(bench.path(".cut.partial")).unwrap();
    bench.write(".cut.partial/journal.part", &state[..state.len() / 2]);
    let answer = bench.run(&with(&["-o", "cut"])).ended(2);
    assert!(answer.stderr.contains("was begun and not finished"), "{}", answer.stderr);
    bench.run(&with(&["-o", "cut", "--resume"])).ended(0);
    bench.run(&with(&["-o", "seven", "--resume"])).ended(0);
    for file in
        ["posterior.csv", "fit.csv", "correlations.csv", "predictive.csv", "generations.csv", "calibrate.md"]
    {
        let whole = bench.read(&format!("one/{file}"));
        assert_eq!(whole, bench.read(&format!("seven/{file}")), "{file}");
        assert_eq!(whole, bench.read(&format!("cut/{file}")), "{file}");
    }
    let answer = bench.run(&with(&["-o", "one", "--resume", "--seed", "2"])).ended(2);
    assert!(answer.stderr.contains("the seed (1 there, 2 here) changed"), "{}", answer.stderr);
}

#[test]
fn everything_that_is_wrong_with_a_fit_is_said_at_once() {
    let bench = bench();
    let line = [
        "calibrate",
        "s.toml",
        "--targets",
        "t.toml",
        "-o",
        "out",
        "--fit",
        "events.con.probability",
        "--fit",
        "states.a.resolve=0.9:0.2",
        "--fit",
        "states.b.resolve=0.5:1.5",
        "--fit",
        "states.b.power",
        "--fit",
        "states.b.tempo=much",
        "--fit",
        "title",
        "--hold-out",
        "head",
    ];
    let told = bench.run(&line).ended(2).stderr;
    for part in [
        "there is no event `con`; did you mean `coin`?",
        "the lower bound 0.9 is not below the upper bound 0.2",
        "the bounds 0.5 and 1.5 leave the range: it must be a number",
        "it has no bounds of its own; write states.b.power=LOW:HIGH",
        "bounds are written LOW:HIGH, such as 0.2:0.8",
        "`title` is no number that can be fitted",
        "there is no target `head`",
    ] {
        assert!(told.contains(part), "{part} in\n{told}");
    }
    let told = bench.run(&with(&["--shard", "0/2"])).ended(2).stderr;
    let unwrapped = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(unwrapped.contains("cannot be cut into shards"), "{told}");
    let told = bench.run(&with(&["-o", "out", "--hold-out", "heads"])).ended(2).stderr;
    assert!(told.contains("there is no target to fit to"), "{told}");
    assert!(!bench.list().contains(&"out".to_owned()));
}

const TABLE: &str = "n,p,q,w\n0,0.1,0.9,1\n1,0.5,0.2,2\n2,0.3,0.4,1\n3,0.7,0.7,0\n";

fn sampling() -> Bench {
    let sample = |column: &str| {
        format!("{{ sample = {{ file = \"t.csv\", column = \"{column}\", weight = \"w\" }} }}")
    };
    let pair =
        PAIR.replace("[states.a]", &format!("[states.a]\ntempo = {}\naudience_cost = \"$q\"", sample("p")));
    let bench = Bench::with(&format!("{pair}\n[knobs]\nq = {}\n", sample("q")));
    bench.write("t.csv", TABLE);
    bench
}

#[test]
fn columns_of_a_table_are_drawn_together_and_by_weight() {
    let bench = sampling();
    bench.run(&["run", "s.toml", "-n", "400", "--record", "runs", "-o", "out", "-q"]).ended(0);
    let runs = bench.read("out/runs.csv");
    let (p, q) = (column(&runs, "states.a.tempo"), column(&runs, "knobs.q"));
    let rows = [(0.1, 0.9), (0.5, 0.2), (0.3, 0.4)];
    let near = |x: f64, y: f64| (x - y).abs() < 1e-6;
    let counts =
        rows.map(|(one, other)| p.iter().zip(&q).filter(|(p, q)| near(**p, one) && near(**q, other)).count());
    assert_eq!(counts.iter().sum::<usize>(), 400, "only whole rows: {counts:?}");
    // 100, 200 and 100 expected; χ² with 2 degrees of freedom is below 13.8 with probability 0.999.
    let chi: f64 =
        counts.iter().zip([100.0, 200.0, 100.0]).map(|(&n, e)| (n as f64 - e) * (n as f64 - e) / e).sum();
    assert!(chi < 13.8, "{counts:?}");
}

#[test]
fn results_stand_on_their_own_without_the_table() {
    let bench = sampling();
    bench.run(&["run", "s.toml", "-n", "50", "-o", "out", "-q"]).ended(0);
    let manifest: serde_json::Value = serde_json::from_str(&bench.read("out/manifest.json")).unwrap();
    std::fs::remove_file(bench.path("t.csv")).unwrap();
    bench.write("again.toml", manifest["scenario_toml"].as_str().unwrap());
    bench.run(&["run", "again.toml", "-n", "50", "-o", "again", "-q"]).ended(0);
    assert_eq!(bench.read("out/outcomes.csv"), bench.read("again/outcomes.csv"));
    let again: serde_json::Value = serde_json::from_str(&bench.read("again/manifest.json")).unwrap();
    assert_eq!(again["scenario_blake3"], manifest["scenario_blake3"]);
    let told = bench.run(&["run", "s.toml", "-n", "50", "-o", "gone"]).ended(2).stderr;
    assert!(told.contains("t.csv: no such file") && told.contains("2 problems"), "{told}");
}

#[test]
fn a_table_is_one_factor_and_has_no_ends() {
    let bench = sampling();
    let line = |method| {
        ["sensitivity", "s.toml", "-n", "16", "--inner", "1", "-o", "out", "--force", "--method", method]
    };
    bench.run(&line("sobol")).ended(0);
    let table = bench.read("out/sensitivity.csv");
    assert!(table.contains("samples.\"\"t.csv\"\"") && !table.contains("knobs.q"), "{table}");
    for method in ["morris", "tornado"] {
        let told = bench.run(&line(method)).ended(2).stderr;
        assert!(told.contains("is a row of a table, which is neither low nor high"), "{told}");
    }
}

#[test]
fn what_is_wrong_with_a_table_is_told_where_it_is_named() {
    let told = |table: &str| {
        let bench = sampling();
        bench.write("t.csv", table);
        bench.run(&["check", "s.toml"]).ended(1).stdout
    };
    for (table, parts) in [
        ("n,p,qq,w\n0,0.1,0.9,1\n", ["t.csv has no column `q`", "did you mean `qq`?"]),
        ("n,p,q,w\n0,x,0.9,1\n", ["row 1 of t.csv: `x` in column `p` is no number", "1 problem"]),
        ("n,p,q,w\n0,1.5,0.9,1\n", ["row 1 of t.csv has 1.5, which is out of range", "must be numbers"]),
        ("n,p,q,w\n0,0.5,0.9,-1\n", ["row 1 of t.csv has a weight of -1", "must be 0 or more"]),
        ("n,p,q,w\n", ["t.csv has no rows", "nothing to draw from"]),
    ] {
        let told = told(table);
        assert!(parts.iter().all(|part| told.contains(part)), "{parts:?} in\n{told}");
    }
    let bench = sampling();
    let sample = "knobs.q={ sample = { file = \"t.csv\", column = \"q\" } }";
    let told = bench.run(&["run", "s.toml", "--set", sample, "-o", "out"]).ended(2).stderr;
    assert!(told.contains("the rows of t.csv have other weights than at `states.a."), "{told}");
}
