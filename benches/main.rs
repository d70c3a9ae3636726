//! Benchmarks: loading a scenario, one run, a batch on one and on two threads. Fixed seeds; read ratios within one
//! run of the benches, not absolute times (`docs/benchmarks.md` says how).

use divan::Bencher;
use offramp::engine::{Program, RunKey, Silent, Workspace};
use offramp::experiment::{BatchPlan, NoRuns, run_batch};
use offramp::model::Scenario;
use offramp::spec::Document;

const SCENARIOS: [(&str, &str); 3] = [
    ("two-rivals", include_str!("../scenarios/two-rivals.toml")),
    ("balakot-2019", include_str!("../scenarios/balakot-2019.toml")),
    ("iran-pakistan-2024", include_str!("../scenarios/iran-pakistan-2024.toml")),
];
/// Runs of a batch bench: enough that threads have several units each.
const RUNS: u64 = 2_048;

fn main() {
    divan::main();
}

fn scenario(name: &str) -> Scenario {
    let text = SCENARIOS.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text);
    let document = Document::parse(name, text.to_owned()).unwrap_or_else(|_| panic!("{name} parses"));
    let (spec, problems) = document.read();
    assert!(problems.is_empty(), "{name} is valid");
    Scenario::new(&spec).unwrap_or_else(|_| panic!("{name} is a scenario"))
}

#[divan::bench(args = SCENARIOS.map(|(name, _)| name))]
fn load(bencher: Bencher, name: &str) {
    bencher.bench(|| Program::new(&scenario(divan::black_box(name))));
}

#[divan::bench(args = SCENARIOS.map(|(name, _)| name))]
fn one_run(bencher: Bencher, name: &str) {
    let program = Program::new(&scenario(name));
    let mut workspace = Workspace::new(&program);
    let mut replicate = 0;
    bencher.bench_local(|| {
        replicate = (replicate + 1) % RUNS;
        workspace.run(&program, RunKey::new(1, replicate), &mut Silent).end_day
    });
}

mod batch {
    use super::{BatchPlan, Bencher, NoRuns, Program, RUNS, SCENARIOS, run_batch, scenario};

    #[divan::bench(args = SCENARIOS.map(|(name, _)| name), sample_count = 7, sample_size = 1)]
    fn one_thread(bencher: Bencher, name: &str) {
        on_threads(bencher, name, 1);
    }

    #[divan::bench(args = SCENARIOS.map(|(name, _)| name), sample_count = 7, sample_size = 1)]
    fn two_threads(bencher: Bencher, name: &str) {
        on_threads(bencher, name, 2);
    }

    fn on_threads(bencher: Bencher, name: &str, threads: usize) {
        let program = Program::new(&scenario(name));
        let plan = BatchPlan { runs: RUNS, seed: 1, threads };
        bencher
            .counter(divan::counter::ItemsCount::new(RUNS))
            .bench(|| run_batch(&program, &plan, &mut NoRuns, &mut |_| {}));
    }
}
