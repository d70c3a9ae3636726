//! The rim: what people type and what they see.
//!
//! Arguments become typed settings ([`args`], `settings`), one file holds one command, and everything that reaches a
//! terminal goes through `screen`. Data goes to files and to the standard output, talk to the standard error. The
//! room takes no modelling decisions; `clap`, `anyhow` and terminal code live only here.
//!
//! Exit codes: 0 done, 1 the answer is negative (`check` found problems), 2 could not run, 3 incomplete or contradictory
//! (`merge`), 75 somebody else is at it, 130 interrupted.

pub mod args;
mod calibrate;
mod carry_out;
mod case;
mod check;
mod compare;
mod dry_run;
mod explain;
mod export;
mod file;
mod format;
mod inputs;
mod interrupt;
mod knockout;
mod liveness;
mod load;
mod merge;
mod new;
mod play;
mod plot;
mod present;
mod problems;
mod progress;
mod rare;
mod report;
mod run;
mod score;
mod screen;
mod sensitivity;
mod serve;
mod settings;
mod shell;
mod stop;
mod sweep;
mod table;
mod tales;
mod trace;
mod verify;
mod words;

use std::io::ErrorKind;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Arguments, Command};
pub use check::checked;
use inputs::Inputs;
use stop::Stop;

use crate::spec::limits;

/// Runs the program with the arguments of this process.
pub fn main() -> ExitCode {
    if let Err(stop) = limits() {
        return stop.exit();
    }
    let mut command = Arguments::command();
    let parsed = command.try_get_matches_from_mut(std::env::args_os()).and_then(|matches| {
        let arguments = Arguments::from_arg_matches(&matches)?;
        Ok((words::words(&command, &matches), arguments))
    });
    let (words, arguments) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            let code = ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
            // Help and version go to the standard output; nobody is left to tell if that is closed.
            let printed = error.print().or_else(|error| match error.kind() {
                ErrorKind::BrokenPipe => Ok(()),
                _ => Err(Stop::Failed(
                    anyhow::Error::new(error).context("cannot write to the standard output"),
                )),
            });
            return printed.map_or_else(Stop::exit, |()| code);
        }
    };
    match dispatch(arguments.command, words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.exit(),
    }
}

/// Raises the limits that the environment names, before anything is read.
fn limits() -> Result<(), Stop> {
    let Some(text) = std::env::var_os(limits::VARIABLE) else { return Ok(()) };
    limits::raise(&text.to_string_lossy()).map_err(|problems| {
        for problem in problems {
            screen::complain("error", &problem);
        }
        Stop::Told
    })
}

fn dispatch(command: Command, words: Vec<String>) -> Result<(), Stop> {
    match command {
        Command::Run(arguments) => run::run(&arguments, &Inputs::typed(words)),
        Command::Sweep(arguments) => sweep::sweep(&arguments, &Inputs::typed(words)),
        Command::Merge(arguments) => merge::merge(&arguments),
        Command::Verify(arguments) => verify::verify(&arguments),
        Command::Plot(arguments) => plot::plot(&arguments),
        Command::Report(arguments) => report::report(&arguments),
        Command::Knockout(arguments) => knockout::knockout(&arguments, &Inputs::typed(words)),
        Command::Compare(arguments) => compare::compare(&arguments, &Inputs::typed(words)),
        Command::Sensitivity(arguments) => sensitivity::sensitivity(&arguments, &Inputs::typed(words)),
        Command::Score(arguments) => score::score(&arguments, &Inputs::typed(words)),
        Command::Calibrate(arguments) => calibrate::calibrate(&arguments, &Inputs::typed(words)),
        Command::Case(arguments) => case::case(&arguments, &Inputs::typed(words)),
        Command::Check(arguments) => check::check(&arguments),
        Command::Trace(arguments) => trace::trace(&arguments),
        Command::Play(arguments) => play::play(&arguments),
        Command::Serve(arguments) => serve::serve(&arguments),
        Command::Export(arguments) => export::export(&arguments),
        Command::New(arguments) => new::new(&arguments),
        Command::Schema => shell::schema(),
        Command::Completions { shell } => shell::completions(shell),
        Command::Man { command } => shell::man(command.as_deref()),
    }
}
