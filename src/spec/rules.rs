//! What the arguments of a distribution must be to each other, and to the range of the parameter they stand for.

use std::cmp::Ordering;

use super::distribution::{Beta, Discrete, DistSpec, Lognormal, Normal, Sample};
use super::number::Range;

/// A cut that leaves nothing within so many standard deviations of the centre leaves nothing to draw from.
const REACH_SDS: f64 = 4.0;

/// A rule that an argument breaks.
pub(super) struct Fault {
    pub(super) argument: &'static str,
    pub(super) item: Option<usize>,
    pub(super) what: String,
    pub(super) label: String,
}

/// Collects broken rules of one distribution.
struct Rules<'r> {
    range: &'r Range,
    faults: Vec<Fault>,
}

/// What is wrong with a distribution whose draws must lie in `range`.
pub(super) fn faults(dist: &DistSpec, range: &Range) -> Vec<Fault> {
    let mut rules = Rules { range, faults: Vec::new() };
    match dist {
        DistSpec::Uniform(args) => rules.ends(args.low, args.high),
        DistSpec::Triangular(args) => rules.peak(args.low, args.mode, args.high),
        DistSpec::Pert(args) => {
            rules.peak(args.low, args.mode, args.high);
            rules.positive("shape", args.shape);
        }
        DistSpec::Normal(args) => rules.normal(args),
        DistSpec::Lognormal(args) => rules.lognormal(args),
        DistSpec::Beta(args) => rules.beta(args),
        DistSpec::Discrete(args) => rules.discrete(args),
        DistSpec::Sample(args) => rules.sample(args),
    }
    rules.faults
}

impl Rules<'_> {
    fn fault(&mut self, argument: &'static str, what: String, label: String) {
        self.faults.push(Fault { argument, item: None, what, label });
    }

    fn positive(&mut self, argument: &'static str, value: f64) {
        if value <= 0.0 {
            self.fault(argument, format!("`{argument}` is {value}"), "must be above 0".into());
        }
    }

    /// An end of the draws must not lie outside the parameter's range.
    fn end(&mut self, argument: &'static str, value: f64) {
        if !self.range.reaches(value) {
            let label = format!("draws must be numbers {}", self.range);
            self.fault(argument, format!("draws reach {value}, which is out of range"), label);
        }
    }

    fn ends(&mut self, low: f64, high: f64) {
        match low.partial_cmp(&high) {
            Some(Ordering::Less) => {}
            Some(Ordering::Equal) => {
                let label = "must be above `low`; for a single value write the number itself".into();
                self.fault("high", format!("`low` and `high` are both {high}"), label);
            }
            _ => self.fault("high", format!("`high` is {high}, below `low`"), format!("must be above {low}")),
        }
        self.end("low", low);
        self.end("high", high);
    }

    fn peak(&mut self, low: f64, mode: f64, high: f64) {
        self.ends(low, high);
        if low < high && !(low..=high).contains(&mode) {
            self.fault("mode", format!("`mode` is {mode}"), format!("must be from {low} to {high}"));
        }
    }

    /// The cuts of an unbounded distribution, which has `low` to `high` if neither is given.
    fn cuts(&mut self, low: Option<f64>, high: Option<f64>) -> (f64, f64) {
        match (low, high) {
            (Some(low), Some(high)) => self.ends(low, high),
            (Some(low), None) => self.end("low", low),
            (None, Some(high)) => self.end("high", high),
            (None, None) => {}
        }
        (low.unwrap_or(self.range.min), high.unwrap_or(self.range.max))
    }

    fn normal(&mut self, args: &Normal) {
        self.positive("sd", args.sd);
        let (low, high) = self.cuts(args.low, args.high);
        let reach = REACH_SDS * args.sd;
        if self.faults.is_empty() && (args.mean + reach < low || args.mean - reach > high) {
            self.out_of_reach("mean", args.mean, low, high);
        }
    }

    fn lognormal(&mut self, args: &Lognormal) {
        self.positive("median", args.median);
        self.positive("sigma", args.sigma);
        let (low, high) = self.cuts(args.low, args.high);
        if !self.faults.is_empty() {
            return;
        }
        let (centre, reach) = (args.median.ln(), REACH_SDS * args.sigma);
        let is_above = high <= 0.0 || centre - reach > high.ln();
        if is_above || (low > 0.0 && centre + reach < low.ln()) {
            self.out_of_reach("median", args.median, low, high);
        }
    }

    fn out_of_reach(&mut self, argument: &'static str, value: f64, low: f64, high: f64) {
        let what = format!("with `{argument}` {value}, hardly any draw lies from {low} to {high}");
        self.fault(argument, what, "too far from what may be drawn".into());
    }

    fn beta(&mut self, args: &Beta) {
        self.ends(args.low, args.high);
        if args.low < args.high && !(args.mean > args.low && args.mean < args.high) {
            let label = format!("must be between {} and {}, both excluded", args.low, args.high);
            self.fault("mean", format!("`mean` is {}", args.mean), label);
        }
        self.positive("concentration", args.concentration);
    }

    fn sample(&mut self, args: &Sample) {
        let Some(values) = &args.values else {
            let what = format!("{} cannot be read from here", args.file);
            return self.fault("file", what, "write it in a scenario file, and load that".into());
        };
        if let Some((row, value)) = (1..).zip(values).find(|(_, value)| !self.range.contains(**value)) {
            let what = format!("row {row} of {} has {value}, which is out of range", args.file);
            self.fault("column", what, format!("must be numbers {}", self.range));
        }
        let Some(weights) = &args.weights else { return };
        if weights.len() != values.len() {
            let what = format!("{} weights for {} values", weights.len(), values.len());
            self.fault("weights", what, "must be one for each value".into());
        } else if let Some((row, weight)) = (1..).zip(weights).find(|(_, weight)| **weight < 0.0) {
            let what = format!("row {row} of {} has a weight of {weight}", args.file);
            self.fault("weight", what, "must be 0 or more".into());
        } else if weights.iter().sum::<f64>() <= 0.0 {
            self.fault("weight", "weights that add up to 0".into(), "must add up to more than 0".into());
        }
    }

    fn discrete(&mut self, args: &Discrete) {
        for (index, value) in args.values.iter().enumerate() {
            if !self.range.contains(*value) {
                let (what, label) =
                    (format!("{value} is out of range"), format!("must be a number {}", self.range));
                self.faults.push(Fault { argument: "values", item: Some(index), what, label });
            }
        }
        let Some(weights) = &args.weights else { return };
        if weights.len() != args.values.len() {
            let what = format!("{} weights for {} values", weights.len(), args.values.len());
            self.fault("weights", what, "must be one for each value".into());
        }
        for (index, weight) in weights.iter().enumerate() {
            if *weight < 0.0 {
                let (what, label) = (format!("a weight of {weight}"), "must be 0 or more".into());
                self.faults.push(Fault { argument: "weights", item: Some(index), what, label });
            }
        }
        let total: f64 = weights.iter().sum();
        if weights.iter().all(|weight| *weight >= 0.0) && !(total > 0.0 && total.is_finite()) {
            self.fault(
                "weights",
                format!("weights that add up to {total}"),
                "must add up to more than 0".into(),
            );
        }
    }
}
