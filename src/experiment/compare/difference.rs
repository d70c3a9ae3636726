//! What a comparison says: differences with their intervals.

use super::matching::{How, Matching, Shared};
use super::pair::{Contrast, Means, PairTally, STEPS_PER_UNIT};
use crate::experiment::Confidence;
use crate::stats::{Bootstrap, Estimate, Level, PairedShare, ProportionMethod, mcnemar};

/// How means of skewed differences are resampled. The seed is fixed, so that the same runs have the same interval.
const BOOTSTRAP: Bootstrap = Bootstrap { resamples: 2000, seed: 0 };

/// What of a quantity is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statistic {
    /// The share of runs in which it is so.
    Share,
    /// The share of runs that have seen it.
    ShareSeen,
    /// The mean over the runs in which both variants have it.
    Mean,
    /// The mean of the days until it came, at most those to the last day that both variants have.
    RestrictedMean,
}

impl Statistic {
    /// The name in files and tables.
    pub fn key(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::ShareSeen => "share_seen",
            Self::Mean => "mean",
            Self::RestrictedMean => "restricted_mean",
        }
    }
}

/// How the interval of a difference is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntervalMethod {
    /// Bonett and Price's adjusted Wald interval of paired shares.
    BonettPrice,
    /// Student's t of the differences.
    PairedT,
    /// The BCa bootstrap over groups of runs.
    Bca,
    /// One of a plain share.
    OfShare(ProportionMethod),
}

impl IntervalMethod {
    /// The name in files and tables.
    pub fn key(self) -> &'static str {
        match self {
            Self::BonettPrice => "bonett-price",
            Self::PairedT => "paired-t",
            Self::Bca => "bootstrap-bca",
            Self::OfShare(method) => method.name(),
        }
    }
}

/// A quantity in two variants, A and B, over the same luck.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The quantity: `outcome_war`, `first_striker_iran`, `fatalities_total`.
    pub quantity: String,
    /// What of it is compared.
    pub statistic: Statistic,
    /// Its unit.
    pub unit: &'static str,
    /// Its value in A.
    pub a: Option<f64>,
    /// Its value in B.
    pub b: Option<f64>,
    /// B minus A; `n` counts the pairs of runs.
    pub difference: Estimate,
    /// How its interval is made.
    pub method: IntervalMethod,
    /// McNemar's mid-p: the chance of so uneven a split of the runs that differ if the two shares were equal; of shares only.
    pub p_value: Option<f64>,
    /// Runs in which it is more in A than in B; of a share, those in which it is so only in A.
    pub more_in_a: u64,
    /// Runs in which it is more in B.
    pub more_in_b: u64,
    /// How many times the runs independent luck would have needed; undefined where no run differs.
    pub gain: Option<f64>,
}

impl Difference {
    fn of_share(quantity: String, statistic: Statistic, share: &PairedShare, level: Level) -> Self {
        let part = |count: u64| (share.n() > 0).then(|| count as f64 / share.n() as f64);
        Self {
            quantity,
            statistic,
            unit: "share",
            a: part(share.first()),
            b: part(share.second()),
            difference: share.swapped().difference(level),
            method: IntervalMethod::BonettPrice,
            p_value: (share.n() > 0).then(|| mcnemar(share.only_first(), share.only_second()).mid),
            more_in_a: share.only_first(),
            more_in_b: share.only_second(),
            gain: share.gain(),
        }
    }

    fn of_means(shared: &Shared, statistic: Statistic, means: &Means, level: Level) -> Self {
        let per_unit = if shared.how == How::Real { STEPS_PER_UNIT } else { 1.0 };
        let in_units = |estimate: Estimate| estimate.rescaled(0.0, per_unit);
        let paired = &means.paired;
        let (difference, method) = difference(means, level);
        Self {
            quantity: shared.key.clone(),
            statistic,
            unit: shared.unit,
            a: in_units(paired.first(level)).value,
            b: in_units(paired.second(level)).value,
            difference: in_units(difference),
            method,
            p_value: None,
            more_in_a: paired.more(),
            more_in_b: paired.less(),
            gain: paired.gain(),
        }
    }
}

/// The second mean minus the first. Its interval is Student's, or by the bootstrap where the differences are too skewed for that
/// and their groups are at hand.
fn difference(means: &Means, level: Level) -> (Estimate, IntervalMethod) {
    let plain = means.paired.swapped().difference(level);
    let skewed = means.groups.as_ref().filter(|_| !means.paired.is_nearly_normal());
    let resampled = skewed.map(|groups| groups.mean(&BOOTSTRAP, level));
    match resampled.filter(|estimate| estimate.interval.is_some()) {
        Some(estimate) => (Estimate { value: plain.value, ..estimate }, IntervalMethod::Bca),
        None => (plain, IntervalMethod::PairedT),
    }
}

impl PairTally {
    /// The share of each outcome class, in the order of the matching.
    pub(super) fn outcomes(&self, matching: &Matching, level: Level) -> Vec<Difference> {
        let names = &matching.classes.all;
        let shares = self.outcomes.shares(names.len() as u32);
        let named = names.iter().zip(&shares);
        named
            .map(|(name, share)| {
                Difference::of_share(format!("outcome_{name}"), Statistic::Share, share, level)
            })
            .collect()
    }

    /// The share of runs that end graver in B than in A, less those that end graver in A. There is no gain: on luck of their own
    /// no run of one would have a twin in the other.
    pub(super) fn graver(&self, level: Level) -> Difference {
        let difference =
            Difference::of_share("ends_graver".to_owned(), Statistic::Share, &self.graver, level);
        Difference { gain: None, ..difference }
    }

    /// The share of runs that end in another class.
    pub(super) fn changed(&self, confidence: Confidence) -> Estimate {
        confidence.share(self.outcomes.differing(), self.outcomes.n())
    }

    /// Every measure that both variants have, in the order of the dictionary.
    pub(super) fn measures(&self, matching: &Matching, level: Level) -> Vec<Difference> {
        let mut list = Vec::new();
        for (shared, contrast) in matching.shared.iter().zip(&self.contrasts) {
            let key = || shared.key.clone();
            match (contrast, &shared.how) {
                (Contrast::Names(crossed), How::Names(names)) => {
                    let shares = crossed.shares(names.all.len() as u32 + 1);
                    for (name, share) in names.all.iter().zip(&shares[1..]) {
                        let quantity = format!("{}_{name}", shared.key);
                        list.push(Difference::of_share(quantity, Statistic::Share, share, level));
                    }
                }
                (Contrast::Share(share), _) => {
                    list.push(Difference::of_share(key(), Statistic::Share, share, level));
                }
                (Contrast::Time { seen, days }, _) => {
                    list.push(Difference::of_share(key(), Statistic::ShareSeen, seen, level));
                    list.push(Difference::of_means(shared, Statistic::RestrictedMean, days, level));
                }
                (Contrast::Mean(means), _) => {
                    list.push(Difference::of_means(shared, Statistic::Mean, means, level));
                }
                (Contrast::Names(_), _) => {}
            }
        }
        list
    }
}
