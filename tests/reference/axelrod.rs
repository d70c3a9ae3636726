//! The policies against Axelrod's players of the same name (`axelrod_vectors.py`): an act on the only rung is to defect, to hold is to
//! cooperate, and both sides move every day.
//!
//! Axelrod's noise turns a move over with the chance ε. Here a state trembles with the chance `tremble`, and then weighs. Where weighing is
//! the toss of a fair coin, half of what trembles comes out as it would have: so a tremble of 2 ε is a noise of ε.

use offramp::engine::Program;
use serde_json::Value;

use super::vectors;
use crate::support::{Log, NO_WEIGHTS, agrees_with_mean, program, run};

/// One blow, answered in full by another, that never fades: so that nothing but the rules counts.
const GAME: &str = r#"
quiet_days = 365
ladder_base = "none"
[ladder.blow]
severity = 0.6
violent = true
[dynamics]
severity_noise = 0
injury_half_life_days = 1000000
[relations.a.b]
[relations.b.a]
"#;

/// A state that moves every day, and does not stop any of a blow.
fn state(key: &str, policy: &str, more: &str) -> String {
    format!(
        "[states.{key}]\ntempo = 1\nroutine = 1\ndefence = 0\nproportionality = 1\npolicy = \"{policy}\"\n{more}\n"
    )
}

/// A state that defects on the days that say so.
fn scripted(key: &str, sequence: &str, more: &str) -> String {
    let other = if key == "a" { "b" } else { "a" };
    let days = sequence.chars().enumerate().filter(|(_, action)| *action == 'D').map(|(day, _)| day);
    let acts: Vec<String> =
        days.map(|day| format!("{{ date = {day}, toward = \"{other}\", act = \"blow\" }}")).collect();
    state(key, "scripted", &format!("{more}\nscript = [{}]", acts.join(", ")))
}

/// The moves in both relations, `a.b` first, day by day: true for a blow.
fn moves(program: &Program, seed: u64, replicate: u64) -> Vec<[bool; 2]> {
    let mut log = Log::of(program);
    run(program, seed, replicate, &mut log);
    let days = usize::try_from(program.scenario().horizon_days()).unwrap();
    assert_eq!(log.decisions.len(), 2 * days, "both sides decide every day");
    let mut moves = vec![[false; 2]; days];
    for decision in &log.decisions {
        moves[usize::try_from(decision.day).unwrap()][decision.relation] = decision.chosen > 1;
        assert_ne!(decision.chosen, 0, "nobody conciliates");
    }
    moves
}

fn answers(policy: &str, sequence: &str) -> String {
    let states = scripted("a", sequence, "") + &state("b", policy, "");
    let program = program(&format!("horizon_days = {}\n{GAME}{states}", sequence.len()));
    moves(&program, 1, 0).iter().map(|[_, answer]| if *answer { 'D' } else { 'C' }).collect()
}

#[test]
fn rules_answer_scripts_as_their_namesakes_do() {
    let vectors = vectors("axelrod_vectors.json");
    let rows = vectors["answers"].as_array().unwrap();
    assert!(rows.len() >= 30);
    for row in rows {
        let text = |key: &str| row[key].as_str().unwrap();
        assert_eq!(answers(text("rule"), text("sequence")), text("answer"), "{row}");
    }
}

#[test]
fn who_always_retaliates_plays_tit_for_tat_where_a_blow_pays_for_a_blow() {
    let vectors = vectors("axelrod_vectors.json");
    let rows = vectors["answers"].as_array().unwrap().iter().filter(|row| row["rule"] == "tit_for_tat");
    let mut compared = 0;
    for row in rows {
        let text = |key: &str| row[key].as_str().unwrap();
        assert_eq!(answers("always_retaliate", text("sequence")), text("answer"), "{row}");
        compared += 1;
    }
    assert!(compared >= 10);
}

#[test]
fn with_noise_the_shares_of_all_four_states_are_those_of_the_markov_chain() {
    let vectors = vectors("axelrod_vectors.json");
    let rows = vectors["noisy"].as_array().unwrap();
    assert!(rows.len() >= 20);
    for row in rows {
        let noise = row["noise"].as_f64().unwrap();
        noisy_game(row, noise, vectors["generosity"].as_f64().unwrap());
    }
}

/// A game of two rules with noise: days after the first are as if the game had always gone on.
fn noisy_game(row: &Value, noise: f64, generosity: f64) {
    const DAYS: usize = 200;
    const FIRST: usize = 60;
    const RUNS: u64 = 80;
    let tremble = format!("tremble = {}\ngenerosity = {generosity}", 2.0 * noise);
    let player = |key: &str, policy: &Value| match policy.as_str().unwrap() {
        "scripted" => scripted(key, &"D".repeat(DAYS), &tremble),
        policy => state(key, policy, &tremble),
    };
    let states = player("a", &row["one"]) + &player("b", &row["other"]);
    // A fair coin: neither side gains or loses anything by a blow, and conciliation is out of the question.
    let coin = NO_WEIGHTS.replace("conciliation_effort = 0", "conciliation_effort = 1000000");
    let program = program(&format!("horizon_days = {DAYS}\n{GAME}{coin}{states}"));
    let mut shares = vec![Vec::new(); 4];
    for replicate in 0..RUNS {
        let mut counts = [0_u32; 4];
        for [one, other] in &moves(&program, 3, replicate)[FIRST..] {
            counts[usize::from(*one) * 2 + usize::from(*other)] += 1;
        }
        for (shares, count) in shares.iter_mut().zip(counts) {
            shares.push(f64::from(count) / (DAYS - FIRST) as f64);
        }
    }
    for (state, (shares, exact)) in shares.iter().zip(row["exact"].as_array().unwrap()).enumerate() {
        agrees_with_mean(&format!("{row}: state {state}"), shares, exact.as_f64().unwrap());
    }
}
