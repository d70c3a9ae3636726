//! Everything that the program reads, as functions of bytes that must neither panic nor hang, whatever the bytes.
//!
//! A target goes the way that a command goes with the same input, through the library, and asserts what must hold if the input is accepted: that a
//! scenario written out again means the same, say. The tests play the targets over a corpus and its mutations, and so does a fuzzer that
//! is guided by coverage (`tests/fuzz/guided.rs`).

mod files;
mod folder;
mod http;
mod parts;
mod text;

/// A target: its name, which its corpus and its dictionary have too, and what it does with bytes.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// All targets.
pub(crate) const TARGETS: [Target; 9] = [
    ("scenario", text::scenario),
    ("extends", text::extends),
    ("expression", text::expression),
    ("path", text::path),
    ("design", files::design),
    ("manifest", files::manifest),
    ("part", parts::part),
    ("game", files::game),
    ("http", http::http),
];
