//! What conditions may speak of: every name with its unit and its meaning.

use crate::model::EndForm;

/// What the condition of an event can read on a morning: how things stood at the end of the day before (on day 0, at the
/// start). Indices are those of the scenario's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Morning {
    /// Number of the day that begins.
    Day,
    /// Tension of a relation's pair.
    Tension(usize),
    /// Unanswered injury of a relation.
    Injury(usize),
    /// Grievance of a relation.
    Grievance(usize),
    /// Cordiality of a relation.
    Cordiality(usize),
    /// Justification of a relation.
    Justification(usize),
    /// Mean of what a relation's `from` believes of the resolve of its `to`.
    BelievedResolve(usize),
    /// Severity of the posture in force in a relation.
    Posture(usize),
    /// Whether a mediation is under way in a relation's pair.
    Mediated(usize),
    /// Whether a relation's `from` is known to have used force against its `to`.
    Struck(usize),
    /// Prestige of a state.
    Prestige(usize),
    /// Need of a state to show strength.
    Need(usize),
    /// War weariness of a state.
    Weariness(usize),
    /// Deaths of a state so far.
    Dead(usize),
    /// Violent acts in focus so far.
    ViolentActs,
    /// Turns of force in focus so far.
    ForceTurns,
    /// Capacity of an armed group.
    Capacity(usize),
    /// Attacks of an armed group so far.
    GroupAttacks(usize),
    /// Whether an event has occurred.
    Occurred(usize),
    /// The value of an input in this run.
    Input(usize),
}

/// What the condition of an outcome class can read at the end of a run: its measures. Indices are those of the scenario's
/// lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Whether the run ended as settled.
    Settled,
    /// Whether it ended by nuclear use.
    NuclearUsed,
    /// Last day of the run.
    EndDay,
    /// Place of the highest rung in focus on the ladder, from 1; 0 for none.
    PeakRungNumber,
    /// Whether this rung or a higher one was carried out in focus.
    Reached(usize),
    /// Whether there was a first strike in focus.
    Struck,
    /// Day of the first strike.
    FirstStrikeDay,
    /// Whether this state struck first.
    FirstStriker(usize),
    /// Whether the first strike was answered with violence.
    Retaliated,
    /// Days from the first strike to the answer.
    RetaliationDelay,
    /// Whether the side that was struck first carried out this rung or a higher one against the striker.
    Replied(usize),
    /// Days from the first strike to the last that was not calm.
    CrisisDays,
    /// Whether the crisis ended in this form.
    EndForm(EndForm),
    /// Violent acts in focus.
    ViolentActs,
    /// Turns of force in focus.
    ForceTurns,
    /// Whether a relation's `from` is known to have used force against its `to`.
    StruckIn(usize),
    /// Days with a lasting posture in force in focus.
    RuptureDays,
    /// Days with a violent posture in force in focus.
    FightingDays,
    /// Days with a war in force in focus.
    WarDays,
    /// Day of the last violence in focus.
    LastViolentDay,
    /// Whether a mediation began in focus.
    Mediated,
    /// Whether this go-between was the first accepted in focus.
    Mediator(usize),
    /// Day that mediation began.
    MediationDay,
    /// Whether there was an agreement in focus.
    Agreement,
    /// Whether this go-between brought about the last agreement.
    AgreementBy(usize),
    /// Day of that agreement.
    AgreementDay,
    /// Deaths in all states.
    FatalitiesTotal,
    /// Deaths of a state.
    Dead(usize),
    /// Soldiers of a state killed.
    Military(usize),
    /// Civilians of a state killed.
    Civilian(usize),
    /// Change of a state's prestige.
    PrestigeChange(usize),
    /// Change of a go-between's standing.
    MediatorPrestigeChange(usize),
    /// Violent acts between a pair.
    PairViolentActs(usize),
    /// Turns of force between a pair.
    PairForceTurns(usize),
    /// Attacks of an armed group.
    GroupAttacks(usize),
    /// Blows at an armed group.
    GroupStrikes(usize),
    /// Capacity of an armed group at the end.
    GroupCapacity(usize),
    /// Whether an event occurred.
    Occurred(usize),
    /// Day on which an event first occurred.
    EventDay(usize),
    /// The value of an input in this run.
    Input(usize),
}

/// A name that conditions may use, as the documents show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The name; what is in capitals stands for names of the scenario.
    pub pattern: &'static str,
    /// Its unit; empty for pure numbers, `yes or no` for what is true or false.
    pub unit: &'static str,
    /// What it says.
    pub meaning: &'static str,
}

/// What the capitals in a pattern stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// There are none.
    Run,
    State,
    Relation,
    /// A pair, the state that comes first in the alphabet first.
    Pair,
    Mediator,
    Rung,
    Group,
    Event,
    /// The path of a number.
    Input,
}

impl Of {
    /// How a pattern shows it.
    pub(crate) fn capitals(self) -> &'static str {
        match self {
            Self::Run => "",
            Self::State => "STATE",
            Self::Relation => "A.B",
            Self::Pair => "A_B",
            Self::Mediator => "MEDIATOR",
            Self::Rung => "RUNG",
            Self::Group => "GROUP",
            Self::Event => "EVENT",
            Self::Input => "PATH",
        }
    }
}

/// A word, and what it means to the engine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<Q: 'static> {
    pub(crate) word: Word,
    pub(crate) of: Of,
    pub(crate) quantity: fn(usize) -> Q,
}

const fn entry<Q>(
    pattern: &'static str,
    unit: &'static str,
    meaning: &'static str,
    of: Of,
    quantity: fn(usize) -> Q,
) -> Entry<Q> {
    Entry { word: Word { pattern, unit, meaning }, of, quantity }
}

const YES_NO: &str = "yes or no";

/// The words of a morning.
#[rustfmt::skip]
pub(crate) const MORNINGS: &[Entry<Morning>] = &[
    entry("day", "days", "number of the day that begins, from 0", Of::Run, |_| Morning::Day),
    entry("tension.A.B", "0 to 1", "tension between the two, either way round", Of::Relation, Morning::Tension),
    entry("injury.A.B", "0 to 1.5", "what A has suffered from B and not answered", Of::Relation, Morning::Injury),
    entry("grievance.A.B", "0 to 1", "what A holds against B", Of::Relation, Morning::Grievance),
    entry("cordiality.A.B", "0 to 1", "what the relation to B is worth to A now", Of::Relation, Morning::Cordiality),
    entry("justification.A.B", "0 to 1", "right of A to answer to B, in others' eyes", Of::Relation, Morning::Justification),
    entry("believed_resolve.A.B", "0 to 1", "mean resolve that A ascribes to B", Of::Relation, Morning::BelievedResolve),
    entry("posture.A.B", "0 to 1", "severity of the lasting rung that A has in force against B; 0 for none", Of::Relation, Morning::Posture),
    entry("mediated.A.B", YES_NO, "a mediation between the two is under way", Of::Relation, Morning::Mediated),
    entry("struck.A.B", YES_NO, "A is known to have used force against B", Of::Relation, Morning::Struck),
    entry("prestige.STATE", "0 to 1", "standing at home of its leadership", Of::State, Morning::Prestige),
    entry("need.STATE", "0 to 1.5", "its need to show strength", Of::State, Morning::Need),
    entry("weariness.STATE", "0 to 1", "its war weariness", Of::State, Morning::Weariness),
    entry("dead.STATE", "deaths", "its deaths so far, soldiers and civilians, those of events included", Of::State, Morning::Dead),
    entry("violent_acts", "acts", "violent acts in focus so far", Of::Run, |_| Morning::ViolentActs),
    entry("force_turns", "turns", "turns of force so far, the largest over the pairs in focus", Of::Run, |_| Morning::ForceTurns),
    entry("capacity.GROUP", "0 to 1", "how able the armed group is to attack", Of::Group, Morning::Capacity),
    entry("group_attacks.GROUP", "attacks", "attacks of the armed group so far", Of::Group, Morning::GroupAttacks),
    entry("occurred.EVENT", YES_NO, "the event has occurred", Of::Event, Morning::Occurred),
    entry("PATH", "its own", "value of any number of the scenario in this run, e.g. `states.iran.resolve`", Of::Input, Morning::Input),
];

/// The words of the end of a run.
#[rustfmt::skip]
pub(crate) const ENDINGS: &[Entry<Ending>] = &[
    entry("settled", YES_NO, "the crisis settled", Of::Run, |_| Ending::Settled),
    entry("nuclear_used", YES_NO, "nuclear weapons were used, by anyone", Of::Run, |_| Ending::NuclearUsed),
    entry("end_day", "days", "last day of the run, also where the horizon cut it off", Of::Run, |_| Ending::EndDay),
    entry("peak_rung_number", "rungs", "place of the highest rung carried out in focus, counted from 1 for the mildest; 0 for none", Of::Run, |_| Ending::PeakRungNumber),
    entry("reached.RUNG", YES_NO, "that rung or a higher one was carried out in focus", Of::Rung, Ending::Reached),
    entry("struck", YES_NO, "there was a first strike in focus", Of::Run, |_| Ending::Struck),
    entry("first_strike_day", "days", "day of the first strike in focus; undefined without one", Of::Run, |_| Ending::FirstStrikeDay),
    entry("first_striker.STATE", YES_NO, "that state struck first in focus", Of::State, Ending::FirstStriker),
    entry("retaliated", YES_NO, "the first strike was answered with violence on a later day", Of::Run, |_| Ending::Retaliated),
    entry("retaliation_delay_days", "days", "days from the first strike to the answer; undefined without one", Of::Run, |_| Ending::RetaliationDelay),
    entry("replied.RUNG", YES_NO, "the side that was struck first carried out that rung or a higher one against the striker on a later day, for all to know", Of::Rung, Ending::Replied),
    entry("crisis_days", "days", "days from the first strike to the last that was not calm, also where the horizon cut it off; undefined without a strike", Of::Run, |_| Ending::CrisisDays),
    entry("ended_by_agreement", YES_NO, "the crisis after the first strike ended by a go-between's agreement", Of::Run, |_| Ending::EndForm(EndForm::Agreement)),
    entry("ended_imposed", YES_NO, "it ended after a war, without an agreement", Of::Run, |_| Ending::EndForm(EndForm::Imposed)),
    entry("ended_jointly", YES_NO, "it ended by conciliation of both sides together", Of::Run, |_| Ending::EndForm(EndForm::Joint)),
    entry("ended_tacitly", YES_NO, "it ended by conciliation of both sides, each on its own", Of::Run, |_| Ending::EndForm(EndForm::Tacit)),
    entry("ended_one_sidedly", YES_NO, "it ended by conciliation of one side", Of::Run, |_| Ending::EndForm(EndForm::Unilateral)),
    entry("ended_faded", YES_NO, "it ended without a step of either side", Of::Run, |_| Ending::EndForm(EndForm::Faded)),
    entry("ended_unsettled", YES_NO, "it had not ended at the horizon or before nuclear use", Of::Run, |_| Ending::EndForm(EndForm::Unsettled)),
    entry("violent_acts", "acts", "violent acts in focus", Of::Run, |_| Ending::ViolentActs),
    entry("force_turns", "turns", "changes of the side that strikes, plus one; the largest over the pairs in focus", Of::Run, |_| Ending::ForceTurns),
    entry("struck.A.B", YES_NO, "A is known to have used force against B, in focus or not", Of::Relation, Ending::StruckIn),
    entry("rupture_days", "days", "days with a lasting posture in force in focus", Of::Run, |_| Ending::RuptureDays),
    entry("fighting_days", "days", "days with a campaign or a war in force in focus", Of::Run, |_| Ending::FightingDays),
    entry("war_days", "days", "days with a war in force in focus", Of::Run, |_| Ending::WarDays),
    entry("last_violent_day", "days", "day of the last violence in focus; undefined without any", Of::Run, |_| Ending::LastViolentDay),
    entry("mediated", YES_NO, "a mediation began in focus", Of::Run, |_| Ending::Mediated),
    entry("mediator.MEDIATOR", YES_NO, "that go-between was accepted first in focus", Of::Mediator, Ending::Mediator),
    entry("mediation_day", "days", "day the first mediation in focus began; undefined without one", Of::Run, |_| Ending::MediationDay),
    entry("agreement", YES_NO, "a go-between brought about an agreement in focus", Of::Run, |_| Ending::Agreement),
    entry("agreement_by.MEDIATOR", YES_NO, "that go-between brought about the last one", Of::Mediator, Ending::AgreementBy),
    entry("agreement_day", "days", "day of the last agreement; undefined without one", Of::Run, |_| Ending::AgreementDay),
    entry("fatalities_total", "deaths", "deaths in all states", Of::Run, |_| Ending::FatalitiesTotal),
    entry("dead.STATE", "deaths", "its deaths, soldiers and civilians", Of::State, Ending::Dead),
    entry("fatalities_STATE_military", "deaths", "its soldiers killed", Of::State, Ending::Military),
    entry("fatalities_STATE_civilian", "deaths", "its civilians killed", Of::State, Ending::Civilian),
    entry("prestige_change_STATE", "share", "change over the run of the standing at home of its leadership", Of::State, Ending::PrestigeChange),
    entry("mediator_prestige_change_MEDIATOR", "share", "change over the run of its standing as a go-between", Of::Mediator, Ending::MediatorPrestigeChange),
    entry("violent_acts_A_B", "acts", "violent acts between the two", Of::Pair, Ending::PairViolentActs),
    entry("force_turns_A_B", "turns", "changes of the side that strikes, plus one, between the two", Of::Pair, Ending::PairForceTurns),
    entry("group_attacks_GROUP", "attacks", "attacks of the armed group", Of::Group, Ending::GroupAttacks),
    entry("group_strikes_GROUP", "acts", "acts that struck the group", Of::Group, Ending::GroupStrikes),
    entry("group_capacity_GROUP", "0 to 1", "capacity of the group at the end", Of::Group, Ending::GroupCapacity),
    entry("occurred.EVENT", YES_NO, "the event occurred", Of::Event, Ending::Occurred),
    entry("event_EVENT_day", "days", "day on which the event first occurred; undefined if it did not", Of::Event, Ending::EventDay),
    entry("PATH", "its own", "value of any number of the scenario in this run, e.g. `states.iran.resolve`", Of::Input, Ending::Input),
];

/// The names that conditions of events may use.
pub fn morning_words() -> impl Iterator<Item = Word> {
    MORNINGS.iter().map(|entry| entry.word)
}

/// The names that conditions of outcome classes may use.
pub fn ending_words() -> impl Iterator<Item = Word> {
    ENDINGS.iter().map(|entry| entry.word)
}
