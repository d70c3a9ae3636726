//! Rare endings by splitting, against walks whose answers are known exactly.

mod escalation;
mod estimates;
mod levels;
mod walk;

use offramp::experiment::rare::{Levels, SplitPlan, Splitting, choose_levels, split};

use walk::Walk;

/// A splitting at every level of a walk.
fn at_every_level(walk: &Walk, starts: u32, repeats: u32) -> Splitting {
    let plan = SplitPlan::new(walk.seed, 0, starts, repeats).unwrap();
    split(walk, &Levels::all(walk), &plan, &mut |_| {})
}

/// A splitting at levels that a pilot of 1000 starts has chosen.
fn at_chosen_levels(walk: &Walk, starts: u32, repeats: u32) -> Splitting {
    let plan = SplitPlan::new(walk.seed, 0, starts, repeats).unwrap();
    let (levels, _) = choose_levels(walk, &plan.pilot(1000).unwrap());
    split(walk, &levels, &plan, &mut |_| {})
}
