//! `check`.

use super::{Bench, PAIR};

#[test]
fn a_sound_file_is_fine() {
    let bench = Bench::with(PAIR);
    let answer = bench.run(&["check", "s.toml"]).ended(0);
    let expected =
        "s.toml: fine (2 states, 2 relations, 1 go-between, 1 event, 1 number drawn in each run)\n";
    assert_eq!(answer.stdout, expected);
    assert_eq!(answer.stderr, "");
}

#[test]
fn all_files_are_checked_and_one_bad_one_is_enough() {
    let bench = Bench::with(PAIR);
    bench.write("bad.toml", "[states.a]\nresolve = 2\n");
    let answer = bench.run(&["check", "none.toml", "bad.toml", "s.toml"]).ended(1);
    for part in ["none.toml: no such file", "2 problems in bad.toml", "s.toml: fine"] {
        assert!(answer.stdout.contains(part), "{part} in\n{}", answer.stdout);
    }
}

#[test]
fn explain_says_where_every_number_comes_from() {
    let bench = Bench::with(PAIR);
    let answer = bench.run(&["check", "s.toml", "--explain", "--set", "relations.b.a.ties=0.2"]).ended(0);
    let line = |start: &str| {
        let line = answer.stdout.lines().find(|line| line.starts_with(start)).unwrap_or_default();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("states.a.resolve"), "states.a.resolve uniform(low 0.3, high 0.7) s.toml:8");
    assert_eq!(line("relations.b.a.ties"), "relations.b.a.ties 0.2 --set relations.b.a.ties=0.2");
    assert_eq!(line("horizon_days"), "horizon_days 40 s.toml:4");
    assert!(line("states.b.tempo").ends_with("default"));
    assert!(line("events.incident.effects.0.tension").ends_with("0.4 s.toml:27"));
}

#[test]
fn what_cannot_matter_is_warned_of() {
    let bench = Bench::with(&format!("{PAIR}\n[states.idle]\n"));
    let answer = bench.run(&["check", "s.toml"]).ended(0);
    for part in ["states.idle: cannot change any run", "no relation with any state", "; 1 warning\n"] {
        assert!(answer.stdout.contains(part), "{part} in\n{}", answer.stdout);
    }
}

#[test]
fn shipped_scenarios_are_fine() {
    let bench = Bench::new();
    for name in [
        "iran-pakistan-2024.toml",
        "iran-pakistan-2024/pair-only.toml",
        "two-rivals.toml",
        "balakot-2019.toml",
    ] {
        bench.run(&["check", &Bench::shipped(name)]).ended(0);
    }
}

#[test]
fn lines_too_long_to_show_are_named() {
    let bench = Bench::with(&format!("title = \"x\"\na = {}\n", "[".repeat(200_000)));
    let answer = bench.run(&["check", "s.toml"]).ended(1);
    assert!(answer.stdout.contains("(s.toml, line 2)"), "{}", answer.stdout);
    assert!(answer.stdout.lines().all(|line| line.len() < 200), "{}", answer.stdout);
    let bench = Bench::with(&format!("{PAIR}\n[utility] # {}\ncoercion = -1\n", "long ".repeat(50_000)));
    let answer = bench.run(&["check", "s.toml"]).ended(1);
    assert!(answer.stdout.contains("-1 is out of range (s.toml, line 30)"), "{}", answer.stdout);
}
