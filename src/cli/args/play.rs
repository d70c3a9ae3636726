//! Flags that all commands have that play runs into a results folder.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::{Format, Progress};
use crate::cli::carry_out::ShardArgument;
use crate::experiment::StoppingRule;
use crate::experiment::study::UnitList;

/// Flags of every command that plays runs into a results folder.
#[derive(Debug, Clone, Args)]
pub struct PlayArguments {
    /// Seed of all luck, a whole number; 0 is a seed like any other
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true)]
    pub seed: u64,
    /// Threads to use, 0 for all cores; never changes a result
    #[arg(short = 'j', long, value_name = "N", default_value = "0", value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub threads: u16,
    /// Folder for the results [default: results/SCENARIO-HASH]
    #[arg(short = 'o', long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Change a parameter, as if the file said so; may be given many times
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
    /// Replace an existing results folder, once the new one is complete
    #[arg(long)]
    pub force: bool,
    /// Go on with what was interrupted, or add runs to what is finished; begins if there is nothing
    #[arg(long, conflicts_with = "force")]
    pub resume: bool,
    /// Play only one of so many shards, counted from 0, into a part; `merge` joins the parts
    #[arg(long, value_name = "I/N", conflicts_with_all = ["resume", "units"])]
    pub(in crate::cli) shard: Option<ShardArgument>,
    /// Play only these units into a part, such as those that `merge` found missing
    #[arg(long, value_name = "LIST", conflicts_with = "resume")]
    pub units: Option<UnitList>,
    /// What to make of the tables besides CSV, which is always written
    #[arg(long = "format", value_name = "FORMAT", value_enum, value_delimiter = ',')]
    pub formats: Vec<Format>,
    /// Say what would be done, how long it would take, how large it would be and how much memory it needs, and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print nothing but errors
    #[arg(short = 'q', long)]
    pub quiet: bool,
    /// How progress is shown, on the standard error
    #[arg(long, value_name = "HOW", value_enum, default_value_t = Progress::Auto)]
    pub progress: Progress,
}

/// Flags of commands that may end before all their runs are played.
#[derive(Debug, Clone, Args)]
pub struct UntilArguments {
    /// End as soon as an interval is so narrow: `half_width(war) <= 0.005`, or `relative_half_width(war) <= 0.1`; if given
    /// several times, all must hold. -n is then the most runs [default then: 1000000]
    #[arg(long, value_name = "RULE", value_parser = super::super::settings::rule)]
    pub until: Vec<StoppingRule>,
    /// Fewest runs before --until is judged
    #[arg(long, value_name = "N", default_value = "100", requires = "until", value_parser = super::super::settings::runs)]
    pub at_least: u64,
}
