//! Measuring on a machine that others use too: processor time of this thread, subjects taking turns, medians.

/// Rounds of a comparison. Odd, so that the median is one of them.
const ROUNDS: usize = 11;

/// Something to be timed. It is called with nothing, and returns how many units of work it did.
pub(crate) struct Subject<'a> {
    /// Name in the table.
    pub(crate) name: String,
    /// The work.
    pub(crate) work: Box<dyn FnMut() -> f64 + 'a>,
}

/// What was measured of a subject.
pub(crate) struct Figure {
    /// Name of the subject.
    pub(crate) name: String,
    /// Nanoseconds of processor time per unit of work, the median of all rounds.
    pub(crate) nanoseconds: f64,
    /// Speed as a share of the first subject's in the same round, the median of all rounds.
    pub(crate) speed: f64,
}

/// Times all subjects in turns. The first one is what the others are compared with.
pub(crate) fn compare(mut subjects: Vec<Subject>) -> Vec<Figure> {
    let mut times = vec![Vec::new(); subjects.len()];
    for _ in 0..ROUNDS {
        for (subject, times) in subjects.iter_mut().zip(&mut times) {
            let before = processor_time();
            let units = (subject.work)();
            times.push((processor_time() - before) / units);
        }
    }
    let first = times[0].clone();
    let figure = |(subject, times): (Subject, Vec<f64>)| Figure {
        name: subject.name,
        speed: median(first.iter().zip(&times).map(|(first, time)| first / time).collect()),
        nanoseconds: median(times),
    };
    subjects.into_iter().zip(times).map(figure).collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Nanoseconds that this thread has spent on a processor: what others do on the machine is not counted.
#[cfg(unix)]
fn processor_time() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

/// Nanoseconds that have passed: where the thread's own time cannot be had.
#[cfg(not(unix))]
fn processor_time() -> f64 {
    use std::{sync::LazyLock, time::Instant};
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64() * 1e9
}
