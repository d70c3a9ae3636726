//! What the runs of a case say of what happened.

use std::collections::BTreeMap;

use super::luck;
use super::path::PathEstimate;
use super::study::{Case, CasePartial};
use super::watch::Reply;
use crate::experiment::class::OutcomeClass;
use crate::experiment::estimates::Confidence;
use crate::stats::Estimate;

/// How probable the model held what happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Its name in files and tables.
    pub key: &'static str,
    /// What happened; `None` if the history does not say, or if it did not come to it.
    pub observed: Option<String>,
    /// Share of runs with just that, among those in which it can be asked.
    pub probability: Estimate,
    /// 1 if nothing else was more probable.
    pub rank: Option<u64>,
    /// Where in the model's distribution it lies, from 0 to 1, for numbers: the probability of less, and a random part of that of just as
    /// much (the randomised probability integral transform; Czado, Gneiting and Held 2009, *Predictive model assessment for count data*,
    /// Biometrics 65, 1254–1261). Uniform over cases if the model is right.
    pub pit: Option<f64>,
    /// Everything that came about, in order, with the runs in which it did.
    pub distribution: Vec<(Value, u64)>,
}

/// A value of a quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// As it is written.
    pub text: String,
    /// Whether it is what happened.
    pub is_observed: bool,
}

/// What the model says of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseReport {
    /// Its name.
    pub name: String,
    /// Plain runs played.
    pub runs: u64,
    /// The class of the outcome, the first reply, its delay, turns of force and peak.
    pub quantities: Vec<Quantity>,
    /// Share of the replayed runs that end in the class that most of them end in: below 1 if the history leaves it open.
    pub agreement: Estimate,
    /// The class that the replayed history ends in, and the one that it was judged to be, if that is given.
    pub classes: (String, Option<String>),
    /// Probability of each class.
    pub outcome: Vec<(String, f64)>,
    /// The path.
    pub path: PathEstimate,
    /// Whether the first blow was answered with violence: the model's probability, and whether it was. `None` where there was none to
    /// answer.
    pub violent: Option<(f64, bool)>,
    /// What known structure alone says of it.
    pub structure: Option<f64>,
}

/// What the model says of a case.
pub fn report(case: &Case, total: &CasePartial, seed: u64, confidence: Confidence) -> CaseReport {
    let scenario = case.program.scenario();
    let classes: Vec<String> =
        OutcomeClass::all(scenario).iter().map(|class| class.key().to_owned()).collect();
    let (plain, replayed) = (&total.plain, &total.replayed);
    let replayed_class = mode(&replayed.classes);
    let derived = replayed_class.map_or_else(String::new, |class| classes[class].clone());
    let observed_class = case.judged.clone().unwrap_or_else(|| derived.clone());
    let rungs: Vec<String> = std::iter::once("none".to_owned())
        .chain(scenario.ladder().iter().map(|rung| rung.key.clone()))
        .collect();
    let replies = Reply::ALL.map(|reply| reply.key().to_owned());
    let answered = (replayed.opened > 0).then(|| replayed.delays.values().sum::<u64>() * 2 > replayed.opened);
    let violent: u64 = plain.delays.values().sum();
    let named = |key, names: &[String], counts: &[u64], observed: Option<String>| {
        of_names(key, names, counts, observed, confidence)
    };
    let numbered = |key, counts, observed| {
        of_numbers(key, counts, observed, luck::unit(seed, &case.name, key), confidence)
    };
    let mut quantities = vec![named("outcome", &classes, &plain.classes, Some(observed_class))];
    if case.question.is_some() {
        let first = (replayed.opened > 0).then(|| mode(&replayed.replies)).flatten();
        quantities.push(named("first_reply", &replies, &plain.replies, first.map(|at| replies[at].clone())));
        let words = ["true".to_owned(), "false".to_owned()];
        let counts = [violent, plain.opened - violent];
        quantities.push(named("violent_reply", &words, &counts, answered.map(|yes| yes.to_string())));
        let delay = answered.filter(|&yes| yes).and_then(|_| mode_of(&replayed.delays));
        quantities.push(numbered("reply_delay", &plain.delays, delay));
    }
    quantities.push(numbered("force_turns", &plain.turns, mode_of(&replayed.turns)));
    let peak = mode(&replayed.peaks);
    let by_number: BTreeMap<u32, u64> =
        (0..).zip(plain.peaks.iter().copied()).filter(|&(_, count)| count > 0).collect();
    let ranked = numbered("peak_rung", &by_number, peak.map(|at| at as u32));
    let named_peak = named("peak_rung", &rungs, &plain.peaks, peak.map(|at| rungs[at].clone()));
    quantities.push(Quantity { pit: ranked.pit, ..named_peak });
    let outcome = classes.iter().cloned().zip(shares(&plain.classes)).collect();
    CaseReport {
        name: case.name.clone(),
        runs: plain.runs,
        quantities,
        agreement: confidence.share(replayed_class.map_or(0, |class| replayed.classes[class]), replayed.runs),
        classes: (derived, case.judged.clone()),
        outcome,
        path: total.path.estimate(&case.shape, confidence.level),
        violent: answered.filter(|_| plain.opened > 0).map(|yes| (violent as f64 / plain.opened as f64, yes)),
        structure: case.structure.as_ref().map(super::Structure::probability),
    }
}

/// The place of the largest count, the first of equals; `None` if all are 0.
fn mode(counts: &[u64]) -> Option<usize> {
    let most = counts.iter().copied().max().filter(|&most| most > 0)?;
    counts.iter().position(|&count| count == most)
}

fn mode_of(counts: &BTreeMap<u32, u64>) -> Option<u32> {
    let most = counts.values().copied().max()?;
    counts.iter().find(|&(_, &count)| count == most).map(|(&value, _)| value)
}

fn shares(counts: &[u64]) -> impl Iterator<Item = f64> + '_ {
    let n = counts.iter().sum::<u64>().max(1) as f64;
    counts.iter().map(move |&count| count as f64 / n)
}

fn of_names(
    key: &'static str,
    names: &[String],
    counts: &[u64],
    observed: Option<String>,
    confidence: Confidence,
) -> Quantity {
    let n = counts.iter().sum();
    let is_it = |name: &String| observed.as_ref() == Some(name);
    let count = names.iter().position(is_it).map(|place| counts[place]);
    let distribution = names.iter().zip(counts);
    Quantity {
        key,
        probability: count.map_or_else(|| Estimate::undefined(n), |count| confidence.share(count, n)),
        rank: count.filter(|_| n > 0).map(|count| rank(counts.iter().copied(), count)),
        pit: None,
        distribution: distribution
            .map(|(name, &count)| (Value { text: name.clone(), is_observed: is_it(name) }, count))
            .collect(),
        observed,
    }
}

fn of_numbers(
    key: &'static str,
    counts: &BTreeMap<u32, u64>,
    observed: Option<u32>,
    uniform: f64,
    confidence: Confidence,
) -> Quantity {
    let n: u64 = counts.values().sum();
    let count = observed.map(|observed| counts.get(&observed).copied().unwrap_or(0));
    let below = observed.map(|observed| counts.range(..observed).map(|(_, count)| count).sum::<u64>());
    let pit = below.zip(count).filter(|_| n > 0);
    let value = |value: u32| Value { text: value.to_string(), is_observed: observed == Some(value) };
    let mut distribution: Vec<(Value, u64)> = counts.iter().map(|(&at, &count)| (value(at), count)).collect();
    if let Some(missing) = observed.filter(|observed| !counts.contains_key(observed)) {
        let place = counts.range(..missing).count();
        distribution.insert(place, (value(missing), 0));
    }
    Quantity {
        key,
        observed: observed.map(|value| value.to_string()),
        probability: count.map_or_else(|| Estimate::undefined(n), |count| confidence.share(count, n)),
        rank: count.filter(|_| n > 0).map(|count| rank(counts.values().copied(), count)),
        pit: pit.map(|(below, count)| (below as f64 + uniform * count as f64) / n as f64),
        distribution,
    }
}

fn rank(counts: impl Iterator<Item = u64>, count: u64) -> u64 {
    counts.filter(|&other| other > count).count() as u64 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of ten runs three have 1, five 2 and two 4. At 2: probability ½, rank 1, PIT 0.3 + 0.4 · 0.5 = 0.5. At 3, which never came: PIT 0.8.
    #[test]
    fn ranks_by_hand() {
        let counts = BTreeMap::from([(1, 3), (2, 5), (4, 2)]);
        let found = of_numbers("force_turns", &counts, Some(2), 0.4, Confidence::default());
        assert_eq!((found.probability.value, found.rank), (Some(0.5), Some(1)));
        assert!((found.pit.unwrap() - 0.5).abs() < 1e-12);
        let never = of_numbers("force_turns", &counts, Some(3), 0.4, Confidence::default());
        assert_eq!((never.probability.value, never.rank), (Some(0.0), Some(4)));
        assert!((never.pit.unwrap() - 0.8).abs() < 1e-12);
        let texts: Vec<&str> = never.distribution.iter().map(|(value, _)| value.text.as_str()).collect();
        assert_eq!(texts, ["1", "2", "3", "4"]);
        let open = of_numbers("reply_delay", &counts, None, 0.4, Confidence::default());
        assert_eq!((open.probability.value, open.rank, open.pit), (None, None, None));
    }

    #[test]
    fn names_are_ranked_by_how_often_they_came() {
        let names = ["a", "b", "c"].map(str::to_owned);
        let found = of_names("outcome", &names, &[2, 6, 2], Some("c".to_owned()), Confidence::default());
        assert_eq!((found.probability.value, found.rank), (Some(0.2), Some(2)));
        assert_eq!((mode(&[0, 0]), mode(&[1, 2, 2])), (None, Some(1)));
    }
}
