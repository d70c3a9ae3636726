//! Golden vectors: what runs came to when this was written. They change only with a commit that says so under
//! "value-breaking" in the change log, and by copying what the failure prints.

use crate::support::{RICH, RIVALS, digest, program, runs};

/// A batch of a scenario, and what it came to.
struct Golden {
    name: &'static str,
    text: &'static str,
    seed: u64,
    /// Digests of the first three runs.
    first: [&'static str; 3],
    /// Digest of the digests of the first hundred, where a change that moves few runs shows as well.
    hundred: &'static str,
}

#[rustfmt::skip]
const GOLDEN: [Golden; 3] = [
    Golden { name: "rich", text: RICH, seed: 0, first: ["08bfa60eae9ee65e", "fb53235c054e02a6", "186879c387ab253a"], hundred: "e7c7a7c7a8f874c3" },
    Golden { name: "rich", text: RICH, seed: 7, first: ["99d83d29a23cad68", "93f8073b7ffdcc50", "bda2e5305f5927d4"], hundred: "9eed3a208bb1158a" },
    Golden { name: "rivals", text: RIVALS, seed: 1, first: ["f8ddd634a870c723", "012b283008d1d8a1", "baf5615dbedca807"], hundred: "2ee96b941adb9db0" },
];

#[test]
fn runs_are_what_they_were() {
    let mut found = Vec::new();
    let mut as_expected = true;
    for golden in GOLDEN {
        let program = program(golden.text);
        let digests: Vec<String> =
            runs(&program, golden.seed, 100).iter().map(|record| digest(&program, record)).collect();
        let hundred = blake3::hash(digests.concat().as_bytes()).to_hex()[..16].to_owned();
        as_expected &= digests[..3] == golden.first && hundred == golden.hundred;
        found.push((golden.name, golden.seed, digests[..3].to_vec(), hundred));
    }
    assert!(as_expected, "value-breaking change; the digests are now {found:#?}");
}
