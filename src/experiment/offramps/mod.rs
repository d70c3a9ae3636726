//! Off-ramps: from which rungs states come down, how, after how long, and what keeps them there.
//!
//! `Descents` watches a run: it notes every stay on a rung, how it ended, and what each term of the utility said of
//! conciliating while the state did something else. `OffRamps` adds that up by relation and rung; [`offramps`] says what
//! follows.

mod descents;
mod estimate;
mod way;

use serde::{Deserialize, Serialize};

use crate::engine::{Program, Term};
use crate::stats::{Ratio, Resolution, Survival};

pub(super) use descents::Descents;
pub use estimate::{Blocker, OffRampEstimate, offramps};
pub use way::Ending;

/// With more relations in focus than this, only all together are followed.
const MOST_RELATIONS: usize = 32;

/// By relation in focus and rung, and for all relations together: what became of the stays on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct OffRamps {
    /// By place (see [`Places`]) and rung; nothing where the rung was never reached.
    cells: Vec<Option<Box<Cell>>>,
}

/// What became of the stays on a rung.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Cell {
    /// By way in which they ended.
    endings: [u64; Ending::COUNT],
    /// Days until down. What did not come down is censored on the last day on which it could have.
    days: Survival,
    /// Those that came down per stay; the runs are the clusters.
    down: Ratio,
    /// By term: contribution to the log-odds of conciliating per decision to do something else; the runs are the clusters.
    terms: [Ratio; Term::COUNT],
}

/// What a run comes to on one rung.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    reached: u32,
    down: u32,
    decisions: u32,
    log_odds: [f64; Term::COUNT],
}

impl Cell {
    fn new() -> Self {
        let empty = || Ratio::new(Resolution::MILLIONTH);
        Self {
            endings: [0; Ending::COUNT],
            days: Survival::new(),
            down: empty(),
            terms: std::array::from_fn(|_| empty()),
        }
    }

    fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.endings.iter_mut().zip(&other.endings) {
            *mine += theirs;
        }
        self.days.merge(&other.days);
        let merged = self.down.merge(&other.down);
        debug_assert!(merged.is_some(), "all have one resolution");
        for (mine, theirs) in self.terms.iter_mut().zip(&other.terms) {
            let merged = mine.merge(theirs);
            debug_assert!(merged.is_some(), "all have one resolution");
        }
    }

    /// Adds what a run came to.
    fn settle(&mut self, sums: &Sums) {
        self.down.add(f64::from(sums.down), sums.reached);
        if sums.decisions > 0 {
            for (ratio, &sum) in self.terms.iter_mut().zip(&sums.log_odds) {
                ratio.add(sum, sums.decisions);
            }
        }
    }
}

impl OffRamps {
    pub(super) fn new(program: &Program) -> Self {
        let places = Places::of(program).count();
        Self { cells: vec![None; places * program.scenario().ladder().len()] }
    }

    /// Whether others are those of the same relations and rungs.
    pub(super) fn fits(&self, other: &Self) -> bool {
        let mut ratios = other.cells.iter().flatten().flat_map(|cell| cell.terms.iter().chain([&cell.down]));
        self.cells.len() == other.cells.len()
            && ratios.all(|ratio| ratio.resolution() == Resolution::MILLIONTH)
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.cells.iter_mut().zip(&other.cells) {
            let Some(theirs) = theirs else { continue };
            mine.get_or_insert_with(|| Box::new(Cell::new())).merge(theirs);
        }
    }

    fn cell(&mut self, index: usize) -> &mut Cell {
        self.cells[index].get_or_insert_with(|| Box::new(Cell::new()))
    }
}

/// The relations in focus, and which of the rows are theirs.
#[derive(Debug, Clone)]
struct Places {
    /// The relations in focus, in the order of all.
    relations: Vec<usize>,
    /// How many of them have rows of their own: all or none.
    followed: usize,
}

impl Places {
    fn of(program: &Program) -> Self {
        let relations = program.scenario().relations().iter().enumerate();
        let in_focus = relations.filter(|(_, relation)| program.in_focus[relation.pair]);
        let relations: Vec<usize> = in_focus.map(|(index, _)| index).collect();
        let followed = if relations.len() <= MOST_RELATIONS { relations.len() } else { 0 };
        Self { relations, followed }
    }

    /// Rows: those of the relations followed, then those of all together.
    fn count(&self) -> usize {
        self.followed + 1
    }

    /// The rows that the stays of a relation, given by its place among those in focus, count towards.
    fn rows(&self, place: usize) -> impl Iterator<Item = usize> + use<> {
        let all = self.followed;
        (place < self.followed).then_some(place).into_iter().chain([all])
    }
}

#[cfg(test)]
mod tests;
