//! What a batch lets us say: every number with its interval and the number of runs behind it.

use super::acts::ActKind;
use super::batch::Batch;
use super::class::OutcomeClass;
use super::summary::Summary;
use super::timeline::{Timeline, Track};
use crate::engine::{Label, Outcome, Term};
use crate::stats::{Estimate, Level, ProportionMethod, proportion};

/// How intervals are made.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Confidence {
    /// Method for shares of runs.
    pub method: ProportionMethod,
    /// Level of all intervals.
    pub level: Level,
}

impl Confidence {
    pub(super) fn share(self, count: u64, n: u64) -> Estimate {
        proportion(count, n, self.method, self.level)
    }
}

/// The percentiles that are reported, in per cent.
pub const PERCENTILES: [u8; 5] = [5, 25, 50, 75, 95];

/// A statistic of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statistic {
    /// The mean over the runs in which the measure is defined.
    Mean,
    /// Their standard deviation.
    Sd,
    /// A percentile, in per cent; of a time, the day by which that share of runs has seen it.
    Percentile(u8),
    /// The share of yes, or of one name.
    Share,
    /// The share of runs that have not seen it.
    ShareCensored,
}

impl Statistic {
    /// The name in files and tables.
    pub fn key(self) -> String {
        match self {
            Self::Mean => "mean".to_owned(),
            Self::Sd => "sd".to_owned(),
            Self::Percentile(percent) => format!("p{percent:02}"),
            Self::Share => "share".to_owned(),
            Self::ShareCensored => "share_censored".to_owned(),
        }
    }
}

/// How often an outcome occurred.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeEstimate {
    /// The class.
    pub outcome: OutcomeClass,
    /// Runs that ended in it.
    pub count: u64,
    /// Their share.
    pub probability: Estimate,
}

/// Every outcome class, those that did not occur included, in the order of the rules.
pub fn outcomes(batch: &Batch, confidence: Confidence) -> Vec<OutcomeEstimate> {
    let classes = OutcomeClass::all(batch.program().scenario());
    let found = batch.measures().iter().position(|measure| measure.key == "outcome");
    let counts = match found.map(|index| &batch.tally().summaries[index]) {
        Some(Summary::Categories(counts)) => counts.clone(),
        _ => vec![0; classes.len()],
    };
    let estimate = |(outcome, count)| OutcomeEstimate {
        outcome,
        count,
        probability: confidence.share(count, batch.runs()),
    };
    classes.into_iter().zip(counts).map(estimate).collect()
}

/// The share of a built-in outcome class, the scenario's own classes left aside.
pub fn built_in(batch: &Batch, outcome: Outcome, confidence: Confidence) -> Estimate {
    confidence.share(batch.tally().built_in[outcome.index()], batch.runs())
}

/// A statistic of a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct SummaryEstimate {
    /// The measure's key, followed for names by the name: `first_striker_iran`.
    pub metric: String,
    /// Which measure of the [dictionary](super::dictionary()).
    pub measure: usize,
    /// Which statistic.
    pub statistic: Statistic,
    /// Its value; `n` counts the runs in which the measure is defined.
    pub estimate: Estimate,
}

/// The statistics of every measure but the outcome.
pub fn summary(batch: &Batch, confidence: Confidence) -> Vec<SummaryEstimate> {
    summary_of(batch, confidence, |_| true)
}

/// The statistics of those measures, the outcome left aside, whose keys are wanted: large scenarios have tens of thousands.
pub fn summary_of(
    batch: &Batch,
    confidence: Confidence,
    is_wanted: impl Fn(&str) -> bool,
) -> Vec<SummaryEstimate> {
    let mut list = Vec::new();
    let measures = batch.measures().iter().zip(&batch.tally().summaries).enumerate();
    let of_interest = |key: &str| key != "outcome" && is_wanted(key);
    for (index, (measure, summary)) in measures.filter(|(_, (measure, _))| of_interest(&measure.key)) {
        let mut push = |metric: String, statistic, estimate| {
            list.push(SummaryEstimate { metric, measure: index, statistic, estimate });
        };
        if let Summary::Categories(counts) = summary {
            let n = counts.iter().sum();
            for (name, &count) in measure.categories.iter().zip(counts) {
                push(format!("{}_{name}", measure.key), Statistic::Share, confidence.share(count, n));
            }
            continue;
        }
        for (statistic, estimate) in statistics(summary, confidence) {
            push(measure.key.clone(), statistic, estimate);
        }
    }
    list
}

fn statistics(summary: &Summary, confidence: Confidence) -> Vec<(Statistic, Estimate)> {
    let level = confidence.level;
    let percentiles = |of: &dyn Fn(f64) -> Estimate| {
        PERCENTILES.map(|percent| (Statistic::Percentile(percent), of(f64::from(percent) / 100.0)))
    };
    match summary {
        Summary::Categories(_) => Vec::new(),
        Summary::Indicator { yes, n } => vec![(Statistic::Share, confidence.share(*yes, *n))],
        Summary::Whole(counts) => {
            let mut list = vec![(Statistic::Mean, counts.mean(level)), (Statistic::Sd, counts.sd())];
            list.extend(percentiles(&|share| counts.quantile(share, level)));
            list
        }
        Summary::Real(scaled) => {
            let mut list = vec![(Statistic::Mean, scaled.mean(level)), (Statistic::Sd, scaled.sd())];
            list.extend(percentiles(&|share| scaled.quantile(share, level)));
            list
        }
        Summary::Time(survival) => {
            let mut list = percentiles(&|share| survival.quantile(share, level)).to_vec();
            list.push((Statistic::ShareCensored, survival.share_censored(level)));
            list
        }
    }
}

/// What a relation carried at the end of a day, over the runs still under way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimelineEstimate {
    /// The day.
    pub day: u32,
    /// The relation.
    pub relation: usize,
    /// The quantity.
    pub track: Track,
    /// Its mean; `n` counts the runs still under way.
    pub mean: Estimate,
    /// Its [`PERCENTILES`].
    pub percentiles: [Option<f64>; 5],
}

/// The timeline, by day, relation and quantity; days on which no run was under way are left out. Empty if it was not
/// recorded.
pub fn timeline(batch: &Batch, confidence: Confidence) -> impl Iterator<Item = TimelineEstimate> + '_ {
    let rows = move |timeline| timeline_of(timeline, confidence);
    batch.tally().timeline.iter().flat_map(rows)
}

/// The relations whose timeline was recorded: all, or those of the states in focus where there are many. Empty if none was.
pub fn timeline_relations(batch: &Batch) -> &[usize] {
    batch.tally().timeline.as_ref().map_or(&[], Timeline::relations)
}

/// The timeline of one relation and quantity, by day. Empty if it was not recorded.
pub fn timeline_track(
    batch: &Batch,
    relation: usize,
    track: Track,
    confidence: Confidence,
) -> Vec<TimelineEstimate> {
    let Some(timeline) = &batch.tally().timeline else { return Vec::new() };
    let Some(place) = timeline.relations().iter().position(|&other| other == relation) else {
        return Vec::new();
    };
    let estimate = |day| timeline_cell(timeline, (day, place, relation), track, confidence);
    timeline.days().filter_map(estimate).collect()
}

fn timeline_of(timeline: &Timeline, confidence: Confidence) -> impl Iterator<Item = TimelineEstimate> + '_ {
    let places = move |day| timeline.relations().iter().enumerate().map(move |place| (day, place));
    let tracks = |(day, place)| Track::ALL.into_iter().map(move |track| (day, place, track));
    timeline.days().flat_map(places).flat_map(tracks).filter_map(move |(day, (place, &relation), track)| {
        timeline_cell(timeline, (day, place, relation), track, confidence)
    })
}

/// A day of a relation, which stands at a place of those recorded; nothing if no run was under way.
fn timeline_cell(
    timeline: &Timeline,
    (day, place, relation): (u32, usize, usize),
    track: Track,
    confidence: Confidence,
) -> Option<TimelineEstimate> {
    let (grid, cell) = timeline.cell(track, place, day);
    let percentile = |percent: u8| grid.quantile(cell, f64::from(percent) / 100.0).value;
    (grid.n(cell) > 0).then(|| TimelineEstimate {
        day,
        relation,
        track,
        mean: grid.mean(cell, confidence.level),
        percentiles: PERCENTILES.map(percentile),
    })
}

/// How often an act was carried out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ActEstimate {
    /// The act.
    pub kind: ActKind,
    /// How many there were in a run on average, runs without it included.
    pub per_run: Estimate,
    /// Share of runs with at least one.
    pub share_of_runs: Estimate,
}

/// Every act that occurred at all, by relation, rung and label. Empty if acts were not recorded.
pub fn acts(batch: &Batch, confidence: Confidence) -> Vec<ActEstimate> {
    let runs = batch.runs();
    let estimate = |(&kind, counts): (&ActKind, &crate::stats::Counts)| {
        let mut all = counts.clone();
        all.add_n(0, runs - counts.n());
        ActEstimate {
            kind,
            per_run: all.mean(confidence.level),
            share_of_runs: confidence.share(counts.n(), runs),
        }
    };
    batch.tally().acts.iter().flat_map(|acts| &acts.per_run).map(estimate).collect()
}

/// What a term contributed to a class of decisions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DriverEstimate {
    /// The state that decided.
    pub state: usize,
    /// How the decisions are reported.
    pub label: Label,
    /// The term.
    pub term: Term,
    /// Mean contribution to the log-odds against hold, per decision; `n` counts the runs with such decisions.
    pub log_odds: Estimate,
    /// Its size as a share of the sizes of all terms; `None` if all are 0.
    pub share: Option<f64>,
    /// How many such decisions there were.
    pub decisions: u64,
}

/// The drivers of every class of decisions that occurred at all, by state, label and term; hold has none. Empty if they were
/// not recorded.
pub fn drivers(batch: &Batch, confidence: Confidence) -> Vec<DriverEstimate> {
    let Some(drivers) = &batch.tally().drivers else { return Vec::new() };
    let mut list = Vec::new();
    for state in 0..batch.program().scenario().states().len() {
        for label in Label::ALL {
            let Some(ratios) = drivers.of(state, label) else { continue };
            let means = ratios.each_ref().map(|ratio| ratio.mean(confidence.level));
            let size = |mean: &Estimate| mean.value.map_or(0.0, f64::abs);
            let total: f64 = means.iter().map(size).sum();
            for ((term, log_odds), ratio) in Term::ALL.into_iter().zip(means).zip(ratios) {
                let share = (total > 0.0).then(|| size(&log_odds) / total);
                let decisions = ratio.items() as u64;
                list.push(DriverEstimate { state, label, term, log_odds, share, decisions });
            }
        }
    }
    list
}

#[cfg(test)]
mod tests;
