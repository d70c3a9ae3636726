//! Soak: random scenarios through `serve` and the commands, back to back, while memory, handles, threads and time are watched.
//!
//! A round is some seconds of what people do: settings with and without a baseline, some called off, some whose readers go away; stories,
//! files and refusals; a short-lived server of a random scenario; a command on a random scenario. After each round the same reference work
//! is done, so that rounds can be compared, and the long-lived server is looked at while it is at rest.
//!
//! `cargo test` plays a few rounds. The long form takes its length and the program from the environment:
//!
//! ```text
//! OFFRAMP_SOAK_SECONDS=3600 OFFRAMP_SOAK_PROGRAM=$PWD/target/release/offramp cargo test --test offramp soak -- --nocapture
//! ```

#![allow(clippy::unwrap_used, reason = "a test that finds nothing to unwrap has failed")]

mod commands;
mod gauge;
mod rounds;
mod series;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use gauge::Gauge;
use rounds::Rounds;
use series::Series;

/// Rounds of the short form.
const ROUNDS: usize = 5;
/// One in so many rounds, those at the beginning, is not judged: the allocator takes what it will need.
const WARM_UP: usize = 5;
/// By so much memory may grow over the rounds that are judged: this share of it or so many bytes, whichever is more.
const MEMORY: (f64, f64) = (0.05, 8.0 * MIB);
/// The same in the short form, in which the allocator has not settled.
const MEMORY_AT_FIRST: (f64, f64) = (0.05, 32.0 * MIB);
const MIB: f64 = 1024.0 * 1024.0;
/// The same of processor time, in seconds. A busy machine makes the same work dearer, but not steadily.
const TIME: (f64, f64) = (0.15, 0.1);

/// How long, and with which program.
struct Length {
    program: PathBuf,
    /// `None` for the short form.
    time: Option<Duration>,
}

impl Length {
    fn asked() -> Self {
        let program = std::env::var_os("OFFRAMP_SOAK_PROGRAM");
        let seconds = std::env::var("OFFRAMP_SOAK_SECONDS").ok().map(|text| text.parse().unwrap());
        Self {
            program: program.map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_offramp")), PathBuf::from),
            time: seconds.map(Duration::from_secs),
        }
    }

    fn is_over(&self, begun: Instant, rounds: usize) -> bool {
        self.time.map_or(rounds >= ROUNDS, |time| begun.elapsed() >= time && rounds >= ROUNDS)
    }
}

#[expect(clippy::print_stderr, reason = "the long form is watched, and what is not tested must be seen")]
fn say(text: &str) {
    eprintln!("soak: {text}");
}

#[test]
fn nothing_grows_however_long_it_is_used() {
    if !Gauge::is_there() {
        say("NOT TESTED, since this system has no /proc");
        return;
    }
    let length = Length::asked();
    let mut rounds = Rounds::begin(&length.program);
    let mut series = Series::default();
    let begun = Instant::now();
    while !length.is_over(begun, series.len()) {
        let sample = rounds.play();
        if length.time.is_some() && series.len() % 20 == 0 {
            say(&format!("{:6.0} s, round {}: {sample}", begun.elapsed().as_secs_f64(), series.len()));
        }
        series.push(sample);
    }
    say(&format!(
        "{} rounds, {} requests and {} commands in {:.0} s",
        series.len(),
        rounds.requests,
        rounds.commands,
        begun.elapsed().as_secs_f64()
    ));
    let memory = if length.time.is_some() { MEMORY } else { MEMORY_AT_FIRST };
    let found = series.judged(series.len() / WARM_UP, memory, TIME);
    say(&format!("{series}"));
    assert!(found.is_empty(), "{found:#?}");
    rounds.end();
}
