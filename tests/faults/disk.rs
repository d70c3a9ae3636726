//! Disks and folders: full, limited, read-only, gone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::cli::Bench;

use super::skipped;
use super::state::{holds_nothing_half, same, state};
use super::works::{WORKS, Work};

/// A disk of its own, small, in memory; unmounted in the end.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// `None` where nothing may be mounted.
    fn new(kibibytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={kibibytes}k");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status();
        mounted.is_ok_and(|status| status.success()).then_some(Self { folder })
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn remount(&self, how: &str) {
        let how = format!("remount,{how}");
        let done = Command::new("mount").args(["-o", &how]).arg(self.path()).status().unwrap();
        assert!(done.success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.path()).status();
    }
}

/// The command with its results elsewhere.
fn elsewhere(arguments: &[&str], out: &Path) -> Vec<String> {
    let out = out.display().to_string();
    arguments.iter().map(|word| if *word == "out" { out.clone() } else { (*word).to_owned() }).collect()
}

fn run(bench: &Bench, arguments: &[String]) -> crate::cli::Answer {
    bench.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Fails on a disk that is too small, and comes to the same bytes once there is room; says how often it was too small.
fn fills_the_disk(work: Work, kibibytes: u32) -> Option<bool> {
    let disk = SmallDisk::new(kibibytes)?;
    let bench = work.bench();
    let out = disk.path().join("out");
    let results = bench.path("out");
    if results.exists() {
        // `report` adds to what is there already.
        fs::create_dir(&out).unwrap();
        for (name, bytes) in state(&results) {
            if fs::write(out.join(name), bytes).is_err() {
                return Some(false);
            }
        }
    }
    let answer = run(&bench, &elsewhere(&work.first(), &out));
    let after = format!("{} on a disk of {kibibytes} KiB", work.name);
    holds_nothing_half(&out, &after);
    let is_full = answer.code == Some(2);
    if is_full {
        let stderr = answer.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(stderr.contains("No space left on device"), "{after}: {stderr}");
        assert!(stderr.contains("out"), "{after} names no path: {stderr}");
    } else {
        assert_eq!(answer.code, Some(0), "{after}: {}", answer.stderr);
    }
    disk.remount("size=64m");
    let whole = work.whole().0;
    if is_full {
        run(&bench, &elsewhere(&work.again(), &out)).ended(0);
    }
    let whole =
        whole.into_iter().filter_map(|(name, bytes)| Some((name.strip_prefix("out/")?.to_owned(), bytes)));
    same(&state(&out), &whole.collect(), &after);
    Some(is_full)
}

#[test]
fn a_full_disk_is_told_and_what_is_done_is_kept() {
    let sizes: Vec<u32> = match std::env::var("OFFRAMP_DISKS").ok().and_then(|text| text.parse().ok()) {
        Some(wanted) => (1..=wanted).map(|size| 16 * size).collect(),
        None => vec![48],
    };
    let mut full = 0;
    for work in WORKS {
        for &size in &sizes {
            match fills_the_disk(work, size) {
                Some(is_full) => full += usize::from(is_full),
                None => return skipped("full disks", "nothing may be mounted here"),
            }
        }
    }
    assert!(full >= 3, "only {full} disks were full");
}

/// A write that takes a part, and the next that takes nothing: the largest size of a file is reached.
#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_is_told() {
    for work in WORKS {
        let bench = work.bench();
        let program = bench.command(&[]).get_program().to_owned();
        // Blocks of 512 bytes; the signal that comes with it is ignored, so that the write itself fails.
        let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
        let mut limited = Command::new("sh");
        limited.args(["-c", script]).arg(program).args(work.first()).current_dir(bench.path("."));
        let output = limited.output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{}: {stderr}", work.name);
        assert!(
            stderr.starts_with("error: ") && stderr.contains("File too large"),
            "{}: {stderr}",
            work.name
        );
        holds_nothing_half(&bench.path("out"), work.name);
        bench.run(&work.again()).ended(0);
        same(&state(&bench.path(".")), &work.whole().0, work.name);
    }
}

#[test]
fn a_read_only_disk_is_found_before_the_work() {
    let Some(disk) = SmallDisk::new(1024) else {
        return skipped("read-only disks", "nothing may be mounted here");
    };
    disk.remount("ro");
    for work in WORKS.into_iter().filter(|work| work.name != "report") {
        let bench = work.bench();
        let answer = run(&bench, &elsewhere(&work.first(), &disk.path().join("out"))).ended(2);
        assert!(answer.stderr.contains("Read-only file system"), "{}: {}", work.name, answer.stderr);
    }
}

/// Waits until the journal holds something, and gives the place of work.
fn begun(bench: &Bench, folder: &str) -> PathBuf {
    let partial = bench.path(folder).join(".out.partial");
    for _ in 0..5000 {
        if fs::metadata(partial.join("journal.part")).is_ok_and(|file| file.len() > 20_000) {
            return partial;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    panic!("it never began");
}

/// The folder, or all that is above it, is removed while runs are played.
#[cfg(unix)]
#[test]
fn a_folder_that_vanishes_is_told_within_seconds() {
    for whole in [false, true] {
        let bench = Bench::with(crate::cli::PAIR);
        fs::create_dir(bench.path("deep")).unwrap();
        let run = ["run", "s.toml", "-n", "100000000", "-o", "deep/out", "-q"];
        let child = bench.command(&run).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let partial = begun(&bench, "deep");
        fs::remove_dir_all(if whole { bench.path("deep") } else { partial }).unwrap();
        // Without being noticed this would go on for hours.
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains("journal.part") && stderr.contains("No such file"), "{stderr}");
        assert!(!bench.path("deep/out").exists());
    }
}
