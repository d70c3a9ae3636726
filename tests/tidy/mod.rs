//! The house's rules about its own sources: who imports whom, what is never written, and how long a file gets.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing to unwrap has failed")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Which rooms each room may import.
const IMPORTS: [(&str, &[&str]); 9] = [
    ("spec", &[]),
    ("model", &["spec", "stats"]), // stats for its special functions only
    ("lanes", &[]),
    ("engine", &["model", "lanes"]),
    ("stats", &[]),
    ("experiment", &["spec", "model", "engine", "lanes", "stats"]),
    ("output", &["model", "engine", "experiment", "stats"]),
    ("studio", &["spec", "model", "engine", "stats", "experiment", "output"]),
    ("cli", &["spec", "model", "engine", "stats", "experiment", "output", "studio"]),
];
/// A file longer than this is several files.
const LONGEST_FILE: usize = 600;

/// A source file: its path from the root of the project, and its text.
struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    /// The room it stands in: the first folder under `src`, or the name of a file right there.
    fn room(&self) -> String {
        let first = self.path.strip_prefix("src").unwrap().components().next().unwrap();
        first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
    }

    /// Its lines with their numbers from 1, without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().map(|line| line.find("//").map_or(line, |comment| &line[..comment]));
        (1..).zip(lines)
    }

    fn is_test(&self) -> bool {
        self.path.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs")))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &str) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push(Source { path: path.strip_prefix(root()).unwrap().to_owned(), text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "no sources in {folder}");
    found
}

/// The rooms that a line of code names: `crate::room`, and the members of `crate::{…}`.
fn rooms_named(line: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => group.split([',', '}']).map(str::trim).collect(),
            None => vec![rest],
        };
        for name in names {
            let name: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            rooms.push(name);
        }
    }
    rooms
}

/// Reports every line of code in `folder` that `is_bad`, but for files that `may`.
fn assert_never(
    what: &str,
    sources: &[Source],
    may: impl Fn(&Source) -> bool,
    is_bad: impl Fn(&str) -> bool,
) {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| !may(source)) {
        let lines = source.code().filter(|(_, line)| is_bad(line));
        found.extend(
            lines.map(|(number, line)| format!("{}:{number}: {}", source.path.display(), line.trim())),
        );
    }
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn rooms_import_only_what_the_table_allows() {
    let known: BTreeSet<&str> = IMPORTS.iter().map(|(room, _)| *room).collect();
    let mut rooms = BTreeSet::new();
    let mut found = Vec::new();
    for source in sources("src") {
        let room = source.room();
        let Some((_, allowed)) = IMPORTS.iter().find(|(name, _)| *name == room) else {
            assert!(["lib", "main"].contains(&room.as_str()), "{room} is no room of the house");
            continue;
        };
        for (number, line) in source.code() {
            for named in rooms_named(line) {
                if known.contains(named.as_str()) && named != room && !allowed.contains(&named.as_str()) {
                    found.push(format!("{}:{number}: {room} imports {named}", source.path.display()));
                }
            }
        }
        rooms.insert(room);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(rooms.len() >= 6, "rooms read: {rooms:?}");
}

#[test]
fn the_reader_of_imports_sees_all_their_forms() {
    assert_eq!(rooms_named("use crate::spec::{Problem, Range};"), ["spec"]);
    assert_eq!(rooms_named("let x = crate::model::Rung; crate::stats::f(x)"), ["model", "stats"]);
    assert_eq!(rooms_named("use crate::{spec, cli};"), ["spec", "cli", ""]);
    assert!(rooms_named("use super::spec;").is_empty());
}

#[test]
fn only_the_rim_prints() {
    let prints = ["println!", "eprintln!", "print!(", "eprint!(", "dbg!"];
    let rim = |source: &Source| ["cli", "main"].contains(&source.room().as_str());
    assert_never("printing outside cli", &sources("src"), rim, |line| {
        prints.iter().any(|macro_name| line.contains(macro_name))
    });
}

#[test]
fn nothing_depends_on_hashing_the_clock_or_the_system() {
    let all = |_: &Source| false;
    // Written in two halves, so that this file does not find itself.
    let names =
        [["Hash", "Map"], ["Hash", "Set"], ["thread", "_rng"], ["Os", "Rng"]].map(|halves| halves.concat());
    assert_never("order or chance that differs from run to run", &sources("src"), all, |line| {
        names.iter().any(|name| line.contains(name))
    });
    let clock = |source: &Source| ["cli", "main"].contains(&source.room().as_str()) || source.is_test();
    assert_never("the clock outside cli", &sources("src"), clock, |line| {
        line.contains("Instant::now") || line.contains("SystemTime")
    });
}

#[test]
fn nothing_is_left_unfinished() {
    let words = [["to", "do!("], ["unimple", "mented!("], ["//! st", "ub"], ["FIX", "ME"], ["TO", "DO"]]
        .map(|halves| halves.concat());
    for source in sources("src").iter().chain(&sources("tests")) {
        for word in &words {
            assert!(!source.text.contains(word.as_str()), "{}: {word}", source.path.display());
        }
    }
}

#[test]
fn files_stay_short() {
    for source in sources("src").iter().chain(&sources("tests")) {
        let lines = source.text.lines().count();
        assert!(lines <= LONGEST_FILE, "{}: {lines} lines", source.path.display());
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for source in sources("src").iter().filter(|source| !source.is_test()).chain(&sources("tests")) {
        let says = source.text.starts_with("//! ");
        assert!(says, "{}: does not begin with what it is for", source.path.display());
    }
    for (room, _) in IMPORTS {
        let path = root().join("src").join(room).join("mod.rs");
        if !path.exists() {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        let head: String = text.lines().take_while(|line| line.starts_with("//!")).collect();
        assert!(head.len() > 150, "src/{room}/mod.rs: say what the room does and what it never does");
    }
}
