//! `new`: a commented scenario to start from, or a synthetic one of a given size.

use std::path::{Path, PathBuf};

use anyhow::anyhow;

use super::args::NewArguments;
use super::stop::Stop;
use super::{file, format, screen};
use crate::spec::{Limit, ScenarioSize, synthetic_scenario};

/// The scenario that is written; its title is replaced.
const STARTER: &str = include_str!("starter.toml");
const TITLE: &str = "title = \"A crisis between two states\"";

/// Writes `NAME.toml`.
pub(super) fn new(arguments: &NewArguments) -> Result<(), Stop> {
    let path =
        path(&arguments.name).ok_or_else(|| anyhow!("`{}` cannot name a file", arguments.name.display()))?;
    let text = match arguments.size {
        Some(size) => synthetic(&title(&path), size)?,
        None => STARTER.replacen(TITLE, &format!("title = {}", quoted(&title(&path))), 1),
    };
    file::write(&path, &text, arguments.force)?;
    let shown = path.display();
    screen::print(&format!("Wrote {shown}. Next: offramp check {shown}; offramp run {shown}\n"))
}

/// A synthetic scenario, unless it would be longer than what can be read again.
fn synthetic(title: &str, size: ScenarioSize) -> Result<String, Stop> {
    let text = synthetic_scenario(title, size);
    let (length, limit) = (text.len() as u64, Limit::FileSize.now());
    if length > limit {
        let (length, limit) = (format::size(length), format::size(limit));
        return Err(Stop::Failed(anyhow!(
            "{size}: such a file would take {length}, and a scenario file may take {limit}; fewer relations or fewer \
             active ones make it shorter"
        )));
    }
    Ok(text)
}

/// The file for a name: `NAME.toml`, whether the ending was typed or not.
fn path(name: &Path) -> Option<PathBuf> {
    let file = name.file_name()?;
    if name.extension().is_some_and(|ending| ending == "toml") {
        return Some(name.to_owned());
    }
    let mut file = file.to_owned();
    file.push(".toml");
    Some(name.with_file_name(file))
}

/// A title from a file name: `border-crisis` becomes `Border crisis`.
fn title(path: &Path) -> String {
    let stem = super::settings::stem(path).replace(['-', '_'], " ");
    let mut letters = stem.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_files_and_titles() {
        assert_eq!(path(Path::new("border-crisis")), Some(PathBuf::from("border-crisis.toml")));
        assert_eq!(path(Path::new("a/b.toml")), Some(PathBuf::from("a/b.toml")));
        assert_eq!(path(Path::new("v1.2")), Some(PathBuf::from("v1.2.toml")));
        assert_eq!(path(Path::new("..")), None);
        assert_eq!(title(Path::new("a/border-crisis.toml")), "Border crisis");
        assert_eq!(quoted("say \"no\""), "'say \"no\"'");
    }

    #[test]
    fn the_starter_has_the_title_that_is_replaced() {
        assert!(STARTER.contains(TITLE));
    }
}
