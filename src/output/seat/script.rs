//! A game as a scenario variant, whose run is the game.

use crate::engine::Program;
use crate::experiment::seat::{SavedMove, SeatGame, deed};

/// The acts of the script that replays a game so far: one for each decision.
pub fn script_entries(game: &SeatGame) -> Vec<SavedMove> {
    let program: &Program = game.program();
    let scenario = program.scenario();
    let entries = game.decisions().iter().map(|decision| {
        let to = scenario.relations()[decision.relation].to;
        let (act, assured) = deed(program, decision.alternative);
        let toward = Some(scenario.states()[to].key.clone());
        SavedMove { day: decision.day, toward, act, assured, days: None }
    });
    entries.collect()
}

/// A scenario variant in TOML that replays the game: `trace` with the game's seed and run tells the same run. `extends` is the path of the
/// scenario from the variant's folder; `sets` are the changes with which it was played.
///
/// # Errors
/// If a `--set` cannot be written as a line of TOML.
pub fn script(game: &SeatGame, extends: &str, sets: &[String]) -> Result<String, String> {
    let scenario = game.program().scenario();
    let key = game.key();
    let seat = &scenario.states()[key.seat];
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut text = format!(
        "# A game in the seat of {}, as a scenario: `offramp trace THIS --seed {} --run {}` tells its run.\n",
        seat.name, key.seed, key.replicate
    );
    let line = format!("extends = {}\n", quoted(extends));
    text += &line;
    for set in sets {
        let (path, value) = set.split_once('=').ok_or_else(|| format!("`{set}` is not PATH=VALUE"))?;
        let is_toml = |value: &str| toml::from_str::<toml::Table>(&format!("x = {value}")).is_ok();
        let value = if is_toml(value) { value.to_owned() } else { quoted(value) };
        let line = format!("{} = {value}\n", path.trim());
        text += &line;
    }
    let path = toml_key(&seat.key);
    let line = format!("states.{path}.policy = \"played\"\nstates.{path}.script = [\n");
    text += &line;
    for entry in script_entries(game) {
        let toward = entry.toward.as_deref().unwrap_or_default();
        let assured = if entry.assured { ", assured = true" } else { "" };
        let date = scenario.calendar().label(entry.day);
        let line = format!(
            "  {{ date = {}, toward = {}, act = {}{assured} }}, # {date}\n",
            entry.day,
            quoted(toward),
            quoted(&entry.act)
        );
        text += &line;
    }
    text += "]\n";
    Ok(text)
}

/// A key, in quotes if it needs them.
fn toml_key(key: &str) -> String {
    let is_bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if is_bare { key.to_owned() } else { toml::Value::String(key.to_owned()).to_string() }
}
