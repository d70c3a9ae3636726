//! The dictionary of measures: every number and name that is kept of a run, with its unit and its meaning.

use super::class::OutcomeClass;
use crate::engine::{EndReason, Program, RunRecord};
use crate::model::EndForm;

/// What sort of quantity a measure is, and so how it is summarised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One of a few names: summarised by the share of each.
    Category,
    /// A whole number of things: mean, spread and quantiles.
    Count,
    /// A whole number of days: likewise.
    Days,
    /// A day by which something may not have happened when the run ended: Kaplan–Meier, never averaged.
    Time,
    /// Yes or no: summarised by the share of yes.
    Indicator,
    /// A real number: mean, spread and quantiles.
    Real,
}

impl Kind {
    /// The name in the manifest.
    pub fn key(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Count => "count",
            Self::Days => "days",
            Self::Time => "time",
            Self::Indicator => "indicator",
            Self::Real => "real",
        }
    }
}

/// A measure of one run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// Which of the measure's [categories](Measure::categories).
    Category(usize),
    /// A number of things or of days.
    Whole(i64),
    /// A day; if not `observed`, what was waited for had not happened by then.
    Time {
        /// The day it happened, or the last day on which it had not.
        day: u32,
        /// Whether it happened.
        observed: bool,
    },
    /// Yes or no.
    Indicator(bool),
    /// A real number.
    Real(f64),
}

/// A measure: what it is called, what it means, and how it is read off a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Name in files and tables: `snake_case`, with the unit where there is one; for inputs the parameter's address.
    pub key: String,
    /// What sort of quantity it is.
    pub kind: Kind,
    /// Its unit; empty for pure numbers and names.
    pub unit: &'static str,
    /// What it says.
    pub meaning: String,
    /// The names a [`Kind::Category`] can take; empty otherwise.
    pub categories: Vec<String>,
    pub(super) source: Source,
}

/// Where in a record a measure is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Outcome,
    EndReason,
    EndDay,
    PeakRung,
    PeakRungNumber,
    FirstStrikeDay,
    FirstStriker,
    Retaliated,
    RetaliationDelay,
    ReplyRung,
    CrisisDays,
    EndForm,
    ViolentActs,
    ForceTurns,
    RuptureDays,
    FightingDays,
    WarDays,
    LastViolentDay,
    Mediated,
    Mediator,
    MediationDay,
    Agreement,
    AgreementBy,
    AgreementDay,
    FatalitiesTotal,
    Military(usize),
    Civilian(usize),
    PrestigeChange(usize),
    MediatorPrestigeChange(usize),
    PairViolentActs(usize),
    PairForceTurns(usize),
    GroupAttacks(usize),
    GroupStrikes(usize),
    GroupCapacity(usize),
    EventDay(usize),
    Input(usize),
}

impl Measure {
    /// Whether it is an input the run drew, rather than a result.
    pub fn is_input(&self) -> bool {
        matches!(self.source, Source::Input(_))
    }

    /// The index among the scenario's inputs, if it is an input.
    pub(super) fn input(&self, program: &Program) -> Option<usize> {
        match self.source {
            Source::Input(index) => program.drawn_inputs().nth(index),
            _ => None,
        }
    }

    /// Reads the measure off a run; `None` where it is undefined (a delay without a reply).
    ///
    /// A time that did not come is given as not observed by the scenario's last day, whether the horizon cut the run
    /// off or it ended before: a crisis that has settled will not see it either. So the curve of a time is the share of
    /// *all* runs that have seen it by a day. Only `end_day` itself is cut off by the horizon alone.
    pub fn read(&self, program: &Program, record: &RunRecord) -> Option<Value> {
        self.source.read(program, record)
    }
}

impl Source {
    /// Reads what stands here off a run: see [`Measure::read`].
    pub(super) fn read(self, program: &Program, record: &RunRecord) -> Option<Value> {
        let scenario = program.scenario();
        let time = |day: Option<u32>| {
            let last = scenario.horizon_days() - 1;
            Some(Value::Time { day: day.unwrap_or(last), observed: day.is_some() })
        };
        let whole = |number: u32| Some(Value::Whole(i64::from(number)));
        let dead = |count: u64| Some(Value::Whole(count as i64));
        match self {
            Source::Outcome => Some(Value::Category(OutcomeClass::place(scenario, record))),
            Source::EndReason => Some(Value::Category(position(&END_REASONS, record.end))),
            Source::EndDay => {
                Some(Value::Time { day: record.end_day, observed: record.end != EndReason::Horizon })
            }
            Source::PeakRung => record.peak_rung.map(Value::Category),
            Source::PeakRungNumber => whole(record.peak_rung.map_or(0, |rung| rung as u32 + 1)),
            Source::FirstStrikeDay => time(record.first_strike.map(|strike| strike.day)),
            Source::FirstStriker => {
                record.first_strike.map(|strike| Value::Category(scenario.relations()[strike.relation].from))
            }
            Source::Retaliated => {
                record.first_strike.map(|_| Value::Indicator(record.retaliation_delay.is_some()))
            }
            Source::RetaliationDelay => record.retaliation_delay.and_then(whole),
            Source::ReplyRung => record.reply_rung.map(Value::Category),
            Source::CrisisDays => record.crisis_days.map(|day| {
                let observed = record.end_form != Some(EndForm::Unsettled);
                Value::Time { day, observed }
            }),
            Source::EndForm => record.end_form.map(|form| Value::Category(position(&EndForm::ALL, form))),
            Source::ViolentActs => whole(record.violent_acts),
            Source::ForceTurns => whole(record.force_turns),
            Source::RuptureDays => whole(record.rupture_days),
            Source::FightingDays => whole(record.fighting_days),
            Source::WarDays => whole(record.war_days),
            Source::LastViolentDay => record.last_violent_day.and_then(whole),
            Source::Mediated => Some(Value::Indicator(record.mediation_day.is_some())),
            Source::Mediator => record.mediator.map(Value::Category),
            Source::MediationDay => time(record.mediation_day),
            Source::Agreement => Some(Value::Indicator(record.agreement_day.is_some())),
            Source::AgreementBy => record.agreement_by.map(Value::Category),
            Source::AgreementDay => time(record.agreement_day),
            Source::FatalitiesTotal => {
                dead(record.dead.iter().map(|dead| dead.military + dead.civilian).sum())
            }
            Source::Military(state) => dead(record.dead[state].military),
            Source::Civilian(state) => dead(record.dead[state].civilian),
            Source::PrestigeChange(state) => Some(Value::Real(f64::from(record.prestige_change[state]))),
            Source::MediatorPrestigeChange(mediator) => {
                Some(Value::Real(f64::from(record.mediator_prestige_change[mediator])))
            }
            Source::PairViolentActs(pair) => whole(record.pair_violent_acts[pair]),
            Source::PairForceTurns(pair) => whole(record.pair_force_turns[pair]),
            Source::GroupAttacks(group) => whole(record.group_attacks[group]),
            Source::GroupStrikes(group) => whole(record.group_strikes[group]),
            Source::GroupCapacity(group) => Some(Value::Real(f64::from(record.group_capacity[group]))),
            Source::EventDay(event) => time(record.event_day[event]),
            Source::Input(index) => Some(Value::Real(f64::from(record.inputs[index]))),
        }
    }
}

/// Why runs end, in the order of tables.
pub(super) const END_REASONS: [EndReason; 3] =
    [EndReason::Settled, EndReason::NuclearUse, EndReason::Horizon];

fn position<T: PartialEq + Copy>(all: &[T], one: T) -> usize {
    all.iter().position(|&other| other == one).unwrap_or(0)
}
