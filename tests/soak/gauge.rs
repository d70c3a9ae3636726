//! What the system says of a process.

use std::fs;
use std::path::Path;
use std::time::Duration;

/// Ticks of the processor's clock a second, as Linux counts them for everybody.
const TICKS: f64 = 100.0;
/// Looks at a process that should come to rest, and the pause between.
const LOOKS: u32 = 400;
const PAUSE: Duration = Duration::from_millis(25);

/// A process that can be looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gauge(pub(super) u32);

impl Gauge {
    pub(super) fn is_there() -> bool {
        Path::new("/proc/self/status").exists()
    }

    fn file(self, name: &str) -> String {
        fs::read_to_string(format!("/proc/{}/{name}", self.0)).unwrap_or_default()
    }

    /// A number of `status`.
    fn status(self, key: &str) -> u64 {
        let text = self.file("status");
        let line = text.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
        line.trim_start_matches(':').split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0)
    }

    /// Memory that is in use, in bytes.
    pub(super) fn memory(self) -> u64 {
        1024 * self.status("VmRSS")
    }

    /// The most memory that was in use, in bytes.
    pub(super) fn peak(self) -> u64 {
        1024 * self.status("VmHWM")
    }

    pub(super) fn threads(self) -> u64 {
        self.status("Threads")
    }

    /// Open files and connections.
    pub(super) fn handles(self) -> u64 {
        fs::read_dir(format!("/proc/{}/fd", self.0)).map_or(0, Iterator::count) as u64
    }

    /// Processor time of all its threads so far, in seconds.
    pub(super) fn seconds(self) -> f64 {
        let text = self.file("stat");
        // The name, in brackets, may hold anything.
        let fields = text.rsplit_once(") ").map_or("", |(_, rest)| rest);
        let ticks = fields.split(' ').skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
        ticks.sum::<f64>() / TICKS
    }

    /// Handles and threads once there are so many, or as they are when that is waited for in vain.
    pub(super) fn at_rest(self, expected: Option<(u64, u64)>) -> (u64, u64) {
        let mut now = (self.handles(), self.threads());
        let mut same = 0;
        for _ in 0..LOOKS {
            std::thread::sleep(PAUSE);
            let next = (self.handles(), self.threads());
            same = if next == now { same + 1 } else { 0 };
            now = next;
            let is_rest = |(handles, threads)| now.0 == handles && now.1 <= threads;
            if expected.is_some_and(is_rest) || (expected.is_none() && same >= LOOKS / 8) {
                break;
            }
        }
        now
    }
}
