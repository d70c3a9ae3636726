//! A knob that is a distribution is one draw for all places that take it.

use crate::support::{agrees_with_mean, program, runs};

const PAIR: &str = "horizon_days = 2\n[states.a]\nresolve = \"$x\"\naudience_cost = \"$x\"\n[states.b]\nresolve = \"$x\"\n\
    tempo = { uniform = { low = 0, high = 1 } }\n[relations.a.b]\nties = \"$x\"\n[knobs]\n";

/// What the runs drew, by the number's path.
fn draws(text: &str, path: &str) -> Vec<f64> {
    let program = program(text);
    let paths: Vec<String> =
        program.drawn_inputs().map(|slot| program.scenario().inputs()[slot].path.clone()).collect();
    let place = paths.iter().position(|known| known == path).unwrap();
    runs(&program, 5, 400).iter().map(|record| f64::from(record.inputs[place])).collect()
}

#[test]
fn all_places_take_the_same_draw() {
    let text = format!("{PAIR}x = {{ uniform = {{ low = 0, high = 1 }} }}\n");
    let resolve = draws(&text, "states.a.resolve");
    for path in ["states.a.audience_cost", "states.b.resolve", "relations.a.b.ties"] {
        assert_eq!(draws(&text, path), resolve, "{path}");
    }
    let tempo = draws(&text, "states.b.tempo");
    let products: Vec<f64> = resolve.iter().zip(&tempo).map(|(x, y)| (x - 0.5) * (y - 0.5)).collect();
    agrees_with_mean("covariance of what has no knob in common", &products, 0.0);
    let squares: Vec<f64> = resolve.iter().map(|x| (x - 0.5) * (x - 0.5)).collect();
    agrees_with_mean("variance of the shared draw", &squares, 1.0 / 12.0);
}

#[test]
fn the_draw_is_the_knobs_whatever_its_places() {
    let knob = "x = { uniform = { low = 0, high = 1 } }\n";
    let alone = format!("[states.a]\n[states.z]\n[relations.a.z]\ngrievance = \"$x\"\n[knobs]\n{knob}");
    let shared = draws(&format!("{PAIR}{knob}"), "states.a.resolve");
    assert_eq!(draws(&alone, "relations.a.z.grievance"), shared);
    let renamed = alone.replace("$x", "$y").replace("\nx =", "\ny =");
    assert_ne!(draws(&renamed, "relations.a.z.grievance"), shared);
    let written_out = alone.replace("\"$x\"", "{ uniform = { low = 0, high = 1 } }");
    assert_ne!(draws(&written_out, "relations.a.z.grievance"), shared);
}

#[test]
fn places_of_different_ranges_share_the_rank() {
    let text = format!("{PAIR}x = {{ normal = {{ mean = 0.8, sd = 0.5 }} }}\n");
    let (share, up_to_2) = (draws(&text, "states.a.resolve"), draws(&text, "states.a.audience_cost"));
    assert_ne!(share, up_to_2);
    let ranks = |draws: &[f64]| {
        let mut order: Vec<usize> = (0..draws.len()).collect();
        order.sort_by(|a, b| draws[*a].total_cmp(&draws[*b]));
        order
    };
    assert_eq!(ranks(&share), ranks(&up_to_2));
}
