//! A target under libFuzzer: that of the binary's name. It counts what it is given, and says so every so often.

#![no_main]

mod targets;

use std::sync::atomic::{AtomicU64, Ordering};

use libfuzzer_sys::fuzz_target;
use targets::TARGETS;

static INPUTS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);

/// After so many inputs the count is told again.
const OFTEN: u64 = 1024;

fuzz_target!(|bytes: &[u8]| {
    let target = TARGETS.iter().find(|target| target.0 == env!("CARGO_BIN_NAME"));
    if let Some((name, play)) = target {
        play(bytes);
        let all = BYTES.fetch_add(bytes.len() as u64, Ordering::Relaxed) + bytes.len() as u64;
        let inputs = INPUTS.fetch_add(1, Ordering::Relaxed) + 1;
        if inputs % OFTEN == 0 {
            eprintln!("PLAYED {name} {inputs} inputs {all} bytes");
        }
    }
});
