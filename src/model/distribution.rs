//! Distributions of scenario numbers that their author does not know: drawn once per run, by inverse CDF.
//!
//! [`Distribution::quantile`] turns one uniform number into one value and is monotone (but for samples, which are rows of a table), so that runs under common random
//! numbers stay coupled when a parameter is varied, and stratified or low-discrepancy designs can be fed in.
//! Constructors are the only place that fails; they validate and precompute.

pub use error::DistributionError;

use cut::Cut;
use error::{LARGEST, finite, interval, out_of_order, positive, require, within};
use libm::log;
use table::BetaTable;

mod cut;
mod error;
mod evaluate;
mod table;
#[cfg(test)]
mod tests;

/// A probability distribution over numbers, valid by construction.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution(Form);

#[derive(Clone, Debug, PartialEq)]
enum Form {
    Uniform { low: f64, high: f64 },
    Triangular { low: f64, mode: f64, high: f64 },
    Pert { low: f64, mode: f64, high: f64, shape: f64, table: BetaTable },
    Normal { mean: f64, sd: f64, cut: Cut },
    Lognormal { median: f64, sigma: f64, cut: Cut },
    Beta { mean: f64, concentration: f64, low: f64, high: f64, table: BetaTable },
    Discrete { values: Vec<f64>, shares: Vec<f64>, cumulative: Vec<f64> },
    Sample { table: String, values: Vec<f64>, shares: Vec<f64>, cumulative: Vec<f64> },
}

impl Distribution {
    /// All values from `low` to `high` alike; `low` < `high`.
    ///
    /// # Errors
    /// If an argument is not finite or they are out of order.
    pub fn uniform(low: f64, high: f64) -> Result<Self, DistributionError> {
        interval(low, high)?;
        Ok(Self(Form::Uniform { low, high }))
    }

    /// A density that rises in a straight line from `low` to `mode` and falls to `high`; `low` ≤ `mode` ≤ `high`, `low` < `high`.
    ///
    /// # Errors
    /// If an argument is not finite or they are out of order.
    pub fn triangular(low: f64, mode: f64, high: f64) -> Result<Self, DistributionError> {
        interval(low, high)?;
        within("mode", mode, low, high)?;
        Ok(Self(Form::Triangular { low, mode, high }))
    }

    /// A beta distribution over `low` to `high` with its peak at `mode` and the mean at (low + shape · mode + high) / (shape + 2)
    /// (Malcolm et al. 1959 with shape 4; Vose 2008 for others); 0 < `shape` ≤ 10⁵.
    ///
    /// # Errors
    /// If an argument is not finite or out of range, or they are out of order.
    pub fn pert(low: f64, mode: f64, high: f64, shape: f64) -> Result<Self, DistributionError> {
        interval(low, high)?;
        within("mode", mode, low, high)?;
        positive("shape", shape, 1e5, "a number above 0, at most 100000")?;
        let centre = (mode - low) / (high - low);
        let table = BetaTable::new(1.0 + shape * centre, 1.0 + shape * (1.0 - centre));
        Ok(Self(Form::Pert { low, mode, high, shape, table }))
    }

    /// A normal distribution, given that it falls between `low` and `high` (conditioning, not clamping: no pile-up at the ends).
    /// `mean` and `sd` > 0 are those before the cut. An infinite end is none.
    ///
    /// # Errors
    /// If an argument is out of range or order, or less than 10⁻³⁰⁰ of the probability is left.
    pub fn normal(
        mean: f64,
        sd: f64,
        low: Option<f64>,
        high: Option<f64>,
    ) -> Result<Self, DistributionError> {
        finite("mean", mean)?;
        positive("sd", sd, LARGEST, "a number above 0")?;
        let standard = |x: f64| (x - mean) / sd;
        Ok(Self(Form::Normal { mean, sd, cut: Cut::new(low, high, standard)? }))
    }

    /// A distribution whose logarithm is normal, given that it falls between `low` and `high`. `median` > 0 and `sigma` (standard
    /// deviation of the logarithm, above 0, at most 20) are those before the cut. An infinite end is none.
    ///
    /// # Errors
    /// If an argument is out of range or order, or less than 10⁻³⁰⁰ of the probability is left.
    pub fn lognormal(
        median: f64,
        sigma: f64,
        low: Option<f64>,
        high: Option<f64>,
    ) -> Result<Self, DistributionError> {
        positive("median", median, LARGEST, "a number above 0")?;
        positive("sigma", sigma, 20.0, "a number above 0, at most 20")?;
        let standard = |x: f64| if x > 0.0 { (log(x) - log(median)) / sigma } else { f64::NEG_INFINITY };
        let mut cut = Cut::new(low, high, standard)?;
        cut.low = cut.low.max(0.0);
        Ok(Self(Form::Lognormal { median, sigma, cut }))
    }

    /// A beta distribution stretched over `low` to `high`, with the mean `mean` strictly between them and `concentration` = α + β
    /// above 0, at most 10⁵.
    ///
    /// # Errors
    /// If an argument is not finite or out of range, they are out of order, or α or β is below 10⁻³.
    pub fn beta(mean: f64, concentration: f64, low: f64, high: f64) -> Result<Self, DistributionError> {
        interval(low, high)?;
        finite("mean", mean)?;
        require(mean > low, out_of_order("mean", mean, "above", "low", low))?;
        require(mean < high, out_of_order("mean", mean, "below", "high", high))?;
        positive("concentration", concentration, 1e5, "a number above 0, at most 100000")?;
        let a = concentration * (mean - low) / (high - low);
        let b = concentration * (high - mean) / (high - low);
        let allowed = "a larger number (alpha and beta of at least 0.001)";
        let error =
            DistributionError::OutOfRange { argument: "concentration", value: concentration, allowed };
        require(a.min(b) >= 1e-3, error)?;
        Ok(Self(Form::Beta { mean, concentration, low, high, table: BetaTable::new(a, b) }))
    }

    /// One of `values` with probability in proportion to its weight (0 or more), or all alike.
    ///
    /// # Errors
    /// If a value or weight is not finite, a weight is negative or all are 0, their numbers differ, or there are no values.
    pub fn discrete(values: &[f64], weights: Option<&[f64]>) -> Result<Self, DistributionError> {
        let mut pairs = weighed(values, weights)?;
        // In order of value, or the inverse CDF would not be monotone.
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (shares, cumulative) = shares(&pairs);
        Ok(Self(Form::Discrete { values: pairs.iter().map(|pair| pair.0).collect(), shares, cumulative }))
    }

    /// A row of the table that goes by this name, with probability in proportion to its weight (0 or more), or all alike. Rows keep their
    /// order, so that all columns of a table give values of the same row for the same uniform number.
    ///
    /// # Errors
    /// As [`Self::discrete`].
    pub fn sample(table: &str, values: &[f64], weights: Option<&[f64]>) -> Result<Self, DistributionError> {
        let pairs = weighed(values, weights)?;
        let (shares, cumulative) = shares(&pairs);
        let (table, values) = (table.to_owned(), pairs.iter().map(|pair| pair.0).collect());
        Ok(Self(Form::Sample { table, values, shares, cumulative }))
    }

    /// The table that it is a column of, if it is one, and the shares of its rows, those of no weight left out.
    pub fn table(&self) -> Option<(&str, &[f64])> {
        match &self.0 {
            Form::Sample { table, shares, .. } => Some((table, shares)),
            _ => None,
        }
    }
}

/// Values with their weights over the largest of them, those of no weight left out.
fn weighed(values: &[f64], weights: Option<&[f64]>) -> Result<Vec<(f64, f64)>, DistributionError> {
    let equal = vec![1.0; values.len()];
    let weights = weights.unwrap_or(&equal);
    if weights.len() != values.len() {
        return Err(DistributionError::WeightCount { values: values.len(), weights: weights.len() });
    }
    values.iter().try_for_each(|&value| finite("values", value))?;
    for &weight in weights {
        let allowed = "a number of 0 or more";
        require(
            (0.0..=LARGEST).contains(&weight),
            DistributionError::OutOfRange { argument: "weights", value: weight, allowed },
        )?;
    }
    let largest = weights.iter().copied().fold(0.0, f64::max);
    let scaled = weights.iter().map(|weight| weight / largest);
    let pairs: Vec<(f64, f64)> =
        values.iter().copied().zip(scaled).filter(|&(_, weight)| weight > 0.0).collect();
    if pairs.is_empty() { Err(DistributionError::NoValues) } else { Ok(pairs) }
}

/// The shares of weighed values, and their running sums.
fn shares(pairs: &[(f64, f64)]) -> (Vec<f64>, Vec<f64>) {
    let total: f64 = pairs.iter().map(|pair| pair.1).sum();
    let shares: Vec<f64> = pairs.iter().map(|pair| pair.1 / total).collect();
    let running = shares.iter().scan(0.0, |sum, share| {
        *sum += share;
        Some(*sum)
    });
    (shares.clone(), running.collect())
}
