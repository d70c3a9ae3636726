//! From `--factor`, `--only` and `--group` to what is studied.

use crate::cli::args::SensitivityArguments;
use crate::experiment::sensitivity::{Choice, Ends, Factors};
use crate::model::Scenario;
use crate::spec::canonical_path;

/// What was asked for.
#[derive(Debug, PartialEq)]
pub(super) struct Asked {
    /// `--set`s, and `--factor`s as if they were.
    pub(super) assignments: Vec<String>,
    pub(super) choice: Choice,
    /// Factors that were named, by path.
    named: Vec<Named>,
}

#[derive(Debug, PartialEq)]
struct Named {
    path: String,
    /// Given as LOW:HIGH, which are then the ends of a tornado.
    is_range: bool,
}

impl Asked {
    /// Reads the flags.
    ///
    /// # Errors
    /// Everything that is wrong with their form, in words.
    pub(super) fn read(arguments: &SensitivityArguments) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let mut assignments = arguments.play.sets.clone();
        let mut named = Vec::new();
        for text in &arguments.factors {
            match factor(text) {
                Ok((factor, assignment)) => {
                    named.push(factor);
                    assignments.push(assignment);
                }
                Err(problem) => problems.push(problem),
            }
        }
        let mut groups = Vec::new();
        for text in &arguments.groups {
            match text.split_once('=') {
                Some((name, paths)) if !name.trim().is_empty() && !paths.trim().is_empty() => {
                    let paths = paths.split(',').map(|path| path.trim().to_owned()).collect();
                    groups.push((name.trim().to_owned(), paths));
                }
                _ => problems.push(format!("`--group {text}`: write NAME=PATH,PATH")),
            }
        }
        let choice = Choice { only: arguments.only.clone(), groups };
        if problems.is_empty() { Ok(Self { assignments, choice, named }) } else { Err(problems) }
    }

    /// The factors that were named and are none, in words: no run would notice.
    pub(super) fn idle(&self, scenario: &Scenario) -> Vec<String> {
        let is_drawn = |named: &&Named| {
            let inputs = scenario.inputs().iter();
            inputs.filter(|input| input.quantity.is_drawn()).any(|input| input.drawn_as() == named.path)
        };
        let idle = self.named.iter().filter(|named| !is_drawn(named));
        idle.map(|named| {
            format!("`--factor {}`: no number of the scenario is drawn by that address", named.path)
        })
        .collect()
    }

    /// The ends of every source in a tornado.
    pub(super) fn ends(&self, factors: &Factors) -> Vec<Ends> {
        let ends = |key: &str| {
            let is_range = self.named.iter().any(|named| named.is_range && named.path == key);
            if is_range { Ends { low: 0.0, high: 1.0 } } else { Ends::default() }
        };
        factors.sources().iter().map(|source| ends(&source.key)).collect()
    }
}

/// A `--factor`, and the assignment that makes it one.
fn factor(text: &str) -> Result<(Named, String), String> {
    let help = "write PATH=LOW:HIGH, or PATH= and a distribution as in the file";
    // No key of a path has an equals sign but in quotes, and there the path is not one up to it.
    let mut cuts = text.match_indices('=').map(|(at, _)| (&text[..at], text[at + 1..].trim()));
    let cut = cuts.find_map(|(path, value)| Some((canonical_path(path.trim())?, value)));
    let Some((path, value)) = cut.filter(|(_, value)| !value.is_empty()) else {
        return Err(format!("`--factor {text}`: {help}"));
    };
    if value.starts_with('{') {
        return Ok((Named { path: path.clone(), is_range: false }, format!("{path}={value}")));
    }
    let range = value.split_once(':').and_then(|(low, high)| {
        let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        Some((number(low)?, number(high)?))
    });
    let Some((low, high)) = range else { return Err(format!("`--factor {text}`: {help}")) };
    if low >= high {
        return Err(format!("`--factor {text}`: the low value must be below the high one"));
    }
    let assignment = format!("{path}={{ uniform = {{ low = {low:?}, high = {high:?} }} }}");
    Ok((Named { path, is_range: true }, assignment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_are_ranges_or_distributions() {
        let (named, assignment) = factor("states.iran.resolve = 0.2:1").unwrap();
        assert_eq!(assignment, "states.iran.resolve={ uniform = { low = 0.2, high = 1.0 } }");
        assert_eq!(named, Named { path: "states.iran.resolve".to_owned(), is_range: true });
        let (named, assignment) = factor("states.\"a=b\".resolve={ beta = { mean = 0.5 } }").unwrap();
        assert_eq!(assignment, "states.\"a=b\".resolve={ beta = { mean = 0.5 } }");
        assert!(!named.is_range);
        assert_eq!(
            factor("knobs.x=-1e-7:1e300").unwrap().1,
            "knobs.x={ uniform = { low = -1e-7, high = 1e300 } }"
        );
    }

    #[test]
    fn what_is_neither_is_turned_down() {
        for text in
            ["states.a.resolve", "states..a=0:1", "states.a.resolve=", "x=0.3", "x=0:nan", "x=a:b", "=0:1"]
        {
            assert!(factor(text).unwrap_err().contains("PATH=LOW:HIGH"), "{text}");
        }
        assert!(factor("x=1:0.5").unwrap_err().contains("below"));
    }
}
