//! The programs of a sweep's points, made when they are needed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::engine::Program;
use crate::experiment::batch::{BatchPlan, BatchStudy};
use crate::experiment::design::Design;
use crate::experiment::objective::{Gauge, Objective, ObjectiveError};
use crate::experiment::recorded::Recorded;
use crate::model::Scenario;
use crate::spec::{Document, Problem};

/// Programs are kept until they have so many numbers together: some hundred megabytes.
const MOST_INPUTS: usize = 1_000_000;
/// A program counts for at least so many numbers, since names and tables weigh something too.
const LEAST_INPUTS: usize = 200;

/// A point, ready to be played.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) study: BatchStudy,
    /// How the objective is read off a run.
    pub(super) gauge: Option<Gauge>,
}

/// Why a point cannot be played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unsound {
    Scenario(Vec<Problem>),
    Objective(ObjectiveError),
}

/// The programs of all points. Those that were made first are kept, for they come round again and again: to let go of the one that
/// was not used for longest would be to keep none, since all points take turns.
#[derive(Debug)]
pub(super) struct Programs {
    document: Document,
    design: Design,
    plan: BatchPlan,
    objective: Option<Objective>,
    recorded: Recorded,
    keeps_runs: bool,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    programs: BTreeMap<u64, Arc<Compiled>>,
    inputs: usize,
}

impl Programs {
    pub(super) fn new(
        document: Document,
        design: Design,
        plan: BatchPlan,
        objective: Option<Objective>,
        recorded: Recorded,
        keeps_runs: bool,
    ) -> Self {
        Self { document, design, plan, objective, recorded, keeps_runs, kept: Mutex::default() }
    }

    pub(super) fn design(&self) -> &Design {
        &self.design
    }

    pub(super) fn objective(&self) -> Option<&Objective> {
        self.objective.as_ref()
    }

    /// The program of a point that has been [checked](Self::make).
    pub(super) fn of(&self, point: u64) -> Arc<Compiled> {
        let kept = self.kept().programs.get(&point).map(Arc::clone);
        kept.unwrap_or_else(|| {
            self.make(point).expect("every point of a sweep is checked before it is played")
        })
    }

    /// Makes the program of a point, and keeps it if there is room.
    pub(super) fn make(&self, point: u64) -> Result<Arc<Compiled>, Unsound> {
        let scenario = self.design.scenario(point as usize, &self.document).map_err(Unsound::Scenario)?;
        let compiled = Arc::new(self.compile(&scenario)?);
        let mut kept = self.kept();
        let inputs = scenario.inputs().len().max(LEAST_INPUTS);
        if kept.inputs + inputs <= MOST_INPUTS && !kept.programs.contains_key(&point) {
            kept.inputs += inputs;
            kept.programs.insert(point, Arc::clone(&compiled));
        }
        Ok(compiled)
    }

    fn compile(&self, scenario: &Scenario) -> Result<Compiled, Unsound> {
        let study = BatchStudy::new(&Program::new(scenario), self.plan, self.keeps_runs);
        let study = study.recording(self.recorded);
        let gauge = self.objective.as_ref().map(|objective| objective.quantity.among(study.measures()));
        Ok(Compiled { gauge: gauge.transpose().map_err(Unsound::Objective)?, study })
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
