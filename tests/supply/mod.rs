//! What the program is made of: how many crates, under which licences, from where, and for which compiler. `deny.toml` says the same to
//! cargo-deny, whose longer look `tests/supply/long.sh` takes.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing to unwrap has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Most crates in the program on Linux, itself included, and most for all platforms with tests and benches. More is a decision.
const MOST_IN_PROGRAM: usize = 230;
const MOST_IN_ALL: usize = 330;
/// The platform whose program is counted.
const TARGET: &str = "x86_64-unknown-linux-gnu";
/// Licences whose terms a notice meets.
const ALLOWED: [&str; 10] = [
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "Unicode-3.0",
    "Zlib",
];
/// Crates that state their licence in a file alone, which somebody has read.
const READ: [(&str, &str); 1] = [("cobyla", "MIT")];
/// Crates that the program holds in two versions, since those who use them have not moved yet.
const TWICE: [&str; 5] = ["constant_time_eq", "getrandom", "miniz_oxide", "syn", "unicode-width"];

/// What cargo says; `None` if it cannot.
fn cargo(arguments: &[&str]) -> Option<String> {
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output();
    let output = output.unwrap();
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

/// Every crate that the lock file names, for any platform; where those of other platforms cannot be had, for this one.
#[expect(clippy::print_stderr, reason = "what is not tested must be seen")]
fn packages() -> Vec<Value> {
    let all = ["metadata", "--format-version", "1", "--locked"];
    let text = cargo(&all).unwrap_or_else(|| {
        eprintln!("NOT TESTED: crates of other platforms, which cannot be fetched");
        cargo(&[&all[..], &["--filter-platform", TARGET, "--offline"]].concat()).unwrap()
    });
    let whole: Value = serde_json::from_str(&text).unwrap();
    whole["packages"].as_array().unwrap().clone()
}

/// The crates that the program is made of on Linux, as `name vVERSION`.
fn in_program() -> BTreeSet<String> {
    let tree = cargo(&[
        "tree",
        "--locked",
        "--edges",
        "normal,build",
        "--target",
        TARGET,
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]);
    let name = |line: &str| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    tree.unwrap().lines().filter(|line| !line.is_empty()).map(name).collect()
}

/// Whether one of the choices that a licence leaves is allowed, all of its parts.
fn is_allowed(licence: &str) -> bool {
    let allowed = |one: &str| ALLOWED.contains(&one.trim().trim_matches(['(', ')']));
    // Without brackets `AND` binds closer than `OR`; with them, none of our crates has more than one level.
    let all = |text: &str| text.split(" AND ").all(|part| part.split(" OR ").any(allowed));
    let any = |text: &str| text.split(" OR ").any(|part| part.split(" AND ").all(allowed));
    let text = licence.replace('/', " OR ").replace("  ", " ");
    if text.contains('(') { all(&text) } else { any(&text) }
}

#[test]
fn licences_allow_what_is_done_with_them() {
    let wrong = packages().into_iter().filter_map(|package| {
        let name = package["name"].as_str().unwrap().to_owned();
        let read = READ.iter().find(|(other, _)| *other == name).map(|(_, licence)| *licence);
        let licence = package["license"].as_str().or(read).unwrap_or("none stated").to_owned();
        (!is_allowed(&licence)).then_some((name, licence))
    });
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(
        !is_allowed("GPL-3.0") && !is_allowed("MIT AND GPL-3.0") && !is_allowed("(MIT OR ISC) AND MPL-2.0")
    );
    assert!(is_allowed("GPL-3.0 OR MIT") && is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
}

#[test]
fn everything_comes_from_the_registry_and_is_locked_with_a_checksum() {
    for package in packages() {
        let (name, source) = (package["name"].as_str().unwrap(), package["source"].as_str());
        assert!(
            source.map_or(name == "offramp", |source| source.starts_with("registry+")),
            "{name}: {source:?}"
        );
    }
    let lock = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).unwrap();
    let of_registry = lock.matches("\nsource = \"registry+").count();
    assert!(of_registry > 100 && lock.matches("\nchecksum = \"").count() == of_registry);
}

#[test]
fn no_crate_needs_a_newer_compiler_than_is_stated() {
    let number =
        |text: &str| -> Vec<u32> { text.split('.').map(|part| part.parse().unwrap()).take(2).collect() };
    let list = packages();
    let own = list.iter().find(|package| package["name"] == "offramp").unwrap();
    let stated = number(own["rust_version"].as_str().unwrap());
    for package in &list {
        if let Some(needed) = package["rust_version"].as_str() {
            assert!(number(needed) <= stated, "{} needs {needed}", package["name"]);
        }
    }
}

#[test]
fn there_are_few_crates_and_hardly_any_twice() {
    let (own, all) = (in_program(), packages().len());
    assert!(own.len() > 50 && own.len() <= MOST_IN_PROGRAM, "{} crates in the program", own.len());
    assert!(all <= MOST_IN_ALL, "{all} crates in all");
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    for name in own.iter().filter_map(|line| line.split(' ').next()) {
        *versions.entry(name).or_default() += 1;
    }
    let twice: Vec<&str> = versions.iter().filter(|&(_, count)| *count > 1).map(|(name, _)| *name).collect();
    assert_eq!(twice, TWICE, "crates in two versions");
}
