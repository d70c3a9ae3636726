//! Deals work out to threads.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

/// Pieces under way for each thread: enough that none waits for the calling thread, few enough that little is lost if
/// that stops.
const AHEAD: usize = 2;

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// There may be more.
    Continue,
    /// Enough: nothing more is dealt out, and what is still under way comes to nothing.
    Stop,
}

/// Does `work` to every piece on so many threads, and hands each result to `done` on the calling thread, in whatever
/// order they are finished. If `done` stops, results that are still under way are dropped.
///
/// # Errors
/// What `done` fails with; nothing more is dealt out then.
pub fn deal<U: Copy + Send, T: Send, E>(
    mut pieces: impl Iterator<Item = U>,
    threads: usize,
    work: impl Fn(U) -> T + Sync,
    mut done: impl FnMut(U, T) -> Result<Flow, E>,
) -> Result<(), E> {
    let (give, given) = channel::<U>();
    let (hand_in, finished) = channel::<Option<(U, T)>>();
    let given = Mutex::new(given);
    let enough = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1))
            .map(|_| {
                let (given, enough, work, desk) = (&given, &enough, &work, Desk(hand_in.clone()));
                scope.spawn(move || toil(given, enough, work, &desk))
            })
            .collect();
        drop(hand_in);
        // Owned here, so that whatever ends the dealing also ends the workers.
        let give = give;
        let mut under_way = 0;
        for piece in pieces.by_ref().take(threads.max(1) * AHEAD) {
            // A worker is gone only if it panicked, and then it says so.
            let _ = give.send(piece);
            under_way += 1;
        }
        let mut result = Ok(());
        while under_way > 0 {
            let Ok(Some((piece, product))) = finished.recv() else { break };
            under_way -= 1;
            match done(piece, product) {
                Ok(Flow::Continue) => {}
                Ok(Flow::Stop) => break,
                Err(error) => {
                    result = Err(error);
                    break;
                }
            }
            if let Some(piece) = pieces.next() {
                let _ = give.send(piece);
                under_way += 1;
            }
        }
        // What has been dealt out and not begun is left undone.
        enough.store(true, Ordering::Relaxed);
        drop(give);
        for worker in workers {
            if let Err(panic) = worker.join() {
                resume_unwind(panic);
            }
        }
        result
    })
}

fn toil<U: Copy, T>(
    given: &Mutex<Receiver<U>>,
    enough: &AtomicBool,
    work: &impl Fn(U) -> T,
    desk: &Desk<U, T>,
) {
    loop {
        let piece = given.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(piece) = piece else { return };
        if enough.load(Ordering::Relaxed) || desk.0.send(Some((piece, work(piece)))).is_err() {
            return;
        }
    }
}

/// Where a worker hands in what it has done. If the worker panics, the desk says that there will be no more.
struct Desk<U, T>(Sender<Option<(U, T)>>);

impl<U, T> Drop for Desk<U, T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.0.send(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_is_done_once_by_any_number_of_threads() {
        for threads in [1, 2, 7] {
            let mut seen = Vec::new();
            let result = deal(
                0..100_u64,
                threads,
                |piece| piece * piece,
                |piece, square| {
                    seen.push((piece, square));
                    Ok::<_, ()>(Flow::Continue)
                },
            );
            assert_eq!(result, Ok(()));
            seen.sort_unstable();
            assert_eq!(seen, (0..100).map(|piece| (piece, piece * piece)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn it_stops_when_told_and_when_it_cannot_go_on() {
        for (flow, expected) in [(Ok(Flow::Stop), Ok(())), (Err("full"), Err("full"))] {
            let mut handed_in = 0;
            let result = deal(
                0..u64::MAX,
                3,
                |_| (),
                |_, ()| {
                    handed_in += 1;
                    if handed_in == 10 { flow } else { Ok(Flow::Continue) }
                },
            );
            assert_eq!((result, handed_in), (expected, 10));
        }
    }

    #[test]
    #[should_panic(expected = "piece 7")]
    fn a_panic_comes_through() {
        let work = |piece: u64| assert!(piece != 7, "piece {piece}");
        let _ = deal(0..100, 2, work, |_, ()| Ok::<_, ()>(Flow::Continue));
    }
}
