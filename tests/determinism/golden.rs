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
    Golden { name: "rich", text: RICH, seed: 0, first: ["59f53d938bbe777a", "30c812bf0a46a221", "24b035ee4e1c6d68"], hundred: "0439699cdd7c2bd1" },
    Golden { name: "rich", text: RICH, seed: 7, first: ["75817415c824915c", "a18b3d69113ee2ef", "d56b180de6ddec9d"], hundred: "b077609be835fe39" },
    Golden { name: "rivals", text: RIVALS, seed: 1, first: ["81283e731b6f75c5", "3b882b69cbdf6d78", "a1e4070d46c82804"], hundred: "800de6a96879eb8e" },
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
