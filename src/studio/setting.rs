//! What a page asks to be played, checked before anything is.

use serde::{Deserialize, Serialize};

use super::{Bench, Subject};
use crate::experiment::Track;
use crate::spec::Problem;

/// Most runs of a setting: a page is for looking; `run` is for more.
pub(super) const MOST_RUNS: u64 = 200_000;
/// Most assignments of a setting.
const MOST_SETS: usize = 200;
/// Longest assignment, in bytes.
const LONGEST_SET: usize = 4_000;
/// Longest name of a page, in bytes.
const LONGEST_PAGE: usize = 64;

/// A setting of the page's sliders.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Setting {
    /// Which page asks: a setting of a page takes the place of its last.
    pub(super) page: String,
    /// Assignments `PATH=VALUE`, on top of those of the command line.
    #[serde(default)]
    pub(super) sets: Vec<String>,
    /// The assignments of what it is compared with; `None` if it is not compared.
    #[serde(default)]
    pub(super) baseline: Option<Vec<String>>,
    /// How many runs.
    pub(super) runs: u64,
    /// What the timeline shows.
    #[serde(default)]
    pub(super) view: View,
}

/// What the timeline shows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct View {
    /// A relation by its key, such as `aland.borduria`; the first in focus if it is left out or unknown.
    #[serde(default)]
    pub(super) relation: Option<String>,
    /// A quantity by its name in `timeline.csv`; tension if it is left out or unknown.
    #[serde(default)]
    pub(super) track: Option<String>,
}

impl View {
    /// The quantity.
    pub(super) fn track(&self) -> Track {
        let found = Track::ALL.into_iter().find(|track| self.track.as_deref() == Some(track.key()));
        found.unwrap_or(Track::Tension)
    }
}

/// Something that is wrong with a setting, as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Trouble {
    /// Which of the page's assignments it is about, counted from 0, if it is about one.
    pub(super) set: Option<usize>,
    /// The parameter; empty where there is none.
    pub(super) path: String,
    /// What is wrong.
    pub(super) what: String,
    /// What is allowed there.
    pub(super) label: String,
    /// What was probably meant.
    pub(super) help: Option<String>,
}

impl Trouble {
    /// About the request as a whole.
    pub(super) fn of_request(what: impl Into<String>) -> Self {
        Self { set: None, path: String::new(), what: what.into(), label: String::new(), help: None }
    }

    /// About the scenario, of whose assignments the first so many are not the page's.
    fn of_scenario(problem: Problem, given: usize) -> Self {
        let number = problem.location.as_ref().and_then(|location| location.source.strip_prefix("--set "));
        let number = number.and_then(|number| number.parse::<usize>().ok());
        Self {
            set: number.and_then(|number| number.checked_sub(given + 1)),
            path: problem.path,
            what: problem.what,
            label: problem.label,
            help: problem.help,
        }
    }
}

impl Setting {
    /// What is wrong with it before any scenario is made.
    fn trouble(&self) -> Option<Trouble> {
        let sets = self.sets.iter().chain(self.baseline.iter().flatten());
        if self.runs == 0 || self.runs > MOST_RUNS {
            return Some(Trouble::of_request(format!(
                "{} runs: from 1 to {MOST_RUNS} can be played here",
                self.runs
            )));
        }
        if self.page.len() > LONGEST_PAGE {
            return Some(Trouble::of_request("the page's name is too long"));
        }
        if self.sets.len() > MOST_SETS || self.baseline.as_ref().is_some_and(|sets| sets.len() > MOST_SETS) {
            return Some(Trouble::of_request(format!("more than {MOST_SETS} changes; put them into a file")));
        }
        let too_long = sets.into_iter().any(|set| set.len() > LONGEST_SET);
        too_long.then(|| Trouble::of_request(format!("a change of more than {LONGEST_SET} bytes")))
    }

    /// The scenario of the setting, and that of the baseline if there is one, or all that is wrong with them.
    pub(super) fn load(&self, subject: &Subject) -> Result<(Bench, Option<Bench>), Vec<Trouble>> {
        if let Some(trouble) = self.trouble() {
            return Err(vec![trouble]);
        }
        let bench = load(subject, &self.sets)?;
        let baseline = self.baseline.as_ref().map(|sets| load(subject, sets)).transpose();
        // The baseline was played before; if it is wrong, that is nothing that a slider could mend.
        let baseline = baseline.map_err(|troubles| {
            let what = troubles
                .first()
                .map_or_else(String::new, |trouble| format!("{}: {}", trouble.path, trouble.what));
            vec![Trouble::of_request(format!("the baseline cannot be played: {what}"))]
        })?;
        Ok((bench, baseline))
    }
}

/// The scenario with assignments of the page.
pub(super) fn load(subject: &Subject, sets: &[String]) -> Result<Bench, Vec<Trouble>> {
    let given = subject.sets.len();
    let troubles = |problems: Vec<Problem>| {
        problems.into_iter().map(|problem| Trouble::of_scenario(problem, given)).collect()
    };
    (subject.load)(sets).map_err(troubles)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(text: &str) -> Result<Setting, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn settings_have_limits() {
        let trouble = |text: &str| setting(text).unwrap().trouble().map(|trouble| trouble.what);
        assert_eq!(trouble(r#"{"page":"p","runs":100}"#), None);
        assert!(trouble(r#"{"page":"p","runs":0}"#).unwrap().starts_with("0 runs: from 1 to 200000"));
        assert!(trouble(r#"{"page":"p","runs":200001}"#).is_some());
        let many = vec!["\"a=1\""; MOST_SETS + 1].join(",");
        assert!(
            trouble(&format!(r#"{{"page":"p","runs":1,"sets":[{many}]}}"#)).unwrap().contains("200 changes")
        );
        assert!(trouble(&format!(r#"{{"page":"p","runs":1,"baseline":[{many}]}}"#)).is_some());
        let long = "x".repeat(LONGEST_SET + 1);
        assert!(trouble(&format!(r#"{{"page":"p","runs":1,"sets":["{long}"]}}"#)).unwrap().contains("bytes"));
        assert!(trouble(&format!(r#"{{"page":"{long}","runs":1}}"#)).is_some());
        assert!(setting(r#"{"page":"p","runs":1,"seed":2}"#).unwrap_err().contains("unknown field"));
    }

    #[test]
    fn an_unknown_track_is_tension() {
        let view = |track: Option<&str>| View { relation: None, track: track.map(str::to_owned) };
        assert_eq!(view(Some("injury")).track(), Track::Injury);
        assert_eq!(view(Some("nothing")).track(), Track::Tension);
        assert_eq!(view(None).track(), Track::Tension);
    }
}
