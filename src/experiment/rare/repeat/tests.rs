//! One repeat, followed step by step with a process whose runs are written down beforehand.

use std::cell::RefCell;

use super::*;

/// A scripted process. A fresh run's fate is `fates[replicate % fates.len()]`; branches enter the level asked
/// for, or miss if `dead_end` says so, or hit in the last stage. It notes what it was asked.
struct Script {
    fates: Vec<Passage<u64>>,
    dead_end: Option<usize>,
    asked: RefCell<Vec<Asked>>,
}

/// A stage's goal, and of each branch its state and key.
type Asked = (Option<usize>, Vec<(u64, u64)>);

impl Script {
    fn new(fates: Vec<Passage<u64>>) -> Self {
        Self { fates, dead_end: None, asked: RefCell::default() }
    }
}

impl Process for Script {
    type State = u64;

    fn levels(&self) -> usize {
        3
    }

    fn play(&self, starts: &[Start<'_, u64>], until: Option<usize>) -> Vec<Leg<u64>> {
        let mut branches = Vec::new();
        let mut play = |start: &Start<'_, u64>| match *start {
            Start::Fresh { replicate } => Leg {
                passage: self.fates[replicate as usize % self.fates.len()].clone(),
                value: 0.0,
                cost: 10,
            },
            Start::Branch { state, key } => {
                branches.push((*state, key));
                let passage = match until {
                    _ if until.is_some() && until == self.dead_end => Passage::Missed,
                    Some(level) => Passage::Entered { level, state: *state },
                    None => Passage::Hit,
                };
                Leg { passage, value: 0.0, cost: 1 }
            }
        };
        let legs = starts.iter().map(&mut play).collect();
        self.asked.borrow_mut().push((until, branches));
        legs
    }
}

fn entered(level: usize, state: u64) -> Passage<u64> {
    Passage::Entered { level, state }
}

fn play_script(process: &Script, starts: u32) -> Repeat {
    play(process, &Levels::all(process), &SplitPlan::new(7, 0, starts, 1).unwrap(), 0)
}

/// Of 8 fresh runs one enters level 1, one jumps to level 2, one hits at once, five miss. In the second stage
/// the 8 starts go 3, 3, 2 or so to these three; only those of the first are played.
#[test]
fn jumps_and_hits_are_carried_through_the_stages_they_have_passed() {
    let mut script = vec![entered(1, 100), entered(2, 200), Passage::Hit];
    script.resize(8, Passage::Missed);
    let process = Script::new(script);
    let repeat = play_script(&process, 8);
    let asked = process.asked.borrow();
    let [_, second, third, last] = asked.as_slice() else { panic!("four stages: {asked:?}") };

    let played = second.1.len() as u64;
    assert!((2..=3).contains(&played));
    assert!(second.1.iter().all(|branch| branch.0 == 100), "{second:?}");
    // Everybody got through, so the third stage deals one start to each; none of the hits is played.
    let hits = 8 - third.1.len() as u64;
    assert!((2..=3).contains(&hits));
    assert_eq!(last.1.len(), third.1.len());

    let [first, two, three, end] = repeat.stages() else { panic!("four stages: {repeat:?}") };
    assert_eq!(*first, Stage { level: Some(1), starts: 8, reached: 3, carried: 0, value: 0.0, cost: 80 });
    assert_eq!(
        *two,
        Stage { level: Some(2), starts: 8, reached: 8, carried: 8 - played, value: 0.0, cost: played }
    );
    assert_eq!(
        *three,
        Stage { level: Some(3), starts: 8, reached: 8, carried: hits, value: 0.0, cost: 8 - hits }
    );
    assert_eq!(*end, Stage { level: None, starts: 8, reached: 8, carried: hits, value: 0.0, cost: 8 - hits });
    assert!((repeat.estimate() - 3.0 / 8.0).abs() < 1e-15);
}

#[test]
fn every_branch_has_a_key_of_its_own() {
    let process = Script::new(vec![entered(1, 100), entered(1, 200), Passage::Missed]);
    play_script(&process, 9);
    let asked = process.asked.borrow();
    let mut keys: Vec<u64> = asked.iter().flat_map(|(_, branches)| branches.iter().map(|b| b.1)).collect();
    assert_eq!(keys.len(), 27);
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 27);
    assert!(!keys.contains(&0));
}

#[test]
fn a_repeat_that_dies_out_is_an_estimate_of_nought() {
    let mut process = Script::new(vec![entered(1, 100), Passage::Missed]);
    process.dead_end = Some(2);
    let repeat = play_script(&process, 4);
    assert_eq!(repeat.stages().len(), 2);
    assert!(repeat.estimate() <= 0.0);
    assert!((repeat.probability(1) - 0.5).abs() < 1e-15);
    // Later stages, though not played, come out as never reached.
    assert!(repeat.probability(4) <= 0.0);
    assert_eq!(repeat.cost(), 44);
}

/// Half of the runs end after 10; the others then cost 1 in each of the three stages that follow.
#[test]
fn the_cost_of_a_plain_run_adds_up_over_stages() {
    let process = Script::new(vec![entered(1, 100), Passage::Missed]);
    let repeat = play_script(&process, 4);
    assert!((repeat.run_cost() - (10.0 + 0.5 * 3.0)).abs() < 1e-12);
    assert_eq!(repeat.cost(), 4 * (10 + 3));
}

#[test]
#[should_panic(expected = "stopped at level 1")]
fn a_process_that_stops_too_early_is_found_out() {
    let process = Script::new(vec![entered(1, 100)]);
    let levels = Levels::new(&process, vec![2]).unwrap();
    play(&process, &levels, &SplitPlan::new(7, 0, 4, 1).unwrap(), 0);
}
