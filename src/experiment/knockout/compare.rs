//! Runs with a mechanism beside the same runs without it.

use crate::engine::{Program, Recorder, RunRecord};
use crate::experiment::measure::{Measure, Value};
use crate::stats::{Estimate, Level, PairedMean, PairedShare, ProportionMethod, proportion};

/// What a comparison needs to know of a run: as little as can be, since it is kept of every run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Gist {
    outcome: u16,
    struck: bool,
    retaliated: bool,
    violent_acts: u32,
    force_turns: u32,
    dead: u64,
}

/// Reads the gist off the runs of one program.
#[derive(Debug, Clone)]
pub(super) struct Reader<'a> {
    program: &'a Program,
    /// The measure that names the outcome.
    outcome: Option<&'a Measure>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(program: &'a Program, measures: &'a [Measure]) -> Self {
        Self { program, outcome: measures.iter().find(|measure| measure.key == "outcome") }
    }

    pub(super) fn read(&self, record: &RunRecord) -> Gist {
        let outcome = self.outcome.and_then(|measure| measure.read(self.program, record));
        Gist {
            outcome: match outcome {
                Some(Value::Category(index)) => index as u16,
                _ => 0,
            },
            struck: record.first_strike.is_some(),
            retaliated: record.retaliation_delay.is_some(),
            violent_acts: record.violent_acts,
            force_turns: record.force_turns,
            dead: record.dead.iter().map(|dead| dead.military + dead.civilian).sum(),
        }
    }
}

/// A quantity of a run that is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Whether the run ended in this class: an index into the categories of the measure `outcome`.
    Outcome(usize),
    /// Whether there was a first strike.
    Struck,
    /// Whether there was one, and it was answered.
    Retaliated,
    /// Violent acts in focus.
    ViolentActs,
    /// Turns of force in focus.
    ForceTurns,
    /// Deaths in all states.
    FatalitiesTotal,
}

impl Quantity {
    /// The name in files and tables; `outcomes` are the names of the classes.
    pub fn key(self, outcomes: &[String]) -> String {
        match self {
            Self::Outcome(index) => format!("outcome_{}", outcomes.get(index).map_or("", String::as_str)),
            Self::Struck => "struck".to_owned(),
            Self::Retaliated => "retaliated".to_owned(),
            Self::ViolentActs => "violent_acts".to_owned(),
            Self::ForceTurns => "force_turns".to_owned(),
            Self::FatalitiesTotal => "fatalities_total".to_owned(),
        }
    }

    /// Its unit; shares of runs for what is or is not so.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Outcome(_) | Self::Struck | Self::Retaliated => "share",
            Self::ViolentActs => "acts",
            Self::ForceTurns => "turns",
            Self::FatalitiesTotal => "deaths",
        }
    }
}

/// What a mechanism contributes to a quantity: with minus without.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contribution {
    /// Which quantity.
    pub quantity: Quantity,
    /// Its share or mean in the scenario as it is.
    pub with: Option<f64>,
    /// Its share or mean without the mechanism.
    pub without: Option<f64>,
    /// The paired difference, with minus without.
    pub difference: Estimate,
    /// Runs in which it is more with the mechanism than without.
    pub more: u64,
    /// Runs in which it is less.
    pub less: u64,
}

/// Two variants compared run by run. Integers only: merging in any order gives the same bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comparison {
    changed: u64,
    outcomes: Vec<PairedShare>,
    struck: PairedShare,
    retaliated: PairedShare,
    violent_acts: PairedMean,
    force_turns: PairedMean,
    dead: PairedMean,
}

impl Comparison {
    pub(super) fn new(outcomes: usize) -> Self {
        Self {
            changed: 0,
            outcomes: vec![PairedShare::default(); outcomes],
            struck: PairedShare::default(),
            retaliated: PairedShare::default(),
            violent_acts: PairedMean::default(),
            force_turns: PairedMean::default(),
            dead: PairedMean::default(),
        }
    }

    fn add(&mut self, with: &Gist, without: &Gist) {
        self.changed += u64::from(with.outcome != without.outcome);
        for (outcome, share) in self.outcomes.iter_mut().enumerate() {
            share.add(usize::from(with.outcome) == outcome, usize::from(without.outcome) == outcome);
        }
        self.struck.add(with.struck, without.struck);
        self.retaliated.add(with.retaliated, without.retaliated);
        self.violent_acts.add(i64::from(with.violent_acts), i64::from(without.violent_acts));
        self.force_turns.add(i64::from(with.force_turns), i64::from(without.force_turns));
        self.dead.add(with.dead as i64, without.dead as i64);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.changed += other.changed;
        for (mine, theirs) in self.outcomes.iter_mut().zip(&other.outcomes) {
            mine.merge(theirs);
        }
        self.struck.merge(&other.struck);
        self.retaliated.merge(&other.retaliated);
        self.violent_acts.merge(&other.violent_acts);
        self.force_turns.merge(&other.force_turns);
        self.dead.merge(&other.dead);
    }

    /// Runs that ended in another class.
    pub(super) fn changed(&self) -> u64 {
        self.changed
    }

    /// Their share, with Wilson's interval.
    pub(super) fn share_changed(&self, level: Level) -> Estimate {
        proportion(self.changed, self.struck.n(), ProportionMethod::Wilson, level)
    }

    /// Every quantity: the outcomes in their order, then the others.
    pub(super) fn contributions(&self, level: Level) -> Vec<Contribution> {
        let share = |quantity, share: &PairedShare| Contribution {
            quantity,
            with: part(share.first(), share.n()),
            without: part(share.second(), share.n()),
            difference: share.difference(level),
            more: share.only_first(),
            less: share.only_second(),
        };
        let mean = |quantity, mean: &PairedMean| Contribution {
            quantity,
            with: mean.first(level).value,
            without: mean.second(level).value,
            difference: mean.difference(level),
            more: mean.more(),
            less: mean.less(),
        };
        let outcomes = self.outcomes.iter().enumerate();
        let mut list: Vec<Contribution> =
            outcomes.map(|(index, one)| share(Quantity::Outcome(index), one)).collect();
        list.extend([
            share(Quantity::Struck, &self.struck),
            share(Quantity::Retaliated, &self.retaliated),
            mean(Quantity::ViolentActs, &self.violent_acts),
            mean(Quantity::ForceTurns, &self.force_turns),
            mean(Quantity::FatalitiesTotal, &self.dead),
        ]);
        list
    }
}

fn part(count: u64, n: u64) -> Option<f64> {
    (n > 0).then(|| count as f64 / n as f64)
}

/// Compares the runs of a variant, as they end, with those of the scenario as it is.
#[derive(Debug, Clone)]
pub(super) struct Comparer<'a> {
    /// The runs of the scenario as it is, in run order.
    pub(super) with: &'a [Gist],
    pub(super) reader: Reader<'a>,
    pub(super) comparison: Comparison,
}

impl Recorder for Comparer<'_> {
    fn end(&mut self, record: &RunRecord) {
        let without = self.reader.read(record);
        if let Some(with) = self.with.get(record.replicate as usize) {
            self.comparison.add(with, &without);
        }
    }
}
