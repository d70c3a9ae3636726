//! The resolved scenario as JSON: every name and number that a run depends on, defaults included.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::model::{
    Deed, Event, Group, Input, Mediator, Mode, OwnOutcome, Quantity, Relation, Rule, Scenario, State, Trigger,
};

/// Where inputs came from, by path.
pub type Origins = BTreeMap<String, String>;

/// One text for one meaning: the resolved scenario without origins, in one line. Two files that mean the same give the
/// same text.
pub fn canonical(scenario: &Scenario) -> String {
    resolved(scenario, None).to_string()
}

/// BLAKE3 of the [canonical] text, in hexadecimal.
pub fn scenario_hash(scenario: &Scenario) -> String {
    blake3::hash(canonical(scenario).as_bytes()).to_hex().to_string()
}

/// The resolved scenario; with origins, if they are given.
pub fn resolved(scenario: &Scenario, origins: Option<&Origins>) -> Value {
    let state_key = |index: usize| scenario.states()[index].key.as_str();
    let keyed = |entries: Vec<(String, Value)>| Value::Object(entries.into_iter().collect::<Map<_, _>>());
    let ladder = scenario.ladder().iter().map(|rung| {
        json!({
            "key": rung.key, "violent": rung.violent, "lasting": rung.lasting, "deniable": rung.deniable,
            "nuclear": rung.nuclear, "against_group": rung.against_group,
        })
    });
    let states = scenario.states().iter().map(|one| (one.key.clone(), state(scenario, one)));
    let relations = scenario.relations().iter().map(|one| (one.key.clone(), relation(scenario, one)));
    let mediators = scenario.mediators().iter().map(|one| (one.key.clone(), mediator(scenario, one)));
    let groups = scenario.groups().iter().map(|one| (one.key.clone(), group(scenario, one)));
    let events = scenario.events().iter().map(|one| (one.key.clone(), event(scenario, one)));
    let inputs = scenario.inputs().iter().map(|one| (one.path.clone(), input(one, origins)));
    let mut resolved = json!({
        "title": scenario.title(),
        "description": scenario.description(),
        "start": scenario.calendar().start().map(|date| date.to_string()),
        "horizon_days": scenario.horizon_days(),
        "quiet_days": scenario.quiet_days(),
        "max_climb": scenario.max_climb(),
        "focus": scenario.focus().map(|focus| focus.map(state_key)),
        "ladder": ladder.collect::<Vec<_>>(),
        "states": keyed(states.collect()),
        "relations": keyed(relations.collect()),
        "groups": keyed(groups.collect()),
        "mediators": keyed(mediators.collect()),
        "events": keyed(events.collect()),
        "inputs": keyed(inputs.collect()),
    });
    if let (false, Value::Object(resolved)) = (scenario.outcomes().is_empty(), &mut resolved) {
        // A list, since their order counts.
        resolved.insert("outcomes".to_owned(), scenario.outcomes().iter().map(outcome).collect());
    }
    resolved
}

fn outcome(outcome: &OwnOutcome) -> Value {
    json!({
        "key": outcome.key, "name": outcome.name, "description": outcome.description, "when": outcome.when.text(),
    })
}

fn state(scenario: &Scenario, state: &State) -> Value {
    let rung = |index: usize| scenario.ladder()[index].key.as_str();
    let elections: Vec<_> = state.elections.iter().map(|election| json!({ "day": election.day })).collect();
    let script = state.script.iter().map(|act| {
        let (what, assured) = match act.deed {
            Deed::Conciliate => ("conciliate", false),
            Deed::Hold => ("hold", false),
            Deed::Act { rung: index, assured } => (rung(index), assured),
        };
        let toward = &scenario.states()[act.toward].key;
        json!({ "day": act.day, "toward": toward, "act": what, "assured": assured })
    });
    let policy = if state.is_played { "played" } else { state.rule.map_or("quantal", Rule::key) };
    let rungs = state.rungs.as_ref().map(|rungs| rungs.iter().map(|&index| rung(index)).collect::<Vec<_>>());
    json!({
        "name": state.name, "nuclear": state.nuclear, "foresight": state.foresight, "elections": elections,
        "policy": policy, "script": script.collect::<Vec<_>>(), "rungs": rungs,
    })
}

fn relation(scenario: &Scenario, relation: &Relation) -> Value {
    let rung = |index: usize| scenario.ladder()[index].key.as_str();
    let onlookers: Vec<_> =
        relation.onlookers.iter().map(|onlooker| scenario.states()[onlooker.state].key.as_str()).collect();
    let suspects: Vec<_> =
        relation.suspects.iter().map(|suspicion| scenario.states()[suspicion.state].key.as_str()).collect();
    json!({
        "reach": relation.reach.map_or("none", rung), "posture": relation.posture.map(rung), "onlookers": onlookers,
        "suspects": suspects,
    })
}

fn group(scenario: &Scenario, group: &Group) -> Value {
    let state = |state: usize| scenario.states()[state].key.as_str();
    let targets: Vec<_> = group.targets.iter().map(|target| state(target.state)).collect();
    json!({
        "name": group.name, "host": state(group.host), "sponsor": group.sponsor.map(state), "targets": targets,
    })
}

fn mediator(scenario: &Scenario, mediator: &Mediator) -> Value {
    let mode = match mediator.mode {
        Mode::Mediate => "mediate",
        Mode::Encourage => "encourage",
    };
    let rivals: Vec<_> =
        mediator.rivals.iter().map(|&rival| scenario.mediators()[rival].key.as_str()).collect();
    let parties: Vec<_> =
        mediator.parties.iter().map(|party| scenario.states()[party.state].key.as_str()).collect();
    json!({ "name": mediator.name, "mode": mode, "rivals": rivals, "parties": parties })
}

fn event(scenario: &Scenario, event: &Event) -> Value {
    let trigger = match event.trigger {
        Trigger::Day(day) => json!({ "day": day }),
        Trigger::Hazard(_) => json!("hazard_per_day"),
        Trigger::Rung { relation, rung } => json!({
            "relation": scenario.relations()[relation].key, "rung": scenario.ladder()[rung].key,
        }),
        Trigger::After { event, delay_days, occurred } => json!({
            "after": scenario.events()[event].key, "delay_days": delay_days, "occurred": occurred,
        }),
        Trigger::When { condition } => json!({ "when": scenario.conditions()[condition].text() }),
    };
    json!({ "name": event.name, "repeats": event.repeats, "trigger": trigger, "effects": event.effects.len() })
}

fn input(input: &Input, origins: Option<&Origins>) -> Value {
    let mut entry = match &input.quantity {
        Quantity::Fixed(value) => json!({ "value": value }),
        Quantity::Drawn(distribution) => json!({ "distribution": distribution.to_string() }),
    };
    let is_shared = input.quantity.is_drawn() && input.drawn_as() != input.path;
    if let (true, Value::Object(entry)) = (is_shared, &mut entry) {
        // Places with one knob or table take the same draw, so that the scenario is another than if each had its own.
        entry.insert("drawn_as".to_owned(), json!(input.drawn_as()));
    }
    if let (Some(origins), Value::Object(entry)) = (origins, &mut entry) {
        let otherwise = if input.given { "scenario" } else { "default" };
        let origin = origins.get(&input.path).map_or(otherwise, String::as_str);
        entry.insert("origin".to_owned(), json!(origin));
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::fixture::{RIVALS, program};

    fn hash(text: &str) -> String {
        scenario_hash(program(text).scenario())
    }

    #[test]
    fn a_knob_counts_only_where_it_is_drawn() {
        let tie = |knob: &str| {
            let text = RIVALS.replace("audience_cost = 0.8", "audience_cost = \"$x\"\ntempo = \"$x\"");
            hash(&format!("{text}\n[knobs]\nx = {knob}\n"))
        };
        let plain = |value: &str| {
            hash(&RIVALS.replace("audience_cost = 0.8", &format!("audience_cost = {value}\ntempo = {value}")))
        };
        assert_eq!(tie("0.8"), plain("0.8"));
        let drawn = "{ uniform = { low = 0, high = 1 } }";
        assert_ne!(tie(drawn), plain(drawn), "two draws are not one");
    }

    #[test]
    fn the_hash_is_of_the_meaning_not_of_the_text() {
        let spelt_out = RIVALS.replace("audience_cost = 0.8", "audience_cost = 0.80 # high\nprestige = 0.5");
        assert_eq!(hash(&spelt_out), hash(RIVALS), "a default written out means the same");
        for (from, to) in [
            ("audience_cost = 0.8", "audience_cost = 0.81"),
            ("reach = \"none\"", "reach = \"war\""),
            ("date = 3", "date = 4"),
            ("concentration = 8", "concentration = 9"),
            ("horizon_days = 60", "horizon_days = 61"),
            ("injury = { \"a.b\" = 0.5 }", "tension = { \"a.b\" = 0.5 }"),
        ] {
            assert!(RIVALS.contains(from));
            assert_ne!(hash(&RIVALS.replace(from, to)), hash(RIVALS), "{from} -> {to}");
        }
    }
}
