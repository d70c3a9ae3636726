//! How much is taken on at most: every limit in one place, with what it bounds and how it is raised.
//!
//! A limit is there to tell a mistake from work that is meant, before memory or patience is used up. Most can be raised, by
//! `OFFRAMP_LIMITS` in the environment: `OFFRAMP_LIMITS=states=20000,file-size=67108864`. They change no result: what is within
//! them comes out the same whatever they are. Those that cannot be raised are part of how runs are played.

use std::sync::OnceLock;

use super::hints::did_you_mean;

/// Name of the variable of the environment that raises limits.
pub const VARIABLE: &str = "OFFRAMP_LIMITS";

/// Most rungs of a ladder: with the two alternatives to acts, and a message with each, they fit the 64 bits of a set.
pub const RUNGS: u64 = 31;
/// Most runs of a batch: more have no random numbers of their own.
pub const RUNS: u64 = 1 << 40;

/// A limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Bytes of a scenario file.
    FileSize,
    /// States of a scenario.
    States,
    /// Relations of a scenario, both directions counted.
    Relations,
    /// Files that extend one another.
    Bases,
    /// Members of a population.
    Members,
    /// Rows of a table that a distribution draws from.
    SampleRows,
    /// Points of a design.
    Points,
    /// Base rows of a sample for sensitivity.
    BaseRows,
    /// Runs of a score.
    ScoredRuns,
    /// Characters of a condition.
    ConditionLength,
    /// Parentheses within one another in a condition.
    ConditionDepth,
    /// Keys of a path.
    PathKeys,
    /// Outcome classes of a scenario's own.
    Outcomes,
    /// Rungs of a ladder.
    Rungs,
    /// Runs of a batch, or of each point of a sweep.
    Runs,
}

/// What there is to say of a limit.
struct Entry {
    name: &'static str,
    meaning: &'static str,
    usual: u64,
    /// The most that it can be raised to; `None` if it cannot be.
    ceiling: Option<u64>,
}

const fn raisable(name: &'static str, usual: u64, ceiling: u64, meaning: &'static str) -> Entry {
    Entry { name, meaning, usual, ceiling: Some(ceiling) }
}

const fn fixed(name: &'static str, usual: u64, meaning: &'static str) -> Entry {
    Entry { name, meaning, usual, ceiling: None }
}

impl Limit {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 15] = [
        Self::FileSize,
        Self::States,
        Self::Relations,
        Self::Bases,
        Self::Members,
        Self::SampleRows,
        Self::Points,
        Self::BaseRows,
        Self::ScoredRuns,
        Self::ConditionLength,
        Self::ConditionDepth,
        Self::PathKeys,
        Self::Outcomes,
        Self::Rungs,
        Self::Runs,
    ];

    const fn entry(self) -> Entry {
        match self {
            Self::FileSize => {
                raisable("file-size", 8 << 20, 1 << 30, "bytes of a scenario file, or of one that it extends")
            }
            Self::States => raisable("states", 10_000, 1_000_000, "states of a scenario"),
            Self::Relations => {
                raisable("relations", 200_000, 10_000_000, "relations of a scenario, both directions counted")
            }
            Self::Bases => raisable("bases", 16, 256, "files that extend one another"),
            Self::Members => raisable("members", 10_000, 1_000_000, "members of a population"),
            Self::SampleRows => {
                raisable("sample-rows", 100_000, 10_000_000, "rows of a table that a distribution draws from")
            }
            Self::Points => raisable("points", 1_000_000, 1 << 32, "points of a design of a sweep"),
            Self::BaseRows => {
                raisable("base-rows", 1 << 24, 1 << 32, "base rows of a sample for sensitivity")
            }
            Self::ScoredRuns => {
                raisable("scored-runs", 10_000_000, 1 << 32, "runs of a score, of all members together")
            }
            Self::ConditionLength => fixed("condition-length", 4096, "characters of a condition"),
            Self::ConditionDepth => {
                fixed("condition-depth", 64, "parentheses within one another in a condition")
            }
            Self::PathKeys => fixed("path-keys", 32, "keys of a path, as of `--set`"),
            Self::Outcomes => fixed("outcomes", 64, "outcome classes of a scenario's own"),
            Self::Rungs => fixed("rungs", RUNGS, "rungs of a ladder"),
            Self::Runs => fixed("runs", RUNS, "runs of a batch, or of each point of a sweep"),
        }
    }

    /// What it is called in [`VARIABLE`] and in the documentation.
    pub const fn name(self) -> &'static str {
        self.entry().name
    }

    /// What it bounds.
    pub const fn meaning(self) -> &'static str {
        self.entry().meaning
    }

    /// What it is unless it is raised.
    pub const fn usual(self) -> u64 {
        self.entry().usual
    }

    /// The most that it can be raised to; `None` if it cannot be.
    pub const fn ceiling(self) -> Option<u64> {
        self.entry().ceiling
    }

    /// What it is in this process.
    pub fn now(self) -> u64 {
        RAISED.get().map_or(self.usual(), |raised| raised[self as usize])
    }

    /// The same, as a number of things in memory.
    pub(crate) fn count(self) -> usize {
        usize::try_from(self.now()).unwrap_or(usize::MAX)
    }

    /// How it is raised so that so many are allowed, for a message.
    pub fn how(self, wanted: u64) -> String {
        match self.ceiling() {
            Some(ceiling) if wanted <= ceiling => {
                format!(
                    "if it is meant, {VARIABLE}={}={wanted} in the environment raises the limit",
                    self.name()
                )
            }
            Some(ceiling) => {
                format!("the limit can be raised to {ceiling} at most, by {VARIABLE} in the environment")
            }
            None => "this limit cannot be raised".to_owned(),
        }
    }
}

/// The limits of this process, in the order of [`Limit::ALL`], once some were raised.
static RAISED: OnceLock<[u64; Limit::ALL.len()]> = OnceLock::new();

/// Sets the limits of this process by a text such as `states=20000,points=2000000`. Only the first call of a process counts, and only
/// if no limit has been asked for otherwise before.
///
/// # Errors
/// Everything that is wrong with the text; no limit is changed then.
pub fn raise(text: &str) -> Result<(), Vec<String>> {
    let limits = read(text)?;
    // Set before anything is read, and by one thread.
    let _ = RAISED.set(limits);
    Ok(())
}

fn read(text: &str) -> Result<[u64; Limit::ALL.len()], Vec<String>> {
    let mut limits = Limit::ALL.map(Limit::usual);
    let mut problems = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match one(part) {
            Ok((limit, value)) => limits[limit as usize] = value,
            Err(problem) => problems.push(format!("{VARIABLE}: {problem}")),
        }
    }
    if problems.is_empty() { Ok(limits) } else { Err(problems) }
}

fn one(part: &str) -> Result<(Limit, u64), String> {
    let Some((name, value)) = part.split_once('=') else {
        return Err(format!("`{part}` is no limit with its value, such as states=20000"));
    };
    let (name, value) = (name.trim(), value.trim().replace('_', ""));
    let Some(limit) = Limit::ALL.into_iter().find(|limit| limit.name() == name) else {
        let names = Limit::ALL.map(Limit::name);
        let mean =
            did_you_mean(name, names).unwrap_or_else(|| format!("the limits are {}", names.join(", ")));
        return Err(format!("there is no limit `{name}`; {mean}"));
    };
    let Some(ceiling) = limit.ceiling() else {
        return Err(format!("the limit `{name}` is always {}, and cannot be raised", limit.usual()));
    };
    match value.parse() {
        Ok(value) if (1..=ceiling).contains(&value) => Ok((limit, value)),
        _ => Err(format!("`{name}` must be a whole number from 1 to {ceiling}, and not `{value}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_stands_at_its_place_and_has_a_name_of_its_own() {
        for (place, limit) in Limit::ALL.into_iter().enumerate() {
            assert_eq!(limit as usize, place);
            assert!(Limit::ALL[..place].iter().all(|other| other.name() != limit.name()));
            assert!(limit.ceiling().is_none_or(|ceiling| ceiling > limit.usual()));
        }
    }

    #[test]
    fn limits_are_read_or_all_that_is_wrong_is_said() {
        let limits = read("states=20_000, file-size=9000000,").unwrap();
        assert_eq!(limits[Limit::States as usize], 20_000);
        assert_eq!(limits[Limit::FileSize as usize], 9_000_000);
        assert_eq!(limits[Limit::Points as usize], Limit::Points.usual());
        assert_eq!(
            read("stats=1,rungs=40,points=0,x").unwrap_err(),
            [
                "OFFRAMP_LIMITS: there is no limit `stats`; did you mean `states`?",
                "OFFRAMP_LIMITS: the limit `rungs` is always 31, and cannot be raised",
                "OFFRAMP_LIMITS: `points` must be a whole number from 1 to 4294967296, and not `0`",
                "OFFRAMP_LIMITS: `x` is no limit with its value, such as states=20000",
            ]
        );
    }

    #[test]
    fn a_message_says_how_the_limit_is_raised() {
        assert_eq!(
            Limit::States.how(20_000),
            "if it is meant, OFFRAMP_LIMITS=states=20000 in the environment raises the limit"
        );
        assert!(Limit::Bases.how(1000).contains("to 256 at most"));
        assert_eq!(Limit::Rungs.how(40), "this limit cannot be raised");
    }
}
