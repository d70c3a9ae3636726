//! How a journal begins: new, or with what was done before.

use std::fs;

use anyhow::{Context, anyhow};

use super::Job;
use crate::cli::format::thousands;
use crate::cli::stop::Stop;
use crate::experiment::study::Study;
use crate::output::part::{Journal, Part, Store};
use crate::output::{EarlierRows, ResultsFolder};

/// The journal to go on with, and what it holds already.
pub(super) fn begin<J: Job>(job: &J, folder: &mut ResultsFolder) -> Result<(Journal, Store), Stop> {
    let path = folder.journal();
    let mut before = Store::default();
    let Some((earlier, is_finished)) = earlier(folder)? else {
        return Ok((Journal::create(&path, job.plan()).map_err(anyhow::Error::new)?, before));
    };
    check(job, &earlier)?;
    if earlier.path() == path && earlier.id() == job.plan().id() {
        let journal = Journal::go_on(&earlier).map_err(anyhow::Error::new)?;
        before.add(earlier).map_err(|_| super::inconsistent())?;
        return Ok((journal, before));
    }
    // Another number of runs of the same study: a new journal, under its own plan, that begins with what there is.
    let fresh = path.with_extension("new");
    let mut journal = Journal::create(&fresh, job.plan()).map_err(anyhow::Error::new)?;
    let mut rows = match (is_finished, job.run_columns()) {
        (true, Some(_)) => Some(EarlierRows::open(folder.target()).map_err(anyhow::Error::new)?),
        _ => None,
    };
    let mut old = Store::default();
    old.add(earlier).map_err(|_| super::inconsistent())?;
    for record in old.payloads().map_err(anyhow::Error::new)? {
        let (span, mut payload) = record.map_err(anyhow::Error::new)?;
        if let Some(rows) = &mut rows {
            payload.rows = rows.take(span.len()).map_err(anyhow::Error::new)?;
        }
        journal.add(span, &payload).map_err(anyhow::Error::new)?;
    }
    journal.sync().map_err(anyhow::Error::new)?;
    drop(journal);
    fs::rename(&fresh, &path).with_context(|| format!("cannot write `{}`", path.display()))?;
    let part = Part::recover(&path).map_err(anyhow::Error::new)?;
    let journal = Journal::go_on(&part).map_err(anyhow::Error::new)?;
    before.add(part).map_err(|_| super::inconsistent())?;
    folder.keep();
    Ok((journal, before))
}

/// What was done before, and whether that was finished.
fn earlier(folder: &ResultsFolder) -> Result<Option<(Part, bool)>, Stop> {
    let found = match (folder.leftover(), folder.finished_before()) {
        (Some(journal), _) => Part::recover(&journal).map(|part| (part, false)),
        (None, Some(state)) => Part::open(&state).map(|part| (part, true)),
        (None, None) => return Ok(None),
    };
    Ok(Some(found.map_err(anyhow::Error::new)?))
}

/// Whether the earlier runs are runs of this job.
fn check<J: Job>(job: &J, earlier: &Part) -> Result<(), Stop> {
    let differences = job.plan().differences(earlier.plan());
    if !differences.is_empty() {
        let text = format!(
            "cannot resume, since the finished runs are others: {} changed; use --force to start over, or --out for another \
             folder",
            differences.join("; ")
        );
        return Err(Stop::Failed(anyhow!(text)));
    }
    let most = earlier.entries().iter().map(|entry| entry.span.to).max().unwrap_or(0);
    let replicates = job.study().layout().replicates;
    if most > replicates {
        let (most, replicates) = (thousands(most), thousands(replicates));
        let text = format!("{most} runs are done already, more than the {replicates} asked for with --runs");
        return Err(Stop::Failed(anyhow!(text)));
    }
    Ok(())
}
