//! Plays the runs of a span on one thread.

use std::ops::Range;

use crate::engine::{Harbour, ManyRuns, Program, Recorder, RunKey, RunRecord};
use crate::lanes::Width;

/// Plays these replicates of a program under a recorder. The records come back in run order if they are to be kept.
pub(crate) fn play_span<R: Recorder>(
    program: &Program,
    seed: u64,
    replicates: Range<u64>,
    recorder: &mut R,
    keep: bool,
) -> Vec<RunRecord> {
    let mut quay = Quay { seed, left: replicates, kept: keep.then(Vec::new) };
    ManyRuns::new(program, Width::detect()).play(program, &mut quay, recorder);
    let mut records = quay.kept.unwrap_or_default();
    records.sort_unstable_by_key(|record| record.replicate);
    records
}

struct Quay {
    seed: u64,
    left: Range<u64>,
    kept: Option<Vec<RunRecord>>,
}

impl Harbour for Quay {
    fn next(&mut self, _: bool) -> Option<RunKey> {
        self.left.next().map(|replicate| RunKey::new(self.seed, replicate))
    }

    fn ended(&mut self, _: usize, record: &RunRecord) {
        if let Some(kept) = &mut self.kept {
            kept.push(record.clone());
        }
    }
}
