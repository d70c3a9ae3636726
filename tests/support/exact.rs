//! Whether what was counted agrees with what theory says, at α = 0.001 unless said otherwise.
//!
//! Every test that uses these fixes its seed, so that it passes always or never: α is the chance that a *correct*
//! model would have failed when the seed was chosen.

use offramp::stats::{Level, ProportionMethod, proportion};
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// The chance of a false alarm.
const ALPHA: f64 = 0.001;
/// The standard normal deviate beyond which, on either side, lies [`ALPHA`].
const DEVIATE: f64 = 3.290_527;
/// Fewest expected counts in a class of a chi-square test.
const FEWEST_EXPECTED: f64 = 5.0;

/// Asserts that `hits` of `trials` are no surprise if each succeeds with `probability`: the exact binomial test.
#[track_caller]
pub(crate) fn agrees_with_probability(what: &str, hits: u64, trials: u64, probability: f64) {
    let level = Level::new(1.0 - ALPHA).unwrap();
    let interval = proportion(hits, trials, ProportionMethod::ClopperPearson, level).interval.unwrap();
    let found = hits as f64 / trials as f64;
    assert!(
        interval.contains(probability),
        "{what}: {found:.5} of {trials}, interval {:.5} to {:.5}, expected {probability:.5}",
        interval.low,
        interval.high
    );
}

/// Asserts that the mean of independent numbers is no surprise if they have this expectation: the central limit.
#[track_caller]
pub(crate) fn agrees_with_mean(what: &str, numbers: &[f64], expected: f64) {
    let count = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / count;
    let variance = numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (count - 1.0);
    let error = (variance / count).sqrt();
    assert!(
        (mean - expected).abs() <= DEVIATE * error,
        "{what}: mean {mean:.5} ± {error:.5} of {count}, expected {expected:.5}"
    );
}

/// Asserts that counts fit probabilities by Pearson's chi-square test. Neighbouring classes of few expected counts
/// are taken together; what the probabilities leave out is the class that the last count holds.
#[track_caller]
pub(crate) fn fits(what: &str, counts: &[u64], probabilities: &[f64]) {
    assert_eq!(counts.len(), probabilities.len() + 1, "{what}: one more count, for all that is left");
    let total = counts.iter().sum::<u64>() as f64;
    let left = (1.0 - probabilities.iter().sum::<f64>()).max(0.0);
    let (mut statistic, mut classes) = (0.0, 0_u32);
    let (mut observed, mut expected) = (0.0, 0.0);
    for (count, probability) in counts.iter().zip(probabilities.iter().chain([&left])) {
        observed += *count as f64;
        expected += total * probability;
        if expected >= FEWEST_EXPECTED {
            statistic += (observed - expected) * (observed - expected) / expected;
            classes += 1;
            (observed, expected) = (0.0, 0.0);
        }
    }
    statistic += (observed - expected) * (observed - expected) / expected.max(1.0);
    assert!(classes > 1, "{what}: too few counts to test");
    let chance = 1.0 - ChiSquared::new(f64::from(classes - 1)).unwrap().cdf(statistic);
    assert!(chance > ALPHA, "{what}: chi-square {statistic:.2} of {classes} classes, p = {chance:.2e}");
}

/// The chance of at least `ups` heads in `ups + downs` tosses of a fair coin: the one-sided sign test of paired runs,
/// which for two-valued measures is the test of the discordant pairs.
pub(crate) fn sign_test(ups: u64, downs: u64) -> f64 {
    let tosses = ups + downs;
    let mut log_mass = -(tosses as f64) * std::f64::consts::LN_2;
    let mut chance = 0.0;
    for heads in 0..=tosses {
        if heads >= ups {
            chance += log_mass.exp();
        }
        log_mass += ((tosses - heads) as f64 / (heads + 1) as f64).ln();
    }
    chance.min(1.0)
}

/// Asserts that two numbers are as near as rounding lets them be.
#[track_caller]
pub(crate) fn within(what: &str, found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{what}: {found} is not {expected} within {tolerance}");
}

#[test]
fn the_sign_test_by_hand() {
    within("3 of 3", sign_test(3, 0), 0.125, 1e-12);
    within("at least 1 of 2", sign_test(1, 1), 0.75, 1e-12);
    within("nothing to tell apart", sign_test(0, 0), 1.0, 1e-12);
    assert!(sign_test(40, 10) < 1.2e-5 && sign_test(40, 10) > 1.1e-5, "{}", sign_test(40, 10));
}
