//! What a sweep varies, what a policy-maker chooses, and what is to be made small or large.

use std::borrow::Cow;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::limits::{self, Limit};
use super::table::spec_table;

spec_table! {
    /// What `offramp sweep` varies; no other command takes it into account.
    pub struct SweepSpec {
        /// What is varied, by path: "low:high:n" for n values evenly spaced, both ends included, or a list of values.
        #[schemars(with = "Varied")]
        pub vary: IndexMap<String, Levels>,
        /// How points are made from what is varied. Default `grid`; `list` where a `list` is given.
        pub design: Option<DesignKind>,
        /// Points of a `lhs` or `sobol` design, 1 to 1000000. Default 100.
        #[schemars(range(min = 1, max = Limit::Points.now()))]
        pub points: Option<u64>,
        /// The points of a `list` design, one table each: values by path.
        #[schemars(with = "Vec<Settings>")]
        pub list: Vec<IndexMap<String, toml::Value>>,
        /// Runs of each point, at least 1. Default 1000.
        #[schemars(range(min = 1, max = limits::RUNS))]
        pub runs: Option<u64>,
    }
}

spec_table! {
    /// What the policies of a sweep are judged by: one of `minimise` and `maximise`.
    pub struct ObjectiveSpec {
        /// What is to be as small as can be: an outcome class, whose probability it is, or the mean of a measure, `mean(fatalities_total)`.
        pub minimise: Option<String>,
        /// What is to be as large as can be, likewise.
        pub maximise: Option<String>,
    }
}

/// The values that a parameter takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Levels {
    /// These, in this order.
    Listed(Vec<toml::Value>),
    /// Whole numbers from a low one to a high one, both included.
    Whole {
        /// The smallest.
        low: i64,
        /// The largest, above it.
        high: i64,
        /// How many, evenly spaced, at least 2.
        #[serde(skip_serializing_if = "Option::is_none")]
        n: Option<u64>,
    },
    /// Numbers from a low one to a high one.
    Real {
        /// The smallest.
        low: f64,
        /// The largest, above it.
        high: f64,
        /// How many, evenly spaced, both ends included; at least 2.
        #[serde(skip_serializing_if = "Option::is_none")]
        n: Option<u64>,
    },
}

/// How points are made from what is varied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DesignKind {
    /// Every combination of values.
    Grid,
    /// The first values of all parameters, then the second, and so on.
    Zip,
    /// The points of `list`, one by one.
    List,
    /// A Latin hypercube: of each parameter one value in every one of as many slices as there are points (McKay et al. 1979).
    Lhs,
    /// A scrambled Sobol' sequence, which fills the space evenly (Sobol' 1967; Owen 1995).
    Sobol,
}

/// A table of levels by path, for the schema.
pub(super) enum Varied {}

impl JsonSchema for Varied {
    fn schema_name() -> Cow<'static, str> {
        "Varied".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Values by path: \"low:high:n\", a list, or { low, high, n }.",
            "x-varied": true,
            "type": "object",
            "additionalProperties": {
                "anyOf": [{ "type": "string" }, { "type": "array", "minItems": 1 }, { "type": "object" }],
            },
        })
    }
}

/// A table of values by path, for the schema.
pub(super) enum Settings {}

impl JsonSchema for Settings {
    fn schema_name() -> Cow<'static, str> {
        "Settings".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "One value for each of some paths.",
            "x-settings": true,
            "type": "object",
            "additionalProperties": true,
        })
    }
}
