//! Decisions exported as games in extensive form: the files are those that Gambit has read (`gambit_vectors.py`), and the probabilities
//! worked out from their payoffs alone are those of the engine.

use offramp::engine::{Game, Program, RunKey};
use offramp::output;

use super::{text, vectors};
use crate::support::{Log, program, relation, run, shipped, within};

/// The exported games: file, scenario, relation, seed, run, day.
const GAMES: [(&str, &str, &str, u64, u64, u32); 4] = [
    ("rivals", "two-rivals", "aland.borduria", 1, 0, 0),
    ("duel", "duel", "aland.borduria", 1, 0, 0),
    ("mediation", "mediation", "borduria.aland", 3, 4, 3),
    ("groups", "groups", "aland.cordia", 9, 2, 6),
];

fn scenario(name: &str) -> Program {
    if name == "two-rivals" {
        program(&shipped("two-rivals.toml"))
    } else {
        program(&text(&format!("scenarios/{name}.toml")))
    }
}

#[test]
fn games_are_written_as_gambit_has_read_them() {
    for (file, name, key, seed, replicate, day) in GAMES {
        let program = scenario(name);
        let run = RunKey::new(seed, replicate);
        let game = Game::of(&program, run, day, relation(&program, key)).unwrap();
        let written = output::efg(&program, &game, seed, run, day);
        let path = super::beside(&format!("games/{file}.efg"));
        if std::env::var_os("RECORD_GAMES").is_some() {
            std::fs::write(&path, &written).unwrap();
        }
        assert!(
            written == std::fs::read_to_string(&path).unwrap(),
            "{file}.efg is no longer what is written"
        );
    }
}

#[test]
fn the_logit_of_the_payoffs_is_the_choice_of_the_engine() {
    let vectors = vectors("gambit_vectors.json");
    for (file, name, key, seed, replicate, day) in GAMES {
        let program = scenario(name);
        let game = Game::of(&program, RunKey::new(seed, replicate), day, relation(&program, key)).unwrap();
        let theirs = &vectors["games"][file];
        assert_eq!(theirs["moves"].as_array().unwrap().len(), game.moves.len(), "{file}");
        for (number, own) in game.moves.iter().enumerate() {
            let context = format!("{file}: move {number}");
            within(&context, f64::from(own.probability), theirs["moves"][number].as_f64().unwrap(), 2e-5);
            for kind in 0..game.types.len() {
                let answers = theirs["replies"][kind][number].as_array().unwrap();
                assert_eq!(answers.len(), own.replies.len(), "{context}");
                for (reply, theirs) in own.replies.iter().zip(answers) {
                    let ours = f64::from(reply.probability[kind]);
                    within(&format!("{context}, type {kind}"), ours, theirs.as_f64().unwrap(), 2e-5);
                }
            }
        }
    }
}

#[test]
fn with_one_act_a_decision_is_gambits_quantal_response_equilibrium() {
    let vectors = vectors("gambit_vectors.json");
    let program = scenario("duel");
    let game = Game::of(&program, RunKey::new(1, 0), 0, relation(&program, "aland.borduria")).unwrap();
    let theirs = vectors["games"]["duel"]["equilibrium"].as_array().unwrap();
    assert_eq!(theirs.len(), 3);
    for (own, theirs) in game.moves.iter().zip(theirs) {
        within("equilibrium", f64::from(own.probability), theirs.as_f64().unwrap(), 1e-4);
    }
}

#[test]
fn the_game_of_a_day_has_the_probabilities_of_the_decision_taken_on_it() {
    for (name, key) in [("two-rivals", "aland.borduria"), ("mediation", "borduria.aland")] {
        let program = scenario(name);
        let index = relation(&program, key);
        let mut compared = 0;
        for replicate in 0..6 {
            let mut log = Log::of(&program);
            run(&program, 5, replicate, &mut log);
            for decision in log.decisions.iter().filter(|decision| decision.relation == index) {
                let game = Game::of(&program, RunKey::new(5, replicate), decision.day, index).unwrap();
                for own in &game.moves {
                    let recorded = decision.probability[own.alternative];
                    assert_eq!(own.probability.to_bits(), recorded.to_bits(), "{name}, run {replicate}");
                }
                compared += 1;
            }
        }
        assert!(compared >= 10, "{name}: {compared}");
    }
}

#[test]
fn what_does_not_fit_is_refused_with_all_reasons() {
    let program = scenario("groups");
    let refusal = |key: &str, day| {
        let problems = Game::of(&program, RunKey::new(1, 0), day, relation(&program, key)).unwrap_err();
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    let told = refusal("cordia.borduria", 40);
    for part in [
        "`borduria` goes by the policy generous_tit_for_tat",
        "`cordia` looks 2 replies ahead",
        "run 0 ends before day 40",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
}
