//! Flags of `plot`.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

/// Flags of `plot`.
#[derive(Debug, Args)]
pub struct PlotArguments {
    /// Results folder, as any command wrote it
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
    /// What to draw
    #[arg(long, value_enum)]
    pub what: PlotKind,
    /// Of several of the kind (states, outputs, outcomes, relations) the one whose name has this in it [default: the first]
    #[arg(long, value_name = "NAME")]
    pub of: Option<String>,
    /// File to write; its ending says whether as SVG or as PNG
    #[arg(short = 'o', long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: PathBuf,
    /// Width in millimetres: 84 for one column of a journal, 174 for two
    #[arg(long, value_name = "MM", default_value_t = 84, value_parser = clap::value_parser!(u16).range(40..=400))]
    pub width: u16,
    /// Points to the inch of a PNG
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u16).range(50..=1200))]
    pub dpi: u16,
    /// Replace an existing file
    #[arg(long)]
    pub force: bool,
}

/// What can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlotKind {
    /// Shares of the outcome classes
    Outcomes,
    /// The spread of a quantity over days
    Fan,
    /// What moved decisions
    Drivers,
    /// What single factors change
    Tornado,
    /// The probability of an outcome over two parameters
    Heatmap,
}
