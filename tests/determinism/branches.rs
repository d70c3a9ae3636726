//! Runs that are taken out of their berths, kept, and played on.

use offramp::engine::{Berth, Harbour, ManyRuns, Program, RunKey, RunRecord, Silent, Workspace};
use offramp::lanes::Width;

use crate::support::{RICH, RULES, program, run, shipped, with};

/// What a run begins with.
#[derive(Clone)]
enum Beginning {
    Scratch(RunKey),
    Kept(Box<Berth>, RunKey),
}

/// Plays what it is given, in that order; keeps every run as it stood after `keep_after` days.
struct Pier {
    given: Vec<Beginning>,
    next: usize,
    keep_after: Option<u32>,
    /// By berth: which of those given is in it.
    berths: Vec<usize>,
    kept: Vec<Option<Berth>>,
    ended: Vec<Option<RunRecord>>,
}

impl Pier {
    fn new(given: Vec<Beginning>, keep_after: Option<u32>) -> Self {
        let count = given.len();
        Self {
            given,
            next: 0,
            keep_after,
            berths: vec![0; 64],
            kept: vec![None; count],
            ended: vec![None; count],
        }
    }
}

impl Harbour for Pier {
    fn next(&mut self, _: bool) -> Option<RunKey> {
        let from = self.given.get(self.next)?;
        self.next += 1;
        Some(match from {
            Beginning::Scratch(key) | Beginning::Kept(_, key) => *key,
        })
    }

    fn resumes(&mut self, berth: usize) -> Option<&Berth> {
        self.berths[berth] = self.next - 1;
        match &self.given[self.next - 1] {
            Beginning::Scratch(_) => None,
            Beginning::Kept(run, _) => Some(run),
        }
    }

    fn leaves(&mut self, berth: usize, run: &Berth) -> bool {
        let leaves = self.keep_after == Some(run.day());
        if leaves {
            self.kept[self.berths[berth]] = Some(run.clone());
        }
        leaves
    }

    fn ended(&mut self, berth: usize, record: &RunRecord) {
        self.ended[self.berths[berth]] = Some(record.clone());
    }
}

/// Plays all of these to their ends, side by side.
fn play(program: &Program, given: Vec<Beginning>) -> Vec<RunRecord> {
    let mut pier = Pier::new(given, None);
    ManyRuns::new(program, Width::detect()).play(program, &mut pier, &mut Silent);
    pier.ended.into_iter().map(Option::unwrap).collect()
}

/// Forty runs as they stood after so many days, those that had ended by then left out.
fn kept(program: &Program, days: u32) -> Vec<Berth> {
    let runs = (0..40).map(|replicate| Beginning::Scratch(RunKey::new(3, replicate))).collect();
    let mut pier = Pier::new(runs, Some(days));
    ManyRuns::new(program, Width::detect()).play(program, &mut pier, &mut Silent);
    pier.kept.into_iter().flatten().collect()
}

fn programs() -> [Program; 3] {
    [program(RICH), with(RICH, &RULES), program(&shipped("iran-pakistan-2024/pair-only.toml"))]
}

#[test]
fn a_run_that_is_played_on_as_itself_is_the_run_itself() {
    for program in programs() {
        for days in [1, 5, 17] {
            let kept = kept(&program, days);
            assert!(kept.len() > 20, "{} of 40 after {days} days", kept.len());
            let same = kept
                .iter()
                .map(|run| Beginning::Kept(Box::new(run.clone()), run.key().branched(0)))
                .collect();
            for record in play(&program, same) {
                assert_eq!(record, run(&program, 3, record.replicate, &mut Silent), "day {days}");
            }
        }
    }
}

#[test]
fn branches_share_what_was_drawn_and_nothing_else() {
    let program = program(RICH);
    let kept = kept(&program, 3);
    let branch = |number| -> Vec<RunRecord> {
        play(
            &program,
            kept.iter()
                .map(|run| Beginning::Kept(Box::new(run.clone()), run.key().branched(number)))
                .collect(),
        )
    };
    let [itself, first, second] = [0, 1, 2].map(branch);
    let mut differ = [0; 3];
    for ((itself, first), second) in itself.iter().zip(&first).zip(&second) {
        assert_eq!(itself.inputs, first.inputs);
        assert_eq!(itself.inputs, second.inputs);
        differ[0] += usize::from(itself != first);
        differ[1] += usize::from(itself != second);
        differ[2] += usize::from(first != second);
    }
    assert!(differ.iter().all(|&runs| runs > kept.len() / 2), "{differ:?} of {}", kept.len());
}

#[test]
fn a_branch_is_the_same_alone_among_others_and_in_one_lane() {
    for program in programs() {
        let kept = kept(&program, 4);
        let given: Vec<Beginning> = (1..=3_u64)
            .flat_map(|number| {
                kept.iter().map(move |run| Beginning::Kept(Box::new(run.clone()), run.key().branched(number)))
            })
            .collect();
        let together = play(&program, given.clone());
        let backwards = play(&program, given.iter().rev().cloned().collect());
        let mut one_by_one = Pier::new(given.clone(), None);
        Workspace::new(&program).play(&program, &mut one_by_one, &mut Silent);
        for (index, record) in together.iter().enumerate() {
            assert_eq!(record, &backwards[given.len() - 1 - index]);
            assert_eq!(Some(record), one_by_one.ended[index].as_ref());
        }
        assert_eq!(together[7], play(&program, vec![given[7].clone()])[0]);
    }
}

/// Keeping a run and playing it on in two steps is playing it on in one.
#[test]
fn a_branch_of_a_branch_goes_on_from_there() {
    let program = program(RICH);
    let branches: Vec<Beginning> = kept(&program, 3)
        .into_iter()
        .map(|run| Beginning::Kept(Box::new(run.clone()), run.key().branched(9)))
        .collect();
    let whole = play(&program, branches.clone());
    let mut pier = Pier::new(branches, Some(10));
    ManyRuns::new(&program, Width::detect()).play(&program, &mut pier, &mut Silent);
    let mut went_on = 0;
    for (kept, record) in pier.kept.into_iter().zip(&whole) {
        let Some(run) = kept else { continue };
        let key = run.key();
        assert_eq!(key.branched(0), RunKey::new(3, record.replicate));
        assert_eq!(&play(&program, vec![Beginning::Kept(Box::new(run), key)])[0], record);
        went_on += 1;
    }
    assert!(went_on > 20, "{went_on}");
}
