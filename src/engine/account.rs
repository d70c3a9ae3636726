//! The account between two states: what a blow leaves unanswered, and what it answers.
//!
//! The same rules serve the blow that is only imagined (anticipation) and the one that lands. **A proportionate
//! reply nearly closes the account**: this is what lets an exchange end after one round.

use super::by_lane::by_lane;
use super::inputs::Values;
use super::ladder::Blow;
use super::term::Stance;
use crate::lanes::Number;
use crate::model::DynamicsField as Field;

/// No more injury than this is carried, however many blows fall.
pub(crate) const LARGEST_INJURY: f32 = 1.5;

by_lane! {
/// What the accounts of a run go by.
pub(crate) struct Tariff {
    /// Injury per severity that is felt and seen.
    pub(crate) injury,
    /// Justification per injury.
    pub(crate) justification,
    /// Tension per severity felt.
    pub(crate) tension,
    /// Share of the other's injury that conciliation takes away.
    pub(crate) relief,
    /// Share of the other's grievance that conciliation takes away.
    pub(crate) forgiveness,
}
}

impl Tariff<f32> {
    pub(crate) fn read(values: &Values) -> Self {
        Self {
            injury: values.dynamics(Field::InjuryGain),
            justification: values.dynamics(Field::JustificationGain),
            tension: values.dynamics(Field::TensionGain),
            relief: values.dynamics(Field::ConciliationRelief),
            forgiveness: values.dynamics(Field::ConciliationGrievance),
        }
    }
}

/// What one blow does to the two accounts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Entry<V> {
    /// How much of the actor's own unanswered injury the blow answers.
    pub(crate) answered: V,
    /// How much unanswered injury it leaves with the target.
    pub(crate) injury: V,
}

/// A blow whose show at home is `home` and whose hurt is `hurt`, by an actor who has `owed` to answer, against a
/// target for whom a reply in kind closes the account by `proportionality`.
#[inline(always)]
pub(crate) fn enter<V: Number>(owed: V, home: V, hurt: V, proportionality: V) -> Entry<V> {
    let answered = owed.min(home);
    Entry { answered, injury: (hurt - proportionality * answered).max(V::zero()) }
}

/// How much a blow hurts a target that stops the share `stopped` of violence, before civilian deaths.
#[inline(always)]
pub(crate) fn hurt<V: Number>(tariff: &Tariff<V>, blow: &Blow<V>, stopped: V) -> V {
    tariff.injury * blow.felt * blow.public * (V::one() - stopped * blow.violent)
}

/// A blow as either side would imagine it: without noise, accident or casualties, and as far as it would be traced.
#[inline(always)]
pub(crate) fn struck<V: Number>(
    tariff: &Tariff<V>,
    blow: &Blow<V>,
    actor: &mut Stance<V>,
    target: &mut Stance<V>,
) {
    let hurt = hurt(tariff, blow, target.stopped);
    let entry = enter(actor.injury, blow.home, hurt, target.proportionality);
    let traced = V::one() - blow.deniable + blow.deniable * actor.traced;
    actor.injury -= entry.answered;
    target.injury = (target.injury + entry.injury * traced).min(V::splat(LARGEST_INJURY));
    let justification = tariff.justification * hurt * traced;
    target.justification = (target.justification + justification).min(V::one());
    let tension = (actor.tension + tariff.tension * blow.felt * traced).min(V::one());
    actor.tension = tension;
    target.tension = tension;
}

/// Conciliation as either side would imagine it: the other's account is eased.
#[inline(always)]
pub(crate) fn conciliated<V: Number>(tariff: &Tariff<V>, target: &mut Stance<V>) {
    target.injury *= V::one() - tariff.relief;
    target.grievance *= V::one() - tariff.forgiveness;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proportionate_reply_closes_the_account() {
        let entry = enter(0.68_f32, 0.68, 0.68, 1.0);
        assert_eq!(entry, Entry { answered: 0.68, injury: 0.0 });
    }

    #[test]
    fn only_the_excess_of_a_reply_is_a_new_injury() {
        let entry = enter(0.4_f32, 0.7, 0.7, 1.0);
        assert!((entry.answered - 0.4).abs() < 1e-6 && (entry.injury - 0.3).abs() < 1e-6);
    }

    #[test]
    fn without_proportionality_every_reply_is_a_fresh_injury() {
        assert!((enter(0.68_f32, 0.68, 0.68, 0.0).injury - 0.68).abs() < 1e-6);
    }
}
