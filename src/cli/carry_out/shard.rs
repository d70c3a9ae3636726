//! `--shard` and `--units`: some units of a study, into a part that `merge` joins with the others.

use std::fs;
use std::path::Path;
use std::str::FromStr;

use anyhow::{Context, anyhow};

use super::ledger::Ledger;
use super::play::play_spans;
use super::{Job, progress};
use crate::cli::args::PlayArguments;
use crate::cli::format::counted;
use crate::cli::stop::Stop;
use crate::cli::{interrupt, screen};
use crate::experiment::study::{Flow, Study, UnitList};
use crate::output::part::{Journal, Part, PartError, Store};
use crate::output::try_lock;

/// One of so many shards: the units whose number leaves this remainder. So costly corners of a sweep spread over all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) struct ShardArgument {
    pub(in crate::cli) number: u64,
    pub(in crate::cli) of: u64,
}

impl FromStr for ShardArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers =
            text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number, of)) if number < of => Ok(Self { number, of }),
            Some((_, of)) if of > 0 => {
                Err(format!("{of} shards are numbered from 0/{of} to {}/{of}", of - 1))
            }
            _ => Err("a shard is written 3/64: number 3, counted from 0, of 64".to_owned()),
        }
    }
}

/// The units asked for.
fn units(arguments: &PlayArguments, all: u64) -> Result<(UnitList, String), Stop> {
    let (units, name) = match (&arguments.shard, &arguments.units) {
        (Some(ShardArgument { number, of }), _) => {
            (UnitList::strided(*number, *of, all), format!("shard-{number}-of-{of}"))
        }
        (None, Some(list)) => (list.clone(), format!("units-{}", list.name())),
        (None, None) => (UnitList::strided(0, 1, all), "all".to_owned()),
    };
    match units.last() {
        Some(last) if last >= all => {
            let text =
                format!("there is no unit {last}: the study has {all}, numbered from 0 to {}", all - 1);
            Err(Stop::Failed(anyhow!(text)))
        }
        _ => Ok((units, name)),
    }
}

/// Plays the units that were asked for into a part. One that is there already is left as it is, and one that was begun is
/// gone on with: whoever lost track of a shard may just ask for it again.
pub(super) fn play_shard<J: Job>(job: &J, arguments: &PlayArguments) -> Result<(), Stop> {
    if job.judged_from().is_some() {
        let text = "--until needs to see all runs, and a shard sees only its own; play a fixed number of runs in shards";
        return Err(Stop::Failed(anyhow!(text)));
    }
    let layout = job.study().layout();
    let (units, name) = units(arguments, layout.units())?;
    let folder = arguments.out.clone().unwrap_or_else(|| super::target(job, None).with_extension("parts"));
    fs::create_dir_all(&folder).with_context(|| format!("cannot write `{}`", folder.display()))?;
    let id = job.plan().id();
    let target = folder.join(format!("{}-{name}.part", &id[..8]));
    let told = |part: &Part, how: &str| {
        let runs = counted(part.replicates() * job.study().runs_per_replicate(), "run");
        if arguments.quiet { Ok(()) } else { screen::answer(&format!("{runs} {how} {}\n", target.display())) }
    };
    if !arguments.force
        && let Some(part) = there_already(&target, &id)?
    {
        return told(&part, "are there already, in");
    }
    let hidden = folder.join(format!(".{}-{name}.journal", &id[..8]));
    let _lock = lock(&hidden)?;
    // Again, since another process may have finished it just before this one had the lock.
    if !arguments.force
        && let Some(part) = there_already(&target, &id)?
    {
        let _ = fs::remove_file(&hidden);
        return told(&part, "are there already, in");
    }
    interrupt::watch()?;
    let (journal, before) = begin(job, &hidden, arguments.force)?;
    let mut ledger = Ledger::new(journal, &before);
    let spans = units.iter().map(|unit| layout.span(unit));
    let todo = spans.flat_map(|span| before.missing(span));
    let mut progress = progress(job, arguments, ledger.done());
    play_spans(job, usize::from(arguments.threads), todo, |span, _, payload| {
        ledger.enter(span, &payload)?;
        progress.update(ledger.done() * job.study().runs_per_replicate());
        Ok(Flow::Continue)
    })?;
    progress.finish();
    ledger.close()?;
    if interrupt::is_asked_for() {
        return Err(Stop::Interrupted);
    }
    put_in_order(job, &hidden, &target)?;
    let part = Part::open(&target).map_err(anyhow::Error::new)?;
    told(&part, "in")
}

/// Makes the part of the journal, whose records stand in the order in which they were finished: in ascending order, so that whoever
/// plays the same units writes the same bytes.
fn put_in_order<J: Job>(job: &J, journal: &Path, target: &Path) -> Result<(), Stop> {
    let mut store = Store::default();
    store.add(Part::recover(journal).map_err(anyhow::Error::new)?).map_err(|_| super::inconsistent())?;
    let hidden = journal.with_extension("ordered");
    let mut part = Journal::create(&hidden, job.plan()).map_err(anyhow::Error::new)?;
    for record in store.payloads().map_err(anyhow::Error::new)? {
        let (span, payload) = record.map_err(anyhow::Error::new)?;
        part.add(span, &payload).map_err(anyhow::Error::new)?;
    }
    part.finish().map_err(anyhow::Error::new)?;
    let cannot = || format!("cannot write `{}`", target.display());
    fs::rename(&hidden, target).with_context(cannot)?;
    fs::remove_file(journal).with_context(cannot)?;
    Ok(())
}

/// The part, if it is there, whole, and one of this study.
fn there_already(target: &Path, id: &str) -> Result<Option<Part>, Stop> {
    match Part::open(target) {
        Ok(part) if part.id() == id => Ok(Some(part)),
        Ok(_) => Err(Stop::Failed(anyhow!(
            "`{}` is a part of another study; use --force to replace it",
            target.display()
        ))),
        Err(PartError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Stop::Failed(anyhow::Error::new(error).context("use --force to replace it"))),
    }
}

/// The journal, and what it holds already.
fn begin<J: Job>(job: &J, path: &Path, afresh: bool) -> Result<(Journal, Store), Stop> {
    let mut before = Store::default();
    if !afresh
        && let Ok(part) = Part::recover(path)
        && part.id() == job.plan().id()
    {
        let journal = Journal::go_on(&part).map_err(anyhow::Error::new)?;
        before.add(part).map_err(|_| super::inconsistent())?;
        return Ok((journal, before));
    }
    Ok((Journal::create(path, job.plan()).map_err(anyhow::Error::new)?, before))
}

/// Makes sure that nobody else writes this journal.
fn lock(path: &Path) -> Result<fs::File, Stop> {
    let name = path.display();
    let locked = try_lock(path).with_context(|| format!("cannot write `{name}`"))?;
    locked.ok_or_else(|| Stop::Transient(anyhow!("another process is writing `{name}`")))
}
