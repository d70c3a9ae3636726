//! The terminal: nothing from a scenario steers it, and everything can be seen.

use offramp::output::is_unseen;

use super::world::{TEXTS, long, quoted, said, world, worlds};
use crate::cli::Bench;

/// What must not be in text for people: a control but the line feed, a mark that turns the reading order, what is no character.
#[track_caller]
fn assert_harmless(text: &str, what: &str) {
    let steers = |letter: &char| *letter != '\n' && (letter.is_control() || is_unseen(*letter));
    let found: Vec<char> = text.chars().filter(steers).collect();
    assert!(found.is_empty(), "{what}: {found:?} in\n{}", text.escape_debug());
    assert!(
        !text.lines().any(|line| line.starts_with("error: three")),
        "{what}: a line that is not the program's\n{text}"
    );
}

#[test]
fn no_command_lets_a_scenario_steer_the_terminal() {
    for (number, text) in worlds().into_iter().enumerate() {
        let bench = Bench::with(&text);
        let second = if number == 0 { "one\ntwo\r\nerror: three\0\u{202E}" } else { TEXTS[15] };
        let path = format!("states.{}.resolve", quoted(second));
        let (change, varied) = (format!("{path}=0.5"), format!("{path}=0.2:0.8:2"));
        let seat = if number == 0 { TEXTS[14] } else { TEXTS[0] };
        let commands: [&[&str]; 8] = [
            &["check", "s.toml", "--explain"],
            &["run", "s.toml", "-n", "12", "-o", "r", "--progress", "plain"],
            &["compare", "s.toml", "--with", &change, "-n", "8", "-o", "c"],
            &["sweep", "s.toml", "--vary", &varied, "-n", "4", "-o", "w"],
            &["knockout", "s.toml", "-n", "2", "-o", "k"],
            &["trace", "s.toml", "--run", "1"],
            &["trace", "s.toml", "--pick", "typical", "-n", "8"],
            &["run", "s.toml", "--dry-run"],
        ];
        for arguments in commands {
            for text in said(&bench, arguments, "") {
                assert_harmless(&text, &arguments.join(" "));
            }
        }
        let arguments = ["play", "s.toml", "--as", seat, "--advisers", "4", "--runs", "5"];
        for text in said(&bench, &arguments, &"wait\n".repeat(8)) {
            assert_harmless(&text, "play");
        }
    }
}

#[test]
fn no_message_lets_a_file_steer_the_terminal() {
    let bench = Bench::new();
    let broken =
        |text: &str| format!("{}[states.{}]\nresolve = 7\n", world("a", "b"), quoted(&format!("{text}x")));
    let raw = "title = \"\u{1b}[2J\u{202E}\"\n[states.\u{1b}[31m\u{9b}]\nresolv\u{7f} = \u{0}\n".to_owned();
    let unknown = format!("[relations.a.{}]\n[states.a]\n{} = 1\n", quoted(TEXTS[14]), quoted(TEXTS[13]));
    let texts = TEXTS.into_iter().map(broken).chain([broken(&long()), raw, unknown]);
    for text in texts {
        bench.write("s.toml", &text);
        for arguments in [["check", "s.toml"], ["run", "s.toml"]] {
            let answer = bench.run(&arguments);
            assert!(matches!(answer.code, Some(1 | 2)), "{arguments:?} ended with {:?}", answer.code);
            assert_harmless(&(answer.stdout + &answer.stderr), arguments[0]);
        }
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_and_values_of_flags_steer_nothing() {
    let bench = Bench::new();
    let name = "\u{1b}[31m=1\n\u{202E}.toml";
    bench.write(name, crate::cli::PAIR);
    let title = format!("title={}", quoted(TEXTS[14]));
    for arguments in [
        &["check", name][..],
        &["run", name, "-n", "5", "--set", &title],
        &["run", name, "-n", "5", "-o", "\u{1b}[2J"],
        &["trace", name, "--run", "0", "-o", "\u{9b}.txt"],
    ] {
        for text in said(&bench, arguments, "") {
            assert_harmless(&text, arguments[0]);
        }
    }
    for arguments in
        [&["check", "\u{1b}[2J"][..], &["run", name, "--set", "\u{1b}[2J"], &["verify", "\u{202E}"]]
    {
        let answer = bench.run(arguments);
        assert_harmless(&(answer.stdout + &answer.stderr), arguments[0]);
    }
}
