//! Single files that commands write: each appears whole or not at all, and never over another unasked.

use std::process::Command;

use super::state::state;
use crate::cli::{Bench, PAIR};

/// Commands that write a file of some length.
const WRITING: [&[&str]; 5] = [
    &["trace", "s.toml", "--run", "0", "--format", "json", "-o", "f"],
    &["export", "s.toml", "--game", "a.b", "-o", "f"],
    &["plot", "r", "--what", "outcomes", "-o", "f.svg"],
    &["sensitivity", "s.toml", "-n", "64", "--factor", "states.a.assertiveness=0:1", "--design-out", "f.csv"],
    &["new", "f", "--size", "20"],
];

#[cfg(unix)]
#[test]
fn a_file_that_finds_no_room_leaves_nothing_behind() {
    let bench = Bench::with(PAIR);
    bench.run(&["run", "s.toml", "-n", "60", "-o", "r", "-q"]).ended(0);
    let before = state(&bench.path("."));
    for arguments in WRITING {
        let program = bench.command(&[]).get_program().to_owned();
        let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"";
        let mut limited = Command::new("sh");
        limited.args(["-c", script]).arg(program).args(arguments).current_dir(bench.path("."));
        let output = limited.output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(
            stderr.contains("cannot write `f") && stderr.contains("File too large"),
            "{arguments:?}: {stderr}"
        );
        assert!(state(&bench.path(".")) == before, "{arguments:?} left something behind");
    }
}

#[cfg(unix)]
#[test]
fn a_file_is_replaced_only_if_asked_for_and_behind_its_link() {
    let bench = Bench::with(PAIR);
    let trace = ["trace", "s.toml", "--run", "0", "-o", "link"];
    bench.write("there", "years of work");
    std::os::unix::fs::symlink("there", bench.path("link")).unwrap();
    bench.run(&trace).ended(2);
    assert_eq!(bench.read("there"), "years of work");
    bench.run(&[&trace[..], &["--force"]].concat()).ended(0);
    assert!(bench.path("link").is_symlink() && bench.read("there").contains("Two rivals"));
    assert_eq!(bench.list(), ["link", "s.toml", "there"]);
    // What is no file is written to, not replaced.
    bench.run(&["trace", "s.toml", "--run", "0", "-o", "/dev/null", "--force"]).ended(0);
}
