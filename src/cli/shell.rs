//! `schema`, `completions` and `man`: what other programs want to know of this one.

use anyhow::anyhow;
use clap::CommandFactory;

use super::args::Arguments;
use super::screen;
use super::stop::Stop;
use crate::spec;

/// Prints the JSON Schema of scenario files.
pub(super) fn schema() -> Result<(), Stop> {
    screen::hand_over(&format!("{:#}\n", spec::schema()))
}

/// Prints completions for a shell.
pub(super) fn completions(shell: clap_complete::Shell) -> Result<(), Stop> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "offramp", &mut text);
    screen::hand_over(&String::from_utf8_lossy(&text))
}

/// Prints a manual page, in roff.
pub(super) fn man(command: Option<&str>) -> Result<(), Stop> {
    let mut program = Arguments::command();
    program.build();
    let page = match command {
        None => program,
        Some(name) => {
            let found = program.find_subcommand(name).cloned();
            let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
            let unknown = || anyhow!("there is no command `{name}`: {}", names.join(", "));
            found.ok_or_else(unknown)?.display_name(format!("offramp-{name}"))
        }
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text).map_err(anyhow::Error::new)?;
    screen::hand_over(&String::from_utf8_lossy(&text))
}
