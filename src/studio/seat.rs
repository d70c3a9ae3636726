//! A person in a state's seat, on the page: the game of `play`, in the form in which that keeps it.
//!
//! The program remembers nothing of a game. The page holds it as text, the same that `play --save` writes, sends it with every order, and gets the
//! game after that order back. So a game can be taken to the terminal and back again, and nothing is lost when the server ends.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Subject;
use super::setting::{Trouble, load};
use crate::engine::{Program, RunRecord};
use crate::experiment::OutcomeClass;
use crate::experiment::seat::{DebriefPlan, SavedGame, SavedMove, SeatGame, SeatKey, Situation, Turn};
use crate::model::Scenario;
use crate::output::seat::{self as pages, Briefing, DebriefPage, OptionLine};
use crate::output::{Detail, Sheet, scenario_hash, story};

/// Most branches that advisers play of an option on the page.
pub(super) const MOST_BRANCHES: u16 = 500;
/// Most moves of a game on the page: each is played anew with every order.
const MOST_MOVES: usize = 1_000;
/// Runs of the model that a debrief compares with.
const COMPARED: u64 = 2_000;
/// Decisions that a debrief judges.
const JUDGED: usize = 8;

/// What the page asks of a game.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ask {
    /// The game so far, as text.
    #[serde(default)]
    game: Option<String>,
    /// A new game, if there is none so far.
    #[serde(default)]
    start: Option<Start>,
    /// What the person does.
    #[serde(default)]
    order: Option<Order>,
    /// The state whose options are wanted, by its key; the one that presses most if it is left out.
    #[serde(default)]
    toward: Option<String>,
    /// Branches that advisers play of each option; 0 sends them away.
    #[serde(default)]
    advisers: u16,
    /// Whether a game that is over is to be looked back upon.
    #[serde(default)]
    debrief: bool,
    /// Whether the game is wanted as a scenario too.
    #[serde(default)]
    script: bool,
}

/// A new game.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Start {
    /// Key of the state.
    seat: String,
    /// Number of the run.
    #[serde(default)]
    run: u64,
    /// Assignments of the page.
    #[serde(default)]
    sets: Vec<String>,
}

/// What a person does.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Order {
    /// Takes an option towards a state.
    Pick { toward: String, alternative: usize },
    /// Lets time pass until something happens, at most so many days.
    Wait { days: Option<u32> },
    /// Takes the last move back.
    Undo,
}

/// A game as the page shows it.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    /// The game after the order, as text.
    game: String,
    /// Key of the seat.
    seat: String,
    /// Its name.
    name: String,
    /// Number of the run.
    run: u64,
    /// Moves so far.
    moves: usize,
    /// What is known; none if the game is over.
    briefing: Option<Briefing>,
    /// The relation whose options are told.
    toward: Option<usize>,
    /// What is open in it.
    options: Vec<OptionLine>,
    /// Branches that advisers played of each.
    branches: u16,
    /// How it ended, if it is over.
    over: Option<Over>,
    /// The game as a scenario, if that was wanted.
    script: Option<String>,
}

/// A game that is over.
#[derive(Debug, Serialize)]
struct Over {
    /// The outcome.
    outcome: String,
    /// What happened, with nothing left out, as Markdown.
    story: String,
    /// What was decided, and what it changed.
    debrief: Option<DebriefPage>,
}

/// Carries out an order and tells how the game stands.
pub(super) fn sit(subject: &Subject, ask: &Ask) -> Result<Told, Vec<Trouble>> {
    let trouble = |what: String| vec![Trouble::of_request(what)];
    let (mut saved, is_new) = laid(subject, ask).map_err(trouble)?;
    let bench = load(subject, own_sets(&saved.sets, &subject.sets))?;
    let mut game = seated(&mut saved, is_new, &bench.scenario).map_err(trouble)?;
    if let Some(order) = &ask.order {
        carry_out(&mut game, order).map_err(trouble)?;
    }
    let program = Arc::clone(game.program());
    saved.moves = game.moves().iter().map(|&made| SavedMove::of(&program, made)).collect();
    let text = saved.write().map_err(|error| trouble(error.to_string()))?;
    let script = ask.script.then(|| pages::script(&game, &saved.scenario, &saved.sets)).transpose();
    let mut told = Told {
        game: text,
        name: bench.scenario.states()[game.key().seat].name.clone(),
        seat: saved.seat,
        run: saved.run,
        moves: saved.moves.len(),
        briefing: None,
        toward: None,
        options: Vec::new(),
        branches: 0,
        over: None,
        script: script.map_err(trouble)?,
    };
    match game.turn().clone() {
        Turn::Open(situation) => tell(&mut told, &mut game, &situation, ask, subject).map_err(trouble)?,
        Turn::Over(record) => told.over = Some(over(&game, &record, ask, subject)),
    }
    Ok(told)
}

/// The game that is meant, and whether it is new.
fn laid(subject: &Subject, ask: &Ask) -> Result<(SavedGame, bool), String> {
    match (&ask.game, &ask.start) {
        (Some(text), None) => {
            let saved = SavedGame::read(text).map_err(|error| format!("the text is {error}"))?;
            if saved.moves.len() > MOST_MOVES {
                return Err(format!(
                    "a game of more than {MOST_MOVES} moves; go on with it in the terminal (`offramp play --load`)"
                ));
            }
            Ok((saved, false))
        }
        (None, Some(start)) => {
            let scenario = subject.file.as_ref().map(|file| file.to_string_lossy().into_owned());
            let saved = SavedGame {
                offramp_game: SavedGame::VERSION,
                scenario: scenario.unwrap_or_else(|| subject.name.clone()),
                scenario_hash: String::new(),
                sets: subject.sets.iter().chain(&start.sets).cloned().collect(),
                seed: subject.seed,
                run: start.run,
                seat: start.seat.clone(),
                moves: Vec::new(),
            };
            Ok((saved, true))
        }
        _ => Err("either a game or the start of one is needed".to_owned()),
    }
}

/// The assignments of a game without those that the server has made already.
fn own_sets<'a>(all: &'a [String], given: &[String]) -> &'a [String] {
    all.strip_prefix(given).unwrap_or(all)
}

/// The game as it stands in this scenario, which must be the one in which it began.
fn seated(saved: &mut SavedGame, is_new: bool, scenario: &Scenario) -> Result<SeatGame, String> {
    let hash = scenario_hash(scenario);
    if is_new {
        saved.scenario_hash = hash;
    } else if saved.scenario_hash != hash {
        return Err("the game was played in another scenario, or this one has changed since".to_owned());
    }
    let place = scenario.states().iter().position(|state| state.key == saved.seat);
    let seat = place.ok_or_else(|| format!("there is no state `{}`", saved.seat))?;
    let key = SeatKey { seed: saved.seed, replicate: saved.run, seat };
    let game = SeatGame::new(Arc::new(Program::new(scenario)), key).map_err(|error| error.to_string())?;
    saved.resumed(game)
}

fn carry_out(game: &mut SeatGame, order: &Order) -> Result<(), String> {
    let made = match order {
        Order::Pick { toward, alternative } => game.pick(relation(game, toward)?, *alternative),
        Order::Wait { days } => game.wait(*days),
        Order::Undo if game.undo() => Ok(()),
        Order::Undo => return Err("there is no move to take back".to_owned()),
    };
    made.map_err(|wrong| wrong.to_string())
}

/// The seat's relation to a state.
fn relation(game: &SeatGame, toward: &str) -> Result<usize, String> {
    let scenario = game.program().scenario();
    let other = scenario.states().iter().position(|state| state.key == toward);
    let relation = other.and_then(|other| scenario.relation_between(game.key().seat, other));
    relation.ok_or_else(|| format!("you have no relation to `{toward}`"))
}

/// What is known on the turn, and what is open.
fn tell(
    told: &mut Told,
    game: &mut SeatGame,
    situation: &Situation,
    ask: &Ask,
    subject: &Subject,
) -> Result<(), String> {
    told.briefing = Some(pages::briefing(game.program(), game.key().seat, situation));
    let asked = ask.toward.as_ref().map(|toward| relation(game, toward)).transpose()?;
    told.toward = asked.or_else(|| situation.foremost());
    let standing = situation.standings.iter().find(|standing| Some(standing.relation) == told.toward);
    let Some(standing) = standing else { return Ok(()) };
    let branches = ask.advisers.min(MOST_BRANCHES);
    let advice = game.advice(standing.relation, branches, subject.threads);
    // What was decided on today is told of, and has no options left.
    if let Ok(advice) = advice {
        told.options = pages::advised(game.program(), standing, &advice);
        told.branches = branches;
    }
    Ok(())
}

fn over(game: &SeatGame, record: &RunRecord, ask: &Ask, subject: &Subject) -> Over {
    let (program, seat) = (game.program(), game.key().seat);
    let class = OutcomeClass::of(program.scenario(), record);
    let plan = DebriefPlan {
        runs: COMPARED,
        branches: ask.advisers.min(MOST_BRANCHES),
        decisions: JUDGED,
        threads: subject.threads,
    };
    let debrief = ask.debrief.then(|| game.debrief(&plan)).flatten();
    Over {
        outcome: class.name().map_or_else(|| class.key().replace('_', " "), str::to_owned),
        story: story(program, game.story(), Detail::Turning, Sheet::Markdown),
        debrief: debrief.map(|debrief| pages::debrief(program, seat, &debrief)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assignments_of_the_server_are_not_made_twice() {
        let list = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        let all = list(&["a=1", "b=2"]);
        assert_eq!(own_sets(&all, &list(&["a=1"])), list(&["b=2"]));
        assert_eq!(own_sets(&all, &[]), all);
        assert_eq!(own_sets(&all, &list(&["c=3"])), all);
    }
}
