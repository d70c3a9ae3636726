//! Flags of `sweep`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::{Ci, PlayArguments, Record, UntilArguments};
use crate::cli::settings;

/// Flags of `sweep`.
#[derive(Debug, Args)]
pub struct SweepArguments {
    /// Scenario file (TOML), or - for the standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Vary a parameter: `PATH=low:high:n`, or `PATH=[a,b,c]`; may be given many times
    #[arg(long, value_name = "PATH=LEVELS")]
    pub vary: Vec<String>,
    /// Vary a parameter that a policy-maker chooses; every combination is a policy, judged over all that --vary varies
    #[arg(long, value_name = "PATH=LEVELS")]
    pub lever: Vec<String>,
    /// How points are made: grid, zip, list, lhs, sobol, or a CSV file with a column for each path [default: grid]
    #[arg(long, value_name = "KIND|FILE.csv", value_hint = ValueHint::FilePath)]
    pub design: Option<String>,
    /// Points of a lhs or sobol design [default: 100]
    #[arg(long, value_name = "N", value_parser = super::super::settings::points)]
    pub points: Option<u64>,
    /// A point of a list design: `PATH=VALUE, PATH=VALUE`; may be given many times
    #[arg(long, value_name = "PATH=VALUE,…")]
    pub point: Vec<String>,
    /// Make small: an outcome class, whose probability it is, or `mean(MEASURE)`
    #[arg(long, value_name = "QUANTITY", conflicts_with = "maximise")]
    pub minimise: Option<String>,
    /// Make large, likewise
    #[arg(long, value_name = "QUANTITY")]
    pub maximise: Option<String>,
    /// How many runs to play of each point, on the same luck [default: 1000]
    #[arg(short = 'n', long, value_name = "N", allow_negative_numbers = true, value_parser = settings::runs)]
    pub runs: Option<u64>,
    /// When to stop
    #[command(flatten)]
    pub until: UntilArguments,
    /// What to write besides outcomes and summary: `timeline`, `acts`, `drivers`, `indicators`, `offramps`, `ladder`, `distributions`, or `runs` for one
    /// row per run [default: nothing]
    #[arg(long, value_name = "TABLE", value_enum, value_delimiter = ',')]
    pub record: Vec<Record>,
    /// What all such commands have
    #[command(flatten)]
    pub play: PlayArguments,
    /// How intervals of shares are made
    #[arg(long, value_name = "METHOD", value_enum, default_value_t = Ci::Wilson)]
    pub ci: Ci,
}
