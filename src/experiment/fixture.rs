//! Programs for the tests of this room and of the output room.

use super::design::Design;
use super::{Batch, BatchPlan, NoRuns, run_batch};
use crate::engine::Program;
use crate::model::Scenario;
use crate::spec::{Document, ScenarioSpec};

/// Two states with a grievance, a go-between, two events (one that cannot happen) and a drawn input.
pub(crate) const RIVALS: &str = r#"
title = "Two rivals"
start = 2024-01-03
horizon_days = 60
focus = ["a", "b"]

[states.a]
name = "A"
resolve = { beta = { mean = 0.55, concentration = 8 } }
assertiveness = 0.5

[states.b]
name = "B"
audience_cost = 0.8

[states.idle]
name = "=Idle"
routine = 0.0
tempo = 0.0

[relations.a.b]
grievance = 0.5
ties = 0.1
reach = "war"
tension = 0.4

[relations.b.a]
grievance = 0.3
ties = 0.1
reach = "war"

[relations.idle.a]
reach = "none"

[mediators.m]
name = "M"
initiative = 0.9
parties.a = { trust = 0.8 }
parties.b = { trust = 0.8 }

[mediators.silent]
name = "Silent"
initiative = 0.0
parties.a = { trust = 0.8 }
parties.b = { trust = 0.8 }

[events.bomb]
name = "Bomb"
date = 3
effects = [{ assertiveness = { a = 0.8 } }, { injury = { "a.b" = 0.5 } }]

[events.never]
name = "Never"
date = 3
probability = 0.0
effects = [{ assertiveness = { a = 0.8 } }]
"#;

/// A compiled scenario.
pub(crate) fn program(text: &str) -> Program {
    let spec: ScenarioSpec = toml::from_str(text).unwrap();
    Program::new(&Scenario::new(&spec).unwrap())
}

/// A batch of the two rivals.
pub(crate) fn batch(runs: u64) -> Batch {
    let plan = BatchPlan { runs, seed: 0, threads: 2 };
    run_batch(&program(RIVALS), &plan, &mut NoRuns, &mut |_| {}).unwrap()
}

/// The design that these lines of a scenario of two states, a and b, describe.
pub(crate) fn design(lines: &str) -> Design {
    let text = format!("[states.a]\n[states.b]\n[relations.a.b]\n{lines}");
    let (spec, problems) = Document::parse("s.toml", text).unwrap().read();
    assert_eq!(problems, []);
    Design::of_spec(&spec, 1).unwrap()
}
