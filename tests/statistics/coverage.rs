//! Exact coverage of the intervals of a proportion, by summing the binomial distribution.

use offramp::stats::{Level, ProportionMethod, proportion};

/// The probability that the interval contains `p`, over all outcomes of `n` trials.
fn coverage(method: ProportionMethod, n: u64, p: f64) -> f64 {
    // In logarithms, since the mass at 0 may be smaller than any f64.
    let mut log_mass = n as f64 * (-p).ln_1p();
    let mut covered = 0.0;
    for k in 0..=n {
        if proportion(k, n, method, Level::default()).interval.unwrap().contains(p) {
            covered += log_mass.exp();
        }
        log_mass += ((n - k) as f64 / (k + 1) as f64 * (p / (1.0 - p))).ln();
    }
    covered
}

#[test]
fn rare_outcomes_are_covered_as_the_literature_says() {
    let wilson = coverage(ProportionMethod::Wilson, 1000, 0.001);
    let clopper_pearson = coverage(ProportionMethod::ClopperPearson, 1000, 0.001);
    assert!((wilson - 0.920).abs() < 5e-4, "{wilson}");
    assert!((clopper_pearson - 0.981).abs() < 5e-4, "{clopper_pearson}");
}

#[test]
fn clopper_pearson_never_covers_less_than_stated_and_the_others_do_on_average() {
    for n in [10, 50, 300] {
        let shares: Vec<f64> = (1..50).map(|i| f64::from(i) / 50.0).collect();
        for method in ProportionMethod::ALL {
            let covered: Vec<f64> = shares.iter().map(|&p| coverage(method, n, p)).collect();
            let mean = covered.iter().sum::<f64>() / covered.len() as f64;
            assert!(mean > 0.945, "{method} {n}: {mean}");
            if method == ProportionMethod::ClopperPearson {
                assert!(covered.iter().all(|&c| c >= 0.95 - 1e-12), "{n}: {covered:?}");
            }
        }
    }
}

#[test]
fn none_of_a_thousand_may_still_be_one_in_272() {
    let none = proportion(0, 1000, ProportionMethod::ClopperPearson, Level::default());
    assert!((none.interval.unwrap().high - 0.00368).abs() < 5e-6);
}
