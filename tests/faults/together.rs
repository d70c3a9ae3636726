//! Several processes on one results folder: one writes it, the others are turned away.

use std::process::Stdio;

use super::state::{same, state};
use super::works::WORKS;

/// How many are started at the same time.
const PROCESSES: usize = 4;
/// How often; `OFFRAMP_RACES` sets another number.
const RACES: usize = 1;

fn races() -> usize {
    std::env::var("OFFRAMP_RACES").ok().and_then(|text| text.parse().ok()).unwrap_or(RACES)
}

#[test]
fn of_several_that_start_together_each_is_whole_or_turned_away() {
    for work in WORKS.into_iter().filter(|work| ["run", "merge", "report"].contains(&work.name)) {
        let whole = work.whole().0;
        let mut done = 0;
        for _ in 0..races() {
            let bench = work.bench();
            let start = || {
                let mut command = bench.command(&work.first());
                command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
            };
            let children: Vec<_> = (0..PROCESSES).map(|_| start()).collect();
            for child in children {
                let output = child.wait_with_output().unwrap();
                let stderr =
                    String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
                match output.status.code() {
                    Some(0) => done += 1,
                    // It came while another was at work, ...
                    Some(75) => assert!(stderr.contains("another process is writing"), "{stderr}"),
                    // ... or when that had finished.
                    Some(2) => assert!(stderr.contains("already exists"), "{}: {stderr}", work.name),
                    other => panic!("{} ended with {other:?}: {stderr}", work.name),
                }
            }
            same(
                &state(&bench.path(".")),
                &whole,
                &format!("{} was started {PROCESSES} times at once", work.name),
            );
        }
        assert!(done >= races(), "{} was done {done} times", work.name);
    }
}
