//! Cases as a [`Study`]: a point for each, whose replicates are a plain run and a run that follows the history.

use serde::{Deserialize, Serialize};

use super::logit::Structure;
use super::path::{PathTally, Shape};
use super::watch::{Question, Watcher, WholeTally};
use crate::engine::{History, Program};
use crate::experiment::study::{Layout, Played, Span, Study, play_span};

/// A crisis whose course is known.
#[derive(Debug)]
pub struct Case {
    pub(super) name: String,
    pub(super) program: Program,
    pub(super) following: Program,
    pub(super) shape: Shape,
    pub(super) question: Option<Question>,
    /// The class that somebody has judged it to be.
    pub(super) judged: Option<String>,
    pub(super) structure: Option<Structure>,
}

impl Case {
    /// A case. Everything that is asked of the first reply is left out without a question. The class that the replayed history ends in
    /// is set aside for `judged`.
    pub fn new(
        name: &str,
        program: Program,
        history: &History,
        question: Option<Question>,
        judged: Option<String>,
        structure: Option<Structure>,
    ) -> Self {
        let shape = Shape::of(&program, history);
        let following = program.following(history.clone());
        Self { name: name.to_owned(), program, following, shape, question, judged, structure }
    }

    /// The name in tables.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The scenario, compiled.
    pub fn program(&self) -> &Program {
        &self.program
    }
}

/// What runs of a case come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasePartial {
    /// Of plain runs.
    pub(super) plain: WholeTally,
    /// Of runs that follow the history.
    pub(super) replayed: WholeTally,
    pub(super) path: PathTally,
}

/// Cases, and how many runs are played of each.
#[derive(Debug)]
pub struct CaseStudy {
    cases: Vec<Case>,
    runs: u64,
    seed: u64,
}

impl CaseStudy {
    /// So many plain runs of each case, and as many that follow its history.
    pub fn new(cases: Vec<Case>, runs: u64, seed: u64) -> Self {
        Self { cases, runs, seed }
    }

    /// The cases, in the order of the points.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// The seed of all luck.
    pub fn seed(&self) -> u64 {
        self.seed
    }
}

impl Study for CaseStudy {
    type Partial = CasePartial;

    fn layout(&self) -> Layout {
        let relations = self.cases.iter().map(|case| case.program.scenario().relations().len()).max();
        Layout::new(self.cases.len() as u64, self.runs, relations.unwrap_or(1))
    }

    fn runs_per_replicate(&self) -> u64 {
        2
    }

    fn play(&self, span: Span) -> Played<CasePartial> {
        let case = &self.cases[span.point as usize];
        let replicates = || span.from..span.to;
        let mut plain = Watcher::new(&case.program, case.question, None);
        play_span(&case.program, self.seed, replicates(), &mut plain, false);
        let mut replayed = Watcher::new(&case.following, case.question, Some(&case.shape));
        play_span(&case.following, self.seed, replicates(), &mut replayed, false);
        let (replayed, path) = replayed.into_path();
        let path = path.unwrap_or_else(|| PathTally::new(&case.shape));
        Played::new(CasePartial { plain: plain.whole, replayed, path })
    }

    fn nothing(&self, point: u64) -> CasePartial {
        let case = &self.cases[point as usize];
        CasePartial {
            plain: WholeTally::new(&case.program),
            replayed: WholeTally::new(&case.program),
            path: PathTally::new(&case.shape),
        }
    }

    fn add(&self, total: &mut CasePartial, next: &CasePartial) -> bool {
        let fits = total.plain.fits(&next.plain)
            && total.replayed.fits(&next.replayed)
            && total.path.fits(&next.path);
        if fits {
            total.plain.merge(&next.plain);
            total.replayed.merge(&next.replayed);
            total.path.merge(&next.path);
        }
        fits
    }
}
