//! Ctrl-C: what is half made is cleared away, and the process ends with 130.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, anyhow};

use super::screen;
use super::stop::Stop;

/// Exit code of a process that was interrupted.
const INTERRUPTED: i32 = 130;

/// Something that must not be left half made, and that clears itself up when dropped. An interruption drops it.
#[derive(Debug)]
pub(super) struct Guarded<T>(Arc<Mutex<Option<T>>>);

impl<T> Guarded<T> {
    /// Works with it while it stays guarded.
    pub(super) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> Result<R, Stop> {
        lock(&self.0).as_mut().map(work).ok_or_else(gone)
    }

    /// Takes its last steps. An interruption meanwhile waits for them: they are short, and end whole or not at all.
    pub(super) fn settle<R>(&self, last_steps: impl FnOnce(T) -> R) -> Result<R, Stop> {
        let mut slot = lock(&self.0);
        slot.take().map(last_steps).ok_or_else(gone)
    }
}

/// Guards something against an interruption. Once in the life of a process.
pub(super) fn guard<T: Send + 'static>(thing: T) -> Result<Guarded<T>, Stop> {
    let slot = Arc::new(Mutex::new(Some(thing)));
    let seen_by_handler = Arc::clone(&slot);
    ctrlc::set_handler(move || {
        let was_unfinished = lock(&seen_by_handler).take().is_some();
        let wrote = if was_unfinished { "; nothing was written" } else { "" };
        screen::say(&format!("\ninterrupted{wrote}\n"));
        std::process::exit(INTERRUPTED);
    })
    .context("cannot prepare for Ctrl-C")?;
    Ok(Guarded(slot))
}

fn lock<T>(slot: &Mutex<Option<T>>) -> MutexGuard<'_, Option<T>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

fn gone() -> Stop {
    Stop::Failed(anyhow!("interrupted"))
}
