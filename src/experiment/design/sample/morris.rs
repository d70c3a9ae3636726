//! Trajectories that move one factor at a time, for elementary effects.

use super::luck::{Luck, Use};

/// Number of levels of the grid that trajectories walk on: even, at least 2. Four by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Levels(u32);

impl Levels {
    /// `None` unless `levels` is even and at least 2.
    pub fn new(levels: u32) -> Option<Self> {
        (levels >= 2 && levels.is_multiple_of(2)).then_some(Self(levels))
    }

    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }

    /// How far a factor moves, Δ = p / (2 (p - 1)) for p levels: half the levels, so that all are visited alike.
    pub fn delta(self) -> f64 {
        f64::from(self.0) / (2.0 * (f64::from(self.0) - 1.0))
    }
}

impl Default for Levels {
    fn default() -> Self {
        Self(4)
    }
}

/// A walk of one step for each factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Trajectory {
    /// One point more than there are factors. Coordinates are levels of the grid, in [0, 1] with both ends.
    pub points: Vec<Vec<f64>>,
    /// Step by step: the factor that moves from this point to the next, and by how much (± Δ).
    pub steps: Vec<(usize, f64)>,
}

impl Trajectory {
    /// The elementary effect of every factor, by factor: the change of the output over that of the coordinate. `outputs`
    /// are those at the points, in their order; factors whose points have no output have NaN.
    pub fn effects(&self, outputs: &[f64]) -> Vec<f64> {
        let mut effects = vec![f64::NAN; self.steps.len()];
        for (&(factor, change), ends) in self.steps.iter().zip(outputs.windows(2)) {
            effects[factor] = (ends[1] - ends[0]) / change;
        }
        effects
    }
}

/// Independent trajectories of Morris, *Factorial sampling plans for preliminary computational experiments*,
/// Technometrics 33 (1991), 161–174: each begins at a random point of the grid {0, 1/(p-1), …, 1}, and moves every factor
/// once by Δ = p / (2 (p - 1)), in random order, up or down as there is room.
///
/// Coordinates include 0 and 1: a factor whose distribution is unbounded there needs its levels drawn in first.
pub fn morris_trajectories(
    dimensions: usize,
    trajectories: usize,
    levels: Levels,
    seed: u64,
) -> Vec<Trajectory> {
    let walk = |number: usize| {
        let luck = Luck::new(seed);
        let highest = levels.get() as usize - 1;
        let half = levels.get() as usize / 2;
        let mut place: Vec<usize> =
            (0..dimensions).map(|factor| luck.below(highest + 1, Use::Start, number, factor)).collect();
        let coordinates =
            |place: &[usize]| place.iter().map(|&level| level as f64 / highest as f64).collect::<Vec<_>>();
        let mut points = vec![coordinates(&place)];
        let mut steps = Vec::with_capacity(dimensions);
        for factor in luck.order(dimensions, Use::Route, number) {
            // From the lower half of the levels there is only the way up, from the upper half the way down.
            let up = place[factor] < half;
            place[factor] = if up { place[factor] + half } else { place[factor] - half };
            steps.push((factor, if up { levels.delta() } else { -levels.delta() }));
            points.push(coordinates(&place));
        }
        Trajectory { points, steps }
    };
    (0..trajectories).map(walk).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn levels_are_even() {
        assert_eq!([0, 1, 3, 5].map(Levels::new), [None; 4]);
        assert!((Levels::default().delta() - 2.0 / 3.0).abs() < 1e-15);
        assert_eq!(Levels::new(2).map(Levels::delta), Some(1.0));
    }

    proptest! {
        #[test]
        fn every_factor_moves_once_by_delta(dimensions in 1_usize..12, half in 1_u32..5, seed: u64) {
            let levels = Levels::new(2 * half).unwrap();
            for walk in morris_trajectories(dimensions, 4, levels, seed) {
                prop_assert_eq!((walk.points.len(), walk.steps.len()), (dimensions + 1, dimensions));
                let mut moved: Vec<usize> = walk.steps.iter().map(|&(factor, _)| factor).collect();
                moved.sort_unstable();
                prop_assert!(moved.into_iter().eq(0..dimensions));
                for (ends, &(factor, change)) in walk.points.windows(2).zip(&walk.steps) {
                    prop_assert!((change.abs() - levels.delta()).abs() < 1e-15);
                    for (dimension, (before, after)) in ends[0].iter().zip(&ends[1]).enumerate() {
                        let expected = if dimension == factor { change } else { 0.0 };
                        prop_assert!((after - before - expected).abs() < 1e-15);
                    }
                }
                let top = f64::from(levels.get() - 1);
                for &x in walk.points.iter().flatten() {
                    prop_assert!((0.0..=1.0).contains(&x) && (x * top - (x * top).round()).abs() < 1e-12);
                }
            }
        }
    }

    /// y = 3 x₀ - 2 x₁ + x₀ x₁: the effect of x₀ is 3 + x₁, that of x₁ is -2 + x₀, at the other's place then.
    #[test]
    fn effects_are_the_slopes() {
        for walk in morris_trajectories(2, 20, Levels::default(), 8) {
            let outputs: Vec<f64> =
                walk.points.iter().map(|x| 3.0 * x[0] - 2.0 * x[1] + x[0] * x[1]).collect();
            let effects = walk.effects(&outputs);
            for (ends, &(factor, _)) in walk.points.windows(2).zip(&walk.steps) {
                let slope = [3.0 + ends[0][1], -2.0 + ends[0][0]][factor];
                assert!((effects[factor] - slope).abs() < 1e-12, "{walk:?}");
            }
        }
        assert!(
            morris_trajectories(2, 1, Levels::default(), 8)[0].effects(&[1.0]).iter().all(|e| e.is_nan())
        );
    }

    /// Each of the four levels is where a quarter of 4000 trajectories begin, and each of two factors moves first in half
    /// of them: the limits are four standard errors.
    #[test]
    fn starts_and_routes_are_even() {
        let walks = morris_trajectories(2, 4000, Levels::default(), 3);
        for level in 0..4 {
            let here = |walk: &&Trajectory| (walk.points[0][1] * 3.0).round() as i32 == level;
            let count = walks.iter().filter(here).count();
            assert!(count.abs_diff(1000) < 110, "{level}: {count}");
        }
        let first = walks.iter().filter(|walk| walk.steps[0].0 == 0).count();
        assert!(first.abs_diff(2000) < 127, "{first}");
    }
}
