//! What advisers expect of each option: the run played on from this morning with other luck, many times.

use super::branch::{Fate, Fork, Line};
use super::game::{Decision, SeatGame, WrongMove};
use crate::engine::{HOLD, Outlook, Program};
use crate::experiment::batch::threads;
use crate::experiment::class::OutcomeClass;
use crate::stats::{Estimate, Level, PairedMean, PairedShare, ProportionMethod, proportion};

/// Most branches of an option.
pub const MOST_BRANCHES: u16 = 10_000;

/// Something whose chance advisers tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Yardstick {
    /// The run ends as `war` or `nuclear_use`.
    War,
    /// The run ends so or as `limited_war`.
    Fighting,
    /// After the choice a state uses force against the seat, traced or not.
    Struck,
    /// The crisis in focus settles before the horizon.
    Settled,
}

impl Yardstick {
    /// All of them, in the order of tables.
    pub const ALL: [Self; 4] = [Self::Struck, Self::Fighting, Self::War, Self::Settled];

    /// The name in data.
    pub fn key(self) -> &'static str {
        match self {
            Self::War => "war",
            Self::Fighting => "fighting",
            Self::Struck => "struck",
            Self::Settled => "settled",
        }
    }

    fn holds(self, fate: &Fate) -> bool {
        match self {
            Self::War => fate.war,
            Self::Fighting => fate.fighting,
            Self::Struck => fate.struck,
            Self::Settled => fate.settled,
        }
    }
}

/// What advisers expect of an option.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The option: an index into the program's alternatives.
    pub alternative: usize,
    /// By [`Yardstick::ALL`]: the chance, with its 95 % interval by Wilson's method.
    pub chances: [Estimate; 4],
    /// By [`Yardstick::ALL`]: by how much it differs from that of holding, on the same luck, with its 95 % interval.
    pub against_hold: [Estimate; 4],
    /// Chance of each outcome class, in the order of [`OutcomeClass::all`].
    pub outcomes: Vec<Estimate>,
    /// Mean number of the seat's dead that are still to come, with its 95 % interval.
    pub dead: Estimate,
}

/// What advisers expect of every option in a relation.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// The day.
    pub day: u32,
    /// The relation.
    pub relation: usize,
    /// Branches of each option.
    pub branches: u16,
    /// What is open, and what the model would do.
    pub outlook: Outlook,
    /// One for each option, in the order of the outlook; none if there are no branches.
    pub forecasts: Vec<Forecast>,
}

/// Why there is no advice.
pub type AdviceError = WrongMove;

impl SeatGame {
    /// What advisers expect of every option in a relation of the seat today. Each is played on by so many branches
    /// (at most [`MOST_BRANCHES`]), in which the model takes every seat; branches of one number have the same luck whatever is chosen.
    ///
    /// The number of threads (0 for all) changes nothing.
    ///
    /// # Errors
    /// If there is nothing to decide in this relation today.
    pub fn advice(
        &mut self,
        relation: usize,
        branches: u16,
        on_threads: usize,
    ) -> Result<Advice, AdviceError> {
        let outlook = self.outlook(relation).ok_or_else(|| self.why_not(relation))?;
        let (Some(morning), branches) = (self.morning(), branches.min(MOST_BRANCHES)) else {
            return Err(WrongMove::Over);
        };
        let day = morning.day();
        let called = morning.standing(self.program(), relation).is_called;
        let line = |alternative| {
            let decision = Decision { day, relation, alternative, called, waited: false };
            Line { program: self.line(decision, None) }
        };
        let lines = outlook.prospects.iter().map(|prospect| line(prospect.alternative)).collect();
        let seat = self.key().seat;
        let fork = Fork { morning, seat, lines, branches, threads: threads(on_threads) };
        let fates = if branches == 0 { Vec::new() } else { fork.play() };
        let held = outlook.prospects.iter().position(|prospect| prospect.alternative == HOLD);
        let classes = OutcomeClass::all(self.program().scenario()).len();
        let alternatives = outlook.prospects.iter().map(|prospect| prospect.alternative);
        let forecasts = alternatives
            .zip(&fates)
            .map(|(alternative, own)| {
                let held = held.map_or(own, |held| &fates[held]);
                forecast(alternative, own, held, classes)
            })
            .collect();
        Ok(Advice { day, relation, branches, outlook, forecasts })
    }

    /// The program in which the seat does this, and nothing later; `instead_of` is left out. To hold where nobody asks is to do nothing.
    pub(super) fn line(&self, decision: Decision, instead_of: Option<Decision>) -> Program {
        let more = (decision.called || decision.alternative != HOLD).then_some(decision);
        self.seated_with(instead_of, more, Some(decision.day))
    }
}

fn forecast(alternative: usize, own: &[Fate], held: &[Fate], classes: usize) -> Forecast {
    let level = Level::default();
    let n = own.len() as u64;
    let share = |count: usize| proportion(count as u64, n, ProportionMethod::Wilson, level);
    let chance = |yardstick: Yardstick| share(own.iter().filter(|fate| yardstick.holds(fate)).count());
    Forecast {
        alternative,
        chances: Yardstick::ALL.map(chance),
        against_hold: Yardstick::ALL.map(|yardstick| difference(yardstick, own, held)),
        outcomes: (0..classes)
            .map(|class| share(own.iter().filter(|fate| fate.class == class).count()))
            .collect(),
        dead: dead(own, held).first(level),
    }
}

/// By how much a chance differs between branches of the same luck.
pub(super) fn difference(yardstick: Yardstick, own: &[Fate], other: &[Fate]) -> Estimate {
    let mut paired = PairedShare::default();
    for (own, other) in own.iter().zip(other) {
        paired.add(yardstick.holds(own), yardstick.holds(other));
    }
    paired.difference(Level::default())
}

/// The dead that are still to come, in branches of the same luck.
pub(super) fn dead(own: &[Fate], other: &[Fate]) -> PairedMean {
    let mut paired = PairedMean::default();
    let count = |dead: u64| i64::try_from(dead).unwrap_or(i64::MAX);
    for (own, other) in own.iter().zip(other) {
        paired.add(count(own.dead), count(other.dead));
    }
    paired
}
