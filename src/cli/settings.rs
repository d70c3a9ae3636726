//! From what was typed to what it means.

use std::path::Path;

use super::args::{Ci, Record, RunArguments};
use super::load::is_stdin;
use crate::engine::Outcome;
use crate::experiment::pick::Pick;
use crate::experiment::rare::{LevelChoice, RarePlan};
use crate::experiment::{BatchPlan, Confidence, Part, Recorded, StoppingRule};
use crate::spec::limits::{Limit, RUNS as MOST_RUNS};
use crate::stats::{Level, ProportionMethod};

/// Runs of a batch of which no number is said.
const DEFAULT_RUNS: u64 = 10_000;
/// The same if it ends earlier by a rule.
const DEFAULT_MOST_RUNS: u64 = 1_000_000;

/// What `run` was asked to do.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RunSettings {
    pub(super) plan: BatchPlan,
    pub(super) confidence: Confidence,
    /// What is added up over the runs besides their outcomes and measures.
    pub(super) recorded: Recorded,
    pub(super) records_runs: bool,
    /// The splitting to play besides, if any.
    pub(super) rare: Option<RarePlan>,
}

impl RunSettings {
    pub(super) fn read(arguments: &RunArguments) -> Self {
        let method = method(arguments.ci);
        let (recorded, records_runs) = recorded(&arguments.record, Recorded::ALL);
        let most = if arguments.until.until.is_empty() { DEFAULT_RUNS } else { DEFAULT_MOST_RUNS };
        let (runs, play) = (arguments.runs.unwrap_or(most), &arguments.play);
        let (seed, threads) = (play.seed, usize::from(play.threads));
        Self {
            plan: BatchPlan { runs, seed, threads },
            confidence: Confidence { method, level: Level::default() },
            recorded,
            records_runs,
            rare: arguments.rare.map(|outcome| rare_plan(arguments, outcome)),
        }
    }
}

/// What `--record` asks for: what is added up, and whether the runs are written one by one. It names all that is written
/// besides outcomes and summary; if it names nothing but runs, they come on top of what is written by default.
pub(super) fn recorded(asked: &[Record], default: Recorded) -> (Recorded, bool) {
    let part = |record: &Record| match record {
        Record::Runs => None,
        Record::Timeline => Some(Part::Timeline),
        Record::Acts => Some(Part::Acts),
        Record::Drivers => Some(Part::Drivers),
        Record::Indicators => Some(Part::Indicators),
        Record::Offramps => Some(Part::Offramps),
        Record::Ladder => Some(Part::Ladder),
        Record::Distributions => Some(Part::Distributions),
    };
    let named: Recorded = asked.iter().filter_map(part).collect();
    let recorded = if named == Recorded::LEAN { default } else { named };
    (recorded, asked.contains(&Record::Runs))
}

/// How intervals of shares are made.
pub(super) fn method(ci: Ci) -> ProportionMethod {
    match ci {
        Ci::Wilson => ProportionMethod::Wilson,
        Ci::ClopperPearson => ProportionMethod::ClopperPearson,
        Ci::Jeffreys => ProportionMethod::Jeffreys,
    }
}

fn rare_plan(arguments: &RunArguments, outcome: Outcome) -> RarePlan {
    let (repeats, effort) = (arguments.repeats, arguments.effort);
    let levels = match &arguments.levels {
        Some(levels) => LevelChoice::At(levels.clone()),
        None => LevelChoice::Pilot(arguments.pilot.unwrap_or(effort)),
    };
    RarePlan { outcome, repeats, effort, levels }
}

/// An outcome by its name in files and tables.
pub(super) fn outcome(text: &str) -> Result<Outcome, String> {
    let found = Outcome::ALL.into_iter().find(|outcome| outcome.key() == text);
    found.ok_or_else(|| {
        "the outcomes that can be split for are nuclear_use and war; a class of the scenario's own is judged at the end \
         of a run, so that no single act makes it"
            .to_owned()
    })
}

/// A rule that ends a batch.
pub(super) fn rule(text: &str) -> Result<StoppingRule, String> {
    StoppingRule::read(text).map_err(|error| error.to_string())
}

/// A rule by which a run is picked.
pub(super) fn pick(text: &str) -> Result<Pick, String> {
    match text {
        "typical" => Ok(Pick::Typical),
        "worst" => Ok(Pick::Worst),
        "best" => Ok(Pick::Best),
        "surprising" => Ok(Pick::Surprising),
        _ => match text.strip_prefix("outcome=") {
            Some(outcome) if !outcome.is_empty() => Ok(Pick::Outcome(outcome.to_owned())),
            _ => Err("the rules are typical, worst, best, surprising and outcome=NAME, such as outcome=war"
                .to_owned()),
        },
    }
}

/// The scenario's name in the default results folder: that of its file, or `stdin`.
pub(super) fn stem(file: &Path) -> String {
    if is_stdin(file) {
        return "stdin".to_owned();
    }
    file.file_stem().map_or_else(|| "scenario".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// A number of runs, at least one. `10_000` is read too.
pub(super) fn runs(text: &str) -> Result<u64, String> {
    match whole(text)? {
        0 => Err("a batch has at least 1 run".to_owned()),
        runs if runs > MOST_RUNS => {
            Err(format!("a batch has at most {MOST_RUNS} runs; {}", Limit::Runs.how(runs)))
        }
        runs => Ok(runs),
    }
}

/// A number of points of a design, at least one.
pub(super) fn points(text: &str) -> Result<u64, String> {
    match whole(text)? {
        0 => Err("a design has at least 1 point".to_owned()),
        points if points > Limit::Points.now() => {
            Err(format!("a design has at most {} points; {}", Limit::Points.now(), Limit::Points.how(points)))
        }
        points => Ok(points),
    }
}

/// Number of a run, counted from 0.
pub(super) fn replicate(text: &str) -> Result<u64, String> {
    let number = whole(text)?;
    if number < MOST_RUNS {
        Ok(number)
    } else {
        Err(format!("runs are numbered from 0 to {}", MOST_RUNS - 1))
    }
}

fn whole(text: &str) -> Result<u64, String> {
    let digits = text.replace('_', "");
    digits.parse().map_err(|_| "a whole number such as 10000 is needed".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_runs() {
        assert_eq!(runs("10_000"), Ok(10_000));
        assert_eq!(runs("0"), Err("a batch has at least 1 run".to_owned()));
        assert!(runs("1e4").is_err());
        assert!(runs("-1").is_err());
        assert!(runs("99999999999999").is_err());
        assert_eq!(replicate("0"), Ok(0));
    }

    #[test]
    fn what_is_recorded_is_what_is_named_and_runs_alone_come_on_top() {
        let all = Recorded::ALL;
        assert_eq!(recorded(&[], all), (all, false));
        assert_eq!(recorded(&[Record::Runs], all), (all, true));
        assert_eq!(recorded(&[Record::Runs], Recorded::LEAN), (Recorded::LEAN, true));
        let some: Recorded = [Part::Timeline, Part::Acts].into_iter().collect();
        assert_eq!(recorded(&[Record::Acts, Record::Timeline], all), (some, false));
        assert_eq!(recorded(&[Record::Acts, Record::Runs, Record::Timeline], Recorded::LEAN), (some, true));
        let each = [
            Record::Timeline,
            Record::Acts,
            Record::Drivers,
            Record::Indicators,
            Record::Offramps,
            Record::Ladder,
            Record::Distributions,
        ];
        assert_eq!(recorded(&each, Recorded::LEAN), (all, false));
    }

    #[test]
    fn rules_of_picking() {
        assert_eq!(pick("worst"), Ok(Pick::Worst));
        assert_eq!(pick("outcome=war"), Ok(Pick::Outcome("war".to_owned())));
        assert!(pick("outcome=").is_err() && pick("war").is_err());
    }

    #[test]
    fn the_stem_is_the_file_name_without_its_ending() {
        assert_eq!(stem(Path::new("a/two-rivals.toml")), "two-rivals");
        assert_eq!(stem(Path::new("..")), "scenario");
        assert_eq!(stem(Path::new("-")), "stdin");
        assert_eq!(stem(Path::new("./-")), "-");
    }
}
