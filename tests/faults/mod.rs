//! What goes wrong around the program: it is killed, the disk is full, a write fails, a folder vanishes, nobody reads, the clock runs backwards.
//!
//! Every test is a short form. `tests/faults/long.sh` runs the long forms; `docs/reliability.md` has their figures.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic like the tests themselves")]

mod bounds;
mod disk;
mod files;
mod kills;
mod needs;
mod pipes;
mod shim;
mod state;
mod together;
mod works;
mod writes;

use std::process::{Command, Stdio};

/// Whether a program is there; if not, says what is skipped for want of it.
fn has(program: &str, what: &str) -> bool {
    let found = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    let found = found.is_ok_and(|status| status.success());
    if !found {
        skipped(what, &format!("{program} is not there"));
    }
    found
}

/// Says that something is not tested, and why.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn skipped(what: &str, why: &str) {
    eprintln!("SKIPPED: {what}: {why}");
}
