//! No parameter is dead: moving any one of them changes some run of a rich scenario under common random numbers.

use offramp::engine::{Program, RunKey, RunRecord, Silent, Workspace};
use offramp::model::{
    DynamicsField, GroupField, MediationField, MediatorField, PartyField, RelationField, RungField,
    StateField, TargetField, UtilityField,
};

use crate::support::{RICH, RULES, program, with};

/// A parameter that changes none of so many runs counts as dead. Most change one of the first few.
const RUNS: u64 = 600;

/// Moves a number well away from where it is, towards the side on which there is room.
fn moved(value: f64) -> f64 {
    if value == 0.0 { 0.3 } else { value * 0.25 }
}

/// Whether a run went differently, whatever it drew.
fn differs(a: &RunRecord, b: &RunRecord) -> bool {
    let without_inputs = |record: &RunRecord| RunRecord { inputs: Vec::new(), ..record.clone() };
    without_inputs(a) != without_inputs(b)
}

/// Whether any run of the two programs differs, played side by side until one does.
fn any_differs(a: &Program, b: &Program) -> bool {
    let (mut left, mut right) = (Workspace::new(a), Workspace::new(b));
    (0..RUNS)
        .map(|k| RunKey::new(1, k))
        .any(|key| differs(left.run(a, key, &mut Silent), right.run(b, key, &mut Silent)))
}

/// Of the fields of one table, those that can be moved without changing any run.
fn dead<'f>(table: &str, fields: impl Iterator<Item = &'f str>) -> Vec<String> {
    dead_with(&[], table, fields)
}

/// The same in a world with these changes.
fn dead_with<'f>(changes: &[&str], table: &str, fields: impl Iterator<Item = &'f str>) -> Vec<String> {
    let base = with(RICH, changes);
    let mut dead = Vec::new();
    for field in fields {
        let path = format!("{table}.{field}");
        let input = base.scenario().inputs().iter().find(|input| input.path == path);
        let value = input.unwrap_or_else(|| panic!("no input {path}")).quantity.central();
        let change = format!("{path}={}", moved(value));
        let changed = with(RICH, &[changes, &[&change]].concat());
        if !any_differs(&base, &changed) {
            dead.push(path);
        }
    }
    dead
}

#[test]
fn every_utility_weight_is_alive() {
    let none: [&str; 0] = [];
    assert_eq!(dead("utility", UtilityField::ALL.iter().map(|field| field.key())), none);
}

#[test]
fn every_number_of_the_dynamics_is_alive() {
    let none: [&str; 0] = [];
    assert_eq!(dead("dynamics", DynamicsField::ALL.iter().map(|field| field.key())), none);
}

#[test]
fn every_number_of_mediation_is_alive() {
    let none: [&str; 0] = [];
    assert_eq!(dead("mediation", MediationField::ALL.iter().map(|field| field.key())), none);
}

#[test]
fn every_number_of_states_and_relations_is_alive() {
    let none: [&str; 0] = [];
    // Two numbers are of those who go by rules, and have a test of their own.
    let of_rules = [StateField::Tremble, StateField::Generosity];
    let fields = || StateField::ALL.iter().filter(|field| !of_rules.contains(field)).map(|field| field.key());
    for state in ["states.aland", "states.borduria"] {
        assert_eq!(dead(state, fields()), none);
    }
    assert_eq!(dead("relations.aland.borduria", RelationField::ALL.iter().map(|field| field.key())), none);
    let onlookers = ["cathay"].into_iter();
    assert_eq!(dead("relations.aland.borduria.onlookers", onlookers), none);
    assert_eq!(dead("states.aland.elections.0", ["weight"].into_iter()), none);
}

#[test]
fn every_number_of_rules_is_alive() {
    let none: [&str; 0] = [];
    assert_eq!(
        dead_with(&RULES, "states.aland", ["tremble", "generosity", "precision", "resolve"].into_iter()),
        none
    );
    assert_eq!(dead_with(&RULES, "states.borduria", ["tremble", "tempo", "routine"].into_iter()), none);
    assert_eq!(dead_with(&RULES, "relations.aland.borduria.resolve_belief", ["mean"].into_iter()), none);
}

#[test]
fn every_number_of_rungs_is_alive() {
    let none: [&str; 0] = [];
    for rung in ["ladder.covert", "ladder.strike_group", "ladder.strike_state"] {
        assert_eq!(dead(rung, RungField::ALL.iter().map(|field| field.key())), none);
    }
}

#[test]
fn every_number_of_go_betweens_is_alive() {
    let none: [&str; 0] = [];
    for mediator in ["envoy", "elder"] {
        assert_eq!(
            dead(&format!("mediators.{mediator}"), MediatorField::ALL.iter().map(|field| field.key())),
            none
        );
        let party = format!("mediators.{mediator}.parties.aland");
        assert_eq!(dead(&party, PartyField::ALL.iter().map(|field| field.key())), none);
    }
    let encourager = ["initiative", "stake", "parties.borduria.leverage"].into_iter();
    assert_eq!(dead("mediators.friend", encourager), none);
}

#[test]
fn every_number_of_groups_and_suspicions_is_alive() {
    let none: [&str; 0] = [];
    let of_proxies = GroupField::ALL.iter().map(|field| field.key());
    assert_eq!(dead("groups.proxies", of_proxies), none);
    let unsponsored = GroupField::ALL.iter().map(|field| field.key());
    let unsponsored = unsponsored.filter(|key| !["control", "attribution.sponsor"].contains(key));
    assert_eq!(dead("groups.raiders", unsponsored), none);
    for target in ["groups.raiders.targets.aland", "groups.proxies.targets.borduria"] {
        assert_eq!(dead(target, TargetField::ALL.iter().map(|field| field.key())), none);
    }
    assert_eq!(dead("relations.borduria.aland.suspects", ["cathay"].into_iter()), none);
}

#[test]
fn every_number_of_events_is_alive() {
    let none: [&str; 0] = [];
    let base = program(RICH);
    let events = base.scenario().inputs().iter().filter(|input| input.path.starts_with("events."));
    let paths: Vec<&str> =
        events.filter(|input| input.given).map(|input| &input.path["events.".len()..]).collect();
    assert!(paths.len() > 10, "{paths:?}");
    assert_eq!(dead("events", paths.into_iter()), none);
}
