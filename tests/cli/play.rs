//! `play`.

use std::io::Write;
use std::process::Stdio;

use super::bench::Answer;
use super::{Bench, PAIR};

/// The program with these lines typed.
fn typed(bench: &Bench, arguments: &[&str], lines: &str) -> Answer {
    let mut command = bench.command(arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // It may have left before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
    Answer::from(child.wait_with_output().unwrap())
}

const GAME: [&str; 8] = ["play", "s.toml", "--as", "a", "--advisers", "8", "--runs", "50"];

#[test]
fn the_january_crisis_from_the_first_day_to_the_debrief() {
    let bench = Bench::new();
    let scenario = Bench::shipped("iran-pakistan-2024.toml");
    let arguments = ["play", &scenario, "--as", "pakistan", "--advisers", "4", "--runs", "40", "--seed", "3"];
    let answer = typed(&bench, &arguments, &"wait\n".repeat(200)).ended(0);
    for part in [
        "2024-01-03, day 0 - Pakistan",
        "At home: standing at home",
        "their resolve",
        "The game is over. What happened, with nothing left out:",
        "The model in your seat: ",
        "<- yours",
        "dead of Pakistan",
    ] {
        assert!(answer.stdout.contains(part), "{part}\n{}", answer.stdout);
    }
    assert!(answer.stdout.lines().all(|line| line.chars().count() <= 100), "{}", answer.stdout);
    assert!(answer.stdout.is_ascii() || !answer.stdout.contains('\u{1b}'));
}

#[test]
fn what_cannot_be_read_is_asked_again() {
    let bench = Bench::with(PAIR);
    let lines = "\nwiat\nwait 0\nact bordurai\nact b\n99\n5\nundo\nquit\n";
    let answer = typed(&bench, &GAME, lines).ended(0);
    for part in [
        "nothing was typed; `wait` lets time pass",
        "did you mean `wait`?",
        "`0` is no number of days",
        "you have no relation to `bordurai`",
        "Towards Borduria you can",
        "there is no option 99; choose from 1 to ",
        "offramp play --load s-a.game.toml` goes on",
    ] {
        assert!(answer.stdout.contains(part), "{part}\n{}", answer.stdout);
    }
    assert!(bench.read("s-a.game.toml").contains("moves = []"), "{}", bench.read("s-a.game.toml"));
}

#[test]
fn a_game_goes_on_where_the_input_ended() {
    let bench = Bench::with(PAIR);
    let whole = "act b\n3\nwait 4\nact b\n1\n".to_owned() + &"wait\n".repeat(60);
    let at_once = typed(&bench, &[&GAME[..], &["--save", "whole.game.toml"]].concat(), &whole).ended(0);
    typed(&bench, &GAME, "act b\n3\nwait 4\n").ended(0);
    let rest = "act b\n1\n".to_owned() + &"wait\n".repeat(60);
    let loaded = ["play", "--load", "s-a.game.toml", "--advisers", "8", "--runs", "50"];
    let later = typed(&bench, &loaded, &rest).ended(0);
    assert_eq!(bench.read("s-a.game.toml"), bench.read("whole.game.toml"));
    let end = |answer: &Answer| answer.stdout.split_once("The game is over").unwrap().1.to_owned();
    assert_eq!(end(&at_once), end(&later));
}

#[test]
fn a_changed_scenario_is_refused() {
    let bench = Bench::with(PAIR);
    typed(&bench, &GAME, "wait\n").ended(0);
    bench.write("s.toml", PAIR.replace("grievance = 0.4", "grievance = 0.5"));
    let answer = typed(&bench, &["play", "--load", "s-a.game.toml"], "").ended(2);
    assert!(answer.stderr.contains("has changed since"), "{}", answer.stderr);
    let again = typed(&bench, &GAME, "").ended(2);
    assert!(again.stderr.contains("already exists"), "{}", again.stderr);
}

#[test]
fn a_game_is_a_scenario_too() {
    let bench = Bench::with(PAIR);
    let lines = "act b\n5\nwait 3\nact b\n6\n".to_owned() + &"wait\n".repeat(60);
    let more = ["--set", "states.a.tempo=0.5", "--seed", "5", "--run", "2", "--script", "game.toml"];
    let played = typed(&bench, &[&GAME[..], &more].concat(), &lines).ended(0);
    let traced = bench.run(&["trace", "game.toml", "--seed", "5", "--run", "2"]).ended(0);
    let story = |text: &str, until: &str| {
        let from = text.find("\n\n2025-").unwrap_or_default();
        text[from..].split_once(until).unwrap().0.trim().to_owned()
    };
    let told = played.stdout.split_once("nothing left out:").unwrap().1;
    assert_eq!(told.split_once("Outcome: ").unwrap().0.trim(), story(&traced.stdout, "Outcome: "));
    assert!(bench.read("game.toml").contains("policy = \"played\""));
    bench.run(&["check", "game.toml"]).ended(0);
}

#[test]
fn an_unknown_seat_has_a_suggestion() {
    let bench = Bench::new();
    let scenario = Bench::shipped("iran-pakistan-2024.toml");
    let answer = typed(&bench, &["play", &scenario, "--as", "pakistn"], "").ended(2);
    assert!(
        answer.stderr.contains("there is no state `pakistn`; did you mean `pakistan`?"),
        "{}",
        answer.stderr
    );
}
