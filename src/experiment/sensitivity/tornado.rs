//! One factor at a time: each at its low and at its high value, everything else as luck draws it.
//!
//! Every run is played as it is, and again with each factor at either end, on the same luck; differences are paired.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Subject;
use super::output::Output;
use super::rows::play;
use crate::engine::RunKey;
use crate::experiment::study::{Layout, Played, Span, Study};
use crate::stats::{Estimate, Level, PairedMean, PairedShare, ProportionMethod, proportion};

/// The quantiles that a source is put at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ends {
    /// Share of the distribution below the low value, 0 to 1.
    pub low: f64,
    /// Share below the high value.
    pub high: f64,
}

impl Default for Ends {
    /// 5 % and 95 %.
    fn default() -> Self {
        Self { low: 0.05, high: 0.95 }
    }
}

/// The study of a program, one factor at a time.
#[derive(Debug, Clone)]
pub struct TornadoStudy {
    subject: Arc<Subject>,
    /// By source.
    ends: Vec<Ends>,
    runs: u64,
    seed: u64,
}

/// What a factor does to an output, over pairs of runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Swing {
    low_and_base: Paired,
    high_and_base: Paired,
    high_and_low: Paired,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Paired {
    Share(PairedShare),
    Mean(PairedMean),
}

/// What every factor does to every output: by factor, then by output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swings(Vec<Swing>);

/// A bar of the tornado: what a factor does to an output.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The output's place among those of the study.
    pub output: usize,
    /// The factor's place among the factors.
    pub factor: usize,
    /// The output with the factor at its low value, as it is, and with the factor at its high value.
    pub at: [Estimate; 3],
    /// High minus low, paired.
    pub swing: Estimate,
    /// Low minus base, paired.
    pub low_minus_base: Estimate,
    /// High minus base, paired.
    pub high_minus_base: Estimate,
}

impl TornadoStudy {
    /// So many runs of each variant; `ends` by source.
    pub fn new(subject: &Arc<Subject>, ends: Vec<Ends>, runs: u64, seed: u64) -> Self {
        Self { subject: Arc::clone(subject), ends, runs, seed }
    }

    /// What is studied.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The values of a factor's sources at both ends: one pair for each.
    pub fn values(&self, factor: usize) -> Vec<[f64; 2]> {
        let sources = self.subject.factors.list()[factor].sources.iter();
        let ends = |&source: &usize| {
            let Ends { low, high } = self.ends[source];
            [low, high].map(|at| self.subject.factors.sources()[source].value(at))
        };
        sources.map(ends).collect()
    }

    /// The bars, output by output, the factor with the largest swing first.
    pub fn bars(&self, swings: &Swings, level: Level) -> Vec<Bar> {
        let outputs = self.subject.outputs.len();
        let size = |bar: &Bar| bar.swing.value.map_or(f64::NEG_INFINITY, f64::abs);
        let mut bars = Vec::with_capacity(swings.0.len());
        for output in 0..outputs {
            let own = swings.0.iter().skip(output).step_by(outputs).enumerate();
            let mut own: Vec<Bar> = own.map(|(factor, swing)| swing.bar(output, factor, level)).collect();
            own.sort_by(|a, b| size(b).total_cmp(&size(a)));
            bars.extend(own);
        }
        bars
    }

    /// The factors that changed no output of any run.
    pub fn idle(&self, swings: &Swings) -> impl Iterator<Item = usize> {
        let by_factor =
            swings.0.chunks(self.subject.outputs.len().max(1)).map(|own| own.iter().all(Swing::is_idle));
        let idle: Vec<bool> = by_factor.collect();
        (0..idle.len()).filter(move |&factor| idle[factor])
    }

    /// What the variants of a run are given: as it is, then every factor low and high.
    fn points(&self) -> Vec<Vec<Option<f64>>> {
        let variant = |factor: usize, end: fn(Ends) -> f64| {
            let sources = &self.subject.factors.list()[factor].sources;
            self.subject.factors.given(|source| sources.contains(&source).then(|| end(self.ends[source])))
        };
        let factors = 0..self.subject.factors.list().len();
        let ends =
            factors.flat_map(|factor| [variant(factor, |ends| ends.low), variant(factor, |ends| ends.high)]);
        std::iter::once(self.subject.factors.given(|_| None)).chain(ends).collect()
    }
}

impl Study for TornadoStudy {
    type Partial = Swings;

    fn layout(&self) -> Layout {
        let relations = self.subject.program.scenario().relations().len();
        let runs = self.runs_per_replicate();
        let block = Layout::new(1, self.runs.saturating_mul(runs), relations).block / runs;
        Layout { points: 1, replicates: self.runs, block: block.max(1) }
    }

    fn runs_per_replicate(&self) -> u64 {
        2 * self.subject.factors.list().len() as u64 + 1
    }

    fn play(&self, span: Span) -> Played<Swings> {
        let points = self.points();
        let keys = (span.from..span.to).map(|replicate| RunKey::new(self.seed, replicate));
        let runs: Vec<(RunKey, usize)> =
            keys.flat_map(|key| (0..points.len()).map(move |point| (key, point))).collect();
        let values = play(&self.subject.program, &self.subject.outputs, &runs, &points);
        let mut swings = self.nothing(0);
        let outputs = self.subject.outputs.len();
        for variants in values.chunks_exact((points.len() * outputs).max(1)) {
            let (base, ends) = variants.split_at(outputs);
            for (place, swing) in swings.0.iter_mut().enumerate() {
                let (factor, output) = (place / outputs, place % outputs);
                let end = |high: usize| ends[(2 * factor + high) * outputs + output];
                swing.add(end(0), base[output], end(1));
            }
        }
        Played::new(swings)
    }

    fn nothing(&self, _point: u64) -> Swings {
        let none = |output: &Output| {
            let none = if output.is_share() {
                Paired::Share(PairedShare::default())
            } else {
                Paired::Mean(PairedMean::default())
            };
            Swing { low_and_base: none, high_and_base: none, high_and_low: none }
        };
        let factors = self.subject.factors.list().iter();
        Swings(factors.flat_map(|_| self.subject.outputs.iter().map(none)).collect())
    }

    fn add(&self, total: &mut Swings, next: &Swings) -> bool {
        let is_alike = |(one, other): (&Swing, &Swing)| one.parts().into_iter().zip(other.parts()).all(alike);
        if total.0.len() != next.0.len() || !total.0.iter().zip(&next.0).all(is_alike) {
            return false;
        }
        for (total, next) in total.0.iter_mut().zip(&next.0) {
            total.low_and_base.merge(&next.low_and_base);
            total.high_and_base.merge(&next.high_and_base);
            total.high_and_low.merge(&next.high_and_low);
        }
        true
    }
}

fn alike((one, other): (Paired, Paired)) -> bool {
    matches!((one, other), (Paired::Share(_), Paired::Share(_)) | (Paired::Mean(_), Paired::Mean(_)))
}

impl Swing {
    fn parts(&self) -> [Paired; 3] {
        [self.low_and_base, self.high_and_base, self.high_and_low]
    }

    fn is_idle(&self) -> bool {
        [&self.low_and_base, &self.high_and_base].into_iter().all(Paired::is_equal)
    }

    fn add(&mut self, low: i64, base: i64, high: i64) {
        self.low_and_base.add(low, base);
        self.high_and_base.add(high, base);
        self.high_and_low.add(high, low);
    }

    fn bar(&self, output: usize, factor: usize, level: Level) -> Bar {
        let ([high, low], [_, base]) = (self.high_and_low.each(level), self.low_and_base.each(level));
        Bar {
            output,
            factor,
            at: [low, base, high],
            swing: self.high_and_low.difference(level),
            low_minus_base: self.low_and_base.difference(level),
            high_minus_base: self.high_and_base.difference(level),
        }
    }
}

impl Paired {
    fn add(&mut self, first: i64, second: i64) {
        match self {
            Self::Share(share) => share.add(first != 0, second != 0),
            Self::Mean(mean) => mean.add(first, second),
        }
    }

    fn merge(&mut self, other: &Self) {
        match (self, other) {
            (Self::Share(mine), Self::Share(theirs)) => mine.merge(theirs),
            (Self::Mean(mine), Self::Mean(theirs)) => mine.merge(theirs),
            _ => {}
        }
    }

    /// Whether the two never differed.
    fn is_equal(&self) -> bool {
        match self {
            Self::Share(share) => share.only_first() + share.only_second() == 0,
            Self::Mean(mean) => mean.more() + mean.less() == 0,
        }
    }

    /// The first and the second by itself.
    fn each(&self, level: Level) -> [Estimate; 2] {
        match self {
            Self::Share(share) => [share.first(), share.second()]
                .map(|count| proportion(count, share.n(), ProportionMethod::Wilson, level)),
            Self::Mean(mean) => [mean.first(level), mean.second(level)],
        }
    }

    fn difference(&self, level: Level) -> Estimate {
        match self {
            Self::Share(share) => share.difference(level),
            Self::Mean(mean) => mean.difference(level),
        }
    }
}
