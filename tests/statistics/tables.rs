//! Ranks, bootstrapped means and two-by-two tables: against `SciPy` and statsmodels, and their coverage.

use offramp::stats::{Bootstrap, Counts, GroupedSums, Interval, Level, SignTable, mcnemar, spearman};
use serde_json::Value;
use statrs::distribution::{ContinuousCDF, LogNormal};

use super::chance::Chance;

fn vectors(part: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("../reference/sensitivity_vectors.json")).unwrap();
    all[part].as_array().unwrap().clone()
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

#[track_caller]
fn assert_ends(ours: Option<Interval>, theirs: &Value, tolerance: f64, context: &str) {
    let (ours, theirs) = (ours.unwrap(), numbers(theirs));
    for (ours, theirs) in [(ours.low, theirs[0]), (ours.high, theirs[1])] {
        assert!((ours - theirs).abs() <= tolerance * theirs.abs().max(1.0), "{context}: {ours} {theirs}");
    }
}

#[test]
fn rank_correlations_agree() {
    for (case, row) in vectors("spearman").iter().enumerate() {
        let (x, y) = (numbers(&row["x"]), numbers(&row["y"]));
        let r = spearman(&x, &y, Level::default()).value.unwrap();
        assert!((r - row["r"].as_f64().unwrap()).abs() < 1e-12, "{case}: {r}");
        for (level, ends) in row["intervals"].as_object().unwrap() {
            let ours = spearman(&x, &y, level.parse().unwrap());
            assert_ends(ours.interval, ends, 1e-9, &format!("{case} at {level}"));
        }
    }
}

/// Pairs of normal numbers with correlation ρ have the rank correlation (6/π) asin(ρ/2).
#[test]
fn intervals_of_rank_correlations_cover() {
    const BATCHES: u32 = 2000;
    let mut chance = Chance(4);
    for correlation in [0.0_f64, 0.5, 0.8] {
        let truth = 6.0 / std::f64::consts::PI * (0.5 * correlation).asin();
        let mut covered = 0;
        for _ in 0..BATCHES {
            let x: Vec<f64> = (0..60).map(|_| chance.normal()).collect();
            let rest = (1.0 - correlation * correlation).sqrt();
            let y: Vec<f64> = x.iter().map(|x| correlation * x + rest * chance.normal()).collect();
            covered += u32::from(spearman(&x, &y, Level::default()).interval.unwrap().contains(truth));
        }
        let share = f64::from(covered) / f64::from(BATCHES);
        // Four standard errors of a share of 0.95 over 2000 are 0.0195.
        assert!((share - 0.95).abs() < 0.0195, "{correlation}: {share}");
    }
}

fn sums(values: impl IntoIterator<Item = i64>) -> GroupedSums {
    let mut sums = GroupedSums::new();
    for (trial, value) in (0..).zip(values) {
        sums.add(trial, value);
    }
    sums
}

/// `SciPy` draws other resamples. Over 20,000 of ours the ends are steady to about a fortieth of the standard error.
#[test]
fn corrected_intervals_agree_with_scipy() {
    for (case, row) in vectors("bca").iter().enumerate() {
        let values = row["values"].as_array().unwrap().iter().map(|v| v.as_i64().unwrap());
        let ours = sums(values).mean(&Bootstrap { resamples: 20_000, seed: 1 }, Level::default());
        let std_error = row["std_error"].as_f64().unwrap();
        assert!((ours.value.unwrap() - row["mean"].as_f64().unwrap()).abs() < 1e-12, "{case}");
        // Four standard errors of a standard deviation over 20,000 are 2 %.
        assert!((ours.std_error.unwrap() / std_error - 1.0).abs() < 0.025, "{case}: {ours:?} {std_error}");
        let (interval, theirs) = (ours.interval.unwrap(), numbers(&row["interval"]));
        assert!((interval.low - theirs[0]).abs() < 0.1 * std_error, "{case}: {interval:?} {theirs:?}");
        assert!((interval.high - theirs[1]).abs() < 0.1 * std_error, "{case}: {interval:?} {theirs:?}");
    }
}

/// Counts that are lognormal numbers (σ = 1.2) rounded down, 60 to a batch: the t interval misses the mean on one side, for
/// the mean and its error go together. The corrected bootstrap misses it less often, if more often than stated.
#[test]
fn corrected_intervals_cover_a_skewed_mean_better_than_t() {
    const BATCHES: u32 = 1500;
    let distribution = LogNormal::new(3.0, 1.2).unwrap();
    // The mean of ⌊X⌋ is the sum of P(X >= k).
    let truth: f64 = (1..200_000).map(|k| distribution.sf(f64::from(k))).sum();
    let mut chance = Chance(77);
    let mut covered = [0, 0];
    let mut too_low = [0, 0];
    for batch in 0..BATCHES {
        let values: Vec<i64> = (0..60).map(|_| (3.0 + 1.2 * chance.normal()).exp() as i64).collect();
        let mut counts = Counts::new();
        for &value in &values {
            counts.add(value);
        }
        let bootstrap = Bootstrap { resamples: 500, seed: u64::from(batch) };
        let intervals = [sums(values).mean(&bootstrap, Level::default()), counts.mean(Level::default())];
        for (place, estimate) in intervals.iter().enumerate() {
            let interval = estimate.interval.unwrap();
            covered[place] += u32::from(interval.contains(truth));
            too_low[place] += u32::from(interval.high < truth);
        }
    }
    let [corrected, t] = covered.map(|count| f64::from(count) / f64::from(BATCHES));
    assert!(corrected > t + 0.01, "{corrected} {t}");
    assert!((0.89..0.96).contains(&corrected), "{corrected}");
    // Where t misses, it is too low nearly always; the other is so much less often.
    assert!(too_low[0] + 15 < too_low[1], "{too_low:?}");
}

#[test]
fn likelihood_ratios_agree_with_relative_risks() {
    for row in vectors("likelihood_ratios") {
        let count = |key: &str| row[key].as_u64().unwrap();
        let table = SignTable {
            hits: count("both"),
            false_alarms: count("sign_alone"),
            misses: count("outcome") - count("both"),
            quiet: count("without") - count("sign_alone"),
        };
        for (level, ends) in row["intervals"].as_object().unwrap() {
            let ours = table.likelihood_ratio(level.parse().unwrap());
            let theirs = row["ratio"].as_f64().unwrap();
            assert!((ours.value.unwrap() / theirs - 1.0).abs() < 1e-12, "{row}");
            assert_ends(ours.interval, ends, 1e-9, &row.to_string());
        }
    }
}

#[test]
fn paired_tests_agree() {
    for row in vectors("mcnemar") {
        let found = mcnemar(row["first"].as_u64().unwrap(), row["second"].as_u64().unwrap());
        for (ours, theirs) in [(found.exact, &row["exact"]), (found.mid, &row["mid"])] {
            let theirs = theirs.as_f64().unwrap();
            assert!((ours / theirs - 1.0).abs() < 1e-9, "{row}: {ours}");
        }
    }
}

/// The share of cases in which a true hypothesis is rejected at 5 %, exactly, over all splits of `n` discordant trials.
fn size(n: u64, p_value: impl Fn(u64, u64) -> f64) -> f64 {
    let mut mass = 0.5_f64.powi(i32::try_from(n).unwrap());
    let mut rejected = 0.0;
    for first in 0..=n {
        if p_value(first, n - first) <= 0.05 {
            rejected += mass;
        }
        mass *= (n - first) as f64 / (first + 1) as f64;
    }
    rejected
}

/// The number of discordant trials is itself chance, of which the sizes are averaged: Fagerland et al. find mid-p at or just
/// above 5 % hardly anywhere.
#[test]
fn the_exact_test_keeps_its_size_and_mid_p_comes_closer_to_it() {
    for trials in [40, 100] {
        for discordant in [0.15_f64, 0.3, 0.6] {
            let (mut exact, mut mid) = (0.0, 0.0);
            let mut mass = (1.0 - discordant).powi(trials);
            for n in 0..=trials.unsigned_abs().into() {
                exact += mass * size(n, |a, b| mcnemar(a, b).exact);
                mid += mass * size(n, |a, b| mcnemar(a, b).mid);
                let left = f64::from(trials) - n as f64;
                mass *= left / (n + 1) as f64 * discordant / (1.0 - discordant);
            }
            assert!(exact < 0.045 && exact < mid, "{trials}, {discordant}: {exact} {mid}");
            assert!(
                (mid - 0.05).abs() < (exact - 0.05).abs() && mid < 0.053,
                "{trials}, {discordant}: {mid}"
            );
        }
    }
}
