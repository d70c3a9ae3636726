//! Who may stay connected. The ones that hold nothing but a connection give way to those that come after them, so that no number of them
//! keeps anybody out.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::task::AbortHandle;

/// Connections at a time that have shown no token yet. Whoever has it shows it at once; those that wait longest go first.
pub(super) const MOST_STRANGERS: usize = 128;
/// Connections at a time that have. A browser has at most six for each of its windows; if there are more, the oldest goes, and its page takes
/// up its stream again.
pub(super) const MOST_KNOWN: usize = 64;

/// All connections, each kind in the order in which it came.
#[derive(Debug, Default)]
pub(super) struct Places {
    rows: Mutex<Rows>,
}

#[derive(Debug, Default)]
struct Rows {
    next: u64,
    strangers: VecDeque<(u64, AbortHandle)>,
    known: VecDeque<(u64, AbortHandle)>,
}

/// One connection. It leaves when this is dropped for the last time.
#[derive(Debug)]
pub(super) struct Visit {
    number: u64,
    places: Arc<Places>,
}

impl Places {
    /// A connection, which has no place yet.
    pub(super) fn visit(self: &Arc<Self>) -> Arc<Visit> {
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        rows.next += 1;
        Arc::new(Visit { number: rows.next, places: Arc::clone(self) })
    }

    /// Gives the connection of this number the last place, and takes the first if there are too many.
    pub(super) fn take(&self, number: u64, task: AbortHandle) {
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        rows.strangers.push_back((number, task));
        make_room(&mut rows.strangers, MOST_STRANGERS);
    }
}

impl Visit {
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// It has shown the token.
    pub(super) fn is_known(&self) {
        let mut rows = self.places.rows.lock().unwrap_or_else(PoisonError::into_inner);
        let at = rows.strangers.iter().position(|(number, _)| *number == self.number);
        if let Some(place) = at.and_then(|at| rows.strangers.remove(at)) {
            rows.known.push_back(place);
            make_room(&mut rows.known, MOST_KNOWN);
        }
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        let mut rows = self.places.rows.lock().unwrap_or_else(PoisonError::into_inner);
        rows.strangers.retain(|(number, _)| *number != self.number);
        rows.known.retain(|(number, _)| *number != self.number);
    }
}

fn make_room(row: &mut VecDeque<(u64, AbortHandle)>, most: usize) {
    if row.len() > most
        && let Some((_, task)) = row.pop_front()
    {
        task.abort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Connections that never end by themselves.
    fn come(places: &Arc<Places>, count: usize) -> Vec<(Arc<Visit>, tokio::task::JoinHandle<()>)> {
        let come = |_| {
            let visit = places.visit();
            let task = tokio::spawn(std::future::pending());
            places.take(visit.number(), task.abort_handle());
            (visit, task)
        };
        (0..count).map(come).collect()
    }

    async fn is_gone(task: &mut tokio::task::JoinHandle<()>) -> bool {
        tokio::time::timeout(std::time::Duration::from_millis(20), task).await.is_ok()
    }

    #[test]
    fn strangers_give_way_to_strangers_and_never_take_the_place_of_those_that_are_known() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let places = Arc::new(Places::default());
            let mut first = come(&places, 2);
            first[1].0.is_known();
            let mut crowd = come(&places, MOST_STRANGERS);
            assert!(is_gone(&mut first[0].1).await);
            assert!(!is_gone(&mut first[1].1).await);
            assert!(!is_gone(&mut crowd[0].1).await);
            for (visit, _) in crowd.iter().take(MOST_KNOWN) {
                visit.is_known();
            }
            assert!(is_gone(&mut first[1].1).await, "of those that are known, the oldest");
            drop((first, crowd));
            let rows = places.rows.lock().unwrap();
            assert!(rows.strangers.is_empty() && rows.known.is_empty());
        });
    }
}
