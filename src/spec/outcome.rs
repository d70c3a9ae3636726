//! Outcome classes of the scenario's own, as written.

use super::table::spec_table;

spec_table! {
    /// A class of endings of the scenario's own. These come before the built-in classes, in the order of the file: a run
    /// ends in the first whose condition holds.
    pub struct OutcomeSpec {
        /// Name in tables and stories. The key if left out.
        pub name: Option<String>,
        /// What the class stands for, in a sentence.
        pub description: Option<String>,
        /// The condition, over the measures of a run: `force_turns == 2 && settled`.
        pub when: Option<String>,
    }
}
