//! What a sensitivity analysis comes to, whatever the method.

use crate::stats::Estimate;

/// A statistic of a factor and an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Statistic {
    /// First-order index: share of the output's variance that goes if the factor alone is fixed.
    First,
    /// Total index: share that stays if everything else is fixed, luck included.
    Total,
    /// The first-order index of the expected output, luck averaged out.
    FirstExpected,
    /// The total index of the expected output.
    TotalExpected,
    /// Mean elementary effect.
    Mu,
    /// Mean size of the elementary effects.
    MuStar,
    /// Standard deviation of the elementary effects.
    Sigma,
    /// Spearman's rank correlation.
    Spearman,
}

impl Statistic {
    /// The name in files.
    pub fn key(self) -> &'static str {
        match self {
            Self::First => "S1",
            Self::Total => "ST",
            Self::FirstExpected => "S1_expected",
            Self::TotalExpected => "ST_expected",
            Self::Mu => "mu",
            Self::MuStar => "mu_star",
            Self::Sigma => "sigma",
            Self::Spearman => "spearman",
        }
    }
}

/// What a factor means for one output.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorSensitivity {
    /// The factor: an address, the name of a group, or [`LUCK`](super::LUCK).
    pub factor: String,
    /// Its statistics, in the order of files.
    pub statistics: Vec<(Statistic, Estimate)>,
}

impl FactorSensitivity {
    /// One of the statistics, if the method has it.
    pub fn get(&self, statistic: Statistic) -> Option<Estimate> {
        self.statistics.iter().find(|(one, _)| *one == statistic).map(|(_, estimate)| *estimate)
    }
}

/// What all factors mean for one output.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// The output's name.
    pub output: String,
    /// Its mean over the sample, as an overview; `None` where it has none.
    pub mean: Option<f64>,
    /// The factors in their order; luck last, where the method has it.
    pub factors: Vec<FactorSensitivity>,
}

impl Sensitivity {
    /// The factors, those with the largest values of a statistic (sizes, where it has a sign) first.
    pub fn ranked(&self, by: Statistic) -> Vec<&FactorSensitivity> {
        let size = |one: &FactorSensitivity| {
            one.get(by).and_then(|estimate| estimate.value).map_or(f64::NEG_INFINITY, f64::abs)
        };
        let mut ranked: Vec<&FactorSensitivity> = self.factors.iter().collect();
        ranked.sort_by(|a, b| size(b).total_cmp(&size(a)));
        ranked
    }
}
