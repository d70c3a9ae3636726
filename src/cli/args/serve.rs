//! Flags of `serve`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

/// Flags of `serve`.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// Scenario file (TOML), or a results folder, which becomes the baseline
    #[arg(value_name = "FILE|DIR", value_hint = ValueHint::AnyPath)]
    pub path: PathBuf,
    /// Port of 127.0.0.1, 0 for any that is free
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub port: u16,
    /// Do not open a browser
    #[arg(long)]
    pub no_open: bool,
    /// How many runs each setting has, unless the page asks for others [default: 10000, or as many as the folder]
    #[arg(short = 'n', long, value_name = "N", allow_negative_numbers = true, value_parser = super::super::settings::runs)]
    pub runs: Option<u64>,
    /// Seed of all luck, a whole number [default: 1, or that of the folder]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// Threads to use, 0 for all cores; never changes a result
    #[arg(short = 'j', long, value_name = "N", default_value = "0", value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub threads: u16,
    /// Change a parameter, as if the file said so; may be given many times
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
}
