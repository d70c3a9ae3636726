//! `check --liveness`.

use super::{Bench, PAIR};

#[test]
fn a_planted_dead_number_is_found_and_no_other() {
    let idle = "\n[mediators.idle]\ninitiative = 0\nparties.a = { trust = 0.8 }\nparties.b = {}\n";
    let bench = Bench::with(&format!("{PAIR}{idle}"));
    let answer = bench.run(&["check", "s.toml", "--liveness", "--runs", "300"]).ended(1);
    let named: Vec<&str> =
        answer.stdout.lines().filter(|line| line.contains("changes none of 300 runs")).collect();
    assert_eq!(named.len(), 2, "{}", answer.stdout);
    assert!(named[0].ends_with("mediators.idle.parties.a.trust: changes none of 300 runs"), "{named:?}");
    assert!(named[1].starts_with("s.toml: ") && named[1].contains("1 of them"), "{named:?}");
    for part in ["s.toml:31", "trust = 0.8", "of no effect", "with 0.84, 0.76, 1.0 or 0.6"] {
        assert!(answer.stdout.contains(part), "{part} in\n{}", answer.stdout);
    }
    // By itself the check says that the file is fine.
    bench.run(&["check", "s.toml"]).ended(0);
}

#[test]
fn where_every_number_matters_the_answer_is_positive_on_any_number_of_threads() {
    let bench = Bench::with(PAIR);
    let on = |threads: &str| {
        bench.run(&["check", "s.toml", "--liveness", "-n", "300", "-j", threads]).ended(0).stdout
    };
    let answer = on("1");
    assert!(answer.contains("numbers moved, and each changes some run of 300 runs\n"), "{answer}");
    assert_eq!((on("2"), on("7")), (answer.clone(), answer));
}

#[test]
fn what_is_explained_anyway_is_counted_but_not_shown_twice() {
    let late = PAIR.replace(
        "name = \"Aland\"\n",
        "name = \"Aland\"\nelections = [{ date = 2030-01-01, weight = 1.0 }]\n",
    );
    let bench = Bench::with(&late);
    let answer = bench.run(&["check", "s.toml", "--liveness", "-n", "100"]).ended(1);
    assert!(answer.stdout.contains("states.a.elections.0: cannot change any run"), "{}", answer.stdout);
    assert!(!answer.stdout.contains("elections.0.weight: changes"), "{}", answer.stdout);
    assert!(answer.stdout.contains("(2 explained below)"), "{}", answer.stdout);
}

#[test]
fn its_flags_need_it() {
    let bench = Bench::with(PAIR);
    let answer = bench.run(&["check", "s.toml", "--runs", "100"]).ended(2);
    assert!(answer.stderr.contains("--liveness"), "{}", answer.stderr);
}
