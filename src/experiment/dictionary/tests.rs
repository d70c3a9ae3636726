use std::collections::BTreeSet;

use super::*;
use crate::engine::{RunKey, Silent, Workspace};
use crate::experiment::Value;
use crate::experiment::fixture::{RIVALS, program};

#[test]
fn keys_are_unique_and_every_measure_says_what_it_is() {
    let list = dictionary(&program(RIVALS));
    let keys: BTreeSet<_> = list.iter().map(|measure| &measure.key).collect();
    assert_eq!(keys.len(), list.len());
    assert!(list.iter().all(|measure| !measure.meaning.is_empty()));
    for key in [
        "outcome",
        "first_strike_day",
        "fatalities_a_civilian",
        "prestige_change_b",
        "mediator_prestige_change_m",
        "violent_acts_a_b",
        "event_bomb_day",
        "states.a.resolve",
    ] {
        assert!(keys.contains(&key.to_owned()), "{key}");
    }
}

#[test]
fn values_are_of_their_kind_and_names_within_their_list() {
    let program = program(RIVALS);
    let mut workspace = Workspace::new(&program);
    for replicate in 0..200 {
        let record = workspace.run(&program, RunKey::new(1, replicate), &mut Silent);
        for measure in dictionary(&program) {
            let Some(value) = measure.read(&program, record) else { continue };
            let fits = match (measure.kind, value) {
                (Kind::Category, Value::Category(index)) => index < measure.categories.len(),
                (Kind::Count | Kind::Days, Value::Whole(number)) => number >= 0,
                (Kind::Time, Value::Time { day, .. }) => day < program.scenario().horizon_days(),
                (Kind::Indicator, Value::Indicator(_)) => true,
                (Kind::Real, Value::Real(number)) => number.is_finite(),
                _ => false,
            };
            assert!(fits, "{} in run {replicate}", measure.key);
        }
    }
}

#[test]
fn what_did_not_happen_is_undefined_or_censored_never_zero() {
    let program = program(RIVALS);
    let mut workspace = Workspace::new(&program);
    let list = dictionary(&program);
    let named = |key: &str| list.iter().find(|measure| measure.key == key).unwrap();
    let mut seen = [false; 2];
    for replicate in 0..200 {
        let record = workspace.run(&program, RunKey::new(1, replicate), &mut Silent);
        let read = |key| named(key).read(&program, record);
        let never = Some(Value::Time { day: 59, observed: false });
        assert_eq!(read("event_never_day"), never);
        let struck = record.first_strike.is_some();
        seen[usize::from(struck)] = true;
        assert_eq!(read("first_strike_day") == never, !struck);
        assert_eq!(read("retaliated").is_some(), struck);
        assert_eq!(read("first_striker").is_some(), struck);
        assert_eq!(read("retaliation_delay_days").is_some(), record.retaliation_delay.is_some());
    }
    assert_eq!(seen, [true, true], "the fixture has runs with and without a strike");
}
