//! The reference workload *ladder crisis* on offramp's lanes, against a yardstick written by hand in AVX-512 instructions.
//!
//! `cargo bench --bench ladder` runs all, `cargo bench --bench ladder -- S primitives` only the parts named: the sizes `S`, `M` and
//! `L`, and `primitives`. Before anything is timed, the outcomes are checked: ours are the same bits on every width,
//! and the yardstick's shares agree with them. `docs/benchmarks.md` says what was measured.

#![expect(clippy::print_stdout, reason = "a bench reports on the terminal")]

mod measure;
mod ours;
mod primitives;
mod workload;
#[cfg(target_arch = "x86_64")]
mod yardstick;

use measure::{Figure, Subject, compare};
use offramp::lanes::Width;
use workload::{SIZES, Size, Tally, World};

/// Lanes of one group, as in the engine.
const LANES: usize = 16;

fn main() {
    // Cargo passes flags of its own, such as `--bench`; what is left names parts.
    let asked: Vec<String> = std::env::args().skip(1).filter(|part| !part.starts_with('-')).collect();
    let wanted = |part: &str| asked.is_empty() || asked.iter().any(|asked| asked == part);
    for size in SIZES.iter().filter(|size| wanted(size.name)) {
        let world = World::new(*size);
        let ours = ours(&world);
        check_yardstick(&world, &ours);
        report(size, &ours, compare(subjects(&world)));
    }
    if wanted("primitives") {
        primitives::report();
    }
}

/// Plays the batch on every width, and in single lanes where that is quick, and checks that all give the same bits.
fn ours(world: &World) -> Tally {
    let tally = ours::play::<LANES>(world, world.size.runs, Width::baseline());
    for width in Width::available() {
        let again = ours::play::<LANES>(world, world.size.runs, width);
        assert_eq!(again, tally, "{}: other results on {}", world.size.name, width.name());
    }
    let few = world.size.runs / 16;
    let alone = ours::play::<1>(world, few, Width::baseline());
    assert_eq!(alone, ours::play::<LANES>(world, few, Width::detect()), "{}: lanes differ", world.size.name);
    tally
}

#[cfg(target_arch = "x86_64")]
fn check_yardstick(world: &World, ours: &Tally) {
    if !yardstick::available() {
        println!("no AVX-512 with FMA on this machine: the yardstick is left out");
        return;
    }
    let yardstick = yardstick::play(world, world.size.runs);
    let runs = ours.runs() as f64;
    for (a, b) in ours.shares().into_iter().zip(yardstick.shares()) {
        let middle = f64::midpoint(a, b);
        // Four standard errors of a difference of two shares; both being on the same draws, they are usually equal.
        let allowed = 4.0 * (2.0 * middle * (1.0 - middle) / runs).sqrt();
        assert!((a - b).abs() <= allowed, "{}: shares {a} and {b}", world.size.name);
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn check_yardstick(_: &World, _: &Tally) {
    println!("the yardstick is for x86-64 only, and left out");
}

/// The yardstick, if the machine can run it, and then ours from the widest to the narrowest.
fn subjects(world: &World) -> Vec<Subject<'_>> {
    let mut subjects = Vec::new();
    #[cfg(target_arch = "x86_64")]
    if yardstick::available() {
        let work = || yardstick::play(world, world.size.runs).decisions(&world.size);
        subjects.push(Subject { name: "yardstick".to_owned(), work: Box::new(work) });
    }
    for width in Width::available().into_iter().rev() {
        let work = move || ours::play::<LANES>(world, world.size.runs, width).decisions(&world.size);
        subjects.push(Subject { name: format!("ours, {}", width.name()), work: Box::new(work) });
    }
    subjects
}

fn report(size: &Size, tally: &Tally, figures: Vec<Figure>) {
    let [settled, war, undecided] = tally.shares().map(|share| 100.0 * share);
    println!(
        "\nladder crisis {}: {} states, {} edges, {} mediators; {} runs of {:.1} days on average",
        size.name,
        size.states,
        2 * size.pairs,
        size.mediators,
        tally.runs(),
        tally.days as f64 / tally.runs() as f64
    );
    println!("settled {settled:.1} %, war {war:.1} %, undecided {undecided:.1} %");
    println!("{:24}{:>16}{:>10}", "", "ns per decision", "speed");
    for figure in figures {
        println!("{:24}{:>16.2}{:>8.0} %", figure.name, figure.nanoseconds, 100.0 * figure.speed);
    }
}
