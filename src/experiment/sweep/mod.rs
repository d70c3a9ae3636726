//! A sweep: the same runs at every point of a design.
//!
//! All points are played on common random numbers: the same seed and the same replicates, with luck keyed by what it decides. So points
//! differ by what is varied, and not by their luck. A point is a batch of its own, bit for bit that of the scenario with the point's values
//! set.

mod check;
mod programs;

use serde::{Deserialize, Serialize};

use super::batch::{Batch, BatchPlan};
use super::class::OutcomeClass;
use super::design::Design;
use super::measure::Measure;
use super::objective::{Gauge, Objective};
use super::recorded::Recorded;
use super::study::{Layout, Played, Span, Study};
use super::tally::Tally;
use crate::engine::{Program, RunRecord};
use crate::spec::Document;
use crate::stats::Sections;
use programs::{Compiled, Programs};

pub use check::{BrokenPoint, SweepError};

/// The same runs at every point of a design.
#[derive(Debug)]
pub struct Sweep {
    programs: Programs,
    plan: BatchPlan,
    keeps_runs: bool,
    /// The most relations that a point has.
    relations: usize,
    classes: Vec<OutcomeClass>,
}

/// What runs of a point come to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PointTally {
    point: u64,
    /// None before the first run.
    tally: Option<Tally>,
    /// What the runs say of the objective, if there is one.
    objective: Option<Sections>,
}

impl PointTally {
    /// What they come to; none before the first run.
    pub fn tally(&self) -> Option<&Tally> {
        self.tally.as_ref()
    }

    /// How many runs were added up.
    pub fn runs(&self) -> u64 {
        self.tally.as_ref().map_or(0, Tally::runs)
    }

    /// What the runs say of the objective, if there is one.
    pub fn objective(&self) -> Option<&Sections> {
        self.objective.as_ref()
    }
}

impl Sweep {
    /// A sweep of the scenario as written in `document` over a design, whose every point is checked before this returns. What is recorded of
    /// each point besides outcomes and measures, and whether runs are kept one by one for a table, changes no result.
    ///
    /// # Errors
    /// If the scenario is not sound at some point, or sorts runs into other outcome classes than at the first, or knows nothing of the
    /// objective.
    pub fn new(
        document: &Document,
        design: Design,
        plan: BatchPlan,
        objective: Option<Objective>,
        (recorded, keeps_runs): (Recorded, bool),
    ) -> Result<Self, SweepError> {
        let keep = keeps_runs || objective.is_some();
        let programs = Programs::new(document.without_sweep(), design, plan, objective, recorded, keep);
        let found = check::check(&programs, plan.threads())?;
        Ok(Self { programs, plan, keeps_runs, relations: found.relations, classes: found.classes })
    }

    /// The points.
    pub fn design(&self) -> &Design {
        self.programs.design()
    }

    /// Which runs are played of every point.
    pub fn plan(&self) -> BatchPlan {
        self.plan
    }

    /// What policies are judged by.
    pub fn objective(&self) -> Option<&Objective> {
        self.programs.objective()
    }

    /// The outcome classes, which are the same at every point.
    pub fn classes(&self) -> &[OutcomeClass] {
        &self.classes
    }

    /// The program of a point.
    pub fn program(&self, point: u64) -> Program {
        self.programs.of(point).study.program().clone()
    }

    /// The measures of a run at a point.
    pub fn measures(&self, point: u64) -> Vec<Measure> {
        self.programs.of(point).study.measures().to_vec()
    }

    /// The batch of a point, from what its runs came to.
    pub fn batch(&self, point: u64, total: &PointTally) -> Batch {
        let compiled = self.programs.of(point);
        let tally = total.tally.clone().unwrap_or_else(|| compiled.study.nothing(0));
        compiled.study.batch(tally)
    }
}

/// What the runs of one unit say of the objective.
fn gauged(compiled: &Compiled, records: &[RunRecord]) -> Option<Sections> {
    let gauge = compiled.gauge?;
    let (program, measures) = (compiled.study.program(), compiled.study.measures());
    let mut sections = Sections::new(Gauge::RESOLUTION);
    for record in records {
        if let Some(value) = gauge.read(program, measures, record) {
            sections.add(record.replicate, value);
        }
    }
    Some(sections)
}

impl Study for Sweep {
    type Partial = PointTally;

    fn layout(&self) -> Layout {
        Layout::new(self.design().points().len() as u64, self.plan.runs, self.relations)
    }

    fn play(&self, span: Span) -> Played<PointTally> {
        let compiled = self.programs.of(span.point);
        let Played { partial, mut records } = compiled.study.play(Span { point: 0, ..span });
        let objective = gauged(&compiled, &records);
        if !self.keeps_runs {
            records.clear();
        }
        Played { partial: PointTally { point: span.point, tally: Some(partial), objective }, records }
    }

    fn nothing(&self, point: u64) -> PointTally {
        // Not the empty tally of the point's program: there may be a million points.
        PointTally { point, tally: None, objective: None }
    }

    fn add(&self, total: &mut PointTally, next: &PointTally) -> bool {
        let Some(tally) = &next.tally else { return false };
        if next.point != total.point || next.objective.is_some() != self.objective().is_some() {
            return false;
        }
        let mut objective = total.objective.clone();
        if let Some(more) = &next.objective {
            let sum = objective.get_or_insert_with(|| Sections::new(Gauge::RESOLUTION));
            if sum.merge(more).is_none() {
                return false;
            }
        }
        let study = &self.programs.of(total.point).study;
        let had = total.tally.take();
        let is_first = had.is_none();
        let mut sum = had.unwrap_or_else(|| study.nothing(0));
        let fits = study.add(&mut sum, tally);
        total.tally = (fits || !is_first).then_some(sum);
        if fits {
            total.objective = objective;
        }
        fits
    }
}

#[cfg(test)]
mod tests;
