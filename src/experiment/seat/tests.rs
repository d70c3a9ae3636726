//! Games in the seat of one of two rivals.

use std::sync::Arc;

use super::*;
use crate::engine::{CONCILIATE, HOLD, Program, RunKey, RunRecord, Silent, Supposed, Workspace};
use crate::experiment::fixture::{RIVALS, program};
use crate::experiment::story::{Happening, Story};

fn game(program: &Arc<Program>, replicate: u64) -> SeatGame {
    SeatGame::new(Arc::clone(program), SeatKey { seed: 3, replicate, seat: 0 }).unwrap()
}

fn rivals() -> Arc<Program> {
    Arc::new(program(RIVALS))
}

/// Plays on by what `choose` makes of each turn: an alternative in the first relation that is called, or `None` to let time pass.
fn play_on(game: &mut SeatGame, mut choose: impl FnMut(&mut SeatGame, usize) -> Option<usize>) -> RunRecord {
    loop {
        let called = match game.turn() {
            Turn::Over(record) => return (**record).clone(),
            Turn::Open(situation) => situation.called.first().copied(),
        };
        match called.and_then(|relation| Some((relation, choose(game, relation)?))) {
            Some((relation, alternative)) => game.choose(relation, alternative).unwrap(),
            // A day without a call brings nothing to decide.
            None => game.wait(called.is_none().then_some(1)).unwrap(),
        }
    }
}

/// Plays on as the model would have on the luck of the run.
fn by_the_model(game: &mut SeatGame) -> RunRecord {
    play_on(game, |game, relation| Some(game.outlook(relation).unwrap().by_luck))
}

fn run(program: &Program, replicate: u64) -> RunRecord {
    Workspace::new(program).run(program, RunKey::new(3, replicate), &mut Silent).clone()
}

#[test]
fn with_the_choices_of_the_model_the_run_is_that_of_the_batch() {
    let program = rivals();
    let mut acts = 0;
    for replicate in 0..15 {
        let mut game = game(&program, replicate);
        assert_eq!(by_the_model(&mut game), run(&program, replicate), "run {replicate}");
        acts += game.decisions().iter().filter(|decision| decision.alternative > HOLD).count();
    }
    assert!(acts > 15, "the seat acted {acts} times");
}

#[test]
fn a_game_is_its_moves() {
    let program = rivals();
    for replicate in 0..10 {
        let mut first = game(&program, replicate);
        let record = play_on(&mut first, |game, relation| {
            let outlook = game.outlook(relation).unwrap();
            let at = game.moves().len() % (outlook.prospects.len() + 1);
            outlook.prospects.get(at).map(|prospect| prospect.alternative)
        });
        let again = game(&program, replicate).with_moves(first.moves()).unwrap();
        assert!(matches!(again.turn(), Turn::Over(other) if **other == record));
        let saved: Vec<SavedMove> = first.moves().iter().map(|&made| SavedMove::of(&program, made)).collect();
        let read: Result<Vec<Move>, String> = saved.iter().map(|saved| saved.read(&program, 0)).collect();
        assert_eq!(read.unwrap(), first.moves());
        assert_eq!(run(&first.seated(), replicate), record);
        assert_eq!(first.story().record, record);
    }
}

#[test]
fn a_move_taken_back_leaves_no_trace() {
    let program = rivals();
    let mut game = game(&program, 1);
    let mut turns = Vec::new();
    while let Turn::Open(situation) = game.turn().clone() {
        match situation.called.first() {
            Some(&relation) => game.choose(relation, 2 * (turns.len() % 2)).unwrap(),
            None => game.wait(Some(3)).unwrap(),
        }
        turns.push(*situation);
    }
    assert!(turns.len() > 5);
    while let Some(before) = turns.pop() {
        assert!(game.undo());
        assert!(matches!(game.turn(), Turn::Open(situation) if **situation == before));
    }
    assert!(!game.undo());
}

#[test]
fn one_may_act_where_nobody_asks() {
    let program = rivals();
    let mut game = game(&program, 0);
    let relation = program.scenario().relation_between(0, 1).unwrap();
    game.choose(relation, CONCILIATE).unwrap();
    let first = game.decisions()[0];
    assert_eq!((first.day, first.alternative), (0, CONCILIATE));
    let done = |entry: &crate::experiment::Entry| match &entry.what {
        Happening::Choice(choice) => entry.day == 0 && choice.relation == relation && choice.by_rule,
        _ => false,
    };
    assert!(game.story().entries.iter().any(done));
}

#[test]
fn what_cannot_be_done_is_refused_and_changes_nothing() {
    let program = rivals();
    let mut game = game(&program, 0);
    let own = program.scenario().relation_between(0, 1).unwrap();
    let other = program.scenario().relation_between(1, 0).unwrap();
    let not_yours = WrongMove::NotYours { state: "a".into() };
    assert_eq!(game.choose(other, HOLD), Err(not_yours));
    let nuclear = program.alternatives().iter().position(|alternative| {
        matches!(alternative, crate::engine::Alternative::Act { rung, .. } if program.scenario().ladder()[*rung].nuclear)
    });
    assert_eq!(game.choose(own, nuclear.unwrap()), Err(WrongMove::NotOpen { other: "b".into() }));
    assert_eq!(game.make(Move::Wait { day: 7, days: None }), Err(WrongMove::OtherDay { day: 7, today: 0 }));
    assert!(game.moves().is_empty() && game.decisions().is_empty());
}

#[test]
fn a_state_with_a_rule_or_a_script_leaves_no_seat() {
    let key = SeatKey { seed: 1, replicate: 0, seat: 0 };
    let refused = |line: &str| {
        let text = RIVALS.replace("[states.a]\n", &format!("[states.a]\n{line}\n"));
        SeatGame::new(Arc::new(program(&text)), key).unwrap_err()
    };
    assert_eq!(refused("policy = \"grim\""), NoSeat::Rule { state: "a".into(), policy: "grim" });
    let script = "script = [{ date = 1, toward = \"b\", act = \"hold\" }]";
    assert_eq!(refused(script), NoSeat::Script { state: "a".into() });
}

/// Rivals whose strikes are covert, and never traced.
fn covert() -> Arc<Program> {
    let text = RIVALS
        .replace("reach = \"war\"", "reach = \"covert\"")
        .replace("[states.b]\n", "[states.b]\nrungs = [\"covert\"]\nassertiveness = 1.0\ntempo = 0.9\n");
    Arc::new(program(&(text + "\n[dynamics]\nattribution = 0.0\n")))
}

#[test]
fn the_author_of_an_untraced_act_is_not_named() {
    let program = covert();
    let mut hidden = 0;
    for replicate in 0..30 {
        let mut game = game(&program, replicate);
        let mut heard = Vec::new();
        while let Turn::Open(situation) = game.turn() {
            heard.extend(situation.news.clone());
            game.wait(None).unwrap();
        }
        let covert = |what: &Happening| matches!(what, Happening::Act(act) if program.scenario().ladder()[act.landed].deniable && program.scenario().relations()[act.relation].from != 0);
        let acts = Story::of_run(&game.seated(), 3, replicate)
            .entries
            .iter()
            .filter(|entry| covert(&entry.what))
            .count();
        let named = heard.iter().filter(|item| matches!(item.what, News::Act { rung, relation, .. } if program.scenario().ladder()[rung].deniable && program.scenario().relations()[relation].from != 0));
        assert_eq!(named.count(), 0, "run {replicate}");
        let told =
            heard.iter().filter(|item| matches!(item.what, News::Untraced { victim: 1 | 0, .. })).count();
        assert!(told <= acts, "run {replicate}: {told} told of {acts}");
        hidden += told;
    }
    assert!(hidden > 3, "{hidden} acts without a known author");
}

/// Only numbers that a state does not know differ between these two worlds, so its view must not, up to the first decision of the other.
#[test]
fn nothing_that_is_shown_depends_on_the_resolve_of_others() {
    let with = |resolve: &str| {
        let text = RIVALS.replace(
            "[states.b]\n",
            &format!("[states.b]\nresolve = {resolve}\ntempo = 0.0\nroutine = 0.0\n"),
        );
        let mut game =
            SeatGame::new(Arc::new(program(&text)), SeatKey { seed: 3, replicate: 0, seat: 0 }).unwrap();
        let relation = game.program().scenario().relation_between(0, 1).unwrap();
        let mut seen = Vec::new();
        while let Turn::Open(situation) = game.turn() {
            seen.push(situation.clone());
            let advice = game.advice(relation, 30, 1).unwrap();
            seen.last_mut().unwrap().day += advice.forecasts.len() as u32;
            if seen.len() == 1 {
                assert!(
                    advice.forecasts.iter().any(|forecast| forecast.chances[0].value > Some(0.0))
                        || advice.branches == 30
                );
            }
            game.wait(Some(20)).unwrap();
        }
        (
            seen,
            SeatGame::new(Arc::clone(game.program()), game.key()).unwrap().advice(relation, 100, 2).unwrap(),
        )
    };
    assert_eq!(with("0.05"), with("0.95"));
}

#[test]
fn advice_is_the_same_on_any_number_of_threads() {
    let program = rivals();
    let relation = program.scenario().relation_between(0, 1).unwrap();
    let advice = |threads| game(&program, 2).advice(relation, 150, threads).unwrap();
    let one = advice(1);
    assert_eq!(one, advice(3));
    assert_eq!(one.forecasts.len(), one.outlook.prospects.len());
    for forecast in &one.forecasts {
        let total: f64 = forecast.outcomes.iter().filter_map(|share| share.value).sum();
        assert!((total - 1.0).abs() < 1e-9 && forecast.chances.iter().all(|chance| chance.n == 150));
    }
    let held = one.forecasts.iter().find(|forecast| forecast.alternative == HOLD).unwrap();
    assert!(held.against_hold.iter().all(|difference| difference.value == Some(0.0)));
}

/// With a resolve that everybody knows for sure but for the width of a type, advice on day 0 is what plain runs come to in which the seat opens like
/// that and then goes on by the model.
#[test]
fn advice_agrees_with_plain_runs_that_open_so() {
    let text = RIVALS
        .replace("resolve = { beta = { mean = 0.55, concentration = 8 } }", "resolve = 0.5")
        .replace("[relations.a.b]\n", "[relations.a.b]\nresolve_belief = { mean = 0.5, confidence = 4000 }\n")
        .replace(
            "audience_cost = 0.8",
            "audience_cost = 0.8\nresolve = { uniform = { low = 0.4, high = 0.6 } }",
        );
    let program = Arc::new(program(&text));
    let relation = program.scenario().relation_between(0, 1).unwrap();
    let advice = game(&program, 0).advice(relation, 1500, 2).unwrap();
    for forecast in &advice.forecasts {
        let opened = program.seated(0, [(0, relation, forecast.alternative)]);
        let mut workspace = Workspace::new(&opened);
        let runs = 1500_u64;
        let settled = (0..runs)
            .filter(|&replicate| {
                let record = workspace.run(&opened, RunKey::new(77, replicate), &mut Silent);
                record.end == crate::engine::EndReason::Settled
            })
            .count() as f64
            / runs as f64;
        let expected = forecast.chances[3].value.unwrap();
        // Two shares of 1500 each differ by less than 3.9 standard errors, at most sqrt(2 · 0.25 / 1500), but for one time in ten thousand.
        assert!((settled - expected).abs() < 3.9 * 0.0183, "{}: {settled} {expected}", forecast.alternative);
    }
}

#[test]
fn a_supposed_day_does_not_stain_the_workspace() {
    let text = RIVALS.replace("[states.b]\n", "[states.b]\nresolve = 0.35\n");
    let program = program(&text);
    let mut workspace = Workspace::new(&program);
    let before = workspace.run(&program, RunKey::new(3, 5), &mut Silent).clone();
    let morning = workspace.morning(&program, RunKey::new(3, 5), 2).unwrap();
    for number in 0..5 {
        assert!(matches!(
            morning.suppose(&mut workspace, &program, 0, number, &mut Silent),
            Supposed::Open(_)
        ));
    }
    assert_eq!(*workspace.run(&program, RunKey::new(3, 5), &mut Silent), before);
}

#[test]
fn a_debrief_replays_the_twin_and_places_the_run() {
    let program = rivals();
    let mut game = game(&program, 4);
    let record = play_on(&mut game, |game, relation| {
        let outlook = game.outlook(relation).unwrap();
        Some(outlook.prospects[game.moves().len() % 4].alternative)
    });
    let plan = DebriefPlan { runs: 200, branches: 40, decisions: 5, threads: 2 };
    let debrief = game.debrief(&plan).unwrap();
    assert_eq!((debrief.record.clone(), debrief.runs), (record, 200));
    assert_eq!(debrief.model, run(&program, 4));
    assert_eq!(debrief.judged.len(), 5);
    assert_eq!(debrief.left_out + 5, game.decisions().len());
    let cue = |decision: &Decision| (decision.day, decision.relation, decision.alternative);
    for judged in &debrief.judged {
        let decisions = game.decisions().iter().map(|decision| {
            let is_it = *decision == judged.decision;
            if is_it { (decision.day, decision.relation, judged.twin.alternative) } else { cue(decision) }
        });
        assert_eq!(run(&program.seated(0, decisions), 4), judged.twin.record);
        assert_ne!(judged.twin.alternative, judged.decision.alternative);
        assert!(judged.difference.is_some());
    }
    let place = debrief.end_day;
    let ends: Vec<u64> = (0..200).map(|replicate| u64::from(run(&program, replicate).end_day)).collect();
    let below = ends.iter().filter(|&&day| day < place.value).count() as f64 / 200.0;
    assert_eq!(place.below.value, Some(below));
}
