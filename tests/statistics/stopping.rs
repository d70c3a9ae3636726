//! Stopping once an interval is narrow enough: exact coverage, by following the distribution of the count from look to look.

use offramp::stats::{Level, ProportionMethod, proportion};

const P: f64 = 0.01;

/// When is looked, and how narrow the interval must be.
#[derive(Clone, Copy)]
struct Rule {
    first: u64,
    every: u64,
    half_width: f64,
}

/// Chance that the interval at the stop contains the true share, and the mean number of trials.
struct Stopped {
    coverage: f64,
    mean_trials: f64,
}

/// Probabilities of 0, 1, 2 … hits in `n` trials.
fn binomial(n: u64) -> Vec<f64> {
    let mut mass = (n as f64 * (-P).ln_1p()).exp();
    let mut all = Vec::new();
    for k in 0..=n {
        all.push(mass);
        // What is left out beyond is below 1e-17 in all.
        if mass < 1e-20 && k as f64 > n as f64 * P {
            break;
        }
        mass *= (n - k) as f64 / (k + 1) as f64 * P / (1.0 - P);
    }
    all
}

/// The distribution of the hits of those that go on is folded with that of the next trials, so nothing is simulated. `interval` gives
/// the ends for `k` hits in `n` trials.
fn stopped(rule: Rule, interval: impl Fn(u64, u64) -> (f64, f64)) -> Stopped {
    let step = binomial(rule.every);
    let mut going_on = binomial(rule.first);
    let mut trials = rule.first;
    let mut result = Stopped { coverage: 0.0, mean_trials: 0.0 };
    while going_on.iter().sum::<f64>() > 1e-12 {
        for (k, mass) in (0..).zip(&mut going_on) {
            let (low, high) = interval(k, trials);
            if 0.5 * (high - low) <= rule.half_width {
                result.coverage += if low <= P && P <= high { *mass } else { 0.0 };
                result.mean_trials += *mass * trials as f64;
                *mass = 0.0;
            }
        }
        let mut next = vec![0.0; going_on.len() + step.len() - 1];
        for (k, before) in going_on.iter().enumerate().filter(|(_, mass)| **mass > 1e-18) {
            for (more, mass) in step.iter().enumerate() {
                next[k + more] += before * mass;
            }
        }
        going_on = next;
        trials += rule.every;
    }
    result
}

fn of(method: ProportionMethod) -> impl Fn(u64, u64) -> (f64, f64) {
    move |k, n| {
        let interval = proportion(k, n, method, Level::default()).interval.unwrap();
        (interval.low, interval.high)
    }
}

/// The interval of the textbooks, which the library does not offer: k/n ± 1.96 sqrt(p (1 - p) / n).
fn wald(k: u64, n: u64) -> (f64, f64) {
    let (trials, share) = (n as f64, k as f64 / n as f64);
    let half = 1.959_964 * (share * (1.0 - share) / trials).sqrt();
    (share - half, share + half)
}

#[test]
fn intervals_hold_although_stopped_when_narrow() {
    for (first, every) in [(500, 500), (100, 100)] {
        for half_width in [0.02, 0.01, 0.005, 0.003] {
            let rule = Rule { first, every, half_width };
            for method in [ProportionMethod::Wilson, ProportionMethod::ClopperPearson] {
                let found = stopped(rule, of(method));
                assert!(
                    found.coverage >= 0.94,
                    "{method}, every {every} to {half_width}: {}",
                    found.coverage
                );
            }
            let found = stopped(rule, wald).coverage;
            assert!(found < 0.92, "wald, every {every} to {half_width}: {found}");
        }
    }
}

/// Judged after every trial from the 30th: no hit at all has a Wald interval of no width, and that is where it stops.
#[test]
fn the_wald_interval_would_stop_at_once_and_be_wrong() {
    let rule = Rule { first: 30, every: 1, half_width: 0.02 };
    let found = stopped(rule, wald);
    assert!((found.coverage - 0.26).abs() < 0.005, "{}", found.coverage);
    assert!((found.mean_trials - 59.0).abs() < 1.0, "{}", found.mean_trials);
    let found = stopped(rule, of(ProportionMethod::Wilson));
    assert!((found.coverage - 0.97).abs() < 0.005, "{}", found.coverage);
    assert!(found.mean_trials > 120.0, "{}", found.mean_trials);
}
