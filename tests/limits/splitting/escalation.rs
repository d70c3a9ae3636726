//! Splitting of the model's own runs, against plain runs.

use offramp::engine::{Outcome, Program};
use offramp::experiment::estimates::outcomes;
use offramp::experiment::rare::{
    Escalation, LevelChoice, Levels, Process, RarePlan, RareStudy, RareWarning, SplitPlan, StudyError,
    Unsplittable, judge, split,
};
use offramp::experiment::{BatchPlan, Confidence, NoRuns, OutcomeClass, run_batch};
use offramp::stats::Level;

use crate::support::{RIVALS, program, runs, with};

/// Two erratic nuclear rivals: nuclear use and war both happen often enough for plain runs to see them.
const ERRATIC: [&str; 7] = [
    "states.aland.nuclear=true",
    "states.borduria.nuclear=true",
    "states.aland.precision=2.5",
    "states.borduria.precision=2.5",
    "utility.nuclear_risk=0",
    "ladder.nuclear.severity=0.97",
    "horizon_days=40",
];

fn erratic(changes: &[&str]) -> Program {
    with(RIVALS, &[&ERRATIC[..], changes].concat())
}

/// The mean of repeats at these dangers must agree with plain runs: their difference within 3.3 standard errors
/// (α = 0.001).
fn agrees_with_plain_runs(program: &Program, outcome: Outcome, dangers: &[&[f64]]) {
    const RUNS: u64 = 6_000;
    let batch = BatchPlan { runs: RUNS, seed: 11, threads: 2 };
    let plain = run_batch(program, &batch, &mut NoRuns, &mut |_| {}).unwrap();
    let counted = outcomes(&plain, Confidence::default())
        .into_iter()
        .find(|row| row.outcome == OutcomeClass::BuiltIn(outcome));
    let hits = counted.unwrap().count;
    assert!(hits > 50, "{hits} of {RUNS} runs");
    let plain = hits as f64 / RUNS as f64;
    for dangers in dangers {
        let levels = LevelChoice::At(dangers.to_vec());
        let plan = RarePlan { outcome, repeats: 20, effort: 80, levels };
        let study = RareStudy::run(program, &batch, &plan, &mut |_| {}).unwrap();
        let found = study.splitting().probability(Level::default());
        let (value, error) = (found.value.unwrap(), found.std_error.unwrap());
        let both = (plain * (1.0 - plain) / RUNS as f64 + error * error).sqrt();
        assert!((value - plain).abs() < 3.3 * both, "{dangers:?}: {value} ± {error}, plain {plain}");
        assert!(error < 0.25 * value, "{dangers:?}: {value} ± {error}");
        let stages = study.splitting().stages(Level::default());
        let earned: f64 = stages.iter().map(|stage| stage.earned.value.unwrap()).sum();
        assert!((earned / value - 1.0).abs() < 1e-9, "{dangers:?}: the stages sum to {earned}");
    }
}

#[test]
fn nuclear_use_is_as_probable_as_plain_runs_say_at_any_levels() {
    agrees_with_plain_runs(&erratic(&[]), Outcome::NuclearUse, &[&[], &[1e-3, 1e-2]]);
}

/// Drawn inputs stay with their runs, and what has been drawn of them is not drawn again.
#[test]
fn so_it_is_with_drawn_inputs_and_accidents() {
    let drawn = erratic(&[
        "states.aland.resolve={ uniform = { low = 0, high = 1 } }",
        "states.borduria.precision={ uniform = { low = 1, high = 4 } }",
        "ladder.war.accident={ uniform = { low = 0, high = 0.6 } }",
    ]);
    agrees_with_plain_runs(&drawn, Outcome::NuclearUse, &[&[], &[1e-3, 1e-2]]);
}

/// In some of these runs nuclear use follows a war: what the war earned is taken back.
#[test]
fn a_war_that_turns_nuclear_does_not_count_as_war() {
    let program = erratic(&["ladder.war.accident=0.3"]);
    let turned = runs(&program, 11, 1_000).into_iter();
    let turned = turned.filter(|record| record.outcome == Outcome::NuclearUse && record.war_days > 0).count();
    assert!(turned > 3, "{turned} wars turned nuclear");
    agrees_with_plain_runs(&program, Outcome::War, &[&[], &[1e-2, 3e-2]]);
}

#[test]
fn wars_between_states_without_nuclear_weapons() {
    let changes = ["states.aland.nuclear=false", "states.borduria.nuclear=false"];
    agrees_with_plain_runs(&erratic(&changes), Outcome::War, &[&[], &[1e-3, 1e-2]]);
}

#[test]
fn threads_change_no_bit_and_the_pilot_has_luck_of_its_own() {
    let program = erratic(&[]);
    let study = |threads, levels| {
        let plan = RarePlan { outcome: Outcome::NuclearUse, repeats: 3, effort: 60, levels };
        RareStudy::run(&program, &BatchPlan { runs: 10, seed: 4, threads }, &plan, &mut |_| {}).unwrap()
    };
    let chosen = study(1, LevelChoice::Pilot(100));
    for threads in [2, 7] {
        let other = study(threads, LevelChoice::Pilot(100));
        assert_eq!(other.splitting(), chosen.splitting());
        assert_eq!(other.pilot(), chosen.pilot());
    }
    let given = study(2, LevelChoice::At(chosen.dangers().to_vec()));
    assert_eq!(given.splitting().repeats().len(), 3);
    let of = |study: &RareStudy| study.splitting().probability(Level::default());
    assert_eq!(of(&given), of(&chosen), "the same levels, however they came about");
}

/// Each level is reached by fewer runs; the last stage plays to the end, and nobody hits: all is earned.
#[test]
fn stages_climb() {
    let program = erratic(&[]);
    let process = Escalation::new(&program, 4, 2, Outcome::NuclearUse).unwrap();
    let process = process.with_thresholds(vec![3e-3, 1e-2, 3e-2]).unwrap();
    assert_eq!((process.levels(), process.threshold(2)), (3, Some(1e-2)));
    let plan = SplitPlan::new(4, 0, 200, 5).unwrap();
    let splitting = split(&process, &Levels::all(&process), &plan, &mut |_| {});
    let stages = splitting.stages(Level::default());
    let reached: Vec<f64> = stages.iter().map(|stage| stage.probability.value.unwrap()).collect();
    assert!(reached.windows(2).all(|pair| pair[1] < pair[0]), "{reached:?}");
    assert!(reached[2] > 0.0 && reached[3] <= 0.0, "{reached:?}");
    assert!(stages.iter().all(|stage| stage.cost > 0));
}

#[test]
fn what_cannot_be_split_for_is_refused_with_the_reason() {
    let erratic = erratic(&[]);
    let ask = |program: &Program, outcome, levels, effort| {
        let plan = RarePlan { outcome, repeats: 2, effort, levels };
        RareStudy::check(program, &BatchPlan { runs: 1, seed: 1, threads: 1 }, &plan)
    };
    let at = |levels: &[f64]| LevelChoice::At(levels.to_vec());
    for outcome in [Outcome::LimitedWar, Outcome::Frozen, Outcome::NoStrike] {
        let refused = ask(&erratic, outcome, at(&[]), 10);
        assert_eq!(refused, Err(StudyError::Unsplittable(Unsplittable::NoSingleAct(outcome))));
    }
    let refused = ask(&program(RIVALS), Outcome::NuclearUse, at(&[]), 10);
    assert_eq!(refused, Err(StudyError::Unsplittable(Unsplittable::OutOfReach(Outcome::NuclearUse))));
    let at_war = with(RIVALS, &["relations.aland.borduria.posture=\"war\""]);
    let refused = ask(&at_war, Outcome::War, at(&[]), 10);
    assert_eq!(refused, Err(StudyError::Unsplittable(Unsplittable::Begun(Outcome::War))));
    for bad in [&[0.1, 0.1][..], &[0.2, 0.1], &[0.0], &[1.0], &[f64::NAN], &[-1.0]] {
        assert_eq!(ask(&erratic, Outcome::War, at(bad), 10), Err(StudyError::BadLevels), "{bad:?}");
    }
    assert_eq!(ask(&erratic, Outcome::War, at(&[0.1]), 0), Err(StudyError::BadSize));
    assert_eq!(ask(&erratic, Outcome::War, LevelChoice::Pilot(0), 10), Err(StudyError::BadSize));
    assert_eq!(ask(&erratic, Outcome::War, at(&[0.1]), 10), Ok(()));
}

#[test]
fn a_study_is_judged() {
    let program = erratic(&[]);
    let batch = BatchPlan { runs: 4_000, seed: 4, threads: 2 };
    let plain = run_batch(&program, &batch, &mut NoRuns, &mut |_| {}).unwrap();
    let warnings = |repeats, effort, levels: &[f64]| {
        let levels = LevelChoice::At(levels.to_vec());
        let plan = RarePlan { outcome: Outcome::NuclearUse, repeats, effort, levels };
        let study = RareStudy::run(&program, &batch, &plan, &mut |_| {}).unwrap();
        judge(&study, &plain, Confidence::default())
    };
    assert_eq!(warnings(10, 400, &[]), []);
    assert!(warnings(1, 400, &[]).contains(&RareWarning::NoInterval));
    // Hardly any day is so dangerous, and a thousandth of a start gets past it.
    let lost = warnings(4, 2, &[0.2, 0.5, 0.9]);
    assert!(lost.iter().any(|warning| matches!(warning, RareWarning::Uneven { .. })), "{lost:?}");
}
