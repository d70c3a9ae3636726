//! `--dry-run` tells what memory and disk a study needs, and the study keeps within that.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use crate::cli::{Bench, PAIR};

/// What a dry run says it needs, in bytes: memory, disk on the way, disk in the end.
fn said(bench: &Bench, arguments: &[&str]) -> [f64; 3] {
    let answer = bench.run(&[arguments, &["--dry-run"]].concat()).ended(0);
    let line = answer.stdout.lines().find(|line| line.starts_with("Memory: ")).unwrap().to_owned();
    let words: Vec<&str> = line.split_whitespace().collect();
    let sizes: Vec<f64> = words
        .windows(2)
        .filter_map(|pair| {
            let number: f64 = pair[0].replace(',', "").parse().ok()?;
            let unit = match pair[1].trim_end_matches(['.', ',']) {
                "B" | "bytes" => 1.0,
                "kB" => 1e3,
                "MB" => 1e6,
                "GB" => 1e9,
                other => panic!("{other} in {line}"),
            };
            Some(number * unit)
        })
        .collect();
    sizes.try_into().unwrap_or_else(|sizes| panic!("{sizes:?} in {line}"))
}

/// The most memory that a process had, and the most disk that its folder took, both looked at again and again until it ended.
fn taken(bench: &Bench, arguments: &[&str]) -> [f64; 2] {
    let mut child = bench.command(arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let (mut memory, mut disk) = (0_u64, 0_u64);
    while child.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let peak = text
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        memory = memory.max(peak.unwrap_or(0) * 1024);
        let files = fs::read_dir(bench.path(".out.partial")).into_iter().flatten().flatten();
        disk = disk.max(files.filter_map(|file| Some(file.metadata().ok()?.len())).sum());
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(child.wait().unwrap().success());
    [memory as f64, disk as f64]
}

fn size_of(bench: &Bench) -> f64 {
    fs::read_dir(bench.path("out")).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).sum::<u64>()
        as f64
}

/// Studies of several kinds and sizes: small ones, in which the program itself is most of it, and such with much to hold.
const STUDIES: [&[&str]; 6] = [
    &["run", "s.toml", "-n", "2000", "-j", "1"],
    &["run", "s.toml", "-n", "10000", "--record", "runs", "-j", "2"],
    &[
        "sweep",
        "s.toml",
        "-n",
        "20",
        "--vary",
        "states.a.assertiveness=0.2:0.8:20",
        "--vary",
        "states.b.resolve=0.2:0.8:20",
    ],
    &[
        "sweep",
        "s.toml",
        "-n",
        "50",
        "--vary",
        "states.a.assertiveness=0.2:0.8:30",
        "--record",
        "timeline,acts,drivers,indicators,offramps,ladder,distributions",
    ],
    &["sensitivity", "s.toml", "-n", "1024", "--factor", "states.a.assertiveness=0:1"],
    &["sensitivity", "s.toml", "-n", "64", "--method", "morris", "--factor", "states.a.assertiveness=0:1"],
];

#[cfg(target_os = "linux")]
#[test]
fn memory_and_disk_stay_within_what_the_dry_run_says() {
    for study in STUDIES {
        let bench = Bench::with(PAIR);
        let arguments = [study, &["-o", "out", "-q"]].concat();
        let [memory, disk, kept] = said(&bench, &arguments);
        let [peak, most] = taken(&bench, &arguments);
        let end = size_of(&bench);
        let shown = study.join(" ");
        eprintln!(
            "{shown}: memory {memory} said, {peak} taken; disk {disk} said, {most} taken; {kept} said, {end} kept"
        );
        assert!(peak > 1e6, "nothing was seen of {shown}");
        assert!(peak <= memory, "{shown} took {peak} bytes, and {memory} were said");
        assert!(
            memory <= 12.0 * peak,
            "{shown} took {peak} bytes, and {memory} were said: too much to be of use"
        );
        assert!(most <= 1.3 * disk, "{shown} took {most} bytes of disk, and {disk} were said");
        assert!(
            end <= 1.3 * kept && kept <= 4.0 * end + 1e5,
            "{shown} left {end} bytes, and {kept} were said"
        );
    }
}

#[test]
fn every_command_that_plays_tells_before_it_does() {
    let bench = Bench::with(PAIR);
    let targets = "source = \"by hand\"\n[[targets]]\nid = \"w\"\nquantity = \"share(struck)\"\nunit = \"share\"\n\
        value = 0.3\nlow = 0.1\nhigh = 0.5\nn = 60\n";
    bench.write("t.toml", targets);
    let commands: [&[&str]; 6] = [
        &["compare", "s.toml", "--with", "states.a.resolve=0.7", "-n", "500"],
        &["knockout", "s.toml", "-n", "200"],
        &["sensitivity", "s.toml", "-n", "64", "--method", "tornado"],
        &["score", "s.toml", "--targets", "t.toml", "-n", "400"],
        &["calibrate", "s.toml", "--targets", "t.toml", "--fit", "states.a.resolve=0.2:0.8", "-n", "200"],
        &[
            "sweep",
            "s.toml",
            "--vary",
            "states.a.resolve=0.2:0.8:3",
            "--lever",
            "states.b.resolve=[0.2,0.6]",
            "--minimise",
            "war",
        ],
    ];
    let before = bench.list();
    for command in commands {
        let [memory, disk, kept] = said(&bench, command);
        assert!(memory > 1e6 && disk >= kept && kept > 100.0, "{command:?}: {memory} {disk} {kept}");
    }
    assert_eq!(bench.list(), before, "a dry run writes nothing");
}
