//! Scores over several cases, and those of forecasts that know less.

use super::estimate::CaseReport;
use super::logit::BASE_RATE_VIOLENT;
use crate::experiment::estimates::Confidence;
use crate::stats::{Bootstrap, Estimate, GroupedSums, proportion};

/// Scores are added up as whole numbers of this part.
const PER_UNIT: f64 = 1e12;
/// Resamples behind the intervals over cases.
const BOOTSTRAP: Bootstrap = Bootstrap { resamples: 2000, seed: 0 };
/// Cut points of the calibration table.
const BINS: [f64; 4] = [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0];

/// A forecast that the model's is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forecast {
    /// The model's own.
    Model,
    /// All that can happen is alike.
    Uniform,
    /// The share in strike crises of 1946 to 1989 (ICB).
    BaseRate,
    /// The logit on structure.
    Structure,
    /// The shares in all other cases, with one case's worth of equal shares.
    OtherCases,
}

impl Forecast {
    /// The name in files and tables.
    pub fn key(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Uniform => "uniform",
            Self::BaseRate => "base_rate",
            Self::Structure => "structure",
            Self::OtherCases => "other_cases",
        }
    }
}

/// A forecast of one thing in one case: the probability of each class, and which came.
#[derive(Debug, Clone, PartialEq)]
struct Told {
    probabilities: Vec<f64>,
    came: usize,
    /// What the logarithm is taken of is at least this: runs are finite in number.
    least: f64,
}

impl Told {
    /// Sum of squared errors over the classes (Brier 1950); of a yes or no, of yes alone.
    fn brier(&self) -> f64 {
        let error = |(class, &p): (usize, &f64)| p - f64::from(u8::from(class == self.came));
        let sum: f64 = self.probabilities.iter().enumerate().map(error).map(|error| error * error).sum();
        if self.probabilities.len() == 2 { sum / 2.0 } else { sum }
    }

    /// Minus the natural logarithm of the probability of what came.
    fn log(&self) -> f64 {
        -libm::log(self.probabilities[self.came].max(self.least))
    }
}

/// A score over cases.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// What was forecast: `violent_reply` or `outcome`.
    pub target: &'static str,
    /// By whom.
    pub forecast: Forecast,
    /// `brier` or `log`; both are 0 at best.
    pub score: &'static str,
    /// Its mean over cases.
    pub mean: Estimate,
    /// The model's mean less this forecast's, over the cases that both speak of: below 0 the model is better.
    pub difference: Option<Estimate>,
}

/// Forecasts of a kind in a calibration table.
#[derive(Debug, Clone, PartialEq)]
pub struct Bin {
    /// Forecasts from here on.
    pub from: f64,
    /// To here.
    pub to: f64,
    /// Mean of these forecasts; `None` if there are none.
    pub forecast: Option<f64>,
    /// Share of them that came true.
    pub came: Estimate,
}

/// All scores, the model's own first.
pub fn scores(reports: &[CaseReport], confidence: Confidence) -> Vec<Score> {
    let mut list = Vec::new();
    let violent = [Forecast::Model, Forecast::Uniform, Forecast::BaseRate, Forecast::Structure];
    let outcome = [Forecast::Model, Forecast::Uniform, Forecast::OtherCases];
    let targets: [Target<'_>; 2] = [("violent_reply", &violent, violent_reply), ("outcome", &outcome, class)];
    for (target, forecasts, tell) in targets {
        let model: Vec<Option<Told>> =
            (0..reports.len()).map(|case| tell(reports, case, Forecast::Model)).collect();
        for &forecast in forecasts {
            let told: Vec<Option<Told>> =
                (0..reports.len()).map(|case| tell(reports, case, forecast)).collect();
            for (score, measure) in MEASURES {
                let own = told.iter().flatten().map(measure);
                let pairs = model
                    .iter()
                    .zip(&told)
                    .filter_map(|(mine, theirs)| Some(measure(mine.as_ref()?) - measure(theirs.as_ref()?)));
                let difference = (forecast != Forecast::Model).then(|| mean(pairs, confidence));
                list.push(Score { target, forecast, score, mean: mean(own, confidence), difference });
            }
        }
    }
    list
}

/// A score of a forecast.
type Measure = fn(&Told) -> f64;
/// The scores, by their names.
const MEASURES: [(&str, Measure); 2] = [("brier", Told::brier), ("log", Told::log)];

/// Something to forecast: its name, by whom it is, and what each says of it.
type Target<'a> = (&'static str, &'a [Forecast], Teller);
/// What a forecast says of a case.
type Teller = fn(&[CaseReport], usize, Forecast) -> Option<Told>;

/// The mean over cases with an interval by the bootstrap over cases.
fn mean(values: impl Iterator<Item = f64>, confidence: Confidence) -> Estimate {
    let mut sums = GroupedSums::new();
    for (case, value) in (0..).zip(values) {
        sums.add(case, (value * PER_UNIT) as i64);
    }
    sums.mean(&BOOTSTRAP, confidence.level).rescaled(0.0, PER_UNIT)
}

/// Half a run in as many as were played.
fn least(report: &CaseReport) -> f64 {
    0.5 / (report.runs.max(1) as f64 + 1.0)
}

fn violent_reply(reports: &[CaseReport], case: usize, forecast: Forecast) -> Option<Told> {
    let report = &reports[case];
    let (model, came) = report.violent?;
    let p = match forecast {
        Forecast::Model => model,
        Forecast::Uniform => 0.5,
        Forecast::BaseRate => BASE_RATE_VIOLENT,
        Forecast::Structure => report.structure?,
        Forecast::OtherCases => return None,
    };
    Some(Told { probabilities: vec![p, 1.0 - p], came: usize::from(!came), least: least(report) })
}

fn observed_class(report: &CaseReport) -> &str {
    report.classes.1.as_ref().unwrap_or(&report.classes.0)
}

fn class(reports: &[CaseReport], case: usize, forecast: Forecast) -> Option<Told> {
    let report = &reports[case];
    let came = report.outcome.iter().position(|(class, _)| class == observed_class(report))?;
    let equal = 1.0 / report.outcome.len() as f64;
    let probability = |(name, model): &(String, f64)| match forecast {
        Forecast::Model => *model,
        Forecast::OtherCases => {
            let others = reports.iter().enumerate().filter(|&(other, _)| other != case);
            let same = others.filter(|(_, other)| observed_class(other) == name).count();
            (same as f64 + equal) / reports.len() as f64
        }
        _ => equal,
    };
    let probabilities = report.outcome.iter().map(probability).collect();
    Some(Told { probabilities, came, least: least(report) })
}

/// How often violent replies came, by how probable the model held them.
pub fn calibration(reports: &[CaseReport], confidence: Confidence) -> Vec<Bin> {
    let told: Vec<(f64, bool)> = reports.iter().filter_map(|report| report.violent).collect();
    let bin = |ends: &[f64]| {
        let (from, to) = (ends[0], ends[1]);
        let within = |p: f64| p >= from && (p < to || to >= 1.0);
        let these: Vec<&(f64, bool)> = told.iter().filter(|(p, _)| within(*p)).collect();
        let n = these.len() as u64;
        let came = these.iter().filter(|(_, came)| *came).count() as u64;
        let sum: f64 = these.iter().map(|(p, _)| p).sum();
        let forecast = (n > 0).then(|| sum / n as f64);
        Bin { from, to, forecast, came: proportion(came, n, confidence.method, confidence.level) }
    };
    BINS.windows(2).map(bin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::case::path::{PathEstimate, Summary};

    fn case(
        violent: Option<(f64, bool)>,
        structure: Option<f64>,
        outcome: &[f64],
        came: usize,
    ) -> CaseReport {
        let names = ["a", "b", "c"];
        let summary = Summary {
            runs: 1,
            cells: 0,
            closed: 0,
            log_likelihood: None,
            interval: None,
            effective_runs: None,
            log_alike: None,
            log_constant: None,
        };
        CaseReport {
            name: "x".to_owned(),
            runs: 1000,
            quantities: Vec::new(),
            agreement: Estimate::undefined(0),
            classes: (names[came].to_owned(), None),
            outcome: names.iter().map(|&name| name.to_owned()).zip(outcome.iter().copied()).collect(),
            path: PathEstimate { summary, steps: Vec::new() },
            violent,
            structure,
        }
    }

    fn value(list: &[Score], target: &str, forecast: Forecast, score: &str) -> (f64, Option<f64>) {
        let is_it = |one: &&Score| one.target == target && one.forecast == forecast && one.score == score;
        let found = list.iter().find(is_it).unwrap();
        (found.mean.value.unwrap(), found.difference.as_ref().and_then(|difference| difference.value))
    }

    /// Violent reply: 0.8 and came, 0.4 and did not: Brier (0.04 + 0.16) / 2 = 0.1; a coin 0.25. The second case has no structure, and
    /// with 0.5 in the first structure has 0.25, against 0.04. Outcome: (0.5, 0.3, 0.2) with the first: 0.25 + 0.09 + 0.04 = 0.38;
    /// (0, 1, 0) with the third: 0 + 1 + 1 = 2. Shares of the one other case with a third each: (⅓ + 0) / 2 = 1/6 for what came in either.
    #[test]
    fn scores_by_hand() {
        let cases = [
            case(Some((0.8, true)), Some(0.5), &[0.5, 0.3, 0.2], 0),
            case(Some((0.4, false)), None, &[0.0, 1.0, 0.0], 2),
        ];
        let list = scores(&cases, Confidence::default());
        let near = |(found, difference): (f64, Option<f64>), exact: f64, of_difference: Option<f64>| {
            assert!((found - exact).abs() < 1e-9, "{found} {exact}");
            assert_eq!(difference.is_some(), of_difference.is_some());
            assert!(
                (difference.unwrap_or(0.0) - of_difference.unwrap_or(0.0)).abs() < 1e-9,
                "{difference:?}"
            );
        };
        near(value(&list, "violent_reply", Forecast::Model, "brier"), 0.1, None);
        near(value(&list, "violent_reply", Forecast::Uniform, "brier"), 0.25, Some(-0.15));
        near(value(&list, "violent_reply", Forecast::Structure, "brier"), 0.25, Some(-0.21));
        let logs = -(libm::log(0.8) + libm::log(0.6)) / 2.0;
        near(value(&list, "violent_reply", Forecast::Model, "log"), logs, None);
        near(value(&list, "outcome", Forecast::Model, "brier"), 1.19, None);
        let never = -(libm::log(0.5) + libm::log(0.5 / 1001.0)) / 2.0;
        near(value(&list, "outcome", Forecast::Model, "log"), never, None);
        let sixth = libm::log(6.0);
        near(value(&list, "outcome", Forecast::OtherCases, "log"), sixth, Some(never - sixth));
    }

    #[test]
    fn calibration_counts_every_case_once() {
        let cases = [
            case(Some((0.8, true)), None, &[1.0, 0.0, 0.0], 0),
            case(Some((1.0, false)), None, &[1.0, 0.0, 0.0], 0),
            case(Some((0.1, false)), None, &[1.0, 0.0, 0.0], 0),
            case(None, None, &[1.0, 0.0, 0.0], 0),
        ];
        let bins = calibration(&cases, Confidence::default());
        assert_eq!(bins.iter().map(|bin| bin.came.n).collect::<Vec<_>>(), [1, 0, 2]);
        assert_eq!((bins[0].came.value, bins[2].came.value), (Some(0.0), Some(0.5)));
        assert!((bins[2].forecast.unwrap() - 0.9).abs() < 1e-12 && bins[1].forecast.is_none());
    }
}
