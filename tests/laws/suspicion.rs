//! Suspicion of collusion: null without belief, and what belief does.

use offramp::engine::RunRecord;

use super::paired::{Paired, indicator};
use crate::support::{Log, RIVALS, agrees_with_probability, relation, run, runs, with};

const RUNS: u64 = 200;

/// Borduria holds much against Cathay, and suspects that Aland acts in collusion with it. Cathay cannot act.
fn suspicious() -> String {
    format!(
        "{RIVALS}\n[states.cathay]\n[relations.borduria.cathay]\ngrievance = 0.8\nreach = \"none\"\n\
         [relations.cathay.borduria]\nreach = \"none\"\n"
    )
    .replace("[relations.borduria.aland]", "[relations.borduria.aland]\nsuspects = { cathay = 1 }")
}

const NEVER: &str = "relations.borduria.aland.suspects.cathay=0";

/// The same, but Borduria can act against Cathay.
fn able() -> String {
    suspicious().replacen("grievance = 0.8\nreach = \"none\"", "grievance = 0.3", 1)
}

fn same(one: &[&str], other: &[&str]) -> bool {
    runs(&with(&able(), one), 1, RUNS) == runs(&with(&able(), other), 1, RUNS)
}

#[test]
fn what_is_not_believed_moves_nothing() {
    let without = suspicious().replace("suspects = { cathay = 1 }", "");
    let played = |text: &str, changes: &[&str]| runs(&with(text, changes), 1, RUNS);
    assert_eq!(played(&without, &[]), played(&suspicious(), &[NEVER]));
    assert_ne!(played(&without, &[]), played(&suspicious(), &[]));
}

#[test]
fn without_spill_and_resentment_a_belief_is_idle() {
    let (spill, resentment) = ("dynamics.suspicion_spill=0", "dynamics.suspicion_grievance=0");
    assert!(same(&[NEVER, spill, resentment], &[spill, resentment]));
    assert!(!same(&[NEVER, spill], &[spill]) && !same(&[NEVER, resentment], &[resentment]));
}

#[test]
fn a_run_believes_with_the_given_probability() {
    // Belief shows in the grievance against the suspected accomplice after a blow.
    let base = suspicious();
    let changes = ["relations.borduria.aland.suspects.cathay=0.3", "dynamics.suspicion_spill=0"];
    let program = with(&base, &changes);
    let cathay = relation(&program, "borduria.cathay");
    let (mut struck, mut believed) = (0, 0);
    for k in 0..1000 {
        let mut log = Log::of(&program);
        let record = run(&program, 1, k, &mut log);
        let first = record
            .first_strike
            .filter(|first| program.scenario().relations()[first.relation].key == "aland.borduria");
        if first.is_some() {
            struck += 1;
            let held = |day: usize| log.evenings[day].grievance[cathay];
            believed += u64::from((0..log.evenings.len()).any(|day| held(day) > 0.801));
        }
    }
    assert!(struck > 200, "{struck}");
    agrees_with_probability("runs that believe", believed, struck, 0.3);
}

#[test]
fn who_suspects_collusion_answers_more() {
    // The blow is an event, so that it is the same in both.
    let struck = r#"
horizon_days = 30
focus = ["aland", "borduria"]
[states.aland]
[states.borduria]
audience_cost = 0.2
[states.cathay]
[relations.aland.borduria]
reach = "none"
[relations.borduria.aland]
grievance = 0.3
ties = 0.3
suspects = { cathay = 0 }
[relations.borduria.cathay]
grievance = 0.6
reach = "none"
[events.blow]
date = 0
effects = [{ injury = { "borduria.aland" = 0.54 } }, { justification = { "borduria.aland" = 0.16 } }, { tension = { "borduria.aland" = 0.43 } }]
"#;
    let pairs = Paired::play(struck, &[], &["relations.borduria.aland.suspects.cathay=1"]);
    pairs.compare(|record: &RunRecord| Some(indicator(record.first_strike.is_some()))).is_more("answers");
}

#[test]
fn a_blow_by_the_suspect_sours_relations_with_the_accomplice() {
    let share = |share: &str| format!("dynamics.suspicion_grievance={share}");
    let fixed = ["dynamics.suspicion_spill=0", "utility.coercion=2", "relations.borduria.cathay.ties=0"];
    let (none, much) = (share("0"), share("1.5"));
    let (before, after) = ([&fixed[..], &[&none]].concat(), [&fixed[..], &[&much]].concat());
    let pairs = Paired::play(&able(), &before, &after);
    let against_cathay = |record: &RunRecord| {
        let all: u32 = record.pair_violent_acts.iter().sum();
        Some(f64::from(all - record.violent_acts))
    };
    pairs.compare(against_cathay).is_more("violence against the suspected accomplice");
}
