//! Rank correlations of what runs drew with what came of it: from recorded runs, without playing any.

use super::result::{FactorSensitivity, Sensitivity, Statistic};
use crate::stats::{Level, spearman};

/// A column of recorded runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub key: String,
    /// By run; `None` where it is undefined.
    pub values: Vec<Option<f64>>,
}

/// Spearman's rank correlation of every input with every output, over the runs in which both are defined.
pub fn ranks(inputs: &[Column], outputs: &[Column], level: Level) -> Vec<Sensitivity> {
    let one = |output: &Column| {
        let factor = |input: &Column| {
            let both = input.values.iter().zip(&output.values).filter_map(|(&x, &y)| x.zip(y));
            let (x, y): (Vec<f64>, Vec<f64>) = both.unzip();
            let statistics = vec![(Statistic::Spearman, spearman(&x, &y, level))];
            FactorSensitivity { factor: input.key.clone(), statistics }
        };
        let defined: Vec<f64> = output.values.iter().copied().flatten().collect();
        let mean = defined.iter().sum::<f64>() / defined.len() as f64;
        Sensitivity {
            output: output.key.clone(),
            mean: Some(mean).filter(|mean| mean.is_finite()),
            factors: inputs.iter().map(factor).collect(),
        }
    };
    outputs.iter().map(one).collect()
}
