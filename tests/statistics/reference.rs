//! Committed vectors of `SciPy`, `NumPy`, lifelines and statsmodels: `tests/reference/stats_vectors.py` writes them.

use offramp::stats::{
    BinnedGrid, Counts, Estimate, Level, ProportionMethod, Ratio, Resolution, Survival, proportion,
};
use serde_json::Value;

const TOLERANCE: f64 = 1e-9;

fn vectors(part: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("../reference/stats_vectors.json")).unwrap();
    all[part].as_array().unwrap().clone()
}

fn level(row: &Value) -> Level {
    Level::new(row["level"].as_f64().unwrap()).unwrap()
}

/// Equal to the tolerance, relative to the size of the number where that is above one; both undefined is equal.
#[track_caller]
fn assert_close(ours: Option<f64>, theirs: &Value, context: &str) {
    match (ours, theirs.as_f64()) {
        (Some(a), Some(b)) => assert!((a - b).abs() <= TOLERANCE * b.abs().max(1.0), "{context}: {a} {b}"),
        (a, b) => assert_eq!(a, b, "{context}"),
    }
}

#[track_caller]
fn assert_interval(ours: &Estimate, theirs: &Value, context: &str) {
    assert_close(ours.interval.map(|i| i.low), &theirs[0], context);
    assert_close(ours.interval.map(|i| i.high), &theirs[1], context);
}

#[test]
fn proportions_agree() {
    for row in vectors("proportions") {
        let (k, n) = (row["k"].as_u64().unwrap(), row["n"].as_u64().unwrap());
        for method in ProportionMethod::ALL {
            let context = format!("{method} {k} of {n} at {}", level(&row));
            let ours = proportion(k, n, method, level(&row));
            assert_interval(&ours, &row[method.name()], &context);
            // Ends near 0 are small numbers: there the relative error counts.
            let (low, theirs) = (ours.interval.unwrap().low, row[method.name()][0].as_f64().unwrap());
            assert!((low - theirs).abs() <= 1e-7 * theirs, "{context}: {low} {theirs}");
        }
    }
}

#[test]
fn means_spreads_and_quantiles_of_counts_agree() {
    for (index, row) in vectors("samples").iter().enumerate() {
        let mut counts = Counts::new();
        for v in row["values"].as_array().unwrap() {
            counts.add(v.as_i64().unwrap());
        }
        assert_close(counts.sd().value, &row["sd"], &format!("sd of sample {index}"));
        for (text, interval) in row["t_intervals"].as_object().unwrap() {
            let mean = counts.mean(text.parse().unwrap());
            assert_close(mean.value, &row["mean"], &format!("mean of sample {index}"));
            assert_close(mean.std_error, &row["std_error"], &format!("error of sample {index}"));
            assert_interval(&mean, interval, &format!("t interval of sample {index} at {text}"));
        }
        for quantile in row["quantiles"].as_array().unwrap() {
            let p = quantile["p"].as_f64().unwrap();
            let ours = counts.quantile(p, Level::default());
            assert_close(ours.value, &quantile["value"], &format!("quantile {p} of sample {index}"));
            assert_interval(
                &ours,
                &quantile["interval"],
                &format!("interval of quantile {p} of sample {index}"),
            );
        }
    }
}

#[test]
fn binned_quantiles_agree_to_one_bin() {
    let row = &vectors("samples")[2];
    let mut grid = BinnedGrid::new(1, 1, 200, -50.0, 50.0).unwrap();
    for v in row["values"].as_array().unwrap() {
        grid.add(0, 0..1, v.as_f64().unwrap());
    }
    assert!((grid.mean(0, Level::default()).value.unwrap() - row["mean"].as_f64().unwrap()).abs() < 1e-7);
    for quantile in row["quantiles"].as_array().unwrap() {
        let ours = grid.quantile(0, quantile["p"].as_f64().unwrap()).value.unwrap();
        assert!((ours - quantile["value"].as_f64().unwrap()).abs() < 0.5, "{quantile}: {ours}");
    }
}

#[test]
fn survival_agrees() {
    for (index, row) in vectors("survivals").iter().enumerate() {
        let mut survival = Survival::new();
        let observed = row["observed"].as_array().unwrap();
        for (time, seen) in row["times"].as_array().unwrap().iter().zip(observed) {
            survival.add(u32::try_from(time.as_u64().unwrap()).unwrap(), seen.as_bool().unwrap());
        }
        let curve = survival.curve(Level::default());
        let steps = row["curve"].as_array().unwrap();
        assert_eq!(curve.len(), steps.len());
        for (ours, theirs) in curve.iter().zip(steps) {
            let context = format!("curve {index} at {}", ours.time);
            assert_eq!(u64::from(ours.time), theirs["time"].as_u64().unwrap());
            assert_eq!(ours.at_risk, theirs["at_risk"].as_u64().unwrap());
            assert_close(ours.share.value, &theirs["share"], &context);
            assert_close(ours.share.std_error, &theirs["std_error"], &context);
            assert_interval(&ours.share, &theirs["interval"], &context);
        }
        for theirs in row["quantiles"].as_array().unwrap() {
            let p = theirs["p"].as_f64().unwrap();
            let context = format!("quantile {p} of curve {index}");
            assert_close(survival.quantile(p, Level::default()).value, &theirs["value"], &context);
            let (low, high) = survival.quantile_limits(p, Level::default());
            assert_close(low, &theirs["low"], &context);
            assert_close(high, &theirs["high"], &context);
        }
        let until = u32::try_from(row["until"].as_u64().unwrap()).unwrap();
        let mean = survival.restricted_mean(until, Level::default());
        assert_close(mean.value, &row["restricted_mean"]["value"], &format!("restricted mean {index}"));
        assert_close(mean.std_error, &row["restricted_mean"]["std_error"], &format!("its error {index}"));
    }
}

#[test]
fn ratios_agree() {
    for (index, row) in vectors("ratios").iter().enumerate() {
        let mut ratio = Ratio::new(Resolution::new(1e-4).unwrap());
        let items = row["items"].as_array().unwrap();
        for (sum, items) in row["sums"].as_array().unwrap().iter().zip(items) {
            ratio.add(sum.as_f64().unwrap(), u32::try_from(items.as_u64().unwrap()).unwrap());
        }
        let mean = ratio.mean(Level::default());
        assert_close(mean.value, &row["value"], &format!("ratio {index}"));
        assert_close(mean.std_error, &row["std_error"], &format!("error of ratio {index}"));
        assert_interval(&mean, &row["interval"], &format!("interval of ratio {index}"));
    }
}
