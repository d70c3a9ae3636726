//! Samples of the unit cube: Sobol' sequences, Latin hypercubes and Morris trajectories.
//!
//! A point is a list of coordinates, one for each dimension, that go through inverse distribution functions to become
//! inputs. Every coordinate is a function of (seed, what it is for, dimension, point), so a sample is the same on every
//! machine, and seeds give independent samples.

mod latin;
mod luck;
mod morris;
mod sobol;
mod table;

pub use latin::latin_hypercube;
pub use morris::{Levels, Trajectory, morris_trajectories};
pub use sobol::{saltelli, sobol_points};
pub use table::DIMENSIONS as SOBOL_DIMENSIONS;
