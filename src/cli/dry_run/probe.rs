//! A few runs that are not kept, to know from what all of them will take.

use std::time::{Duration, Instant};

use super::memory::{Resident, resident, taken_by};
use crate::cli::carry_out::{Job, Partial};
use crate::cli::stop::Stop;
use crate::experiment::study::{Span, Study};
use crate::output::part::encode;

/// Time that the probe may take.
const PROBE: Duration = Duration::from_millis(300);
/// Most replicates of the probe; more would say little more.
const PROBE_REPLICATES: u64 = 200;
/// Memory of a thread where the system does not tell.
const THREAD: u64 = 16 << 20;
/// The least that is counted for a thread: its stack and what it has under way.
const LEAST_THREAD: u64 = 1 << 20;

/// What the first runs of the first point took.
pub(super) struct Probe<P> {
    pub(super) total: P,
    /// How many replicates they were.
    pub(super) replicates: u64,
    /// For each replicate, on one thread.
    pub(super) time: Duration,
    /// Bytes of the rows of runs for each replicate.
    pub(super) rows: f64,
    /// Bytes of the total in a file.
    pub(super) packed: u64,
    /// Bytes of the total in memory.
    pub(super) unpacked: u64,
    /// By which power of the number of replicates a total grows: 0 for a tally, 1 for a list of all of them.
    pub(super) growth: f64,
    /// The most memory before anything was played.
    pub(super) base: u64,
    /// Memory of a thread at work.
    pub(super) thread: u64,
}

impl<P> Probe<P> {
    /// How many times as large a total of so many replicates is.
    pub(super) fn grown(&self, replicates: u64) -> f64 {
        let times = replicates as f64 / self.replicates as f64;
        libm::pow(times, self.growth).max(1.0)
    }
}

/// Plays some replicates of the first point, twice as many each time, until they have taken long enough.
pub(super) fn probe<J: Job>(job: &J) -> Result<Probe<Partial<J>>, Stop> {
    let study = job.study();
    let most = study.layout().replicates.min(PROBE_REPLICATES);
    let before = resident();
    let begin = Instant::now();
    let (mut total, mut replicates, mut rows) = (study.nothing(0), 0, 0);
    let mut sizes = Vec::new();
    while replicates < most && (replicates == 0 || begin.elapsed() < PROBE) {
        let span = Span { point: 0, from: replicates, to: (2 * replicates.max(8)).min(most) };
        let played = study.play(span);
        rows += job.run_rows(0, &played.records).map_err(anyhow::Error::new)?.len();
        study.add(&mut total, &played.partial);
        replicates = span.to;
        sizes.push((replicates, encode(&total).map_err(anyhow::Error::new)?.len() as u64));
    }
    let time = begin.elapsed() / u32::try_from(replicates).unwrap_or(u32::MAX).max(1);
    let packed = sizes.last().map_or(0, |&(_, size)| size);
    let memory = |resident: Option<Resident>, of: fn(Resident) -> u64| resident.map(of);
    let base = memory(before, |it| it.peak).unwrap_or(2 * THREAD);
    let risen = memory(resident(), |it| it.peak).zip(memory(before, |it| it.now));
    let thread = risen.map_or(THREAD, |(after, before)| after.saturating_sub(before)).max(LEAST_THREAD);
    let unpacked = taken_by(&total, packed);
    Ok(Probe {
        total,
        replicates,
        time,
        rows: rows as f64 / replicates.max(1) as f64,
        packed,
        unpacked,
        growth: growth(&sizes),
        base,
        thread,
    })
}

/// The power by which sizes grow with numbers, from the last two.
fn growth(sizes: &[(u64, u64)]) -> f64 {
    let [.., (few, small), (many, large)] = sizes else { return 1.0 };
    let ratio = |more: u64, less: u64| libm::log(more as f64 / less.max(1) as f64);
    let times = ratio(*many, *few);
    if times > 0.0 { (ratio(*large, *small) / times).clamp(0.0, 1.0) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_grow_with_the_number_and_tallies_do_not() {
        assert!((growth(&[(8, 80), (16, 160)]) - 1.0).abs() < 1e-12);
        assert!(growth(&[(8, 80), (16, 80)]).abs() < 1e-12);
        assert!((growth(&[(100, 10), (400, 20)]) - 0.5).abs() < 1e-12);
        // Of one size nothing is known, so the worst is assumed.
        assert!((growth(&[(1, 10)]) - 1.0).abs() < 1e-12);
    }
}
