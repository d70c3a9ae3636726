//! What is kept of runs: what the targets' expressions come to in each.

use serde::{Deserialize, Serialize};

/// Conditions in a word.
const BITS: usize = 64;

/// Runs, one by one: for each, whether each condition holds, and the value of each number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    conditions: usize,
    width: usize,
    runs: usize,
    /// By run, then by condition: a bit each, in words that begin anew with every run.
    flags: Vec<u64>,
    /// By run, then by number: the bits of an `f64`.
    values: Vec<u64>,
}

impl Rows {
    /// No runs, each with so many conditions and numbers.
    pub(super) fn new(conditions: usize, numbers: usize) -> Self {
        Self { conditions, width: numbers, ..Self::default() }
    }

    /// How many runs.
    pub fn runs(&self) -> usize {
        self.runs
    }

    /// Whether a condition holds in a run.
    pub(super) fn holds(&self, run: usize, condition: usize) -> bool {
        let word = self.flags[run * self.conditions.div_ceil(BITS) + condition / BITS];
        word >> (condition % BITS) & 1 == 1
    }

    /// A number of a run; none where it is undefined.
    pub(super) fn value(&self, run: usize, number: usize) -> Option<f64> {
        let value = f64::from_bits(self.values[run * self.width + number]);
        Some(value).filter(|value| !value.is_nan())
    }

    /// Adds a run.
    pub(super) fn push(&mut self, row: &Row) {
        self.flags.extend(&row.flags);
        self.values.extend(&row.values);
        self.runs += 1;
    }

    /// Adds the runs that come next; false, and nothing done, if they have another shape.
    pub(super) fn append(&mut self, next: &Self) -> bool {
        let is_whole = next.flags.len() == next.runs * next.conditions.div_ceil(BITS)
            && next.values.len() == next.runs * next.width;
        if !is_whole || (self.conditions, self.width) != (next.conditions, next.width) {
            return false;
        }
        self.flags.extend(&next.flags);
        self.values.extend(&next.values);
        self.runs += next.runs;
        true
    }
}

/// One run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    flags: Vec<u64>,
    values: Vec<u64>,
}

impl Row {
    /// What conditions and numbers come to.
    pub(super) fn new(conditions: impl Iterator<Item = bool>, numbers: impl Iterator<Item = f64>) -> Self {
        let mut flags = Vec::new();
        for (place, holds) in conditions.enumerate() {
            if place % BITS == 0 {
                flags.push(0);
            }
            if let Some(word) = flags.last_mut() {
                *word |= u64::from(holds) << (place % BITS);
            }
        }
        // What is undefined has many bit patterns, and only one is kept.
        let bits = |number: f64| if number.is_nan() { f64::NAN.to_bits() } else { number.to_bits() };
        Self { flags, values: numbers.map(bits).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_comes_out() {
        let mut rows = Rows::new(70, 2);
        for run in 0..3_usize {
            rows.push(&Row::new((0..70).map(|at| (at + run) % 3 == 0), [run as f64, -f64::NAN].into_iter()));
        }
        for run in 0..3 {
            assert!((0..70).all(|at| rows.holds(run, at) == ((at + run) % 3 == 0)));
            assert_eq!((rows.value(run, 0), rows.value(run, 1)), (Some(run as f64), None));
        }
    }

    #[test]
    fn only_rows_of_one_shape_are_joined() {
        let mut rows = Rows::new(1, 1);
        let mut next = Rows::new(1, 1);
        next.push(&Row::new([true].into_iter(), [0.5].into_iter()));
        assert!(rows.append(&next) && rows.append(&next));
        assert_eq!((rows.runs(), rows.value(1, 0)), (2, Some(0.5)));
        assert!(!rows.append(&Rows::new(2, 1)));
        assert!(!rows.append(&Rows { runs: 2, ..next }));
        assert_eq!(rows.runs(), 2);
    }
}
