//! `new --size`: scenarios of hundreds of states, and what the program makes of them.

use super::Bench;

#[test]
fn a_synthetic_scenario_is_sound_and_has_the_size_asked_for() {
    let bench = Bench::new();
    let answer = bench.run(&["new", "large", "--size", "200,2000,100"]).ended(0);
    assert!(answer.stdout.starts_with("Wrote large.toml"), "{}", answer.stdout);
    let text = bench.read("large.toml");
    assert!(text.starts_with("# A synthetic scenario: 200 states, 2000 relations, 100 of them active.\n"));
    assert!(text.contains("\ntitle = \"Large\"\n"));
    let answer = bench.run(&["check", "large.toml"]).ended(0);
    // Nothing in it is without effect, so there are no warnings.
    let expected =
        "large.toml: fine (200 states, 2,000 relations, 50 events, 200 numbers drawn in each run)\n";
    assert_eq!(answer.stdout, expected);
}

#[test]
fn the_same_size_gives_the_same_file() {
    let bench = Bench::new();
    bench.run(&["new", "one", "--size", "30,120,12"]).ended(0);
    let first = bench.read("one.toml");
    bench.run(&["new", "one", "--size", "30,120,14", "--force"]).ended(0);
    assert_ne!(bench.read("one.toml"), first);
    bench.run(&["new", "one", "--size", "30,120,12", "--force"]).ended(0);
    assert_eq!(bench.read("one.toml"), first);
}

#[test]
fn what_a_size_leaves_out() {
    let bench = Bench::new();
    for (size, counts) in
        [("12", "12 states, 120 relations, 60 events"), ("12,40", "40 relations, 20 events")]
    {
        bench.run(&["new", "x", "--size", size, "--force"]).ended(0);
        let answer = bench.run(&["check", "x.toml"]).ended(0);
        assert!(answer.stdout.contains(counts), "{size}: {}", answer.stdout);
    }
}

#[test]
fn sizes_that_do_not_exist_are_refused() {
    let bench = Bench::new();
    let cases = [
        ("1", "has 2 to 10000"),
        ("many", "STATES must be a whole number, and `many` is none"),
        ("20,", "RELATIONS must be a whole number"),
        ("20,201", "give an even number: 200 or 202"),
        ("20,20", "to hold 20 states together takes 38"),
        ("20,400", "between 20 states there are at most 380"),
        ("20,200,202", "more than the 200 that there are"),
        ("20,200,20,2", "STATES,RELATIONS,ACTIVE"),
        ("10000,100000", "would take"),
    ];
    for (size, words) in cases {
        let answer = bench.run(&["new", "x", "--size", size]).ended(2);
        // Messages are broken into lines.
        let told = answer.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(words), "{size}: {words} in\n{}", answer.stderr);
    }
    assert!(bench.list().is_empty(), "nothing is written");
}

#[test]
fn active_relations_are_busy_and_the_others_are_not() {
    let bench = Bench::new();
    bench.run(&["new", "x", "--size", "24,120,12"]).ended(0);
    bench.run(&["run", "x.toml", "-n", "40", "-o", "out", "--record", "runs"]).ended(0);
    let runs = bench.read("out/runs.csv");
    let mut rows = runs.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = rows.next().unwrap();
    let text = bench.read("x.toml");
    let mut violent = [0_u64; 2];
    let mut pairs = [0_u64; 2];
    let rows: Vec<Vec<&str>> = rows.collect();
    for (column, heading) in header.iter().enumerate() {
        let Some(pair) = heading.strip_prefix("violent_acts_") else { continue };
        let is_active = usize::from(text.contains(&format!("[events.incident_{pair}]")));
        pairs[is_active] += 1;
        violent[is_active] += rows.iter().map(|row| row[column].parse::<u64>().unwrap()).sum::<u64>();
    }
    assert_eq!(pairs, [54, 6]);
    // An active pair sees more than ten times the violence of one at rest.
    assert!(violent[1] * pairs[0] > 10 * violent[0] * pairs[1], "{violent:?} acts of {pairs:?} pairs");
}
