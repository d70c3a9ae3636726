//! Daily hazards give geometric waiting times, thinned by the event's probability; what follows an event follows it by
//! exactly the delay.

use offramp::engine::Program;

use crate::support::{agrees_with_mean, agrees_with_probability, fits, program, runs};

const RUNS: u64 = 20_000;
/// 30 % within 14 days.
const HAZARD: f64 = 0.025_154_987_1;

/// Two states that do nothing, and an event that ends the run on the day after it occurred.
fn waiting(trigger: &str) -> Program {
    program(&format!(
        "
        horizon_days = 3650
        quiet_days = 1
        [states.a]
        tempo = 0
        routine = 0
        [states.b]
        tempo = 0
        routine = 0
        [relations.a.b]
        [events.wait]
        {trigger}
        effects = [{{ tension = {{ \"a.b\" = 0.001 }} }}]
        "
    ))
}

fn days_waited(program: &Program, seed: u64) -> Vec<u32> {
    let event = program.scenario().events().iter().position(|event| event.key == "wait").unwrap();
    runs(program, seed, RUNS).iter().map(|record| record.event_day[event].unwrap()).collect()
}

fn check_geometric(what: &str, days: &[u32], chance: f64) {
    // Day 0 is the first on which it can happen, so the mean number of days *before* it is (1 − h) / h.
    let waits: Vec<f64> = days.iter().map(|&day| f64::from(day)).collect();
    agrees_with_mean(what, &waits, (1.0 - chance) / chance);
    let probabilities: Vec<f64> = (0..150).map(|day| chance * (1.0 - chance).powi(day)).collect();
    let mut counts = vec![0; probabilities.len() + 1];
    for &day in days {
        counts[(day as usize).min(probabilities.len())] += 1;
    }
    fits(what, &counts, &probabilities);
}

#[test]
fn a_hazard_waits_geometrically() {
    let days = days_waited(&waiting(&format!("hazard_per_day = {HAZARD}")), 2);
    check_geometric("hazard", &days, HAZARD);
    let within_fortnight = days.iter().filter(|&&day| day < 14).count() as u64;
    agrees_with_probability("within 14 days", within_fortnight, RUNS, 0.3);
}

#[test]
fn a_repeating_hazard_is_thinned_by_its_probability() {
    let days = days_waited(&waiting("hazard_per_day = 0.1\nprobability = 0.4\nrepeats = true"), 3);
    check_geometric("thinned hazard", &days, 0.04);
}

#[test]
fn what_follows_an_event_follows_after_the_delay() {
    let program = program(
        r#"
        horizon_days = 400
        [states.a]
        [states.b]
        [relations.a.b]
        reach = "none"
        [relations.b.a]
        reach = "none"
        [events.first]
        hazard_per_day = 0.1
        probability = 0.5
        [events.then]
        after = { event = "first", delay_days = 5 }
        [events.otherwise]
        after = { event = "first", delay_days = 2, occurred = false }
        "#,
    );
    let event = |key| program.scenario().events().iter().position(|event| event.key == key).unwrap();
    let (first, then, otherwise) = (event("first"), event("then"), event("otherwise"));
    let mut occurred = 0;
    for record in runs(&program, 4, 2_000) {
        assert_eq!(record.event_day[then], record.event_day[first].map(|day| day + 5));
        // The event was due in every run, and does not repeat: what did not occur was a failure.
        assert_ne!(record.event_day[first].is_some(), record.event_day[otherwise].is_some());
        occurred += u64::from(record.event_day[first].is_some());
    }
    agrees_with_probability("occurred when due", occurred, 2_000, 0.5);
}
