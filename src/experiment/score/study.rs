//! The runs of a score as a study: one point, whose replicates are dealt to the members of the population in turn.

use super::bound::Bound;
use super::population::{Population, PopulationError};
use super::rows::{Row, Rows};
use super::targets::Targets;
use crate::engine::{Finished, Harbour, ManyRuns, Program, Recorder, RunKey, RunRecord};
use crate::experiment::batch::threads;
use crate::experiment::study::{Flow, Fold, Layout, Played, Span, Study, deal};
use crate::lanes::Width;
use crate::spec::{Document, Limit, Problem};

/// A unit has at least so many runs of each member, so that they can be played side by side.
const LEAST_OF_MEMBER: u64 = 32;
/// A study is cut into at least so many units where there are runs enough.
const LEAST_UNITS: u64 = 8;

/// Which runs are scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScorePlan {
    /// How many, of all members together: replicates 0 to `runs` − 1, at most [`Limit::ScoredRuns`].
    pub runs: u64,
    /// The seed of all luck.
    pub seed: u64,
    /// How many threads make the members, 0 for all there are. Never changes a result.
    pub threads: usize,
}

/// A score that cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScoreError {
    /// The scenario is not sound with every member.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// Expressions of the targets cannot be read off its runs: everything that is wrong, by paths into the file of targets.
    #[error("the targets speak of what the scenario does not have")]
    Targets(Vec<Problem>),
}

/// A scenario or a population, ready to be scored against targets.
#[derive(Debug, Clone)]
pub struct Score {
    population: Population,
    targets: Targets,
    bound: Bound,
    plan: ScorePlan,
    /// By replicate, its member.
    schedule: Vec<u16>,
}

impl Score {
    /// The score of a document, with its population if it has one, and with further settings `PATH=VALUE`.
    ///
    /// # Errors
    /// If the scenario is not sound with some member, or the targets speak of what it does not have.
    pub fn new(
        document: &Document,
        settings: &[String],
        targets: Targets,
        plan: ScorePlan,
    ) -> Result<Self, ScoreError> {
        let population = Population::new(document, settings, threads(plan.threads))?;
        let bound = Bound::new(&targets, &population).map_err(ScoreError::Targets)?;
        let schedule = population.schedule(plan.runs.min(Limit::ScoredRuns.now()));
        Ok(Self { population, targets, bound, plan, schedule })
    }

    /// What is scored.
    pub fn population(&self) -> &Population {
        &self.population
    }

    /// What it is scored against.
    pub fn targets(&self) -> &Targets {
        &self.targets
    }

    /// Which runs are scored.
    pub fn plan(&self) -> ScorePlan {
        self.plan
    }

    pub(super) fn bound(&self) -> &Bound {
        &self.bound
    }

    /// Plays all runs on so many threads, 0 for all there are: the same rows for any number of threads.
    pub fn rows(&self, on_threads: usize) -> Rows {
        let (layout, mut fold) = (self.layout(), Fold::new(self));
        let work = |unit| self.play(layout.span(unit)).partial;
        let done = |unit, partial| {
            let fits = fold.take(self, layout.span(unit), partial);
            debug_assert!(fits, "what has just been played has the study's shape");
            Ok::<_, std::convert::Infallible>(Flow::Continue)
        };
        let Ok(()) = deal(0..layout.units(), threads(on_threads), work, done);
        fold.into_totals().into_iter().next().unwrap_or_else(|| self.bound.rows())
    }
}

impl Study for Score {
    type Partial = Rows;

    fn layout(&self) -> Layout {
        let members = self.population.members();
        let relations = members.iter().map(|member| member.program.scenario().relations().len()).max();
        let replicates = self.schedule.len() as u64;
        let layout = Layout::new(1, replicates, relations.unwrap_or(1));
        let by_members = (LEAST_OF_MEMBER * members.len() as u64).min(replicates / LEAST_UNITS);
        Layout { block: layout.block.max(by_members), ..layout }
    }

    fn play(&self, span: Span) -> Played<Rows> {
        let (from, to) = (span.from as usize, span.to as usize);
        let mut by_member: Vec<Vec<u64>> = vec![Vec::new(); self.population.members().len()];
        for (replicate, &member) in (span.from..).zip(&self.schedule[from..to]) {
            by_member[usize::from(member)].push(replicate);
        }
        let mut reader =
            Reader { bound: &self.bound, member: 0, from, rows: vec![Row::default(); to - from] };
        for (member, replicates) in by_member.into_iter().enumerate().filter(|(_, list)| !list.is_empty()) {
            reader.member = member;
            play(&self.population.members()[member].program, self.plan.seed, replicates, &mut reader);
        }
        let mut rows = self.bound.rows();
        reader.rows.iter().for_each(|row| rows.push(row));
        Played::new(rows)
    }

    fn nothing(&self, _: u64) -> Rows {
        self.bound.rows()
    }

    fn add(&self, total: &mut Rows, next: &Rows) -> bool {
        total.append(next)
    }
}

/// Plays these replicates of a member's program.
fn play(program: &Program, seed: u64, replicates: Vec<u64>, reader: &mut Reader<'_>) {
    let mut turns = Turns { seed, left: replicates.into_iter() };
    ManyRuns::new(program, Width::detect()).play(program, &mut turns, reader);
}

struct Turns {
    seed: u64,
    left: std::vec::IntoIter<u64>,
}

impl Harbour for Turns {
    fn next(&mut self, _: bool) -> Option<RunKey> {
        self.left.next().map(|replicate| RunKey::new(self.seed, replicate))
    }

    fn ended(&mut self, _: usize, _: &RunRecord) {}
}

/// Reads the expressions off every run and puts them in its place.
struct Reader<'s> {
    bound: &'s Bound,
    member: usize,
    /// The first replicate.
    from: usize,
    /// By replicate from there.
    rows: Vec<Row>,
}

impl Recorder for Reader<'_> {
    fn finished(&mut self, run: &Finished<'_>) {
        let place = run.record().replicate as usize - self.from;
        self.rows[place] = self.bound.row(self.member, run);
    }
}
