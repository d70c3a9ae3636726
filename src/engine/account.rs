//! The account between two states: what a blow leaves unanswered, and what it answers.
//!
//! The same rules serve the blow that is only imagined (anticipation) and the one that lands. **A proportionate
//! reply nearly closes the account**: this is what lets an exchange end after one round.

use super::inputs::Values;
use super::ladder::Blow;
use super::term::Stance;
use crate::model::DynamicsField as Field;

/// No more injury than this is carried, however many blows fall.
pub(crate) const LARGEST_INJURY: f32 = 1.5;

/// What one blow does to the two accounts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Entry {
    /// How much of the actor's own unanswered injury the blow answers.
    pub(crate) answered: f32,
    /// How much unanswered injury it leaves with the target.
    pub(crate) injury: f32,
}

/// A blow whose show at home is `home` and whose hurt is `hurt`, by an actor who has `owed` to answer, against a
/// target for whom a reply in kind closes the account by `proportionality`.
pub(crate) fn enter(owed: f32, home: f32, hurt: f32, proportionality: f32) -> Entry {
    let answered = owed.min(home);
    Entry { answered, injury: (hurt - proportionality * answered).max(0.0) }
}

/// How much a blow hurts a target that stops the share `stopped` of violence, before civilian deaths.
pub(crate) fn hurt(values: &Values, blow: &Blow, stopped: f32) -> f32 {
    let public = if blow.severity > 0.0 { blow.seen / blow.severity } else { 0.0 };
    values.dynamics(Field::InjuryGain) * blow.felt * public * (1.0 - stopped * blow.violent)
}

/// A blow as either side would imagine it: without noise, accident or casualties, and as far as it would be traced.
pub(crate) fn struck(values: &Values, blow: &Blow, actor: &mut Stance, target: &mut Stance) {
    let hurt = hurt(values, blow, target.stopped);
    let entry = enter(actor.injury, blow.home, hurt, target.proportionality);
    actor.injury -= entry.answered;
    target.injury = (target.injury + entry.injury * blow.traced).min(LARGEST_INJURY);
    let justification = values.dynamics(Field::JustificationGain) * hurt * blow.traced;
    target.justification = (target.justification + justification).min(1.0);
    let tension = (actor.tension + values.dynamics(Field::TensionGain) * blow.felt * blow.traced).min(1.0);
    actor.tension = tension;
    target.tension = tension;
}

/// Conciliation as either side would imagine it: the other's account is eased.
pub(crate) fn conciliated(values: &Values, target: &mut Stance) {
    target.injury *= 1.0 - values.dynamics(Field::ConciliationRelief);
    target.grievance *= 1.0 - values.dynamics(Field::ConciliationGrievance);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proportionate_reply_closes_the_account() {
        let entry = enter(0.68, 0.68, 0.68, 1.0);
        assert_eq!(entry, Entry { answered: 0.68, injury: 0.0 });
    }

    #[test]
    fn only_the_excess_of_a_reply_is_a_new_injury() {
        let entry = enter(0.4, 0.7, 0.7, 1.0);
        assert!((entry.answered - 0.4).abs() < 1e-6 && (entry.injury - 0.3).abs() < 1e-6);
    }

    #[test]
    fn without_proportionality_every_reply_is_a_fresh_injury() {
        assert!((enter(0.68, 0.68, 0.68, 0.0).injury - 0.68).abs() < 1e-6);
    }
}
