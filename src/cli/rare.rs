//! `run --rare`: the splitting that is played besides a batch, repeat by repeat, each noted as soon as it is done.

use std::collections::BTreeMap;

use super::args::RunArguments;
use super::interrupt;
use super::progress::ProgressLine;
use super::settings::RunSettings;
use super::stop::Stop;
use crate::engine::Program;
use crate::experiment::rare::{Notes, Place, RareStudy, Repeat, StudyError};
use crate::experiment::study::{Plan, Span};
use crate::output::ResultsFolder;
use crate::output::part::{Journal, Part, PartError, Payload, Store, decode, encode};

/// Finds out what stands in the way before anything is played.
pub(super) fn check(program: &Program, settings: &RunSettings) -> Result<(), Stop> {
    let check = |plan| RareStudy::check(program, &settings.plan, plan);
    Ok(settings.rare.as_ref().map_or(Ok(()), check)?)
}

/// Plays the splitting that was asked for, if any, but for what the folder has of it from an earlier attempt.
pub(super) fn study(
    program: &Program,
    settings: &RunSettings,
    arguments: &RunArguments,
    plan: &Plan,
    folder: &ResultsFolder,
) -> Result<Option<RareStudy>, Stop> {
    let Some(rare) = &settings.rare else { return Ok(None) };
    let repeats = u64::from(rare.repeats);
    let progress = ProgressLine::new(arguments.play.progress, arguments.play.quiet, repeats, "repeats");
    let mut noted = Noted::open(plan, folder, progress)?;
    let study = RareStudy::run_noting(program, &settings.plan, rare, &mut noted)?;
    noted.progress.finish();
    Ok(Some(study))
}

/// The repeats that are done, in a journal.
struct Noted {
    journal: Journal,
    done: BTreeMap<Place, Repeat>,
    progress: ProgressLine,
}

impl Noted {
    /// Begins a journal, or goes on with the one that is there.
    fn open(plan: &Plan, folder: &ResultsFolder, progress: ProgressLine) -> Result<Self, Stop> {
        let path = folder.notes();
        let earlier = match Part::recover(&path) {
            Ok(part) if part.id() == plan.id() => part,
            // Of another plan, or cut off before its own plan was whole: nothing of it is of use.
            Ok(_) | Err(PartError::NoPart(_) | PartError::BadPlan(_)) => {
                return Self::begin(plan, folder, progress);
            }
            Err(PartError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
                return Self::begin(plan, folder, progress);
            }
            Err(error) => return Err(Stop::Failed(anyhow::Error::new(error))),
        };
        let journal = Journal::go_on(&earlier).map_err(anyhow::Error::new)?;
        let inconsistent =
            || anyhow::anyhow!("the finished repeats contradict each other; start over with --force");
        let (mut store, mut done) = (Store::default(), BTreeMap::new());
        store.add(earlier).map_err(|_| inconsistent())?;
        for record in store.payloads().map_err(anyhow::Error::new)? {
            let (span, payload) = record.map_err(anyhow::Error::new)?;
            done.insert(place(span), decode(&payload.partial).ok_or_else(inconsistent)?);
        }
        Ok(Self { journal, done, progress })
    }

    fn begin(plan: &Plan, folder: &ResultsFolder, progress: ProgressLine) -> Result<Self, Stop> {
        let journal = Journal::create(&folder.notes(), plan).map_err(anyhow::Error::new)?;
        Ok(Self { journal, done: BTreeMap::new(), progress })
    }
}

impl Notes for Noted {
    type Error = Stop;

    fn find(&mut self, place: Place) -> Option<Repeat> {
        let found = self.done.get(&place).cloned();
        if let (Some(_), Place::Repeat(number)) = (&found, place) {
            self.progress.update(u64::from(number) + 1);
        }
        found
    }

    fn enter(&mut self, place: Place, repeat: &Repeat) -> Result<(), Stop> {
        let payload = Payload { partial: encode(repeat).map_err(anyhow::Error::new)?, rows: Vec::new() };
        let entered = self.journal.add(span(place), &payload).and_then(|()| self.journal.flush());
        entered.map_err(anyhow::Error::new)?;
        if let Place::Repeat(number) = place {
            self.progress.update(u64::from(number) + 1);
        }
        if interrupt::is_asked_for() { Err(Stop::Interrupted) } else { Ok(()) }
    }
}

/// Where a repeat stands in the journal: those of the study at point 0, the pilot at point 1.
fn span(place: Place) -> Span {
    let (point, from) = match place {
        Place::Repeat(number) => (0, u64::from(number)),
        Place::Pilot => (1, 0),
    };
    Span { point, from, to: from + 1 }
}

fn place(span: Span) -> Place {
    if span.point == 0 { Place::Repeat(span.from as u32) } else { Place::Pilot }
}

impl From<StudyError> for Stop {
    fn from(error: StudyError) -> Self {
        Self::Failed(anyhow::Error::new(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_have_spans_of_their_own() {
        for repeat in [Place::Pilot, Place::Repeat(0), Place::Repeat(19)] {
            assert_eq!(place(span(repeat)), repeat);
        }
    }
}
