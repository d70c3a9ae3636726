//! Flags of `score`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::PlayArguments;

/// Flags of `score`.
#[derive(Debug, Args)]
pub struct ScoreArguments {
    /// Scenario file (TOML), with or without a population, or - for the standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// File of targets (TOML)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub targets: PathBuf,
    /// Judge this target apart, as if the file held it out; may be given many times
    #[arg(long = "hold-out", value_name = "ID", value_delimiter = ',')]
    pub hold_out: Vec<String>,
    /// How many runs to play, of all members together, at most 10000000
    #[arg(short = 'n', long, value_name = "N", default_value = "20000", allow_negative_numbers = true, value_parser = crate::cli::settings::runs)]
    pub runs: u64,
    /// Data sets to draw from the runs, to find out how many targets a true model misses by chance
    #[arg(long = "data-sets", value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub data_sets: u32,
    /// What all such commands have
    #[command(flatten)]
    pub play: PlayArguments,
}
