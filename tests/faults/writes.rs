//! System calls that fail: one after another, by `strace`, which stands in for a disk that is full, broken or read-only.

use std::fs;
use std::process::Command;

use crate::cli::Bench;

use super::has;
use super::state::{State, holds_nothing_half, same, state};
use super::works::{WORKS, Work};

/// A call, how it fails, and what the message says of it; nothing if it must not be noticed.
const FAULTS: [(&str, &str, &str); 14] = [
    ("write", "ENOSPC", "No space left on device"),
    ("write", "EIO", "Input/output error"),
    ("write", "EINTR", ""),
    ("openat", "EROFS", "Read-only file system"),
    ("openat", "ENOSPC", "No space left on device"),
    ("openat", "EINTR", ""),
    ("rename", "EIO", "Input/output error"),
    ("rename", "EROFS", "Read-only file system"),
    ("fsync", "EIO", "Input/output error"),
    ("fsync", "EINTR", ""),
    ("fdatasync", "ENOSPC", "No space left on device"),
    ("mkdir", "EACCES", "Permission denied"),
    ("unlink", "EROFS", "Read-only file system"),
    ("ftruncate", "EIO", "Input/output error"),
];

/// In the short form one call fails of every so many of the faults, others for each command; `OFFRAMP_INJECTIONS` sets for how many
/// calls each of the faults is tried, 0 for every call there is.
const EVERY: usize = 5;

/// The calls that are to fail by the faults of this place in the list.
fn wanted(calls: &[usize], place: usize, turn: usize) -> Vec<usize> {
    match std::env::var("OFFRAMP_INJECTIONS").ok().and_then(|text| text.parse().ok()) {
        Some(wanted) => spread(calls, wanted, turn),
        None if place % EVERY == turn % EVERY => spread(calls, 1, turn),
        None => Vec::new(),
    }
}

/// The program under `strace`.
fn traced(bench: &Bench, arguments: &[&str], options: &[&str]) -> Command {
    let plain = bench.command(arguments);
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o", "trace.log"]).args(options).arg(plain.get_program()).args(arguments);
    command.current_dir(bench.path(".")).stdin(std::process::Stdio::null());
    command
}

/// Which calls of this name, counted from 1, the main thread makes on files of the work: neither on libraries that are loaded nor on
/// what is printed.
fn calls(log: &str, name: &str) -> Vec<usize> {
    let main = log.split_whitespace().next().unwrap_or_default();
    let opening = format!(" {name}(");
    let of_main = log.lines().filter(|line| line.starts_with(main) && line.contains(&opening));
    let is_of_work = |line: &str| {
        let arguments = line.split_once(&opening).map_or("", |(_, rest)| rest);
        match name {
            "write" => !arguments.starts_with("1,") && !arguments.starts_with("2,"),
            "openat" => arguments.contains("O_CREAT") || arguments.contains("O_WRONLY"),
            _ => true,
        }
    };
    of_main.zip(1..).filter(|(line, _)| is_of_work(line)).map(|(_, number)| number).collect()
}

/// Some of the calls, spread over all of them.
fn spread(calls: &[usize], wanted: usize, turn: usize) -> Vec<usize> {
    if wanted == 0 || calls.len() <= wanted {
        return calls.to_vec();
    }
    (0..wanted).map(|place| calls[(place * calls.len() + turn * 7) / wanted % calls.len()]).collect()
}

/// What was tried, and of that what was noticed by the program.
#[derive(Debug, Default)]
struct Tally {
    injections: usize,
    refused: usize,
}

/// One call fails once; the program says so and keeps what is done, and what is gone on with comes to the same bytes.
fn fails(work: Work, whole: &State, fault: (&str, &str, &str), number: usize, tally: &mut Tally) {
    let (call, error, words) = fault;
    let bench = work.bench();
    let injection = format!("inject={call}:error={error}:when={number}");
    let after = format!("{}: {injection}", work.name);
    let output =
        traced(&bench, &work.first(), &["-e", &format!("trace={call}"), "-e", &injection]).output().unwrap();
    fs::remove_file(bench.path("trace.log")).unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    holds_nothing_half(&bench.path("out"), &after);
    tally.injections += 1;
    match output.status.code() {
        Some(0) => {}
        Some(2) => {
            tally.refused += 1;
            assert!(!words.is_empty(), "{after} must not be noticed: {stderr}");
            assert!(stderr.starts_with("error: ") && stderr.contains(words), "{after}: {stderr}");
            assert!(stderr.contains("out"), "{after} names no path: {stderr}");
            assert_eq!(stderr.matches("error:").count(), 1, "{after}: {stderr}");
        }
        other => panic!("{after} ended with {other:?}: {stderr}"),
    }
    let again = match (work.name, bench.path("out").exists()) {
        ("merge", true) => [&work.first()[..], &["--force"]].concat(),
        _ => work.again(),
    };
    bench.run(&again).ended(0);
    same(&state(&bench.path(".")), whole, &after);
}

#[expect(clippy::print_stderr, reason = "the long form's figures")]
fn every_call_fails(work: Work, turn: usize) {
    if !has("strace", "calls that fail") {
        return;
    }
    let (whole, _) = work.whole();
    let bench = work.bench();
    assert!(traced(&bench, &work.first(), &[]).status().unwrap().success());
    let log = bench.read("trace.log");
    let mut tally = Tally::default();
    for (place, fault) in FAULTS.into_iter().enumerate() {
        for number in wanted(&calls(&log, fault.0), place, turn) {
            fails(work, &whole, fault, number, &mut tally);
        }
    }
    eprintln!("{}: {tally:?}", work.name);
    assert!(tally.refused * 4 >= tally.injections, "hardly any call failed: {tally:?}");
}

/// One test for each command, so that they can be asked for one by one.
macro_rules! fails {
    ($($name:ident: $place:literal),*) => {$(
        #[test]
        fn $name() {
            assert_eq!(WORKS[$place].name, stringify!($name));
            every_call_fails(WORKS[$place], $place);
        }
    )*};
}

fails!(run: 0, sweep: 1, sensitivity: 2, calibrate: 3, rare: 4, merge: 5, report: 6);
