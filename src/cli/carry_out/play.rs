//! Plays what is missing, adds it up, and stops when there is enough.

use super::{Job, Partial, inconsistent};
use crate::cli::args::PlayArguments;
use crate::cli::interrupt;
use crate::cli::stop::Stop;
use crate::experiment::study::{Flow, Fold, Span, Study, deal};
use crate::experiment::threads;
use crate::output::part::{Payload, Store, decode, encode};

/// When to judge whether there are runs enough.
#[derive(Debug)]
pub(super) struct Until {
    /// The next number of replicates at which all points are judged; `None` if that is never done.
    next: Option<u64>,
}

impl Until {
    /// At the end of every block, from the least number on. What an earlier study left in one piece is not looked into.
    pub(super) fn new<J: Job>(job: &J, before: &Store) -> Self {
        let layout = job.study().layout();
        let next = job.judged_from().map(|least| {
            let in_one_piece = before.spans().filter(|span| span.from == 0).map(|span| span.to).max();
            let block = layout.block.min(layout.replicates);
            (least.div_ceil(block) * block).max(in_one_piece.unwrap_or(0)).min(layout.replicates)
        });
        Self { next }
    }
}

/// Adds up what was done before. True if that is enough.
pub(super) fn take_all<J: Job>(
    job: &J,
    before: &Store,
    fold: &mut Fold<Partial<J>>,
    until: &mut Until,
) -> Result<bool, Stop> {
    if let Some(barrier) = until.next {
        fold.up_to(job.study(), barrier);
    }
    for record in before.payloads().map_err(anyhow::Error::new)? {
        let (span, payload) = record.map_err(anyhow::Error::new)?;
        let partial = decode(&payload.partial).ok_or_else(inconsistent)?;
        if take(job, span, partial, fold, until)? == Flow::Stop {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Adds up all that is in a store.
pub(in crate::cli) fn take_everything<J: Job>(job: &J, store: &Store) -> Result<Fold<Partial<J>>, Stop> {
    let (mut fold, mut until) = (Fold::new(job.study()), Until { next: None });
    take_all(job, store, &mut fold, &mut until)?;
    Ok(fold)
}

/// Adds up a span; stops if that makes it enough.
pub(super) fn take<J: Job>(
    job: &J,
    span: Span,
    partial: Partial<J>,
    fold: &mut Fold<Partial<J>>,
    until: &mut Until,
) -> Result<Flow, Stop> {
    let study = job.study();
    if !fold.take(study, span, partial) {
        return Err(inconsistent());
    }
    while let Some(barrier) = until.next.filter(|_| fold.is_at_barrier()) {
        if job.is_enough(fold.totals()) {
            return Ok(Flow::Stop);
        }
        let layout = study.layout();
        let after = (barrier / layout.block + 1) * layout.block;
        until.next = (barrier < layout.replicates).then_some(after.min(layout.replicates));
        if !fold.up_to(study, until.next.unwrap_or(u64::MAX)) {
            return Err(inconsistent());
        }
    }
    Ok(Flow::Continue)
}

/// Plays what is missing of a job, on all threads. What is finished is handed to `take`; true if that stopped.
pub(super) fn play<J: Job>(
    job: &J,
    arguments: &PlayArguments,
    before: &Store,
    take: impl FnMut(Span, Partial<J>, Payload) -> Result<Flow, Stop>,
) -> Result<bool, Stop> {
    let layout = job.study().layout();
    let todo = (0..layout.units()).flat_map(|unit| before.missing(layout.span(unit)));
    play_spans(job, usize::from(arguments.threads), todo, take)
}

/// Plays these spans of a job.
pub(super) fn play_spans<J: Job>(
    job: &J,
    asked: usize,
    todo: impl Iterator<Item = Span>,
    mut take: impl FnMut(Span, Partial<J>, Payload) -> Result<Flow, Stop>,
) -> Result<bool, Stop> {
    let mut enough = false;
    let work = |span: Span| {
        let played = job.study().play(span);
        let rows = job.run_rows(span.point, &played.records);
        let payload = rows.and_then(|rows| Ok(Payload { partial: encode(&played.partial)?, rows }));
        (played.partial, payload)
    };
    deal(todo, threads(asked), work, |span, (partial, payload)| {
        let payload = payload.map_err(anyhow::Error::new)?;
        let flow = take(span, partial, payload)?;
        enough = flow == Flow::Stop;
        Ok::<_, Stop>(if interrupt::is_asked_for() { Flow::Stop } else { flow })
    })?;
    Ok(enough)
}
