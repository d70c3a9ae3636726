//! Nulls: what has no weight or no means has no effect, to the last bit.

use crate::support::{Log, RIVALS, canonical, program, run, runs, with};

const RUNS: u64 = 100;

/// Asserts that with `nulled` set, runs are the same whether or not `changes` are made too, and that without it
/// they are not: else the test would say nothing.
#[track_caller]
fn irrelevant(nulled: &[&str], changes: &[&str]) {
    let both = |nulled: &[&str]| {
        let changed: Vec<&str> = nulled.iter().chain(changes).copied().collect();
        [with(RIVALS, nulled), with(RIVALS, &changed)].map(|program| runs(&program, 1, RUNS))
    };
    let [plain, changed] = both(nulled);
    assert_eq!(plain, changed, "{changes:?} with {nulled:?}");
    let [plain, changed] = both(&[]);
    assert_ne!(plain, changed, "{changes:?} has no effect even without {nulled:?}");
}

#[test]
fn without_weight_on_coercion_grievances_are_idle() {
    irrelevant(&["utility.coercion=0"], &["relations.aland.borduria.grievance=0.9"]);
}

#[test]
fn without_weight_on_reprisal_nobody_minds_the_answer() {
    let changes = [
        "relations.aland.borduria.resolve_belief.mean=0.9",
        "states.aland.power=5",
        "states.aland.resolve=0.1",
        "states.borduria.foresight=0",
        "dynamics.belief_weight=1.5",
    ];
    for change in changes {
        irrelevant(&["utility.reprisal=0"], &[change]);
    }
}

#[test]
fn without_weight_on_ties_and_reconciliation_ties_are_idle() {
    irrelevant(&["utility.ties=0", "utility.reconciliation=0"], &["relations.aland.borduria.ties=0.9"]);
}

#[test]
fn without_weight_on_audience_and_humiliation_audiences_are_idle() {
    irrelevant(&["utility.audience=0", "utility.humiliation=0"], &["states.borduria.audience_cost=1.8"]);
}

#[test]
fn without_weight_on_precedent_onlookers_are_idle() {
    // Cathay looks on, but has no relation of its own in which to draw conclusions.
    let text = format!("{RIVALS}[states.cathay]\n");
    let played = |weight: &str, eyes: &str| runs(&with(&text, &[weight, eyes]), 1, RUNS);
    let (open, shut) =
        ("relations.borduria.aland.onlookers.cathay=0.9", "relations.borduria.aland.onlookers.cathay=0");
    assert_eq!(played("utility.precedent=0", open), played("utility.precedent=0", shut));
    assert_ne!(played("utility.precedent=1", open), played("utility.precedent=1", shut));
}

#[test]
fn without_weight_on_nuclear_risk_the_others_weapons_are_idle() {
    // The weapons themselves are out of reach in both.
    let reach = ["relations.aland.borduria.reach=\"war\"", "relations.borduria.aland.reach=\"war\""];
    let played =
        |weight: &str, nuclear: &str| runs(&with(RIVALS, &[reach[0], reach[1], weight, nuclear]), 1, RUNS);
    let armed = "states.borduria.nuclear=true";
    let unarmed = "states.borduria.nuclear=false";
    assert_eq!(played("utility.nuclear_risk=0", armed), played("utility.nuclear_risk=0", unarmed));
    assert_ne!(played("utility.nuclear_risk=3", armed), played("utility.nuclear_risk=3", unarmed));
}

#[test]
fn without_weight_on_weariness_wars_do_not_tire() {
    // Bitter rivals, so that there is a war to tire of.
    let played = |weight: &str, gain: &str| {
        let ties = ["relations.aland.borduria.ties=0", "relations.borduria.aland.ties=0"];
        runs(&with(RIVALS, &[ties[0], ties[1], weight, gain]), 1, RUNS)
    };
    let (little, much) = ("dynamics.weariness_gain=0.02", "dynamics.weariness_gain=0.5");
    assert_eq!(played("utility.weariness=0", little), played("utility.weariness=0", much));
    assert_ne!(played("utility.weariness=1", little), played("utility.weariness=1", much));
}

#[test]
fn without_weight_on_learning_beliefs_stand_still() {
    let largest_move = |weight: &str| {
        let program = with(RIVALS, &[weight]);
        let mut largest = 0.0_f32;
        for k in 0..20 {
            let mut log = Log::of(&program);
            run(&program, 1, k, &mut log);
            for evening in &log.evenings {
                for (now, first) in evening.believed_resolve.iter().zip(&log.evenings[0].believed_resolve) {
                    largest = largest.max((now - first).abs());
                }
            }
        }
        largest
    };
    assert!(largest_move("dynamics.belief_weight=0") < 1e-5);
    assert!(largest_move("dynamics.belief_weight=0.5") > 0.05);
}

/// Asserts that a go-between at work leaves everything but its own affairs as it is without one.
#[track_caller]
fn idle(go_between: &str, at_work: bool) {
    let (alone, mediated) = (program(RIVALS), program(&format!("{RIVALS}\n{go_between}")));
    let mut mediations = 0;
    for (alone_record, mediated_record) in runs(&alone, 1, RUNS).iter().zip(&runs(&mediated, 1, RUNS)) {
        mediations += u32::from(mediated_record.mediator.is_some());
        let mediated_record = canonical(&mediated, mediated_record);
        for (name, value) in canonical(&alone, alone_record) {
            if name != "mediator" {
                assert_eq!(
                    mediated_record.get(&name),
                    Some(&value),
                    "run {}: {name}",
                    alone_record.replicate
                );
            }
        }
    }
    assert_eq!(mediations > 0, at_work);
}

const PARTIES: &str = "
parties.aland = { trust = 0.9, leverage = 0 }
parties.borduria = { trust = 0.9, leverage = 0 }
";

#[test]
fn a_mediator_who_can_neither_lend_face_nor_press_nor_bring_about_anything() {
    let envoy = format!(
        "[mediation]\nface = 0\nagreement_rate = 0\n[mediators.envoy]\ninitiative = 1\nstake = 1\n{PARTIES}"
    );
    idle(&envoy, true);
}

#[test]
fn a_mediator_whom_nobody_trusts_and_who_has_no_leverage() {
    let parties = PARTIES.replace("trust = 0.9", "trust = 0");
    // Accepted all the same, since the parties accept anybody.
    idle(
        &format!("[mediation]\naccept_base = 50\n[mediators.envoy]\ninitiative = 1\nstake = 1\n{parties}"),
        true,
    );
}

#[test]
fn a_mediator_without_initiative_or_stake() {
    idle(&format!("[mediators.envoy]\ninitiative = 0\nstake = 1\n{PARTIES}"), false);
    idle(&format!("[mediators.envoy]\ninitiative = 1\nstake = 0\n{PARTIES}"), false);
}

#[test]
fn an_encourager_without_leverage() {
    idle(&format!("[mediators.envoy]\nmode = \"encourage\"\ninitiative = 1\nstake = 1\n{PARTIES}"), false);
}
