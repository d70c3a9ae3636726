//! A person in a state's seat: a game against the model.
//!
//! A game is a pure function of the program, the seed, the number of the run, the seat, and the [`Move`]s that were made ([`SeatGame`]). Going
//! on is playing again from day 0 with the decisions so far, up to the next day on which there is something to decide; so there is no state to
//! freeze, and nothing to take back but a move. Everybody else, and nature, play by the model on the luck of that run.
//!
//! What the person is shown goes through [`Situation`] and [`News`], which leave out what the state does not know. [`Advice`] plays each option on
//! with other luck; [`Debrief`] looks back, with nothing left out.

mod advice;
mod branch;
mod debrief;
mod game;
mod news;
mod saved;
mod situation;

pub use advice::{Advice, AdviceError, Forecast, MOST_BRANCHES, Yardstick};
pub use debrief::{Debrief, DebriefPlan, Difference, Judged, Place, Twin};
pub use game::{Decision, Move, NoSeat, SeatGame, SeatKey, Turn, WrongMove};
pub use news::{Item, News};
pub(crate) use saved::deed;
pub use saved::{SavedGame, SavedGameError, SavedMove};
pub use situation::Situation;

#[cfg(test)]
mod tests;
