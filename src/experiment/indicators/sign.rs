//! The signs: what can be seen of a crisis by a certain day.

use crate::engine::Program;
use crate::model::{Event, Mode, Quantity, Scenario, Trigger};

/// Signs are looked for at the end of these days of the run, as far as it has them.
const DAYS: [u32; 5] = [1, 3, 7, 14, 30];
/// So many deaths, or more, are a sign.
const DEATHS: [u64; 3] = [1, 10, 100];

/// Something that can be seen by the end of a day. "In focus" means in the pair the scenario's `focus` names, or in any pair
/// without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// The first strike in focus has fallen.
    FirstStrike,
    /// The first that the side struck first did in reply was a strike.
    ViolentReply,
    /// The first that it did in reply was to conciliate.
    ConciliatoryReply,
    /// An act in focus has landed on this rung or a higher one.
    RungReached(usize),
    /// So many civilians or more have died, in all states.
    CivilianDeaths(u64),
    /// So many soldiers or more have died, in all states.
    MilitaryDeaths(u64),
    /// Any go-between has offered its good offices in focus.
    MediationOffered,
    /// This go-between has.
    MediationOfferedBy(usize),
    /// A mediation in focus, which takes an offer that both sides accept, has begun.
    MediationAccepted,
    /// One of this go-between has.
    MediationAcceptedOf(usize),
    /// This go-between has pressed the parties of a pair in focus towards direct talks.
    EncouragementBy(usize),
    /// A go-between has brought about an agreement in focus.
    Agreement,
    /// This armed group has attacked anybody.
    GroupAttack(usize),
    /// This event has occurred.
    Event(usize),
}

impl Sign {
    /// The name in files and tables.
    pub fn key(self) -> &'static str {
        match self {
            Self::FirstStrike => "first_strike",
            Self::ViolentReply => "first_reply_violent",
            Self::ConciliatoryReply => "first_reply_conciliatory",
            Self::RungReached(_) => "rung_reached",
            Self::CivilianDeaths(_) => "civilian_deaths",
            Self::MilitaryDeaths(_) => "military_deaths",
            Self::MediationOffered => "mediation_offered",
            Self::MediationOfferedBy(_) => "mediation_offered_by",
            Self::MediationAccepted => "mediation_accepted",
            Self::MediationAcceptedOf(_) => "mediation_accepted_of",
            Self::EncouragementBy(_) => "encouragement_by",
            Self::Agreement => "agreement",
            Self::GroupAttack(_) => "group_attack",
            Self::Event(_) => "event",
        }
    }

    /// What the sign is of: the key of a rung, go-between, armed group or event, or the number of deaths; `None` where it is
    /// of nothing in particular.
    pub fn subject(self, scenario: &Scenario) -> Option<String> {
        match self {
            Self::RungReached(rung) => Some(scenario.ladder()[rung].key.clone()),
            Self::CivilianDeaths(deaths) | Self::MilitaryDeaths(deaths) => Some(deaths.to_string()),
            Self::MediationOfferedBy(mediator)
            | Self::MediationAcceptedOf(mediator)
            | Self::EncouragementBy(mediator) => Some(scenario.mediators()[mediator].key.clone()),
            Self::GroupAttack(group) => Some(scenario.groups()[group].key.clone()),
            Self::Event(event) => Some(scenario.events()[event].key.clone()),
            Self::FirstStrike
            | Self::ViolentReply
            | Self::ConciliatoryReply
            | Self::MediationOffered
            | Self::MediationAccepted
            | Self::Agreement => None,
        }
    }
}

/// Every sign that is looked for in the runs of a program, in the order of the table.
pub(super) fn signs(program: &Program) -> Vec<Sign> {
    let scenario = program.scenario();
    let mut signs = vec![Sign::FirstStrike, Sign::ViolentReply, Sign::ConciliatoryReply];
    signs.extend((0..scenario.ladder().len()).map(Sign::RungReached));
    signs.extend(DEATHS.map(Sign::CivilianDeaths));
    signs.extend(DEATHS.map(Sign::MilitaryDeaths));
    let of_mode = |mode| {
        let mediators = scenario.mediators().iter().enumerate();
        mediators.filter(move |(_, mediator)| mediator.mode == mode).map(|(index, _)| index)
    };
    signs.push(Sign::MediationOffered);
    signs.extend(of_mode(Mode::Mediate).map(Sign::MediationOfferedBy));
    signs.push(Sign::MediationAccepted);
    signs.extend(of_mode(Mode::Mediate).map(Sign::MediationAcceptedOf));
    signs.extend(of_mode(Mode::Encourage).map(Sign::EncouragementBy));
    signs.push(Sign::Agreement);
    signs.extend((0..scenario.groups().len()).map(Sign::GroupAttack));
    let events = scenario.events().iter().enumerate().filter(|(_, event)| !is_certain(scenario, event));
    signs.extend(events.map(|(index, _)| Sign::Event(index)));
    signs
}

/// Whether an event occurs in every run that is long enough, and on the same day: it tells nothing.
fn is_certain(scenario: &Scenario, event: &Event) -> bool {
    let is_sure =
        matches!(scenario.inputs()[event.probability.index()].quantity, Quantity::Fixed(p) if p >= 1.0);
    is_sure && matches!(event.trigger, Trigger::Day(_))
}

/// The days at whose end signs are looked for.
pub(super) fn days(program: &Program) -> Vec<u32> {
    DAYS.into_iter().filter(|&day| day < program.scenario().horizon_days()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::fixture::{RIVALS, program};

    #[test]
    fn what_is_certain_is_no_sign_and_days_beyond_the_horizon_are_left_out() {
        let rivals = program(RIVALS);
        let events = |program: &Program| {
            let events = signs(program).into_iter().filter(|sign| matches!(sign, Sign::Event(_)));
            events.filter_map(|sign| sign.subject(program.scenario())).collect::<Vec<_>>()
        };
        assert_eq!(events(&rivals), ["never"]);
        assert_eq!(
            events(&program(&RIVALS.replace("date = 3\neffects", "hazard_per_day = 0.1\neffects"))),
            ["bomb", "never"]
        );
        assert_eq!(days(&rivals), DAYS);
        assert_eq!(days(&program(&RIVALS.replace("horizon_days = 60", "horizon_days = 14"))), [1, 3, 7]);
    }

    #[test]
    fn a_sign_and_what_it_is_of_occur_once() {
        let rivals = program(RIVALS);
        let mut names: Vec<_> =
            signs(&rivals).iter().map(|sign| (sign.key(), sign.subject(rivals.scenario()))).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
