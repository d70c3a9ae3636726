//! Which of the numbers that a scenario leaves open matter, and how much of what happens is luck.
//!
//! The [`Factors`] are the numbers that a run draws. Three methods play runs with factors put where the method wants them:
//! Sobol' indices ([`sobol()`]), Morris' elementary effects ([`morris()`]), and one factor at a time ([`TornadoStudy`]). All play
//! their variants on common luck. [`ranks()`] reads recorded runs, and [`external()`] the results of a sample that was evaluated elsewhere.

mod external;
mod factor;
mod judge;
mod morris;
mod output;
mod ranks;
mod result;
mod rows;
mod sobol;
mod tornado;

use crate::engine::Program;

pub use external::{DesignLine, Results, external};
pub use factor::{Choice, Factor, Factors, LUCK, Source};
pub use judge::{Caution, caution, noise_share};
pub use morris::{MorrisDesign, morris, morris_study};
pub use output::{Output, is_output, unknown_outputs};
pub use ranks::{Column, ranks};
pub use result::{FactorSensitivity, Sensitivity, Statistic};
pub use rows::{Design, MOST_RUNS, RowStudy, Rows};
pub use sobol::{SamplePlan, SobolDesign, sobol, sobol_study};
pub use tornado::{Bar, Ends, Swings, TornadoStudy};

/// What is studied: the numbers that a program draws, and what they are asked to explain.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The program that is played.
    pub program: Program,
    /// What is moved.
    pub factors: Factors,
    /// What is explained.
    pub outputs: Vec<Output>,
}

#[cfg(test)]
mod tests;
