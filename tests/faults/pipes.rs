//! Nobody reads what is printed, or it cannot be written.

use std::process::Stdio;

use crate::cli::{Bench, PAIR};

/// Everything that prints, as it is called on a bench with `s.toml`, `broken.toml`, and results in `r`; and the exit code that it has
/// whether somebody reads or not.
const PRINTING: [(&[&str], i32); 24] = [
    (&["--help"], 0),
    (&["--version"], 0),
    (&["run", "--help"], 0),
    (&["schema"], 0),
    (&["completions", "bash"], 0),
    (&["man"], 0),
    (&["man", "run"], 0),
    (&["check", "s.toml", "s.toml"], 0),
    (&["check", "s.toml", "--explain"], 0),
    (&["check", "s.toml", "broken.toml"], 1),
    (&["trace", "s.toml", "--run", "0"], 0),
    (&["trace", "s.toml", "--run", "0", "--format", "json"], 0),
    (&["export", "s.toml", "--game", "a.b"], 0),
    (&["new", "fresh"], 0),
    (&["verify", "r"], 0),
    (&["verify", "r", "nothing.part"], 1),
    (&["plot", "r", "--what", "outcomes", "-o", "o.svg"], 0),
    (&["report", "r", "--html", "-o", "pages"], 0),
    (&["run", "s.toml", "-n", "50", "-o", "o1"], 0),
    (&["run", "s.toml", "-n", "50", "--dry-run"], 0),
    (&["sweep", "s.toml", "-n", "40", "--vary", "states.a.resolve=0.2:0.8:2", "-o", "o2"], 0),
    (&["compare", "s.toml", "--with", "states.a.resolve=0.7", "-n", "50", "-o", "o3"], 0),
    (&["knockout", "s.toml", "-n", "40", "-o", "o4"], 0),
    (&["sensitivity", "s.toml", "-n", "16", "--factor", "states.a.assertiveness=0:1", "-o", "o5"], 0),
];

fn bench() -> Bench {
    let bench = Bench::with(PAIR);
    bench.write("broken.toml", "title = 7\n");
    bench.write("nothing.part", "nothing");
    bench.run(&["run", "s.toml", "-n", "60", "-o", "r", "-q"]).ended(0);
    bench
}

#[test]
fn nobody_who_reads_is_no_reason_to_complain_and_changes_no_answer() {
    let bench = bench();
    for (arguments, code) in PRINTING {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = bench.command(arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {stderr}");
        assert!(!stderr.contains("panicked") && !stderr.contains("Broken pipe"), "{arguments:?}: {stderr}");
    }
    for folder in ["o1", "o2", "o3", "o4", "o5"] {
        bench.run(&["verify", folder]).ended(0);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_printed_is_told() {
    let bench = bench();
    for (arguments, _) in PRINTING {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = bench.command(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        let said = "cannot write to the standard output: No space left on device";
        let told = stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(told.contains(said), "{arguments:?}: {stderr}");
    }
}
