//! The estimate, its error and its cost.

use offramp::experiment::rare::{Leg, Passage};
use offramp::experiment::rare::{Levels, Process, Repeat, SplitPlan, Start, split};
use offramp::stats::{Interval, Level};

use super::walk::Walk;
use super::{at_chosen_levels, at_every_level};
use crate::support::{agrees_with_mean, agrees_with_probability, within};

#[test]
fn the_exact_answers_are_those_of_the_literature() {
    for top in [7, 17, 30] {
        let walk = Walk::ruin(top);
        let hits = 1.0 / (f64::from(top).exp2() - 1.0);
        within("hits", walk.hits() / hits, 1.0, 1e-9);
        // Feller 1968, XIV.3: the duration is (z − top · P(top)) / (q − p).
        within("steps", walk.steps(), (1.0 - f64::from(top) * hits) * 3.0, 1e-9);
    }
}

#[test]
fn from_one_in_a_hundred_to_one_in_a_billion() {
    let strict = Level::new(0.999).unwrap();
    for top in [7, 10, 17, 24, 30] {
        let walk = Walk::ruin(top);
        let splitting = at_chosen_levels(&walk, 500, 20);
        let exact = walk.hits();
        let found = splitting.probability(strict);
        let what = format!("{exact:.3e}: {found:?}");
        assert!(found.interval.unwrap().contains(exact), "{what}");
        assert!(splitting.log_interval(strict).unwrap().contains(exact), "{what}");
        assert!((found.value.unwrap() - exact).abs() < 3.5 * found.std_error.unwrap(), "{what}");
        // Stages of about a quarter with 500 starts: a repeat varies by some √(3 · stages / 500), at most 0.3.
        assert!(found.std_error.unwrap() < 0.1 * exact, "{what}");
        assert_eq!((found.n, splitting.died_out()), (20, 0), "{what}");
    }
}

/// The mean of very many repeats of very little effort, some of which die out, is the exact answer; and so is
/// what they say of the cost of a plain run.
#[track_caller]
fn is_unbiased(what: &str, walk: &Walk, repeats: &[Repeat]) {
    let (hits, steps) = (walk.hits(), walk.steps());
    let estimates: Vec<f64> = repeats.iter().map(|repeat| repeat.estimate() / hits).collect();
    agrees_with_mean(&format!("{what}: hits"), &estimates, 1.0);
    let costs: Vec<f64> = repeats.iter().map(|repeat| repeat.run_cost() / steps).collect();
    agrees_with_mean(&format!("{what}: steps"), &costs, 1.0);
}

#[test]
fn a_few_starts_are_unbiased_on_a_plain_walk() {
    let walk = Walk::ruin(10);
    let splitting = at_chosen_levels(&walk, 20, 6000);
    assert!(splitting.died_out() > 100, "{}", splitting.died_out());
    is_unbiased("plain", &walk, splitting.repeats());
}

#[test]
fn jumps_over_levels_are_unbiased() {
    let walk = Walk::jumping();
    for starts in [7, 20] {
        let splitting = at_every_level(&walk, starts, 6000);
        let carried: u64 = splitting.stages(Level::default()).iter().map(|stage| stage.carried).sum();
        assert!(carried > 10_000, "{carried}");
        is_unbiased(&format!("every level, {starts}"), &walk, splitting.repeats());
    }
    is_unbiased("some levels", &walk, at_chosen_levels(&walk, 20, 6000).repeats());
}

#[test]
fn hidden_kinds_are_unbiased() {
    let walk = Walk::hidden();
    is_unbiased("hidden", &walk, at_every_level(&walk, 20, 12_000).repeats());
}

#[test]
fn hits_past_the_levels_are_unbiased() {
    let walk = Walk::struck();
    let splitting = at_every_level(&walk, 20, 12_000);
    // They come out of the first stage already, and are carried through all others.
    assert!(splitting.stages(Level::default()).iter().skip(1).all(|stage| stage.carried > 0));
    is_unbiased("struck", &walk, splitting.repeats());
}

/// The probability of coming as far as a level is that of hitting, were the top there.
#[test]
fn levels_on_the_way_are_estimated_too() {
    let walk = Walk::ruin(12);
    let strict = Level::new(0.999).unwrap();
    for (stage, top) in at_every_level(&walk, 300, 20).stages(strict).iter().zip(2..) {
        let exact = Walk::ruin(top).hits();
        assert!(stage.probability.interval.unwrap().contains(exact), "{exact}: {stage:?}");
        assert_eq!(stage.level, (top < 12).then_some(top as usize - 1));
        assert_eq!(stage.starts, 6000);
    }
}

/// Without levels a repeat is a plain batch: the same runs, the same hits.
#[test]
fn without_levels_there_are_plain_runs() {
    let walk = Walk::ruin(4);
    let levels = Levels::new(&walk, Vec::new()).unwrap();
    let plan = SplitPlan::new(9, 500, 100, 4).unwrap();
    let splitting = split(&walk, &levels, &plan, &mut |_| {});
    let starts: Vec<_> = (500..900).map(|replicate| Start::Fresh { replicate }).collect();
    let legs = walk.play(&starts, None);
    let is_hit = |leg: &&Leg<_>| matches!(leg.passage, Passage::Hit);
    let hits = legs.iter().filter(is_hit).count();
    assert!(hits > 0);
    within("share", splitting.probability(Level::default()).value.unwrap(), hits as f64 / 400.0, 1e-12);
    assert_eq!(splitting.cost(), legs.iter().map(|leg| leg.cost).sum::<u64>());
    let ratio = splitting.variance_ratio().unwrap();
    assert!((0.2..5.0).contains(&ratio), "nothing gained or lost but by chance: {ratio}");
}

/// Out of so many experiments, how often an interval covers the exact answer, lies too low, or lies too high.
#[derive(Debug, Default)]
struct Covered {
    within: u64,
    low: u64,
    high: u64,
}

impl Covered {
    fn add(&mut self, interval: Interval, exact: f64) {
        let count = if interval.contains(exact) {
            &mut self.within
        } else if interval.high < exact {
            &mut self.low
        } else {
            &mut self.high
        };
        *count += 1;
    }
}

const EXPERIMENTS: u64 = 200;

/// 20 repeats each, on luck of their own; the t interval and the one on the logarithmic scale.
fn coverage(walk: &Walk, starts: u32) -> [Covered; 2] {
    let levels = at_chosen_levels(walk, 1, 1).levels().clone();
    let mut covered = [Covered::default(), Covered::default()];
    for experiment in 0..EXPERIMENTS {
        let plan = SplitPlan::new(walk.seed, (experiment + 1) * 100_000, starts, 20).unwrap();
        let splitting = split(walk, &levels, &plan, &mut |_| {});
        let plain = splitting.probability(Level::default()).interval.unwrap();
        covered[0].add(plain, walk.hits());
        covered[1].add(splitting.log_interval(Level::default()).unwrap(), walk.hits());
    }
    covered
}

#[test]
fn intervals_cover_as_often_as_they_say_if_repeats_agree_well() {
    let [plain, on_log_scale] = coverage(&Walk::ruin(12), 200);
    agrees_with_probability("t", plain.within, EXPERIMENTS, 0.95);
    agrees_with_probability("log", on_log_scale.within, EXPERIMENTS, 0.95);
}

/// With 20 starts a repeat's standard deviation is half as large again as its mean: what the documentation
/// says of such repeats.
#[test]
fn intervals_of_too_little_effort_lie_too_low() {
    let [plain, on_log_scale] = coverage(&Walk::ruin(17), 20);
    assert!(plain.within < EXPERIMENTS * 92 / 100, "{plain:?}");
    assert!(plain.low > 10 * plain.high, "{plain:?}");
    assert!(on_log_scale.within > plain.within, "{plain:?} {on_log_scale:?}");
}

#[test]
fn at_equal_cost_plain_runs_vary_fifty_times_as_much() {
    let walk = Walk::ruin(17);
    let splitting = at_chosen_levels(&walk, 500, 200);
    let p = walk.hits();
    assert!((5e-6..2e-5).contains(&p));
    let variance = splitting
        .repeats()
        .iter()
        .map(|repeat| (repeat.estimate() - p) * (repeat.estimate() - p))
        .sum::<f64>()
        / 200.0;
    let gain = p * (1.0 - p) * walk.steps() / (variance * splitting.cost() as f64 / 200.0);
    assert!(gain > 50.0, "{gain}");
    // What the splitting says of itself, without the exact answer.
    let own = splitting.variance_ratio().unwrap();
    assert!((own / gain - 1.0).abs() < 0.2, "{own} {gain}");
}

#[test]
fn threads_change_nothing_and_repeats_are_what_they_are_alone() {
    let walk = Walk::jumping();
    let splitting = at_every_level(&walk, 50, 6);
    for threads in [2, 7] {
        let parallel = Walk { threads, ..walk.clone() };
        assert_eq!(at_every_level(&parallel, 50, 6), splitting);
    }
    assert_eq!(at_every_level(&walk, 50, 2).repeats(), &splitting.repeats()[..2]);
    let other = Walk { seed: 6, ..walk.clone() };
    assert_ne!(at_every_level(&other, 50, 6).repeats(), splitting.repeats());
}

#[test]
fn repeats_that_all_die_out_have_no_interval() {
    let splitting = at_every_level(&Walk::ruin(30), 2, 3);
    let found = splitting.probability(Level::default());
    assert_eq!((found.value, found.std_error, found.interval, found.n), (Some(0.0), None, None, 3));
    assert_eq!((splitting.died_out(), splitting.variance_ratio()), (3, None));
    assert_eq!(splitting.log_interval(Level::default()), None);
}
