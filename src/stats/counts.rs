//! An exact histogram of integers in bounded memory: mean, standard deviation and quantiles in one pass.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::estimate::{Estimate, Level};
use super::moments::Moments;
use super::order;

/// Values below this in magnitude have a bucket each.
const EXACT: u64 = 1 << EXACT_BITS;
const EXACT_BITS: u32 = 14;
/// From 0 to here they are counted in a list, which is quicker; all others in a map, which takes room only for what occurs.
const DENSE: usize = 512;
/// From there on every octave is cut into this many buckets of equal width.
const PER_OCTAVE: u64 = 1 << OCTAVE_BITS;
const OCTAVE_BITS: u32 = 10;

/// How often each integer was added, with exact count, sum, sum of squares, minimum and maximum.
///
/// Values of magnitude below 2^14 are counted exactly. Larger ones share log-linear buckets no wider than 2^-10 of
/// their magnitude (as in Gil Tene's `HdrHistogram`), so a quantile there is off by at most 2^-11 of itself; mean,
/// standard deviation, minimum and maximum stay exact. Memory is bounded whatever is added: 8 bytes per value for
/// non-negative values below 512 (at most 4 KiB, growing with the largest such value) and one map entry for every
/// other *occupied* bucket (at most some 130 000 of them, a few MiB).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    moments: Moments,
    /// Smallest and largest value, once there is one.
    range: Option<(i64, i64)>,
    /// Counts of 0, 1, 2 ...; as long as the next power of two above its largest value, in any order of adding.
    dense: Vec<u64>,
    /// Counts by bucket of everything else; buckets sort as their values do.
    sparse: BTreeMap<i32, u64>,
}

impl Counts {
    /// An empty histogram, which allocates nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one observation.
    #[inline]
    pub fn add(&mut self, value: i64) {
        self.add_n(value, 1);
    }

    /// Adds `times` equal observations.
    #[inline]
    pub fn add_n(&mut self, value: i64, times: u64) {
        if times == 0 {
            return;
        }
        self.moments.add_n(value, times);
        self.widen(value, value);
        match usize::try_from(value) {
            Ok(index) if index < self.dense.len() => self.dense[index] += times,
            Ok(index) if index < DENSE => {
                self.dense.resize((index + 1).next_power_of_two(), 0);
                self.dense[index] += times;
            }
            _ => *self.sparse.entry(bucket(value)).or_insert(0) += times,
        }
    }

    /// Adds everything another histogram holds.
    pub fn merge(&mut self, other: &Self) {
        self.moments.merge(&other.moments);
        if let Some((low, high)) = other.range {
            self.widen(low, high);
        }
        if self.dense.len() < other.dense.len() {
            self.dense.resize(other.dense.len(), 0);
        }
        for (mine, theirs) in self.dense.iter_mut().zip(&other.dense) {
            *mine += theirs;
        }
        for (&bucket, &count) in &other.sparse {
            *self.sparse.entry(bucket).or_insert(0) += count;
        }
    }

    #[inline]
    fn widen(&mut self, low: i64, high: i64) {
        self.range = match self.range {
            Some((least, most)) => Some((least.min(low), most.max(high))),
            None => Some((low, high)),
        };
    }

    /// Number of observations.
    pub fn n(&self) -> u64 {
        self.moments.n()
    }

    /// Exact sum of all observations.
    pub fn sum(&self) -> i128 {
        self.moments.sum()
    }

    /// Smallest observation.
    pub fn min(&self) -> Option<i64> {
        self.range.map(|(low, _)| low)
    }

    /// Largest observation.
    pub fn max(&self) -> Option<i64> {
        self.range.map(|(_, high)| high)
    }

    /// The mean, with the Student t interval of `n - 1` degrees of freedom from two observations on.
    pub fn mean(&self, level: Level) -> Estimate {
        self.moments.mean(level)
    }

    /// The sample standard deviation (divisor `n - 1`), from two observations on; without an interval.
    pub fn sd(&self) -> Estimate {
        self.moments.sd()
    }

    /// The `p`-quantile, type 7 of Hyndman & Fan (1996), undefined without observations or outside `0 <= p <= 1`.
    ///
    /// The interval lies between two order statistics, chosen by exact binomial probabilities at every `n` so that it
    /// covers with at least the stated level whatever the distribution; it is `None` where the sample is too small
    /// for that (fewer than 6 observations for a median at 0.95). There is no standard error.
    pub fn quantile(&self, p: f64, level: Level) -> Estimate {
        order::quantile(self.n(), p, level, |rank| self.at_rank(rank))
    }

    /// The occupied buckets in ascending order: a representative value of each and how often it occurred. Exact below
    /// 2^14 in magnitude, the middle of the bucket beyond.
    pub fn buckets(&self) -> impl Iterator<Item = (f64, u64)> {
        let below = self.sparse.range(..0);
        let above = self.sparse.range(0..);
        let small = self.dense.iter().enumerate().filter(|&(_, &count)| count > 0);
        let small = small.map(|(value, &count)| (value as f64, count));
        let middle = |(&bucket, &count): (&i32, &u64)| (representative(bucket), count);
        below.map(middle).chain(small).chain(above.map(middle))
    }

    /// The `rank`-th smallest observation, counted from 1; in a wide bucket its middle, within the observed range.
    fn at_rank(&self, rank: u64) -> f64 {
        let (least, most) = self.range.unwrap_or_default();
        if rank >= self.n() {
            return most as f64;
        }
        let mut seen = 0;
        let found = self.buckets().find(|&(_, count)| {
            seen += count;
            seen >= rank
        });
        let value = if rank == 1 { least as f64 } else { found.map_or(most as f64, |(value, _)| value) };
        value.clamp(least as f64, most as f64)
    }
}

/// The bucket of a value: its own number below 2^14 in magnitude, then 1024 to the octave; negative values mirrored.
fn bucket(value: i64) -> i32 {
    let magnitude = value.unsigned_abs();
    let index = if magnitude < EXACT {
        magnitude
    } else {
        let octave = magnitude.ilog2();
        let within = (magnitude >> (octave - OCTAVE_BITS)) - PER_OCTAVE;
        EXACT + u64::from(octave - EXACT_BITS) * PER_OCTAVE + within
    };
    if value < 0 { -(index as i32) } else { index as i32 }
}

/// The middle of a bucket.
fn representative(bucket: i32) -> f64 {
    let index = u64::from(bucket.unsigned_abs());
    let middle = if index < EXACT {
        index as f64
    } else {
        let shift = (index - EXACT) / PER_OCTAVE + u64::from(EXACT_BITS - OCTAVE_BITS);
        let first = (PER_OCTAVE + (index - EXACT) % PER_OCTAVE) << shift;
        first as f64 + ((1_u64 << shift) - 1) as f64 * 0.5
    };
    if bucket < 0 { -middle } else { middle }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(values: &[i64]) -> Counts {
        let mut counts = Counts::new();
        for &v in values {
            counts.add(v);
        }
        counts
    }

    fn quantile(counts: &Counts, p: f64) -> f64 {
        counts.quantile(p, Level::default()).value.unwrap()
    }

    #[test]
    fn nothing_added_is_nothing_known() {
        let mut none = Counts::new();
        none.add_n(5, 0);
        assert_eq!(none, Counts::new());
        assert_eq!((none.n(), none.min(), none.max()), (0, None, None));
        assert_eq!(none.quantile(0.5, Level::default()), Estimate::undefined(0));
        assert_eq!(none.mean(Level::default()), Estimate::undefined(0));
    }

    #[test]
    fn one_value_is_every_quantile() {
        for value in [0, 3, -3, 16_383, 16_384, -99_999, i64::MAX, i64::MIN] {
            for p in [0.0, 0.3, 1.0] {
                let estimate = of(&[value]).quantile(p, Level::default());
                assert_eq!(estimate.value, Some(value as f64));
                assert_eq!(estimate.interval, None);
            }
        }
    }

    #[test]
    fn equal_values_have_a_point_for_an_interval() {
        let mut counts = Counts::new();
        counts.add_n(123_457, 50);
        let median = counts.quantile(0.5, Level::default());
        let interval = median.interval.unwrap();
        assert_eq!((median.value, interval.low, interval.high), (Some(123_457.0), 123_457.0, 123_457.0));
    }

    #[test]
    fn quantiles_outside_zero_to_one_are_undefined() {
        for p in [-0.01, 1.01, f64::NAN] {
            assert_eq!(of(&[1, 2]).quantile(p, Level::default()).value, None);
        }
    }

    #[test]
    fn buckets_are_ordered_narrow_and_hold_their_middle() {
        let edges = [16_383, 16_384, 16_399, 16_400, 32_767, 32_768, 1 << 40, (1 << 40) + 12_345, i64::MAX];
        let mut last = -1;
        for value in edges {
            assert!(bucket(value) >= last);
            last = bucket(value);
            assert_eq!(bucket(-value), -last);
            assert!((representative(last) / value as f64 - 1.0).abs() <= 1.0 / 2048.0, "{value}");
        }
        assert_eq!(bucket(i64::MIN), -((EXACT + 49 * PER_OCTAVE) as i32));
    }

    #[test]
    fn wide_values_are_found_within_the_stated_width() {
        let counts = of(&(0..2001).map(|i| (i - 1000) * 1_000_003).collect::<Vec<_>>());
        assert!(quantile(&counts, 0.5).abs() < 1e-9);
        assert!((quantile(&counts, 0.9) / 800_002_400.0 - 1.0).abs() < 1.0 / 2048.0);
        assert!((quantile(&counts, 0.1) / -800_002_400.0 - 1.0).abs() < 1.0 / 2048.0);
    }

    proptest! {
        #[test]
        fn merging_in_any_order_is_adding_all(
            parts in prop::collection::vec(prop::collection::vec(prop_oneof![-50_i64..50, any::<i64>()], 0..20), 3),
        ) {
            let all = of(&parts.concat());
            let [a, b, c] = [of(&parts[0]), of(&parts[1]), of(&parts[2])];
            let mut left = a.clone();
            left.merge(&b);
            left.merge(&c);
            let mut right = c;
            right.merge(&b);
            right.merge(&a);
            prop_assert_eq!(&left, &all);
            prop_assert_eq!(&right, &all);
        }

        #[test]
        fn quantiles_rise_and_lie_in_their_intervals(
            values in prop::collection::vec(-40_000_i64..40_000, 1..200), level in 0.05..0.99_f64,
        ) {
            let counts = of(&values);
            let level = Level::new(level).unwrap();
            let mut last = f64::NEG_INFINITY;
            for step in 0..=20 {
                let estimate = counts.quantile(f64::from(step) / 20.0, level);
                let value = estimate.value.unwrap();
                prop_assert!(value >= last);
                prop_assert!(estimate.interval.is_none_or(|i| i.contains(value)));
                last = value;
            }
            prop_assert_eq!(Some(last), counts.max().map(|v| v as f64));
        }
    }
}
