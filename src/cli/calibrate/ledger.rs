//! What has been played of a calibration, kept in a journal: evaluations come in an order that depends on nothing but the plan and what was
//! found before, so that the number of an evaluation says which it is.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, anyhow};
use serde::{Deserialize, Serialize};

use crate::cli::interrupt;
use crate::cli::progress::ProgressLine;
use crate::cli::stop::Stop;
use crate::experiment::calibrate::{Evaluator, Request, ScoredScenario, Simulated, Simulator};
use crate::experiment::study::{Flow, Plan, Span, deal};
use crate::output::part::{Journal, Part, Payload, Store, decode, encode};
use crate::output::{IfExists, ResultsFolder};

/// An evaluation: which it was, and what it came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Played {
    values: Option<Vec<f64>>,
    seed: u64,
    simulated: Simulated,
}

impl Played {
    fn is(&self, request: &Request) -> bool {
        self.seed == request.seed && self.values == request.values
    }
}

/// Carries requests out, each at most once.
pub(super) struct Ledger<'s> {
    simulator: &'s ScoredScenario,
    threads: usize,
    journal: Journal,
    /// By the number of the evaluation: its runs, and what came of them.
    done: BTreeMap<u64, (u64, Played)>,
    next: u64,
    progress: ProgressLine,
}

impl<'s> Ledger<'s> {
    /// Begins a journal in the folder, or goes on with what is there.
    pub(super) fn open(
        simulator: &'s ScoredScenario,
        threads: usize,
        (folder, if_exists): (&mut ResultsFolder, IfExists),
        plan: &Plan,
        progress: ProgressLine,
    ) -> Result<Self, Stop> {
        let path = folder.journal();
        let mut done = BTreeMap::new();
        let earlier = match (folder.leftover(), folder.finished_before()) {
            _ if if_exists != IfExists::Resume => None,
            (Some(journal), _) => Some(Part::recover(&journal).map_err(anyhow::Error::new)?),
            (None, Some(state)) => Some(Part::open(&state).map_err(anyhow::Error::new)?),
            (None, None) => None,
        };
        if let Some(earlier) = earlier {
            check(plan, earlier.plan())?;
            done = read(earlier)?;
            folder.keep();
        }
        let journal = write(&path, plan, &done)?;
        Ok(Self { simulator, threads, journal, done, next: 0, progress })
    }

    /// Writes everything that was played to `path`; says how many evaluations and runs that is.
    pub(super) fn finish(self, path: &Path, plan: &Plan) -> Result<(u64, u64), Stop> {
        self.progress.finish();
        let Self { journal, mut done, next, .. } = self;
        drop(journal);
        // What an earlier version of the luck had played beyond the end does not count.
        done.retain(|&number, _| number < next);
        let runs = done.values().map(|(runs, _)| runs).sum();
        let state = write(path, plan, &done)?;
        let records = state.records();
        state.finish().map_err(anyhow::Error::new)?;
        Ok((records, runs))
    }

    /// Closes the journal, with all of it on disk; says how many runs it holds.
    pub(super) fn close(mut self) -> Result<u64, Stop> {
        self.progress.finish();
        self.journal.sync().map_err(anyhow::Error::new)?;
        Ok(self.done.values().map(|(runs, _)| runs).sum())
    }

    fn enter(&mut self, number: u64, runs: u64, played: Played) -> Result<(), Stop> {
        add(&mut self.journal, number, runs, &played)?;
        self.journal.flush().map_err(anyhow::Error::new)?;
        self.done.insert(number, (runs, played));
        self.progress.update(self.done.len() as u64);
        Ok(())
    }
}

impl Evaluator for Ledger<'_> {
    type Error = Stop;

    fn evaluate(&mut self, requests: &[Request]) -> Result<Vec<Simulated>, Stop> {
        let first = self.next;
        self.next += requests.len() as u64;
        let known = |number: u64, request: &Request| {
            self.done.get(&number).is_some_and(|(runs, played)| *runs == request.runs && played.is(request))
        };
        let todo: Vec<(u64, usize)> = (first..)
            .zip(0..requests.len())
            .filter(|&(number, place)| !known(number, &requests[place]))
            .collect();
        let simulator = self.simulator;
        let (threads, work) = (self.threads, |(_, place): (u64, usize)| simulator.simulate(&requests[place]));
        let mut fresh = 0;
        deal(todo.iter().copied(), threads, work, |(number, place), simulated| {
            let Request { values, runs, seed } = requests[place].clone();
            self.enter(number, runs, Played { values, seed, simulated })?;
            fresh += 1;
            Ok::<_, Stop>(if interrupt::is_asked_for() { Flow::Stop } else { Flow::Continue })
        })?;
        if fresh < todo.len() || interrupt::is_asked_for() {
            return Err(Stop::Interrupted);
        }
        let found = (first..self.next).filter_map(|number| self.done.get(&number));
        Ok(found.map(|(_, played)| played.simulated.clone()).collect())
    }
}

/// Whether earlier evaluations are those of this plan.
fn check(plan: &Plan, earlier: &Plan) -> Result<(), Stop> {
    let differences = plan.differences(earlier);
    if differences.is_empty() {
        return Ok(());
    }
    Err(Stop::Failed(anyhow!(
        "cannot resume, since the finished runs are others: {} changed; use --force to start over, or --out for another folder",
        differences.join("; ")
    )))
}

fn read(part: Part) -> Result<BTreeMap<u64, (u64, Played)>, Stop> {
    let inconsistent = || anyhow!("the finished runs contradict each other; start over with --force");
    let mut store = Store::default();
    store.add(part).map_err(|_| inconsistent())?;
    let mut done = BTreeMap::new();
    for record in store.payloads().map_err(anyhow::Error::new)? {
        let (span, payload) = record.map_err(anyhow::Error::new)?;
        done.insert(span.point, (span.len(), decode(&payload.partial).ok_or_else(inconsistent)?));
    }
    Ok(done)
}

/// A journal that begins with these evaluations; it takes the place of what was there only when it is whole.
fn write(path: &Path, plan: &Plan, done: &BTreeMap<u64, (u64, Played)>) -> Result<Journal, Stop> {
    let fresh = path.with_extension("new");
    let mut journal = Journal::create(&fresh, plan).map_err(anyhow::Error::new)?;
    for (&number, (runs, played)) in done {
        add(&mut journal, number, *runs, played)?;
    }
    journal.sync().map_err(anyhow::Error::new)?;
    drop(journal);
    std::fs::rename(&fresh, path).with_context(|| format!("cannot write `{}`", path.display()))?;
    let part = Part::recover(path).map_err(anyhow::Error::new)?;
    Ok(Journal::go_on(&part).map_err(anyhow::Error::new)?)
}

fn add(journal: &mut Journal, number: u64, runs: u64, played: &Played) -> Result<(), Stop> {
    let partial = encode(played).map_err(anyhow::Error::new)?;
    let payload = Payload { partial, rows: Vec::new() };
    Ok(journal.add(Span { point: number, from: 0, to: runs }, &payload).map_err(anyhow::Error::new)?)
}
