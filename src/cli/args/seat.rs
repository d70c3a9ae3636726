//! Flags of `play`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

/// Flags of `play`.
#[derive(Debug, Args)]
pub struct SeatArguments {
    /// Scenario file (TOML)
    #[arg(value_hint = ValueHint::FilePath, required_unless_present = "load", conflicts_with = "load")]
    pub file: Option<PathBuf>,
    /// In whose seat
    #[arg(long = "as", value_name = "STATE", required_unless_present = "load", conflicts_with = "load")]
    pub seat: Option<String>,
    /// Seed of the luck; another seed is another game
    #[arg(
        long,
        value_name = "N",
        default_value_t = 1,
        allow_negative_numbers = true,
        conflicts_with = "load"
    )]
    pub seed: u64,
    /// Which run of that seed, counted from 0
    #[arg(long = "run", value_name = "K", default_value = "0", value_parser = super::super::settings::replicate, conflicts_with = "load")]
    pub replicate: u64,
    /// Change a parameter, as if the file said so; may be given many times
    #[arg(long = "set", value_name = "PATH=VALUE", conflicts_with = "load")]
    pub sets: Vec<String>,
    /// Branches that advisers play of each option, at most 10000; 0 sends them away
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u16).range(0..=10_000))]
    pub advisers: u16,
    /// Runs of the model that the debrief compares with
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub runs: u64,
    /// Threads to use, 0 for all cores; never changes a result
    #[arg(short = 'j', long, value_name = "N", default_value = "0", value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub threads: u16,
    /// File that keeps the game, after every move [default: SCENARIO-STATE.game.toml]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub save: Option<PathBuf>,
    /// Go on with a game that was kept
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub load: Option<PathBuf>,
    /// When you leave, write the game as a scenario, whose run is the game
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub script: Option<PathBuf>,
    /// Replace existing files
    #[arg(long)]
    pub force: bool,
    /// Leave out the introduction and the help
    #[arg(short = 'q', long)]
    pub quiet: bool,
}
