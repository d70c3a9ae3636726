//! The crisis of two rivals as a krABMaga model, for comparison with offramp (see ../README.md).
//!
//!     two-rivals-krabmaga --runs 10000 --seed 1

mod choice;
mod crisis;
mod landing;
mod reply;
mod rival;
mod scenario;
mod tally;

use std::error::Error;

use krabmaga::engine::schedule::Schedule;
use krabmaga::engine::state::State;

use crisis::Crisis;
use scenario::Scenario;

/// The version of krABMaga in Cargo.lock, which the crate does not tell its users.
const LOCK: &str = include_str!("../Cargo.lock");

fn main() -> Result<(), Box<dyn Error>> {
    let (runs, seed) = (argument("--runs", 1_000)?, argument("--seed", 1)?);
    let mut crisis = Crisis::new(Scenario::read()?, seed);
    for _ in 0..runs {
        play(&mut crisis);
    }
    let found = serde_json::json!({
        "peer": "krabmaga",
        "version": version(),
        "runs": runs,
        "outcomes": crisis.tally.outcomes,
        "measures": crisis.tally.measures,
    });
    println!("{found}");
    Ok(())
}

/// One run: what `simulate!` does without its monitor. The macro itself keeps the state, and with it what was counted.
fn play(crisis: &mut Crisis) {
    let mut schedule = Schedule::new();
    crisis.init(&mut schedule);
    for _ in 0..crisis.scenario.horizon_days {
        schedule.step(crisis);
        if crisis.end_condition(&mut schedule) {
            break;
        }
    }
}

/// The number after `name` on the command line, or the default.
fn argument(name: &str, default: u64) -> Result<u64, Box<dyn Error>> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    Ok(match (arguments.next(), arguments.next()) {
        (Some(_), Some(value)) => value.parse()?,
        _ => default,
    })
}

fn version() -> &'static str {
    let after = |text: &'static str, mark: &str| text.split_once(mark).map_or("", |(_, rest)| rest);
    let package = after(LOCK, "name = \"krabmaga\"\nversion = \"");
    package.split_once('"').map_or("", |(version, _)| version)
}
