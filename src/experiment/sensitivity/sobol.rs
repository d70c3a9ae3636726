//! Variance-based sensitivity: Sobol' indices of every factor, and of luck as one more factor.
//!
//! Every base row is evaluated at a point A, a point B, at A with each factor in turn taken from B, and at A with the luck of B.
//! Luck is common to all evaluations of a row but the second and the last. With luck of its own in each evaluation every factor
//! would seem to have the total effect of luck besides its own; on common luck the total index of a factor holds its
//! own effect and what it does together with luck, and that of luck is the noise share: the share of the output's variance that
//! stays if all factors are fixed.
//!
//! What is usually asked is the sensitivity of the *expected* output: of a probability, not of a run that ends one way or
//! the other. See [`expected_indices`] for what can be said of it, and what it needs.

use std::ops::Range;
use std::sync::Arc;

use super::Subject;
use super::factor::{Factors, LUCK};
use super::output::Output;
use super::result::{FactorSensitivity, Sensitivity, Statistic};
use super::rows::{Design, RowStudy, Rows, replicates};
use crate::experiment::design::sample::saltelli;
use crate::stats::{Bootstrap, Level, SobolSample, expected_indices, sobol_indices};

/// How a scenario is sampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SamplePlan {
    /// Base rows, or trajectories.
    pub rows: u64,
    /// Runs of each evaluation.
    pub inner: u64,
    /// Seed of all luck and of the sample.
    pub seed: u64,
}

/// Saltelli's design over the factors.
#[derive(Debug, Clone)]
pub struct SobolDesign {
    /// By row: a coordinate for each source.
    a: Vec<Vec<f64>>,
    b: Vec<Vec<f64>>,
    /// By factor: the sources that it moves.
    factors: Vec<Vec<usize>>,
}

impl SobolDesign {
    /// So many base rows, from a scrambled Sobol' sequence; most even if they are a power of two.
    pub fn new(factors: &Factors, rows: u64, seed: u64) -> Self {
        let (a, b) = saltelli(factors.sources().len(), rows as usize, seed);
        Self { a, b, factors: factors.list().iter().map(|factor| factor.sources.clone()).collect() }
    }

    /// What the evaluations are called: `A`, `B`, `AB_` and the factor, `AB_luck`.
    pub fn labels(factors: &Factors) -> Vec<String> {
        let keys = factors.list().iter().map(|factor| factor.key.as_str()).chain([LUCK]);
        ["A".to_owned(), "B".to_owned()].into_iter().chain(keys.map(|key| format!("AB_{key}"))).collect()
    }

    /// The replicates that an evaluation of a row is played on.
    pub fn replicates(&self, row: u64, evaluation: usize, inner: u64) -> Range<u64> {
        replicates(row, inner, self.has_other_luck(evaluation))
    }

    fn last(&self) -> usize {
        self.factors.len() + 2
    }
}

impl Design for SobolDesign {
    fn rows(&self) -> u64 {
        self.a.len() as u64
    }

    fn evaluations(&self) -> usize {
        self.factors.len() + 3
    }

    fn point(&self, row: u64, evaluation: usize) -> Vec<f64> {
        let (a, b) = (&self.a[row as usize], &self.b[row as usize]);
        if evaluation == 1 {
            return b.clone();
        }
        let mut point = a.clone();
        // None at A itself, and none where only luck is B's.
        let moved = evaluation.checked_sub(2).and_then(|factor| self.factors.get(factor));
        for &source in moved.into_iter().flatten() {
            point[source] = b[source];
        }
        point
    }

    fn has_other_luck(&self, evaluation: usize) -> bool {
        evaluation == 1 || evaluation == self.last()
    }

    fn compared(&self) -> Range<usize> {
        2..self.last()
    }
}

/// The study of a program by Sobol' indices.
pub fn sobol_study(subject: &Arc<Subject>, plan: SamplePlan) -> RowStudy<SobolDesign> {
    let design = SobolDesign::new(&subject.factors, plan.rows, plan.seed);
    RowStudy::new(subject, design, plan.inner, plan.seed)
}

/// The indices of every output from what the rows came to.
pub fn sobol(
    study: &RowStudy<SobolDesign>,
    rows: &Rows,
    bootstrap: &Bootstrap,
    level: Level,
) -> Vec<Sensitivity> {
    let factors = &study.subject().factors;
    let keys: Vec<&str> = factors.list().iter().map(|factor| factor.key.as_str()).chain([LUCK]).collect();
    let one = |(place, output): (usize, &Output)| {
        let means = |evaluation: usize| study.means(rows, evaluation, place);
        let sample = SobolSample {
            a: means(0),
            b: means(1),
            ab: (2..study.design().evaluations()).map(means).collect(),
        };
        let squares: Option<Vec<Vec<f64>>> =
            study.design().compared().map(|evaluation| study.squares(rows, evaluation, place)).collect();
        analysed(&output.key, &keys, &sample, squares.as_deref(), bootstrap, level)
    };
    study.subject().outputs.iter().enumerate().map(one).collect()
}

/// The indices of one output from its values. `keys` are those of the factors in the order of `sample.ab`; if the last
/// is luck, those of the expected output come too, total ones only if `squares` are known.
pub(super) fn analysed(
    output: &str,
    keys: &[&str],
    sample: &SobolSample,
    squares: Option<&[Vec<f64>]>,
    bootstrap: &Bootstrap,
    level: Level,
) -> Sensitivity {
    let indices = sobol_indices(sample, bootstrap, level);
    let has_luck = keys.last() == Some(&LUCK);
    let expected = if has_luck { expected_indices(sample, squares, bootstrap, level) } else { Vec::new() };
    let factor = |(place, (key, index)): (usize, (&&str, _))| {
        let index: &crate::stats::SobolIndex = index;
        let mut statistics = vec![(Statistic::First, index.first), (Statistic::Total, index.total)];
        if let Some(expected) = expected.get(place) {
            statistics.push((Statistic::FirstExpected, expected.first));
            statistics.extend(squares.map(|_| (Statistic::TotalExpected, expected.total)));
        }
        FactorSensitivity { factor: (*key).to_owned(), statistics }
    };
    let count = (sample.a.len() + sample.b.len()) as f64;
    let mean = sample.a.iter().chain(&sample.b).sum::<f64>() / count;
    Sensitivity {
        output: output.to_owned(),
        mean: Some(mean).filter(|mean| mean.is_finite()),
        factors: keys.iter().zip(&indices).enumerate().map(factor).collect(),
    }
}
