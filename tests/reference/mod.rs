//! The same worked out by other software: an independent implementation of the model (`model.py`), Axelrod's players and Gambit's
//! equilibria. The scripts beside these files write the vectors; none of them is run by a test.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing to unwrap has failed")]

mod axelrod;
mod games;
mod model;
mod nodes;
mod statistics;

use std::path::{Path, PathBuf};

use serde_json::Value;

/// A file beside this one.
fn beside(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference").join(name)
}

fn text(name: &str) -> String {
    let path = beside(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Vectors that a script has written.
fn vectors(name: &str) -> Value {
    serde_json::from_str(&text(name)).unwrap()
}
