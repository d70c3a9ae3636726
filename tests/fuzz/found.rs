//! What fuzzing has found, each with the input that found it.
