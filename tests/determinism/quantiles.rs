//! Runs whose drawn inputs are given to them instead of drawn by luck.

use offramp::engine::{Harbour, ManyRuns, Program, RunKey, RunRecord, Silent, Workspace};
use offramp::lanes::Width;

use crate::support::{RICH, RIVALS, RULES, program, with};

/// Uniform over a range within what a share may be.
const SPREAD: &str = "={ uniform = { low = 0.2, high = 0.6 } }";

/// What one run is given.
#[derive(Clone)]
struct Given {
    key: RunKey,
    quantiles: Vec<Option<f64>>,
}

/// Plays runs with what they are given, in that order.
struct Pier {
    given: Vec<Given>,
    next: usize,
    /// By berth: which of those given is in it.
    berths: Vec<usize>,
    ended: Vec<Option<RunRecord>>,
}

impl Harbour for Pier {
    fn next(&mut self, _: bool) -> Option<RunKey> {
        let given = self.given.get(self.next)?;
        self.next += 1;
        Some(given.key)
    }

    fn quantiles(&mut self, berth: usize) -> &[Option<f64>] {
        self.berths[berth] = self.next - 1;
        &self.given[self.next - 1].quantiles
    }

    fn ended(&mut self, berth: usize, record: &RunRecord) {
        self.ended[self.berths[berth]] = Some(record.clone());
    }
}

fn pier(given: Vec<Given>) -> Pier {
    Pier { ended: vec![None; given.len()], given, next: 0, berths: vec![0; 64] }
}

/// Plays all of these side by side.
fn played(program: &Program, given: Vec<Given>) -> Vec<RunRecord> {
    let mut pier = pier(given);
    ManyRuns::new(program, Width::detect()).play(program, &mut pier, &mut Silent);
    pier.ended.into_iter().map(|record| record.expect("every run ends")).collect()
}

/// A run whose inputs are drawn.
fn as_luck_has_it(program: &Program, key: RunKey) -> RunRecord {
    Workspace::new(program).run(program, key, &mut Silent).clone()
}

/// A scenario in which numbers of states, relations, weights and dynamics are drawn.
fn uncertain() -> Program {
    let places = [
        "states.aland.assertiveness",
        "relations.aland.borduria.grievance",
        "dynamics.tension_half_life_days",
    ];
    let mut sets: Vec<String> = places.iter().map(|place| format!("{place}{SPREAD}")).collect();
    sets.extend(RULES.iter().map(|&rule| rule.to_owned()));
    let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
    with(RICH, &sets)
}

#[test]
fn the_quantiles_that_luck_would_draw_change_no_bit() {
    let program = uncertain();
    let drawn = program.drawn_inputs().count();
    assert!(drawn >= 5, "{drawn} inputs are drawn");
    let keys: Vec<RunKey> = (0..150).map(|replicate| RunKey::new(7, replicate)).collect();
    let given = |(place, &key): (usize, &RunKey)| {
        let quantiles = program.quantiles_of(key).map(Some);
        // All of them, some of them, and fewer than there are.
        let quantiles = match place % 3 {
            0 => quantiles.collect(),
            1 => quantiles.enumerate().map(|(place, at)| at.filter(|_| place % 2 == 0)).collect(),
            _ => quantiles.take(2).collect(),
        };
        Given { key, quantiles }
    };
    let given = keys.iter().enumerate().map(given).collect();
    for (record, &key) in played(&program, given).iter().zip(&keys) {
        assert_eq!(record, &as_luck_has_it(&program, key));
    }
}

/// A berth that has been given something plays the next run as if it had not, alone and among others.
#[test]
fn what_a_run_is_given_does_not_reach_the_next() {
    let program = uncertain();
    let drawn = program.drawn_inputs().count();
    let given = |replicate: u64| {
        let at = [Some(0.02), Some(0.98)][(replicate / 2 % 2) as usize];
        let quantiles = if replicate.is_multiple_of(2) { vec![at; drawn] } else { Vec::new() };
        Given { key: RunKey::new(3, replicate), quantiles }
    };
    let all: Vec<Given> = (0..200).map(given).collect();
    let mut alone = pier(all.clone());
    Workspace::new(&program).play(&program, &mut alone, &mut Silent);
    for (place, (record, alone)) in played(&program, all.clone()).iter().zip(&alone.ended).enumerate() {
        assert_eq!(Some(record), alone.as_ref());
        if place % 2 == 1 {
            assert_eq!(record, &as_luck_has_it(&program, all[place].key));
        }
    }
}

/// A given quantile is the value at it: the same bits as if the scenario said that value.
#[test]
fn a_quantile_is_the_value_at_it() {
    let place = "states.aland.resolve";
    let uncertain = with(RIVALS, &[&format!("{place}{SPREAD}")]);
    for (at, value) in [(0.0, 0.2_f64), (0.25, 0.3), (1.0, 0.6)] {
        let certain = with(RIVALS, &[&format!("{place}={value}")]);
        let keys = (0..60).map(|replicate| RunKey::new(1, replicate));
        let given = keys.clone().map(|key| Given { key, quantiles: vec![Some(at)] }).collect();
        for (record, key) in played(&uncertain, given).into_iter().zip(keys) {
            assert_eq!(record.inputs, [value as f32]);
            assert_eq!(RunRecord { inputs: Vec::new(), ..record }, as_luck_has_it(&certain, key));
        }
    }
    assert!(program(RIVALS).drawn_inputs().next().is_none(), "nothing else is drawn");
}
