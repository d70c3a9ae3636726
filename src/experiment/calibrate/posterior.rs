//! What a population of particles says of the parameters.

use super::{Parameter, Population};
use crate::stats::{Cholesky, weighted};

/// From so much contraction on a parameter counts as identified: its standard deviation is at most half of what it was.
const IDENTIFIED: f64 = 0.75;
/// Below so much it is not pinned down: the standard deviation is more than seven eighths of what it was.
const PINNED: f64 = 0.25;
/// From so large a share of its variance on, a parameter that the others would tell is identified only together with them.
const TIED: f64 = 0.75;

/// How well the goals pin a parameter down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Its variance is a quarter or less of what it was beforehand, and the other parameters would not tell most of the rest.
    Identified,
    /// Between the two; or it is narrowed down, but its place depends on another parameter's.
    Weakly,
    /// Its variance is more than three quarters of what it was: the goals say next to nothing of it alone.
    NotPinnedDown,
}

impl Verdict {
    /// In tables.
    pub fn key(self) -> &'static str {
        match self {
            Self::Identified => "identified",
            Self::Weakly => "weakly identified",
            Self::NotPinnedDown => "not pinned down",
        }
    }
}

/// What the posterior says of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Marginal {
    /// Which.
    pub parameter: Parameter,
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// The 5 %, 50 % and 95 % quantiles.
    pub quantiles: [f64; 3],
    /// 1 − posterior variance / prior variance: 1 if it is known exactly, 0 if nothing was learnt; below 0 if the posterior is wider than
    /// the prior, as two heaps at the bounds are.
    pub contraction: f64,
    /// The share of the posterior variance that a linear function of the other parameters explains, from 0 to 1; near 1 if the goals
    /// fix a combination of parameters and not each of them.
    pub tied: f64,
    /// The other parameter with which it is correlated most, and how; none if it is the only one.
    pub partner: Option<(usize, f64)>,
    /// How well it is pinned down.
    pub verdict: Verdict,
}

/// The posterior of every parameter.
pub fn marginals(parameters: &[Parameter], population: &Population) -> Vec<Marginal> {
    let weights = population.weights();
    let columns: Vec<Vec<f64>> = (0..parameters.len()).map(|place| population.values_of(place)).collect();
    let correlations = correlations(parameters, population);
    let of = |(place, parameter): (usize, &Parameter)| {
        let values = &columns[place];
        let variance = weighted::covariance(values, values, &weights);
        let contraction = 1.0 - variance / parameter.prior_variance();
        let tied = tied(&correlations, place);
        let at = |share: f64| weighted::quantile(values, &weights, share).unwrap_or(f64::NAN);
        let others = (0..parameters.len()).filter(|&other| other != place);
        let partner = others
            .map(|other| (other, correlations[place][other]))
            .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()).then(b.0.cmp(&a.0)));
        Marginal {
            parameter: parameter.clone(),
            mean: weighted::mean(values, &weights),
            sd: libm::sqrt(variance),
            quantiles: [at(0.05), at(0.5), at(0.95)],
            contraction,
            tied,
            partner,
            verdict: verdict(contraction, tied),
        }
    };
    parameters.iter().enumerate().map(of).collect()
}

fn verdict(contraction: f64, tied: f64) -> Verdict {
    match contraction {
        some if some < PINNED => Verdict::NotPinnedDown,
        some if some >= IDENTIFIED && tied < TIED => Verdict::Identified,
        _ => Verdict::Weakly,
    }
}

/// Weighted correlations of the parameters; 0 where one does not vary.
pub fn correlations(parameters: &[Parameter], population: &Population) -> Vec<Vec<f64>> {
    let weights = population.weights();
    let columns: Vec<Vec<f64>> = (0..parameters.len()).map(|place| population.values_of(place)).collect();
    let cell = |i: usize, j: usize| {
        if i == j { 1.0 } else { weighted::correlation(&columns[i], &columns[j], &weights).unwrap_or(0.0) }
    };
    (0..parameters.len()).map(|i| (0..parameters.len()).map(|j| cell(i, j)).collect()).collect()
}

/// The squared multiple correlation of a parameter with all others, by C: 1 − det C / det C without it.
fn tied(correlations: &[Vec<f64>], place: usize) -> f64 {
    let without: Vec<usize> = (0..correlations.len()).filter(|&other| other != place).collect();
    let minor: Vec<Vec<f64>> =
        without.iter().map(|&i| without.iter().map(|&j| correlations[i][j]).collect()).collect();
    match (Cholesky::new(correlations), Cholesky::new(&minor)) {
        (Some(all), Some(minor)) => {
            (1.0 - libm::exp(all.log_determinant() - minor.log_determinant())).clamp(0.0, 1.0)
        }
        // One is a linear function of the others, to rounding.
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_are_squared_multiple_correlations() {
        assert!(tied(&[vec![1.0]], 0).abs() < 1e-12);
        assert!((tied(&[vec![1.0, -0.8], vec![-0.8, 1.0]], 1) - 0.64).abs() < 1e-12);
        assert!((tied(&[vec![1.0, 1.0], vec![1.0, 1.0]], 1) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn verdicts_go_by_contraction_and_by_what_others_would_tell() {
        assert_eq!(verdict(0.9, 0.2), Verdict::Identified);
        assert_eq!(verdict(0.9, 0.9), Verdict::Weakly);
        assert_eq!(verdict(0.5, 0.0), Verdict::Weakly);
        assert_eq!(verdict(0.1, 0.0), Verdict::NotPinnedDown);
        assert_eq!(verdict(-0.2, 0.9), Verdict::NotPinnedDown);
    }
}
