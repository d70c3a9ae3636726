//! Hostile text: whatever a scenario calls things, every output is harmless and says the very text.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing to unwrap has failed")]

mod documents;
mod paths;
mod tables;
mod terminal;
mod world;

/// What is not tested must be seen.
#[expect(clippy::print_stderr, reason = "what is not tested must be seen")]
fn skipped(why: &str) {
    eprintln!("SKIPPED: {why}");
}
