//! Differences of pairs, means of repeats and the jackknife against `SciPy` and `NumPy` (`pairs_vectors.py`).

use offramp::stats::{
    Estimate, Interval, Level, PairedMean, jackknife, log_interval, mean_of_repeats, paired_difference,
};
use serde_json::Value;

use super::vectors;

const TOLERANCE: f64 = 1e-9;

fn rows(part: &str) -> Vec<Value> {
    vectors("pairs_vectors.json")[part].as_array().unwrap().clone()
}

#[track_caller]
fn same(what: &str, ours: f64, theirs: &Value) {
    let theirs = theirs.as_f64().unwrap();
    assert!((ours - theirs).abs() <= TOLERANCE * theirs.abs().max(1e-6), "{what}: {ours} {theirs}");
}

/// The intervals at all levels in a row are those that `ours` gives.
#[track_caller]
fn same_intervals(row: &Value, key: &str, ours: impl Fn(Level) -> Option<Interval>) {
    for (level, theirs) in row[key].as_object().unwrap() {
        let interval = ours(Level::new(level.parse().unwrap()).unwrap()).unwrap();
        let context = format!("{key} at {level}, n = {}", row["n"]);
        let scale = theirs[1].as_f64().unwrap().abs().max(theirs[0].as_f64().unwrap().abs());
        for (ours, theirs) in [(interval.low, &theirs[0]), (interval.high, &theirs[1])] {
            assert!(
                (ours - theirs.as_f64().unwrap()).abs() <= TOLERANCE * scale,
                "{context}: {ours} {theirs}"
            );
        }
    }
}

fn numbers<T>(row: &Value, key: &str, read: impl Fn(&Value) -> Option<T>) -> Vec<T> {
    row[key].as_array().unwrap().iter().map(|value| read(value).unwrap()).collect()
}

#[test]
fn paired_means_are_those_of_the_paired_t_test() {
    for row in rows("pairs") {
        let mut pairs = PairedMean::default();
        for (first, second) in
            numbers(&row, "first", Value::as_i64).into_iter().zip(numbers(&row, "second", Value::as_i64))
        {
            pairs.add(first, second);
        }
        let difference = pairs.difference(Level::default());
        same("mean", difference.value.unwrap(), &row["mean"]);
        same("standard error", difference.std_error.unwrap(), &row["error"]);
        assert!((pairs.skewness().unwrap() - row["skewness"].as_f64().unwrap()).abs() < 1e-8);
        same_intervals(&row, "intervals", |level| pairs.difference(level).interval);
    }
}

#[test]
fn paired_shares_have_the_interval_of_bonett_and_price() {
    for row in rows("shares") {
        let count = |key: &str| row[key].as_u64().unwrap();
        let ours = |level| paired_difference(count("only_first"), count("only_second"), count("n"), level);
        same("difference", ours(Level::default()).value.unwrap(), &row["value"]);
        same_intervals(&row, "intervals", |level| ours(level).interval);
    }
}

#[test]
fn repeats_have_students_interval_on_either_scale() {
    for row in rows("repeats") {
        let values = numbers(&row, "values", Value::as_f64);
        let ours = |level| -> Estimate { mean_of_repeats(&values, level) };
        same("mean", ours(Level::default()).value.unwrap(), &row["mean"]);
        same("standard error", ours(Level::default()).std_error.unwrap(), &row["error"]);
        same_intervals(&row, "intervals", |level| ours(level).interval);
        same_intervals(&row, "log_intervals", |level| log_interval(&ours(level), level));
    }
}

#[test]
fn the_jackknife_of_a_mean_is_the_t_interval_of_its_groups() {
    for row in rows("groups") {
        let without = numbers(&row, "without", Value::as_f64);
        let whole = row["whole"].as_f64().unwrap();
        same_intervals(&row, "intervals", |level| {
            jackknife(whole, &without, without.len() as u64, level).interval
        });
    }
}
