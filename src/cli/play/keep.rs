//! Where a game is kept, and how it is found again.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};

use super::super::args::SeatArguments;
use super::super::file;
use super::super::stop::Stop;
use crate::experiment::seat::SavedGame;
use crate::output::file_name;

/// The game that a file keeps.
pub(super) fn read(path: &Path) -> Result<SavedGame, Stop> {
    let shown = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read `{shown}`"))?;
    Ok(SavedGame::read(&text).map_err(|error| anyhow!("`{shown}` is {error}"))?)
}

/// Writes the game, whole or not at all.
pub(super) fn write(path: &Path, saved: &SavedGame) -> Result<(), Stop> {
    let text = saved.write().map_err(anyhow::Error::new)?;
    file::write(path, text, true)
}

/// The file that keeps a game: the one asked for, the one it was loaded from, or `SCENARIO-STATE.game.toml`.
pub(super) fn place(arguments: &SeatArguments, scenario: &Path, seat: &str) -> PathBuf {
    if let Some(path) = arguments.save.as_ref().or(arguments.load.as_ref()) {
        return path.clone();
    }
    let stem = scenario.file_stem().map_or_else(|| "game".into(), |stem| stem.to_string_lossy().into_owned());
    PathBuf::from(format!("{stem}-{}.game.toml", file_name(seat)))
}

/// The path of the scenario from the folder of a variant.
pub(super) fn extends(scenario: &Path, variant: &Path) -> String {
    let is_beside = variant.parent().is_none_or(|folder| folder.as_os_str().is_empty());
    let path = if is_beside {
        scenario.to_owned()
    } else {
        std::path::absolute(scenario).unwrap_or_else(|_| scenario.to_owned())
    };
    path.to_string_lossy().into_owned()
}
