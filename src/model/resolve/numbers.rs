//! Numbers: ranged, looked up where a knob stands for them, and put into the list of inputs.

use std::collections::BTreeMap;

use super::Resolver;
use crate::model::distribution::{Distribution, DistributionError};
use crate::model::fields::Written;
use crate::model::input::{Input, Quantity, Slot};
use crate::spec::{Amount, Bounds, DistSpec, Number, Range, Real, did_you_mean};

/// The numbers that several places share.
pub(super) type Knobs = BTreeMap<String, Number<Real>>;

/// What an amount comes to: itself, or that of the knob that it names. `None` if there is no such knob.
pub(super) fn behind<'a>(amount: &'a Amount, knobs: &'a Knobs) -> Option<&'a Amount> {
    match amount {
        Amount::Knob(name) => {
            knobs.get(name).map(|knob| &knob.amount).filter(|amount| !matches!(amount, Amount::Knob(_)))
        }
        amount => Some(amount),
    }
}

/// The values that an amount of this range can take: the smallest and the largest.
pub(super) fn ends(amount: &Amount, range: Range, knobs: &Knobs) -> Option<(f64, f64)> {
    match behind(amount, knobs)? {
        Amount::Fixed(value) => Some((*value, *value)),
        Amount::Dist(written) => distribution(written, range).ok().map(|drawn| drawn.support()),
        Amount::Knob(_) => None,
    }
}

impl Resolver<'_> {
    /// Takes one number: what is written, or the default.
    pub(super) fn number(&mut self, table: &str, key: &str, written: Written<'_>, default: f64) -> Slot {
        self.take(format!("{table}.{key}"), written, default)
    }

    /// Takes a number that stands in a table of its own, under any key.
    pub(super) fn entry<B: Bounds>(
        &mut self,
        path: String,
        number: Option<&Number<B>>,
        default: f64,
    ) -> Slot {
        let amount = number.map(|number| &number.amount);
        self.take(path, Written { amount, range: Range::of::<B>() }, default)
    }

    fn take(&mut self, path: String, Written { amount, range }: Written<'_>, default: f64) -> Slot {
        let quantity = amount.map_or(Quantity::Fixed(default), |amount| self.quantity(&path, amount, range));
        let knob = match amount {
            Some(Amount::Knob(name)) => Some(name.clone()),
            _ => None,
        };
        let slot = Slot(self.inputs.len() as u32);
        self.inputs.push(Input { path, quantity, given: amount.is_some(), knob });
        slot
    }

    /// Reports samples that go by the name of one table and have other rows: they could not take the same row.
    pub(super) fn check_samples(&mut self) {
        let mut tables: BTreeMap<&str, (&str, &[f64])> = BTreeMap::new();
        let mut faults = Vec::new();
        for input in &self.inputs {
            let Quantity::Drawn(distribution) = &input.quantity else { continue };
            let Some((table, shares)) = distribution.table() else { continue };
            let &mut (first, known) = tables.entry(table).or_insert((&input.path, shares));
            if known != shares {
                faults.push((
                    input.path.clone(),
                    format!("the rows of {table} have other weights than at `{first}`"),
                ));
            }
        }
        for (path, what) in faults {
            let help =
                "all places that draw from one table take the same row: name the same column of weights"
                    .to_owned();
            self.problem(&path, what, "other weights", Some(help));
        }
    }

    fn quantity(&mut self, path: &str, amount: &Amount, range: Range) -> Quantity {
        let spec = self.spec;
        let by = match amount {
            Amount::Knob(name) => format!(" (knob `{name}`)"),
            _ => String::new(),
        };
        match behind(amount, &spec.knobs) {
            Some(Amount::Fixed(value)) => {
                if !range.contains(*value) {
                    let (what, help) = (format!("{value} is out of range{by}"), format!("a number {range}"));
                    self.problem(path, what, "out of range", Some(help));
                }
                Quantity::Fixed(*value)
            }
            Some(Amount::Dist(written)) => match distribution(written, range) {
                Ok(distribution) => {
                    let (low, high) = distribution.support();
                    if !(range.reaches(low) && range.reaches(high)) {
                        let what = format!("draws from {low} to {high} leave the range{by}");
                        self.problem(path, what, "reaches out of range", Some(format!("a number {range}")));
                    }
                    Quantity::Drawn(distribution)
                }
                Err(error) => {
                    self.problem(path, format!("{error}{by}"), "not a distribution", None);
                    Quantity::Fixed(f64::NAN)
                }
            },
            Some(Amount::Knob(_)) | None => {
                let name = if let Amount::Knob(name) = amount { name.as_str() } else { "" };
                let help = did_you_mean(name, spec.knobs.keys().map(String::as_str));
                self.problem(path, format!("there is no knob `{name}`"), "unknown knob", help);
                Quantity::Fixed(f64::NAN)
            }
        }
    }
}

fn distribution(written: &DistSpec, range: Range) -> Result<Distribution, DistributionError> {
    let low = |low: Option<f64>| low.or(range.min.is_finite().then_some(range.min));
    let high = |high: Option<f64>| high.or(range.max.is_finite().then_some(range.max));
    match written {
        DistSpec::Uniform(d) => Distribution::uniform(d.low, d.high),
        DistSpec::Triangular(d) => Distribution::triangular(d.low, d.mode, d.high),
        DistSpec::Pert(d) => Distribution::pert(d.low, d.mode, d.high, d.shape),
        DistSpec::Normal(d) => Distribution::normal(d.mean, d.sd, low(d.low), high(d.high)),
        DistSpec::Lognormal(d) => Distribution::lognormal(d.median, d.sigma, low(d.low), high(d.high)),
        DistSpec::Beta(d) => Distribution::beta(d.mean, d.concentration, d.low, d.high),
        DistSpec::Discrete(d) => Distribution::discrete(&d.values, d.weights.as_deref()),
        DistSpec::Sample(d) => {
            Distribution::sample(&d.file, d.values.as_deref().unwrap_or_default(), d.weights.as_deref())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Quantity, Scenario};
    use crate::spec::{Problem, ScenarioSpec};

    /// The scenario of a text that comes by another way than the gate.
    fn meant(more: &str) -> Result<Scenario, Vec<Problem>> {
        let text = format!("[states.b]\n[relations.a.b]\n{more}");
        Scenario::new(&toml::from_str::<ScenarioSpec>(&text).unwrap())
    }

    #[test]
    fn knobs_are_looked_up_and_held_to_the_range_of_each_place() {
        let of = |more: &str| -> Vec<String> {
            let problems = meant(more).unwrap_err().into_iter();
            problems.map(|problem| format!("{}: {}", problem.path, problem.what)).collect()
        };
        let place = "[states.a]\nresolve = \"$x\"\naudience_cost = \"$x\"\n[knobs]\n";
        assert_eq!(of(&format!("{place}y = 1\n"))[0], "states.a.resolve: there is no knob `x`");
        assert_eq!(of(&format!("{place}x = 1.5\n")), ["states.a.resolve: 1.5 is out of range (knob `x`)"]);
        assert_eq!(
            of(&format!("{place}x.uniform = {{ low = 0.5, high = 1.5 }}\n")),
            ["states.a.resolve: draws from 0.5 to 1.5 leave the range (knob `x`)"]
        );
        assert_eq!(of(&format!("{place}x = \"$y\"\ny = 0.5\n"))[0], "states.a.resolve: there is no knob `x`");
    }

    #[test]
    fn inputs_know_their_knob_and_rungs_take_their_place_by_it() {
        let scenario =
            meant("[states.a]\ntempo = \"$x\"\n[ladder.blockade]\nseverity = \"$x\"\n[knobs]\nx = 0.4\n")
                .unwrap();
        let input = scenario.inputs().iter().find(|input| input.path == "states.a.tempo").unwrap();
        assert!(
            matches!(input.quantity, Quantity::Fixed(value) if (value - 0.4).abs() < 1e-12) && input.given
        );
        assert_eq!(input.drawn_as(), "knobs.x");
        let rungs: Vec<&str> = scenario.ladder().iter().map(|rung| rung.key.as_str()).collect();
        assert_eq!(rungs[3..6], ["mobilise", "blockade", "covert"]);
        let drawn = "[states.a]\n[ladder.blockade]\nseverity = \"$x\"\n[knobs]\nx.uniform = { low = 0.3, high = 0.6 }\n";
        assert!(meant(drawn).unwrap_err()[0].what.contains("drawn past a neighbouring rung's"));
    }
}
