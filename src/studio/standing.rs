//! What the runs of a setting come to so far, and how the page is told.

use serde::Serialize;

use super::setting::View;
use crate::experiment::compare::{Compared, Difference, Pair};
use crate::experiment::estimates::{self, Statistic};
use crate::experiment::{Batch, Confidence, OutcomeClass};
use crate::stats::Estimate;

/// What some runs come to.
#[derive(Debug)]
pub(super) enum Standing {
    /// Of the setting alone.
    Alone(Box<Batch>),
    /// Of the setting and its baseline, the baseline first.
    Against(Box<Compared>),
}

/// A measure of the page's list: key, statistic, the name of the paired statistic, label and unit.
const MEASURES: [(&str, Statistic, &str, &str, &str); 6] = [
    ("first_strike_day", Statistic::ShareCensored, "share_seen", "Runs with a strike", "share"),
    ("violent_acts", Statistic::Mean, "mean", "Violent acts, mean", ""),
    ("force_turns", Statistic::Mean, "mean", "Turns of force, mean", ""),
    ("fatalities_total", Statistic::Mean, "mean", "Dead, mean", ""),
    ("fatalities_total", Statistic::Percentile(50), "", "Dead, median", ""),
    ("fatalities_total", Statistic::Percentile(95), "", "Dead, 95th percentile", ""),
];

/// A number with the ends of its interval; `null` where it is undefined.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Value {
    #[serde(rename = "value")]
    point: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

impl From<&Estimate> for Value {
    fn from(estimate: &Estimate) -> Self {
        let interval = estimate.interval;
        Self {
            point: estimate.value,
            low: interval.map(|interval| interval.low),
            high: interval.map(|interval| interval.high),
        }
    }
}

impl Value {
    /// One minus it.
    fn complement(self) -> Self {
        let of_one = |number: Option<f64>| number.map(|number| 1.0 - number);
        Self { point: of_one(self.point), low: of_one(self.high), high: of_one(self.low) }
    }
}

/// An outcome class or a measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Row {
    key: String,
    label: String,
    unit: &'static str,
    count: Option<u64>,
    now: Value,
    /// In the baseline.
    before: Option<Value>,
    /// Now minus before, on the same luck.
    difference: Option<Value>,
}

/// A relation's quantity day by day, with its 5th, 25th, 50th, 75th and 95th percentiles.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub(super) struct Fan {
    day: Vec<u32>,
    under_way: Vec<u64>,
    mean: Vec<Option<f64>>,
    percentiles: [Vec<Option<f64>>; 5],
}

/// What the page is told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Told {
    /// Runs so far.
    pub(super) n: u64,
    /// Runs asked for.
    pub(super) runs: u64,
    /// Whether these are all.
    pub(super) is_whole: bool,
    /// Half the width of the widest interval of an outcome.
    pub(super) half_width: f64,
    pub(super) outcomes: Vec<Row>,
    pub(super) measures: Vec<Row>,
    /// Share of runs that end in another class than in the baseline.
    pub(super) changed: Option<Value>,
    /// What to know of the two scenarios before they are compared.
    pub(super) caveats: Vec<String>,
    pub(super) relation: String,
    pub(super) track: &'static str,
    pub(super) fan: Fan,
    /// Of the baseline.
    pub(super) fan_before: Option<Fan>,
}

impl Standing {
    /// Of one setting.
    pub(super) fn alone(batch: Batch) -> Self {
        Self::Alone(Box::new(batch))
    }

    /// Of a baseline and one setting.
    pub(super) fn against(compared: Compared) -> Option<Self> {
        let is_pair = compared.pairs().first().is_some_and(|pair| pair.batch().is_some());
        is_pair.then(|| Self::Against(Box::new(compared)))
    }

    /// The batch of the setting.
    pub(super) fn batch(&self) -> &Batch {
        match self {
            Self::Alone(batch) => batch,
            Self::Against(compared) => {
                compared.pairs().first().and_then(Pair::batch).unwrap_or_else(|| compared.base())
            }
        }
    }

    /// The batch of the baseline.
    fn baseline(&self) -> Option<&Batch> {
        match self {
            Self::Alone(_) => None,
            Self::Against(compared) => Some(compared.base()),
        }
    }

    /// Every difference from the baseline that is reckoned, on the same luck.
    fn differences(&self, confidence: Confidence) -> Vec<Difference> {
        match self {
            Self::Alone(_) => Vec::new(),
            Self::Against(compared) => {
                let pairs = compared.pairs().iter().take(1);
                let all = |pair: &Pair| {
                    let mut list = pair.outcomes(confidence.level);
                    list.extend(pair.measures(confidence.level));
                    list
                };
                pairs.flat_map(all).collect()
            }
        }
    }
}

/// What a standing says, of so many runs asked for.
pub(super) fn told(standing: &Standing, runs: u64, view: &View) -> Told {
    let confidence = Confidence::default();
    let (batch, baseline) = (standing.batch(), standing.baseline());
    let differences = standing.differences(confidence);
    let outcomes = outcomes(batch, baseline, &differences, confidence);
    let widths = outcomes.iter().filter_map(|row| Some((row.now.high? - row.now.low?) / 2.0));
    let (changed, caveats) = match standing {
        Standing::Alone(_) => (None, Vec::new()),
        Standing::Against(compared) => {
            let pair = compared.pairs().first();
            let changed = pair.map(|pair| Value::from(&pair.changed(confidence).1));
            let caveats = pair.into_iter().flat_map(Pair::caveats).map(ToString::to_string);
            (changed, caveats.collect())
        }
    };
    let relation = relation(batch, view);
    let fan_of = |batch: &Batch| fan(batch, relation, view, confidence);
    Told {
        n: batch.runs(),
        runs,
        is_whole: batch.runs() == runs,
        half_width: widths.fold(0.0, f64::max),
        measures: measures(batch, baseline, &differences, confidence),
        outcomes,
        changed,
        caveats,
        relation: batch
            .program()
            .scenario()
            .relations()
            .get(relation)
            .map_or_else(String::new, |r| r.key.clone()),
        track: view.track().key(),
        fan: fan_of(batch),
        fan_before: baseline.map(fan_of),
    }
}

fn outcomes(
    batch: &Batch,
    baseline: Option<&Batch>,
    differences: &[Difference],
    confidence: Confidence,
) -> Vec<Row> {
    let before = baseline.map(|baseline| estimates::outcomes(baseline, confidence)).unwrap_or_default();
    let row = |now: estimates::OutcomeEstimate| {
        let key = now.outcome.key().to_owned();
        let before = before.iter().find(|before| before.outcome.key() == key);
        let quantity = format!("outcome_{key}");
        let difference = differences.iter().find(|difference| difference.quantity == quantity);
        Row {
            label: label(&now.outcome),
            key,
            unit: "share",
            count: Some(now.count),
            now: Value::from(&now.probability),
            before: before.map(|before| Value::from(&before.probability)),
            difference: difference.map(|difference| Value::from(&difference.difference)),
        }
    };
    estimates::outcomes(batch, confidence).into_iter().map(row).collect()
}

/// A class's name for people.
fn label(class: &OutcomeClass) -> String {
    class.name().map_or_else(|| class.key().replace('_', " "), str::to_owned)
}

fn measures(
    batch: &Batch,
    baseline: Option<&Batch>,
    differences: &[Difference],
    confidence: Confidence,
) -> Vec<Row> {
    let is_wanted = |key: &str| MEASURES.iter().any(|(wanted, ..)| *wanted == key);
    let of = |batch| estimates::summary_of(batch, confidence, is_wanted);
    let (now, before) = (of(batch), baseline.map(of));
    MEASURES
        .iter()
        .filter_map(|&(key, statistic, paired, label, unit)| {
            let find = |list: &[estimates::SummaryEstimate]| {
                let found = list.iter().find(|row| row.metric == key && row.statistic == statistic)?;
                let value = Value::from(&found.estimate);
                Some(if statistic == Statistic::ShareCensored { value.complement() } else { value })
            };
            let difference = differences
                .iter()
                .find(|difference| difference.quantity == key && difference.statistic.key() == paired);
            Some(Row {
                key: format!("{key}_{}", statistic.key()),
                label: label.to_owned(),
                unit,
                count: None,
                now: find(&now)?,
                before: before.as_deref().and_then(find),
                difference: difference.map(|difference| Value::from(&difference.difference)),
            })
        })
        .collect()
}

/// The relation that is asked for, or the first that was followed.
fn relation(batch: &Batch, view: &View) -> usize {
    let relations = batch.program().scenario().relations();
    let followed = estimates::timeline_relations(batch);
    let asked = followed.iter().find(|&&at| view.relation.as_deref() == Some(relations[at].key.as_str()));
    let in_focus = batch.program().scenario().focus().and_then(|focus| {
        let is_focus = |at: &&usize| [relations[**at].from, relations[**at].to] == focus;
        followed.iter().find(is_focus)
    });
    asked.or(in_focus).or(followed.first()).copied().unwrap_or(0)
}

fn fan(batch: &Batch, relation: usize, view: &View, confidence: Confidence) -> Fan {
    let mut fan = Fan::default();
    for row in estimates::timeline_track(batch, relation, view.track(), confidence) {
        fan.day.push(row.day);
        fan.under_way.push(row.mean.n);
        fan.mean.push(row.mean.value);
        for (list, value) in fan.percentiles.iter_mut().zip(row.percentiles) {
            list.push(value);
        }
    }
    fan
}
