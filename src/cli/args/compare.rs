//! Flags of `compare`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::{Ci, Progress};
use crate::cli::compare::Change;

/// Flags of `compare`.
#[derive(Debug, Args)]
pub struct CompareArguments {
    /// Scenario files (TOML): the first is what the others are compared with
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// Besides, a variant of the first file in which these parameters are changed; may be given many times
    ///
    /// PATH=VALUE as for --set; several with commas between them make one variant. A name may stand in front, with a colon:
    /// 'calm: states.iran.resolve=0.2, quiet_days=20'.
    #[arg(long = "with", value_name = "[NAME:]PATH=VALUE,…")]
    pub(in crate::cli) changes: Vec<Change>,
    /// How many runs to play of each variant
    #[arg(short = 'n', long, value_name = "N", default_value = "10000", allow_negative_numbers = true, value_parser = crate::cli::settings::runs)]
    pub runs: u64,
    /// How intervals of shares are made that are no differences
    #[arg(long, value_name = "METHOD", value_enum, default_value_t = Ci::Wilson)]
    pub ci: Ci,
    /// Seed of all luck, a whole number; 0 is a seed like any other
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true)]
    pub seed: u64,
    /// Threads to use, 0 for all cores; never changes a result
    #[arg(short = 'j', long, value_name = "N", default_value = "0", value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub threads: u16,
    /// Folder for the results [default: results/SCENARIO-compare-HASH]
    #[arg(short = 'o', long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Change a parameter in all variants, as if the files said so; may be given many times
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
    /// Replace an existing results folder, once the new one is complete
    #[arg(long)]
    pub force: bool,
    /// Print nothing but errors
    #[arg(short = 'q', long)]
    pub quiet: bool,
    /// How progress is shown, on the standard error
    #[arg(long, value_name = "HOW", value_enum, default_value_t = Progress::Auto)]
    pub progress: Progress,
}
