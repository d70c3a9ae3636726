//! How large a synthetic scenario is.

use std::fmt;
use std::str::FromStr;

/// Most states of a synthetic scenario.
const MOST_STATES: usize = 10_000;
/// Most relations of one.
const MOST_RELATIONS: usize = 100_000;
/// Relations of a state if their number is not given.
const RELATIONS_PER_STATE: usize = 10;

/// How large a synthetic scenario is: a size that exists.
///
/// As text `STATES[,RELATIONS[,ACTIVE]]`, such as `200,2000,100`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScenarioSize {
    states: usize,
    relations: usize,
    active: usize,
}

/// There is no scenario of such a size.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SizeError {
    /// The text has more than three parts.
    #[error("a size has up to three parts, STATES,RELATIONS,ACTIVE, such as 200,2000,100")]
    TooManyParts,
    /// A part is not a whole number.
    #[error("{part} must be a whole number, and `{found}` is none; a size is written like 200,2000,100")]
    NotWhole {
        /// Which part.
        part: &'static str,
        /// What stands there.
        found: String,
    },
    /// Too few states, or too many.
    #[error("{0} states: a synthetic scenario has 2 to {MOST_STATES}")]
    States(usize),
    /// Relations come in pairs.
    #[error(
        "{count} {what}: relations come in pairs, one each way, so give an even number: {} or {}",
        count - 1,
        count + 1
    )]
    Odd {
        /// How many.
        count: usize,
        /// Of what: `relations` or `active relations`.
        what: &'static str,
    },
    /// Some states would have nothing to do with the rest.
    #[error("{relations} relations are too few: to hold {states} states together takes {}", least(*states))]
    TooFewRelations {
        /// How many relations.
        relations: usize,
        /// For how many states.
        states: usize,
    },
    /// More than two for each two states, or than are made.
    #[error("{relations} relations are too many: between {states} states there are at most {}", most(*states))]
    TooManyRelations {
        /// How many relations.
        relations: usize,
        /// For how many states.
        states: usize,
    },
    /// More active relations than relations.
    #[error("{active} active relations are more than the {relations} that there are")]
    TooManyActive {
        /// How many active ones.
        active: usize,
        /// Of how many.
        relations: usize,
    },
}

/// Relations that hold so many states together: a chain.
fn least(states: usize) -> usize {
    2 * (states - 1)
}

/// Relations that there can be: both ways between any two, up to a limit.
fn most(states: usize) -> usize {
    (states * (states - 1)).min(MOST_RELATIONS)
}

impl ScenarioSize {
    /// A size: `relations` counts both directions; ten for each state if not given, or as many as there can be.
    /// `active` of them take part from day 0; all if not given.
    ///
    /// # Errors
    ///
    /// If there is no such scenario, or one that large is not made.
    pub fn new(states: usize, relations: Option<usize>, active: Option<usize>) -> Result<Self, SizeError> {
        if !(2..=MOST_STATES).contains(&states) {
            return Err(SizeError::States(states));
        }
        let relations = relations.unwrap_or_else(|| (RELATIONS_PER_STATE * states).min(most(states)));
        let active = active.unwrap_or(relations);
        if relations < least(states) {
            return Err(SizeError::TooFewRelations { relations, states });
        }
        if relations > most(states) {
            return Err(SizeError::TooManyRelations { relations, states });
        }
        if active > relations {
            return Err(SizeError::TooManyActive { active, relations });
        }
        for (count, what) in [(relations, "relations"), (active, "active relations")] {
            if count % 2 == 1 {
                return Err(SizeError::Odd { count, what });
            }
        }
        Ok(Self { states, relations, active })
    }

    /// How many states.
    pub fn states(self) -> usize {
        self.states
    }

    /// How many relations, both directions counted.
    pub fn relations(self) -> usize {
        self.relations
    }

    /// How many of them take part from day 0.
    pub fn active(self) -> usize {
        self.active
    }
}

impl FromStr for ScenarioSize {
    type Err = SizeError;

    fn from_str(text: &str) -> Result<Self, SizeError> {
        let mut parts = text.split(',');
        let mut next = |part| {
            let Some(found) = parts.next().map(str::trim) else { return Ok(None) };
            let number = found.replace('_', "").parse();
            number.map(Some).map_err(|_| SizeError::NotWhole { part, found: found.to_owned() })
        };
        let (states, relations, active) = (next("STATES")?, next("RELATIONS")?, next("ACTIVE")?);
        if parts.next().is_some() {
            return Err(SizeError::TooManyParts);
        }
        // The first part is there, be it empty.
        Self::new(states.unwrap_or_default(), relations, active)
    }
}

impl fmt::Display for ScenarioSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} states, {} relations, {} of them active", self.states, self.relations, self.active)
    }
}
