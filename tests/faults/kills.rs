//! SIGKILL at random instants; what is gone on with afterwards comes to the bytes of what was never disturbed.

use std::process::{Child, Stdio};
use std::time::Duration;

use crate::cli::Bench;

use super::state::{holds_nothing_half, same, state};
use super::works::{WORKS, Work};

/// Kills of each command in the short form; `OFFRAMP_KILLS` sets another number.
const KILLS: usize = 2;
/// Kills in a row before it is left to finish.
const IN_A_ROW: usize = 2;

/// Random numbers that are the same each time: a Weyl sequence, mixed as in `SplitMix64`.
struct Instants(u64);

impl Instants {
    /// A number from 0 to 1.
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// What the kills came to.
#[derive(Debug, Default)]
struct Tally {
    kills: usize,
    /// Of these, how many found work begun: something of it was there already.
    begun: usize,
    /// Starts that were over before they could be killed.
    missed: usize,
}

fn wanted() -> usize {
    std::env::var("OFFRAMP_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS)
}

/// Starts the command and kills it after a while; true if it was still at work.
fn kill_after(bench: &Bench, arguments: &[&str], pause: Duration) -> bool {
    let mut child: Child =
        bench.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(pause);
    let at_work = child.try_wait().unwrap().is_none();
    if at_work {
        child.kill().unwrap();
    }
    let status = child.wait().unwrap();
    assert!(at_work || status.success(), "it ended by itself with {status}");
    // It may have ended between the question and the kill.
    at_work && status.code().is_none()
}

#[expect(clippy::print_stderr, reason = "the long form's figures")]
fn kill_again_and_again(work: Work, seed: u64) {
    let (whole, takes) = work.whole();
    let (mut instants, mut tally, kills) = (Instants(seed), Tally::default(), wanted());
    while tally.kills < kills {
        let bench = work.bench();
        let before = state(&bench.path("."));
        let mut arguments = work.first();
        for _ in 0..IN_A_ROW {
            let pause = takes.mul_f64(instants.share());
            let after = format!("{} killed after {pause:?}", work.name);
            if !kill_after(&bench, &arguments, pause) {
                tally.missed += 1;
                break;
            }
            tally.kills += 1;
            tally.begun += usize::from(state(&bench.path(".")) != before);
            holds_nothing_half(&bench.path("out"), &after);
            arguments = work.again();
        }
        // A folder that is complete is refused unless it is to be gone on with or replaced.
        let arguments = match (work.name, bench.path("out").exists()) {
            ("merge", true) => [&arguments[..], &["--force"]].concat(),
            (_, true) => work.again(),
            (_, false) => arguments,
        };
        bench.run(&arguments).ended(0);
        same(&state(&bench.path(".")), &whole, &format!("{} was gone on with", work.name));
        assert!(tally.missed <= 20 + 4 * kills, "hardly ever is it still at work: {tally:?}");
    }
    // A report is made in memory and written in the end, so that few kills find anything of it.
    assert!(kills < 20 || tally.begun * 20 >= tally.kills, "hardly any kill found work begun: {tally:?}");
    eprintln!("{}: {tally:?}, undisturbed in {takes:?}", work.name);
}

/// One test for each command, so that they can be asked for one by one.
macro_rules! kills {
    ($($name:ident: $place:literal),*) => {$(
        #[test]
        fn $name() {
            assert_eq!(WORKS[$place].name, stringify!($name));
            kill_again_and_again(WORKS[$place], 1 + $place);
        }
    )*};
}

kills!(run: 0, sweep: 1, sensitivity: 2, calibrate: 3, rare: 4, merge: 5, report: 6);
