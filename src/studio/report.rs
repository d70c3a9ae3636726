//! The workbook and the page of a setting, made of the very tables that `run` would write for it.

use std::fs;
use std::path::PathBuf;

use super::Subject;
use super::download::{NoFile, whole_scenario};
use super::job::Job;
use super::standing::Standing;
use crate::experiment::{BatchPlan, Confidence};
use crate::output::{IfExists, ManifestHead, Results, ResultsFolder, Tale, html, tables, workbook};

/// Fewer of the runs than this are played again to pick stories from.
const TOLD: u64 = 10_000;

/// What can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Report {
    Workbook,
    Page,
}

/// Writes the tables into a folder of the system's for temporary files, which is gone when this is done, and makes the report of them.
pub(super) fn report(
    subject: &Subject,
    job: &Job,
    standing: &Standing,
    report: Report,
) -> Result<Vec<u8>, NoFile> {
    let place = Place::new(job.id, report).map_err(|error| NoFile::impossible(&error))?;
    let batch = standing.batch();
    let mut folder = ResultsFolder::open(&place.0.join("results"), IfExists::Refuse)
        .map_err(|error| NoFile::impossible(&error))?;
    for table in tables::all(batch, Confidence::default()) {
        folder.write_table(&table).map_err(|error| NoFile::impossible(&error))?;
    }
    let head = ManifestHead::new(batch, None, Confidence::default(), words(subject, job), &job.bench.origins)
        .with_text(whole_scenario(job));
    let results: Results = folder.results(&head);
    Ok(match report {
        Report::Workbook => workbook::write(&results).map_err(|error| NoFile::impossible(&error))?,
        Report::Page => {
            let plan = BatchPlan { runs: job.plan.runs.min(TOLD), ..job.plan };
            let tales = Tale::four(&job.program, &plan).map_err(|error| NoFile::impossible(&error))?;
            html::page(&results, &tales).map_err(|error| NoFile::impossible(&error))?.into_bytes()
        }
    })
}

/// The command that makes the same results.
fn words(subject: &Subject, job: &Job) -> Vec<String> {
    let file = subject.file.as_ref().map_or_else(|| subject.name.clone(), |file| file.display().to_string());
    let mut words = ["offramp", "run", &file].map(str::to_owned).to_vec();
    words.push(format!("--runs={}", job.plan.runs));
    words.push(format!("--seed={}", job.plan.seed));
    let sets = subject.sets.iter().chain(&job.sets);
    words.extend(sets.map(|set| format!("--set={set}")));
    words
}

/// A folder that is gone when it is no longer needed.
struct Place(PathBuf);

impl Place {
    fn new(job: u64, report: Report) -> std::io::Result<Self> {
        let name = format!("offramp-{}-{job}-{report:?}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // What cannot be removed is the system's to clear away.
        let _ = fs::remove_dir_all(&self.0);
    }
}
