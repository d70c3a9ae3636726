//! A run among others, in lanes of any width, is the run alone in its one lane, bit for bit.

use offramp::engine::{Harbour, ManyRuns, Program, Recorder, RunKey, RunRecord, Silent};
use offramp::lanes::Width;
use proptest::prelude::*;

use crate::support::{Log, RICH, RIVALS, RULES, any_scenario, program, run, runs, with};

/// Runs that wait to be played, and those that were.
struct Quay {
    waiting: std::ops::Range<u64>,
    /// How many may set out between two arrivals, to fill the berths unevenly; 0 for as many as there are berths.
    at_a_time: u64,
    sent: u64,
    arrived: Vec<RunRecord>,
}

impl Harbour for Quay {
    fn next(&mut self, idle: bool) -> Option<RunKey> {
        if self.at_a_time > 0 && self.sent == self.at_a_time && !idle {
            self.sent = 0;
            return None;
        }
        self.sent += 1;
        self.waiting.next().map(|replicate| RunKey::new(3, replicate))
    }

    fn ended(&mut self, _: usize, record: &RunRecord) {
        self.arrived.push(record.clone());
    }
}

/// The first runs, played side by side at this width.
fn abreast(
    program: &Program,
    width: Width,
    count: u64,
    at_a_time: u64,
    recorder: &mut impl Recorder,
) -> Vec<RunRecord> {
    let mut quay = Quay { waiting: 0..count, at_a_time, sent: 0, arrived: Vec::new() };
    ManyRuns::new(program, width).play(program, &mut quay, recorder);
    quay.arrived.sort_by_key(|record| record.replicate);
    quay.arrived
}

fn every_width_gives(program: &Program, count: u64) {
    let alone = runs(program, 3, count);
    for width in Width::available() {
        for at_a_time in [0, 1, 7] {
            let found = abreast(program, width, count, at_a_time, &mut Silent);
            assert!(found == alone, "{} lanes, {at_a_time} at a time", width.name());
        }
    }
}

#[test]
fn runs_side_by_side_are_the_runs_alone() {
    every_width_gives(&program(RICH), 50);
    every_width_gives(&program(RIVALS), 150);
}

#[test]
fn so_they_are_when_every_lane_has_rules_of_its_own() {
    let rules = [
        "utility.reprisal={ uniform = { low = 0.2, high = 3 } }",
        "utility.nest_precision_ratio={ uniform = { low = 1, high = 4 } }",
        "dynamics.injury_gain={ uniform = { low = 0.5, high = 1.5 } }",
        "dynamics.tension_gain={ uniform = { low = 0.2, high = 1 } }",
        "ladder.strike_state.severity={ uniform = { low = 0.6, high = 0.75 } }",
        "states.aland.precision={ lognormal = { median = 8, sigma = 3 } }",
        "relations.aland.borduria.onlookers.cathay={ uniform = { low = 0, high = 1 } }",
        "states.cathay.power={ uniform = { low = 1, high = 9 } }",
        "states.cathay.routine={ uniform = { low = 0, high = 1 } }",
    ];
    every_width_gives(&with(RICH, &rules), 50);
}

#[test]
fn so_they_are_when_some_go_by_rules() {
    every_width_gives(&with(RICH, &RULES), 50);
    // One goes by a rule, and all others weigh, some with its answers before them and some not.
    every_width_gives(&with(RICH, &RULES[..2]), 50);
    every_width_gives(&with(RIVALS, &["states.borduria.policy=always_retaliate"]), 150);
}

#[test]
fn a_log_kept_side_by_side_tells_the_same() {
    /// What was decided by the run in each berth, in order.
    struct Decisions {
        berth: usize,
        heard: Vec<(usize, u32, usize, usize, Vec<u32>)>,
    }
    impl Recorder for Decisions {
        fn turn_to(&mut self, berth: usize) {
            self.berth = berth;
        }

        fn decision(&mut self, day: u32, decision: &offramp::engine::Decision<'_>) {
            let bits = decision.probability.iter().chain(&decision.log_odds).map(|number| number.to_bits());
            self.heard.push((self.berth, day, decision.relation, decision.chosen, bits.collect()));
        }
    }
    let program = program(RICH);
    // As many runs as there are berths at the most: then berths and runs have the same numbers.
    let mut decisions = Decisions { berth: 0, heard: Vec::new() };
    abreast(&program, Width::detect(), 9, 0, &mut decisions);
    for replicate in 0..9 {
        let mut log = Log::of(&program);
        run(&program, 3, replicate, &mut log);
        let of_run = decisions.heard.iter().filter(|(berth, ..)| *berth as u64 == replicate);
        let found: Vec<_> = of_run.collect();
        assert_eq!(found.len(), log.decisions.len());
        for ((_, _, relation, chosen, bits), alone) in found.into_iter().zip(&log.decisions) {
            let expected = alone.probability.iter().chain(&alone.log_odds).map(|number| number.to_bits());
            assert_eq!((*relation, *chosen), (alone.relation, alone.chosen));
            assert_eq!(bits, &expected.collect::<Vec<_>>());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_scenario(text in any_scenario()) {
        let program = program(&text);
        let alone = runs(&program, 3, 40);
        for width in Width::available() {
            prop_assert!(abreast(&program, width, 40, 5, &mut Silent) == alone, "{} lanes\n{text}", width.name());
        }
    }
}

/// Where λw is a thousandth of λ, acting at all may be worth next to nothing against hold, though the best act is worth much more.
#[test]
fn no_probability_is_lost_where_acts_are_hardly_told_apart() {
    struct Sound;
    impl Recorder for Sound {
        fn decision(&mut self, _: u32, decision: &offramp::engine::Decision<'_>) {
            let sum: f32 = decision.probability.iter().sum();
            assert!((sum - 1.0).abs() < 1e-4, "{:?}", decision.probability);
            assert!(decision.expected_reply.is_finite());
        }
    }
    let changes = [
        "utility.nest_precision_ratio=0.001",
        "utility.audience=20",
        "states.borduria.precision=12",
        "states.borduria.audience_cost=1.7",
        "relations.borduria.aland.injury=1",
        "relations.aland.borduria.posture=campaign",
    ];
    let program = with(RICH, &changes);
    for replicate in 0..40 {
        run(&program, 3, replicate, &mut Sound);
    }
    every_width_gives(&program, 40);
}
