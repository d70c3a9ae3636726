//! What policies are judged by: a quantity of a run, to be made small or large on average.

use super::measure::{Kind, Measure, Value};
use crate::engine::{Program, RunRecord};
use crate::spec::{ObjectiveSpec, did_you_mean};
use crate::stats::Resolution;

/// A quantity and which way it should go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objective {
    /// Whether it should be large; otherwise small.
    pub maximise: bool,
    /// The quantity.
    pub quantity: Quantity,
}

/// A quantity of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quantity {
    /// Whether the run ended in this outcome class: its mean is the probability.
    Outcome(String),
    /// The value of a measure, over the runs in which it is defined.
    Mean(String),
}

/// An objective that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ObjectiveError {
    /// Two of them.
    #[error("either `minimise` or `maximise`, not both")]
    Both,
    /// Not of the form.
    #[error(
        "`{0}` is no quantity: name an outcome class, `war`, or the mean of a measure, `mean(fatalities_total)`"
    )]
    Form(String),
    /// No such outcome class.
    #[error("there is no outcome class `{0}`{1}")]
    NoOutcome(String, String),
    /// No such measure.
    #[error("there is no measure `{0}`{1}")]
    NoMeasure(String, String),
    /// A measure without a mean.
    #[error("`{0}` is {1}, which has no mean")]
    NoMean(String, &'static str),
}

impl Objective {
    /// What a scenario says; `None` if it says nothing.
    ///
    /// # Errors
    /// If it says two things, or something that is no quantity.
    pub fn of_spec(spec: &ObjectiveSpec) -> Result<Option<Self>, ObjectiveError> {
        let (maximise, text) = match (&spec.minimise, &spec.maximise) {
            (None, None) => return Ok(None),
            (Some(_), Some(_)) => return Err(ObjectiveError::Both),
            (Some(text), None) => (false, text),
            (None, Some(text)) => (true, text),
        };
        Ok(Some(Self { maximise, quantity: Quantity::read(text)? }))
    }

    /// In words: `minimise war`.
    pub fn describe(&self) -> String {
        format!("{} {}", if self.maximise { "maximise" } else { "minimise" }, self.quantity.describe())
    }
}

impl Quantity {
    /// Reads `war` or `mean(fatalities_total)`.
    ///
    /// # Errors
    /// If the text has neither form.
    pub fn read(text: &str) -> Result<Self, ObjectiveError> {
        let text = text.trim();
        let is_name = |text: &str| !text.is_empty() && !text.contains(['(', ')']);
        if let Some(measure) = text.strip_prefix("mean(").and_then(|rest| rest.strip_suffix(')')) {
            let measure = measure.trim();
            return is_name(measure)
                .then(|| Self::Mean(measure.to_owned()))
                .ok_or_else(|| ObjectiveError::Form(text.to_owned()));
        }
        is_name(text)
            .then(|| Self::Outcome(text.to_owned()))
            .ok_or_else(|| ObjectiveError::Form(text.to_owned()))
    }

    /// As it is written.
    pub fn describe(&self) -> String {
        match self {
            Self::Outcome(outcome) => outcome.clone(),
            Self::Mean(measure) => format!("mean({measure})"),
        }
    }

    /// Finds the quantity among the measures of a program.
    ///
    /// # Errors
    /// If there is no such outcome class or measure, or the measure has no mean.
    pub fn among(&self, measures: &[Measure]) -> Result<Gauge, ObjectiveError> {
        let hint = |name: &str, keys: Vec<&str>| {
            did_you_mean(name, keys).map(|hint| format!("; {hint}")).unwrap_or_default()
        };
        match self {
            Self::Outcome(name) => {
                let measure = measures.iter().position(|measure| measure.key == "outcome");
                let classes = measure.map_or(&[][..], |measure| &measures[measure].categories);
                let class = classes.iter().position(|class| class == name);
                let gauge = measure.zip(class).map(|(measure, class)| Gauge { measure, class: Some(class) });
                gauge.ok_or_else(|| {
                    let classes = classes.iter().map(String::as_str).collect();
                    ObjectiveError::NoOutcome(name.clone(), hint(name, classes))
                })
            }
            Self::Mean(key) => {
                let Some(measure) = measures.iter().position(|measure| measure.key == *key) else {
                    let keys = measures.iter().map(|measure| measure.key.as_str()).collect();
                    return Err(ObjectiveError::NoMeasure(key.clone(), hint(key, keys)));
                };
                match measures[measure].kind {
                    Kind::Category => Err(ObjectiveError::NoMean(key.clone(), "a name")),
                    Kind::Time => Err(ObjectiveError::NoMean(key.clone(), "a day that may not come")),
                    Kind::Count | Kind::Days | Kind::Indicator | Kind::Real => {
                        Ok(Gauge { measure, class: None })
                    }
                }
            }
        }
    }
}

/// Reads a quantity off the runs of one program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gauge {
    /// Index of the measure.
    measure: usize,
    /// The outcome class that is asked for, if one is.
    class: Option<usize>,
}

impl Gauge {
    /// To which steps values are rounded when they are added up.
    pub(super) const RESOLUTION: Resolution = Resolution::MILLIONTH;

    /// The quantity of a run; `None` if it is undefined.
    pub(super) fn read(&self, program: &Program, measures: &[Measure], record: &RunRecord) -> Option<f64> {
        let value = measures[self.measure].read(program, record)?;
        Some(match (self.class, value) {
            (Some(class), Value::Category(index)) => f64::from(u8::from(index == class)),
            (None, Value::Whole(number)) => number as f64,
            (None, Value::Indicator(is_so)) => f64::from(u8::from(is_so)),
            (None, Value::Real(number)) => number,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::dictionary;
    use crate::experiment::fixture::{RIVALS, program};

    #[test]
    fn quantities_are_outcome_classes_and_means() {
        assert_eq!(Quantity::read(" war "), Ok(Quantity::Outcome("war".to_owned())));
        assert_eq!(Quantity::read("mean( end_day )"), Ok(Quantity::Mean("end_day".to_owned())));
        for bad in ["", "mean()", "mean(war", "max(war)"] {
            assert_eq!(Quantity::read(bad), Err(ObjectiveError::Form(bad.to_owned())), "{bad}");
        }
        let spec = |minimise: Option<&str>, maximise: Option<&str>| ObjectiveSpec {
            minimise: minimise.map(str::to_owned),
            maximise: maximise.map(str::to_owned),
        };
        assert_eq!(Objective::of_spec(&spec(None, None)), Ok(None));
        assert_eq!(Objective::of_spec(&spec(Some("war"), Some("war"))), Err(ObjectiveError::Both));
        let largest = Objective::of_spec(&spec(None, Some("no_strike"))).unwrap().unwrap();
        assert_eq!(largest.describe(), "maximise no_strike");
    }

    #[test]
    fn what_is_not_there_or_has_no_mean_is_turned_down() {
        let measures = dictionary(&program(RIVALS));
        let error = |text: &str| Quantity::read(text).unwrap().among(&measures).unwrap_err().to_string();
        assert_eq!(error("waar"), "there is no outcome class `waar`; did you mean `war`?");
        assert_eq!(
            error("mean(fatalities_totl)"),
            "there is no measure `fatalities_totl`; did you mean `fatalities_total`?"
        );
        assert_eq!(error("mean(first_striker)"), "`first_striker` is a name, which has no mean");
        assert_eq!(
            error("mean(first_strike_day)"),
            "`first_strike_day` is a day that may not come, which has no mean"
        );
        for good in ["war", "frozen", "mean(fatalities_total)", "mean(retaliated)"] {
            assert!(Quantity::read(good).unwrap().among(&measures).is_ok(), "{good}");
        }
    }
}
