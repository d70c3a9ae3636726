//! Very many histograms of reals on one fixed range, in two flat allocations.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::estimate::{Estimate, Level};
use super::moments::Moments;
use super::order;

/// The range is this many fixed-point steps long: means are exact to about 1e-9 of it.
const STEPS: f64 = (1_u64 << 30) as f64;

/// A grid of cells, each a histogram of reals in `low..=high` with equal bins and an exact fixed-point sum.
///
/// Cells stand in rows and columns: cell `row * columns + column`. The counts of one bin in neighbouring columns are neighbours in memory, so
/// that the same value is added to a stretch of a row at little more than the price of one.
///
/// Means are exact to 2^-31 of the range. Quantiles have the resolution of the bins: within a bin observations are taken
/// as evenly spread, so an order statistic is off by less than one bin, `(high - low) / bins`. Values exactly at `low`
/// or `high` are kept in two places of their own, and smallest and largest value are known, so that masses at the ends
/// and cells whose values are all equal come out exactly (to the fixed-point step). Values outside the range are
/// counted at its ends, and also in [`Self::clipped`].
///
/// Memory: `4 (bins + 2) + 64` bytes a cell, at most `2^32 - 1` observations a bin (counts saturate).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BinnedGrid {
    columns: usize,
    bins: usize,
    low: f64,
    high: f64,
    /// 1 / (high − low).
    per_range: f64,
    cells: Vec<Cell>,
    /// By row, then place (`low`, the bins, `high`), then column.
    #[serde(with = "super::sparse")]
    counts: Vec<u32>,
    clipped: u64,
    rejected: u64,
}

/// What a cell knows in fixed point: steps of 2^-30 of the range, above `low`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Cell {
    /// Of the values above `low`; what lies at `low` is in the counts alone.
    above_low: Moments,
    least: u32,
    most: u32,
}

const EMPTY: Cell = Cell { above_low: Moments::EMPTY, least: u32::MAX, most: 0 };

impl BinnedGrid {
    /// An empty grid. `None` unless `low < high` are finite, `bins` is between 1 and 2^20, and the table of counts can
    /// be addressed.
    pub fn new(rows: usize, columns: usize, bins: usize, low: f64, high: f64) -> Option<Self> {
        if !(low < high && (high - low).is_finite() && (1..=1 << 20).contains(&bins)) {
            return None;
        }
        let cells = rows.checked_mul(columns)?;
        let places = cells.checked_mul(bins + 2).filter(|&n| n <= isize::MAX as usize / 4)?;
        let (clipped, rejected) = (0, 0);
        let per_range = 1.0 / (high - low);
        let (cells, counts) = (vec![EMPTY; cells], vec![0; places]);
        Some(Self { columns, bins, low, high, per_range, cells, counts, clipped, rejected })
    }

    /// Adds one observation of the same value to each of these cells of a row. NaN is no observation: it is kept out and
    /// counted apart.
    ///
    /// # Panics
    /// If there is no such row or column.
    #[inline]
    pub fn add(&mut self, row: usize, columns: Range<usize>, value: f64) {
        assert!(columns.end <= self.columns, "no column {}", columns.end);
        if value.is_nan() {
            self.rejected += columns.len() as u64;
            return;
        }
        if value < self.low || value > self.high {
            self.clipped += columns.len() as u64;
        }
        if value <= self.low {
            // Far the most frequent value where histograms are many: counts are all that it takes.
            self.count(row, 0, columns);
            return;
        }
        let (share, place) = if value >= self.high {
            (1.0, self.bins + 1)
        } else {
            let share = ((value - self.low) * self.per_range).min(1.0);
            (share, 1 + ((share * self.bins as f64) as usize).min(self.bins - 1))
        };
        let steps = (share * STEPS + 0.5) as u32;
        let first = row * self.columns;
        for known in &mut self.cells[first + columns.start..first + columns.end] {
            known.above_low.add(steps);
            known.least = known.least.min(steps);
            known.most = known.most.max(steps);
        }
        self.count(row, place, columns);
    }

    #[inline]
    fn count(&mut self, row: usize, place: usize, columns: Range<usize>) {
        let first = self.place(row, place);
        for count in &mut self.counts[first + columns.start..first + columns.end] {
            *count = count.saturating_add(1);
        }
    }

    /// Where the counts of a place in a row begin.
    #[inline]
    fn place(&self, row: usize, place: usize) -> usize {
        (row * (self.bins + 2) + place) * self.columns
    }

    /// Whether another grid has the same shape and range.
    pub fn fits(&self, other: &Self) -> bool {
        let shape = |grid: &Self| {
            let range = [grid.low, grid.high].map(f64::to_bits);
            (grid.cells.len(), grid.counts.len(), grid.columns, grid.bins, range)
        };
        shape(self) == shape(other)
    }

    /// Adds everything another grid holds, cell by cell; `None`, and nothing done, if its shape or range differs.
    #[must_use]
    pub fn merge(&mut self, other: &Self) -> Option<()> {
        if !self.fits(other) {
            return None;
        }
        for (mine, theirs) in self.cells.iter_mut().zip(&other.cells) {
            mine.above_low.merge(&theirs.above_low);
            mine.least = mine.least.min(theirs.least);
            mine.most = mine.most.max(theirs.most);
        }
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine = mine.saturating_add(*theirs);
        }
        self.clipped += other.clipped;
        self.rejected += other.rejected;
        Some(())
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.cells.len()
    }

    /// Number of observations in a cell; 0 if there is no such cell.
    pub fn n(&self, cell: usize) -> u64 {
        self.moments(cell).n()
    }

    /// How many values, in all cells, lay outside the range and were counted at its ends.
    pub fn clipped(&self) -> u64 {
        self.clipped
    }

    /// How many values, for all cells, were NaN and not counted.
    pub fn rejected(&self) -> u64 {
        self.rejected
    }

    /// The mean of a cell with its Student t interval; undefined in an empty cell or one that does not exist. Of one
    /// observation only the value. The ends may lie outside the range, as those of any t interval.
    pub fn mean(&self, cell: usize, level: Level) -> Estimate {
        self.moments(cell).mean(level).rescaled(self.low, self.per_unit())
    }

    /// Moments of all values of a cell, in steps above `low`.
    fn moments(&self, cell: usize) -> Moments {
        let mut moments = self.cells.get(cell).map_or(Moments::EMPTY, |known| known.above_low);
        if cell < self.cells.len() {
            moments.add_n(0, u64::from(self.count_at(cell, 0)));
        }
        moments
    }

    /// The type 7 quantile of a cell at the resolution of the bins, see [`BinnedGrid`]; without standard error and
    /// interval. Undefined in an empty cell, one that does not exist, and outside `0 <= p <= 1`.
    pub fn quantile(&self, cell: usize, p: f64) -> Estimate {
        let n = self.n(cell);
        let value = order::type7(n, p, |rank| self.at_rank(cell, rank));
        Estimate { value, ..Estimate::undefined(n) }
    }

    /// Count of a cell at a place.
    fn count_at(&self, cell: usize, place: usize) -> u32 {
        self.counts[self.place(cell / self.columns, place) + cell % self.columns]
    }

    /// Fixed-point steps in one unit.
    fn per_unit(&self) -> f64 {
        STEPS / (self.high - self.low)
    }

    /// The `rank`-th smallest observation of a cell, counted from 1.
    fn at_rank(&self, cell: usize, rank: u64) -> f64 {
        let known = &self.cells[cell];
        let most = self.low + f64::from(known.most) / self.per_unit();
        let count = |place: usize| self.count_at(cell, place);
        let least = if count(0) > 0 { 0 } else { known.least };
        let least = self.low + f64::from(least) / self.per_unit();
        let mut before = 0;
        let mut place = 0;
        while place < self.bins + 1 && before + u64::from(count(place)) < rank {
            before += u64::from(count(place));
            place += 1;
        }
        let value = if place == 0 {
            self.low
        } else if place > self.bins {
            self.high
        } else {
            let within = ((rank - before) as f64 - 0.5) / f64::from(count(place));
            self.low + (self.high - self.low) * ((place - 1) as f64 + within) / self.bins as f64
        };
        match rank {
            1 => least,
            _ if rank == self.n(cell) => most,
            _ => value.clamp(least, most),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(bins: usize, values: &[f64]) -> BinnedGrid {
        let mut grid = BinnedGrid::new(1, 2, bins, 0.0, 1.0).unwrap();
        for &v in values {
            grid.add(0, 1..2, v);
        }
        grid
    }

    fn quantile(grid: &BinnedGrid, p: f64) -> f64 {
        grid.quantile(1, p).value.unwrap()
    }

    #[test]
    fn merging_adds_what_was_clipped_and_rejected() {
        let (mut grid, other) = (of(4, &[-1.0, f64::NAN, f64::NAN]), of(4, &[2.0, 3.0, f64::NAN]));
        grid.merge(&other).unwrap();
        assert_eq!((grid.clipped, grid.rejected), (3, 3));
    }

    #[test]
    fn impossible_grids_are_refused() {
        for (low, high) in
            [(1.0, 1.0), (2.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY), (f64::MIN, f64::MAX)]
        {
            assert_eq!(BinnedGrid::new(1, 1, 10, low, high), None);
        }
        assert_eq!(BinnedGrid::new(1, 1, 0, 0.0, 1.0), None);
        assert_eq!(BinnedGrid::new(usize::MAX, 1, 10, 0.0, 1.0), None);
        assert!(BinnedGrid::new(0, 1, 10, 0.0, 1.0).is_some());
    }

    #[test]
    fn a_cell_takes_the_stated_memory() {
        assert_eq!(size_of::<Cell>(), 64);
    }

    #[test]
    fn empty_and_missing_cells_are_undefined() {
        let grid = of(8, &[0.5]);
        for cell in [0, 2] {
            assert_eq!(grid.mean(cell, Level::default()), Estimate::undefined(0));
            assert_eq!(grid.quantile(cell, 0.5), Estimate::undefined(0));
        }
        assert_eq!(grid.quantile(1, 1.5), Estimate::undefined(1));
        assert_eq!(grid.mean(1, Level::default()), Estimate { value: Some(0.5), ..Estimate::undefined(1) });
    }

    #[test]
    fn equal_values_and_masses_at_the_ends_are_exact() {
        let equal = of(8, &[0.3; 20]);
        assert!((quantile(&equal, 0.05) - 0.3).abs() < 1e-9 && (quantile(&equal, 0.95) - 0.3).abs() < 1e-9);
        let ends = of(8, &[0.0, 0.0, 0.0, 1.0, 1.0]);
        assert_eq!((quantile(&ends, 0.25), quantile(&ends, 0.9)), (0.0, 1.0));
    }

    #[test]
    fn values_outside_are_kept_at_the_ends_and_counted() {
        let grid = of(8, &[-5.0, 7.0, f64::NAN, f64::INFINITY]);
        assert_eq!((grid.n(1), grid.clipped(), grid.rejected()), (3, 3, 1));
        assert!((grid.mean(1, Level::default()).value.unwrap() - 2.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn grids_of_another_shape_do_not_merge() {
        let mut grid = of(8, &[0.5]);
        assert_eq!(grid.merge(&of(9, &[0.5])), None);
        assert_eq!(grid, of(8, &[0.5]));
    }

    proptest! {
        #[test]
        fn adding_to_a_stretch_is_adding_to_one_cell_after_another(values in prop::collection::vec(-0.2..1.2_f64, 0..40)) {
            let empty = BinnedGrid::new(2, 5, 16, 0.0, 1.0).unwrap();
            let (mut stretch, mut one) = (empty.clone(), empty);
            for &value in &values {
                stretch.add(1, 1..4, value);
                for column in 1..4 {
                    one.add(1, column..column + 1, value);
                }
            }
            prop_assert_eq!(&stretch, &one);
            for cell in [6, 7, 8] {
                prop_assert_eq!(stretch.n(cell), values.len() as u64);
                prop_assert_eq!(stretch.quantile(cell, 0.3), of(16, &values).quantile(1, 0.3));
            }
            prop_assert_eq!((stretch.n(1), stretch.n(5), stretch.n(9)), (0, 0, 0));
        }

        #[test]
        fn merging_is_adding_all(a in prop::collection::vec(-0.2..1.2_f64, 0..40), b in prop::collection::vec(-0.2..1.2_f64, 0..40)) {
            let (mut left, mut right) = (of(16, &a), of(16, &b));
            prop_assert_eq!(left.merge(&of(16, &b)), Some(()));
            prop_assert_eq!(right.merge(&of(16, &a)), Some(()));
            prop_assert_eq!(&left, &of(16, &[a, b].concat()));
            prop_assert_eq!(left, right);
        }

        #[test]
        fn quantiles_rise_and_miss_by_less_than_a_bin(values in prop::collection::vec(0.0..=1.0_f64, 1..80)) {
            let grid = of(32, &values);
            let mut sorted = values;
            sorted.sort_by(f64::total_cmp);
            let mut last = 0.0;
            for step in 0..=20 {
                let p = f64::from(step) / 20.0;
                let value = quantile(&grid, p);
                let exact = order::type7(sorted.len() as u64, p, |rank| sorted[rank as usize - 1]).unwrap();
                prop_assert!(value >= last && (value - exact).abs() < 1.0 / 32.0 + 1e-9);
                last = value;
            }
        }
    }
}
