//! What answer a state expects: the other's own choice, imagined one level of foresight down.
//!
//! Quantal level-k (Stahl & Wilson 1994). At foresight 0 a reply of half the act's severity is expected. Above it,
//! the reply is the mean over i's belief of j's choice probabilities, computed with i's act on j's account.

use super::account;
use super::belief::{Belief, TYPES};
use super::choice::{PerAlternative, Seat, probabilities};
use super::inputs::RunInputs;
use super::ladder::{CONCILIATE, MAX_ALTERNATIVES};

/// Share of an act's severity that a state without foresight expects back.
const MYOPIC_REPLY: f32 = 0.5;

/// A pair of seats, seen from one of them, with what each side thinks of the other's resolve.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exchange {
    pub(crate) own: Seat,
    pub(crate) other: Seat,
    /// What the other side thinks of the resolve of this one.
    pub(crate) about_own: Belief,
    /// What this side thinks of the resolve of the other.
    pub(crate) about_other: Belief,
}

impl Exchange {
    /// The same exchange seen from the other side, after this side did `alternative`.
    fn after(&self, inputs: &RunInputs, alternative: usize) -> Self {
        let (mut own, mut other) = (self.own, self.other);
        if alternative == CONCILIATE {
            account::conciliated(&inputs.values, &mut other.stance);
        } else {
            let blow = own.blow(&inputs.ladder.blows, alternative);
            account::struck(&inputs.values, &blow, &mut own.stance, &mut other.stance);
        }
        Self { own: other, other: own, about_own: self.about_other, about_other: self.about_own }
    }
}

/// Expected severity of the other's next act, for each of the own alternatives.
pub(crate) fn expected_replies(inputs: &RunInputs, exchange: &Exchange, foresight: u8) -> PerAlternative {
    let blows = &inputs.ladder.blows;
    let mut replies = [0.0; MAX_ALTERNATIVES];
    for alternative in exchange.own.feasible.all() {
        replies[alternative] = if foresight == 0 {
            MYOPIC_REPLY * exchange.own.blow(blows, alternative).felt
        } else {
            expected_reply(inputs, &exchange.after(inputs, alternative), foresight - 1)
        };
    }
    replies
}

/// Expected severity of the next act by the side that is to move, whose resolve the other side only believes in.
fn expected_reply(inputs: &RunInputs, replier: &Exchange, foresight: u8) -> f32 {
    let blows = &inputs.ladder.blows;
    let seat = &replier.own;
    let utilities = seat.utilities_before_reprisal(&inputs.theta, blows);
    let replies = expected_replies(inputs, replier, foresight);
    let mut expected = 0.0;
    for (&resolve, &believed) in TYPES.iter().zip(&replier.about_own) {
        let probability = probabilities(&inputs.theta, blows, seat, &utilities, &replies, resolve);
        let severity: f32 = seat
            .feasible
            .all()
            .map(|alternative| probability[alternative] * seat.blow(blows, alternative).severity)
            .sum();
        expected += believed * severity;
    }
    expected
}
