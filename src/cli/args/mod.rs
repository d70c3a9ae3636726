//! What can be typed: the commands and their flags, as `clap` reads them.

mod calibrate;
mod case;
mod compare;
mod play;
mod plot;
mod report;
mod score;
mod seat;
mod sensitivity;
mod serve;
mod sweep;

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum, ValueHint};

use crate::engine::Outcome;
use crate::experiment::pick::Pick;
use crate::spec::ScenarioSize;

pub use calibrate::CalibrateArguments;
pub use case::CaseArguments;
pub use compare::CompareArguments;
pub use play::{PlayArguments, UntilArguments};
pub use plot::{PlotArguments, PlotKind};
pub use report::{Format, Forms, ReportArguments};
pub use score::ScoreArguments;
pub use seat::SeatArguments;
pub use sensitivity::{Method, SensitivityArguments};
pub use serve::ServeArguments;
pub use sweep::SweepArguments;

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "offramp",
    version,
    about = "An escalation scenario simulator: a scenario file in, a distribution of endings out"
)]
#[command(after_help = "Start with `offramp new my-crisis`, then `offramp run my-crisis.toml`.\n\
    Exit codes: 0 done, 1 the answer is negative (check, verify), 2 could not run, 3 incomplete or\n\
    contradictory (merge), 75 busy, try again, 130 interrupted.")]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Play a scenario many times and report how it ends
    #[command(
        after_help = "Example: offramp run scenarios/two-rivals.toml -n 20000 --set states.aland.resolve=0.7"
    )]
    Run(RunArguments),
    /// Play the same runs at many points: a grid, a list or a sample of parameters
    #[command(
        after_help = "Examples: offramp sweep scenarios/two-rivals.toml --vary states.aland.resolve=0.2:0.8:4\n          \
        offramp sweep my-crisis.toml --vary knobs.ties=0:1 --lever 'states.a.policy=[quantal,grim]' --design lhs --minimise war"
    )]
    Sweep(SweepArguments),
    /// Join the parts of a study that was played in shards
    #[command(
        after_help = "Exit code 3 if units are missing or contradict each other. Example: offramp merge results/two-rivals-*.parts"
    )]
    Merge(MergeArguments),
    /// Check a results folder or a part: files, hashes, rows, columns, numbers of the runs
    #[command(after_help = "Exit code 1 if anything is not as its manifest says.")]
    Verify(VerifyArguments),
    /// Draw one chart of results for print, as SVG or PNG
    #[command(
        after_help = "Example: offramp plot results/two-rivals-1a2b3c4d --what drivers --of strike -o drivers.svg"
    )]
    Plot(PlotArguments),
    /// Make a page and a workbook of results
    #[command(after_help = "Examples:\n  offramp report results/my-crisis-1a2b3c4d\n  \
        offramp report results/my-crisis-1a2b3c4d --html -o pages")]
    Report(ReportArguments),
    /// Switch each mechanism off in turn: what does it contribute to the outcomes?
    #[command(after_help = "Contribution is with minus without, on the same luck. \
        Example: offramp knockout scenarios/iran-pakistan-2024.toml -n 20000")]
    Knockout(KnockoutArguments),
    /// Play variants of a scenario on the same luck: what does a change change?
    #[command(after_help = "Differences are variant minus first. Examples:\n  \
        offramp compare my-crisis.toml my-crisis-without-talks.toml\n  \
        offramp compare my-crisis.toml --with states.iran.resolve=0.7 --with 'calm: states.iran.resolve=0.2, quiet_days=20'")]
    Compare(CompareArguments),
    /// Which of the numbers left open matter, and how much is luck?
    #[command(after_help = "Factors are the numbers that the scenario gives as distributions. \
        Example: offramp sensitivity my-crisis.toml --factor states.aland.resolve=0.3:0.9")]
    Sensitivity(SensitivityArguments),
    /// Hold what a scenario, or each member of its population, comes to against what was observed
    #[command(after_help = "Targets are quantities with intervals and sources, in a file of their own. \
        Example: offramp score my-crisis.toml --targets my-region.toml -n 20000")]
    Score(ScoreArguments),
    /// Fit numbers of a scenario to targets: the best fit, and all that fits about as well
    #[command(
        after_help = "Example: offramp calibrate my-crisis.toml --targets targets.toml --fit states.iran.resolve=0.2:0.8 \
        --fit knobs.ties --hold-out 0.25"
    )]
    Calibrate(CalibrateArguments),
    /// Hold a scenario against what happened: how probable was it, step by step and as a whole?
    #[command(
        after_help = "Examples:\n  offramp case scenarios/balakot-2019.toml --history scenarios/cases/balakot-2019.csv\n  \
        offramp case scenarios/cases"
    )]
    Case(CaseArguments),
    /// Find everything that is wrong with scenario files
    #[command(
        after_help = "Exit code 1 if there is any problem. Parts of a scenario that cannot matter are only warned of, but \
            with --liveness a number without effect is a reason for exit code 1."
    )]
    Check(CheckArguments),
    /// Tell one run of a batch as a dated story
    #[command(
        after_help = "Examples: offramp trace my-crisis.toml --run 7\n          offramp trace my-crisis.toml --pick worst --format md -o worst.md"
    )]
    Trace(TraceArguments),
    /// Sit in the seat of a state, day by day, against the model
    #[command(
        after_help = "Examples: offramp play scenarios/iran-pakistan-2024.toml --as pakistan\n          offramp play --load iran-pakistan-2024-pakistan.game.toml"
    )]
    Play(SeatArguments),
    /// Show a scenario or a results folder on a page of this machine, with sliders
    #[command(
        after_help = "The page is at 127.0.0.1, for those who have the token in the address that is printed. Ctrl-C ends it.\n\
        Examples: offramp serve scenarios/two-rivals.toml\n          offramp serve results/two-rivals-0d1c2b3a"
    )]
    Serve(ServeArguments),
    /// Write a decision as a game in extensive form, for Gambit
    #[command(
        after_help = "Example: offramp export scenarios/two-rivals.toml --game aland.borduria -o rivals.efg"
    )]
    Export(ExportArguments),
    /// Write a commented scenario to start from
    #[command(after_help = "Example: offramp new large --size 200,2000,100")]
    New(NewArguments),
    /// Print the JSON Schema of scenario files, for editors
    Schema,
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page of the program or of one command
    Man {
        /// Which command; the program as a whole if left out
        command: Option<String>,
    },
}

/// Flags of `run`.
#[derive(Debug, Args)]
pub struct RunArguments {
    /// Scenario file (TOML), or - for the standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// How many runs to play [default: 10000]
    #[arg(short = 'n', long, value_name = "N", allow_negative_numbers = true, value_parser = super::settings::runs)]
    pub runs: Option<u64>,
    /// When to stop
    #[command(flatten)]
    pub until: UntilArguments,
    /// What all such commands have
    #[command(flatten)]
    pub play: PlayArguments,
    /// How intervals of shares are made
    #[arg(long, value_name = "METHOD", value_enum, default_value_t = Ci::Wilson)]
    pub ci: Ci,
    /// What to write besides outcomes and summary [default: all but runs]; `runs` alone adds to the default
    #[arg(long, value_name = "TABLE", value_enum, value_delimiter = ',')]
    pub record: Vec<Record>,
    /// Besides, estimate the probability of a rare outcome by splitting: `nuclear_use` or `war`
    #[arg(long, value_name = "OUTCOME", value_parser = super::settings::outcome, conflicts_with = "dry_run")]
    pub rare: Option<Outcome>,
    /// Independent repeats of the splitting, for its interval
    #[arg(long, value_name = "N", default_value_t = 20, requires = "rare", value_parser = clap::value_parser!(u32).range(1..))]
    pub repeats: u32,
    /// Runs that start in each stage of a repeat
    #[arg(long, value_name = "N", default_value_t = 2000, requires = "rare", value_parser = clap::value_parser!(u32).range(1..))]
    pub effort: u32,
    /// The same for the pilot that chooses the levels [default: as many as --effort]
    #[arg(long, value_name = "N", requires = "rare", value_parser = clap::value_parser!(u32).range(1..))]
    pub pilot: Option<u32>,
    /// Levels to split at, instead of a pilot: probabilities that acts of one day make the outcome, such as 1e-6,1e-4
    #[arg(long, value_name = "P,P,…", requires = "rare", conflicts_with = "pilot", value_delimiter = ',')]
    pub levels: Option<Vec<f64>>,
}

/// Flags of `merge`.
#[derive(Debug, Args)]
pub struct MergeArguments {
    /// Parts, or folders of parts
    #[arg(required = true, value_name = "PART", value_hint = ValueHint::AnyPath)]
    pub parts: Vec<PathBuf>,
    /// Folder for the results [default: results/SCENARIO-HASH]
    #[arg(short = 'o', long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Replace an existing results folder, once the new one is complete
    #[arg(long)]
    pub force: bool,
    /// Print nothing but errors
    #[arg(short = 'q', long)]
    pub quiet: bool,
}

/// Flags of `verify`.
#[derive(Debug, Args)]
pub struct VerifyArguments {
    /// Results folders, or parts
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Print nothing but what is wrong
    #[arg(short = 'q', long)]
    pub quiet: bool,
}

/// Flags of `knockout`.
#[derive(Debug, Args)]
pub struct KnockoutArguments {
    /// Scenario file (TOML)
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Besides, compare with another scenario file on the same luck, such as a counterfactual; may be given many times
    #[arg(long = "variant", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub variants: Vec<PathBuf>,
    /// Compare with the variants only, and switch nothing off
    #[arg(long, requires = "variants")]
    pub only_variants: bool,
    /// How many runs to play of the scenario as it is, and as many again without each mechanism
    #[arg(short = 'n', long, value_name = "N", default_value = "10000", allow_negative_numbers = true, value_parser = super::settings::runs)]
    pub runs: u64,
    /// What all such commands have
    #[command(flatten)]
    pub play: PlayArguments,
}

/// Flags of `check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// Scenario files (TOML), or - for the standard input
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// List every number of the scenario and where it comes from
    #[arg(long)]
    pub explain: bool,
    /// Move every number and date in turn, and name those whose move changes no run
    #[arg(long)]
    pub liveness: bool,
    /// Runs that a number may change before it counts as without effect
    #[arg(short = 'n', long, value_name = "N", default_value = "5000", requires = "liveness", allow_negative_numbers = true, value_parser = super::settings::runs)]
    pub runs: u64,
    /// Seed of all luck of these runs
    #[arg(long, value_name = "N", default_value_t = 1, requires = "liveness", allow_negative_numbers = true)]
    pub seed: u64,
    /// Threads to use, 0 for all cores; never changes a result
    #[arg(short = 'j', long, value_name = "N", default_value = "0", requires = "liveness", value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub threads: u16,
    /// Change a parameter, as if the file said so; may be given many times
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
}

/// Flags of `trace`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").args(["replicate", "pick"]).required(true))]
pub struct TraceArguments {
    /// Scenario file (TOML), or - for the standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Which run of the batch, counted from 0, as in runs.csv
    #[arg(long = "run", value_name = "K", value_parser = super::settings::replicate)]
    pub replicate: Option<u64>,
    /// Or the run to pick from a batch: typical, worst, best, surprising, or outcome=NAME for the typical run of that class
    #[arg(long, value_name = "RULE", value_parser = super::settings::pick)]
    pub pick: Option<Pick>,
    /// How many runs to pick from
    #[arg(short = 'n', long, value_name = "N", default_value = "10000", conflicts_with = "replicate", allow_negative_numbers = true, value_parser = super::settings::runs)]
    pub runs: u64,
    /// Threads to use for picking, 0 for all cores; never changes a result
    #[arg(short = 'j', long, value_name = "N", default_value = "0", conflicts_with = "replicate", value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub threads: u16,
    /// Seed of the batch
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true)]
    pub seed: u64,
    /// Change a parameter, as if the file said so; may be given many times
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
    /// Tell decisions to hold and repeated offers too, which csv and json always hold
    #[arg(long)]
    pub all: bool,
    /// Form of the output
    #[arg(long, value_name = "FORM", value_enum, default_value_t = TraceFormat::Story)]
    pub format: TraceFormat,
    /// File to write instead of the standard output
    #[arg(short = 'o', long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: Option<PathBuf>,
    /// Replace an existing file
    #[arg(long, requires = "out")]
    pub force: bool,
}

/// Flags of `export`.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// Scenario file (TOML), or - for the standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// The decision to write: which state decides on which
    #[arg(long, value_name = "FROM.TO")]
    pub game: String,
    /// Day of the decision, after its events and go-betweens
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub day: u32,
    /// Run of the batch whose numbers and luck lead to that day, counted from 0
    #[arg(long = "run", value_name = "K", default_value = "0", value_parser = super::settings::replicate)]
    pub replicate: u64,
    /// Seed of the batch
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true)]
    pub seed: u64,
    /// Change a parameter, as if the file said so; may be given many times
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
    /// File to write instead of the standard output
    #[arg(short = 'o', long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: Option<PathBuf>,
    /// Replace an existing file
    #[arg(long, requires = "out")]
    pub force: bool,
}

/// Flags of `new`.
#[derive(Debug, Args)]
pub struct NewArguments {
    /// Name of the scenario; NAME.toml is written
    pub name: PathBuf,
    /// Write a synthetic scenario of this size instead, such as 200,2000,100: to try out speed and memory
    ///
    /// STATES is the number of states, from 2 to 10000. RELATIONS counts both directions, so it is even; if left out,
    /// there are ten for each state, or as many as there can be. ACTIVE of the relations carry grievances, tension and
    /// incidents, so that states keep deciding on them; the others are at rest. If left out, all are active. The same
    /// size gives the same file.
    #[arg(long, value_name = "STATES[,RELATIONS[,ACTIVE]]")]
    pub size: Option<ScenarioSize>,
    /// Replace an existing file
    #[arg(long)]
    pub force: bool,
}

/// How intervals of shares are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Ci {
    /// Wilson's score interval: good for any share
    Wilson,
    /// Exact and never too narrow: for rare outcomes
    ClopperPearson,
    /// Bayesian with Jeffreys' prior
    Jeffreys,
}

/// What can be written besides outcomes.csv and summary.csv.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Record {
    /// runs.csv: one row per run, with its drawn inputs and every measure
    Runs,
    /// timeline.csv: how relations moved from day to day
    Timeline,
    /// acts.csv: what was done, and how often
    Acts,
    /// drivers.csv: why it was done
    Drivers,
    /// indicators.csv: what early signs say of the outcome
    Indicators,
    /// offramps.csv: from which rungs states come down, and what keeps them there
    Offramps,
    /// ladder.csv: day by day, which share of the runs stands on which rung
    Ladder,
    /// distributions.csv: how deaths, acts and days are spread over the runs
    Distributions,
}

/// In which form a run is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TraceFormat {
    /// A dated story, for a terminal
    Story,
    /// The story as a Markdown document
    Md,
    /// One row for each thing that happened
    Csv,
    /// The same with all probabilities and terms
    Json,
}

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Progress {
    /// A bar on a terminal, nothing elsewhere
    Auto,
    /// A bar
    Bar,
    /// A line for every tenth
    Plain,
    /// A JSON object for every hundredth
    Json,
    /// Nothing
    None,
}
