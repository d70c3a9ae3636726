//! Differences of shares over pairs: two variants of one experiment, each observed in the same trials.

use serde::{Deserialize, Serialize};

use super::estimate::{Estimate, Interval, Level};

/// Yes or no, observed twice in each of `n` trials: how often only the first, and how often only the second.
///
/// Counts only, so that merging in any order gives the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PairedShare {
    n: u64,
    first: u64,
    second: u64,
    only_first: u64,
    only_second: u64,
}

impl PairedShare {
    /// Adds a trial.
    #[inline]
    pub fn add(&mut self, first: bool, second: bool) {
        self.n += 1;
        self.first += u64::from(first);
        self.second += u64::from(second);
        self.only_first += u64::from(first && !second);
        self.only_second += u64::from(second && !first);
    }

    /// Adds what another holds.
    pub fn merge(&mut self, other: &Self) {
        self.n += other.n;
        self.first += other.first;
        self.second += other.second;
        self.only_first += other.only_first;
        self.only_second += other.only_second;
    }

    /// From counts: the trials, those in which the first was so and in which the second was, and those in which only one was.
    pub(super) fn of_counts(n: u64, [first, second]: [u64; 2], [only_first, only_second]: [u64; 2]) -> Self {
        Self { n, first, second, only_first, only_second }
    }

    /// The same trials with the second for the first.
    #[must_use]
    pub fn swapped(&self) -> Self {
        Self::of_counts(self.n, [self.second, self.first], [self.only_second, self.only_first])
    }

    /// Number of trials.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Trials in which the first was so.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// Trials in which the second was so.
    pub fn second(&self) -> u64 {
        self.second
    }

    /// Trials in which the first was so and the second was not.
    pub fn only_first(&self) -> u64 {
        self.only_first
    }

    /// Trials in which the second was so and the first was not.
    pub fn only_second(&self) -> u64 {
        self.only_second
    }

    /// The share of the first minus that of the second: see [`paired_difference`].
    pub fn difference(&self, level: Level) -> Estimate {
        paired_difference(self.only_first, self.only_second, self.n, level)
    }

    /// How many times the trials it would have taken for the same standard error of the difference had the two been observed
    /// in different trials: `(p (1 - p) + q (1 - q)) / (d - (p - q)²)` for shares `p` and `q` and a share `d` of discordant
    /// trials. Undefined where no trial is discordant, and where all are in the same way.
    pub fn gain(&self) -> Option<f64> {
        let n = u128::from(self.n);
        let apart: u128 = [self.first, self.second]
            .map(|count| u128::from(count) * n.saturating_sub(u128::from(count)))
            .into_iter()
            .sum();
        let [more, less] = [self.only_first, self.only_second].map(u128::from);
        let paired = (n * (more + less)).checked_sub(more.abs_diff(less).pow(2))?;
        (paired > 0).then(|| apart as f64 / paired as f64)
    }
}

/// The difference of two proportions observed in the same `n` trials, `(only_first - only_second) / n`, of which
/// `only_first` and `only_second` trials were discordant one way and the other.
///
/// The interval is the adjusted Wald interval of Bonett & Price, *Adjusted Wald Confidence Interval for a Difference of
/// Binomial Proportions Based on Paired Data*, Journal of Educational and Behavioral Statistics 37 (2012), 479–488: with
/// `p = (only_first + 1) / (n + 2)` and `q = (only_second + 1) / (n + 2)` it is
/// `p - q ± z sqrt((p + q - (p - q)²) / (n + 2))`, cut at -1 and 1. It has a width also where no trial was discordant.
/// The standard error is the plug-in one, and `None` where that would be 0. Undefined for `n = 0` and for more discordant
/// trials than there are.
pub fn paired_difference(only_first: u64, only_second: u64, n: u64, level: Level) -> Estimate {
    if n == 0 || only_first.checked_add(only_second).is_none_or(|discordant| discordant > n) {
        return Estimate::undefined(n);
    }
    let spread = |p: f64, q: f64, trials: f64| libm::sqrt((p + q - (p - q) * (p - q)) / trials);
    let trials = n as f64;
    let (first, second) = (only_first as f64 / trials, only_second as f64 / trials);
    let value = first - second;
    let std_error = Some(spread(first, second, trials)).filter(|&error| error > 0.0);
    let adjusted = trials + 2.0;
    let (p, q) = ((only_first as f64 + 1.0) / adjusted, (only_second as f64 + 1.0) / adjusted);
    let half = level.normal_quantile() * spread(p, q, adjusted);
    let interval = Interval::around((p - q - half).max(-1.0), value, (p - q + half).min(1.0));
    Estimate { value: Some(value), std_error, interval: Some(interval), n }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ends(only_first: u64, only_second: u64, n: u64) -> (f64, f64) {
        let interval = paired_difference(only_first, only_second, n, Level::default()).interval.unwrap();
        (interval.low, interval.high)
    }

    /// n = 10, 3 one way and 1 the other: p = 4/12, q = 2/12; p - q = 1/6, and the spread is
    /// sqrt((1/2 - 1/36) / 12) = sqrt(17/432) = 0.198373; times 1.959964 that is 0.388804.
    #[test]
    fn four_discordant_trials_of_ten_by_hand() {
        let estimate = paired_difference(3, 1, 10, Level::default());
        assert!((estimate.value.unwrap() - 0.2).abs() < 1e-15);
        // sqrt((0.4 - 0.04) / 10) = 0.189737.
        assert!((estimate.std_error.unwrap() - 0.036_f64.sqrt()).abs() < 1e-15);
        let (low, high) = ends(3, 1, 10);
        let half = 1.959_963_984_540_054 * (17.0_f64 / 432.0).sqrt();
        assert!((low - (1.0 / 6.0 - half)).abs() < 1e-14 && (high - (1.0 / 6.0 + half)).abs() < 1e-14);
        assert!((low + 0.222_137).abs() < 1e-6 && (high - 0.555_471).abs() < 1e-6, "{low} {high}");
    }

    /// n = 98, none discordant: p = q = 1/100, and the half-width is z sqrt(0.02 / 100) = 0.027718.
    #[test]
    fn trials_that_all_agree_still_leave_room_for_a_difference() {
        let (low, high) = ends(0, 0, 98);
        assert!((high - 0.027_718).abs() < 1e-6 && (low + high).abs() < 1e-15, "{low} {high}");
        assert_eq!(paired_difference(0, 0, 98, Level::default()).std_error, None);
    }

    #[test]
    fn what_cannot_be_is_undefined_and_ends_stay_within_reason() {
        for (first, second, n) in [(0, 0, 0), (2, 1, 2), (u64::MAX, 1, 5)] {
            assert_eq!(paired_difference(first, second, n, Level::default()), Estimate::undefined(n));
        }
        assert_eq!(ends(3, 0, 3).1.to_bits(), 1.0_f64.to_bits());
        assert_eq!(ends(0, 3, 3).0.to_bits(), (-1.0_f64).to_bits());
    }

    #[test]
    fn trials_are_counted_both_ways_and_merge() {
        let mut all = PairedShare::default();
        let mut parts = [PairedShare::default(); 2];
        let trials = [(true, false), (true, true), (false, true), (true, false), (false, false)];
        for (place, (first, second)) in trials.into_iter().enumerate() {
            all.add(first, second);
            parts[place % 2].add(first, second);
        }
        let [mut merged, other] = parts;
        merged.merge(&other);
        assert_eq!(merged, all);
        let counts = [all.n(), all.first(), all.second(), all.only_first(), all.only_second()];
        assert_eq!(counts, [5, 3, 2, 2, 1]);
        assert_eq!(all.difference(Level::default()), paired_difference(2, 1, 5, Level::default()));
    }

    /// Of 10 trials 5 are so with the first and 3 with the second, 3 of them with both: p = 0.5, q = 0.3, d = 0.2, and so
    /// (0.25 + 0.21) / (0.2 - 0.04) = 2.875.
    #[test]
    fn gain_by_hand() {
        let share = PairedShare::of_counts(10, [5, 3], [2, 0]);
        assert!((share.gain().unwrap() - 2.875).abs() < 1e-15);
        assert_eq!(share.swapped().gain(), share.gain());
        assert_eq!(
            share.swapped().difference(Level::default()),
            paired_difference(0, 2, 10, Level::default())
        );
        for without in [[0, 0], [10, 0]] {
            assert_eq!(PairedShare::of_counts(10, [without[0], 0], without).gain(), None);
        }
        assert_eq!(PairedShare::default().gain(), None);
    }

    proptest! {
        #[test]
        fn swapping_the_variants_mirrors_the_interval(n in 1_u64..2000, a in 0.0..=1.0_f64, b in 0.0..=1.0_f64) {
            let first = (a * n as f64) as u64;
            let second = (b * (n - first) as f64) as u64;
            let (low, high) = ends(first, second, n);
            let (mirrored_low, mirrored_high) = ends(second, first, n);
            prop_assert!((low + mirrored_high).abs() < 1e-14 && (high + mirrored_low).abs() < 1e-14);
            prop_assert!(-1.0 <= low && high <= 1.0);
            let value = paired_difference(first, second, n, Level::default()).value.unwrap();
            prop_assert!(low <= value && value <= high);
        }
    }
}
