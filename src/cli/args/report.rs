//! Flags of `report`, and the forms in which results are written.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

/// Flags of `report`.
#[derive(Debug, Args)]
pub struct ReportArguments {
    /// Results folder, as any command wrote it
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
    /// What to make
    #[command(flatten)]
    pub forms: Forms,
    /// Folder to write to [default: the results folder itself, whose manifest then lists what was added]
    #[arg(short = 'o', long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Replace existing files
    #[arg(long)]
    pub force: bool,
    /// Print nothing but errors
    #[arg(short = 'q', long)]
    pub quiet: bool,
}

/// What to make of results; the page and the workbook if nothing is said.
#[derive(Debug, Args)]
pub struct Forms {
    /// Make the page (report.html)
    #[arg(long)]
    pub html: bool,
    /// Make the workbook (results.xlsx)
    #[arg(long)]
    pub xlsx: bool,
    /// Make all tables as Parquet
    #[arg(long)]
    pub parquet: bool,
}

impl Forms {
    /// As formats.
    pub(in crate::cli) fn formats(&self) -> Vec<Format> {
        let asked = [(Format::Html, self.html), (Format::Xlsx, self.xlsx), (Format::Parquet, self.parquet)];
        let formats: Vec<Format> =
            asked.into_iter().filter(|(_, is)| *is).map(|(format, _)| format).collect();
        if formats.is_empty() { vec![Format::Html, Format::Xlsx] } else { formats }
    }
}

/// In which form results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Tables as CSV: always written
    Csv,
    /// results.xlsx: a workbook with charts
    Xlsx,
    /// Tables as Parquet
    Parquet,
    /// report.html: a page that stands on its own
    Html,
}
