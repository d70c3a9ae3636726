//! What is added up of runs besides their outcomes and measures.

use serde::{Deserialize, Serialize};

/// A table that is added up over runs only if it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// How relations moved from day to day.
    Timeline,
    /// What was done, and how often.
    Acts,
    /// Why it was done.
    Drivers,
    /// What early signs say of the outcome.
    Indicators,
    /// From which rungs states come down, and what keeps them there.
    Offramps,
    /// Day by day, on which rung the runs stand.
    Ladder,
    /// How the values of measures are spread. Costs nothing: it is read off what is added up of the measures anyway.
    Distributions,
}

impl Part {
    /// All of them, in the order of tables.
    pub const ALL: [Self; 7] = [
        Self::Timeline,
        Self::Acts,
        Self::Drivers,
        Self::Indicators,
        Self::Offramps,
        Self::Ladder,
        Self::Distributions,
    ];
}

/// Which [parts](Part) are added up. Outcomes and measures always are. Never changes what the others come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Part>", into = "Vec<Part>")]
pub struct Recorded(u8);

impl Recorded {
    /// Everything: what a batch records unless told otherwise.
    pub const ALL: Self = Self((1 << Part::ALL.len()) - 1);
    /// Outcomes and measures only: what each of many design points records unless told otherwise.
    pub const LEAN: Self = Self(0);

    /// Whether a part is added up.
    pub fn contains(self, part: Part) -> bool {
        self.0 & 1 << part as u8 != 0
    }

    /// What is made of a part that is added up, and nothing otherwise.
    pub(super) fn then<T>(self, part: Part, make: impl FnOnce() -> T) -> Option<T> {
        self.contains(part).then(make)
    }
}

impl FromIterator<Part> for Recorded {
    fn from_iter<I: IntoIterator<Item = Part>>(parts: I) -> Self {
        Self(parts.into_iter().fold(0, |set, part| set | 1 << part as u8))
    }
}

impl From<Vec<Part>> for Recorded {
    fn from(parts: Vec<Part>) -> Self {
        parts.into_iter().collect()
    }
}

impl From<Recorded> for Vec<Part> {
    fn from(recorded: Recorded) -> Self {
        Part::ALL.into_iter().filter(|&part| recorded.contains(part)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_and_lean_are_every_part_and_none() {
        assert_eq!(Part::ALL.into_iter().collect::<Recorded>(), Recorded::ALL);
        assert_eq!([].into_iter().collect::<Recorded>(), Recorded::LEAN);
        for part in Part::ALL {
            assert!(Recorded::ALL.contains(part) && !Recorded::LEAN.contains(part));
            let others = Part::ALL.into_iter().filter(|&other| other != part);
            assert!(!others.collect::<Recorded>().contains(part));
        }
    }

    #[test]
    fn a_selection_is_written_by_name_and_read_back() {
        let some: Recorded = [Part::Offramps, Part::Timeline].into_iter().collect();
        let text = serde_json::to_string(&some).unwrap();
        assert_eq!(text, r#"["timeline","offramps"]"#);
        assert_eq!(serde_json::from_str::<Recorded>(&text).unwrap(), some);
        assert!(serde_json::from_str::<Recorded>(r#"["everything"]"#).is_err());
    }
}
