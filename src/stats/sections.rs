//! Means by sections of the trials: what the jackknife needs of any statistic of several means.

use serde::{Deserialize, Serialize};

use super::estimate::{Estimate, Interval, Level};
use super::scaled::Resolution;

/// Into how many sections trials are sorted, by their number.
pub const SECTIONS: usize = 32;

/// The sums of a quantity by section: trial `k` belongs to section `k mod 32`.
///
/// Variants of an experiment that are observed in the same trials have sections with the same luck, so that leaving one section out
/// of all of them at once keeps what they have in common. Integers only: merging in any order gives the same bits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sections {
    resolution: Resolution,
    /// By section: how many trials, and the sum in steps of the resolution.
    cells: Vec<(u64, i128)>,
}

impl Sections {
    /// Nothing yet.
    pub fn new(resolution: Resolution) -> Self {
        Self { resolution, cells: vec![(0, 0); SECTIONS] }
    }

    /// Adds what was observed in a trial. NaN and infinities are no observations.
    pub fn add(&mut self, trial: u64, value: f64) {
        if let Some(steps) = self.resolution.steps(value) {
            let (n, sum) = &mut self.cells[(trial % SECTIONS as u64) as usize];
            *n += 1;
            *sum += i128::from(steps);
        }
    }

    /// Adds everything another holds; `None`, and nothing done, if it has another shape.
    #[must_use]
    pub fn merge(&mut self, other: &Self) -> Option<()> {
        if self.resolution != other.resolution || other.cells.len() != SECTIONS {
            return None;
        }
        for ((n, sum), (more, further)) in self.cells.iter_mut().zip(&other.cells) {
            *n = n.checked_add(*more)?;
            *sum = sum.checked_add(*further)?;
        }
        Some(())
    }

    /// Number of trials.
    pub fn n(&self) -> u64 {
        self.cells.iter().map(|(n, _)| n).sum()
    }

    /// Their mean.
    pub fn mean(&self) -> Option<f64> {
        self.mean_of(&|_| true)
    }

    /// The mean of all sections but one.
    pub fn mean_without(&self, section: usize) -> Option<f64> {
        self.mean_of(&|other| other != section)
    }

    fn mean_of(&self, counts: &dyn Fn(usize) -> bool) -> Option<f64> {
        let cells = self.cells.iter().enumerate().filter(|(section, _)| counts(*section));
        let (n, sum) = cells.fold((0, 0), |(n, sum), (_, (more, further))| (n + more, sum + further));
        (n > 0).then(|| sum as f64 / n as f64 / self.resolution.per_unit())
    }

    /// Whether a section has any trials.
    pub fn has(&self, section: usize) -> bool {
        self.cells[section].0 > 0
    }
}

/// The delete-one-group jackknife of a statistic: `whole` is its value over all trials, `without` its values with one of g groups
/// left out each.
///
/// The variance is `(g - 1) / g Σ (without - mean of without)²`, and the interval `whole ± t sqrt(variance)` with g − 1 degrees of freedom
/// (Shao & Tu, *The Jackknife and Bootstrap*, Springer 1995, 2.3; Kott, *The Delete-a-Group Jackknife*, Journal of Official
/// Statistics 17, 2001, 521–526). For a mean over groups of one size it is the usual t interval of the groups' means. For a statistic
/// with a kink, such as the largest of several means, it is approximate where the largest are nearly alike. Without an interval for fewer
/// than two groups.
pub fn jackknife(whole: f64, without: &[f64], n: u64, level: Level) -> Estimate {
    let groups = without.len();
    if groups < 2 {
        return Estimate { value: Some(whole), ..Estimate::undefined(n) };
    }
    let centre = without.iter().sum::<f64>() / groups as f64;
    let squares: f64 = without.iter().map(|value| (value - centre) * (value - centre)).sum();
    let std_error = libm::sqrt(squares * (groups - 1) as f64 / groups as f64);
    let half = level.t_quantile(groups as u64 - 1) * std_error;
    let interval = Some(Interval { low: whole - half, high: whole + half });
    Estimate { value: Some(whole), std_error: Some(std_error), interval, n }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Counts;

    fn of(values: &[i64]) -> Sections {
        let mut sections = Sections::new(Resolution::MILLIONTH);
        for (trial, &value) in (0..).zip(values) {
            sections.add(trial, value as f64);
        }
        sections
    }

    /// Three trials 1, 2, 6 in sections of their own: without one the means are 4, 3.5 and 1.5, their mean is 3, and the standard
    /// error sqrt(2/3 (1 + 1/4 + 9/4)) = sqrt(7/3), that of the mean of three numbers with variance 7.
    #[test]
    fn the_jackknife_of_a_mean_is_its_t_interval() {
        let sections = of(&[1, 2, 6]);
        let without: Vec<f64> = (0..3).filter_map(|section| sections.mean_without(section)).collect();
        assert_eq!(without, [4.0, 3.5, 1.5]);
        let ours = jackknife(sections.mean().unwrap(), &without, sections.n(), Level::default());
        assert!((ours.std_error.unwrap() - (7.0_f64 / 3.0).sqrt()).abs() < 1e-14);
        let mut counts = Counts::new();
        for value in [1, 2, 6] {
            counts.add(value);
        }
        let usual = counts.mean(Level::default());
        assert!((ours.interval.unwrap().low - usual.interval.unwrap().low).abs() < 1e-12);
        assert_eq!((ours.value, ours.n), (Some(3.0), 3));
    }

    #[test]
    fn trials_keep_their_sections_however_they_are_cut() {
        let values: Vec<i64> = (0..100).map(|trial| trial * trial % 17).collect();
        let whole = of(&values);
        let (mut first, mut second) =
            (Sections::new(Resolution::MILLIONTH), Sections::new(Resolution::MILLIONTH));
        for (trial, &value) in (0..).zip(&values) {
            if trial < 37 { first.add(trial, value as f64) } else { second.add(trial, value as f64) }
        }
        assert_eq!(second.merge(&first), Some(()));
        assert_eq!(second, whole);
        assert!(whole.has(31) && whole.n() == 100);
        assert_eq!(of(&[]).mean(), None);
        assert!(!of(&[1]).has(1));
    }

    #[test]
    fn shapes_that_differ_do_not_merge() {
        let mut sections = of(&[1]);
        assert_eq!(sections.merge(&Sections::new(Resolution::new(0.5).unwrap())), None);
        assert_eq!(sections, of(&[1]));
        assert_eq!(jackknife(1.0, &[1.0], 5, Level::default()).interval, None);
    }
}
