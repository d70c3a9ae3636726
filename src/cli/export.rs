//! `export`: a scenario in a form that other people's software reads.

use anyhow::anyhow;

use super::args::ExportArguments;
use super::file;
use super::load;
use super::screen;
use super::stop::Stop;
use crate::engine::{Game, Program, RunKey};
use crate::output;
use crate::spec::did_you_mean;

/// Writes a decision as a game in extensive form.
pub(super) fn export(arguments: &ExportArguments) -> Result<(), Stop> {
    let loaded = load::load_or_tell(&arguments.file, &arguments.sets)?;
    let program = Program::new(&loaded.scenario);
    if let Some(path) = &arguments.out {
        file::check(path, arguments.force)?;
    }
    let relation = relation(&program, &arguments.game)?;
    let key = RunKey::new(arguments.seed, arguments.replicate);
    let game = Game::of(&program, key, arguments.day, relation).map_err(|obstacles| {
        let reasons: Vec<String> = obstacles.iter().map(ToString::to_string).collect();
        anyhow!("`{}` is no game in extensive form: {}", arguments.game, reasons.join("; "))
    })?;
    let text = output::efg(&program, &game, arguments.seed, key, arguments.day);
    match &arguments.out {
        Some(path) => {
            file::write(path, &text, arguments.force)?;
            screen::print(&format!("Wrote {}\n", path.display()))
        }
        None => screen::hand_over(&text),
    }
}

/// The relation of this name, `from.to`.
fn relation(program: &Program, name: &str) -> Result<usize, Stop> {
    let relations = program.scenario().relations();
    relations.iter().position(|relation| relation.key == name).ok_or_else(|| {
        let help = did_you_mean(name, relations.iter().map(|relation| relation.key.as_str()));
        let help = help.map_or_else(String::new, |help| format!("; {help}"));
        anyhow!("there is no relation `{name}`{help}").into()
    })
}
