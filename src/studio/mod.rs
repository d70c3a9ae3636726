//! THE RIM IN A BROWSER: a page on this machine with sliders, whose numbers sharpen while runs come in.
//!
//! `serve` answers one page and nothing else: [`Guard`] turns away whatever does not come from this machine with the page's token,
//! `routes` says what can be asked for. A setting of the page becomes a job (`job`): a thread that plays it as a study in pieces that
//! grow, on all cores, and leaves what it comes to where the page picks it up (`standing`). One thread waits for all connections and
//! plays nothing, so that a slow reader keeps nobody waiting.
//!
//! A number that the page shows is the number that `run` or `compare` writes for the same setting, seed and number of runs. The room takes
//! no modelling decisions, opens no address but 127.0.0.1, and writes no files outside of the system's folder for temporary ones.

mod describe;
mod desk;
mod download;
mod folder;
mod guard;
mod job;
mod places;
mod ramp;
mod report;
mod routes;
mod seat;
mod serve;
mod setting;
mod standing;
mod tell;

use std::path::PathBuf;
use std::sync::Arc;

use crate::model::Scenario;
use crate::output::Origins;
use crate::spec::{Document, Problem};

pub use folder::Folder;
pub use guard::{Guard, Token, TokenError};
pub use serve::{Attendant, Bound, ServeError, bind};

/// A scenario with the changes that the page asked for.
#[derive(Debug)]
pub struct Bench {
    /// The text, with the changes.
    pub document: Document,
    /// What it means.
    pub scenario: Scenario,
    /// Where each number that it gives comes from.
    pub origins: Origins,
}

/// Makes a scenario of assignments `PATH=VALUE`, or says everything that is wrong with them, as the command line would.
pub type Load = dyn Fn(&[String]) -> Result<Bench, Vec<Problem>> + Send + Sync;

/// What a page is about.
pub struct Subject {
    /// What people call it: the name of the file or of the folder.
    pub name: String,
    /// The scenario's file, if it came from one: variants extend it.
    pub file: Option<PathBuf>,
    /// Assignments that were given on the command line; the page's come after them.
    pub sets: Vec<String>,
    /// Makes the scenario, with the assignments of the command line and those of the page.
    pub load: Box<Load>,
    /// The results that the page is about, if it is about a folder.
    pub folder: Option<Folder>,
    /// Seed of all luck.
    pub seed: u64,
    /// Runs of a setting unless the page asks for others.
    pub runs: u64,
    /// Threads that play, 0 for all cores.
    pub threads: usize,
}

/// What all requests share.
struct Studio {
    subject: Subject,
    desk: desk::Desk,
}

type Shared = Arc<Studio>;
