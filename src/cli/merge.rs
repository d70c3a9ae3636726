//! `merge`: joins the parts of a study that was played in shards into the folder that one machine would have written.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::Parser;

use super::args::{Arguments, Command, Format, MergeArguments};
use super::carry_out::{Ending, Job, Why, finish, refused, take_everything, target};
use super::case::CaseJob;
use super::compare::CompareJob;
use super::file;
use super::inputs::Inputs;
use super::knockout::KnockoutJob;
use super::run::RunJob;
use super::score::ScoreJob;
use super::screen;
use super::sensitivity::SensitivityJobs;
use super::stop::Stop;
use super::sweep::SweepJob;
use crate::experiment::study::{Plan, Study, UnitList};
use crate::output::part::{Conflict, Part, Store};
use crate::output::{IfExists, ResultsFolder};

/// Reads the parts, finds out whether they are all there is, and writes the results.
pub(super) fn merge(arguments: &MergeArguments) -> Result<(), Stop> {
    let parts = open(&file::listed(&arguments.parts, "part", "parts")?)?;
    let plan = common_plan(&parts)?;
    let inputs = Inputs::planned(&plan);
    let parsed = Arguments::try_parse_from(&plan.words).map_err(|_| {
        anyhow!("this version of the program does not know the command that the parts were played by")
    })?;
    match parsed.command {
        Command::Run(of_run) => join(&RunJob::new(&of_run, &inputs)?, parts, &of_run.play.formats, arguments),
        Command::Sweep(of_sweep) => {
            join(&SweepJob::new(&of_sweep, &inputs)?, parts, &of_sweep.play.formats, arguments)
        }
        Command::Compare(of) => join(&CompareJob::new(&of, &inputs)?, parts, &of.play.formats, arguments),
        Command::Case(of) => join(&CaseJob::new(&of, &inputs)?, parts, &of.play.formats, arguments),
        Command::Knockout(of) => join(&KnockoutJob::new(&of, &inputs)?, parts, &of.play.formats, arguments),
        Command::Score(of) => join(&ScoreJob::new(&of, &inputs)?, parts, &of.play.formats, arguments),
        Command::Sensitivity(of_study) => match SensitivityJobs::new(&of_study, &inputs)? {
            SensitivityJobs::Sobol(job) => join(&job, parts, &of_study.play.formats, arguments),
            SensitivityJobs::Morris(job) => join(&job, parts, &of_study.play.formats, arguments),
            SensitivityJobs::Tornado(job) => join(&job, parts, &of_study.play.formats, arguments),
        },
        _ => Err(Stop::Failed(anyhow!("`{}` does not play in shards", plan.command))),
    }
}

/// Opens all of them; says of every one that is damaged what is wrong with it.
fn open(files: &[PathBuf]) -> Result<Vec<Part>, Stop> {
    let mut parts = Vec::new();
    let mut damaged = 0;
    for file in files {
        match Part::open(file) {
            Ok(part) => parts.push(part),
            Err(error) => {
                screen::complain("error", &format!("{:#}", anyhow::Error::new(error)));
                damaged += 1;
            }
        }
    }
    match damaged {
        0 => Ok(parts),
        _ => Err(Stop::Incomplete(
            "nothing was merged; remove these files or play their units again".to_owned(),
        )),
    }
}

/// The plan that all parts have; says of every part that has another in what it differs.
fn common_plan(parts: &[Part]) -> Result<Plan, Stop> {
    let first = parts.first().ok_or_else(|| anyhow!("there are no parts"))?;
    let mut foreign = 0;
    for part in parts.iter().filter(|part| part.id() != first.id()) {
        let mut differences = first.plan().differences(part.plan());
        if differences.is_empty() {
            differences.push("the number of runs or how they are reported".to_owned());
        }
        let path = |part: &Part| part.path().display().to_string();
        let text = format!(
            "`{}` is a part of another study than `{}`: {} differs",
            path(part),
            path(first),
            differences.join("; ")
        );
        screen::complain("error", &text);
        foreign += 1;
    }
    match foreign {
        0 => Ok(first.plan().clone()),
        _ => Err(Stop::Incomplete("nothing was merged".to_owned())),
    }
}

fn join<J: Job>(
    job: &J,
    parts: Vec<Part>,
    formats: &[Format],
    arguments: &MergeArguments,
) -> Result<(), Stop> {
    if job.plan().id() != parts.first().map_or("", Part::id) {
        return Err(Stop::Failed(anyhow!(
            "the parts were played by offramp {}, and this is another version",
            parts.first().map_or("", |part| &part.plan().version)
        )));
    }
    let layout = job.study().layout();
    let mut store = Store::default();
    let mut conflicts = Vec::new();
    for part in parts {
        conflicts.extend(store.add(part).err().into_iter().flatten());
    }
    if !conflicts.is_empty() {
        conflicts.iter().for_each(tell);
        return Err(Stop::Incomplete(
            "nothing was merged; play these units again and find out which is wrong".to_owned(),
        ));
    }
    let missing = UnitList::of(store.missing_units(layout));
    if !missing.is_empty() {
        let text = format!(
            "{} of {} units are missing: add --units {missing} to the command that played the others",
            missing.len(),
            layout.units()
        );
        return Err(Stop::Incomplete(text));
    }
    let target = target(job, arguments.out.as_deref());
    let if_exists = if arguments.force { IfExists::Replace } else { IfExists::Refuse };
    let folder = ResultsFolder::open(&target, if_exists).map_err(refused)?;
    let fold = take_everything(job, &store)?;
    let ending = Ending { done: fold.done().to_vec(), why: Why::Complete };
    finish(job, folder, fold.into_totals(), &ending, &store, formats, arguments.quiet)
}

fn tell(conflict: &Conflict) {
    let [first, second] = conflict.files.each_ref().map(|file| Path::new(file).display());
    let span = conflict.span;
    let text = format!(
        "runs {} to {} of point {} came out differently in `{first}` and `{second}`",
        span.from,
        span.to - 1,
        span.point
    );
    screen::complain("error", &text);
}
