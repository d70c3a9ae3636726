//! Flags of `compare`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::{Ci, PlayArguments};
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
    /// 'calm: states.iran.resolve=0.2, states.iran.tempo=0.4'.
    #[arg(long = "with", value_name = "[NAME:]PATH=VALUE,…")]
    pub(in crate::cli) changes: Vec<Change>,
    /// How many runs to play of each variant
    #[arg(short = 'n', long, value_name = "N", default_value = "10000", allow_negative_numbers = true, value_parser = crate::cli::settings::runs)]
    pub runs: u64,
    /// How intervals of shares are made that are no differences
    #[arg(long, value_name = "METHOD", value_enum, default_value_t = Ci::Wilson)]
    pub ci: Ci,
    /// What all such commands have
    #[command(flatten)]
    pub play: PlayArguments,
}
