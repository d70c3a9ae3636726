//! `serve`: a page on this machine, with sliders.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, anyhow};

use super::args::ServeArguments;
use super::explain;
use super::load::{self, Unsound};
use super::screen;
use super::stop::Stop;
use crate::output::Results;
use crate::spec::{Document, Problem};
use crate::studio::{Bench, Folder, Subject, bind};

/// Runs of a setting of which no number is said.
const DEFAULT_RUNS: u64 = 10_000;

/// Serves the page until the process is ended.
pub(super) fn serve(arguments: &ServeArguments) -> Result<(), Stop> {
    let subject = subject(arguments)?;
    let bound = bind(arguments.port).map_err(anyhow::Error::new)?;
    ctrlc::set_handler(|| {
        screen::say("\n");
        std::process::exit(0);
    })
    .context("cannot prepare for Ctrl-C")?;
    let address = bound.address();
    screen::print(&format!("{address}\n"))?;
    screen::say("Open this address in a browser on this machine; Ctrl-C ends it.\n");
    if !arguments.no_open {
        open(&address);
    }
    Ok(bound.serve(subject).map_err(anyhow::Error::new)?)
}

fn subject(arguments: &ServeArguments) -> Result<Subject, Stop> {
    let path = &arguments.path;
    if path.is_dir() {
        return of_folder(arguments, path);
    }
    let loaded = load::load_or_tell(path, &arguments.sets)?;
    loaded.note_population(false);
    let name = path.file_name().map_or_else(|| load::name(path), |name| name.to_string_lossy().into_owned());
    Ok(Subject {
        name,
        file: (!load::is_stdin(path)).then(|| path.clone()),
        sets: arguments.sets.clone(),
        load: loader(loaded.document),
        folder: None,
        seed: arguments.seed.unwrap_or(1),
        runs: arguments.runs.unwrap_or(DEFAULT_RUNS),
        threads: usize::from(arguments.threads),
    })
}

/// The scenario of a results folder, which is the baseline.
fn of_folder(arguments: &ServeArguments, path: &Path) -> Result<Subject, Stop> {
    let results = Results::open(path).map_err(anyhow::Error::new)?;
    let head = results.head();
    let name = path.display().to_string();
    if head.scenario_toml.is_empty() {
        return Err(anyhow!("`{name}` does not hold the text of its scenario").into());
    }
    let document = Document::parse(&name, head.scenario_toml.clone());
    let document =
        document.map_err(|_| anyhow!("the manifest of `{name}` holds no scenario that can be read"))?;
    let loaded = load::resolve(document, &arguments.sets).map_err(|unsound| load::tell(unsound, &name))?;
    let seed = head.seed.parse().ok();
    Ok(Subject {
        name,
        file: None,
        sets: arguments.sets.clone(),
        load: loader(loaded.document),
        folder: Some(Folder::new(&results)),
        seed: arguments.seed.or(seed).unwrap_or(1),
        runs: arguments.runs.unwrap_or(head.done_runs.max(1)),
        threads: usize::from(arguments.threads),
    })
}

/// Makes scenarios of a document, which has the assignments of the command line, with those of the page.
fn loader(document: Document) -> Box<crate::studio::Load> {
    Box::new(move |sets| {
        let loaded = load::resolve(document.clone(), sets).map_err(problems)?;
        let origins = explain::origins(&loaded);
        Ok(Bench { document: loaded.document, scenario: loaded.scenario, origins })
    })
}

fn problems(unsound: Unsound) -> Vec<Problem> {
    match unsound {
        Unsound::Problems { problems, .. } => problems,
        Unsound::Unreadable(what) => {
            let (path, label) = (String::new(), String::new());
            vec![Problem { path, what, label, help: None, location: None }]
        }
    }
}

/// Opens a browser, if there is one; if there is none, the address is in the terminal.
fn open(address: &str) {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        // `start` takes a first text in quotes for a title.
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let quiet = Command::new(program)
        .args(before)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if quiet.is_err() {
        screen::say("No browser could be opened from here.\n");
    }
}
