//! Ctrl-C, and being told to end: what is done is kept, what is half made is cleared away, and the process ends with 130.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;

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
