//! Ratio of two sums over clusters: a mean per item, when items come in clusters of varying size.

use serde::{Deserialize, Serialize};

use super::estimate::{Estimate, Level};
use super::scaled::Resolution;

/// `ΣS / ΣN` over clusters, each with a sum `S` and a number of items `N`.
///
/// Items of one cluster are not independent; clusters are. So the cluster is the unit: the standard error is that of
/// the linearised (Taylor) ratio estimator, Cochran, *Sampling Techniques* (1977),
/// `sqrt(m / (m - 1) Σ(S - R N)²) / ΣN` over `m` clusters, with Student t of `m - 1` degrees of freedom. Clusters
/// without items count as clusters. `S` is rounded to the resolution, once per cluster; all sums are integers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    resolution: Resolution,
    clusters: u64,
    rejected: u64,
    /// ΣS and ΣN.
    sum: i128,
    items: u128,
    /// ΣS² (saturating: undefined from there), ΣSN and ΣN².
    sum_squares: u128,
    cross: i128,
    item_squares: u128,
}

impl Ratio {
    /// No clusters.
    pub fn new(resolution: Resolution) -> Self {
        let (sum, items, sum_squares, cross, item_squares) = (0, 0, 0, 0, 0);
        Self { resolution, clusters: 0, rejected: 0, sum, items, sum_squares, cross, item_squares }
    }

    /// Adds one cluster: the sum over its items and their number. A sum that is NaN or infinite keeps the whole
    /// cluster out; it is counted apart.
    pub fn add(&mut self, sum: f64, items: u32) {
        let Some(steps) = self.resolution.steps(sum) else {
            self.rejected += 1;
            return;
        };
        let magnitude = u128::from(steps.unsigned_abs());
        self.clusters += 1;
        self.sum += i128::from(steps);
        self.items += u128::from(items);
        self.sum_squares = self.sum_squares.saturating_add(magnitude * magnitude);
        self.cross += i128::from(steps) * i128::from(items);
        self.item_squares += u128::from(items) * u128::from(items);
    }

    /// Adds all clusters of another one; `None`, and nothing done, if its resolution differs.
    #[must_use]
    pub fn merge(&mut self, other: &Self) -> Option<()> {
        if self.resolution != other.resolution {
            return None;
        }
        self.clusters += other.clusters;
        self.rejected += other.rejected;
        self.sum += other.sum;
        self.items += other.items;
        self.sum_squares = self.sum_squares.saturating_add(other.sum_squares);
        self.cross += other.cross;
        self.item_squares += other.item_squares;
        Some(())
    }

    /// The resolution to which values are kept.
    pub fn resolution(&self) -> Resolution {
        self.resolution
    }

    /// Number of clusters.
    pub fn clusters(&self) -> u64 {
        self.clusters
    }

    /// Number of items in all clusters.
    pub fn items(&self) -> u128 {
        self.items
    }

    /// How many clusters had a sum that was not finite.
    pub fn rejected(&self) -> u64 {
        self.rejected
    }

    /// The mean per item; `n` of the estimate is the number of clusters. Undefined without items; of one cluster only
    /// the value.
    pub fn mean(&self, level: Level) -> Estimate {
        let n = self.clusters;
        if self.items == 0 {
            return Estimate::undefined(n);
        }
        let items = self.items as f64;
        let value = self.sum as f64 / items;
        let estimate = if n < 2 || self.sum_squares == u128::MAX {
            Estimate { value: Some(value), ..Estimate::undefined(n) }
        } else {
            let clusters = n as f64;
            let std_error = libm::sqrt(clusters / (clusters - 1.0) * self.residual_squares()) / items;
            Estimate::symmetric(value, std_error, level.t_quantile(n - 1), n)
        };
        estimate.rescaled(0.0, self.resolution.per_unit())
    }

    /// `Σ(S - R N)²`, in integers over `(ΣN)²` as long as they fit, so that equal ratios leave exactly nothing.
    fn residual_squares(&self) -> f64 {
        let exact = self.exact_residual_squares().map(|v| v as f64 / (self.items as f64 * self.items as f64));
        exact.unwrap_or_else(|| {
            let ratio = self.sum as f64 / self.items as f64;
            let item_squares = self.item_squares as f64;
            (self.sum_squares as f64 - 2.0 * ratio * self.cross as f64 + ratio * ratio * item_squares)
                .max(0.0)
        })
    }

    /// `(ΣN)² ΣS² - 2 ΣS ΣN ΣSN + (ΣS)² ΣN²`.
    fn exact_residual_squares(&self) -> Option<i128> {
        let items = i128::try_from(self.items).ok()?;
        let squares = i128::try_from(self.sum_squares).ok()?;
        let item_squares = i128::try_from(self.item_squares).ok()?;
        let first = items.checked_mul(items)?.checked_mul(squares)?;
        let middle = self.sum.checked_mul(items)?.checked_mul(self.cross)?.checked_mul(2)?;
        let last = self.sum.checked_mul(self.sum)?.checked_mul(item_squares)?;
        first.checked_sub(middle)?.checked_add(last)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stats::Scaled;

    fn of(clusters: &[(f64, u32)]) -> Ratio {
        let mut ratio = Ratio::new(Resolution::new(1e-4).unwrap());
        for &(sum, items) in clusters {
            ratio.add(sum, items);
        }
        ratio
    }

    #[test]
    fn without_items_nothing_is_defined() {
        assert_eq!(of(&[]).mean(Level::default()), Estimate::undefined(0));
        assert_eq!(of(&[(0.0, 0), (0.0, 0)]).mean(Level::default()), Estimate::undefined(2));
    }

    #[test]
    fn one_cluster_has_a_value_only() {
        let estimate = of(&[(3.0, 4)]).mean(Level::default());
        assert_eq!(estimate, Estimate { value: Some(0.75), ..Estimate::undefined(1) });
    }

    #[test]
    fn equal_ratios_leave_no_error() {
        let estimate = of(&[(0.3, 1), (0.6, 2), (2.1, 7)]).mean(Level::default());
        assert!((estimate.value.unwrap() - 0.3).abs() < 1e-15);
        assert_eq!(estimate.std_error, Some(0.0));
    }

    #[test]
    fn a_sum_that_is_not_finite_keeps_its_cluster_out() {
        let ratio = of(&[(f64::NAN, 4), (1.0, 2)]);
        assert_eq!((ratio.clusters(), ratio.items(), ratio.rejected()), (1, 2, 1));
    }

    #[test]
    fn sums_too_large_for_exact_products_still_have_an_error() {
        let exact = of(&[(1.0, 1), (3.0, 2), (2.0, 2)]).mean(Level::default());
        let large = of(&[(1e12, 1_000_000_000), (3e12, 2_000_000_000), (2e12, 2_000_000_000)]);
        assert_eq!(large.exact_residual_squares(), None);
        let relative = large.mean(Level::default()).std_error.unwrap() / 1000.0;
        assert!((relative / exact.std_error.unwrap() - 1.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn clusters_of_one_item_make_a_plain_mean(values in prop::collection::vec(-5.0..5.0_f64, 2..40)) {
            let mut plain = Scaled::new(Resolution::new(1e-4).unwrap());
            for &v in &values {
                plain.add(v);
            }
            let ratio = of(&values.iter().map(|&v| (v, 1)).collect::<Vec<_>>()).mean(Level::default());
            let plain = plain.mean(Level::default());
            prop_assert!((ratio.value.unwrap() - plain.value.unwrap()).abs() < 1e-12);
            prop_assert!((ratio.std_error.unwrap() - plain.std_error.unwrap()).abs() < 1e-12);
        }

        #[test]
        fn merging_is_adding_all(
            a in prop::collection::vec((-9.0..9.0_f64, 0_u32..9), 0..20),
            b in prop::collection::vec((-9.0..9.0_f64, 0_u32..9), 0..20),
        ) {
            let (mut left, mut right) = (of(&a), of(&b));
            prop_assert_eq!(left.merge(&of(&b)), Some(()));
            prop_assert_eq!(right.merge(&of(&a)), Some(()));
            prop_assert_eq!(&left, &of(&[a, b].concat()));
            prop_assert_eq!(left, right);
        }
    }
}
