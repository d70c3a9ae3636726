//! What a mechanism contributes to the quantities of a run.

use crate::experiment::compare::{Contrast, Pair};
use crate::stats::{Estimate, Level, PairedMean, PairedShare};

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
    /// All but the outcomes, in the order of tables, each with the measure that it is read off.
    const OTHERS: [(Self, &str); 5] = [
        (Self::Struck, "first_strike_day"),
        (Self::Retaliated, "retaliated"),
        (Self::ViolentActs, "violent_acts"),
        (Self::ForceTurns, "force_turns"),
        (Self::FatalitiesTotal, "fatalities_total"),
    ];

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

impl Contribution {
    fn of_share(quantity: Quantity, share: &PairedShare, level: Level) -> Self {
        let part = |count: u64| (share.n() > 0).then(|| count as f64 / share.n() as f64);
        Self {
            quantity,
            with: part(share.first()),
            without: part(share.second()),
            difference: share.difference(level),
            more: share.only_first(),
            less: share.only_second(),
        }
    }

    fn of_mean(quantity: Quantity, mean: &PairedMean, level: Level) -> Self {
        Self {
            quantity,
            with: mean.first(level).value,
            without: mean.second(level).value,
            difference: mean.difference(level),
            more: mean.more(),
            less: mean.less(),
        }
    }
}

/// Every quantity: the outcomes in their order, then the others. The pair is the scenario as it is, and without the mechanism.
pub(super) fn contributions(pair: &Pair, level: Level) -> Vec<Contribution> {
    let outcomes = pair.outcome_shares();
    let outcomes = outcomes.iter().enumerate();
    let mut list: Vec<Contribution> = outcomes
        .map(|(index, share)| Contribution::of_share(Quantity::Outcome(index), share, level))
        .collect();
    list.extend(Quantity::OTHERS.into_iter().filter_map(
        |(quantity, measure)| match pair.contrast(measure)? {
            Contrast::Share(share) | Contrast::Time { seen: share, .. } => {
                Some(Contribution::of_share(quantity, share, level))
            }
            Contrast::Mean(means) => Some(Contribution::of_mean(quantity, &means.paired, level)),
            Contrast::Names(_) => None,
        },
    ));
    list
}
