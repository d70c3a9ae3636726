//! `compare`.

use super::{Bench, PAIR};

/// A table by column.
struct Rows(Vec<Vec<String>>);

impl Rows {
    fn of(text: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        Self(reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect())
    }

    fn column(&self, name: &str) -> usize {
        self.0[0].iter().position(|heading| heading == name).unwrap_or_else(|| panic!("no column {name}"))
    }

    /// The rows in which these columns hold these words.
    fn with<'r>(&'r self, holds: &'r [(&str, &str)]) -> impl Iterator<Item = &'r Vec<String>> {
        let is = |row: &&Vec<String>| holds.iter().all(|(column, word)| row[self.column(column)] == *word);
        self.0[1..].iter().filter(is)
    }

    fn number(&self, quantity: &str, column: &str) -> f64 {
        let sought = [("quantity", quantity)];
        let row = self.with(&sought).next().unwrap_or_else(|| panic!("no {quantity}"));
        row[self.column(column)].parse().unwrap_or_else(|_| panic!("{quantity}, {column}: {row:?}"))
    }
}

/// With a variant in a file of its own.
fn bench() -> Bench {
    let bench = Bench::with(PAIR);
    bench
        .write("calm.toml", "extends = \"s.toml\"\nremove = [\"events.incident\"]\ntitle = \"Without it\"\n");
    bench
}

const PLAY: [&str; 5] = ["-n", "150", "-o", "out", "-q"];

#[test]
fn variants_of_files_and_of_changes_are_compared_with_the_first() {
    let bench = bench();
    let changes = ["--with", "rash: states.a.resolve=0.9, states.a.assertiveness=0.9"];
    let arguments = [&["compare", "s.toml", "calm.toml", "-n", "150", "-o", "out"][..], &changes].concat();
    let answer = bench.run(&arguments).ended(0);
    let parts = [
        "Two rivals",
        "Compared with s, on the same luck",
        "With calm, it ends worse in ",
        "With rash, it ends worse in ",
        "better in ",
        "of runs end in another class.",
        "only before",
        "150 runs of each variant, seed 1",
        "Results in out/ (6 files",
    ];
    for part in parts {
        assert!(answer.stdout.contains(part), "{part} in\n{}", answer.stdout);
    }
    assert!(answer.stdout.lines().all(|line| line.chars().count() <= 100), "{}", answer.stdout);
    assert!(
        answer.stderr.contains("A is s, B is calm: only A has `event_incident_day`"),
        "{}",
        answer.stderr
    );
    let rows = Rows::of(&bench.read("out/compare.csv"));
    assert_eq!(
        rows.with(&[("variant_a", "s"), ("variant_b", "calm")]).count()
            + rows.with(&[("variant_b", "rash")]).count(),
        rows.0.len() - 1
    );
    // Without the incident there is less of everything.
    for quantity in ["violent_acts", "force_turns", "fatalities_total"] {
        let [low, value, high] =
            ["ci_low", "difference", "ci_high"].map(|column| rows.number(quantity, column));
        assert!(low < value && value < high && high < 0.0, "{quantity}: {low} {value} {high}");
        let [a, b] = ["a", "b"].map(|column| rows.number(quantity, column));
        assert!((value - (b - a)).abs() < 1e-6 * a.abs().max(1.0), "{quantity}: B minus A");
        assert!(rows.number(quantity, "more_in_a") > rows.number(quantity, "more_in_b"));
    }
    assert!(rows.number("ends_graver", "ci_high") < 0.0);
    assert!(rows.number("outcome_no_strike", "ci_low") > 0.0);
    let outcomes = Rows::of(&bench.read("out/outcomes.csv"));
    for (number, name) in [("0", "s"), ("1", "calm"), ("2", "rash")] {
        let of = [("point_id", number), ("variant", name)];
        let counts = outcomes.with(&of);
        let at = outcomes.column("count");
        assert_eq!(counts.map(|row| row[at].parse::<u64>().unwrap()).sum::<u64>(), 150);
    }
    let transitions = Rows::of(&bench.read("out/transitions.csv"));
    let at = transitions.column("count");
    let total = |name| {
        let of = [("variant_b", name)];
        transitions.with(&of).map(|row| row[at].parse::<u64>().unwrap()).sum::<u64>()
    };
    assert_eq!((total("calm"), total("rash")), (150, 150));
    let manifest: serde_json::Value = serde_json::from_str(&bench.read("out/manifest.json")).unwrap();
    let variants = manifest["variants"].as_array().unwrap();
    assert_eq!(
        variants.iter().map(|one| one["name"].as_str().unwrap()).collect::<Vec<_>>(),
        ["s", "calm", "rash"]
    );
    assert_eq!(variants[0]["scenario_blake3"], manifest["scenario_blake3"]);
    // What the manifest has of a variant is that variant.
    bench.write("rash.toml", variants[2]["scenario_toml"].as_str().unwrap());
    bench.run(&["run", "rash.toml", "-n", "150", "-o", "alone", "-q"]).ended(0);
    let of_rash: Vec<String> = outcomes.with(&[("variant", "rash")]).map(|row| row[2..].join(",")).collect();
    let alone = Rows::of(&bench.read("alone/outcomes.csv"));
    assert_eq!(of_rash, alone.0[1..].iter().map(|row| row[1..].join(",")).collect::<Vec<_>>());
}

#[test]
fn a_variant_that_is_the_same_differs_in_nothing() {
    let bench = bench();
    let answer = bench.run(&["compare", "s.toml", "s.toml", "-n", "60", "-o", "out"]).ended(0);
    assert!(answer.stdout.contains("With s (2), every run ends in the same class."), "{}", answer.stdout);
    assert!(answer.stderr.is_empty(), "{}", answer.stderr);
    let rows = Rows::of(&bench.read("out/compare.csv"));
    let [difference, gain] = ["difference", "gain"].map(|name| rows.column(name));
    for row in &rows.0[1..] {
        assert!(["0", ""].contains(&row[difference].as_str()) && row[gain].is_empty(), "{row:?}");
    }
}

#[test]
fn threads_change_no_byte() {
    let bench = bench();
    for threads in ["1", "2", "7"] {
        let arguments = ["compare", "s.toml", "calm.toml", "-n", "100", "-q", "-j", threads, "-o", threads];
        bench.run(&arguments).ended(0);
        for table in ["compare.csv", "transitions.csv", "outcomes.csv", "summary.csv"] {
            assert_eq!(
                bench.read(&format!("{threads}/{table}")),
                bench.read(&format!("1/{table}")),
                "{table}"
            );
        }
    }
}

#[test]
fn what_cannot_be_compared_is_turned_down_and_nothing_left_behind() {
    let bench = bench();
    bench.write("wrong.toml", "[states.a]\nresolve = 3\n");
    let cases: [(&[&str], &str); 6] = [
        (&["s.toml"], "there is nothing to compare with"),
        (&["-", "-"], "the standard input can be only one of the variants"),
        (&["s.toml", "wrong.toml"], "in wrong.toml; nothing was run"),
        (&["s.toml", "--with", "x: states.c.resolve=0.5"], "there is no state `c`"),
        (&["s.toml", "--with", "resolve"], "write PATH=VALUE"),
        (&["s.toml", "none.toml"], "none.toml"),
    ];
    let before = bench.list();
    for (files, said) in cases {
        let answer = bench.run(&[&["compare"], files, &PLAY].concat()).ended(2);
        assert!(answer.stderr.contains(said), "{said}: {}", answer.stderr);
        assert_eq!(bench.list(), before);
    }
    // All that is wrong is said at once.
    let answer = bench.run(&["compare", "s.toml", "wrong.toml", "--with", "states.c.resolve=0.5"]).ended(2);
    for said in ["in wrong.toml", "there is no state `c`"] {
        assert!(answer.stderr.contains(said), "{said}: {}", answer.stderr);
    }
}

#[test]
fn comparisons_with_other_variants_have_other_folders() {
    let bench = bench();
    for with in ["states.a.resolve=0.9", "states.a.resolve=0.8"] {
        bench.run(&["compare", "s.toml", "--with", with, "-n", "10", "-q"]).ended(0);
    }
    let answer =
        bench.run(&["compare", "s.toml", "--with", "states.a.resolve=0.8", "-n", "10", "-q"]).ended(2);
    assert!(answer.stderr.contains("already exists"), "{}", answer.stderr);
}

#[test]
fn shards_and_what_was_gone_on_with_come_to_the_same() {
    let bench = bench();
    let tables = |folder: &str, names: &[&str]| -> Vec<String> {
        names.iter().map(|name| bench.read(&format!("{folder}/{name}.csv"))).collect()
    };
    let cases: [(&[&str], &[&str]); 2] = [
        (
            &["compare", "s.toml", "calm.toml", "--with", "rash: states.a.resolve=0.9"],
            &["compare", "transitions", "outcomes", "summary"],
        ),
        (&["knockout", "s.toml", "--only-variants", "--variant", "calm.toml"], &["knockout"]),
    ];
    for (number, (command, names)) in cases.into_iter().enumerate() {
        let run = |more: &[&str]| bench.run(&[command, more].concat()).ended(0);
        let [whole, parts, joined, resumed] =
            ["whole", "parts", "joined", "resumed"].map(|name| format!("{name}{number}"));
        run(&["-n", "130", "-q", "-o", &whole]);
        for shard in ["0/2", "1/2"] {
            run(&["-n", "130", "-q", "-o", &parts, "--shard", shard]);
        }
        bench.run(&["merge", &parts, "-o", &joined, "-q"]).ended(0);
        assert_eq!(tables(&whole, names), tables(&joined, names));
        assert_eq!(
            bench.read(&format!("{whole}/manifest.json")),
            bench.read(&format!("{joined}/manifest.json"))
        );
        run(&["-n", "70", "-q", "-o", &resumed]);
        run(&["-n", "130", "-q", "-o", &resumed, "--resume"]);
        assert_eq!(tables(&whole, names), tables(&resumed, names));
        bench.run(&["verify", &joined]).ended(0);
    }
}
