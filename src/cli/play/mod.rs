//! `play`: a person in the seat of a state, against the model.

mod ask;
mod keep;
mod show;

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::anyhow;

use super::args::SeatArguments;
use super::file;
use super::format::{class_title, prose, titled, wrapped};
use super::load;
use super::screen::{self, Style};
use super::stop::Stop;
use crate::engine::Program;
use crate::experiment::OutcomeClass;
use crate::experiment::seat::{DebriefPlan, SavedGame, SavedMove, SeatGame, SeatKey, Situation, Turn};
use crate::model::Scenario;
use crate::output::{self, Detail, Sheet, seat as pages, visible};
use crate::spec::did_you_mean;

/// Decisions that the debrief judges.
const JUDGED: usize = 16;

/// Plays a game.
pub(super) fn play(arguments: &SeatArguments) -> Result<(), Stop> {
    let mut table = Table::lay(arguments)?;
    table.introduce()?;
    let mut lines = io::stdin().lock().lines();
    while let Turn::Open(situation) = table.game.turn().clone() {
        if !table.turn(&situation, &mut lines)? {
            return table.leave();
        }
    }
    table.debrief()?;
    table.write_script()
}

/// A game on the terminal.
struct Table<'a> {
    arguments: &'a SeatArguments,
    game: SeatGame,
    saved: SavedGame,
    path: PathBuf,
    style: Style,
}

type Lines<'a> = io::Lines<io::StdinLock<'a>>;

impl<'a> Table<'a> {
    /// Lays out a new game, or one that was kept.
    fn lay(arguments: &'a SeatArguments) -> Result<Self, Stop> {
        let kept = arguments.load.as_deref().map(keep::read).transpose()?;
        let (file, sets) = match (&kept, &arguments.file) {
            (Some(kept), _) => (PathBuf::from(&kept.scenario), kept.sets.clone()),
            (None, Some(file)) => (file.clone(), arguments.sets.clone()),
            (None, None) => return Err(anyhow!("a scenario file is needed, or --load").into()),
        };
        if load::is_stdin(&file) {
            return Err(anyhow!("the standard input is where you play; give the scenario as a file").into());
        }
        let loaded = load::load_or_tell(&file, &sets)?;
        let program = Arc::new(Program::new(&loaded.scenario));
        let name = kept.as_ref().map(|kept| &kept.seat).or(arguments.seat.as_ref());
        let seat = seat(&loaded.scenario, name.map_or("", String::as_str))?;
        let hash = output::scenario_hash(&loaded.scenario);
        if let Some(kept) = kept.as_ref().filter(|kept| kept.scenario_hash != hash) {
            let file = file.display();
            return Err(anyhow!(
                "the scenario is not the one that was played: `{file}` has changed since (it is {}, the game is in {}); a game can only go on \
                 in the same scenario",
                &hash[..12],
                kept.scenario_hash.get(..12).unwrap_or_default()
            )
            .into());
        }
        let key = match &kept {
            Some(kept) => SeatKey { seed: kept.seed, replicate: kept.run, seat },
            None => SeatKey { seed: arguments.seed, replicate: arguments.replicate, seat },
        };
        let mut game = SeatGame::new(Arc::clone(&program), key).map_err(anyhow::Error::new)?;
        let path = keep::place(arguments, &file, &loaded.scenario.states()[seat].key);
        if let Some(kept) = &kept {
            game = kept.resumed(game).map_err(|why| anyhow!("`{}`: {why}", path.display()))?;
        } else {
            file::check(&path, arguments.force)?;
        }
        if let Some(script) = &arguments.script {
            file::check(script, arguments.force)?;
        }
        let saved = SavedGame {
            offramp_game: SavedGame::VERSION,
            scenario: file.to_string_lossy().into_owned(),
            scenario_hash: hash,
            sets,
            seed: key.seed,
            run: key.replicate,
            seat: loaded.scenario.states()[seat].key.clone(),
            moves: Vec::new(),
        };
        Ok(Self { arguments, game, saved, path, style: Style::of_stdout() })
    }

    fn scenario(&self) -> &Scenario {
        self.game.program().scenario()
    }

    fn introduce(&self) -> Result<(), Stop> {
        if self.arguments.quiet {
            return Ok(());
        }
        let (scenario, key, style) = (self.scenario(), self.game.key(), self.style);
        let name = visible(&scenario.states()[key.seat].name);
        let text = format!(
            "You sit in the seat of {name}, for {} days at most. Everybody else plays by the model, on the luck of run {} of seed {}. You are asked when \
             your government would turn to a matter, and when something happens that concerns you; you can act on any other day with `act STATE`. \
             What you do not know is not shown: the resolve of others is what you believe of it. The game is kept in {}.",
            scenario.horizon_days(),
            key.replicate,
            key.seed,
            self.path.display()
        );
        let description = prose(scenario.description(), style.width);
        screen::print(&format!(
            "{}\n{description}\n\n{}\n\n{}",
            style.bold(&titled(scenario.title(), style.width)),
            wrapped(&text, style.width, 0),
            ask::HELP
        ))
    }

    /// One turn, until a move is made; false to leave.
    fn turn(&mut self, situation: &Situation, lines: &mut Lines<'_>) -> Result<bool, Stop> {
        let page = pages::briefing(self.game.program(), self.game.key().seat, situation);
        screen::print(&show::briefing(&page, self.style))?;
        let mut at = situation.foremost();
        screen::print(&self.whose_turn(situation, at))?;
        let mut options = self.options(situation, at)?;
        loop {
            let prompt = if at.is_some() { "Your choice> " } else { "`wait`, or `act STATE`> " };
            screen::print(prompt)?;
            let Some(line) = lines.next() else {
                screen::print("\n")?;
                return Ok(false);
            };
            let order = match ask::order(&line.map_err(anyhow::Error::new)?) {
                Ok(order) => order,
                Err(hint) => {
                    screen::print(&format!("{hint}\n"))?;
                    continue;
                }
            };
            match order {
                ask::Order::Quit => return Ok(false),
                ask::Order::Help => screen::print(ask::HELP)?,
                ask::Order::Show => return Ok(true),
                ask::Order::Undo if self.game.undo() => return self.keep().map(|()| true),
                ask::Order::Undo => screen::print("there is no move to take back\n")?,
                ask::Order::Wait(days) => {
                    self.game.wait(days).map_err(anyhow::Error::new)?;
                    return self.keep().map(|()| true);
                }
                ask::Order::Toward(name) => match self.toward(&name) {
                    Ok(relation) => {
                        at = Some(relation);
                        options = self.options(situation, at)?;
                    }
                    Err(hint) => screen::print(&format!("{hint}\n"))?,
                },
                ask::Order::Why(number) => match options.iter().find(|line| line.number == number) {
                    Some(line) => screen::print(&show::why(line, self.style))?,
                    None => screen::print(&none_such(number, options.len()))?,
                },
                ask::Order::Choose(number) => {
                    let chosen = at.zip(options.iter().find(|line| line.number == number));
                    let Some((relation, line)) = chosen else {
                        screen::print(&none_such(number, options.len()))?;
                        continue;
                    };
                    let made = self.game.pick(relation, line.alternative);
                    made.map_err(anyhow::Error::new)?;
                    return self.keep().map(|()| true);
                }
            }
        }
    }

    /// Says whether the person is asked.
    fn whose_turn(&self, situation: &Situation, at: Option<usize>) -> String {
        let Some(relation) = at else { return String::new() };
        let other = visible(&self.scenario().states()[self.scenario().relations()[relation].to].name);
        if situation.called.contains(&relation) {
            format!("You are called upon to decide towards {other}.\n")
        } else {
            format!("Nobody asks you to decide today; you can act towards {other} all the same, or `wait`.\n")
        }
    }

    /// Shows what is open in a relation, with what the advisers expect.
    fn options(
        &mut self,
        situation: &Situation,
        relation: Option<usize>,
    ) -> Result<Vec<pages::OptionLine>, Stop> {
        let Some(relation) = relation else { return Ok(Vec::new()) };
        let branches = self.arguments.advisers;
        let advice = self.game.advice(relation, branches, usize::from(self.arguments.threads));
        let advice = match advice {
            Ok(advice) => advice,
            Err(wrong) => {
                screen::print(&format!("{wrong}\n"))?;
                return Ok(Vec::new());
            }
        };
        let standing = situation.standings.iter().find(|standing| standing.relation == relation);
        let Some(standing) = standing else { return Ok(Vec::new()) };
        let lines = pages::advised(self.game.program(), standing, &advice);
        let other = self.scenario().relations()[relation].to;
        let name = visible(&self.scenario().states()[other].name).into_owned();
        screen::print(&show::options(&name, &lines, branches, self.style))?;
        Ok(lines)
    }

    /// The relation to the state of this key or name.
    fn toward(&self, name: &str) -> Result<usize, String> {
        let scenario = self.scenario();
        let own = scenario.relations_from(self.game.key().seat);
        let states: Vec<_> = own.iter().map(|relation| &scenario.states()[relation.to]).collect();
        let is_it = |text: &str| text.eq_ignore_ascii_case(name);
        let found = own.iter().zip(&states).find(|(_, state)| is_it(&state.key) || is_it(&state.name));
        found.and_then(|(relation, _)| scenario.relation_between(relation.from, relation.to)).ok_or_else(
            || {
                let keys: Vec<&str> = states.iter().map(|state| state.key.as_str()).collect();
                let hint = did_you_mean(name, keys.iter().copied())
                    .map_or_else(String::new, |hint| format!("; {hint}"));
                format!("you have no relation to `{name}`{hint}; there are {}", keys.join(", "))
            },
        )
    }

    /// Keeps the game as it stands.
    fn keep(&mut self) -> Result<(), Stop> {
        let program = self.game.program();
        self.saved.moves = self.game.moves().iter().map(|&made| SavedMove::of(program, made)).collect();
        keep::write(&self.path, &self.saved)
    }

    fn leave(&mut self) -> Result<(), Stop> {
        self.keep()?;
        let path = self.path.display();
        screen::print(&format!("The game is kept in {path}; `offramp play --load {path}` goes on.\n"))?;
        self.write_script()
    }

    /// Writes the game as a scenario, if that was asked for.
    fn write_script(&self) -> Result<(), Stop> {
        let Some(path) = &self.arguments.script else { return Ok(()) };
        let extends = keep::extends(Path::new(&self.saved.scenario), path);
        let text = pages::script(&self.game, &extends, &self.saved.sets).map_err(|why| anyhow!(why))?;
        file::write(path, &text, self.arguments.force)?;
        screen::print(&format!("Wrote {}\n", path.display()))
    }

    /// How it ended, what happened, and what each decision changed.
    fn debrief(&self) -> Result<(), Stop> {
        let (program, style) = (self.game.program(), self.style);
        let story = self.game.story();
        let sheet = Sheet::Terminal { width: style.width };
        let class = class_title(&OutcomeClass::of(program.scenario(), &story.record));
        screen::print(&format!(
            "\n{}\n{}\n{}\n",
            style.bold("The game is over. What happened, with nothing left out:"),
            output::story(program, story, Detail::Turning, sheet),
            style.bold(&format!("Outcome: {class}"))
        ))?;
        let plan = DebriefPlan {
            runs: self.arguments.runs,
            branches: self.arguments.advisers,
            decisions: JUDGED,
            threads: usize::from(self.arguments.threads),
        };
        let Some(debrief) = self.game.debrief(&plan) else { return Ok(()) };
        let page = pages::debrief(program, self.game.key().seat, &debrief);
        screen::print(&show::debrief(&page, style))
    }
}

fn none_such(number: usize, options: usize) -> String {
    if options == 0 {
        "there is nothing to choose from now; `act STATE` shows what is open to you, `wait` lets time pass\n"
            .to_owned()
    } else {
        format!("there is no option {number}; choose from 1 to {options}\n")
    }
}

/// The state of this key.
fn seat(scenario: &Scenario, name: &str) -> Result<usize, Stop> {
    let states = scenario.states();
    states.iter().position(|state| state.key == name).ok_or_else(|| {
        let help = did_you_mean(name, states.iter().map(|state| state.key.as_str()));
        let help = help.map_or_else(String::new, |help| format!("; {help}"));
        anyhow!("there is no state `{name}`{help}").into()
    })
}
