//! Arithmetic for many runs side by side, one to a lane.
//!
//! [`Lanes`] and [`Words`] are fixed arrays with the arithmetic of their elements; [`math`] has the transcendental functions
//! and [`philox`] the random numbers in lanes; [`Number`] is what the engine's formulas are written over, so that one source
//! serves a single run and sixteen; [`Width`] decides at run time which vector instructions they are made of. Results
//! are the same bits whatever the width and the number of lanes.

mod number;
mod random;
mod vector;
mod width;

pub mod math;

pub use number::Number;
pub use random::{below, block, key, philox, unit, unit64, wide};
pub use vector::{Lanes, Words};
pub use width::Width;

#[cfg(test)]
mod tests;
