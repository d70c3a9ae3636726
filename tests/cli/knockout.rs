//! `knockout`.

use super::{Bench, PAIR};

/// With a go-between that never does anything.
fn with_an_idle_go_between() -> Bench {
    Bench::with(&format!("{PAIR}\n[mediators.idle]\nstake = 0\nparties.a = {{}}\nparties.b = {{}}\n"))
}

/// Rows of `knockout.csv` of a mechanism, by column.
struct Rows(Vec<Vec<String>>);

impl Rows {
    fn of(text: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        Self(reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect())
    }

    fn cell(&self, mechanism: &str, quantity: &str, column: &str) -> String {
        let at = |name: &str| self.0[0].iter().position(|heading| heading == name).unwrap();
        let is_sought =
            |row: &&Vec<String>| row[at("mechanism")] == mechanism && row[at("quantity")] == quantity;
        let row = self.0.iter().find(is_sought).unwrap_or_else(|| panic!("no {mechanism}, {quantity}"));
        row[at(column)].clone()
    }

    fn number(&self, mechanism: &str, quantity: &str, column: &str) -> f64 {
        let cell = self.cell(mechanism, quantity, column);
        cell.parse().unwrap_or_else(|_| panic!("{mechanism}, {quantity}, {column}: `{cell}`"))
    }
}

#[test]
fn every_mechanism_is_switched_off_and_what_does_nothing_changes_nothing() {
    let bench = with_an_idle_go_between();
    let answer = bench.run(&["knockout", "s.toml", "-n", "150", "-o", "out"]).ended(0);
    for part in ["What each mechanism contributes", "events.incident", "with minus", "Results in out/"] {
        assert!(answer.stdout.contains(part), "{part} in\n{}", answer.stdout);
    }
    let idle = answer.stdout.split("Without effect on the outcome of any run:").nth(1).unwrap();
    assert!(idle.contains("mediators.idle"), "{}", answer.stdout);
    assert!(answer.stdout.lines().all(|line| line.chars().count() <= 100), "{}", answer.stdout);
    let rows = Rows::of(&bench.read("out/knockout.csv"));
    assert_eq!(rows.cell("mediators.idle", "outcome_changed", "more"), "0");
    assert_eq!(rows.cell("mediators.idle", "outcome_no_strike", "contribution"), "0");
    for quantity in ["struck", "retaliated", "violent_acts", "force_turns", "fatalities_total"] {
        let [low, value, high] = ["ci_low", "contribution", "ci_high"]
            .map(|column| rows.number("events.incident", quantity, column));
        assert!(low < value && value < high, "{quantity}: {low} {value} {high}");
        assert!(low > 0.0, "the incident brings about more of {quantity}: {low}");
    }
    assert!(bench.read("out/manifest.json").contains("\"knockout\""), "the command line is there");
}

#[test]
fn without_the_bombing_in_kerman_iran_hardly_strikes() {
    let bench = Bench::new();
    let file = Bench::shipped("iran-pakistan-2024/pair-only.toml");
    bench.run(&["knockout", &file, "-n", "300", "-o", "out", "-q"]).ended(0);
    let rows = Rows::of(&bench.read("out/knockout.csv"));
    assert!(rows.number("events.kerman", "struck", "ci_low") > 0.15);
    assert!(rows.number("events.kerman", "outcome_no_strike", "ci_high") < -0.15);
    let [with, without] = ["with", "without"].map(|column| rows.number("events.kerman", "struck", column));
    assert!(with > 3.0 * without, "{with} {without}");
    for mechanism in ["mediators.china", "onlookers", "elections", "nuclear_weapons", "assurances"] {
        assert_eq!(rows.cell(mechanism, "struck", "n"), "300");
    }
}

#[test]
fn threads_change_no_byte() {
    let bench = Bench::with(PAIR);
    for threads in ["1", "2", "7"] {
        bench.run(&["knockout", "s.toml", "-n", "60", "-j", threads, "-o", threads, "-q"]).ended(0);
        assert_eq!(bench.read(&format!("{threads}/knockout.csv")), bench.read("1/knockout.csv"));
    }
}

#[test]
fn the_folder_has_a_name_of_its_own_and_is_not_overwritten() {
    let bench = Bench::with(PAIR);
    bench.run(&["run", "s.toml", "-n", "10", "-q"]).ended(0);
    bench.run(&["knockout", "s.toml", "-n", "10", "-q"]).ended(0);
    let answer = bench.run(&["knockout", "s.toml", "-n", "10"]).ended(2);
    assert!(answer.stderr.contains("already exists"), "{}", answer.stderr);
    bench.run(&["knockout", "s.toml", "-n", "10", "-q", "--force"]).ended(0);
    let folders = std::fs::read_dir(bench.path("results")).unwrap();
    let mut names: Vec<String> =
        folders.map(|folder| folder.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert!(names.len() == 2 && names[1].starts_with("s-knockout-"), "{names:?}");
}

#[test]
fn an_unsound_scenario_is_turned_down_and_nothing_left_behind() {
    let bench = Bench::with("[states.a]\nresolve = 3\n");
    let answer = bench.run(&["knockout", "s.toml", "-o", "out"]).ended(2);
    assert!(answer.stderr.contains("nothing was run"), "{}", answer.stderr);
    assert_eq!(bench.list(), ["s.toml"]);
}
