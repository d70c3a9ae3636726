//! A game as it is kept: small, in words, and independent of how the program numbers things.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::game::{Move, SeatGame};
use crate::engine::{Alternative, Program};

/// A game as it is kept in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedGame {
    /// Version of this form: 1.
    pub offramp_game: u32,
    /// Path of the scenario, as it was given.
    pub scenario: String,
    /// What the scenario came to, `--set`s included: a game goes on only in the same one.
    pub scenario_hash: String,
    /// The `--set`s.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sets: Vec<String>,
    /// Seed of the batch.
    pub seed: u64,
    /// Number of the run.
    pub run: u64,
    /// Key of the state in whose seat the person is.
    pub seat: String,
    /// The moves, in order.
    #[serde(default)]
    pub moves: Vec<SavedMove>,
}

impl SavedGame {
    /// The version of the form that this program writes and reads.
    pub const VERSION: u32 = 1;

    /// Reads a game from the text of its file.
    ///
    /// # Errors
    /// If it is none, or of another form.
    pub fn read(text: &str) -> Result<Self, SavedGameError> {
        let saved: Self = toml::from_str(text).map_err(|error| SavedGameError::NoGame(error.to_string()))?;
        if saved.offramp_game == Self::VERSION {
            Ok(saved)
        } else {
            Err(SavedGameError::OtherForm(saved.offramp_game))
        }
    }

    /// A new game after the moves that are kept.
    ///
    /// # Errors
    /// The first move that cannot be made, and why.
    pub fn resumed(&self, game: SeatGame) -> Result<SeatGame, String> {
        let (program, seat) = (Arc::clone(game.program()), game.key().seat);
        let read = |(place, saved): (usize, &SavedMove)| {
            saved.read(&program, seat).map_err(|why| format!("move {}: {why}", place + 1))
        };
        let moves: Vec<Move> = self.moves.iter().enumerate().map(read).collect::<Result<_, _>>()?;
        game.with_moves(&moves).map_err(|(place, why)| format!("move {}: {why}", place + 1))
    }

    /// The text of its file.
    ///
    /// # Errors
    /// None that a game gives rise to.
    pub fn write(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(self)
    }
}

/// Why a text is no game that can be gone on with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SavedGameError {
    /// It is no game.
    #[error("no saved game: {0}")]
    NoGame(String),
    /// It is one of another version of the program.
    #[error("a saved game of form {0}; this program reads form {known}", known = SavedGame::VERSION)]
    OtherForm(u32),
}

/// A move as it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedMove {
    /// The day.
    pub day: u32,
    /// Key of the state towards which something is done; none if time passes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toward: Option<String>,
    /// A rung, `conciliate`, `hold`, or `wait`.
    pub act: String,
    /// Whether a message of limited aims comes with it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub assured: bool,
    /// Days that time is to pass at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
}

/// What `act` says where time passes.
const WAIT: &str = "wait";

impl SavedMove {
    /// A move in words.
    pub fn of(program: &Program, made: Move) -> Self {
        match made {
            Move::Wait { day, days } => Self { day, act: WAIT.to_owned(), days, ..Self::default() },
            Move::Decide { day, relation, alternative } => {
                let scenario = program.scenario();
                let to = scenario.relations()[relation].to;
                let toward = Some(scenario.states()[to].key.clone());
                let (act, assured) = deed(program, alternative);
                Self { day, toward, act, assured, days: None }
            }
        }
    }

    /// The move that is meant, in the seat of a state.
    ///
    /// # Errors
    /// What there is not: a name that leads nowhere.
    pub fn read(&self, program: &Program, seat: usize) -> Result<Move, String> {
        let (scenario, day) = (program.scenario(), self.day);
        let Some(toward) = &self.toward else {
            let waits = self.act == WAIT;
            return if waits {
                Ok(Move::Wait { day, days: self.days })
            } else {
                Err(format!("`{}` needs a state `toward` which it is done", self.act))
            };
        };
        let other = scenario.states().iter().position(|state| state.key == *toward);
        let relation = other.and_then(|other| scenario.relation_between(seat, other));
        let relation = relation.ok_or_else(|| format!("there is no relation to `{toward}`"))?;
        let is_it = |&alternative: &usize| deed(program, alternative) == (self.act.clone(), self.assured);
        let alternative = (0..program.alternatives().len()).find(is_it);
        let assured = if self.assured { " with assurances" } else { "" };
        let alternative = alternative.ok_or_else(|| format!("there is no act `{}`{assured}", self.act))?;
        Ok(Move::Decide { day, relation, alternative })
    }
}

/// An alternative as scripts and saved games write it: the act, and whether it comes with assurances.
pub(crate) fn deed(program: &Program, alternative: usize) -> (String, bool) {
    match program.alternatives()[alternative] {
        Alternative::Act { rung, assured } => (program.scenario().ladder()[rung].key.clone(), assured),
        Alternative::Conciliate => ("conciliate".to_owned(), false),
        Alternative::Hold => ("hold".to_owned(), false),
    }
}
