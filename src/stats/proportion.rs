//! Proportions: how often something happened in `n` independent trials.

use std::fmt;
use std::str::FromStr;

use super::estimate::{Estimate, Interval, Level};
use super::special::beta_quantile;

/// How the interval of a proportion is found. See Brown et al., *Interval Estimation for a Binomial
/// Proportion*, Statistical Science 16 (2001), for all three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ProportionMethod {
    /// The score interval of Wilson (1927): close to the stated coverage on average, at any `k`.
    #[default]
    Wilson,
    /// The interval of Clopper & Pearson (1934): never below the stated coverage, so wider; for rare outcomes.
    ClopperPearson,
    /// Equal tails of the posterior under Jeffreys' prior, Beta(1/2, 1/2), with end 0 at `k = 0` and 1 at `k = n`.
    Jeffreys,
}

impl ProportionMethod {
    /// Every method, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::Wilson, Self::ClopperPearson, Self::Jeffreys];

    /// The name users write and tables carry.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wilson => "wilson",
            Self::ClopperPearson => "clopper-pearson",
            Self::Jeffreys => "jeffreys",
        }
    }
}

impl fmt::Display for ProportionMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The text names no method.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no interval method (one of wilson, clopper-pearson, jeffreys)")]
pub struct MethodError(String);

impl FromStr for ProportionMethod {
    type Err = MethodError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|m| m.name() == text).ok_or_else(|| MethodError(text.to_owned()))
    }
}

/// The share `k / n` with its interval; everything is undefined when `n = 0` or `k > n`.
///
/// The standard error is the plug-in `sqrt(p (1 - p) / n)`. It is `None` at `k = 0` and `k = n`, where that
/// formula would claim certainty. All three methods take microseconds up to `n = 1e9`.
pub fn proportion(k: u64, n: u64, method: ProportionMethod, level: Level) -> Estimate {
    if n == 0 || k > n {
        return Estimate::undefined(n);
    }
    let (hits, trials) = (k as f64, n as f64);
    let value = hits / trials;
    let std_error = (k > 0 && k < n).then(|| libm::sqrt(value * ((n - k) as f64 / trials) / trials));
    let (low, high) = match method {
        ProportionMethod::Wilson => wilson(k, n, level),
        ProportionMethod::ClopperPearson => clopper_pearson(k, n, level),
        ProportionMethod::Jeffreys => jeffreys(k, n, level),
    };
    let interval = Some(Interval::around(low.max(0.0), value, high.min(1.0)));
    Estimate { value: Some(value), std_error, interval, n }
}

/// Wilson (1927): the `p` at which the score test does not reject At the extremes one end
/// is 0 or 1 in exact arithmetic, and is set so.
fn wilson(k: u64, n: u64, level: Level) -> (f64, f64) {
    let z = level.normal_quantile();
    let s = z * z;
    let trials = n as f64;
    let share = k as f64 / trials;
    let rest = (n - k) as f64 / trials;
    let half = z * libm::sqrt(share * rest / trials + s / (4.0 * trials * trials));
    let scale = 1.0 + s / trials;
    let low = (share + s / (2.0 * trials) - half) / scale;
    let high = (share + s / (2.0 * trials) + half) / scale;
    (if k == 0 { 0.0 } else { low }, if k == n { 1.0 } else { high })
}

/// Clopper & Pearson (1934) as beta quantiles. At `k = 0` the lower end is 0, the
/// upper one `1 - (α/2)^(1/n)`; mirrored at `k = n`. Each end keeps its tail `α/2` there too.
fn clopper_pearson(k: u64, n: u64, level: Level) -> (f64, f64) {
    let tail = level.tail();
    let (hits, misses) = (k as f64, (n - k) as f64);
    let low = match k {
        0 => 0.0,
        _ if k == n => libm::exp(libm::log(tail) / hits),
        _ => beta_quantile(hits, misses + 1.0, tail),
    };
    let high = match k {
        _ if k == n => 1.0,
        0 => -libm::expm1(libm::log(tail) / misses),
        _ => beta_quantile(hits + 1.0, misses, 1.0 - tail),
    };
    (low, high)
}

/// Quantiles of Beta(k + 1/2, n - k + 1/2), with the ends of Brown et al. at the extremes.
fn jeffreys(k: u64, n: u64, level: Level) -> (f64, f64) {
    let tail = level.tail();
    let (a, b) = (k as f64 + 0.5, (n - k) as f64 + 0.5);
    let low = if k == 0 { 0.0 } else { beta_quantile(a, b, tail) };
    let high = if k == n { 1.0 } else { beta_quantile(a, b, 1.0 - tail) };
    (low, high)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ends(k: u64, n: u64, method: ProportionMethod) -> (f64, f64) {
        let interval = proportion(k, n, method, Level::default()).interval.unwrap();
        (interval.low, interval.high)
    }

    #[test]
    fn nothing_is_known_of_no_trials_or_of_too_many_hits() {
        for method in ProportionMethod::ALL {
            assert_eq!(proportion(0, 0, method, Level::default()), Estimate::undefined(0));
            assert_eq!(proportion(3, 2, method, Level::default()), Estimate::undefined(2));
        }
    }

    #[test]
    fn extremes_have_exact_ends_and_no_standard_error() {
        for method in ProportionMethod::ALL {
            for n in [1, 7, 1000, 1_000_000_000] {
                let (none, all) = (ends(0, n, method), ends(n, n, method));
                assert_eq!(none.0.to_bits(), 0.0_f64.to_bits());
                assert_eq!(all.1.to_bits(), 1.0_f64.to_bits());
                assert!((none.1 - (1.0 - all.0)).abs() < 1e-12, "{method} {n}");
                assert_eq!(proportion(0, n, method, Level::default()).std_error, None);
                assert_eq!(proportion(n, n, method, Level::default()).std_error, None);
            }
        }
    }

    #[test]
    fn none_of_a_thousand_reaches_up_to_the_known_limit() {
        let (_, high) = ends(0, 1000, ProportionMethod::ClopperPearson);
        assert!((high - 0.003_682_083_896_865_671).abs() < 1e-15);
    }

    #[test]
    fn a_billion_trials_are_no_trouble() {
        for method in ProportionMethod::ALL {
            let (low, high) = ends(500_000_000, 1_000_000_000, method);
            assert!((high - low - 2.0 * 1.959_964 * 0.5 / 1e9_f64.sqrt()).abs() < 1e-8, "{method}");
        }
    }

    #[test]
    fn names_read_back() {
        for method in ProportionMethod::ALL {
            assert_eq!(method.to_string().parse(), Ok(method));
        }
        assert!("wald".parse::<ProportionMethod>().is_err());
    }

    proptest! {
        #[test]
        fn intervals_hold_their_value_and_mirror(n in 1_u64..5000, part in 0.0..=1.0_f64, level in 0.5..0.9999_f64) {
            let k = (part * n as f64) as u64;
            let level = Level::new(level).unwrap();
            for method in ProportionMethod::ALL {
                let one = proportion(k, n, method, level);
                let other = proportion(n - k, n, method, level);
                let (i, j) = (one.interval.unwrap(), other.interval.unwrap());
                prop_assert!(i.contains(one.value.unwrap()));
                prop_assert!(i.low >= 0.0 && i.high <= 1.0);
                prop_assert!((i.low - (1.0 - j.high)).abs() < 1e-11 && (i.high - (1.0 - j.low)).abs() < 1e-11);
            }
        }
    }
}
