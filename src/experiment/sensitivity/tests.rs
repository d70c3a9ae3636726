//! The methods on scenarios, and on functions whose indices are known.

use std::collections::BTreeMap;
use std::f64::consts::PI;
use std::sync::Arc;

use super::*;
use crate::engine::Program;
use crate::experiment::fixture::program;
use crate::experiment::study::{Fold, Layout, Played, Span, Study};
use crate::stats::{Bootstrap, Level};

const FEW: Bootstrap = Bootstrap { resamples: 200, seed: 1 };

/// Two rivals. One number matters a good deal, one sits in a state that does nothing at all.
const ONE_ALIVE: &str = r#"
horizon_days = 20
focus = ["a", "b"]

[states.a]
assertiveness = { uniform = { low = 0.0, high = 1.0 } }

[states.b]

[states.idle]
routine = 0.0
tempo = 0.0
resolve = { uniform = { low = 0.2, high = 0.8 } }

[relations.a.b]
grievance = 0.5
ties = 0.1

[relations.b.a]
grievance = 0.3

[relations.idle.a]
reach = "none"

[events.incident]
date = 0
effects = [{ tension = { "a.b" = 0.4 } }]
"#;

fn subject(program: Program, outputs: &[&str]) -> Arc<Subject> {
    let patterns: Vec<String> = outputs.iter().map(|&output| output.to_owned()).collect();
    let factors = Factors::new(&program, &Choice::default()).unwrap();
    let outputs = Output::chosen(program.scenario(), &patterns).unwrap();
    Arc::new(Subject { program, factors, outputs })
}

/// Plays the blocks of a layout that has so many replicates in each, and adds them up.
fn played<S: Study>(study: &S, block: u64) -> S::Partial {
    let layout = Layout { block, ..study.layout() };
    let mut fold = Fold::new(study);
    // Backwards, since the order must not matter.
    for unit in (0..layout.units()).rev() {
        let span = layout.span(unit);
        let Played { partial, .. } = study.play(span);
        assert!(fold.take(study, span, partial));
    }
    fold.into_totals().remove(0)
}

fn value(list: &[Sensitivity], output: &str, factor: &str, statistic: Statistic) -> f64 {
    let one = list.iter().find(|one| one.output == output).unwrap();
    let factor = one.factors.iter().find(|one| one.factor == factor).unwrap();
    factor.get(statistic).unwrap().value.unwrap()
}

#[test]
fn only_the_factor_that_is_alive_has_an_effect_and_the_rest_is_luck() {
    let subject = subject(program(ONE_ALIVE), &["struck", "violent_acts"]);
    let study = sobol_study(&subject, SamplePlan { rows: 256, inner: 4, seed: 3 });
    let list = sobol(&study, &played(&study, 50), &FEW, Level::default());
    for output in ["struck", "violent_acts"] {
        let of = |factor, statistic| value(&list, output, factor, statistic);
        for statistic in
            [Statistic::First, Statistic::Total, Statistic::FirstExpected, Statistic::TotalExpected]
        {
            assert_eq!(of("states.idle.resolve", statistic).to_bits(), 0.0_f64.to_bits(), "{output}");
        }
        let alive = "states.a.assertiveness";
        let (noise, total) = (of(LUCK, Statistic::Total), of(alive, Statistic::Total));
        assert!(noise > 0.05 && noise < 0.95, "{output}: {noise}");
        assert!(total > 0.2 && total < 1.05, "{output}: {total}");
        // The two are all there is: they add up to 1 but for what they do together, which is in both.
        assert!(total + noise > 0.85, "{output}: {total} + {noise}");
        // Without luck it is the only factor.
        for statistic in [Statistic::FirstExpected, Statistic::TotalExpected] {
            assert!((of(alive, statistic) - 1.0).abs() < 0.25, "{output}: {}", of(alive, statistic));
        }
    }
    assert_eq!(
        caution(&list, Statistic::Total, 256, 4),
        [Caution::Idle(vec!["states.idle.resolve".to_owned()])]
    );
}

/// More runs of each evaluation average luck out: the noise share of the mean of R runs falls, the expected indices stay.
#[test]
fn luck_counts_for_less_in_the_mean_of_more_runs() {
    let subject = subject(program(ONE_ALIVE), &["struck"]);
    let noise = |inner: u64| {
        let study = sobol_study(&subject, SamplePlan { rows: 200, inner, seed: 5 });
        let list = sobol(&study, &played(&study, 100), &FEW, Level::default());
        noise_share(&list[0]).unwrap()
    };
    let (one, sixteen) = (noise(1), noise(16));
    // In the mean of 16 runs the same variance of luck is a sixteenth: n / (n + 16 (1 - n)).
    let expected = one / (one + 16.0 * (1.0 - one));
    assert!((sixteen - expected).abs() < 0.12, "{one} {sixteen} {expected}");
}

#[test]
fn blocks_of_any_size_come_to_the_same() {
    let subject = subject(program(ONE_ALIVE), &[]);
    let plan = SamplePlan { rows: 20, inner: 2, seed: 1 };
    let study = sobol_study(&subject, plan);
    let whole = played(&study, 20);
    assert_eq!(played(&study, 3), whole);
    // A larger study begins with the smaller one.
    let larger = sobol_study(&subject, SamplePlan { rows: 33, ..plan });
    assert_eq!(larger.play(Span { point: 0, from: 0, to: 20 }).partial, whole);
    let study = morris_study(&subject, plan);
    assert_eq!(played(&study, 3), played(&study, 20));
    let study = TornadoStudy::new(&subject, vec![Ends::default(); 2], 50, 1);
    assert_eq!(played(&study, 7), played(&study, 50));
}

#[test]
fn partials_of_another_shape_are_turned_down() {
    let one = subject(program(ONE_ALIVE), &["struck"]);
    let two = subject(program(ONE_ALIVE), &["struck", "violent_acts", "end_day"]);
    let plan = SamplePlan { rows: 1, inner: 2, seed: 1 };
    let (narrow, wide) = (sobol_study(&one, plan), sobol_study(&two, plan));
    let row = Span { point: 0, from: 0, to: 1 };
    let mut total = wide.nothing(0);
    assert!(!wide.add(&mut total, &narrow.play(row).partial));
    assert_eq!(total, wide.nothing(0));
    let ends = || vec![Ends::default(); 2];
    let (narrow, wide) = (TornadoStudy::new(&one, ends(), 1, 1), TornadoStudy::new(&two, ends(), 1, 1));
    let mut total = wide.nothing(0);
    assert!(!wide.add(&mut total, &narrow.play(row).partial));
    assert_eq!(total, wide.nothing(0));
}

#[test]
fn screening_finds_the_factor_that_is_alive_and_its_direction() {
    let subject = subject(program(ONE_ALIVE), &["struck"]);
    let study = morris_study(&subject, SamplePlan { rows: 20, inner: 16, seed: 2 });
    let list = morris(&study, &played(&study, 5), Level::default());
    let of = |factor, statistic| value(&list, "struck", factor, statistic);
    assert!(of("states.a.assertiveness", Statistic::Mu) > 0.2);
    assert!(of("states.a.assertiveness", Statistic::MuStar) >= of("states.a.assertiveness", Statistic::Mu));
    for statistic in [Statistic::Mu, Statistic::MuStar, Statistic::Sigma] {
        assert_eq!(of("states.idle.resolve", statistic).to_bits(), 0.0_f64.to_bits());
    }
}

/// A trajectory's steps: each factor once, half of its distribution at a time, and a group at once.
#[test]
fn a_walk_moves_every_factor_once() {
    let program = program(ONE_ALIVE);
    for (group, factors) in [(false, 2), (true, 1)] {
        let groups = if group { vec![("both".to_owned(), vec!["states".to_owned()])] } else { Vec::new() };
        let factors_list = Factors::new(&program, &Choice { only: Vec::new(), groups }).unwrap();
        let design = MorrisDesign::new(&factors_list, 30, 1);
        assert_eq!((design.rows(), design.evaluations()), (30, factors + 1));
        for row in 0..30 {
            let points: Vec<Vec<f64>> = (0..=factors).map(|at| design.point(row, at)).collect();
            assert!(
                points.iter().flatten().all(|at| [0.125, 0.375, 0.625, 0.875].contains(at)),
                "{points:?}"
            );
            for pair in points.windows(2) {
                let moved =
                    pair[0].iter().zip(&pair[1]).filter(|(from, to)| (*from - *to).abs() > 0.4).count();
                let at_rest =
                    pair[0].iter().zip(&pair[1]).filter(|(from, to)| from.to_bits() == to.to_bits()).count();
                assert_eq!((moved, at_rest), if group { (2, 0) } else { (1, 1) });
            }
        }
    }
}

/// Ishigami & Homma (1990) with a = 7 and b = 0.1: V = 13.8446, S = (0.3139, 0.4424, 0), T = (0.5576, 0.4424, 0.2437).
#[test]
fn results_from_elsewhere_have_the_indices_of_the_function() {
    let text = "[states.a]\nresolve = { uniform = { low = 0, high = 1 } }\ntempo = { uniform = { low = 0, high = 1 } }\n\
        audience_cost = { uniform = { low = 0, high = 1 } }\n[states.b]\n[relations.a.b]\n";
    let factors = Factors::new(&program(text), &Choice::default()).unwrap();
    let design = SobolDesign::new(&factors, 2048, 1);
    let labels = SobolDesign::labels(&factors);
    let (mut lines, mut results) =
        (Vec::new(), Results { outputs: vec!["y".to_owned()], lines: BTreeMap::new() });
    for row in 0..design.rows() {
        for (evaluation, label) in labels.iter().enumerate() {
            let point = design.point(row, evaluation);
            let x: Vec<f64> = factors.sources().iter().zip(&point).map(|(one, &at)| one.value(at)).collect();
            let [x, y, z] = [0, 1, 2].map(|place| PI * (2.0 * x[place] - 1.0));
            let output = libm::sin(x) * (1.0 + 0.1 * z.powi(4)) + 7.0 * libm::sin(y).powi(2);
            let row_id = lines.len().to_string();
            results.lines.insert(row_id.clone(), vec![output]);
            lines.push(DesignLine { row_id, base_row: row.to_string(), evaluation: label.clone() });
        }
    }
    let list = external(&lines, &results, &FEW, Level::default()).unwrap();
    let exact = [[0.3139, 0.5576], [0.4424, 0.4424], [0.0, 0.2437]];
    for (factor, exact) in factors.list().iter().zip(exact) {
        for (statistic, exact) in [Statistic::First, Statistic::Total].into_iter().zip(exact) {
            let estimate = value(&list, "y", &factor.key, statistic);
            assert!((estimate - exact).abs() < 0.02, "{} {statistic:?}: {estimate} {exact}", factor.key);
        }
    }
    // The function has no luck, so that the expected output is the output.
    assert_eq!(value(&list, "y", LUCK, Statistic::Total).to_bits(), 0.0_f64.to_bits());
    let [plain, expected] = [Statistic::First, Statistic::FirstExpected]
        .map(|statistic| value(&list, "y", "states.a.resolve", statistic));
    assert!((plain - expected).abs() < 1e-12);
}

#[test]
fn a_sample_with_holes_is_turned_down_in_full() {
    let line = |row_id: &str, base_row: &str, evaluation: &str| DesignLine {
        row_id: row_id.to_owned(),
        base_row: base_row.to_owned(),
        evaluation: evaluation.to_owned(),
    };
    let design = [
        line("0", "0", "A"),
        line("1", "0", "B"),
        line("2", "0", "AB_x"),
        line("3", "1", "A"),
        line("4", "1", "A"),
        line("5", "1", "AB_x"),
        line("6", "1", "C"),
    ];
    let lines = ["0", "1", "3", "4", "5", "7"].map(|row| (row.to_owned(), vec![1.0]));
    let results = Results { outputs: vec!["y".to_owned()], lines: BTreeMap::from(lines) };
    assert_eq!(
        external(&design, &results, &FEW, Level::default()).unwrap_err(),
        [
            "the design has an evaluation `C`; there are A, B and AB_ with a factor",
            "the design has A of base row 1 twice",
            "the design has no B of base row 1",
            "no results for row 2",
            "there is no row `7`; there are 0, 1, 2, 3, 4, 5, 6",
        ]
    );
}

/// Ranks of x: 1 2 3 4 5; of y: 2 1 4 3 5, differences squared 1 1 1 1 0: 1 - 6 · 4 / (5 · 24) = 0.8.
#[test]
fn ranks_by_hand() {
    let column = |key: &str, values: &[f64]| Column {
        key: key.to_owned(),
        values: values.iter().map(|&value| (!value.is_nan()).then_some(value)).collect(),
    };
    let x = column("x", &[0.1, 0.2, 0.3, 0.4, 5.0, 6.0]);
    let y = column("y", &[7.0, 3.0, 11.0, 9.0, 12.0, f64::NAN]);
    let list = ranks(&[x], &[y], Level::default());
    assert!((value(&list, "y", "x", Statistic::Spearman) - 0.8).abs() < 1e-12);
    assert_eq!(list[0].factors[0].get(Statistic::Spearman).unwrap().n, 5);
    assert!((list[0].mean.unwrap() - 8.4).abs() < 1e-12);
}
