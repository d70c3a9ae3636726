//! Which measures a program's runs have, in the order of every table.

use super::class::OutcomeClass;
use super::drawn;
use super::measure::{END_REASONS, Kind, Measure, Source};
use crate::engine::Program;
use crate::model::{EndForm, Scenario};

/// The measures of a program's runs: outcome first, then the course of the crisis, its cost, and last the drawn inputs.
pub fn dictionary(program: &Program) -> Vec<Measure> {
    let scenario = program.scenario();
    let mut list = Vec::new();
    ending(&mut list, scenario);
    force(&mut list, scenario);
    mediation(&mut list, scenario);
    costs(&mut list, scenario);
    pairs(&mut list, scenario);
    groups(&mut list, scenario);
    for (index, event) in scenario.events().iter().enumerate() {
        let key = format!("event_{}_day", event.key);
        let meaning = format!("day on which the event {} first occurred", event.name);
        list.push(measure(Source::EventDay(index), key, Kind::Time, "days", meaning));
    }
    for (index, key) in drawn::columns(program) {
        let meaning = format!("value that the run drew for {key}");
        list.push(measure(Source::Input(index), key, Kind::Real, "", meaning));
    }
    list
}

fn measure(
    source: Source,
    key: impl Into<String>,
    kind: Kind,
    unit: &'static str,
    meaning: impl Into<String>,
) -> Measure {
    Measure { key: key.into(), kind, unit, meaning: meaning.into(), categories: Vec::new(), source }
}

fn category(source: Source, key: &str, meaning: &str, categories: Vec<String>) -> Measure {
    Measure { categories, ..measure(source, key, Kind::Category, "", meaning) }
}

/// How far it went and how it ended. "In focus" means between the states in focus, or any two where the scenario names
/// none.
fn ending(list: &mut Vec<Measure>, scenario: &Scenario) {
    let outcomes = OutcomeClass::all(scenario).iter().map(|class| class.key().to_owned()).collect();
    let ends = END_REASONS.map(|end| end.key().to_owned()).to_vec();
    let rungs = scenario.ladder().iter().map(|rung| rung.key.clone()).collect();
    list.extend([
        category(Source::Outcome, "outcome", "class the run ended in: the first rule that matches", outcomes),
        category(Source::EndReason, "end_reason", "why the run ended", ends),
        measure(
            Source::EndDay,
            "end_day",
            Kind::Time,
            "days",
            "last day of the run; censored where the horizon cut the run off",
        ),
        category(
            Source::PeakRung,
            "peak_rung",
            "highest rung carried out in focus; undefined if there was none",
            rungs,
        ),
        measure(
            Source::PeakRungNumber,
            "peak_rung_number",
            Kind::Count,
            "rungs",
            "place of the highest rung carried out in focus, counted from 1 for the mildest; 0 if there was none",
        ),
    ]);
}

fn force(list: &mut Vec<Measure>, scenario: &Scenario) {
    let states = scenario.states().iter().map(|state| state.key.clone()).collect();
    list.extend([
        measure(
            Source::FirstStrikeDay,
            "first_strike_day",
            Kind::Time,
            "days",
            "day of the first violent act in focus whose author is known",
        ),
        category(
            Source::FirstStriker,
            "first_striker",
            "state that struck first in focus; undefined if nobody struck",
            states,
        ),
        measure(
            Source::Retaliated,
            "retaliated",
            Kind::Indicator,
            "",
            "whether the first strike was answered with violence on a later day; undefined if nobody struck",
        ),
        measure(
            Source::RetaliationDelay,
            "retaliation_delay_days",
            Kind::Days,
            "days",
            "days from the first strike to the first violent answer, where there was one",
        ),
        category(
            Source::ReplyRung,
            "reply_rung",
            "highest rung on which the side that was struck first acted towards the striker, for all to know, on a later day; \
             undefined without such an act",
            scenario.ladder().iter().map(|rung| rung.key.clone()).collect(),
        ),
        measure(Source::ViolentActs, "violent_acts", Kind::Count, "acts", "violent acts in focus"),
        measure(
            Source::ForceTurns,
            "force_turns",
            Kind::Count,
            "turns",
            "changes of the side that strikes, plus one; the largest over the pairs in focus",
        ),
        measure(
            Source::RuptureDays,
            "rupture_days",
            Kind::Days,
            "days",
            "days with a lasting posture in force in focus",
        ),
        measure(
            Source::FightingDays,
            "fighting_days",
            Kind::Days,
            "days",
            "days with a violent posture, campaign or war, in force in focus",
        ),
        measure(Source::WarDays, "war_days", Kind::Days, "days", "days with a war in force in focus"),
        measure(
            Source::LastViolentDay,
            "last_violent_day",
            Kind::Days,
            "days",
            "day of the last violence of the run in focus, where there was any",
        ),
        measure(
            Source::CrisisDays,
            "crisis_days",
            Kind::Time,
            "days",
            "days from the first strike to the last day in focus that was not calm; undefined if nobody struck",
        ),
        category(
            Source::EndForm,
            "end_form",
            "how the crisis ended between the side that struck first and the side it struck; undefined if nobody struck",
            EndForm::ALL.iter().map(|form| form.key().to_owned()).collect(),
        ),
    ]);
}

fn mediation(list: &mut Vec<Measure>, scenario: &Scenario) {
    let mediators = || scenario.mediators().iter().map(|mediator| mediator.key.clone()).collect();
    list.extend([
        measure(Source::Mediated, "mediated", Kind::Indicator, "", "whether mediation began in focus"),
        category(
            Source::Mediator,
            "mediator",
            "go-between accepted first in focus; undefined without mediation",
            mediators(),
        ),
        measure(
            Source::MediationDay,
            "mediation_day",
            Kind::Time,
            "days",
            "day the first mediation in focus began",
        ),
        measure(
            Source::Agreement,
            "agreement",
            Kind::Indicator,
            "",
            "whether a go-between brought about an agreement in focus",
        ),
        category(
            Source::AgreementBy,
            "agreement_by",
            "go-between that brought about the last one; undefined without an agreement",
            mediators(),
        ),
        measure(Source::AgreementDay, "agreement_day", Kind::Time, "days", "day of the last such agreement"),
    ]);
}

fn costs(list: &mut Vec<Measure>, scenario: &Scenario) {
    list.push(measure(
        Source::FatalitiesTotal,
        "fatalities_total",
        Kind::Count,
        "deaths",
        "deaths in all states, by acts, armed groups and events",
    ));
    for (index, state) in scenario.states().iter().enumerate() {
        let (key, name) = (&state.key, &state.name);
        list.extend([
            measure(
                Source::Military(index),
                format!("fatalities_{key}_military"),
                Kind::Count,
                "deaths",
                format!("soldiers of {name} killed"),
            ),
            measure(
                Source::Civilian(index),
                format!("fatalities_{key}_civilian"),
                Kind::Count,
                "deaths",
                format!("civilians of {name} killed"),
            ),
        ]);
    }
    for (index, state) in scenario.states().iter().enumerate() {
        list.push(measure(
            Source::PrestigeChange(index),
            format!("prestige_change_{}", state.key),
            Kind::Real,
            "share",
            format!(
                "change over the run of the standing at home (0 to 1) of the leadership of {}",
                state.name
            ),
        ));
    }
    for (index, mediator) in scenario.mediators().iter().enumerate() {
        list.push(measure(
            Source::MediatorPrestigeChange(index),
            format!("mediator_prestige_change_{}", mediator.key),
            Kind::Real,
            "share",
            format!("change over the run of the standing (0 to 1) of {} as a go-between", mediator.name),
        ));
    }
}

fn pairs(list: &mut Vec<Measure>, scenario: &Scenario) {
    for (index, &[there, _]) in scenario.pairs().iter().enumerate() {
        let relation = &scenario.relations()[there];
        let [a, b] = [relation.from, relation.to].map(|state| &scenario.states()[state]);
        let between = format!("between {} and {}", a.name, b.name);
        list.extend([
            measure(
                Source::PairViolentActs(index),
                format!("violent_acts_{}_{}", a.key, b.key),
                Kind::Count,
                "acts",
                format!("violent acts {between}"),
            ),
            measure(
                Source::PairForceTurns(index),
                format!("force_turns_{}_{}", a.key, b.key),
                Kind::Count,
                "turns",
                format!("changes of the side that strikes, plus one, {between}"),
            ),
        ]);
    }
}

fn groups(list: &mut Vec<Measure>, scenario: &Scenario) {
    for (index, group) in scenario.groups().iter().enumerate() {
        let (key, name) = (&group.key, &group.name);
        list.extend([
            measure(
                Source::GroupAttacks(index),
                format!("group_attacks_{key}"),
                Kind::Count,
                "attacks",
                format!("attacks by {name} of its own accord"),
            ),
            measure(
                Source::GroupStrikes(index),
                format!("group_strikes_{key}"),
                Kind::Count,
                "acts",
                format!("acts that struck {name} on its host's soil"),
            ),
            measure(
                Source::GroupCapacity(index),
                format!("group_capacity_{key}"),
                Kind::Real,
                "share",
                format!("capacity of {name} (0 to 1) at the end"),
            ),
        ]);
    }
}

#[cfg(test)]
mod tests;
