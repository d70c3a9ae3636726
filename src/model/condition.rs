//! Conditions: what a scenario says with `when = "…"`, compiled once and read off many runs.
//!
//! The text is taken apart here ([`lexer`]) and checked ([`grammar`]), so that what is wrong with it can be said in plain
//! words; an expression library then puts the operators in order and folds constants ([`operators`]). What a condition may
//! speak of is a [`vocabulary`]: one for the morning of a day, one for the end of a run.

mod grammar;
mod lexer;
mod operators;
mod vocabulary;

use exmex::{Express, FlatEx};

use crate::spec::Limit;

use operators::Operators;
pub(super) use operators::is_true;
pub(super) use vocabulary::{ENDINGS, Entry, MORNINGS, Of};
pub use vocabulary::{Ending, Morning, Word, ending_words, morning_words};

/// As many different names are read without allocating. The library evaluates as many operands without allocating.
const FEW: usize = 32;

/// What an expression over an ended run speaks of, besides what outcome classes do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading {
    /// A measure or an input of the run.
    Ending(Ending),
    /// A number that is the same in every run.
    Constant(f64),
}

/// What is wrong with a condition: what, what it is called under the text, and what helps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) what: String,
    pub(super) label: &'static str,
    pub(super) help: Option<String>,
}

/// A condition over what can be read of a run: numbers, with 1 for true, 0 for false, and NaN for what is undefined. A
/// comparison with something undefined is false.
#[derive(Debug, Clone)]
pub struct Condition<Q> {
    text: String,
    compiled: FlatEx<f64, Operators>,
    /// What it reads, each once, in the order in which the compiled expression takes its values.
    reads: Vec<Q>,
}

impl<Q: Copy> Condition<Q> {
    /// Compiles the text of a condition; `meaning` says what a name stands for.
    ///
    /// # Errors
    /// The first thing that keeps the text from being an expression, or all names without a meaning.
    pub(super) fn new(
        text: &str,
        mut meaning: impl FnMut(&str) -> Result<Q, Fault>,
    ) -> Result<Self, Vec<Fault>> {
        let count = text.chars().count();
        if count > Limit::ConditionLength.count() {
            let what = format!("a condition of {count} characters");
            return Err(vec![Fault {
                what,
                label: "at most 4096 characters",
                help: Some(Limit::ConditionLength.how(0)),
            }]);
        }
        let tokens = lexer::tokens(text).map_err(|fault| vec![fault])?;
        let written = grammar::check(&tokens).map_err(|fault| vec![fault])?;
        let mut reads = Vec::with_capacity(written.names.len());
        let mut faults = Vec::new();
        for name in &written.names {
            match meaning(name) {
                Ok(quantity) => reads.push(quantity),
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let compiled = FlatEx::parse(&written.text).map_err(|error| {
            // Only a disagreement between the grammar and the library leads here; tests look for one.
            let what = format!("cannot be compiled, though nothing is wrong with its form: {error}");
            vec![Fault { what, label: "this condition", help: None }]
        })?;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(Self { text, compiled, reads })
    }

    /// The condition as written, with single blanks.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it speaks of, each once.
    pub fn reads(&self) -> &[Q] {
        &self.reads
    }

    /// Whether it holds, if `read` gives the value of what it speaks of. Up to 32 operands, nothing is allocated.
    pub fn holds(&self, read: impl Fn(Q) -> f64) -> bool {
        is_true(self.value(read))
    }

    /// Its value as an expression: of a comparison 1 or 0, and NaN for what is undefined. Up to 32 operands, nothing is allocated.
    pub fn value(&self, read: impl Fn(Q) -> f64) -> f64 {
        let mut few = [0.0; FEW];
        let value = if let Some(values) = few.get_mut(..self.reads.len()) {
            for (value, &quantity) in values.iter_mut().zip(&self.reads) {
                *value = read(quantity);
            }
            self.compiled.eval(values)
        } else {
            let values: Vec<f64> = self.reads.iter().map(|&quantity| read(quantity)).collect();
            self.compiled.eval(&values)
        };
        // It fails only if there are more or fewer values than names.
        value.unwrap_or(f64::NAN)
    }
}

#[cfg(test)]
mod tests;
