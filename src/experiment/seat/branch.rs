//! Plays a run on from a morning with other luck, many times: what the advisers of a state do.

use std::cell::RefCell;
use std::convert::Infallible;

use crate::engine::{
    Act, Berth, EndReason, Harbour, ManyRuns, Morning, Outcome, Program, Recorder, RunKey, RunRecord,
    Supposed, Workspace,
};
use crate::experiment::class::OutcomeClass;
use crate::experiment::study::{Flow, deal};
use crate::lanes::Width;

/// Branches that one thread plays at a time.
const CHUNK: u16 = 64;

/// How a branch ended, as far as advisers tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fate {
    /// Place of its outcome among [`OutcomeClass::all`].
    pub(super) class: usize,
    /// Whether it is a war or nuclear use.
    pub(super) war: bool,
    /// Whether it is that or a limited war.
    pub(super) fighting: bool,
    /// Whether the seat was struck by a state after the choice.
    pub(super) struck: bool,
    /// Whether the crisis settled within the horizon.
    pub(super) settled: bool,
    /// Dead of the seat after the choice.
    pub(super) dead: u64,
}

/// A way to go on from a morning.
#[derive(Debug)]
pub(super) struct Line {
    /// In which the seat does what is to be judged.
    pub(super) program: Program,
}

/// The way of all branches from a morning.
#[derive(Debug)]
pub(super) struct Fork<'a> {
    pub(super) morning: &'a Morning,
    pub(super) seat: usize,
    pub(super) lines: Vec<Line>,
    /// How many branches of each line, at most 65,535.
    pub(super) branches: u16,
    pub(super) threads: usize,
}

impl Fork<'_> {
    /// Plays all branches: by line and then by number. The branches of one number have the same luck in all lines.
    pub(super) fn play(&self) -> Vec<Vec<Fate>> {
        let chunks = self.branches.div_ceil(CHUNK);
        let pieces = (0..self.lines.len()).flat_map(|line| (0..chunks).map(move |chunk| (line, chunk)));
        let mut played: Vec<Vec<Vec<Fate>>> = vec![vec![Vec::new(); usize::from(chunks)]; self.lines.len()];
        let work = |(line, chunk): (usize, u16)| {
            let from = chunk * CHUNK;
            self.chunk(&self.lines[line].program, from, self.branches.min(from.saturating_add(CHUNK)))
        };
        let dealt = deal(pieces, self.threads, work, |(line, chunk), fates| {
            played[line][usize::from(chunk)] = fates;
            Ok::<_, Infallible>(Flow::Continue)
        });
        match dealt {
            Ok(()) => played.into_iter().map(|chunks| chunks.concat()).collect(),
        }
    }

    /// Plays the branches `from` to `to` − 1 of a line.
    fn chunk(&self, program: &Program, from: u16, to: u16) -> Vec<Fate> {
        let struck = RefCell::new(vec![false; usize::from(to - from)]);
        let mut workspace = Workspace::new(program);
        let mut fates: Vec<Option<Fate>> = Vec::new();
        let mut open = Vec::new();
        let dead_before = self.dead_before(program);
        for (place, number) in (from..to).enumerate() {
            let mut watcher = Watcher::new(program, self.seat, &struck);
            watcher.berths.borrow_mut().push(place);
            match self.morning.suppose(&mut workspace, program, self.seat, number, &mut watcher) {
                Supposed::Open(berth) => {
                    open.push((place, berth));
                    fates.push(None);
                }
                Supposed::Ended(record) => {
                    fates.push(Some(self.fate(program, &record, struck.borrow()[place], dead_before)));
                }
            }
        }
        let mut watcher = Watcher::new(program, self.seat, &struck);
        let berths = watcher.berths.clone();
        let mut dock = Dock { open, next: 0, berths: &berths, ended: Vec::new() };
        ManyRuns::new(program, Width::detect()).play(program, &mut dock, &mut watcher);
        for (place, record) in dock.ended {
            fates[place] = Some(self.fate(program, &record, struck.borrow()[place], dead_before));
        }
        fates.into_iter().flatten().collect()
    }

    fn dead_before(&self, program: &Program) -> u64 {
        let dead = self.morning.home(program, self.seat).dead;
        dead.military + dead.civilian
    }

    fn fate(&self, program: &Program, record: &RunRecord, struck: bool, dead_before: u64) -> Fate {
        let dead = record.dead[self.seat];
        let war = matches!(record.outcome, Outcome::War | Outcome::NuclearUse);
        Fate {
            class: OutcomeClass::place(program.scenario(), record),
            war,
            fighting: war || record.outcome == Outcome::LimitedWar,
            struck,
            settled: record.end == EndReason::Settled,
            dead: dead.military + dead.civilian - dead_before,
        }
    }
}

/// Sees which branches strike the seat.
#[derive(Debug)]
struct Watcher<'a> {
    program: &'a Program,
    seat: usize,
    /// By place of the branch.
    struck: &'a RefCell<Vec<bool>>,
    /// By berth: the place of the branch in it.
    berths: std::rc::Rc<RefCell<Vec<usize>>>,
    berth: usize,
}

impl<'a> Watcher<'a> {
    fn new(program: &'a Program, seat: usize, struck: &'a RefCell<Vec<bool>>) -> Self {
        Self { program, seat, struck, berths: std::rc::Rc::default(), berth: 0 }
    }
}

impl Recorder for Watcher<'_> {
    fn turn_to(&mut self, berth: usize) {
        self.berth = berth;
    }

    fn act(&mut self, _: u32, act: &Act) {
        let scenario = self.program.scenario();
        if scenario.relations()[act.relation].to == self.seat && scenario.ladder()[act.landed].violent {
            self.struck.borrow_mut()[self.berths.borrow()[self.berth]] = true;
        }
    }
}

/// Hands branches out to the berths of a thread.
struct Dock<'a> {
    open: Vec<(usize, Box<Berth>)>,
    next: usize,
    berths: &'a RefCell<Vec<usize>>,
    ended: Vec<(usize, RunRecord)>,
}

impl Harbour for Dock<'_> {
    fn next(&mut self, _: bool) -> Option<RunKey> {
        let (_, berth) = self.open.get(self.next)?;
        self.next += 1;
        Some(berth.key())
    }

    fn resumes(&mut self, berth: usize) -> Option<&Berth> {
        let (place, from) = &self.open[self.next - 1];
        let mut berths = self.berths.borrow_mut();
        if berths.len() <= berth {
            berths.resize(berth + 1, 0);
        }
        berths[berth] = *place;
        Some(from)
    }

    fn ended(&mut self, berth: usize, record: &RunRecord) {
        self.ended.push((self.berths.borrow()[berth], record.clone()));
    }
}
