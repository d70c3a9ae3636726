//! Enters what is finished into a journal, at once, and counts it.

use std::time::{Duration, Instant};

use crate::cli::stop::Stop;
use crate::experiment::study::Span;
use crate::output::part::{Journal, Payload, Store};

/// What was written is made sure to be on disk so often: not each time, since that takes a while.
const SYNC_EVERY: Duration = Duration::from_secs(1);

/// A journal that spans are entered into as they are finished. An entry survives the process at once, and the machine soon.
#[derive(Debug)]
pub(super) struct Ledger {
    journal: Journal,
    last_sync: Instant,
    done: u64,
}

impl Ledger {
    /// Goes on with a journal that holds these spans.
    pub(super) fn new(journal: Journal, before: &Store) -> Self {
        Self { journal, last_sync: Instant::now(), done: before.spans().map(Span::len).sum() }
    }

    /// How many replicates are entered.
    pub(super) fn done(&self) -> u64 {
        self.done
    }

    /// Enters a span.
    pub(super) fn enter(&mut self, span: Span, payload: &Payload) -> Result<(), Stop> {
        self.journal.add(span, payload).and_then(|()| self.journal.flush()).map_err(anyhow::Error::new)?;
        self.done += span.len();
        if self.last_sync.elapsed() >= SYNC_EVERY {
            self.journal.sync().map_err(anyhow::Error::new)?;
            self.last_sync = Instant::now();
        }
        Ok(())
    }

    /// Closes the journal, with all of it on disk.
    pub(super) fn close(mut self) -> Result<(), Stop> {
        Ok(self.journal.sync().map_err(anyhow::Error::new)?)
    }
}
