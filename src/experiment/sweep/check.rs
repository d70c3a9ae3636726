//! Every point is checked before the first run.

use std::collections::BTreeMap;
use std::fmt;

use super::programs::{Programs, Unsound};
use crate::experiment::class::OutcomeClass;
use crate::experiment::objective::ObjectiveError;
use crate::experiment::study::{Flow, deal};
use crate::spec::Problem;

/// Broken points that are told; whoever has mended these will see the others.
const MOST_BROKEN: usize = 5;

/// A sweep that cannot be played.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SweepError {
    /// The scenario is not sound at some points: the first of them.
    #[error("{}", list(.0))]
    Broken(Vec<BrokenPoint>),
    /// Runs are sorted into other outcome classes at a point than at the first.
    #[error(
        "at point {point} ({values}) the scenario has other outcome classes than at point 0, and runs of different classes cannot be compared"
    )]
    OtherClasses {
        /// The point.
        point: u64,
        /// What is set there.
        values: String,
    },
    /// The objective cannot be read off a point's runs.
    #[error("objective: {0}")]
    Objective(#[from] ObjectiveError),
}

/// A point at which the scenario is not sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenPoint {
    /// The point.
    pub point: u64,
    /// What is set there.
    pub values: String,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

impl fmt::Display for BrokenPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at point {} ({}):", self.point, self.values)?;
        for (place, Problem { path, what, label, .. }) in self.problems.iter().enumerate() {
            let joint = if place > 0 { ";" } else { "" };
            write!(f, "{joint} {path}: {what}, {label}")?;
        }
        Ok(())
    }
}

fn list(broken: &[BrokenPoint]) -> String {
    let texts: Vec<String> = broken.iter().map(ToString::to_string).collect();
    let more = if broken.len() >= MOST_BROKEN { "\nthere may be more" } else { "" };
    format!("the scenario is not sound at every point of the design\n{}{more}", texts.join("\n"))
}

/// What all points have in common.
pub(super) struct Found {
    pub(super) classes: Vec<OutcomeClass>,
    /// The most that a point has.
    pub(super) relations: usize,
}

/// What is found at one point.
type AtPoint = Result<(Vec<OutcomeClass>, usize), Unsound>;

/// Makes every program once, on all threads, and judges them in order.
pub(super) fn check(programs: &Programs, threads: usize) -> Result<Found, SweepError> {
    let work = |point: u64| -> AtPoint {
        let compiled = programs.make(point)?;
        let scenario = compiled.study.program().scenario();
        Ok((OutcomeClass::all(scenario), scenario.relations().len()))
    };
    let mut judge = Judge { programs, found: None, broken: Vec::new() };
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    deal(0..programs.design().points().len() as u64, threads, work, |point, at_point| {
        waiting.insert(point, at_point);
        while let Some(at_point) = waiting.remove(&next) {
            judge.take(next, at_point)?;
            next += 1;
            if judge.broken.len() >= MOST_BROKEN {
                return Ok::<_, SweepError>(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    })?;
    match judge.found {
        _ if !judge.broken.is_empty() => Err(SweepError::Broken(judge.broken)),
        Some(found) => Ok(found),
        None => Err(SweepError::Broken(Vec::new())),
    }
}

/// Judges points in ascending order.
struct Judge<'a> {
    programs: &'a Programs,
    found: Option<Found>,
    broken: Vec<BrokenPoint>,
}

impl Judge<'_> {
    fn take(&mut self, point: u64, at_point: AtPoint) -> Result<(), SweepError> {
        let values = || self.programs.design().describe(point as usize);
        match at_point {
            Err(Unsound::Objective(error)) => return Err(error.into()),
            Err(Unsound::Scenario(problems)) => {
                self.broken.push(BrokenPoint { point, values: values(), problems });
            }
            Ok((classes, relations)) => match &mut self.found {
                None => self.found = Some(Found { classes, relations }),
                Some(found) if found.classes != classes => {
                    return Err(SweepError::OtherClasses { point, values: values() });
                }
                Some(found) => found.relations = found.relations.max(relations),
            },
        }
        Ok(())
    }
}
