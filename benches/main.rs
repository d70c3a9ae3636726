//! Benchmarks: loading a scenario, one run, a batch on one and on two threads. Fixed seeds; read ratios within one
//! run of the benches, not absolute times (`docs/benchmarks.md` says how).

use divan::Bencher;
use offramp::engine::{Program, RunKey, Silent, Workspace};
use offramp::experiment::{BatchPlan, NoRuns, run_batch};
use offramp::model::Scenario;
use offramp::spec::{Document, synthetic_scenario};

const SCENARIOS: [(&str, &str); 3] = [
    ("two-rivals", include_str!("../scenarios/two-rivals.toml")),
    ("balakot-2019", include_str!("../scenarios/balakot-2019.toml")),
    ("pair-only", include_str!("../scenarios/iran-pakistan-2024/pair-only.toml")),
];
/// Synthetic scenarios, all of whose relations are active: four times the relations should take four times as long.
const SIZES: [&str; 2] = ["50,500", "200,2000"];
/// Runs of a batch bench: enough that threads have several units each.
const RUNS: u64 = 2_048;

fn main() {
    divan::main();
}

/// The text of a shipped scenario, or of a synthetic one of that size.
fn text(name: &str) -> String {
    match SCENARIOS.iter().find(|(known, _)| *known == name) {
        Some((_, text)) => (*text).to_owned(),
        None => synthetic_scenario(name, name.parse().unwrap_or_else(|_| panic!("{name} is a size"))),
    }
}

fn scenario(name: &str) -> Scenario {
    read(name, &text(name))
}

fn read(name: &str, text: &str) -> Scenario {
    let document = Document::parse(name, text.to_owned()).unwrap_or_else(|_| panic!("{name} parses"));
    let (spec, problems) = document.read();
    assert!(problems.is_empty(), "{name} is valid");
    Scenario::new(&spec).unwrap_or_else(|_| panic!("{name} is a scenario"))
}

#[divan::bench(args = SCENARIOS.map(|(name, _)| name).into_iter().chain(SIZES))]
fn load(bencher: Bencher, name: &str) {
    let text = text(name);
    bencher.bench(|| Program::new(&read(name, divan::black_box(&text))));
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

/// The same runs by every set of vector instructions that the machine has, and one at a time in a single lane.
mod width {
    use divan::Bencher;
    use offramp::engine::{Harbour, ManyRuns, Program, RunKey, RunRecord, Silent};
    use offramp::lanes::Width;

    use super::{RUNS, scenario};

    struct Runs(std::ops::Range<u64>);

    impl Harbour for Runs {
        fn next(&mut self, _: bool) -> Option<RunKey> {
            self.0.next().map(|replicate| RunKey::new(1, replicate))
        }

        fn ended(&mut self, _: usize, _: &RunRecord) {}
    }

    #[divan::bench(args = Width::available().into_iter().map(Width::name), sample_count = 5, sample_size = 1)]
    fn january(bencher: Bencher, name: &str) {
        let program = Program::new(&scenario("pair-only"));
        let Some(width) = Width::available().into_iter().find(|width| width.name() == name) else { return };
        let mut runs = ManyRuns::new(&program, width);
        bencher
            .counter(divan::counter::ItemsCount::new(RUNS))
            .bench_local(|| runs.play(&program, &mut Runs(0..RUNS), &mut Silent));
    }
}
