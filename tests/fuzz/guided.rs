//! A target under libFuzzer: that of the binary's name. It counts what it is given, and says so at the end.

#![no_main]

mod targets;

use std::sync::atomic::{AtomicU64, Ordering};

use libfuzzer_sys::fuzz_target;
use targets::TARGETS;

static INPUTS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);

extern "C" fn tell() {
    let (inputs, bytes) = (INPUTS.load(Ordering::Relaxed), BYTES.load(Ordering::Relaxed));
    eprintln!("PLAYED {} {inputs} inputs {bytes} bytes", env!("CARGO_BIN_NAME"));
}

fuzz_target!(|bytes: &[u8]| {
    let target = TARGETS.iter().find(|target| target.0 == env!("CARGO_BIN_NAME"));
    if let Some((_, play)) = target {
        play(bytes);
        INPUTS.fetch_add(1, Ordering::Relaxed);
        BYTES.fetch_add(bytes.len() as u64, Ordering::Relaxed);
    }
});
