//! What cannot be run: exit code 2 (1 for `check`), a clear word, and nothing written.

use std::fs::{self, File};

use super::{Bench, PAIR};

/// Holds that `run` and `check` refuse the file with these words, and leave nothing behind.
#[track_caller]
fn refuses(bench: &Bench, file: &str, words: &str) {
    let before = bench.list();
    let run = bench.run(&["run", file, "-n", "10"]).ended(2);
    assert_eq!(run.stdout, "");
    let check = bench.run(&["check", file]).ended(1);
    for text in [run.stderr, check.stdout] {
        assert!(text.contains(words), "{words} in\n{text}");
        assert!(!text.contains("panicked") && !text.contains("RUST_BACKTRACE"), "{text}");
    }
    bench.run(&["trace", file, "--run", "0"]).ended(2);
    assert_eq!(bench.list(), before, "nothing is written");
}

#[test]
fn files_that_are_no_scenario() {
    let bench = Bench::new();
    refuses(&bench, "none.toml", "none.toml: no such file");
    bench.write("empty.toml", "");
    refuses(&bench, "empty.toml", "is empty");
    bench.write("blank.toml", "\n  \n");
    refuses(&bench, "blank.toml", "is empty");
    fs::create_dir(bench.path("folder")).unwrap();
    refuses(&bench, "folder", "is a directory");
    File::create(bench.path("large.toml")).unwrap().set_len(50 * 1024 * 1024).unwrap();
    refuses(&bench, "large.toml", "larger than 8 MiB");
    bench.write("latin.toml", b"title = \"Pak\xE9\"\n");
    refuses(&bench, "latin.toml", "not UTF-8 text at line 1");
    refuses(&bench, "-", "<stdin>: is empty");
}

#[test]
fn scenarios_without_two_states() {
    refuses(&Bench::with("title = \"x\"\n"), "s.toml", "no states");
    refuses(&Bench::with("[states.a]\n"), "s.toml", "`a` is the only state");
    refuses(&Bench::with("[states.a]\n[states.b]\n"), "s.toml", "no relations");
}

#[test]
fn flags_that_make_no_sense() {
    let bench = Bench::with(PAIR);
    let cases: [(&[&str], &str); 9] = [
        (&["-n", "0"], "at least 1 run"),
        (&["-n", "many"], "a whole number"),
        (&["-n", "-5"], "a whole number"),
        (&["--ci", "guess"], "clopper-pearson"),
        (&["--seed", "-1"], "invalid"),
        (&["-j", "5000"], "1024"),
        (
            &["--record", "everything"],
            "possible values: runs, timeline, acts, drivers, indicators, offramps, ladder, distributions",
        ),
        (&["--progress", "loud"], "plain"),
        (&["--frobnicate"], "unexpected argument"),
    ];
    for (flags, words) in cases {
        let answer = bench.run(&[&["run", "s.toml"], flags].concat()).ended(2);
        assert!(answer.stderr.contains(words), "{flags:?}: {words} in\n{}", answer.stderr);
    }
    bench.run(&["trace", "s.toml"]).ended(2);
    bench.run(&["trace", "s.toml", "--run", "99999999999999"]).ended(2);
    assert_eq!(bench.list(), ["s.toml"]);
}

#[test]
fn sets_that_lead_nowhere() {
    let bench = Bench::with(PAIR);
    let cases = [
        ("states.a.resolv=0.5", "did you mean `resolve`?"),
        ("states.a.resolve=1.5", "1.5 is out of range"),
        ("states.a.resolve", "without `=`"),
        ("states.a.resolve=", "without a value"),
        ("nonsense=1", "unknown key `nonsense`"),
        ("title.x=1", "holds no `x`"),
        ("states.a.resolve=nan", "not a finite number"),
    ];
    for (assignment, words) in cases {
        let answer = bench.run(&["run", "s.toml", "--set", assignment]).ended(2);
        assert!(answer.stderr.contains(words), "{assignment}: {words} in\n{}", answer.stderr);
        assert!(answer.stderr.contains("--set 1"), "{}", answer.stderr);
    }
    assert_eq!(bench.list(), ["s.toml"]);
}

#[test]
fn folders_that_cannot_be_written() {
    let bench = Bench::with(PAIR);
    bench.write("file", "in the way");
    fs::create_dir(bench.path("full")).unwrap();
    bench.write("full/notes.txt", "mine");
    for (out, words) in [("file", "already exists"), ("file/out", "cannot write"), ("full", "already exists")]
    {
        let answer = bench.run(&["run", "s.toml", "-n", "10", "-o", out]).ended(2);
        assert!(answer.stderr.contains(words), "{out}: {words} in\n{}", answer.stderr);
    }
    let answer = bench.run(&["run", "s.toml", "-n", "10", "-o", "full", "--force"]).ended(2);
    assert!(answer.stderr.contains("not a results folder"), "{}", answer.stderr);
    assert_eq!(bench.read("full/notes.txt"), "mine");
    assert_eq!(bench.list(), ["file", "full", "s.toml"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_the_standard_output_is_reported() {
    let bench = Bench::with(PAIR);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = bench.command(&["schema"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("cannot write to the standard output"), "{stderr}");
}
