//! Nothing depends on what ran before, on who watches, on the order of the file, or on units.

use offramp::engine::{Program, RunKey, RunRecord, Silent, Workspace};

use crate::support::{Log, Loud, RICH, RIVALS, digest, program, run, runs, with};

const RUNS: u64 = 60;

fn digests(program: &Program, records: &[RunRecord]) -> Vec<String> {
    records.iter().map(|record| digest(program, record)).collect()
}

#[test]
fn a_run_alone_is_the_run_in_its_batch() {
    let program = program(RICH);
    let batch = runs(&program, 1, RUNS);
    for (k, in_batch) in (0..).zip(&batch) {
        assert_eq!(in_batch, &run(&program, 1, k, &mut Silent));
    }
}

#[test]
fn a_workspace_forgets_what_it_did_before() {
    let program = program(RICH);
    let batch = runs(&program, 1, RUNS);
    let mut workspace = Workspace::new(&program);
    for k in (0..RUNS).rev() {
        // A run of another batch in between.
        workspace.run(&program, RunKey::new(99, k), &mut Silent);
        assert_eq!(workspace.run(&program, RunKey::new(1, k), &mut Silent), &batch[k as usize]);
    }
}

#[test]
fn watching_changes_nothing() {
    let program = program(RICH);
    let (mut loud, mut log) = (Loud::default(), Log::of(&program));
    for (k, silent) in (0..).zip(runs(&program, 1, RUNS)) {
        assert_eq!(silent, run(&program, 1, k, &mut loud));
        assert_eq!(silent, run(&program, 1, k, &mut log));
    }
    assert!(loud.heard > 1_000 && !log.acts.is_empty());
}

#[test]
fn the_order_of_tables_in_the_file_does_not_matter() {
    // Tables are separated by blank lines; what stands above the first stays there.
    let mut tables: Vec<&str> = RICH.split("\n\n").collect();
    let top = tables.remove(0);
    tables.reverse();
    let reversed = format!("{top}\n\n{}", tables.join("\n\n"));
    assert!(reversed.find("[events.riot]") < reversed.find("[states.aland]"));
    let (as_written, reversed) = (program(RICH), program(&reversed));
    assert_eq!(
        digests(&as_written, &runs(&as_written, 1, RUNS)),
        digests(&reversed, &runs(&reversed, 1, RUNS))
    );
}

#[test]
fn the_unit_of_power_does_not_matter() {
    let scaled = |factor: f64| {
        let powers = [("aland", 1.5), ("borduria", 1.0), ("cathay", 3.0)];
        let changes = powers.map(|(state, power)| format!("states.{state}.power={}", power * factor));
        with(RICH, &changes.each_ref().map(String::as_str))
    };
    let (plain, times_1024) = (scaled(1.0), scaled(1024.0));
    // A power of two only moves exponents, so that even rounding is the same.
    assert_eq!(runs(&plain, 1, RUNS), runs(&times_1024, 1, RUNS));
    let [heavier, other] =
        [with(RICH, &["states.aland.power=6"]), plain].map(|program| runs(&program, 1, RUNS));
    assert_ne!(heavier, other, "power does matter");
}

#[test]
fn a_distribution_of_one_value_is_that_value() {
    let fixed = with(RIVALS, &["states.aland.resolve=0.7"]);
    let drawn = with(RIVALS, &["states.aland.resolve={ discrete = { values = [0.7] } }"]);
    for (fixed, drawn) in runs(&fixed, 1, RUNS).iter().zip(runs(&drawn, 1, RUNS)) {
        assert_eq!(drawn.inputs, [0.7]);
        assert_eq!(fixed, &RunRecord { inputs: Vec::new(), ..drawn });
    }
}
