//! Dividing a rung in two makes acting no more likely: the inclusive value of the act nest is a mean.

use offramp::engine::{Alternative, Program, RunRecord};

use crate::support::{Log, RIVALS, program, run, runs, sign_test, with, within};

/// A second `strike_state`, alike in everything. Accidents are switched off in both: they lead one *rung* higher, and a
/// rung's double is no higher.
const DOUBLE: &str = "
[ladder.strike_state_too]
severity = 0.68
violent = true
fatalities = { mean = 12, dispersion = 0.7 }
civilian_share = 0.25
[ladder.strike_state]
accident = 0
[ladder.strike_group]
accident = 0
";

fn whole() -> Program {
    with(RIVALS, &["ladder.strike_state.accident=0", "ladder.strike_group.accident=0"])
}

/// Something counted in a run.
type Measure = fn(&RunRecord) -> u32;

/// Probability of conciliate, hold, and of all acts on rungs of each severity, on the first decision of a run.
fn masses(program: &Program, key_of: impl Fn(&str) -> String, replicate: u64) -> Vec<(String, f64)> {
    let mut log = Log::of(program);
    run(program, 1, replicate, &mut log);
    let mut masses = std::collections::BTreeMap::new();
    let first = log.decisions.first().unwrap();
    for (probability, alternative) in first.probability.iter().zip(program.alternatives()) {
        let name = match alternative {
            Alternative::Conciliate => "conciliate".to_owned(),
            Alternative::Hold => "hold".to_owned(),
            Alternative::Act { rung, assured } => {
                format!("{} {assured}", key_of(&program.scenario().ladder()[*rung].key))
            }
        };
        *masses.entry(name).or_insert(0.0) += f64::from(*probability);
    }
    masses.into_iter().collect()
}

#[test]
fn a_divided_rung_leaves_every_probability_as_it_was() {
    let (whole, divided) = (whole(), program(&format!("{RIVALS}{DOUBLE}")));
    assert_eq!(divided.scenario().ladder().len(), whole.scenario().ladder().len() + 1);
    for replicate in 0..20 {
        let as_one = |key: &str| key.trim_end_matches("_too").to_owned();
        let (before, after) = (masses(&whole, as_one, replicate), masses(&divided, as_one, replicate));
        assert_eq!(before.len(), after.len());
        for ((name, before), (same, after)) in before.iter().zip(&after) {
            assert_eq!(name, same);
            within(name, *after, *before, 3e-6);
        }
    }
}

#[test]
fn a_divided_rung_leaves_the_course_of_runs_as_it_was() {
    let (whole, divided) = (whole(), program(&format!("{RIVALS}{DOUBLE}")));
    let (before, after) = (runs(&whole, 1, 1_500), runs(&divided, 1, 1_500));
    let measures: [(&str, Measure); 3] = [
        ("first strikes", |record| u32::from(record.first_strike.is_some())),
        ("retaliations", |record| u32::from(record.retaliation_delay.is_some())),
        ("violent acts", |record| record.violent_acts),
    ];
    for (name, measure) in measures {
        let count = |is_so: fn(u32, u32) -> bool| {
            before.iter().zip(&after).filter(|(a, b)| is_so(measure(a), measure(b))).count() as u64
        };
        let (more, fewer) = (count(|a, b| b > a), count(|a, b| b < a));
        let surprise = sign_test(more.max(fewer), more.min(fewer));
        assert!(surprise > 0.0005, "{name}: {more} more, {fewer} fewer, p = {surprise:.2e} on one side");
    }
}
