//! What can be typed after `sensitivity`.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::PlayArguments;
use crate::cli::settings;

/// Flags of `sensitivity`.
#[derive(Debug, Args)]
pub struct SensitivityArguments {
    /// Scenario file (TOML), or - for the standard input
    #[arg(value_hint = ValueHint::FilePath, required_unless_present_any = ["from", "results"], conflicts_with_all = ["from", "results"])]
    pub file: Option<PathBuf>,
    /// How the factors are moved
    #[arg(long, value_name = "METHOD", value_enum, default_value_t = Method::Sobol)]
    pub method: Method,
    /// Base rows of sobol, trajectories of morris, or runs of tornado [default: 1024, 64, 10000]
    #[arg(short = 'n', long, value_name = "N", allow_negative_numbers = true, value_parser = settings::runs)]
    pub rows: Option<u64>,
    /// Runs of each evaluation of sobol and morris, whose mean is its output
    #[arg(long, value_name = "R", default_value = "8", allow_negative_numbers = true, value_parser = settings::runs)]
    pub inner: u64,
    /// Make a number a factor: uniform from LOW to HIGH, or any distribution as in the file; may be given many times
    #[arg(long = "factor", value_name = "PATH=LOW:HIGH")]
    pub factors: Vec<String>,
    /// Study only these factors: an address, the beginning of one, or with * for any characters; the others stay drawn
    #[arg(long, value_name = "PATH", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Move several factors as one; may be given many times
    #[arg(long = "group", value_name = "NAME=PATH,PATH")]
    pub groups: Vec<String>,
    /// Explain only these outputs: a class, a measure, or with * for any characters [default: all]
    #[arg(long = "output", value_name = "OUTPUT", value_delimiter = ',')]
    pub outputs: Vec<String>,
    /// Play nothing: rank correlations of what recorded runs drew with what came of it, from a results folder with runs.csv
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with_all = ["results", "design_out"])]
    pub from: Option<PathBuf>,
    /// Play nothing: write the sample of sobol, with the values of the factors, to evaluate it elsewhere
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub design_out: Option<PathBuf>,
    /// The sample that results belong to
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "results")]
    pub design: Option<PathBuf>,
    /// Play nothing: analyse results from elsewhere, a table with `row_id` and a column for each output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "design")]
    pub results: Option<PathBuf>,
    /// What all such commands have
    #[command(flatten)]
    pub play: PlayArguments,
}

/// How the factors are moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// All at once: shares of the variance by factor, and that of luck
    Sobol,
    /// Along trajectories: mean effects, to screen many factors with few runs
    Morris,
    /// One at a time, to its low and its high value, the others as luck draws them
    Tornado,
}

impl Method {
    /// Base rows, trajectories or runs, if no number is given.
    pub fn rows(self) -> u64 {
        match self {
            Self::Sobol => 1024,
            Self::Morris => 64,
            Self::Tornado => 10_000,
        }
    }

    /// The name in files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Sobol => "sobol",
            Self::Morris => "morris",
            Self::Tornado => "tornado",
        }
    }
}
