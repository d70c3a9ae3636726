//! Sweeps: what their points come to, and what keeps them from being played.

use super::*;
use crate::experiment::fixture::RIVALS;
use crate::experiment::regret::regret;
use crate::experiment::study::{Flow, Fold, deal};
use crate::experiment::{NoRuns, run_batch};
use crate::model::Scenario;
use crate::stats::Level;

const PLAN: BatchPlan = BatchPlan { runs: 70, seed: 3, threads: 2 };

fn document(lines: &str) -> Document {
    Document::parse("s.toml", format!("{RIVALS}{lines}")).unwrap()
}

fn sweep(lines: &str) -> Result<Sweep, SweepError> {
    let document = document(lines);
    let (spec, problems) = document.read();
    assert_eq!(problems, []);
    let design = Design::of_spec(&spec, PLAN.seed).unwrap();
    let objective = Objective::of_spec(&spec.objective).unwrap();
    Sweep::new(&document, design, PLAN, objective, (crate::experiment::Recorded::ALL, false))
}

fn play(sweep: &Sweep, threads: usize) -> Vec<PointTally> {
    let layout = sweep.layout();
    let mut fold = Fold::new(sweep);
    let work = |unit| (layout.span(unit), sweep.play(layout.span(unit)).partial);
    deal(0..layout.units(), threads, work, |_, (span, partial)| {
        assert!(fold.take(sweep, span, partial));
        Ok::<_, ()>(Flow::Continue)
    })
    .unwrap();
    fold.into_totals()
}

const VARIED: &str = "
[sweep.vary]
\"states.a.resolve\" = [0.2, 0.8]
\"states.b.policy\" = [\"quantal\", \"grim\"]
\"mediators.m.active\" = [true, false]
";

#[test]
fn a_point_is_the_batch_of_the_scenario_with_its_values_bit_for_bit() {
    let sweep = sweep(VARIED).unwrap();
    let totals = play(&sweep, 2);
    assert_eq!(totals.len(), 8);
    for point in [0, 3, 5] {
        let mut document = document("");
        for (parameter, level) in sweep.design().parameters().iter().zip(&sweep.design().points()[point]) {
            document.set(&format!("{}={}", parameter.path, level.text())).unwrap();
        }
        let program = Program::new(&Scenario::new(&document.read().0).unwrap());
        let alone = run_batch(&program, &PLAN, &mut NoRuns, &mut |_| {}).unwrap();
        assert_eq!(sweep.batch(point as u64, &totals[point]).tally(), alone.tally(), "point {point}");
    }
    assert_ne!(sweep.batch(0, &totals[0]).tally(), sweep.batch(7, &totals[7]).tally());
}

#[test]
fn totals_do_not_depend_on_threads() {
    let sweep = sweep(&format!("{VARIED}\n[objective]\nminimise = \"mean(fatalities_total)\"\n")).unwrap();
    let alone = play(&sweep, 1);
    assert_eq!(play(&sweep, 2), alone);
    assert_eq!(play(&sweep, 7), alone);
    assert!(
        alone.iter().all(|total| total.runs() == 70 && total.objective().is_some_and(|sum| sum.n() == 70))
    );
}

#[test]
fn the_objective_is_what_the_batch_says_of_it() {
    let sweep = sweep(&format!("{VARIED}\n[objective]\nmaximise = \"no_strike\"\n")).unwrap();
    for (point, total) in (0..).zip(&play(&sweep, 2)) {
        let batch = sweep.batch(point, total);
        let outcomes =
            crate::experiment::estimates::outcomes(&batch, crate::experiment::Confidence::default());
        let share = outcomes.iter().find(|one| one.outcome.key() == "no_strike").unwrap().probability.value;
        assert!((total.objective().unwrap().mean().unwrap() - share.unwrap()).abs() < 1e-12);
    }
}

#[test]
fn pieces_of_another_point_or_without_the_objective_are_turned_down() {
    let with = sweep(&format!("{VARIED}\n[objective]\nminimise = \"war\"\n")).unwrap();
    let without = sweep(VARIED).unwrap();
    let span = |point| Span { point, from: 0, to: 3 };
    let mut total = with.nothing(1);
    assert!(!with.add(&mut total, &with.play(span(0)).partial));
    assert!(!with.add(&mut total, &without.play(span(1)).partial));
    assert!(!with.add(&mut total, &with.nothing(1)));
    assert_eq!(total, with.nothing(1));
    assert!(with.add(&mut total, &with.play(span(1)).partial));
    assert_eq!(total.runs(), 3);
}

#[test]
fn every_point_is_checked_before_the_first_run() {
    let error = sweep("[sweep.vary]\n\"states.a.reach\" = [\"war\", \"warr\"]\nfocus = [[\"a\", \"b\"], [\"b\", \"idle\"]]\n")
        .unwrap_err();
    let SweepError::Broken(broken) = &error else { panic!("{error}") };
    assert_eq!(broken.iter().map(|one| one.point).collect::<Vec<_>>(), [1, 2, 3]);
    let text = error.to_string();
    assert!(
        text.starts_with(
            "the scenario is not sound at every point of the design\nat point 1 (states.a.reach = \"war\", focus = [\"b\", \
             \"idle\"]): focus: no relation between `b` and `idle`"
        ),
        "{text}"
    );
    assert!(text.contains("at point 2 (states.a.reach = \"warr\""), "{text}");
}

#[test]
fn an_objective_that_is_not_there_is_told_before_the_first_run() {
    let error = sweep(&format!("{VARIED}\n[objective]\nminimise = \"waar\"\n")).unwrap_err();
    assert_eq!(error.to_string(), "objective: there is no outcome class `waar`; did you mean `war`?");
}

#[test]
fn without_levers_there_is_no_regret_and_with_them_every_policy_has_one() {
    let plain = sweep(&format!("{VARIED}\n[objective]\nminimise = \"war\"\n")).unwrap();
    assert_eq!(regret(&plain, &play(&plain, 2), Level::default()), None);
    let chosen = sweep(
        "[levers]\n\"states.b.policy\" = [\"always_hold\", \"always_retaliate\"]\n[sweep.vary]\n\"states.a.resolve\" = [0.2, 0.8]\n\
         [objective]\nminimise = \"mean(violent_acts)\"\n",
    )
    .unwrap();
    let regret = regret(&chosen, &play(&chosen, 2), Level::default()).unwrap();
    assert_eq!((regret.policies.len(), regret.futures), (2, 2));
    let [hold, retaliate] = regret.policies.as_slice() else { panic!() };
    assert_eq!((hold.share_best, hold.mean.value), (Some(1.0), Some(0.0)), "whoever holds has fewer acts");
    assert!(retaliate.mean.interval.unwrap().low > 0.0 && retaliate.share_not_worse == Some(0.0));
}
