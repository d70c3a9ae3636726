//! Times until something happens, when for some it has not happened while they were watched: Kaplan–Meier.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::estimate::{Estimate, Interval, Level};
use super::proportion::{ProportionMethod, proportion};

/// Rounding error allowed when the curve, a product of fractions, is compared with a share.
const ROUNDING: f64 = 1e-12;

/// How many events and how many censorings happened at each integer time.
///
/// Ties: an event comes before a censoring at the same time, so whoever is censored at `t` was still at risk at `t`
/// (Kaplan & Meier, *Nonparametric Estimation from Incomplete Observations*, JASA 53 (1958)). Memory
/// grows with the number of distinct times, not of observations.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Survival {
    times: BTreeMap<u32, Tally>,
}

/// What ended at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Tally {
    events: u64,
    censored: u64,
}

/// The curve at one of its steps, right after the events there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// The time of the step.
    pub time: u32,
    /// Observations neither ended nor censored before `time`.
    pub at_risk: u64,
    /// Events at `time`.
    pub events: u64,
    /// The share that outlasts `time`. Standard error by Greenwood, interval on the log-log scale; both undefined
    /// where the share is 0.
    pub share: Estimate,
}

/// A step of the curve in numbers: the share beyond it and Greenwood's sum up to it (infinite once nobody is left).
#[derive(Debug, Clone, Copy)]
struct Step {
    time: u32,
    at_risk: u64,
    events: u64,
    share: f64,
    greenwood: f64,
}

impl Survival {
    /// No observations.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one observation: the event happened at `time` (`observed`), or had not happened up to and including `time`
    /// when watching stopped.
    pub fn add(&mut self, time: u32, observed: bool) {
        let tally = self.times.entry(time).or_default();
        if observed {
            tally.events += 1;
        } else {
            tally.censored += 1;
        }
    }

    /// Adds everything another one holds.
    pub fn merge(&mut self, other: &Self) {
        for (&time, theirs) in &other.times {
            let tally = self.times.entry(time).or_default();
            tally.events += theirs.events;
            tally.censored += theirs.censored;
        }
    }

    /// Number of observations, censored ones included.
    pub fn n(&self) -> u64 {
        self.times.values().map(|t| t.events + t.censored).sum()
    }

    /// The share of observations that are censored, with its Wilson interval.
    pub fn share_censored(&self, level: Level) -> Estimate {
        let censored = self.times.values().map(|t| t.censored).sum();
        proportion(censored, self.n(), ProportionMethod::Wilson, level)
    }

    /// The survival curve: one point per time with events, in order of time; the share is 1 before the first.
    ///
    /// `S(t) = Π (1 - d/r)` over event times up to `t`, with Greenwood's variance `S² Σ d / (r (r - d))` and the
    /// interval `S^exp(±z σ / |ln S|)`, `σ² = Σ d / (r (r - d))` (Kalbfleisch & Prentice, *The Statistical Analysis of
    /// Failure Time Data*).
    pub fn curve(&self, level: Level) -> Vec<CurvePoint> {
        let (n, z) = (self.n(), level.normal_quantile());
        let point = |step: &Step| CurvePoint {
            time: step.time,
            at_risk: step.at_risk,
            events: step.events,
            share: step.estimate(n, z),
        };
        self.steps().iter().map(point).collect()
    }

    /// The time by which a share `p` has had the event: the first `t` with `S(t) <= 1 - p`.
    ///
    /// Undefined where the curve never falls that far, and outside `0 < p <= 1`. The interval is
    /// [`Self::quantile_limits`] where both ends exist. There is no standard error.
    pub fn quantile(&self, p: f64, level: Level) -> Estimate {
        let n = self.n();
        if !(p > 0.0 && p <= 1.0) {
            return Estimate::undefined(n);
        }
        let steps = self.steps();
        let value = first_at_or_below(&steps, 1.0 - p, |step| Some(step.share));
        let interval = match (value, self.quantile_limits(p, level)) {
            (Some(value), (Some(low), Some(high))) => Some(Interval::around(low, value, high)),
            _ => None,
        };
        Estimate { value, std_error: None, interval, n }
    }

    /// The two ends of the interval of a time quantile, each `None` where the curve does not reach far enough: an
    /// undefined upper end means that only a lower bound of the quantile is known.
    ///
    /// Brookmeyer & Crowley, *A Confidence Interval for the Median Survival Time*, Biometrics 38 (1982), on the log-log
    /// scale: all `t` at which `S(t) = 1 - p` is not rejected, which is where the pointwise interval of the curve
    /// contains `1 - p`. A curve that reaches 0 has no variance there and gives no upper end.
    pub fn quantile_limits(&self, p: f64, level: Level) -> (Option<f64>, Option<f64>) {
        if !(p > 0.0 && p < 1.0) {
            return (None, None);
        }
        let (steps, n, z) = (self.steps(), self.n(), level.normal_quantile());
        let low = first_at_or_below(&steps, 1.0 - p, |s| {
            s.estimate(n, z).interval.map_or(Some(s.share), |i| Some(i.low))
        });
        let high = first_at_or_below(&steps, 1.0 - p, |s| s.estimate(n, z).interval.map(|i| i.high));
        (low, high)
    }

    /// The mean of the time cut at `until`: the area under the curve from 0 to `until`.
    ///
    /// Undefined where the curve is: beyond the last observation if that one is censored. Standard error
    /// `sqrt(Σ A² d / (r (r - d)))`, `A` the area from the event time to `until` (Klein & Moeschberger, *Survival
    /// Analysis*, eq. 4.5.2), with a normal interval; both from two observations on.
    pub fn restricted_mean(&self, until: u32, level: Level) -> Estimate {
        let n = self.n();
        let steps = self.steps();
        let left = steps.last().map_or(1.0, |s| s.share);
        let reach = self.times.last_key_value().map(|(&time, _)| time);
        if reach.is_none_or(|last| last < until && left > 0.0) {
            return Estimate::undefined(n);
        }
        let (mut area, mut variance) = (0.0, 0.0);
        let mut next = until;
        for (index, step) in steps.iter().enumerate().rev().filter(|(_, s)| s.time < until) {
            area += step.share * f64::from(next - step.time);
            next = step.time;
            let before = if index == 0 { 0.0 } else { steps[index - 1].greenwood };
            // Where nobody is left the area to the right is nothing, and so is the term.
            if step.greenwood.is_finite() {
                variance += area * area * (step.greenwood - before);
            }
        }
        let value = area + f64::from(next);
        if n < 2 {
            return Estimate { value: Some(value), ..Estimate::undefined(n) };
        }
        let mut estimate = Estimate::symmetric(value, libm::sqrt(variance), level.normal_quantile(), n);
        // The area cannot leave this range; a normal interval could.
        estimate.interval =
            estimate.interval.map(|i| Interval { low: i.low.max(0.0), high: i.high.min(f64::from(until)) });
        estimate
    }

    /// The curve, step by step in order of time.
    fn steps(&self) -> Vec<Step> {
        let mut at_risk = self.n();
        let (mut share, mut greenwood) = (1.0, 0.0);
        let mut steps = Vec::new();
        for (&time, tally) in &self.times {
            if tally.events > 0 {
                let (d, r) = (tally.events as f64, at_risk as f64);
                let left = (at_risk - tally.events) as f64;
                share *= left / r;
                greenwood += d / (r * left);
                steps.push(Step { time, at_risk, events: tally.events, share, greenwood });
            }
            at_risk -= tally.events + tally.censored;
        }
        steps
    }
}

impl Step {
    fn estimate(&self, n: u64, z: f64) -> Estimate {
        let value = Some(self.share);
        if self.share <= 0.0 {
            return Estimate { value, ..Estimate::undefined(n) };
        }
        let sigma = libm::sqrt(self.greenwood);
        let log = libm::log(self.share);
        let reach = libm::exp(z * sigma / -log);
        let (low, high) = (libm::exp(log * reach), libm::exp(log / reach));
        let interval = Some(Interval::around(low, self.share, high));
        Estimate { value, std_error: Some(self.share * sigma), interval, n }
    }
}

/// The first time at which `height`, where it is defined, has come down to `share`.
fn first_at_or_below(steps: &[Step], share: f64, height: impl Fn(&Step) -> Option<f64>) -> Option<f64> {
    let found = steps.iter().find(|step| height(step).is_some_and(|h| h <= share + ROUNDING));
    found.map(|step| f64::from(step.time))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(observations: &[(u32, bool)]) -> Survival {
        let mut survival = Survival::new();
        for &(time, observed) in observations {
            survival.add(time, observed);
        }
        survival
    }

    fn level() -> Level {
        Level::default()
    }

    #[test]
    fn nothing_added_is_nothing_known() {
        let none = Survival::new();
        assert_eq!(none.share_censored(level()), Estimate::undefined(0));
        assert_eq!(none.quantile(0.5, level()), Estimate::undefined(0));
        assert_eq!(none.restricted_mean(10, level()), Estimate::undefined(0));
        assert!(none.curve(level()).is_empty());
    }

    #[test]
    fn one_event_is_every_quantile_and_has_no_interval() {
        let one = of(&[(5, true)]);
        let median = one.quantile(0.5, level());
        assert_eq!((median.value, median.interval, median.n), (Some(5.0), None, 1));
        assert_eq!(one.quantile(1.0, level()).value, Some(5.0));
        assert_eq!(one.quantile(0.0, level()).value, None);
        assert_eq!(one.restricted_mean(9, level()), Estimate { value: Some(5.0), ..Estimate::undefined(1) });
    }

    #[test]
    fn all_censored_has_no_curve_but_a_restricted_mean() {
        let all = of(&[(30, false), (30, false), (30, false)]);
        assert_eq!(all.quantile(0.01, level()), Estimate::undefined(3));
        assert_eq!(all.quantile_limits(0.5, level()), (None, None));
        assert_eq!(all.share_censored(level()).value, Some(1.0));
        assert_eq!(all.restricted_mean(30, level()).value, Some(30.0));
        assert_eq!(all.restricted_mean(31, level()).value, None);
    }

    #[test]
    fn a_curve_that_stays_high_leaves_the_quantile_undefined() {
        let survival = of(&[(1, true), (2, false), (2, false), (2, false)]);
        assert_eq!(survival.quantile(0.25, level()).value, Some(1.0));
        assert_eq!(survival.quantile(0.26, level()).value, None);
    }

    #[test]
    fn events_come_before_censorings_of_the_same_time() {
        let curve = of(&[(3, false), (3, true), (4, true)]).curve(level());
        assert_eq!(curve.iter().map(|c| c.at_risk).collect::<Vec<_>>(), [3, 1]);
        assert!((curve[0].share.value.unwrap() - 2.0 / 3.0).abs() < 1e-15);
        assert_eq!(curve[1].share, Estimate { value: Some(0.0), ..Estimate::undefined(3) });
    }

    #[test]
    fn events_at_time_zero_count() {
        let survival = of(&[(0, true), (10, false)]);
        assert_eq!(survival.restricted_mean(10, level()).value, Some(5.0));
        assert_eq!(survival.quantile(0.5, level()).value, Some(0.0));
    }

    proptest! {
        #[test]
        fn merging_is_adding_all(
            a in prop::collection::vec((0_u32..40, any::<bool>()), 0..30),
            b in prop::collection::vec((0_u32..40, any::<bool>()), 0..30),
        ) {
            let (mut left, mut right) = (of(&a), of(&b));
            left.merge(&of(&b));
            right.merge(&of(&a));
            prop_assert_eq!(&left, &of(&[a, b].concat()));
            prop_assert_eq!(left, right);
        }

        #[test]
        fn curves_fall_and_quantiles_rise_within_their_intervals(
            observations in prop::collection::vec((0_u32..40, any::<bool>()), 1..80),
        ) {
            let survival = of(&observations);
            let mut last = 1.0;
            for point in survival.curve(level()) {
                let share = point.share.value.unwrap();
                prop_assert!(share < last && point.share.interval.is_none_or(|i| i.contains(share)));
                last = share;
            }
            let mut last = 0.0;
            for step in 1..=20 {
                let estimate = survival.quantile(f64::from(step) / 20.0, level());
                let Some(value) = estimate.value else { continue };
                prop_assert!(value >= last && estimate.interval.is_none_or(|i| i.contains(value)));
                last = value;
            }
        }

        #[test]
        fn without_censoring_the_restricted_mean_is_the_mean(times in prop::collection::vec(0_u32..50, 1..50)) {
            let survival = of(&times.iter().map(|&t| (t, true)).collect::<Vec<_>>());
            let mean = times.iter().map(|&t| f64::from(t.min(30))).sum::<f64>() / times.len() as f64;
            prop_assert!((survival.restricted_mean(30, level()).value.unwrap() - mean).abs() < 1e-11);
        }
    }
}
