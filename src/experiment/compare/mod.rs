//! Variants of a scenario on common random numbers: what a change of the scenario changes.
//!
//! All variants are played on the same seed and the same replicates, with luck keyed by what it decides, so that a run and its twin
//! differ only by what the change did. A unit is a block of replicates: the first variant, A, is played on it, then every other,
//! and each run is held against its twin. Nothing is kept of a run beyond its unit, so that memory does not grow with their number.

mod caveat;
mod difference;
mod matching;
mod pair;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::batch::{Batch, BatchPlan, Progress};
use super::dictionary::dictionary;
use super::estimates::Confidence;
use super::measure::Measure;
use super::recorded::Recorded;
use super::study::{Flow, Fold, Layout, Played, Span, Study, deal, play_span};
use super::tally::{Tally, TallyRecorder};
use crate::engine::{Program, RunRecord, Silent};
use crate::model::Scenario;
use crate::stats::{Estimate, Level};
use matching::Matching;

pub use caveat::Caveat;
pub use difference::{Difference, IntervalMethod, Statistic};
pub use matching::Scope;
pub(super) use pair::Contrast;
pub use pair::PairTally;

/// Programs are kept ready while all together have at most so many relations; beyond that they are made again for each unit,
/// which takes a few per cent of the time that its runs do.
const MOST_KEPT_RELATIONS: usize = 20_000;
/// With many variants units are cut smaller, but not below this: the last runs of a block are played with few others.
const LEAST_IN_BLOCK: u64 = 128;

/// A comparison, about to be played.
pub struct Comparison {
    plan: BatchPlan,
    scope: Scope,
    /// What is added up of each variant that has a batch.
    recorded: Recorded,
    name: String,
    program: Program,
    measures: Vec<Measure>,
    others: Vec<Variant>,
    /// The most relations of any variant.
    relations: usize,
    /// The relations of all programs that are kept.
    kept_relations: usize,
}

/// A variant besides the first.
struct Variant {
    name: String,
    stock: Stock,
    /// Empty where it has no batch.
    measures: Vec<Measure>,
    matching: Matching,
    caveats: Vec<Caveat>,
}

/// Where a program comes from.
enum Stock {
    Kept(Box<Program>),
    Made(Box<dyn Fn() -> Program + Send + Sync>),
}

impl Stock {
    fn program(&self) -> Cow<'_, Program> {
        match self {
            Self::Kept(program) => Cow::Borrowed(program),
            Self::Made(make) => Cow::Owned(make()),
        }
    }
}

/// What the runs of a comparison come to so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComparisonTally {
    /// Of the first variant alone, or of every one: see [`Scope`].
    tallies: Vec<Tally>,
    /// By variant from the second on.
    pairs: Vec<PairTally>,
}

impl Comparison {
    /// Of this variant, A, with those that are [added](Self::against).
    pub fn new(name: impl Into<String>, scenario: &Scenario, plan: &BatchPlan, scope: Scope) -> Self {
        let program = Program::new(scenario);
        let measures = dictionary(&program);
        let relations = scenario.relations().len();
        let name = name.into();
        let (recorded, others) = (Recorded::LEAN, Vec::new());
        Self { plan: *plan, scope, recorded, name, program, measures, others, relations, kept_relations: 0 }
    }

    /// The same comparison, with so much recorded of each batch besides outcomes and measures.
    #[must_use]
    pub fn recording(self, recorded: Recorded) -> Self {
        Self { recorded, ..self }
    }

    /// Adds a variant.
    pub fn against(&mut self, name: impl Into<String>, scenario: &Scenario) {
        self.add(name.into(), scenario, |program| Stock::Kept(Box::new(program)));
    }

    /// Adds a variant that can be made again, the same, whenever it is played. It is only kept if there are few.
    pub fn against_made(
        &mut self,
        name: impl Into<String>,
        scenario: &Scenario,
        make: impl Fn() -> Program + Send + Sync + 'static,
    ) {
        let is_kept = self.kept_relations + scenario.relations().len() <= MOST_KEPT_RELATIONS;
        self.add(name.into(), scenario, |program| {
            if is_kept { Stock::Kept(Box::new(program)) } else { Stock::Made(Box::new(make)) }
        });
    }

    fn add(&mut self, name: String, scenario: &Scenario, stock: impl FnOnce(Program) -> Stock) {
        let program = Program::new(scenario);
        let measures = dictionary(&program);
        let matching = Matching::new(
            self.scope,
            (self.program.scenario(), self.measures.as_slice()),
            (scenario, measures.as_slice()),
        );
        let caveats = caveat::caveats(self.program.scenario(), scenario, &matching);
        let measures = if self.scope.has_batches() { measures } else { Vec::new() };
        let stock = stock(program);
        if let Stock::Kept(_) = stock {
            self.kept_relations += scenario.relations().len();
        }
        self.relations = self.relations.max(scenario.relations().len());
        self.others.push(Variant { name, stock, measures, matching, caveats });
    }

    /// How many runs are played of all variants together.
    pub fn runs(&self) -> u64 {
        self.plan.runs.saturating_mul(self.runs_per_replicate())
    }

    /// Plays the comparison; `progress` is told how many runs are done of [all](Self::runs).
    pub fn run(&self, progress: &mut Progress<'_>) -> Compared {
        self.compared(self.add_up(progress))
    }

    /// Plays it and adds it up.
    pub(super) fn add_up(&self, progress: &mut Progress<'_>) -> ComparisonTally {
        let layout = self.layout();
        let mut fold = Fold::new(self);
        let work = |unit| self.play(layout.span(unit)).partial;
        let told = deal(0..layout.units(), self.plan.threads(), work, |unit, partial| {
            let fits = fold.take(self, layout.span(unit), partial);
            debug_assert!(fits, "what a study plays has its shape");
            progress(fold.done_of_all() * self.runs_per_replicate());
            Ok::<_, std::convert::Infallible>(Flow::Continue)
        });
        debug_assert!(told.is_ok());
        fold.into_totals().pop().unwrap_or_else(|| self.nothing(0))
    }

    /// What the runs say: all of them, or as many as there were.
    pub fn compared(&self, total: ComparisonTally) -> Compared {
        let mut tallies = total.tallies.into_iter();
        let first =
            tallies.next().unwrap_or_else(|| Tally::new(&self.program, &self.measures, self.recorded));
        let base = Batch::new(self.plan, self.program.clone(), self.measures.clone(), first);
        let pairs = self.others.iter().zip(total.pairs).map(|(variant, tally)| Pair {
            name: variant.name.clone(),
            batch: tallies.next().map(|tally| {
                let program = variant.stock.program().into_owned();
                Batch::new(self.plan, program, variant.measures.clone(), tally)
            }),
            matching: variant.matching.clone(),
            caveats: variant.caveats.clone(),
            tally,
        });
        Compared { name: self.name.clone(), pairs: pairs.collect(), base }
    }

    fn play_one(&self, program: &Program, measures: &[Measure], span: Span) -> (Tally, Vec<RunRecord>) {
        let mut recorder = TallyRecorder::new(program, measures, self.recorded);
        let records = play_span(program, self.plan.seed, span.from..span.to, &mut recorder, true);
        (recorder.into_tally(), records)
    }
}

impl Study for Comparison {
    type Partial = ComparisonTally;

    fn layout(&self) -> Layout {
        let plain = Layout::new(1, self.plan.runs, self.relations);
        let shared = Layout::new(1, self.plan.runs, self.relations * (self.others.len() + 1));
        Layout { block: shared.block.max(plain.block.min(LEAST_IN_BLOCK)), ..plain }
    }

    fn runs_per_replicate(&self) -> u64 {
        self.others.len() as u64 + 1
    }

    fn play(&self, span: Span) -> Played<ComparisonTally> {
        let (tally, first) = self.play_one(&self.program, &self.measures, span);
        let mut total =
            ComparisonTally { tallies: vec![tally], pairs: Vec::with_capacity(self.others.len()) };
        for variant in &self.others {
            let program = variant.stock.program();
            let second = match self.scope {
                Scope::All | Scope::CoreAndBatches => {
                    let (tally, records) = self.play_one(&program, &variant.measures, span);
                    total.tallies.push(tally);
                    records
                }
                Scope::Core => play_span(&program, self.plan.seed, span.from..span.to, &mut Silent, true),
            };
            let mut pair = PairTally::new(&variant.matching, self.scope);
            for (one, other) in first.iter().zip(&second) {
                pair.add(&variant.matching, [&self.program, &program], [one, other]);
            }
            total.pairs.push(pair);
        }
        Played::new(total)
    }

    fn nothing(&self, _: u64) -> ComparisonTally {
        let mut tallies = vec![Tally::new(&self.program, &self.measures, self.recorded)];
        if self.scope.has_batches() {
            let others = self.others.iter();
            tallies.extend(
                others.map(|variant| Tally::new(&variant.stock.program(), &variant.measures, self.recorded)),
            );
        }
        let pairs = self.others.iter().map(|variant| PairTally::new(&variant.matching, self.scope)).collect();
        ComparisonTally { tallies, pairs }
    }

    fn add(&self, total: &mut ComparisonTally, next: &ComparisonTally) -> bool {
        let fit = |(variant, pair): (&Variant, &PairTally)| pair.fits(&variant.matching, self.scope);
        let programs = std::iter::once(Cow::Borrowed(&self.program))
            .chain(self.others.iter().map(|variant| variant.stock.program()));
        let tallies = total.tallies.iter().zip(&next.tallies).zip(programs);
        let is_sound = next.tallies.len() == total.tallies.len()
            && tallies.into_iter().all(|((mine, theirs), program)| mine.fits(theirs, &program))
            && next.pairs.len() == self.others.len()
            && self.others.iter().zip(&next.pairs).all(fit);
        if is_sound {
            for (mine, theirs) in total.tallies.iter_mut().zip(&next.tallies) {
                mine.merge(theirs);
            }
            for (mine, theirs) in total.pairs.iter_mut().zip(&next.pairs) {
                mine.merge(theirs);
            }
        }
        is_sound
    }
}

/// A comparison that was played: the first variant, A, and every other beside it.
#[derive(Debug)]
pub struct Compared {
    name: String,
    base: Batch,
    pairs: Vec<Pair>,
}

/// The first variant, A, beside another, B.
#[derive(Debug)]
pub struct Pair {
    name: String,
    batch: Option<Batch>,
    matching: Matching,
    caveats: Vec<Caveat>,
    tally: PairTally,
}

impl Compared {
    /// The name of the first variant.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The batch of the first variant.
    pub fn base(&self) -> &Batch {
        &self.base
    }

    /// The other variants, in the order in which they were added.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The batch and the pairs.
    pub(super) fn into_parts(self) -> (Batch, Vec<Pair>) {
        (self.base, self.pairs)
    }
}

/// Runs that ended in one class in A and in one in B.
#[derive(Debug, Clone, PartialEq)]
pub struct Transition {
    /// The class in A.
    pub from: String,
    /// The class in B.
    pub to: String,
    /// How many runs.
    pub count: u64,
    /// Their share of all runs.
    pub share: Estimate,
}

impl Pair {
    /// The name of B.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The batch of B, if its [scope](Scope) has one.
    pub fn batch(&self) -> Option<&Batch> {
        self.batch.as_ref()
    }

    /// What to know of the two before they are compared.
    pub fn caveats(&self) -> &[Caveat] {
        &self.caveats
    }

    /// The keys of the outcome classes of either: those of A in the order of its rules, then those that only B has.
    pub fn classes(&self) -> &[String] {
        &self.matching.classes.all
    }

    /// The shares of the [classes](Self::classes).
    pub fn outcomes(&self, level: Level) -> Vec<Difference> {
        self.tally.outcomes(&self.matching, level)
    }

    /// In which of the two a run ended graver: `a` and `b` are the shares of runs that end graver in A and in B, by the built-in
    /// classes and the gravity that picking the worst run goes by.
    pub fn graver(&self, level: Level) -> Difference {
        self.tally.graver(level)
    }

    /// The number of runs that end in another class, and their share.
    pub fn changed(&self, confidence: Confidence) -> (u64, Estimate) {
        (self.tally.outcomes.differing(), self.tally.changed(confidence))
    }

    /// Every other measure that both have, in the order of the dictionary.
    pub fn measures(&self, level: Level) -> Vec<Difference> {
        self.tally.measures(&self.matching, level)
    }

    /// How many runs of each class of A ended in each class of B, those that did not occur included.
    pub fn transitions(&self, confidence: Confidence) -> Vec<Transition> {
        let names = &self.matching.classes;
        let of = |variant| (0..names.all.len()).filter(move |&place| names.has(variant, place));
        let n = self.tally.outcomes.n();
        let cells = of(0).flat_map(|from| of(1).map(move |to| (from, to)));
        cells
            .map(|(from, to)| {
                let count = self.tally.outcomes.count(from as u32, to as u32);
                let [from, to] = [from, to].map(|place| names.all[place].clone());
                Transition { from, to, count, share: confidence.share(count, n) }
            })
            .collect()
    }

    /// What was added up of a measure.
    pub(super) fn contrast(&self, key: &str) -> Option<&Contrast> {
        let place = self.matching.shared.iter().position(|shared| shared.key == key)?;
        self.tally.contrasts.get(place)
    }

    /// The shares of the classes, A first.
    pub(super) fn outcome_shares(&self) -> Vec<crate::stats::PairedShare> {
        self.tally.outcomes.shares(self.matching.classes.all.len() as u32)
    }
}
