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
    Golden { name: "rich", text: RICH, seed: 0, first: ["6578b1b75cd01d6b", "ccb1d7d06f6aa500", "ea630389d0ecb5f6"], hundred: "a46662dbea6522be" },
    Golden { name: "rich", text: RICH, seed: 7, first: ["235e16c23d6ccac4", "ec72164d59433b09", "5c0cb4379c55cb23"], hundred: "4196deda9532b5a4" },
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
