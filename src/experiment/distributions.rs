//! How whole numbers are spread over the runs: bins and the share of runs in each.

use super::batch::Batch;
use super::estimates::Confidence;
use super::summary::Summary;
use crate::stats::{Counts, Estimate};

/// Up to this value every whole number has a bin of its own.
const MOST_SINGLE: i64 = 20;

/// The runs whose value lies in a bin.
#[derive(Debug, Clone, PartialEq)]
pub struct BinEstimate {
    /// Which measure of the [dictionary](super::dictionary()).
    pub measure: usize,
    /// Least value of the bin.
    pub from: i64,
    /// Largest value of it.
    pub to: i64,
    /// Runs with such a value.
    pub count: u64,
    /// Their share of the runs in which the measure is defined.
    pub share: Estimate,
}

/// The bins of every measure that counts something or is a number of days, if it varies at all. Empty if distributions
/// were not asked for.
pub fn distributions(batch: &Batch, confidence: Confidence) -> Vec<BinEstimate> {
    if !batch.tally().distributions {
        return Vec::new();
    }
    let mut list = Vec::new();
    for (measure, summary) in batch.tally().summaries.iter().enumerate() {
        let Summary::Whole(counts) = summary else { continue };
        if counts.min() == counts.max() {
            continue;
        }
        for (from, to, count) in bins(counts) {
            list.push(BinEstimate { measure, from, to, count, share: confidence.share(count, counts.n()) });
        }
    }
    list
}

/// The bins between the least and the largest value, empty ones between them included.
fn bins(counts: &Counts) -> Vec<(i64, i64, u64)> {
    let (Some(least), Some(most)) = (counts.min(), counts.max()) else { return Vec::new() };
    let bin = |value: i64| if least < 0 || most > MOST_SINGLE { rough(value) } else { (value, value) };
    let (mut next, mut bins) = (bin(least).0, Vec::new());
    while next <= most {
        let (from, to) = bin(next);
        bins.push((from, to, 0));
        next = to + 1;
    }
    for (value, count) in counts.buckets() {
        let value = value as i64;
        if let Some(bin) = bins.iter_mut().find(|(from, to, _)| (*from..=*to).contains(&value)) {
            bin.2 += count;
        }
    }
    bins
}

/// The bin of a value among 0, 1, 2 to 4, 5 to 9, 10 to 19, 20 to 49 and so on; those of negative values mirror them.
fn rough(value: i64) -> (i64, i64) {
    if value < 0 {
        let (from, to) = rough(value.saturating_neg());
        return (-to, -from);
    }
    let mut power = 1_i64;
    while let Some(next) = power.checked_mul(10) {
        let ends = [(power, 2 * power), (2 * power, next / 2), (next / 2, next)];
        if let Some((from, next)) = ends.into_iter().find(|&(_, next)| value < next) {
            return if value == 0 { (0, 0) } else { (from, next - 1) };
        }
        power = next;
    }
    (value, value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::fixture::batch;

    fn counts(values: impl IntoIterator<Item = i64>) -> Counts {
        let mut counts = Counts::new();
        values.into_iter().for_each(|value| counts.add(value));
        counts
    }

    #[test]
    fn small_numbers_stand_alone_and_large_ones_in_bins_of_1_2_and_5() {
        assert_eq!(bins(&counts([3, 5, 5])), [(3, 3, 1), (4, 4, 0), (5, 5, 2)]);
        let large = bins(&counts([0, 1, 4, 9, 19, 20, 130]));
        let expected = [
            (0, 0, 1),
            (1, 1, 1),
            (2, 4, 1),
            (5, 9, 1),
            (10, 19, 1),
            (20, 49, 1),
            (50, 99, 0),
            (100, 199, 1),
        ];
        assert_eq!(large, expected);
        assert_eq!(rough(200_000), (200_000, 499_999));
        assert_eq!(rough(-3), (-4, -2));
        assert!(rough(i64::MAX).0 > 0);
    }

    #[test]
    fn every_run_is_in_one_bin_of_each_measure() {
        let batch = batch(150);
        let rows = distributions(&batch, Confidence::default());
        let acts = batch.measures().iter().position(|measure| measure.key == "violent_acts").unwrap();
        let of_acts: Vec<_> = rows.iter().filter(|row| row.measure == acts).collect();
        assert_eq!(of_acts.iter().map(|row| row.count).sum::<u64>(), 150);
        assert!(of_acts.iter().all(|row| row.share.n == 150));
    }
}
