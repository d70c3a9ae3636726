//! A run that has ended, as expressions over its end read it.

use super::condition;
use super::day::Run;
use super::record::RunRecord;
use super::recorder::Silent;
use crate::model::{Condition, Ending, Reading};

/// A run that has ended: whatever expressions may speak of can be read off it.
pub struct Finished<'a>(Run<'a, Silent>);

impl<'a> Finished<'a> {
    pub(crate) fn new(run: Run<'a, Silent>) -> Self {
        Self(run)
    }

    /// What is kept of it.
    pub fn record(&self) -> &RunRecord {
        self.0.record
    }

    /// One measure or input: yes is 1, no is 0, and NaN stands for what is undefined.
    pub fn ending(&self, what: Ending) -> f64 {
        condition::at_the_end(&self.0, what)
    }

    /// The value of an expression.
    pub fn value(&self, expression: &Condition<Reading>) -> f64 {
        expression.value(|what| match what {
            Reading::Ending(ending) => self.ending(ending),
            Reading::Constant(number) => number,
        })
    }
}

impl std::fmt::Debug for Finished<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Finished").field(self.0.record).finish()
    }
}
