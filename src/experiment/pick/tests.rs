use super::profile::Surprise;
use super::*;
use crate::engine::{RunKey, Workspace};
use crate::experiment::fixture::{RIVALS, program};

fn plan(threads: usize) -> BatchPlan {
    BatchPlan { runs: 400, seed: 5, threads }
}

/// Chosen with chance 1/4 of (1/2, 1/4, 1/4): −ln 1/4 = 1.3863; H = 1.0397; Σ p (ln p)² = 0.2402 + 0.9609 = 1.2011, so
/// V = 1.2011 − 1.0810 = 0.1201. One such decision: 0.3466 / 0.3466 = 1 standard deviation; four of them: 2.
#[test]
fn surprise_by_hand() {
    let mut surprise = Surprise::default();
    surprise.add(&[0.5, 0.25, 0.0, 0.25], 1);
    assert!((surprise.standardised() - 1.0).abs() < 1e-12);
    (0..3).for_each(|_| surprise.add(&[0.5, 0.25, 0.0, 0.25], 3));
    assert!((surprise.standardised() - 2.0).abs() < 1e-12);
    let mut certain = Surprise::default();
    certain.add(&[0.0, 1.0], 1);
    assert_eq!(certain.standardised().to_bits(), 0.0_f64.to_bits());
}

#[test]
fn surprise_is_nought_on_average_whatever_the_length_of_runs() {
    let program = program(RIVALS);
    let measures = dictionary(&program);
    let mut profiler = Profiler::new(&program, &measures);
    let mut workspace = Workspace::new(&program);
    for replicate in 0..1000 {
        workspace.run(&program, RunKey::new(5, replicate), &mut profiler);
    }
    let all: Vec<f64> = profiler.profiles.iter().map(|profile| profile.surprise).collect();
    let mean = all.iter().sum::<f64>() / 1000.0;
    let variance = all.iter().map(|one| (one - mean) * (one - mean)).sum::<f64>() / 999.0;
    // Four standard errors of a mean of 1000 numbers of variance 1; the variance of a run is not that of a normal number.
    assert!(mean.abs() < 0.127, "{mean}");
    assert!((0.7..1.3).contains(&variance), "{variance}");
}

#[test]
fn picks_are_stable_and_true_of_the_run() {
    let program = program(RIVALS);
    let rules =
        [Pick::Typical, Pick::Worst, Pick::Best, Pick::Surprising, Pick::Outcome("no_strike".to_owned())];
    for rule in rules {
        let on = |threads| pick_run(&program, &plan(threads), &rule, &mut |_| {}).unwrap();
        let picked = on(1);
        assert_eq!((on(2), on(7)), (picked.clone(), picked.clone()));
        let key = RunKey::new(5, picked.replicate);
        let record = Workspace::new(&program).run(&program, key, &mut crate::engine::Silent).clone();
        match &picked.why {
            Why::Middle { outcome, .. } | Why::Gentlest { outcome, .. } => {
                assert_eq!(record.outcome.key(), outcome, "{rule:?}");
            }
            Why::Dead(dead) => {
                let of_run: u64 = record.dead.iter().map(|dead| dead.military + dead.civilian).sum();
                assert_eq!(of_run, *dead);
            }
            Why::Surprise(surprise) => assert!(*surprise > 2.0, "the most surprising of 400: {surprise}"),
        }
    }
}
