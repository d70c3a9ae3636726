//! Whatever bytes come in, nothing panics and nothing hangs: the short form, on any toolchain.
//!
//! Each target is played over its corpus, which holds what a fuzzer guided by coverage has found, and over mutations of it with a fixed seed. The long form
//! is `tests/fuzz/long.sh`.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing to unwrap has failed")]
#![expect(clippy::print_stderr, reason = "the long form says how much it has tried")]

mod mutate;
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use mutate::{Luck, mutated};
use targets::{TARGETS, Target};

/// Mutations of each target; `OFFRAMP_FUZZ` in the environment asks for others, and then every target says how many bytes it was given.
const MUTATIONS: usize = 400;
/// Mutations that are made at a time.
const AT_A_TIME: usize = 1000;
/// An input that takes longer hangs. A second is the promise of an optimised build on a machine of its own; this one is neither.
const HANG: Duration = Duration::from_secs(30);
/// Most bytes of the corpus of a target: it is what a reader of the repository downloads.
const LARGEST_CORPUS: usize = 100_000;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz").join(name)
}

/// The inputs that are committed, by name.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = folder("corpus").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// The words of a dictionary in the form that fuzzers read: one in quotes on each line, with `\xHH` for any byte.
fn words(target: &str) -> Vec<Vec<u8>> {
    let text = fs::read_to_string(folder("words").join(format!("{target}.dict"))).unwrap();
    let quoted = text.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix('"'));
    quoted.map(unescaped).collect()
}

fn unescaped(word: &str) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::new(), word.as_bytes());
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'\\', [b'x', high, low, after @ ..]) => {
                let digits = [*high, *low];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
                rest = after;
            }
            (b'\\', [escaped, after @ ..]) => {
                bytes.push(*escaped);
                rest = after;
            }
            _ => bytes.push(first),
        }
    }
    bytes
}

/// Plays inputs in a thread that is watched: fails if one panics, or takes too long.
fn survives((name, play): Target, inputs: Vec<Vec<u8>>) {
    let (tell, hear) = mpsc::channel();
    let watched = inputs.clone();
    thread::spawn(move || {
        for input in watched {
            let survived = catch_unwind(AssertUnwindSafe(|| play(&input))).is_ok();
            if tell.send(survived).is_err() {
                return;
            }
        }
    });
    for input in inputs {
        let shown = input.escape_ascii();
        match hear.recv_timeout(HANG) {
            Ok(true) => {}
            Ok(false) => panic!("{name} panicked at\n{shown}"),
            Err(mpsc::RecvTimeoutError::Timeout) => {
                panic!("{name} has not come back for {HANG:?} from\n{shown}")
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => panic!("{name} ended the thread at\n{shown}"),
        }
    }
}

fn fuzz(name: &str) {
    let target = *TARGETS.iter().find(|target| target.0 == name).unwrap();
    let (corpus, words) = (corpus(name), words(name));
    let size: usize = corpus.iter().map(Vec::len).sum();
    assert!((1..=LARGEST_CORPUS).contains(&size), "the corpus of {name} has {size} bytes");
    survives(target, corpus.clone());
    let asked = std::env::var("OFFRAMP_FUZZ").ok().map(|text| text.parse::<usize>().unwrap());
    let (mut left, mut bytes, mut luck) = (asked.unwrap_or(MUTATIONS), 0, Luck::new(1));
    while left > 0 {
        let count = left.min(AT_A_TIME);
        let mutations: Vec<_> = (0..count).map(|_| mutated(&corpus, &words, &mut luck)).collect();
        bytes += mutations.iter().map(Vec::len).sum::<usize>();
        survives(target, mutations);
        left -= count;
    }
    if asked.is_some() {
        eprintln!("{name}: {bytes} bytes");
    }
}

#[test]
fn scenarios() {
    fuzz("scenario");
}

#[test]
fn chains_of_files_that_extend_one_another() {
    fuzz("extends");
}

#[test]
fn expressions() {
    fuzz("expression");
}

#[test]
fn paths_of_parameters() {
    fuzz("path");
}

#[test]
fn designs() {
    fuzz("design");
}

#[test]
fn manifests() {
    fuzz("manifest");
}

#[test]
fn parts_of_studies() {
    fuzz("part");
}

#[test]
fn saved_games() {
    fuzz("game");
}

#[test]
fn requests() {
    fuzz("http");
}

#[test]
fn every_target_is_played_and_has_its_binary() {
    let source = fs::read_to_string(folder("mod.rs")).unwrap();
    let manifest = fs::read_to_string(folder("Cargo.toml")).unwrap();
    for (name, _) in TARGETS {
        assert!(source.contains(&format!("fuzz(\"{name}\")")), "{name} is not played");
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is not built");
    }
}

#[test]
fn mutations_are_many_and_the_same_each_time() {
    let corpus = [b"a = 1\nb = 2\n".to_vec(), b"[states.a]\n".to_vec()];
    let words = [b"resolve".to_vec()];
    let make = |seed| {
        let mut luck = Luck::new(seed);
        (0..200).map(|_| mutated(&corpus, &words, &mut luck)).collect::<Vec<_>>()
    };
    assert_eq!(make(7), make(7));
    let different: std::collections::BTreeSet<_> = make(7).into_iter().collect();
    assert!(different.len() > 150, "{}", different.len());
}
