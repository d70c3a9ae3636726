//! What a choice among runs needs to know of each: a few numbers, and how surprising its decisions were.

use crate::engine::{Decision, Program, Recorder, RunRecord};
use crate::experiment::class::gravity;
use crate::experiment::measure::{Measure, Value};

/// A run in a few numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Profile {
    pub(super) replicate: u64,
    /// Place of its outcome among the categories of the measure.
    pub(super) class: usize,
    /// How grave that is: 0 for the gentlest.
    pub(super) gravity: usize,
    pub(super) violent_acts: u32,
    pub(super) force_turns: u32,
    /// Day of the first strike; later than any day if there was none.
    pub(super) first_strike_day: u32,
    pub(super) end_day: u32,
    pub(super) dead: u64,
    /// How much less likely its decisions were than decisions of that kind are on average, in standard deviations.
    pub(super) surprise: f64,
}

/// How surprising the decisions of a run were so far.
///
/// A decision with probabilities `p` surprises by −ln p of what was chosen; on average by the entropy
/// H = −Σ p ln p, with variance V = Σ p (ln p)² − H² (Shannon 1948). Summed over decisions, Σ (−ln p − H) / √ΣV has mean 0
/// and variance 1 whatever the number of decisions, so that long runs are not favoured.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Surprise {
    excess: f64,
    variance: f64,
}

impl Surprise {
    pub(super) fn add(&mut self, probability: &[f32], chosen: usize) {
        let (mut entropy, mut squares) = (0.0, 0.0);
        for &p in probability.iter().filter(|&&p| p > 0.0) {
            let (p, surprise) = (f64::from(p), -libm::log(f64::from(p)));
            entropy += p * surprise;
            squares += p * surprise * surprise;
        }
        if let Some(&p) = probability.get(chosen).filter(|&&p| p > 0.0) {
            self.excess -= libm::log(f64::from(p)) + entropy;
            self.variance += (squares - entropy * entropy).max(0.0);
        }
    }

    /// In standard deviations; 0 for a run in which nothing was left to chance.
    pub(super) fn standardised(self) -> f64 {
        if self.variance > 0.0 { self.excess / libm::sqrt(self.variance) } else { 0.0 }
    }
}

/// Takes the profiles of runs as they end, in no particular order.
#[derive(Debug, Clone)]
pub(super) struct Profiler<'a> {
    program: &'a Program,
    /// The measure that names the outcome.
    outcome: Option<&'a Measure>,
    pub(super) profiles: Vec<Profile>,
    /// By berth.
    under_way: Vec<Surprise>,
    berth: usize,
}

impl<'a> Profiler<'a> {
    pub(super) fn new(program: &'a Program, measures: &'a [Measure]) -> Self {
        let outcome = measures.iter().find(|measure| measure.key == "outcome");
        Self { program, outcome, profiles: Vec::new(), under_way: vec![Surprise::default()], berth: 0 }
    }
}

impl Recorder for Profiler<'_> {
    fn turn_to(&mut self, berth: usize) {
        if self.under_way.len() <= berth {
            self.under_way.resize(berth + 1, Surprise::default());
        }
        self.berth = berth;
    }

    fn decision(&mut self, _: u32, decision: &Decision<'_>) {
        self.under_way[self.berth].add(decision.probability, decision.chosen);
    }

    fn end(&mut self, record: &RunRecord) {
        let surprise = std::mem::take(&mut self.under_way[self.berth]).standardised();
        let outcome = self.outcome.and_then(|measure| measure.read(self.program, record));
        self.profiles.push(Profile {
            replicate: record.replicate,
            class: match outcome {
                Some(Value::Category(index)) => index,
                _ => 0,
            },
            gravity: gravity(record.outcome),
            violent_acts: record.violent_acts,
            force_turns: record.force_turns,
            first_strike_day: record.first_strike.map_or(u32::MAX, |strike| strike.day),
            end_day: record.end_day,
            dead: record.dead.iter().map(|dead| dead.military + dead.civilian).sum(),
            surprise,
        });
    }
}
