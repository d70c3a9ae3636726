//! A design whose base rows are replicates: every row is played at several points of the unit cube.
//!
//! All points of a row are played on common luck, but for those that the design gives luck of another block: so what
//! differs between two points is owed to the factors, and what differs between two blocks to luck.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Subject;
use super::output::Output;
use crate::engine::{Harbour, ManyRuns, Program, REPLICATES, RunKey, RunRecord, Silent};
use crate::experiment::study::{Layout, Played, Span, Study};
use crate::lanes::Width;

/// The second block of luck begins at this replicate, wherever the first ends: more rows leave the luck of all others
/// as it was.
const OTHER_LUCK: u64 = REPLICATES / 2;
/// Rows × runs may not be more, or the blocks would meet.
pub const MOST_RUNS: u64 = OTHER_LUCK;

/// Where the rows of a study are played.
pub trait Design: Sync {
    /// Base rows.
    fn rows(&self) -> u64;
    /// Evaluations of each row.
    fn evaluations(&self) -> usize;
    /// The point of the unit cube, a coordinate for each source of the factors.
    fn point(&self, row: u64, evaluation: usize) -> Vec<f64>;
    /// Whether the evaluation has the other block of luck.
    fn has_other_luck(&self, evaluation: usize) -> bool;
    /// Evaluations whose runs are compared one by one with those of the first, on common luck.
    fn compared(&self) -> Range<usize>;
}

/// The replicates that an evaluation of a row is played on.
pub(super) fn replicates(row: u64, inner: u64, other_luck: bool) -> Range<u64> {
    let first = row * inner + if other_luck { OTHER_LUCK } else { 0 };
    first..first + inner
}

/// A design that is played.
#[derive(Debug, Clone)]
pub struct RowStudy<D> {
    subject: Arc<Subject>,
    design: D,
    inner: u64,
    seed: u64,
}

/// What rows came to, in their order. For each row: by evaluation and output the sum over its runs, then by compared evaluation
/// and output the sum of the squared differences from the first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rows(Vec<i64>);

impl<D: Design> RowStudy<D> {
    /// Each evaluation of the design is played so many times, and its output is the mean over these runs.
    pub fn new(subject: &Arc<Subject>, design: D, inner: u64, seed: u64) -> Self {
        Self { subject: Arc::clone(subject), design, inner: inner.max(1), seed }
    }

    /// The design.
    pub fn design(&self) -> &D {
        &self.design
    }

    /// Runs of each evaluation.
    pub fn inner(&self) -> u64 {
        self.inner
    }

    /// What is studied.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// How many rows were played.
    pub fn rows(&self, rows: &Rows) -> u64 {
        (rows.0.len() / self.width().max(1)) as u64
    }

    fn width(&self) -> usize {
        self.subject.outputs.len() * (self.design.evaluations() + self.design.compared().len())
    }

    /// By row: an evaluation's mean of an output.
    pub(super) fn means(&self, rows: &Rows, evaluation: usize, output: usize) -> Vec<f64> {
        let at = evaluation * self.subject.outputs.len() + output;
        let mean = |row: &[i64]| row[at] as f64 / self.inner as f64;
        rows.0.chunks_exact(self.width()).map(mean).collect()
    }

    /// By row: the squared difference between the expected outputs of a compared evaluation and the first, estimated
    /// without bias from runs on luck of their own.
    ///
    /// With the differences `d_r` of R runs, products of two different ones have that expectation, and their mean is
    /// `((Σ d)² - Σ d²) / (R (R - 1))`. `None` for a single run.
    pub(super) fn squares(&self, rows: &Rows, evaluation: usize, output: usize) -> Option<Vec<f64>> {
        if self.inner < 2 {
            return None;
        }
        let outputs = self.subject.outputs.len();
        let place = evaluation - self.design.compared().start;
        let [first, this] = [output, evaluation * outputs + output];
        let squared = (self.design.evaluations() + place) * outputs + output;
        let pairs = (self.inner * (self.inner - 1)) as f64;
        let square = |row: &[i64]| {
            let difference = (row[this] - row[first]) as f64;
            (difference * difference - row[squared] as f64) / pairs
        };
        Some(rows.0.chunks_exact(self.width()).map(square).collect())
    }

    /// Adds up the runs of one row: `values` by evaluation, run and output.
    fn sum(&self, values: &[i64], into: &mut Vec<i64>) {
        let outputs = self.subject.outputs.len();
        let runs = self.inner as usize;
        let at = |evaluation: usize, run: usize, output: usize| {
            values[(evaluation * runs + run) * outputs + output]
        };
        for evaluation in 0..self.design.evaluations() {
            for output in 0..outputs {
                into.push((0..runs).map(|run| at(evaluation, run, output)).sum());
            }
        }
        for evaluation in self.design.compared() {
            for output in 0..outputs {
                let square = |run: usize| {
                    let difference = at(evaluation, run, output) - at(0, run, output);
                    difference.saturating_mul(difference)
                };
                into.push((0..runs).map(square).fold(0, i64::saturating_add));
            }
        }
    }
}

impl<D: Design> Study for RowStudy<D> {
    type Partial = Rows;

    fn layout(&self) -> Layout {
        let relations = self.subject.program.scenario().relations().len();
        let (rows, runs) = (self.design.rows(), self.runs_per_replicate());
        let block = Layout::new(1, rows.saturating_mul(runs), relations).block / runs;
        Layout { points: 1, replicates: rows, block: block.max(1) }
    }

    fn runs_per_replicate(&self) -> u64 {
        self.design.evaluations() as u64 * self.inner
    }

    fn play(&self, span: Span) -> Played<Rows> {
        let evaluations = self.design.evaluations();
        let mut points = Vec::with_capacity(span.len() as usize * evaluations);
        let mut runs = Vec::with_capacity(points.capacity() * self.inner as usize);
        for row in span.from..span.to {
            for evaluation in 0..evaluations {
                let luck = replicates(row, self.inner, self.design.has_other_luck(evaluation));
                runs.extend(luck.map(|replicate| (RunKey::new(self.seed, replicate), points.len())));
                points.push(self.subject.factors.quantiles(&self.design.point(row, evaluation)));
            }
        }
        let values = play(&self.subject.program, &self.subject.outputs, &runs, &points);
        let mut rows = Vec::with_capacity(span.len() as usize * self.width());
        let in_row = self.runs_per_replicate() as usize * self.subject.outputs.len();
        for row in 0..span.len() as usize {
            self.sum(&values[row * in_row..(row + 1) * in_row], &mut rows);
        }
        Played::new(Rows(rows))
    }

    fn nothing(&self, _point: u64) -> Rows {
        Rows::default()
    }

    fn add(&self, total: &mut Rows, next: &Rows) -> bool {
        let fits = next.0.len().is_multiple_of(self.width().max(1));
        if fits {
            total.0.extend_from_slice(&next.0);
        }
        fits
    }
}

/// Plays runs side by side, each with the quantiles of its point. By run, then by output.
pub(super) fn play(
    program: &Program,
    outputs: &[Output],
    runs: &[(RunKey, usize)],
    points: &[Vec<Option<f64>>],
) -> Vec<i64> {
    let values = vec![0; runs.len() * outputs.len()];
    let mut pier = Pier { program, outputs, runs, points, next: 0, berths: Vec::new(), values };
    ManyRuns::new(program, Width::detect()).play(program, &mut pier, &mut Silent);
    pier.values
}

/// Where the runs come from, and what is read off them.
struct Pier<'a> {
    program: &'a Program,
    outputs: &'a [Output],
    runs: &'a [(RunKey, usize)],
    points: &'a [Vec<Option<f64>>],
    next: usize,
    /// By berth: which of the runs is in it.
    berths: Vec<usize>,
    values: Vec<i64>,
}

impl Harbour for Pier<'_> {
    fn next(&mut self, _: bool) -> Option<RunKey> {
        let (key, _) = self.runs.get(self.next)?;
        self.next += 1;
        Some(*key)
    }

    fn quantiles(&mut self, berth: usize) -> &[Option<f64>] {
        if self.berths.len() <= berth {
            self.berths.resize(berth + 1, 0);
        }
        self.berths[berth] = self.next - 1;
        &self.points[self.runs[self.next - 1].1]
    }

    fn ended(&mut self, berth: usize, record: &RunRecord) {
        let scenario = self.program.scenario();
        let from = self.berths[berth] * self.outputs.len();
        for (value, output) in self.values[from..].iter_mut().zip(self.outputs) {
            *value = output.read(scenario, record);
        }
    }
}
