//! A file of targets as written: quantities that were observed, to score a scenario against.

use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::document::Document;
use super::problem::Problem;
use super::schema::tidy;
use super::table::spec_table;

/// Most cases behind a target.
const MOST_CASES: u64 = 1_000_000_000;

spec_table! {
    /// Targets: quantities that were observed, each with its interval and its source.
    pub struct TargetsSpec {
        /// What the targets are, in a line.
        pub title: Option<String>,
        /// Where they come from and what to know of them.
        pub source: Option<String>,
        /// The targets, in the order of every table.
        pub targets: Vec<TargetSpec>,
    }
}

spec_table! {
    /// A quantity that was observed.
    pub struct TargetSpec {
        /// Its name in tables: letters, digits, `_`, `-` and `.`.
        pub id: Option<String>,
        /// What it is of a run: `share(CONDITION)`, `mean(NUMBER)`, `quantile(NUMBER, 0.5)` or `odds_ratio(CONDITION, CONDITION)`.
        pub quantity: Option<String>,
        /// The condition that runs must meet to count. All runs count if left out.
        pub given: Option<String>,
        /// Its unit: `share`, `days`, `ratio`, or any other word.
        pub unit: Option<String>,
        /// What was observed.
        pub value: Option<f64>,
        /// Lower end of its 95 % interval.
        pub low: Option<f64>,
        /// Upper end of its 95 % interval.
        pub high: Option<f64>,
        /// Cases behind it, at least 1.
        #[schemars(range(min = 1, max = MOST_CASES))]
        pub n: Option<u64>,
        /// Where it comes from.
        pub source: Option<String>,
        /// What was counted, in words.
        pub definition: Option<String>,
        /// Whether it is kept out of what a model is fitted to, and judged apart. Default false.
        pub hold_out: Option<bool>,
        /// Whether the model has a counterpart for it. One without is shown, and counts as a miss. Default true.
        pub scored: Option<bool>,
        /// Why the model has no counterpart for it.
        pub why: Option<String>,
    }
}

/// The form of a file of targets. Everything stands in its place, since only the schema of scenarios is searched for definitions.
static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<TargetsSpec>().to_value();
    tidy(&mut schema);
    schema["title"] = "offramp targets".into();
    schema
});

impl Document {
    /// The targets that the document gives, if it is a file of targets, and all that is wrong with its form, in the order of the
    /// text. What was turned down looks as if it were absent.
    pub fn read_targets(&self) -> (TargetsSpec, Vec<Problem>) {
        self.read_as(&SCHEMA)
    }
}
