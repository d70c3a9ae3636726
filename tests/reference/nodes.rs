//! Games of other people's making, played node by node with the engine's own choice: a state that has one act to choose, and to whom that act
//! is worth as much more than holding as the node says. What is anticipated is put in by hand, since a scenario cannot say what each branch is
//! worth: so these are tests of the choice, in runs of one day, against the quantal response equilibria that Gambit works out.

use serde_json::Value;

use super::vectors;
use crate::support::{Log, NO_WEIGHTS, program, run, within};

/// The probability with which a state of this precision acts, if acting gains it so much over holding.
fn acts(precision: f64, gain: f64) -> f64 {
    let weights = NO_WEIGHTS
        .replace("effort_fixed = 0", &format!("effort_fixed = {:.9}", -gain))
        .replace("conciliation_effort = 0", "conciliation_effort = 1000000");
    let text = format!(
        r#"
horizon_days = 1
ladder_base = "none"
[ladder.act]
severity = 0.5
lasting = true
[states.a]
precision = {precision}
tempo = 1
routine = 1
[states.b]
[relations.a.b]
tension = 0.5
{weights}"#
    );
    let program = program(&text);
    let mut log = Log::of(&program);
    run(&program, 1, 0, &mut log);
    let decision = log.decisions.iter().find(|decision| decision.relation == 0).unwrap();
    f64::from(decision.probability[2])
}

/// Probabilities of the four moves of Signorino's crisis game by backward induction: the first challenges, the second fights if challenged, the
/// second fights if not, the first fights at the end.
fn sequential(precision: f64) -> [f64; 4] {
    const WAR: (f64, f64) = (-0.28, -0.68);
    let first_fights = acts(precision, WAR.0 - -1.0);
    let after_fight =
        (first_fights * WAR.0 - (1.0 - first_fights), first_fights * WAR.1 + (1.0 - first_fights));
    let if_challenged = acts(precision, WAR.1 - -1.0);
    let if_not = acts(precision, after_fight.1 - 0.0);
    let challenge = if_challenged * WAR.0 + (1.0 - if_challenged);
    [acts(precision, challenge - if_not * after_fight.0), if_challenged, if_not, first_fights]
}

#[test]
fn the_sequential_crisis_game_is_played_as_gambit_plays_it() {
    let vectors = vectors("gambit_vectors.json");
    let rows = vectors["sequential"].as_array().unwrap();
    assert!(rows.len() >= 5);
    for row in rows {
        let ours = sequential(row["lambda"].as_f64().unwrap());
        for (index, (ours, theirs)) in ours.iter().zip(row["moves"].as_array().unwrap()).enumerate() {
            within(&format!("move {index} of {row}"), *ours, theirs.as_f64().unwrap(), 2e-5);
        }
    }
}

#[test]
fn war_is_likeliest_at_intermediate_precision() {
    let war = |precision| {
        let [challenges, if_challenged, if_not, first_fights] = sequential(precision);
        challenges * if_challenged + (1.0 - challenges) * if_not * first_fights
    };
    let shares = [0.5, 1.0, 2.0, 5.0, 20.0].map(war);
    for (ours, exact) in shares.iter().zip([0.435_740, 0.479_308, 0.516_594, 0.383_272, 0.003_838]) {
        within("share of wars", *ours, exact, 5e-6);
    }
}

#[test]
fn equilibria_of_simultaneous_games_answer_themselves() {
    let vectors = vectors("gambit_vectors.json");
    let rows = vectors["simultaneous"].as_array().unwrap();
    assert!(rows.len() >= 8);
    for row in rows {
        let number = |value: &Value| value.as_f64().unwrap();
        let payoffs = |player: usize, own: usize, other: usize| number(&row["payoffs"][player][own][other]);
        // The equilibrium's probabilities of the act, by player.
        let acts_of = [0, 1].map(|player| number(&row["acts"][player]));
        for player in 0..2 {
            let p = acts_of[1 - player];
            let worth = |own| p * payoffs(player, own, 1) + (1.0 - p) * payoffs(player, own, 0);
            let answer = acts(number(&row["lambda"]), worth(1) - worth(0));
            within(&format!("player {player} of {row}"), answer, acts_of[player], 1e-5);
        }
    }
}

/// Chicken with payoffs 4, 3, 2, 0: the symmetric equilibrium, which forks at λ = 1.372184 and goes on beside two that are not symmetric.
#[test]
fn the_symmetric_equilibrium_of_chicken_answers_itself() {
    let exact = [
        (0.1, 0.488_374),
        (0.5, 0.454_636),
        (1.0, 0.428_849),
        (2.0, 0.400_538),
        (5.0, 0.369_078),
        (10.0, 0.353_462),
    ];
    for (precision, p) in exact {
        let gain = (p * 0.0 + (1.0 - p) * 4.0) - (p * 2.0 + (1.0 - p) * 3.0);
        within(&format!("probability of daring at λ = {precision}"), acts(precision, gain), p, 1e-5);
    }
}
