//! The mean of a skewed quantity: sums by group, and the bootstrap over groups.

use serde::{Deserialize, Serialize};

use super::estimate::{Estimate, Interval, Level};
use super::order::type7;
use super::resample::Bootstrap;
use super::special::{normal_quantile, normal_share};

/// Number of groups: enough for the bootstrap of a mean, few enough to keep for every quantity.
const GROUPS: u64 = 1000;

/// Sums of an integer quantity over independent trials, in up to 1000 groups: trial `k` belongs to group `k mod 1000`.
///
/// Bounded in memory whatever the number of trials; up to 1000 trials are a group each, and nothing is lost. Integers
/// only, so that adding and merging in any order give the same bits.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct GroupedSums {
    /// By group, up to the last that has a trial.
    groups: Vec<Group>,
}

/// Number of trials, and the sum of the quantity over them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Group {
    n: u64,
    sum: i128,
}

impl GroupedSums {
    /// Of no trials.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the quantity of trial number `trial`.
    pub fn add(&mut self, trial: u64, value: i64) {
        let group = (trial % GROUPS) as usize;
        self.reach(group + 1);
        self.groups[group].n += 1;
        self.groups[group].sum += i128::from(value);
    }

    /// Adds all that another one holds.
    pub fn merge(&mut self, other: &Self) {
        self.reach(other.groups.len());
        for (ours, theirs) in self.groups.iter_mut().zip(&other.groups) {
            ours.n = ours.n.saturating_add(theirs.n);
            ours.sum = ours.sum.saturating_add(theirs.sum);
        }
    }

    /// Number of trials.
    pub fn n(&self) -> u64 {
        self.groups.iter().fold(0, |n, group| n.saturating_add(group.n))
    }

    /// The mean over trials, with the interval BCa (bias-corrected and accelerated) of Efron, *Better bootstrap
    /// confidence intervals*, Journal of the American Statistical Association 82 (1987), 171–185.
    ///
    /// Groups are resampled whole. The bias correction counts resampled means that equal the mean as half below it; the
    /// acceleration is that of the jackknife that leaves out one group at a time (Efron & Tibshirani, *An Introduction to the
    /// Bootstrap* (1993), eq. 14.15); ends are type 7 quantiles of the resampled means, widened if need be to contain the mean.
    /// The standard error is the standard deviation over the resamples. It takes some 2000 resamples for steady
    /// ends at 95 %.
    ///
    /// Undefined without trials; of a single group, and of fewer than two resamples, only the value. There is no
    /// interval either where all resampled means lie on one side of the mean.
    pub fn mean(&self, bootstrap: &Bootstrap, level: Level) -> Estimate {
        let n = self.n();
        if n == 0 {
            return Estimate::undefined(0);
        }
        let sum = self.groups.iter().fold(0_i128, |sum, group| sum.saturating_add(group.sum));
        let value = sum as f64 / n as f64;
        let groups: Vec<Excess> = self.groups.iter().filter_map(|group| group.excess(sum, n)).collect();
        let mut off: Vec<f64> = (0..bootstrap.resamples)
            .map(|resample| mean_excess(&groups, &bootstrap.multiplicities(resample, groups.len())))
            .collect();
        if groups.len() < 2 || off.len() < 2 {
            return Estimate { value: Some(value), ..Estimate::undefined(n) };
        }
        off.sort_unstable_by(f64::total_cmp);
        let interval = corrected(&off, acceleration(&groups, n as f64), level)
            .map(|(low, high)| Interval::around(value + low, value, value + high));
        Estimate { value: Some(value), std_error: Some(deviation(&off)), interval, n }
    }

    fn reach(&mut self, groups: usize) {
        if self.groups.len() < groups {
            self.groups.resize(groups, Group::default());
        }
    }
}

/// A group seen from the mean of all: its trials, and by how much its sum exceeds that of as many average trials.
struct Excess {
    trials: f64,
    sum: f64,
}

impl Group {
    /// `None` if it has no trials. In integers as long as they fit, so that equal means leave exactly nothing.
    fn excess(self, total: i128, n: u64) -> Option<Excess> {
        let share = total.checked_mul(i128::from(self.n));
        let exact =
            self.sum.checked_mul(i128::from(n)).zip(share).and_then(|(all, share)| all.checked_sub(share));
        let sum = exact.map_or_else(
            || self.sum as f64 - self.n as f64 * (total as f64 / n as f64),
            |excess| excess as f64 / n as f64,
        );
        (self.n > 0).then_some(Excess { trials: self.n as f64, sum })
    }
}

/// Mean of the groups, each counted so many times, minus the mean of all.
fn mean_excess(groups: &[Excess], times: &[f64]) -> f64 {
    let weighted =
        |of: &dyn Fn(&Excess) -> f64| -> f64 { groups.iter().zip(times).map(|(g, t)| t * of(g)).sum() };
    weighted(&|group| group.sum) / weighted(&|group| group.trials)
}

/// `Σ d³ / (6 (Σ d²)^{3/2})`, where `d` is the mean of the jackknife's means minus the one without the group; 0 where all are
/// equal.
fn acceleration(groups: &[Excess], n: f64) -> f64 {
    let without: Vec<f64> = groups.iter().map(|group| -group.sum / (n - group.trials)).collect();
    let mean = without.iter().sum::<f64>() / without.len() as f64;
    let power = |power: i32| -> f64 { without.iter().map(|x| libm::pow(mean - x, f64::from(power))).sum() };
    let squares = power(2);
    if squares > 0.0 { power(3) / (6.0 * squares * libm::sqrt(squares)) } else { 0.0 }
}

/// The ends of BCa among sorted resampled values, all relative to the point value.
fn corrected(off: &[f64], acceleration: f64, level: Level) -> Option<(f64, f64)> {
    if off[0].to_bits() == off[off.len() - 1].to_bits() {
        return Some((off[0], off[0]));
    }
    let below = off.partition_point(|&x| x < 0.0) + off.partition_point(|&x| x <= 0.0);
    let share = below as f64 / (2.0 * off.len() as f64);
    if share <= 0.0 || share >= 1.0 {
        return None;
    }
    let bias = normal_quantile(share);
    let end = |z: f64| {
        let scale = 1.0 - acceleration * (bias + z);
        let p = normal_share(bias + (bias + z) / scale);
        if scale > 0.0 { type7(off.len() as u64, p, |rank| off[rank as usize - 1]) } else { None }
    };
    let z = level.normal_quantile();
    end(-z).zip(end(z))
}

fn deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    libm::sqrt(values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MANY: Bootstrap = Bootstrap { resamples: 2000, seed: 3 };

    fn of(values: &[i64]) -> GroupedSums {
        let mut sums = GroupedSums::new();
        for (trial, &value) in (0..).zip(values) {
            sums.add(trial, value);
        }
        sums
    }

    /// Groups of 1, 1 and 2 trials: leaving one out gives 3/3, -1/3 and -2/2, so d = (-10, 2, 8) / 9.
    #[test]
    fn the_acceleration_of_unequal_groups_by_hand() {
        let groups = [(1.0, -3.0), (1.0, 1.0), (2.0, 2.0)].map(|(trials, sum)| Excess { trials, sum });
        let by_hand = (-480.0 / 729.0) / (6.0 * (168.0_f64 / 81.0).powf(1.5));
        assert!((acceleration(&groups, 4.0) - by_hand).abs() < 1e-12);
    }

    /// Sum of squares around 2.5: 5, over 3.
    #[test]
    fn the_deviation_of_four_by_hand() {
        assert!((deviation(&[1.0, 2.0, 3.0, 4.0]) - (5.0_f64 / 3.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn sums_past_all_integers_have_their_excess_too() {
        // Eight tenths of the total in a half of the trials: three tenths more than its share.
        let total = i128::MAX / 2;
        let group = Group { n: 1 << 40, sum: total / 10 * 8 };
        let excess = group.excess(total, 1 << 41).unwrap();
        assert!((excess.sum / total as f64 - 0.3).abs() < 1e-12, "{}", excess.sum);
    }

    /// Three groups 0, 0, 3 with mean 1: leaving one out gives 1.5, 1.5, 0, so d = (-0.5, -0.5, 1): Σd³ = 0.75, Σd² = 1.5,
    /// and the acceleration 0.75 / (6 · 1.5^1.5) = 0.0680414.
    #[test]
    fn the_acceleration_of_three_by_hand() {
        let excess = |sum| Excess { trials: 1.0, sum };
        let groups = [excess(-1.0), excess(-1.0), excess(2.0)];
        assert!((acceleration(&groups, 3.0) - 0.068_041_4).abs() < 1e-7);
    }

    /// Without bias and acceleration the ends are the plain percentiles.
    #[test]
    fn without_correction_ends_are_percentiles() {
        let off: Vec<f64> = (-500..=500).map(f64::from).collect();
        let (low, high) = corrected(&off, 0.0, Level::default()).unwrap();
        assert!((low + 475.0).abs() < 1e-9 && (high - 475.0).abs() < 1e-9, "{low} {high}");
        // Skewed to the right: both ends move up.
        let (low_up, high_up) = corrected(&off, 0.05, Level::default()).unwrap();
        assert!(low_up > low + 10.0 && high_up > high + 5.0, "{low_up} {high_up}");
    }

    #[test]
    fn trials_a_thousand_apart_share_a_group() {
        let values: Vec<i64> = (0..2500).map(|k| k % 7 - 3).collect();
        let sums = of(&values);
        assert_eq!((sums.groups.len(), sums.n()), (1000, 2500));
        let mean = values.iter().sum::<i64>() as f64 / 2500.0;
        assert!((sums.mean(&MANY, Level::default()).value.unwrap() - mean).abs() < 1e-15);
        // Groups have 2 or 3 trials; the spread of the mean is still that of trials: sd 2 over √2500.
        let std_error = sums.mean(&MANY, Level::default()).std_error.unwrap();
        assert!((std_error / 0.04 - 1.0).abs() < 0.15, "{std_error}");
    }

    #[test]
    fn what_does_not_vary_is_certain_and_what_is_alone_has_no_interval() {
        let same = of(&vec![7; 2100]).mean(&MANY, Level::default());
        assert_eq!((same.value, same.interval), (Some(7.0), Some(Interval { low: 7.0, high: 7.0 })));
        assert_eq!(of(&[]).mean(&MANY, Level::default()), Estimate::undefined(0));
        let one = of(&[5]).mean(&MANY, Level::default());
        assert_eq!(one, Estimate { value: Some(5.0), ..Estimate::undefined(1) });
        let none = of(&[5, 6]).mean(&Bootstrap { resamples: 0, seed: 0 }, Level::default());
        assert_eq!((none.value, none.interval), (Some(5.5), None));
    }

    #[test]
    fn a_tally_survives_being_written() {
        let sums = of(&[3, -9, i64::MAX, i64::MAX, 0]);
        let text = serde_json::to_string(&sums).unwrap();
        assert_eq!(serde_json::from_str::<GroupedSums>(&text).unwrap(), sums);
    }

    proptest! {
        #[test]
        fn merging_is_adding_all(trials in prop::collection::vec((0_u64..3000, -50_i64..1000), 2..60), cut in 0_usize..60) {
            let sums = |trials: &[(u64, i64)]| {
                let mut sums = GroupedSums::new();
                for &(trial, value) in trials {
                    sums.add(trial, value);
                }
                sums
            };
            let (left, right) = trials.split_at(cut.min(trials.len()));
            let (mut one, mut other) = (sums(left), sums(right));
            one.merge(&sums(right));
            other.merge(&sums(left));
            prop_assert_eq!(&one, &sums(&trials));
            prop_assert_eq!(&one, &other);
            let few = Bootstrap { resamples: 50, seed: 1 };
            let estimate = one.mean(&few, Level::default());
            prop_assert!(estimate.interval.is_none_or(|i| i.contains(estimate.value.unwrap())));
        }
    }
}
