//! Who receives the runs of a batch one by one.

use std::io;

use crate::engine::RunRecord;

/// Receives every run of a batch, strictly in run order, while the batch is under way.
pub trait RunSink {
    /// Whether the runs are wanted at all; asked once, before the first run. Keeping them costs time.
    fn wants_runs(&self) -> bool {
        true
    }

    /// Takes a run.
    ///
    /// # Errors
    /// Whatever keeps the run from being taken; the batch then stops.
    fn run(&mut self, record: &RunRecord) -> io::Result<()>;
}

/// Nobody wants the single runs.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoRuns;

impl RunSink for NoRuns {
    fn wants_runs(&self) -> bool {
        false
    }

    fn run(&mut self, _: &RunRecord) -> io::Result<()> {
        Ok(())
    }
}

/// A run could not be handed on.
#[derive(Debug, thiserror::Error)]
#[error("run {replicate} could not be recorded")]
pub struct SinkError {
    /// Number of the run.
    pub replicate: u64,
    /// What went wrong.
    #[source]
    pub source: io::Error,
}
