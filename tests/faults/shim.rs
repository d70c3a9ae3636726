//! Writes that take only part, interruptions, and clocks that run backwards, by a library that stands between the program and the system.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use super::skipped;
use super::state::{same, state};
use super::works::{WORKS, Work};

/// The library, made once; `None` where there is no C compiler or no such way to load it.
fn shim() -> Option<PathBuf> {
    static MADE: OnceLock<Option<PathBuf>> = OnceLock::new();
    let make = || {
        if !cfg!(target_os = "linux") {
            return None;
        }
        let library = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("shim.so");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faults/shim.c");
        let made =
            Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).status();
        made.is_ok_and(|status| status.success()).then_some(library)
    };
    MADE.get_or_init(make).clone()
}

/// Plays the work with the library loaded and these variables set, and holds that it comes to the same bytes.
fn comes_to_the_same(work: Work, variables: &[(&str, &str)], what: &str) {
    let Some(library) = shim() else { return skipped(what, "no C compiler, or not on Linux") };
    let bench = work.bench();
    let mut command = bench.command(&work.first());
    let output = command.env("LD_PRELOAD", &library).envs(variables.iter().copied()).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{}: {stderr}", work.name);
    same(&state(&bench.path(".")), &work.whole().0, &format!("{} with {what}", work.name));
}

#[test]
fn writes_that_take_only_part_and_are_interrupted_change_nothing() {
    for work in WORKS {
        comes_to_the_same(work, &[("OFFRAMP_SHIM", "short")], "short writes");
    }
}

#[test]
fn no_clock_no_time_zone_and_no_locale_has_a_say_in_results() {
    let elsewhere = [
        ("OFFRAMP_SHIM", "backwards"),
        ("TZ", "Pacific/Kiritimati"),
        ("LC_ALL", "de_DE.UTF-8"),
        ("LC_NUMERIC", "de_DE.UTF-8"),
        ("LANG", "tr_TR.UTF-8"),
    ];
    for work in WORKS {
        comes_to_the_same(work, &elsewhere, "a clock that runs backwards");
    }
}
