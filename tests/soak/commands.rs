//! Commands on a random scenario, and the one by which rounds are compared.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::gauge::Gauge;

/// Numbers without luck of their own (Steele, Lea and Flood 2014, `SplitMix`).
#[derive(Debug)]
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (word ^ (word >> 31)) % bound
    }
}

/// What may be done with a scenario; each must succeed.
const COMMANDS: [&[&str]; 7] = [
    &["run", "any.toml", "-n", "60", "-q", "-o", "out", "--format", "csv,html,xlsx"],
    &["compare", "any.toml", "--with", "states.s0.resolve=0.5", "-n", "40", "-q", "-o", "out"],
    &["sweep", "any.toml", "--vary", "states.s0.resolve=0:1:3", "-n", "20", "-q", "-o", "out"],
    &["knockout", "any.toml", "-n", "10", "-q", "-o", "out"],
    &["trace", "any.toml", "--run", "3"],
    &["check", "any.toml", "--explain"],
    &["trace", "any.toml", "--run", "1", "--format", "json"],
];

fn command(program: &Path, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env("TMPDIR", folder.join("temporary")).args(arguments).stdin(Stdio::null());
    command
}

/// Does two of the commands on the random scenario.
pub(super) fn any(program: &Path, folder: &Path, dice: &mut Dice) -> usize {
    for _ in 0..2 {
        let arguments = COMMANDS[dice.below(COMMANDS.len() as u64) as usize];
        let answer = command(program, folder, arguments).output().unwrap();
        let scenario = || std::fs::read_to_string(folder.join("any.toml")).unwrap();
        assert!(
            answer.status.success(),
            "{arguments:?}: {}\n{}",
            String::from_utf8_lossy(&answer.stderr),
            scenario()
        );
        let _ = std::fs::remove_dir_all(folder.join("out"));
    }
    2
}

/// The command by which rounds are compared: seconds by the clock, and the most memory that it used.
pub(super) fn reference(program: &Path, folder: &Path) -> (f64, u64) {
    let begun = Instant::now();
    let arguments = ["run", "pair.toml", "-n", "2000", "-q", "-o", "out"];
    let mut child =
        command(program, folder, &arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut peak = 0;
    let status = loop {
        peak = peak.max(Gauge(child.id()).peak());
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    assert!(status.success());
    let written = std::fs::read(folder.join("out/outcomes.csv")).unwrap();
    let first = folder.join("first.csv");
    if !first.exists() {
        std::fs::write(&first, &written).unwrap();
    }
    assert!(std::fs::read(&first).unwrap() == written, "the same command wrote something else");
    std::fs::remove_dir_all(folder.join("out")).unwrap();
    (begun.elapsed().as_secs_f64(), peak)
}
