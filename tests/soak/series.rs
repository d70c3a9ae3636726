//! The samples of a soak, and whether anything grew.

use std::fmt;

use super::MIB;

/// One number of every round.
type Column = (&'static str, fn(&Sample) -> f64);

/// What a round left behind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sample {
    /// Of the long-lived server, at rest.
    pub(super) memory: u64,
    pub(super) handles: u64,
    pub(super) threads: u64,
    /// Seconds of processor time that the reference settings took.
    pub(super) setting: f64,
    /// Seconds by the clock of the same.
    pub(super) waited: f64,
    /// Of the reference command: seconds by the clock, and the most memory in use.
    pub(super) command: f64,
    pub(super) peak: u64,
    /// Files left where the system keeps temporary ones.
    pub(super) litter: usize,
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:.1} MiB, {} handles, {} threads, reference settings {:.2} s of processor and {:.2} s in all, command {:.2} s and {:.1} MiB",
            self.memory as f64 / MIB,
            self.handles,
            self.threads,
            self.setting,
            self.waited,
            self.command,
            self.peak as f64 / MIB
        )
    }
}

/// All rounds in order.
#[derive(Debug, Default)]
pub(super) struct Series(Vec<Sample>);

impl Series {
    pub(super) fn push(&mut self, sample: Sample) {
        self.0.push(sample);
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// What grew, in words. Handles at rest must be those of the first round, and threads no more (idle ones
    /// go after a while); memory and processor time may not grow by more
    /// than a share of their median or an amount, whichever is larger. Time by the clock is told and not judged: others use the machine.
    pub(super) fn judged(&self, warm_up: usize, memory: (f64, f64), time: (f64, f64)) -> Vec<String> {
        let mut found = Vec::new();
        let first = self.0[0];
        for (round, sample) in self.0.iter().enumerate() {
            if sample.handles != first.handles || sample.threads > first.threads || sample.litter > 0 {
                found.push(format!("round {round}: {sample}, {} files left over", sample.litter));
            }
        }
        let columns: [(Column, (f64, f64)); 3] = [
            (("memory of the server", |sample| sample.memory as f64), memory),
            (("memory of the command", |sample| sample.peak as f64), memory),
            (("processor time of a setting", |sample| sample.setting), time),
        ];
        for ((name, column), (share, amount)) in columns {
            let values: Vec<f64> = self.0.iter().skip(warm_up).map(column).collect();
            let (growth, middle) = (growth(&values), median(values));
            if growth > (share * middle).max(amount) {
                found.push(format!("{name} grew by {growth} about {middle}"));
            }
        }
        found
    }
}

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns: [Column; 5] = [
            ("memory of the server, MiB", |sample| sample.memory as f64 / MIB),
            ("memory of the command, MiB", |sample| sample.peak as f64 / MIB),
            ("reference settings, processor s", |sample| sample.setting),
            ("reference settings, s", |sample| sample.waited),
            ("reference command, s", |sample| sample.command),
        ];
        for (name, column) in columns {
            let mut values: Vec<f64> = self.0.iter().map(column).collect();
            let growth = growth(&values);
            let (first, last) = (values[0], values[values.len() - 1]);
            values.sort_by(f64::total_cmp);
            let at = |share: f64| values[((values.len() - 1) as f64 * share) as usize];
            writeln!(
                f,
                "\n{name}: first {first:.2}, last {last:.2}, median {:.2}, 99 in 100 below {:.2}, most {:.2}, growth {growth:+.3}",
                at(0.5),
                at(0.99),
                at(1.0)
            )?;
        }
        let last = self.0[self.0.len() - 1];
        write!(
            f,
            "handles {} and {}, threads {} and {}",
            self.0[0].handles, last.handles, self.0[0].threads, last.threads
        )
    }
}

/// By how much values grew from the first to the last: the median of the slopes of all pairs (Theil 1950, Sen 1968), times their number.
fn growth(values: &[f64]) -> f64 {
    // A thousand values at most, or the pairs would be too many.
    let step = values.len().div_ceil(1000).max(1);
    let thin: Vec<f64> = values.iter().step_by(step).copied().collect();
    let pairs = (0..thin.len()).flat_map(|from| (from + 1..thin.len()).map(move |to| (from, to)));
    let slopes: Vec<f64> = pairs.map(|(from, to)| (thin[to] - thin[from]) / (to - from) as f64).collect();
    if slopes.is_empty() { 0.0 } else { median(slopes) * (thin.len() - 1) as f64 }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[test]
fn growth_is_seen_through_noise_and_noise_is_not_growth() {
    let sample = |memory: u64| Sample {
        memory,
        handles: 9,
        threads: 1,
        setting: 1.0,
        waited: 1.0,
        command: 1.0,
        peak: 1,
        litter: 0,
    };
    let noise = |round: u64| (round * 7919 % 13) * 500_000;
    let still = Series((0..60).map(|round| sample(50_000_000 + noise(round))).collect());
    let limits = ((0.05, 8.0 * MIB), (0.15, 0.1));
    assert_eq!(still.judged(2, limits.0, limits.1), Vec::<String>::new());
    let leak = Series((0..60).map(|round| sample(50_000_000 + noise(round) + round * 200_000)).collect());
    assert_eq!(leak.judged(2, limits.0, limits.1).len(), 1);
    let mut handle = Series((0..6).map(|_| sample(50_000_000)).collect());
    handle.0[5].handles += 1;
    assert_eq!(handle.judged(2, limits.0, limits.1).len(), 1);
    assert!((growth(&[1.0, 2.0, 3.0, 40.0, 5.0]) - 4.0).abs() < 1e-9);
}
