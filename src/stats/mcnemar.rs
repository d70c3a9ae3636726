//! `McNemar`'s test: whether one thing is likelier than another that is observed in the same trials.

use super::special::beta_tails;

/// Two-sided p-values of the hypothesis that both are equally likely: shares in `(0, 1]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct McNemar {
    /// Exact, given the number of discordant trials: never too small, so on the whole too large.
    pub exact: f64,
    /// Mid-p: half of the observed case's own probability left out. Tests at 5 % by it are wrong in about 5 % of cases,
    /// over chance in the number of discordant trials; given that number it may be up to 8 %.
    pub mid: f64,
}

/// Of the trials in which one came about and the other not, `only_first` and `only_second` went either way.
///
/// Both p-values are those of M. Fagerland, S. Lydersen & P. Laake, *The `McNemar` test for binary matched-pairs data: mid-p and
/// asymptotic are better than exact conditional*, BMC Medical Research Methodology 13 (2013), 91. Given `n` discordant
/// trials, the smaller count `k` is binomial with one half: `exact = 2 P(X <= k)`, `mid = exact - P(X = k)`; for equal counts 1 and
/// `1 - P(X = k) / 2`. Without discordant trials both are 1.
pub fn mcnemar(only_first: u64, only_second: u64) -> McNemar {
    let n = only_first.saturating_add(only_second);
    let k = only_first.min(only_second);
    if n == 0 {
        return McNemar { exact: 1.0, mid: 1.0 };
    }
    // P(X <= k) is an upper tail of Beta(k + 1, n - k), and P(X = k) its density times one half over n - k.
    let rest = (n - k) as f64;
    let tails = beta_tails(k as f64 + 1.0, rest, 0.5);
    let here = 0.5 * tails.density / rest;
    if only_first == only_second {
        return McNemar { exact: 1.0, mid: 1.0 - 0.5 * here };
    }
    let exact = (2.0 * tails.upper).min(1.0);
    McNemar { exact, mid: exact - here }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1 against 3: P(X <= 1) = 5/16, P(X = 1) = 4/16.
    #[test]
    fn four_discordant_trials_by_hand() {
        for found in [mcnemar(1, 3), mcnemar(3, 1)] {
            assert!((found.exact - 0.625).abs() < 1e-14, "{found:?}");
            assert!((found.mid - 0.375).abs() < 1e-14, "{found:?}");
        }
        // 2 against 2: P(X = 2) = 6/16.
        let even = mcnemar(2, 2);
        assert!((even.exact - 1.0).abs() < f64::EPSILON && (even.mid - 0.8125).abs() < 1e-14, "{even:?}");
        // One alone: 2 · 1/2, less 1/2.
        let one = mcnemar(0, 1);
        assert!((one.exact - 1.0).abs() < 1e-14 && (one.mid - 0.5).abs() < 1e-14, "{one:?}");
    }

    #[test]
    fn nothing_discordant_says_nothing() {
        assert_eq!(mcnemar(0, 0), McNemar { exact: 1.0, mid: 1.0 });
    }

    #[test]
    fn overwhelming_differences_stay_above_zero() {
        let found = mcnemar(0, 1000);
        assert!(
            found.exact > 0.0 && found.exact < 1e-300 && found.mid > 0.0 && found.mid < found.exact,
            "{found:?}"
        );
    }
}
