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
    Golden { name: "rich", text: RICH, seed: 0, first: ["4667e04c3cf40237", "1aed29c1c23cbdac", "cdc94a43f6e779ed"], hundred: "8a2906fc3be9211c" },
    Golden { name: "rich", text: RICH, seed: 7, first: ["0120a6211d5d3897", "aa09be93d3d526d1", "c63623caa5b28e18"], hundred: "c277ab1ef48de8f8" },
    Golden { name: "rivals", text: RIVALS, seed: 1, first: ["a912465cb70a9302", "02470fd61f7e1187", "2c617381a774687a"], hundred: "f6426dfeda99453d" },
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
