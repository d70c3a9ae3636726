//! Flags of `calibrate`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::PlayArguments;

/// Flags of `calibrate`.
#[derive(Debug, Args)]
pub struct CalibrateArguments {
    /// Scenario file (TOML), with or without a population, or - for the standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// File of targets (TOML)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub targets: PathBuf,
    /// Fit this number between bounds, or in all of its range; beforehand it lies there anywhere alike; may be given many times
    #[arg(long = "fit", value_name = "PATH[=LOW:HIGH]", required = true)]
    pub fits: Vec<String>,
    /// Keep targets out of the fit and judge them afterwards: by name, or a share of them drawn by luck, such as 0.25
    #[arg(long = "hold-out", value_name = "ID|SHARE", value_delimiter = ',')]
    pub hold_out: Vec<String>,
    /// How many runs to play at each place that is tried, of all members together
    #[arg(short = 'n', long, value_name = "N", default_value = "1000", allow_negative_numbers = true, value_parser = crate::cli::settings::runs)]
    pub runs: u64,
    /// Particles of the posterior distribution
    #[arg(long, value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u32).range(50..=100_000))]
    pub particles: u32,
    /// What all such commands have
    #[command(flatten)]
    pub play: PlayArguments,
}
