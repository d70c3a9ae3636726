//! The game itself: moves, and the days on which one is due.

use std::sync::Arc;

use super::news::{self, morning_ends};
use super::situation::Situation;
use crate::engine::{HOLD, Morning, Outlook, Program, RunKey, RunRecord, Workspace};
use crate::experiment::story::{Happening, Story};
use crate::model::Scenario;

/// Which game: which luck, and who sits in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeatKey {
    /// Seed of the batch.
    pub seed: u64,
    /// Number of the run in it.
    pub replicate: u64,
    /// The state in whose seat the person is.
    pub seat: usize,
}

/// What a person does on a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Decides towards another state.
    Decide {
        /// The day.
        day: u32,
        /// The relation of the seat.
        relation: usize,
        /// What is chosen: an index into [`Program::alternatives`].
        alternative: usize,
    },
    /// Lets time pass: holds wherever a decision is called for, until something happens that concerns the seat.
    Wait {
        /// The day on which it begins.
        day: u32,
        /// At most so many days, if that is given; then a turn comes in any case.
        days: Option<u32>,
    },
}

/// A decision of the seat as the run has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// The day.
    pub day: u32,
    /// The relation.
    pub relation: usize,
    /// What was chosen: an index into [`Program::alternatives`].
    pub alternative: usize,
    /// Whether the run called the state to decide on this; otherwise the person acted of their own accord.
    pub called: bool,
    /// Whether the person only let time pass.
    pub waited: bool,
}

/// Where a game stands.
#[derive(Debug, Clone)]
pub enum Turn {
    /// The person can do something.
    Open(Box<Situation>),
    /// The run is over.
    Over(Box<RunRecord>),
}

/// Why nobody can sit there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoSeat {
    /// The state goes by a rule.
    #[error(
        "`{state}` goes by the policy {policy} and leaves nothing to decide; set `states.{state}.policy=quantal`"
    )]
    Rule {
        /// Key of the state.
        state: String,
        /// Name of its policy.
        policy: &'static str,
    },
    /// What it does is given.
    #[error(
        "`{state}` has a script, which decides in the person's stead; take it out of the scenario (`states.{state}.script`)"
    )]
    Script {
        /// Key of the state.
        state: String,
    },
    /// It has nobody to decide on.
    #[error("`{state}` has no relations to other states, so there is nothing to decide")]
    Alone {
        /// Key of the state.
        state: String,
    },
}

/// Why a move cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WrongMove {
    /// The run is over.
    #[error("the game is over")]
    Over,
    /// It is another day.
    #[error("it is day {today} of the game, not day {day}")]
    OtherDay {
        /// The day of the move.
        day: u32,
        /// The day it is.
        today: u32,
    },
    /// The relation is somebody else's.
    #[error("that is not for `{state}` to decide")]
    NotYours {
        /// Key of the seat.
        state: String,
    },
    /// Decided already today.
    #[error("towards `{other}` you have decided today")]
    Decided {
        /// Key of the other state.
        other: String,
    },
    /// It is not open.
    #[error("that is not open to you towards `{other}` today")]
    NotOpen {
        /// Key of the other state.
        other: String,
    },
}

/// What is taken back with a move.
#[derive(Debug, Clone, Copy)]
struct Mark {
    decisions: usize,
    pace: Pace,
}

/// How time passes.
#[derive(Debug, Clone, Copy, Default)]
struct Pace {
    /// No turn without a call comes before this day.
    from: u32,
    /// A day on which a turn comes in any case.
    stop: Option<u32>,
    /// The day on which the last turn was, from whose evening on there is news.
    last: Option<u32>,
}

/// A game under way.
#[derive(Debug, Clone)]
pub struct SeatGame {
    program: Arc<Program>,
    key: SeatKey,
    workspace: Workspace,
    moves: Vec<Move>,
    marks: Vec<Mark>,
    decisions: Vec<Decision>,
    pace: Pace,
    /// The run with the decisions so far, in which the model decides what is still open.
    story: Story,
    turn: Turn,
    morning: Option<Morning>,
}

impl SeatGame {
    /// A new game.
    ///
    /// # Errors
    /// If there is nothing for a person to decide in that seat.
    ///
    /// # Panics
    /// If the seat is no index of a state.
    pub fn new(program: Arc<Program>, key: SeatKey) -> Result<Self, NoSeat> {
        Self::check(program.scenario(), key.seat)?;
        let story = Story::of_run(&program, key.seed, key.replicate);
        let turn = Turn::Over(Box::new(story.record.clone()));
        let workspace = Workspace::new(&program);
        let mut game = Self {
            program,
            key,
            workspace,
            moves: Vec::new(),
            marks: Vec::new(),
            decisions: Vec::new(),
            pace: Pace::default(),
            story,
            turn,
            morning: None,
        };
        game.look();
        Ok(game)
    }

    /// Whether there is anything for a person to decide in a seat.
    ///
    /// # Errors
    /// If there is not, and why.
    ///
    /// # Panics
    /// If the seat is no index of a state.
    pub fn check(scenario: &Scenario, seat: usize) -> Result<(), NoSeat> {
        let spec = &scenario.states()[seat];
        let state = spec.key.clone();
        match spec.rule {
            Some(rule) => Err(NoSeat::Rule { state, policy: rule.key() }),
            None if !spec.script.is_empty() => Err(NoSeat::Script { state }),
            None if scenario.relations_from(seat).is_empty() => Err(NoSeat::Alone { state }),
            None => Ok(()),
        }
    }

    /// The game after these moves.
    ///
    /// # Errors
    /// The first move that cannot be made, with its place.
    pub fn with_moves(mut self, moves: &[Move]) -> Result<Self, (usize, WrongMove)> {
        for (place, &next) in moves.iter().enumerate() {
            self.make(next).map_err(|wrong| (place, wrong))?;
        }
        Ok(self)
    }

    /// The program that is played.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// Which game it is.
    pub fn key(&self) -> SeatKey {
        self.key
    }

    /// Where the game stands.
    pub fn turn(&self) -> &Turn {
        &self.turn
    }

    /// The moves so far.
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }

    /// What the seat decided so far, by day.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// The run, told with nothing left out; before the game is over, as it would go on if the model took the seat.
    pub fn story(&self) -> &Story {
        &self.story
    }

    /// The program in which the seat does what was decided.
    pub fn seated(&self) -> Program {
        self.seated_with(None, None, None)
    }

    /// The same without one decision, with one more, and with none after a day.
    pub(super) fn seated_with(
        &self,
        without: Option<Decision>,
        more: Option<Decision>,
        until: Option<u32>,
    ) -> Program {
        let is_kept = |decision: &Decision| {
            Some(*decision) != without && until.is_none_or(|until| decision.day <= until)
        };
        let kept = self.decisions.iter().copied().filter(is_kept);
        let cues = kept.chain(more).map(|decision| (decision.day, decision.relation, decision.alternative));
        self.program.seated(self.key.seat, cues)
    }

    /// Key of the run.
    pub(super) fn run_key(&self) -> RunKey {
        RunKey::new(self.key.seed, self.key.replicate)
    }

    /// The morning of the turn, if the game is not over.
    pub(super) fn morning(&self) -> Option<&Morning> {
        self.morning.as_ref()
    }

    /// What is open in a relation of the seat today, with what the model would do in this place; `None` if the game is over, the relation
    /// is not the seat's, or a decision on it has been taken today.
    pub fn outlook(&mut self, relation: usize) -> Option<Outlook> {
        self.may_decide(relation).ok()?;
        let morning = self.morning.as_ref()?;
        Some(morning.outlook(&mut self.workspace, &self.program, relation))
    }

    /// Why nothing can be decided in a relation today.
    pub(super) fn why_not(&self, relation: usize) -> WrongMove {
        self.may_decide(relation).err().unwrap_or(WrongMove::Over)
    }

    /// Decides towards another state, today.
    ///
    /// # Errors
    /// If that cannot be done.
    pub fn choose(&mut self, relation: usize, alternative: usize) -> Result<(), WrongMove> {
        let day = self.today()?;
        self.make(Move::Decide { day, relation, alternative })
    }

    /// Does what a person picks of the options towards another state: decides, today. To hold where nobody asks is to let the day pass.
    ///
    /// # Errors
    /// If that cannot be done.
    pub fn pick(&mut self, relation: usize, alternative: usize) -> Result<(), WrongMove> {
        let is_called = matches!(&self.turn, Turn::Open(situation) if situation.called.contains(&relation));
        if alternative == HOLD && !is_called {
            self.wait(Some(1))
        } else {
            self.choose(relation, alternative)
        }
    }

    /// Lets time pass; see [`Move::Wait`].
    ///
    /// # Errors
    /// If the game is over.
    pub fn wait(&mut self, days: Option<u32>) -> Result<(), WrongMove> {
        let day = self.today()?;
        self.make(Move::Wait { day, days })
    }

    /// Takes the last move back; false if there is none.
    pub fn undo(&mut self) -> bool {
        let Some(mark) = self.marks.pop() else { return false };
        self.moves.pop();
        self.decisions.truncate(mark.decisions);
        self.pace = mark.pace;
        self.look();
        true
    }

    /// Makes a move.
    ///
    /// # Errors
    /// If it cannot be made; nothing has changed then.
    pub fn make(&mut self, next: Move) -> Result<(), WrongMove> {
        let today = self.today()?;
        let (Move::Decide { day, .. } | Move::Wait { day, .. }) = next;
        if day != today {
            return Err(WrongMove::OtherDay { day, today });
        }
        let mark = Mark { decisions: self.decisions.len(), pace: self.pace };
        match next {
            Move::Decide { relation, alternative, .. } => self.decide(today, relation, alternative)?,
            Move::Wait { days, .. } => self.let_pass(today, days),
        }
        self.marks.push(mark);
        self.moves.push(next);
        Ok(())
    }

    fn today(&self) -> Result<u32, WrongMove> {
        match &self.turn {
            Turn::Open(situation) => Ok(situation.day),
            Turn::Over(_) => Err(WrongMove::Over),
        }
    }

    /// Whether the seat can still decide in this relation today.
    fn may_decide(&self, relation: usize) -> Result<(), WrongMove> {
        let (today, scenario) = (self.today()?, self.program.scenario());
        let Some(spec) = scenario.relations().get(relation).filter(|spec| spec.from == self.key.seat) else {
            return Err(WrongMove::NotYours { state: scenario.states()[self.key.seat].key.clone() });
        };
        let is_it = |decision: &&Decision| (decision.day, decision.relation) == (today, relation);
        match self.decisions.iter().find(is_it) {
            Some(_) => Err(WrongMove::Decided { other: scenario.states()[spec.to].key.clone() }),
            None => Ok(()),
        }
    }

    fn decide(&mut self, today: u32, relation: usize, alternative: usize) -> Result<(), WrongMove> {
        self.may_decide(relation)?;
        let outlook = self.outlook(relation).ok_or(WrongMove::Over)?;
        if !outlook.prospects.iter().any(|prospect| prospect.alternative == alternative) {
            let other = self.program.scenario().relations()[relation].to;
            let other = self.program.scenario().states()[other].key.clone();
            return Err(WrongMove::NotOpen { other });
        }
        let called = self.calls().any(|(day, called)| (day, called) == (today, relation));
        self.pace = Pace { from: today + 1, stop: None, last: Some(today) };
        // To hold where nobody asks is to do nothing.
        if called || alternative != HOLD {
            self.decisions.push(Decision { day: today, relation, alternative, called, waited: false });
        }
        self.look();
        Ok(())
    }

    fn let_pass(&mut self, today: u32, days: Option<u32>) {
        let stop = days.map(|days| today.saturating_add(days.max(1)));
        self.pace = Pace { from: today + 1, stop, last: Some(today) };
        loop {
            self.replay();
            let news = self.next_news();
            let call = self.calls().next();
            match call {
                Some((day, relation)) if news.is_none_or(|news| day < news) => {
                    let held = Decision { day, relation, alternative: HOLD, called: true, waited: true };
                    self.decisions.push(held);
                }
                _ => break,
            }
        }
        let next = self.next_news().unwrap_or(u32::MAX);
        self.pace.from = next;
        self.stand(next);
    }

    /// Finds the next turn.
    fn look(&mut self) {
        self.replay();
        self.stand(self.next_news().unwrap_or(u32::MAX));
    }

    /// Plays the run with the decisions so far.
    fn replay(&mut self) {
        self.story = Story::of_run(&self.seated(), self.key.seed, self.key.replicate);
    }

    /// The days and relations on which the run calls the seat to decide, and nothing has been decided.
    fn calls(&self) -> impl Iterator<Item = (u32, usize)> + '_ {
        let relations = self.program.scenario().relations();
        self.story.entries.iter().filter_map(|entry| match &entry.what {
            Happening::Choice(choice)
                if relations[choice.relation].from == self.key.seat && !choice.by_rule =>
            {
                Some((entry.day, choice.relation))
            }
            _ => None,
        })
    }

    /// The next morning with news for the seat, or the day until which time was to pass.
    fn next_news(&self) -> Option<u32> {
        let last = self.story.record.end_day;
        let is_turn = |&day: &u32| {
            day == 0
                || self.pace.stop == Some(day)
                || news::breaks(&self.story, self.program.scenario(), self.key.seat, day)
        };
        (self.pace.from..=last).find(is_turn)
    }

    /// Makes the turn of a day without a call, or of the first call before it.
    fn stand(&mut self, free: u32) {
        let call = self.calls().next().map(|(day, _)| day);
        let day = call.map_or(free, |call| call.min(free));
        let seated = self.seated();
        self.morning = None;
        if day <= self.story.record.end_day {
            self.morning = self.workspace.morning(&seated, self.run_key(), day);
        }
        let Some(morning) = &self.morning else {
            self.turn = Turn::Over(Box::new(self.story.record.clone()));
            return;
        };
        let called = self.calls().filter(|&(other, _)| other == day).map(|(_, relation)| relation).collect();
        let entries = &self.story.entries;
        let since = self.pace.last.map_or(0, |last| morning_ends(entries, last));
        let seen = &entries[since.min(morning_ends(entries, day))..morning_ends(entries, day)];
        let situation = Situation::of(&self.program, morning, self.key.seat, called, seen);
        self.turn = Turn::Open(Box::new(situation));
    }
}
