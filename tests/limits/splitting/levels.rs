//! Levels, given and chosen.

use offramp::experiment::rare::{Levels, Process, SplitPlan, choose_levels};
use offramp::stats::Level;

use super::at_chosen_levels;
use super::walk::Walk;

#[test]
fn levels_must_ascend_within_those_of_the_process() {
    let walk = Walk::ruin(6);
    assert_eq!(walk.levels(), 4);
    for bad in [vec![0, 1], vec![5], vec![2, 2], vec![3, 1]] {
        assert_eq!(Levels::new(&walk, bad.clone()), None, "{bad:?}");
    }
    assert_eq!(Levels::new(&walk, vec![1, 2, 3, 4]), Some(Levels::all(&walk)));
    assert_eq!(Levels::new(&walk, vec![2, 4]).unwrap().as_slice(), [2, 4]);
}

/// The pilot's choice holds for other luck: of those who start a stage between a tenth and a half get through.
#[test]
fn chosen_levels_let_a_tenth_to_a_half_through() {
    for (what, walk) in [("ruin", Walk::ruin(17)), ("jumps", Walk::jumping()), ("hidden", Walk::hidden())] {
        let splitting = at_chosen_levels(&walk, 500, 10);
        assert!(splitting.levels().as_slice().len() < walk.levels(), "{what}");
        for stage in splitting.stages(Level::default()) {
            let share = stage.share.value.unwrap();
            assert!((0.1..0.5).contains(&share), "{what}: {stage:?}");
        }
    }
}

#[test]
fn levels_that_the_pilot_did_not_reach_are_all_kept() {
    let walk = Walk::ruin(30);
    let (levels, pilot) = choose_levels(&walk, &SplitPlan::new(5, 0, 3, 1).unwrap());
    let reached = pilot.repeats()[0].stages().iter().filter(|stage| stage.reached > 0).count();
    assert!((3..25).contains(&reached), "{reached}");
    let (below, above): (Vec<usize>, Vec<usize>) =
        levels.as_slice().iter().partition(|&&level| level < reached);
    assert_eq!(above, (reached..=28).collect::<Vec<_>>());
    assert!(below.len() < reached - 1, "some of those it knows are left out: {below:?}");
}
