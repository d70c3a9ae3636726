//! Ctrl-C, and being told to end: what is done is kept, what is half made is cleared away, and the process ends with 130.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, anyhow};

use super::format::counted;
use super::screen;
use super::stop::Stop;

/// Exit code of a process that was interrupted.
const INTERRUPTED: i32 = 130;

/// Whether the process was asked to end.
static ASKED_FOR: AtomicBool = AtomicBool::new(false);

/// From now on an interruption is only noted; a second one ends the process at once. Once in the life of a process.
pub(super) fn watch() -> Result<(), Stop> {
    ctrlc::set_handler(|| {
        if ASKED_FOR.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED);
        }
        screen::say("\ninterrupted: finishing the runs that are under way; once more to stop at once\n");
    })
    .context("cannot prepare for Ctrl-C")?;
    Ok(())
}

/// Whether an interruption was noted.
pub(super) fn is_asked_for() -> bool {
    ASKED_FOR.load(Ordering::Relaxed)
}

/// It was interrupted before there was anything to show; so many runs are kept all the same.
pub(super) fn nothing_to_show(kept: u64) -> Stop {
    let kept = match kept {
        0 => "nothing was written".to_owned(),
        kept => format!("{} kept, and --resume goes on", counted(kept, "run")),
    };
    screen::say(&format!("interrupted; {kept}\n"));
    Stop::Interrupted
}

/// Something that must not be left half made, and that clears itself up when dropped. An interruption drops it.
#[derive(Debug)]
pub(super) struct Guarded<T>(Arc<Mutex<Option<T>>>);

impl<T> Guarded<T> {
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
