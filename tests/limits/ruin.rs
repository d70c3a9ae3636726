//! A ladder as a gambler's ruin: with constant choice probabilities the rung in force is a random walk between two
//! absorbing ends. The exact answers are those of the classical problem (Feller 1968, chapter XIV), with a constant
//! chance of catastrophe before every step; computed in closed form and by solving the linear system.

use std::fmt::Write;

use offramp::engine::{EndReason, Program};

use crate::support::{NO_WEIGHTS, agrees_with_mean, agrees_with_probability, program, runs};

const RUNS: u64 = 20_000;

/// A walk on 0..=top from `start`: up with chance `up`, down with chance `down`, and a chance of catastrophe.
struct Walk {
    top: usize,
    start: usize,
    up: f64,
    down: f64,
    catastrophe: f64,
}

/// What theory says of a walk.
struct Exact {
    top: f64,
    bottom: f64,
    catastrophe: f64,
    steps: f64,
}

/// The walk as a scenario.
///
/// The posture in force is the place. Only one step up is open (`max_climb`), and conciliation is the step down. The top
/// rung is nuclear and ends the run; the bottom ends it because everything is calm. The utilities of step and
/// conciliation are constants, and so are the probabilities.
fn scenario(walk: &Walk) -> Program {
    // A chance of staying of exactly 0 cannot be had from a logit: e⁻³⁰ stands for it.
    let stay = (1.0 - walk.up - walk.down).max(1e-13);
    let (effort, reconciliation) = (-(walk.up / stay).ln(), (walk.down / stay).ln());
    let mut text = format!(
        "
        horizon_days = 3650
        quiet_days = 1
        ladder_base = \"none\"
        [states.walker]
        nuclear = true
        precision = 1
        tempo = 1
        routine = 1
        foresight = 0
        [states.wall]
        tempo = 0
        routine = 0
        [relations.walker.wall]
        posture = \"rung{}\"
        reach = \"rung{}\"
        [relations.wall.walker]
        reach = \"none\"
        # What makes the run one that can settle: something has happened, which moves next to nothing.
        [events.opening]
        date = 0
        effects = [{{ tension = {{ \"walker.wall\" = 0.001 }} }}]
        [events.catastrophe]
        hazard_per_day = {}
        [dynamics]
        max_climb = 1
        settled_posture = 0
        tension_gain = 0
        posture_tension = 0
        injury_gain = 0
        ",
        walk.start, walk.top, walk.catastrophe
    );
    for rung in 1..=walk.top {
        let severity = rung as f64 / walk.top as f64;
        let kind = if rung == walk.top { "nuclear = true" } else { "lasting = true" };
        writeln!(text, "[ladder.rung{rung}]\nseverity = {severity}\n{kind}").unwrap();
    }
    text += &NO_WEIGHTS
        .replace("effort_fixed = 0", &format!("effort_fixed = {effort}"))
        .replace("reconciliation_base = 0", &format!("reconciliation_base = {reconciliation}"));
    program(&text)
}

fn check(walk: &Walk, exact: &Exact) {
    let program = scenario(walk);
    let catastrophe =
        program.scenario().events().iter().position(|event| event.key == "catastrophe").unwrap();
    let (mut top, mut bottom, mut struck) = (0, 0, 0);
    let mut steps = Vec::new();
    for record in runs(&program, 1, RUNS) {
        // Events come before decisions: on the day of the catastrophe the step is not taken.
        let last = if let Some(day) = record.event_day[catastrophe] {
            struck += 1;
            day
        } else {
            match record.end {
                EndReason::NuclearUse => top += 1,
                EndReason::Settled => bottom += 1,
                EndReason::Horizon => panic!("a walk of ten years"),
            }
            record.end_day
        };
        // The first step is that of day 0.
        steps.push(f64::from(last) + 1.0);
    }
    let name = format!(
        "N = {}, i = {}, p = {}, q = {}, h = {}",
        walk.top, walk.start, walk.up, walk.down, walk.catastrophe
    );
    agrees_with_probability(&format!("{name}: top"), top, RUNS, exact.top);
    agrees_with_probability(&format!("{name}: bottom"), bottom, RUNS, exact.bottom);
    if walk.catastrophe > 0.0 {
        agrees_with_probability(&format!("{name}: catastrophe"), struck, RUNS, exact.catastrophe);
    }
    agrees_with_mean(&format!("{name}: steps"), &steps, exact.steps);
}

#[rustfmt::skip]
const SHORT_LADDER: [(Walk, Exact); 4] = [
    (Walk { top: 5, start: 2, up: 0.5, down: 0.5, catastrophe: 0.0 },
     Exact { top: 0.4, bottom: 0.6, catastrophe: 0.0, steps: 6.0 }),
    (Walk { top: 5, start: 2, up: 0.4, down: 0.6, catastrophe: 0.0 },
     Exact { top: 0.189_573_460, bottom: 0.810_426_540, catastrophe: 0.0, steps: 5.260_664 }),
    (Walk { top: 5, start: 2, up: 0.45, down: 0.35, catastrophe: 0.0 },
     Exact { top: 0.552_246_579, bottom: 0.447_753_421, catastrophe: 0.0, steps: 7.612_329 }),
    (Walk { top: 5, start: 2, up: 0.4, down: 0.6, catastrophe: 0.05 },
     Exact { top: 0.138_176_404, bottom: 0.640_938_522, catastrophe: 0.220_885_074, steps: 4.417_701 }),
];

#[rustfmt::skip]
const LONG_LADDER: [(Walk, Exact); 4] = [
    (Walk { top: 10, start: 3, up: 0.45, down: 0.45, catastrophe: 0.0 },
     Exact { top: 0.3, bottom: 0.7, catastrophe: 0.0, steps: 23.333_333 }),
    (Walk { top: 10, start: 3, up: 0.48, down: 0.52, catastrophe: 0.0 },
     Exact { top: 0.221_291_393, bottom: 0.778_708_607, catastrophe: 0.0, steps: 19.677_152 }),
    (Walk { top: 10, start: 3, up: 0.3, down: 0.5, catastrophe: 0.0 },
     Exact { top: 0.022_080_495, bottom: 0.977_919_505, catastrophe: 0.0, steps: 13.895_975 }),
    (Walk { top: 10, start: 3, up: 0.45, down: 0.45, catastrophe: 0.02 },
     Exact { top: 0.165_110_994, bottom: 0.508_811_408, catastrophe: 0.326_077_598, steps: 16.303_880 }),
];

#[test]
fn a_short_ladder_is_a_gamblers_ruin() {
    for (walk, exact) in &SHORT_LADDER {
        check(walk, exact);
    }
}

#[test]
fn a_long_ladder_is_a_gamblers_ruin() {
    for (walk, exact) in &LONG_LADDER {
        check(walk, exact);
    }
}
