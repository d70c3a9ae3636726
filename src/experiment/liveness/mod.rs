//! Which numbers of a scenario matter: each is moved, alone, and runs are played on the same luck until one goes
//! otherwise.
//!
//! This is the search by trial; [`Scenario::dead`] finds by reasoning what cannot matter whatever the luck. A number that
//! changes a run is alive for good. One that changed none of the runs played may still matter in a run that was not.

mod moves;

use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};

use super::batch::{BatchPlan, Progress, play_watched};
use super::sink::{RunSink, SinkError};
use crate::engine::{Berth, Harbour, ManyRuns, Program, RunKey, RunRecord, Silent};
use crate::lanes::Width;
use crate::model::Scenario;
use crate::spec::{Document, Leaf, Written};

/// Runs on which every move is tried first; then four times as many, and so on.
const FIRST_RUNS: u64 = 32;

/// What moving a number did.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Some run went otherwise.
    Alive,
    /// No run did, wherever the number was moved to.
    Dead {
        /// Where it was moved to, as it would be written.
        tried: Vec<String>,
    },
    /// Nothing else may stand in its place.
    Immovable,
}

/// A number or date of the document, and what moving it did.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The number, and its address.
    pub leaf: Leaf,
    /// What moving it did.
    pub verdict: Verdict,
}

/// Moves every number and every date of a document, one at a time, and says of each whether any of the runs of the
/// plan noticed: any bit of any measure. What a run draws is not one of them. In the order of addresses.
///
/// Whole numbers are moved by 1, dates by a day, other numbers by 5 % (0 by 0.02), up and down, and all of them by
/// a quarter, dates by that of the horizon. Values that the scenario does not allow are passed over, and so is a `start` that does nothing but give
/// days their dates. The document must be sound, and `program` be what it means. `progress` is told how many numbers
/// are done.
///
/// # Errors
/// Never in fact: nothing is written.
pub fn liveness(
    document: &Document,
    program: &Program,
    plan: &BatchPlan,
    progress: &mut Progress<'_>,
) -> Result<Vec<Trial>, SinkError> {
    let mut keep = Keep(Vec::new());
    play_watched(program, plan, || Silent, &mut |_| {}, &mut keep, &mut |_| {})?;
    let search = Search { document, horizon_days: program.scenario().horizon_days(), plan, as_is: keep.0 };
    Ok(search.all(leaves(document), progress))
}

/// The numbers and dates that can be expected to matter.
fn leaves(document: &Document) -> Vec<Leaf> {
    let mut leaves = document.leaves();
    let dates = leaves.iter().filter(|leaf| matches!(leaf.written, Written::Date(_))).count();
    leaves.retain(|leaf| leaf.path != "start" || dates > 1);
    leaves
}

struct Search<'a> {
    document: &'a Document,
    horizon_days: u32,
    plan: &'a BatchPlan,
    /// The runs of the scenario as it is, by replicate.
    as_is: Vec<RunRecord>,
}

impl Search<'_> {
    /// Tries all numbers, each on one thread: what is found of one does not depend on the others.
    fn all(&self, leaves: Vec<Leaf>, progress: &mut Progress<'_>) -> Vec<Trial> {
        let mut verdicts = vec![Verdict::Immovable; leaves.len()];
        let next = AtomicUsize::new(0);
        let (hand_in, handed_in) = channel();
        std::thread::scope(|scope| {
            for _ in 0..self.plan.threads().min(leaves.len()) {
                let (hand_in, leaves, next) = (hand_in.clone(), &leaves, &next);
                scope.spawn(move || self.work(leaves, next, &hand_in));
            }
            drop(hand_in);
            for (done, (place, verdict)) in (1..).zip(handed_in) {
                verdicts[place] = verdict;
                progress(done);
            }
        });
        leaves.into_iter().zip(verdicts).map(|(leaf, verdict)| Trial { leaf, verdict }).collect()
    }

    fn work(&self, leaves: &[Leaf], next: &AtomicUsize, hand_in: &Sender<(usize, Verdict)>) {
        while let place = next.fetch_add(1, Ordering::Relaxed)
            && let Some(leaf) = leaves.get(place)
        {
            // Somebody listens until all threads are done.
            let _ = hand_in.send((place, self.verdict(leaf)));
        }
    }

    /// All moves are tried on a few runs before any is on many: what a small move hardly shows a large one often does.
    fn verdict(&self, leaf: &Leaf) -> Verdict {
        let moves = moves::moves(leaf, self.horizon_days).into_iter();
        let variants: Vec<(String, Program)> = moves
            .filter_map(|value| {
                let program = self.with(&format!("{}={value}", leaf.path))?;
                Some((value, program))
            })
            .collect();
        if variants.is_empty() {
            return Verdict::Immovable;
        }
        let runs = self.as_is.len() as u64;
        let (mut begin, mut end) = (0, FIRST_RUNS);
        while begin < runs {
            let some = begin..end.min(runs);
            if variants.iter().any(|(_, program)| self.differs(program, some.clone())) {
                return Verdict::Alive;
            }
            (begin, end) = (end, end * 4);
        }
        Verdict::Dead { tried: variants.into_iter().map(|(value, _)| value).collect() }
    }

    /// The scenario after an assignment; `None` if it is not sound.
    fn with(&self, assignment: &str) -> Option<Program> {
        let mut document = self.document.clone();
        document.set(assignment).ok()?;
        let (spec, problems) = document.read();
        let scenario = if problems.is_empty() { Scenario::new(&spec).ok() } else { None };
        scenario.map(|scenario| Program::new(&scenario))
    }

    /// Whether any of these runs goes otherwise.
    fn differs(&self, program: &Program, replicates: Range<u64>) -> bool {
        let mut hunt = Hunt { as_is: &self.as_is, seed: self.plan.seed, replicates, found: false };
        ManyRuns::new(program, Width::detect()).play(program, &mut hunt, &mut Silent);
        hunt.found
    }
}

/// Plays runs until one differs from what it was.
struct Hunt<'a> {
    as_is: &'a [RunRecord],
    seed: u64,
    /// Those that have not begun.
    replicates: Range<u64>,
    found: bool,
}

impl Harbour for Hunt<'_> {
    fn next(&mut self, _: bool) -> Option<RunKey> {
        let replicate = if self.found { None } else { self.replicates.next() };
        replicate.map(|replicate| RunKey::new(self.seed, replicate))
    }

    fn leaves(&mut self, _: usize, _: &Berth) -> bool {
        self.found
    }

    fn ended(&mut self, _: usize, record: &RunRecord) {
        let as_it_was = self.as_is.get(record.replicate as usize);
        self.found |= as_it_was.is_some_and(|as_it_was| *as_it_was != results_of(record));
    }
}

/// A run without what it drew.
fn results_of(record: &RunRecord) -> RunRecord {
    RunRecord { inputs: Vec::new(), ..record.clone() }
}

/// Keeps the runs.
struct Keep(Vec<RunRecord>);

impl RunSink for Keep {
    fn run(&mut self, record: &RunRecord) -> io::Result<()> {
        self.0.push(results_of(record));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
        start = 2024-01-03
        horizon_days = 40
        [states.a]
        resolve = { uniform = { low = 0.3, high = 0.7 } }
        [states.b]
        [relations.a.b]
        grievance = 0.5
        [relations.b.a]
        [mediators.idle]
        initiative = 0.0
        stake = 0.5
        parties.a = { trust = 0.6, leverage = 0.4 }
        parties.b = { trust = 0.6, leverage = 0.4 }
        [events.e]
        date = 2
        effects = [{ assertiveness = { a = 0.6 } }, { tension = { "a.b" = 0.3 } }]
    "#;

    fn trials(text: &str, threads: usize) -> Vec<Trial> {
        let document = Document::parse("s.toml", text.to_owned()).unwrap();
        let program = Program::new(&Scenario::new(&document.read().0).unwrap());
        let plan = BatchPlan { runs: 100, seed: 1, threads };
        let mut told = Vec::new();
        let trials = liveness(&document, &program, &plan, &mut |done| told.push(done)).unwrap();
        assert!(told.into_iter().eq(1..=trials.len() as u64));
        trials
    }

    fn dead(trials: &[Trial]) -> Vec<&str> {
        let is_dead = |trial: &&Trial| matches!(trial.verdict, Verdict::Dead { .. });
        trials.iter().filter(is_dead).map(|trial| trial.leaf.path.as_str()).collect()
    }

    #[test]
    fn what_an_idle_go_between_is_given_is_dead_and_nothing_else() {
        let found = trials(TEXT, 2);
        // Its initiative is 0, but would matter if it were not; the `start` gives days their dates and no more.
        let planted = [
            "mediators.idle.parties.a.leverage",
            "mediators.idle.parties.a.trust",
            "mediators.idle.parties.b.leverage",
            "mediators.idle.parties.b.trust",
            "mediators.idle.stake",
        ];
        assert_eq!(dead(&found), planted);
        assert!(found.iter().all(|trial| trial.leaf.path != "start"));
        let trust = found.iter().find(|trial| trial.leaf.path == planted[1]).unwrap();
        let tried = ["0.63", "0.57", "0.75", "0.45"].map(str::to_owned).to_vec();
        assert_eq!(trust.verdict, Verdict::Dead { tried });
    }

    #[test]
    fn a_start_that_dates_hang_on_is_alive() {
        let found = trials(&TEXT.replace("date = 2", "date = 2024-01-05"), 2);
        let start = found.iter().find(|trial| trial.leaf.path == "start").unwrap();
        assert_eq!(start.verdict, Verdict::Alive);
    }

    #[test]
    fn threads_change_no_verdict() {
        assert_eq!(trials(TEXT, 1), trials(TEXT, 7));
    }
}
