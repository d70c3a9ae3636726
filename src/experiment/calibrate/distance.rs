//! How far simulated quantities are from the goals, allowing for the error of the goals' own samples.

use super::{Goal, Simulated};
use crate::stats::{Cholesky, weighted};

/// Correlations are drawn towards 0 by this share, and by more until the matrix has a root: they come from a few hundred samples.
const SHRINK: [f64; 4] = [0.05, 0.15, 0.4, 1.0];

/// The squared distance of simulated quantities from the goals of a fit: zᵀ C⁻¹ z, where z are the standardised
/// [misfits](Goal::misfit) and C the correlations of the goals' sampling errors (Mahalanobis 1936).
///
/// Several goals of one source are counted on the same cases, so that by luck they are off together. Without C the same luck would
/// count several times, and the posterior come out too narrow.
#[derive(Debug, Clone)]
pub struct Distance {
    /// The places of the goals that are fitted.
    fitted: Vec<usize>,
    root: Option<Cholesky>,
}

impl Distance {
    /// With independent errors: the sum of the squared misfits.
    pub fn independent(goals: &[Goal]) -> Self {
        let fitted = (0..goals.len()).filter(|&place| !goals[place].hold_out).collect();
        Self { fitted, root: None }
    }

    /// With errors that go together as they do in these samples of the model, within each source.
    pub fn correlated(goals: &[Goal], samples: &[Simulated]) -> Self {
        let plain = Self::independent(goals);
        let correlations = correlations(goals, &plain.fitted, samples);
        let root = SHRINK.iter().find_map(|&share| Cholesky::new(&shrunk(&correlations, share)));
        Self { root, ..plain }
    }

    /// How many goals are fitted.
    pub fn goals(&self) -> usize {
        self.fitted.len()
    }

    /// The squared distance.
    pub fn squared(&self, goals: &[Goal], simulated: &Simulated) -> f64 {
        let misfits: Vec<f64> =
            self.fitted.iter().map(|&place| goals[place].misfit(simulated[place])).collect();
        match &self.root {
            Some(root) => root.squared_distance(&misfits),
            None => misfits.iter().map(|z| z * z).sum(),
        }
    }
}

fn correlations(goals: &[Goal], fitted: &[usize], samples: &[Simulated]) -> Vec<Vec<f64>> {
    let pair = |a: usize, b: usize| {
        if goals[a].source != goals[b].source {
            return 0.0;
        }
        let both = samples.iter().filter_map(|sample| Some((sample[a]?, sample[b]?)));
        let (x, y): (Vec<f64>, Vec<f64>) = both.map(|(x, y)| (goals[a].place(x), goals[b].place(y))).unzip();
        weighted::correlation(&x, &y, &vec![1.0; x.len()]).unwrap_or(0.0)
    };
    let row = |&a: &usize| fitted.iter().map(|&b| if a == b { 1.0 } else { pair(a, b) }).collect();
    fitted.iter().map(row).collect()
}

fn shrunk(matrix: &[Vec<f64>], share: f64) -> Vec<Vec<f64>> {
    let cell = |i: usize, j: usize| if i == j { 1.0 } else { (1.0 - share) * matrix[i][j] };
    (0..matrix.len()).map(|i| (0..matrix.len()).map(|j| cell(i, j)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Observed, Scale};

    fn goal(source: &str, hold_out: bool) -> Goal {
        let (id, source) = (source.to_owned(), source.to_owned());
        // A standard error of 1.
        let z = 1.959_963_984_540_054;
        let observed = Observed { value: 0.0, low: -z, high: z, n: 100 };
        Goal { id, scale: Scale::Linear, observed, source, hold_out }
    }

    #[test]
    fn independent_errors_add_up_and_what_is_held_out_does_not_count() {
        let goals = [goal("a", false), goal("a", true), goal("b", false)];
        let distance = Distance::independent(&goals);
        let simulated = vec![Some(3.0), Some(100.0), Some(-4.0)];
        assert!((distance.squared(&goals, &simulated) - 25.0).abs() < 1e-9);
        assert_eq!(distance.goals(), 2);
    }

    /// With a correlation of 1 − 0.05 between two goals, being off by 1 on both counts 2 / 1.95, little more than being off on one.
    #[test]
    fn luck_that_goals_of_one_source_share_counts_once() {
        let samples: Vec<Simulated> = (0..50).map(|i| vec![Some(f64::from(i)), Some(f64::from(i))]).collect();
        let together = vec![Some(1.0), Some(1.0)];
        let same = [goal("a", false), goal("a", false)];
        let found = Distance::correlated(&same, &samples).squared(&same, &together);
        assert!((found - 2.0 / 1.95).abs() < 1e-9, "{found}");
        let apart = [goal("a", false), goal("b", false)];
        assert!((Distance::correlated(&apart, &samples).squared(&apart, &together) - 2.0).abs() < 1e-9);
    }
}
