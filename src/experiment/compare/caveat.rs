//! What to know before two variants are compared: where they do not mean the same.

use std::fmt;

use super::matching::Matching;
use crate::model::Scenario;

/// Names listed at most.
const LISTED: usize = 4;

/// A difference between two variants that is none of their runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caveat {
    /// They are played for different numbers of days.
    Horizons([u32; 2]),
    /// "In focus" means other states.
    Focus,
    /// Outcome classes that only one of them has.
    OnlyClasses {
        /// Which has them: 0 for A, 1 for B.
        of: usize,
        /// The classes.
        classes: Vec<String>,
    },
    /// Classes of the scenario's own that have one name and different conditions.
    OtherConditions(Vec<String>),
    /// Measures that only one of them has.
    OnlyMeasures {
        /// Which has them: 0 for A, 1 for B.
        of: usize,
        /// The measures.
        measures: Vec<String>,
    },
}

impl fmt::Display for Caveat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |of: usize| if of == 0 { "A" } else { "B" };
        match self {
            Self::Horizons([a, b]) => write!(
                f,
                "A is played for {a} days and B for {b}: means of times are cut at the shorter, all else is of whole runs"
            ),
            Self::Focus => {
                write!(f, "A and B have different states in focus, so that measures in focus speak of others")
            }
            Self::OnlyClasses { of, classes } => write!(
                f,
                "only {} has the outcome class {}: its runs are in other classes in the other variant, whatever happened",
                name(*of),
                listed(classes)
            ),
            Self::OtherConditions(classes) => {
                write!(f, "the outcome class {} has other conditions in B than in A", listed(classes))
            }
            Self::OnlyMeasures { of, measures } => {
                write!(f, "only {} has {}, which cannot be compared", name(*of), listed(measures))
            }
        }
    }
}

fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(LISTED);
    let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{rest}", shown.join(", "))
}

/// What to know of two variants.
pub(super) fn caveats(a: &Scenario, b: &Scenario, matching: &Matching) -> Vec<Caveat> {
    let mut list = Vec::new();
    if a.horizon_days() != b.horizon_days() {
        list.push(Caveat::Horizons([a.horizon_days(), b.horizon_days()]));
    }
    if focus(a) != focus(b) {
        list.push(Caveat::Focus);
    }
    for of in [0, 1] {
        let names = matching.classes.all.iter().enumerate();
        let lacking = names.filter(|&(place, _)| !matching.classes.has(1 - of, place));
        let classes: Vec<String> = lacking.map(|(_, name)| name.clone()).collect();
        if !classes.is_empty() {
            list.push(Caveat::OnlyClasses { of, classes });
        }
    }
    let differs = |key: &str, text: &str| {
        let other = b.outcomes().iter().find(|other| other.key == key);
        other.is_some_and(|other| other.when.text() != text)
    };
    let other = a.outcomes().iter().filter(|own| differs(&own.key, own.when.text()));
    let other: Vec<String> = other.map(|own| own.key.clone()).collect();
    if !other.is_empty() {
        list.push(Caveat::OtherConditions(other));
    }
    for of in [0, 1] {
        if !matching.unshared[of].is_empty() {
            list.push(Caveat::OnlyMeasures { of, measures: matching.unshared[of].clone() });
        }
    }
    list
}

/// The keys of the states in focus.
fn focus(scenario: &Scenario) -> Option<[&str; 2]> {
    scenario.focus().map(|focus| focus.map(|state| scenario.states()[state].key.as_str()))
}
