//! Paths in files: `extends` and the tables of distributions lead to any file that their reader may read, and to nothing but files.

#![cfg(unix)]

use std::os::unix::fs::symlink;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::cli::{Bench, PAIR};

/// Longer than any of these takes; a pipe that is waited for is waited for without end.
const PATIENCE: Duration = Duration::from_secs(60);

/// How `check` ends, and what it says; `None` if it does not end.
fn checked(bench: &Bench) -> Option<(Option<i32>, String)> {
    let (out, said) = (bench.path("out.txt"), std::fs::File::create(bench.path("out.txt")).unwrap());
    let mut child = bench.command(&["check", "s.toml"]).stdout(said).spawn().unwrap();
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return Some((status.code(), std::fs::read_to_string(out).unwrap()));
        }
        if begun.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Both ways to name a file, with what it is to be called.
fn naming(path: &str) -> [String; 2] {
    let sample = format!("resolve = {{ sample = {{ file = \"{path}\", column = \"x\" }} }}");
    [
        format!("extends = \"{path}\"\n"),
        PAIR.replacen("resolve = { uniform = { low = 0.3, high = 0.7 } }", &sample, 1),
    ]
}

#[test]
fn only_files_are_read_and_nothing_is_waited_for() {
    let bench = Bench::new();
    assert!(Command::new("mkfifo").arg(bench.path("pipe")).status().unwrap().success());
    symlink(bench.path("pipe"), bench.path("link")).unwrap();
    std::fs::create_dir(bench.path("folder")).unwrap();
    let socket = std::os::unix::net::UnixListener::bind(bench.path("socket")).unwrap();
    let special = "is a pipe or a device, and only files are read from here";
    for (path, said) in [
        ("pipe", special),
        ("link", special),
        ("socket", special),
        ("/dev/zero", special),
        ("/dev/stdin", "is"),
        ("folder", "is a directory"),
        ("none", "no such file"),
        ("s.toml/x", "cannot be read"),
    ] {
        for text in naming(path) {
            bench.write("s.toml", text);
            let (code, text) = checked(&bench).unwrap_or_else(|| panic!("{path}: waited in vain"));
            assert_eq!(code, Some(1), "{path}: {text}");
            assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(said), "{path}: {text}");
        }
    }
    drop(socket);
}

#[test]
fn what_is_a_file_may_stand_anywhere() {
    let bench = Bench::new();
    std::fs::create_dir_all(bench.path("inner/deep")).unwrap();
    bench.write("base.toml", PAIR);
    symlink(bench.path("base.toml"), bench.path("inner/link.toml")).unwrap();
    symlink(bench.path("s.toml"), bench.path("ring.toml")).unwrap();
    let full = bench.path("base.toml").display().to_string();
    for path in ["base.toml", "inner/../base.toml", "inner/deep/../../base.toml", "inner/link.toml", &full] {
        bench.write("s.toml", format!("extends = \"{path}\"\n"));
        assert_eq!(checked(&bench).unwrap().0, Some(0), "{path}");
    }
    // A ring is known by the file, whatever it is called.
    for path in ["s.toml", "inner/../s.toml", "ring.toml"] {
        bench.write("s.toml", format!("extends = \"{path}\"\n"));
        let (code, text) = checked(&bench).unwrap();
        assert!(code == Some(1) && text.contains("extend one another"), "{path}: {text}");
    }
}

#[test]
fn names_become_no_paths() {
    let hostile = "../../owned/x";
    let bench = Bench::with(&format!(
        "horizon_days = 5\n[states.\"{hostile}\"]\n[states.b]\n[relations.\"{hostile}\".b]\n[relations.b.\"{hostile}\"]\n"
    ));
    // Folders that a key with a way out in it would lead through.
    std::fs::create_dir_all(bench.path("inner/s-..")).unwrap();
    std::fs::create_dir_all(bench.path("owned")).unwrap();
    std::fs::rename(bench.path("s.toml"), bench.path("inner/s.toml")).unwrap();
    let mut command =
        bench.command(&["play", "s.toml", "--as", hostile, "--advisers", "4", "--runs", "5", "-q"]);
    assert!(command.current_dir(bench.path("inner")).output().unwrap().status.success());
    let kept = |name: &str| name.starts_with("s-______owned_x-") && name.ends_with(".game.toml");
    let names = std::fs::read_dir(bench.path("inner")).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.into_iter().any(|name| kept(&name.to_string_lossy())));
    assert_eq!(std::fs::read_dir(bench.path("owned")).unwrap().count(), 0);
    // Tables are named for outcomes.
    let key = "../../owned/x";
    bench.write("s.toml", format!("{PAIR}\n[outcomes.\"{key}\"]\nwhen = \"end_day >= 0\"\n[outcomes.\"a\\u0000b\"]\nwhen = \"end_day < 0\"\n"));
    let vary = ["states.a.tempo=0.2:0.8:2", "states.b.resolve=0.2:0.8:2"];
    let arguments = [
        "sweep",
        "s.toml",
        "--vary",
        vary[0],
        "--vary",
        vary[1],
        "-n",
        "3",
        "-q",
        "-o",
        "r",
        "--format",
        "html,xlsx",
    ];
    bench.run(&arguments).ended(0);
    let names = std::fs::read_dir(bench.path("r")).unwrap().map(|entry| entry.unwrap().file_name());
    let maps: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| name.starts_with("heatmap"))
        .collect();
    assert!(maps.len() == 1 && maps[0].starts_with("heatmap_______owned_x-"), "{maps:?}");
    assert_eq!(std::fs::read_dir(bench.path("owned")).unwrap().count(), 0);
}
