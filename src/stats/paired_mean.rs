//! Differences of means over pairs: a number observed twice in the same trials.

use serde::{Deserialize, Serialize};

use super::estimate::{Estimate, Level};
use super::moments::Moments;

/// A whole number, observed twice in each of `n` trials: the mean of its differences.
///
/// Integers only, so that merging in any order gives the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PairedMean {
    first: Moments,
    second: Moments,
    difference: Moments,
    cubes: Cubes,
    more: u64,
    less: u64,
}

impl PairedMean {
    /// Adds a trial.
    #[inline]
    pub fn add(&mut self, first: i64, second: i64) {
        self.first.add_n(first, 1);
        self.second.add_n(second, 1);
        let difference = first.saturating_sub(second);
        self.difference.add_n(difference, 1);
        self.cubes.add(difference);
        self.more += u64::from(first > second);
        self.less += u64::from(first < second);
    }

    /// Adds what another holds.
    pub fn merge(&mut self, other: &Self) {
        self.first.merge(&other.first);
        self.second.merge(&other.second);
        self.difference.merge(&other.difference);
        self.cubes.merge(&other.cubes);
        self.more += other.more;
        self.less += other.less;
    }

    /// Trials in which the first number was the larger.
    pub fn more(&self) -> u64 {
        self.more
    }

    /// Trials in which it was the smaller.
    pub fn less(&self) -> u64 {
        self.less
    }

    /// Mean of the first number.
    pub fn first(&self, level: Level) -> Estimate {
        self.first.mean(level)
    }

    /// Mean of the second number.
    pub fn second(&self, level: Level) -> Estimate {
        self.second.mean(level)
    }

    /// Mean of first minus second, with the paired t interval of `n - 1` degrees of freedom.
    pub fn difference(&self, level: Level) -> Estimate {
        self.difference.mean(level)
    }

    /// Number of trials.
    pub fn n(&self) -> u64 {
        self.difference.n()
    }

    /// The same trials with the second number for the first.
    #[must_use]
    pub fn swapped(&self) -> Self {
        Self {
            first: self.second,
            second: self.first,
            difference: self.difference.negated(),
            cubes: Cubes { up: self.cubes.down, down: self.cubes.up },
            more: self.less,
            less: self.more,
        }
    }

    /// How many times the trials it would have taken for the same standard error of the difference had the two been observed
    /// in different trials: the sum of the variances of the two over the variance of their difference. Undefined where all
    /// differences are equal.
    pub fn gain(&self) -> Option<f64> {
        let [first, second, paired] =
            [self.first.variance()?, self.second.variance()?, self.difference.variance()?];
        (paired > 0.0).then(|| (first + second) / paired)
    }

    /// Skewness of the differences, `g1 = m3 / m2^(3/2)` with central moments of divisor `n` (Fisher's measure). Undefined
    /// where all are equal, and where their cubes are beyond every sense.
    pub fn skewness(&self) -> Option<f64> {
        let n = self.n() as f64;
        let second = self.difference.variance()? * (n - 1.0) / n;
        let third = self.cubes.about_mean(&self.difference)? / n;
        (second > 0.0).then(|| third / (second * libm::sqrt(second)))
    }

    /// Whether the mean of the differences is near enough to normal for a t interval of 95 %: `n > 25 g1²`, the rule of Cochran,
    /// *Sampling Techniques* (3rd ed. 1977), section 2.15. Where all differences are equal there is nothing to be skewed.
    pub fn is_nearly_normal(&self) -> bool {
        match self.skewness() {
            Some(skewness) => self.n() as f64 > 25.0 * skewness * skewness,
            None => self.difference.variance() == Some(0.0),
        }
    }
}

/// The sum of cubes, those of positive and of negative numbers apart. Each saturates, whatever the order of adding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Cubes {
    up: u128,
    down: u128,
}

impl Cubes {
    /// Sums below this leave room for the cubes about the mean.
    const LARGEST: u128 = 1 << 120;

    fn add(&mut self, value: i64) {
        let magnitude = u128::from(value.unsigned_abs());
        let cube = (magnitude * magnitude).saturating_mul(magnitude);
        let sum = if value < 0 { &mut self.down } else { &mut self.up };
        *sum = sum.saturating_add(cube);
    }

    fn merge(&mut self, other: &Self) {
        self.up = self.up.saturating_add(other.up);
        self.down = self.down.saturating_add(other.down);
    }

    /// `Σ(x - m)³` with `Σx = n m`. First about the whole part `w` of the mean, in integers: with `y = x - w`,
    /// `Σy³ = Σx³ - 3w Σx² + 3w² Σx - n w³`, in wrapping arithmetic, since the result fits although its parts may not.
    /// What is left of the mean, `d`, is below 1: `Σ(y - d)³ = Σy³ - 3d Σy² + 2n d³`.
    fn about_mean(&self, of: &Moments) -> Option<f64> {
        if self.up >= Self::LARGEST || self.down >= Self::LARGEST || of.n() == 0 {
            return None;
        }
        let (whole, rest, squares_about_whole) = of.about_whole()?;
        let n = i128::from(of.n());
        let cubes = self.up.wrapping_sub(self.down).cast_signed();
        let squares = of.squares().cast_signed();
        let about_whole = cubes
            .wrapping_sub(whole.wrapping_mul(3).wrapping_mul(squares))
            .wrapping_add(whole.wrapping_mul(whole).wrapping_mul(3).wrapping_mul(of.sum()))
            .wrapping_sub(whole.wrapping_mul(whole).wrapping_mul(whole).wrapping_mul(n));
        let (n, d) = (n as f64, rest as f64 / n as f64);
        Some(about_whole as f64 - 3.0 * d * squares_about_whole as f64 + 2.0 * n * d * d * d)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(pairs: impl IntoIterator<Item = (i64, i64)>) -> PairedMean {
        let mut paired = PairedMean::default();
        for (first, second) in pairs {
            paired.add(first, second);
        }
        paired
    }

    /// Differences 1, 2, 3: mean 2, standard error 1/√3, and t for 2 degrees of freedom is 4.302653.
    #[test]
    fn three_differences_by_hand() {
        let mut paired = PairedMean::default();
        for (first, second) in [(5, 4), (2, 0), (9, 6)] {
            paired.add(first, second);
        }
        let estimate = paired.difference(Level::default());
        assert!((estimate.value.unwrap() - 2.0).abs() < 1e-15);
        assert!((estimate.interval.unwrap().half_width() - 4.302_653 / 3.0_f64.sqrt()).abs() < 1e-6);
        assert_eq!((paired.more(), paired.less()), (3, 0));
        let means = [paired.first(Level::default()), paired.second(Level::default())];
        let off = means.map(|mean| mean.value.unwrap()).into_iter().zip([16.0 / 3.0, 10.0 / 3.0]);
        assert!(off.into_iter().all(|(ours, theirs)| (ours - theirs).abs() < 1e-15), "{means:?}");
    }

    /// Differences 0, 0, 0, 4: mean 1, m2 = (3 + 9) / 4 = 3, m3 = (27 - 3) / 4 = 6, g1 = 6 / 3^1.5 = 2 / √3. And 25 g1² = 33.3,
    /// so that 4 trials are too few and, with the same shares, 36 are enough.
    #[test]
    fn skewness_by_hand() {
        let skewed = |times: usize| of([(0, 0), (7, 7), (1, 1), (9, 5)].repeat(times));
        assert!((skewed(1).skewness().unwrap() - 2.0 / 3.0_f64.sqrt()).abs() < 1e-14);
        assert!((skewed(1).swapped().skewness().unwrap() + 2.0 / 3.0_f64.sqrt()).abs() < 1e-14);
        assert_eq!([1, 8, 9].map(|times| skewed(times).is_nearly_normal()), [false, false, true]);
        assert!(of([(3, 1), (4, 2)]).is_nearly_normal(), "equal differences");
        assert!(!of([(3, 1)]).is_nearly_normal(), "a single one has no spread");
    }

    /// Variances of (1, 2, 3) and (1, 2, 6): 1 and 7; of their differences (0, 0, -3): 3.
    #[test]
    fn gain_by_hand() {
        assert!((of([(1, 1), (2, 2), (3, 6)]).gain().unwrap() - 8.0 / 3.0).abs() < 1e-14);
        assert_eq!(of([(1, 3), (2, 4)]).gain(), None);
        assert_eq!(of([]).gain(), None);
    }

    #[test]
    fn cubes_beyond_every_sense_have_no_skewness() {
        let huge = of([(i64::MAX, 0), (0, 0), (0, 0)]);
        assert_eq!(huge.skewness(), None);
        assert!(!huge.is_nearly_normal());
    }

    proptest! {
        #[test]
        fn skewness_is_the_textbook_one_in_any_order(
            pairs in prop::collection::vec((-1000_i64..1000, -1000_i64..1000), 3..60),
            far in -1_000_000_000_i64..1_000_000_000,
        ) {
            let moved: Vec<(i64, i64)> = pairs.iter().map(|&(a, b)| (a + far, b)).collect();
            let n = pairs.len() as f64;
            let mean = pairs.iter().map(|&(a, b)| (a - b) as f64).sum::<f64>() / n;
            let moment = |k| pairs.iter().map(|&(a, b)| ((a - b) as f64 - mean).powi(k)).sum::<f64>() / n;
            let Some(skewness) = of(moved.clone()).skewness() else { return Ok(()) };
            prop_assert!((skewness - moment(3) / moment(2).powf(1.5)).abs() < 1e-9);
            let (left, right) = moved.split_at(moved.len() / 2);
            let mut merged = of(right.iter().copied());
            merged.merge(&of(left.iter().copied()));
            prop_assert_eq!(merged, of(moved.clone()));
            prop_assert_eq!(of(moved.iter().map(|&(a, b)| (b, a))), merged.swapped());
        }
    }
}
