//! Which points of the space of inputs are played.

pub mod sample;
