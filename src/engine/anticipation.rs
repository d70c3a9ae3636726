//! What answer a state expects: the other's own choice, imagined one level of foresight down.
//!
//! Quantal level-k (Stahl & Wilson 1994). At foresight 0 a reply of half the act's severity is expected. Above it,
//! the reply is the mean over i's belief of j's choice probabilities, computed with i's act on j's account.

use super::account::{self, Tariff};
use super::belief::PerType;
use super::choice::{PerAlternative, Seat};
use super::ladder::{Blow, CONCILIATE, MAX_ALTERNATIVES};
use super::reaction::{Imagined, Reactions};
use super::term::Theta;
use crate::lanes::Number;

/// Share of an act's severity that a state without foresight expects back.
const MYOPIC_REPLY: f32 = 0.5;

/// What holds for every exchange of a run: weights, tariffs and what the alternatives amount to.
#[derive(Debug, Clone)]
pub(crate) struct Rules<V> {
    pub(crate) theta: Theta<V>,
    pub(crate) tariff: Tariff<V>,
    pub(crate) blows: Vec<Blow<V>>,
}

/// A pair of seats, seen from one of them, with what each side thinks of the other's resolve.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exchange<'a, V> {
    pub(crate) own: Seat<'a, V>,
    pub(crate) other: Seat<'a, V>,
    /// What the other side thinks of the resolve of this one: probabilities of the types.
    pub(crate) about_own: &'a PerType<V>,
    /// What this side thinks of the resolve of the other.
    pub(crate) about_other: &'a PerType<V>,
}

impl<V: Number> Exchange<'_, V> {
    /// The same exchange seen from the other side, after this side did `alternative`.
    #[inline(always)]
    pub(super) fn after(&self, rules: &Rules<V>, alternative: usize) -> Self {
        let (mut own, mut other) = (self.own, self.other);
        if alternative == CONCILIATE {
            account::conciliated(&rules.tariff, &mut other.stance);
        } else {
            let blow = self.own.blow(&rules.blows, alternative);
            account::struck(&rules.tariff, blow, &mut own.stance, &mut other.stance);
        }
        Self { own: other, other: own, about_own: self.about_other, about_other: self.about_own }
    }
}

/// How far a state looks ahead.
pub(crate) trait Foresight {
    /// Whether what was done makes a difference to the answers expected.
    const SEES_ACTS: bool;

    /// Writes down the expected severity of the other's next act, for each of the own alternatives.
    fn replies<V: Number>(rules: &Rules<V>, exchange: &Exchange<'_, V>, replies: &mut PerAlternative<V>);
}

/// Foresight 0: half of what was dealt out comes back.
#[derive(Debug)]
pub(crate) struct Myopic;

/// One level above another: the other's choice is imagined with that other level of foresight.
#[derive(Debug)]
pub(crate) struct Above<F>(std::marker::PhantomData<F>);

impl Foresight for Myopic {
    const SEES_ACTS: bool = false;

    #[inline(always)]
    fn replies<V: Number>(rules: &Rules<V>, exchange: &Exchange<'_, V>, replies: &mut PerAlternative<V>) {
        for alternative in exchange.own.menu.open.all() {
            replies[alternative] = V::splat(MYOPIC_REPLY) * exchange.own.blow(&rules.blows, alternative).felt;
        }
    }
}

impl<F: Foresight> Foresight for Above<F> {
    const SEES_ACTS: bool = true;

    /// The reply is the mean over what is believed of the other's resolve.
    #[inline(always)]
    fn replies<V: Number>(rules: &Rules<V>, exchange: &Exchange<'_, V>, replies: &mut PerAlternative<V>) {
        let theta = &rules.theta;
        let mut reactions = Reactions::new();
        let mut masses = [V::zero(); MAX_ALTERNATIVES];
        let mut of_standing = [V::zero(); MAX_ALTERNATIVES];
        let mut utilities = [V::zero(); MAX_ALTERNATIVES];
        exchange.other.utilities_of_standing(theta, &rules.blows, &mut of_standing);
        for alternative in exchange.own.menu.open.all() {
            let replier = exchange.after(rules, alternative);
            let seat = &replier.own;
            if F::SEES_ACTS || alternative == CONCILIATE {
                F::replies(rules, &replier, &mut reactions.replies);
                reactions.settle(theta, seat);
            }
            seat.utilities_before_reprisal(theta, &rules.blows, &of_standing, &mut utilities);
            let (blows, believed) = (&rules.blows, replier.about_own);
            let imagined =
                Imagined { theta, blows, seat, before: &utilities, reactions: &reactions, believed };
            replies[alternative] = imagined.expected_severity(&mut masses);
        }
    }
}
