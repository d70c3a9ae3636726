//! A mediator as a competing risk: every day it brings about a settlement with chance m; failing that, one side goes to
//! war with chance w.
//!
//! In continuous time P(settle) = m / (m + w). By days, with the settlement tried first, it is m / (m + w − mw), and the first
//! of the two comes after a geometric time with that denominator as its chance.

use offramp::engine::EndReason;

use crate::support::{NO_WEIGHTS, agrees_with_mean, agrees_with_probability, program, runs};

const RUNS: u64 = 20_000;
const SETTLES: f64 = 0.1;
const FIGHTS: f64 = 0.04;

/// The go-between is at work from day 0 on, since its offer is certain and so is its acceptance; agreements can come
/// from day 1 on.
fn scenario() -> String {
    // The final rung is the only act, and nobody conciliates: e⁻³⁰ stands for a chance of 0.
    let effort = -(FIGHTS / (1.0 - FIGHTS)).ln();
    let text = format!(
        r#"
        horizon_days = 3650
        ladder_base = "none"
        [ladder.end]
        severity = 1
        nuclear = true
        [states.a]
        nuclear = true
        precision = 1
        tempo = 1
        routine = 1
        foresight = 0
        [states.b]
        tempo = 0
        routine = 0
        [relations.a.b]
        reach = "end"
        tension = 1
        [relations.b.a]
        reach = "none"
        [mediators.envoy]
        initiative = 1
        stake = 1
        parties.a = {{ trust = 1 }}
        parties.b = {{ trust = 1 }}
        [mediation]
        offer_rate = 100
        accept_base = 60
        agreement_rate = {SETTLES}
        # No tension is left, so that nobody has to mediate again.
        agreement_relief = 1
        duration_days = 100000
        {NO_WEIGHTS}
        "#
    );
    text.replace("effort_fixed = 0", &format!("effort_fixed = {effort}"))
        .replace("reconciliation_base = 0", "reconciliation_base = -30")
}

#[test]
fn mediation_and_war_are_competing_risks() {
    let either = SETTLES + FIGHTS - SETTLES * FIGHTS;
    let (mut settled, mut open) = (0, 0);
    let mut waits = Vec::new();
    for record in runs(&program(&scenario()), 9, RUNS) {
        assert_eq!(record.mediation_day, Some(0));
        assert_eq!(record.end, EndReason::NuclearUse, "war comes in the end, if no agreement did");
        // On day 0 only war can come; the race proper begins on day 1.
        if record.end_day == 0 {
            continue;
        }
        open += 1;
        let agreed = record.agreement_day;
        settled += u64::from(agreed.is_some());
        waits.push(f64::from(agreed.unwrap_or(record.end_day)));
    }
    agrees_with_probability("war on day 0", RUNS - open, RUNS, FIGHTS);
    agrees_with_probability("settled first", settled, open, SETTLES / either);
    agrees_with_mean("first of the two", &waits, 1.0 / either);
}
