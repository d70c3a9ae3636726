//! A whole study of a rare outcome: pilot, levels, repeats.

use super::escalation::{Escalation, Unsplittable};
use super::levels::{Levels, chosen_by};
use super::notes::{NoNotes, Notes, Place};
use super::plan::SplitPlan;
use super::repeat;
use super::splitting::{Splitting, split_by};
use crate::engine::{Outcome, Program};
use crate::experiment::{BatchPlan, Progress};

/// What to study, and how much to play for it.
#[derive(Debug, Clone, PartialEq)]
pub struct RarePlan {
    /// The outcome whose probability is sought.
    pub outcome: Outcome,
    /// Independent repeats, at least 1; an interval needs 2.
    pub repeats: u32,
    /// Starts in each stage of a repeat, at least 1.
    pub effort: u32,
    /// Where the levels come from.
    pub levels: LevelChoice,
}

/// Where levels come from.
#[derive(Debug, Clone, PartialEq)]
pub enum LevelChoice {
    /// A pilot chooses them, with so many starts in each stage.
    Pilot(u32),
    /// They lie at these dangers: probabilities per day, ascending, between 0 and 1. None at all leaves plain runs.
    At(Vec<f64>),
}

/// A study cannot be played.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum StudyError {
    /// Splitting has nothing to go by.
    #[error(transparent)]
    Unsplittable(#[from] Unsplittable),
    /// Levels that do not ascend, or are no probabilities.
    #[error("levels are probabilities per day, each larger than the one before: 1e-6,1e-4,0.01")]
    BadLevels,
    /// Nothing to play, or more than there are random numbers for.
    #[error("repeats, effort and pilot must be at least 1, and with the batch need fewer than 2^40 runs")]
    BadSize,
}

/// What a study found.
#[derive(Debug, Clone)]
pub struct RareStudy {
    plan: RarePlan,
    pilot: Option<Splitting>,
    splitting: Splitting,
    /// Danger at each level of the splitting.
    dangers: Vec<f64>,
}

impl RareStudy {
    /// What was asked for.
    pub fn plan(&self) -> &RarePlan {
        &self.plan
    }

    /// The pilot, if there was one. Its luck is its own.
    pub fn pilot(&self) -> Option<&Splitting> {
        self.pilot.as_ref()
    }

    /// The repeats and what they say.
    pub fn splitting(&self) -> &Splitting {
        &self.splitting
    }

    /// The danger at which each level of the splitting is entered: a probability per day.
    pub fn dangers(&self) -> &[f64] {
        &self.dangers
    }

    /// Finds out whether a study can be played.
    ///
    /// # Errors
    /// If the outcome cannot be split for, or the plan makes no sense.
    pub fn check(program: &Program, batch: &BatchPlan, plan: &RarePlan) -> Result<(), StudyError> {
        Self::prepare(program, batch, plan).map(|_| ())
    }

    /// Plays a study on luck that the batch of this plan does not use. A pure function of its arguments but for the number
    /// of threads, which changes nothing. `progress` is told after each repeat how many are done.
    ///
    /// # Errors
    /// If the outcome cannot be split for, or the plan makes no sense.
    pub fn run(
        program: &Program,
        batch: &BatchPlan,
        plan: &RarePlan,
        progress: &mut Progress<'_>,
    ) -> Result<Self, StudyError> {
        Self::run_noting(program, batch, plan, &mut NoNotes(progress))
    }

    /// Plays the same study, but for what the notes have of it already. What is played is noted at once, so that it need not be
    /// played again if the work is cut off. The notes change nothing in what comes out.
    ///
    /// # Errors
    /// If the outcome cannot be split for, the plan makes no sense, or something cannot be noted.
    pub fn run_noting<N: Notes>(
        program: &Program,
        batch: &BatchPlan,
        plan: &RarePlan,
        notes: &mut N,
    ) -> Result<Self, N::Error> {
        let Prepared { process, repeats, pilot } = Self::prepare(program, batch, plan)?;
        let mut play = |levels: &Levels, plan: &SplitPlan, number, place| {
            if let Some(repeat) = notes.find(place) {
                return Ok(repeat);
            }
            let repeat = repeat::play(&process, levels, plan, number);
            notes.enter(place, &repeat).map(|()| repeat)
        };
        let all = Levels::all(&process);
        let (levels, pilot) = match pilot {
            Some(pilot) => {
                let pilot = split_by(&all, &pilot, |number| play(&all, &pilot, number, Place::Pilot))?;
                (chosen_by(&process, &pilot), Some(pilot))
            }
            None => (all, None),
        };
        let splitting =
            split_by(&levels, &repeats, |number| play(&levels, &repeats, number, Place::Repeat(number)))?;
        let dangers = levels.as_slice().iter().filter_map(|&level| process.threshold(level)).collect();
        Ok(Self { plan: plan.clone(), pilot, splitting, dangers })
    }

    fn prepare<'a>(
        program: &'a Program,
        batch: &BatchPlan,
        plan: &RarePlan,
    ) -> Result<Prepared<'a>, StudyError> {
        let process = Escalation::new(program, batch.seed, batch.threads(), plan.outcome)?;
        let repeats =
            SplitPlan::new(batch.seed, batch.runs, plan.effort, plan.repeats).ok_or(StudyError::BadSize)?;
        match &plan.levels {
            LevelChoice::Pilot(starts) => {
                let pilot = repeats.pilot(*starts).ok_or(StudyError::BadSize)?;
                Ok(Prepared { process, repeats, pilot: Some(pilot) })
            }
            LevelChoice::At(dangers) => {
                let process = process.with_thresholds(dangers.clone()).ok_or(StudyError::BadLevels)?;
                Ok(Prepared { process, repeats, pilot: None })
            }
        }
    }
}

/// What a study is going to play.
struct Prepared<'a> {
    process: Escalation<'a>,
    repeats: SplitPlan,
    pilot: Option<SplitPlan>,
}
