//! Distributions as written.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A distribution that a number is drawn from, once per run: a table with one key, the distribution's name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Distribution")]
pub enum DistSpec {
    /// All values from `low` to `high` alike.
    Uniform(Uniform),
    /// Rises from `low` to `mode`, falls to `high`.
    Triangular(Triangular),
    /// A smooth triangular: a beta distribution between `low` and `high` with its peak at `mode` (Malcolm et al. 1959).
    Pert(Pert),
    /// Normal, cut off at `low` and `high`.
    Normal(Normal),
    /// Lognormal, cut off at `low` and `high`.
    Lognormal(Lognormal),
    /// Beta by mean and concentration, stretched over `low` to `high`.
    Beta(Beta),
    /// One of a list of values.
    Discrete(Discrete),
    /// A column of a table, such as the posterior distribution that `calibrate` writes. All numbers that are drawn from one table take the same row in a run.
    Sample(Sample),
}

/// Arguments of a uniform distribution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Uniform {
    /// Smallest value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
}

/// Arguments of a triangular distribution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Triangular {
    /// Smallest value.
    pub low: f64,
    /// Most likely value.
    pub mode: f64,
    /// Largest value.
    pub high: f64,
}

/// Arguments of a PERT distribution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pert {
    /// Smallest value.
    pub low: f64,
    /// Most likely value.
    pub mode: f64,
    /// Largest value.
    pub high: f64,
    /// Weight of the mode, above 0: more is narrower. 4 unless given.
    #[serde(default = "four")]
    pub shape: f64,
}

/// Arguments of a normal distribution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Normal {
    /// Mean before the cut.
    pub mean: f64,
    /// Standard deviation before the cut, above 0.
    pub sd: f64,
    /// Nothing below this is drawn; the lower end of the parameter's own range unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Nothing above this is drawn; the upper end of the parameter's own range unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
}

/// Arguments of a lognormal distribution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lognormal {
    /// Median before the cut, above 0.
    pub median: f64,
    /// Standard deviation of the logarithm, above 0.
    pub sigma: f64,
    /// Nothing below this is drawn; the lower end of the parameter's own range unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Nothing above this is drawn; the upper end of the parameter's own range unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
}

/// Arguments of a beta distribution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Beta {
    /// Mean, between `low` and `high`.
    pub mean: f64,
    /// How closely draws gather round the mean: alpha plus beta, above 0.
    pub concentration: f64,
    /// Smallest value. 0 unless given.
    #[serde(default)]
    pub low: f64,
    /// Largest value. 1 unless given.
    #[serde(default = "one")]
    pub high: f64,
}

/// Arguments of a discrete distribution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Discrete {
    /// The values, at least one.
    #[schemars(length(min = 1))]
    pub values: Vec<f64>,
    /// One weight of 0 or more for each value; all alike unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weights: Option<Vec<f64>>,
}

/// Arguments of a sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// The table: a CSV file with a header, looked for from the folder of the file that names it.
    pub file: String,
    /// The column of the values.
    pub column: String,
    /// The column of the weights, 0 or more; all rows alike unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// What the column says. Filled in when the file is read; where it is given, the file is not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<f64>>,
    /// What the column of weights says, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weights: Option<Vec<f64>>,
}

fn four() -> f64 {
    4.0
}

fn one() -> f64 {
    1.0
}
