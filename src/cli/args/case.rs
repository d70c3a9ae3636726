//! Flags of `case`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::{Ci, PlayArguments};

/// Flags of `case`.
#[derive(Debug, Args)]
pub struct CaseArguments {
    /// Case files (TOML), folders of them, or with --history a scenario
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub files: Vec<PathBuf>,
    /// What happened: a CSV table with the columns date, actor, target, act; then FILE is the scenario
    #[arg(long, value_name = "EVENTS.csv", value_hint = ValueHint::FilePath)]
    pub history: Option<PathBuf>,
    /// How many runs to play of each case, and as many again that follow what happened
    #[arg(short = 'n', long, value_name = "N", default_value = "10000", allow_negative_numbers = true, value_parser = crate::cli::settings::runs)]
    pub runs: u64,
    /// How intervals of shares are made
    #[arg(long, value_name = "METHOD", value_enum, default_value_t = Ci::Wilson)]
    pub ci: Ci,
    /// What all such commands have
    #[command(flatten)]
    pub play: PlayArguments,
}
