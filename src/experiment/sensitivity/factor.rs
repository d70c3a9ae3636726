//! The factors of a sensitivity analysis: the numbers that a scenario draws once per run, singly or in groups.
//!
//! A factor is one uniform number for each of its [`Source`]s. A knob is one source however many places it has: they all
//! take the same draw. What is not studied stays drawn by luck.

use std::collections::BTreeMap;

use crate::engine::Program;
use crate::model::{Distribution, Quantity};
use crate::spec::did_you_mean;

/// Ends of what a quantile may be if the distribution has none there. That is also the range of luck's.
const LOWEST: f64 = 1.0 / 9_007_199_254_740_992.0;
const HIGHEST: f64 = 1.0 - LOWEST;
/// Longer lists of keys are no help.
const LISTED: usize = 20;

/// A number that is drawn once per run, in all its places.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its address: a path, or that of its knob.
    pub key: String,
    /// Its places among the program's drawn inputs.
    places: Vec<usize>,
    /// What it is drawn from; at the first place, if the ranges of places cut a knob differently.
    distribution: Distribution,
}

impl Source {
    /// Whether it is a row of a table, which has no low and no high end.
    pub fn is_row(&self) -> bool {
        self.distribution.table().is_some()
    }

    /// Its value where a share of `at` of its distribution lies below, from 0 to 1.
    pub fn value(&self, at: f64) -> f64 {
        self.distribution.quantile(self.within(at))
    }

    /// The quantile itself, or the nearest at which there is a value.
    fn within(&self, at: f64) -> f64 {
        let (lowest, highest) = self.distribution.support();
        let low = if lowest.is_finite() { 0.0 } else { LOWEST };
        let high = if highest.is_finite() { 1.0 } else { HIGHEST };
        at.clamp(low, high)
    }
}

/// What is moved as one: a source, or a group of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// Its source's address, or the group's name.
    pub key: String,
    /// Its sources, as places in [`Factors::sources`].
    pub sources: Vec<usize>,
}

/// The factors that are studied.
#[derive(Debug, Clone, PartialEq)]
pub struct Factors {
    sources: Vec<Source>,
    list: Vec<Factor>,
    /// How many inputs the program draws.
    drawn: usize,
}

/// Which factors are studied.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// Only what one of these patterns fits; everything if there are none. A pattern is an address, the beginning of
    /// one up to a dot, or has `*` for any characters.
    pub only: Vec<String>,
    /// Groups: a name, and patterns of what is moved together.
    pub groups: Vec<(String, Vec<String>)>,
}

impl Factors {
    /// The factors of a program.
    ///
    /// # Errors
    /// Everything that is wrong with the choice, in words; also if there is no factor at all.
    pub fn new(program: &Program, choice: &Choice) -> Result<Self, Vec<String>> {
        let mut sources = sources(program);
        if sources.is_empty() {
            return Err(vec![
                "the scenario draws no number once per run; give one a distribution, or name factors with `--factor \
                 PATH=LOW:HIGH`"
                    .to_owned(),
            ]);
        }
        let keys: Vec<String> = sources.iter().map(|source| source.key.clone()).collect();
        let mut problems = Vec::new();
        let mut fitting = |pattern: &String| {
            let found: Vec<usize> = (0..keys.len()).filter(|&place| fits(pattern, &keys[place])).collect();
            if found.is_empty() {
                problems.push(unknown("factor", pattern, &keys));
            }
            found
        };
        let chosen: Vec<usize> = choice.only.iter().flat_map(&mut fitting).collect();
        let groups: Vec<(String, Vec<usize>)> = choice
            .groups
            .iter()
            .map(|(name, patterns)| (name.clone(), patterns.iter().flat_map(&mut fitting).collect()))
            .collect();
        problems.extend(overlaps(&groups, &keys));
        if !problems.is_empty() {
            return Err(problems);
        }
        let is_grouped = |place: usize| groups.iter().any(|(_, places)| places.contains(&place));
        let is_studied =
            |place: usize| choice.only.is_empty() || chosen.contains(&place) || is_grouped(place);
        // By their new places, once those that are not studied are gone.
        let kept: Vec<usize> = (0..keys.len()).filter(|&place| is_studied(place)).collect();
        let place_of = |old: usize| kept.iter().position(|&place| place == old);
        let grouped = groups.iter().map(|(name, places)| {
            let mut sources: Vec<usize> = places.iter().filter_map(|&old| place_of(old)).collect();
            sources.sort_unstable();
            sources.dedup();
            Factor { key: name.clone(), sources }
        });
        let single = kept.iter().enumerate().filter(|(_, old)| !is_grouped(**old));
        let single = single.map(|(place, &old)| Factor { key: keys[old].clone(), sources: vec![place] });
        let list = single.chain(grouped).collect();
        let mut place = 0..keys.len();
        sources.retain(|_| place.next().is_some_and(is_studied));
        Ok(Self { sources, list, drawn: program.drawn_inputs().count() })
    }

    /// The numbers that are moved: the dimensions of every design.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// What is moved as one: single sources in the order of the program, then the groups.
    pub fn list(&self) -> &[Factor] {
        &self.list
    }

    /// What the runs at a point of the unit cube are given, one coordinate for each source.
    pub fn quantiles(&self, point: &[f64]) -> Vec<Option<f64>> {
        self.given(|source| point.get(source).copied())
    }

    /// What runs are given that have these sources at these quantiles, and the others as luck has it.
    pub fn given(&self, at: impl Fn(usize) -> Option<f64>) -> Vec<Option<f64>> {
        let mut given = vec![None; self.drawn];
        for (index, source) in self.sources.iter().enumerate() {
            for &place in &source.places {
                given[place] = at(index).map(|at| source.within(at));
            }
        }
        given
    }
}

/// All numbers that a program draws once per run, in its order; those that take one and the same draw are one.
fn sources(program: &Program) -> Vec<Source> {
    let inputs = program.scenario().inputs();
    let mut list: Vec<Source> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (place, slot) in program.drawn_inputs().enumerate() {
        let Quantity::Drawn(distribution) = &inputs[slot].quantity else { continue };
        let key = inputs[slot].drawn_as().into_owned();
        let at = *known.entry(key.clone()).or_insert(list.len());
        match list.get_mut(at) {
            Some(source) => source.places.push(place),
            None => list.push(Source { key, places: vec![place], distribution: distribution.clone() }),
        }
    }
    list
}

/// What is wrong with groups: a name that is taken, or a source in two of them.
fn overlaps(groups: &[(String, Vec<usize>)], keys: &[String]) -> Vec<String> {
    let mut problems = Vec::new();
    for (place, (name, sources)) in groups.iter().enumerate() {
        if keys.contains(name) || name == LUCK || groups[..place].iter().any(|(other, _)| other == name) {
            problems.push(format!("a group cannot be called `{name}`: that name is taken"));
        }
        for (other, theirs) in &groups[..place] {
            let shared = theirs.iter().filter(|source| sources.contains(source));
            problems.extend(
                shared.map(|&source| format!("`{}` is in two groups, `{other}` and `{name}`", keys[source])),
            );
        }
    }
    problems
}

/// The name of luck itself as a factor.
pub const LUCK: &str = "luck";

/// That nothing fits a pattern, with what was probably meant or what there is.
pub(super) fn unknown(thing: &str, pattern: &str, keys: &[String]) -> String {
    let near = did_you_mean(pattern, keys.iter().map(String::as_str));
    let help = near.unwrap_or_else(|| {
        let listed: Vec<&str> = keys.iter().take(LISTED).map(String::as_str).collect();
        let more =
            if keys.len() > LISTED { format!(" and {} more", keys.len() - LISTED) } else { String::new() };
        format!("there are {}{more}", listed.join(", "))
    });
    format!("there is no {thing} `{pattern}`; {help}")
}

/// Whether a pattern fits a key: it is the key, or the beginning of it up to a dot, or has `*` for any characters.
pub(super) fn fits(pattern: &str, key: &str) -> bool {
    if key.strip_prefix(pattern).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')) {
        return true;
    }
    let Some((head, tail)) = pattern.split_once('*') else { return false };
    let Some(rest) = key.strip_prefix(head) else { return false };
    // What a star stands for ends where the rest of the pattern fits; at the end of the key that may be nothing.
    let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    ends.into_iter().any(|at| rest[at..].is_empty() && tail.is_empty() || tail_fits(tail, &rest[at..]))
}

fn tail_fits(pattern: &str, rest: &str) -> bool {
    if pattern.contains('*') { fits(pattern, rest) } else { pattern == rest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::fixture::program;

    const PAIR: &str = "[knobs]\nx = { uniform = { low = 0.1, high = 0.3 } }\n\
        [states.a]\nresolve = { uniform = { low = 0.2, high = 0.4 } }\nassertiveness = \"$x\"\n\
        [states.b]\nresolve = \"$x\"\ntempo = { uniform = { low = 0.5, high = 0.6 } }\n[relations.a.b]\nties = 0.2\n";

    fn choice(only: &[&str], groups: &[(&str, &[&str])]) -> Choice {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        Choice {
            only: owned(only),
            groups: groups.iter().map(|(name, texts)| ((*name).to_owned(), owned(texts))).collect(),
        }
    }

    fn keys(choice: &Choice) -> Vec<String> {
        let factors = Factors::new(&program(PAIR), choice).unwrap();
        factors.list().iter().map(|factor| factor.key.clone()).collect()
    }

    #[test]
    fn a_knob_is_one_factor_and_moves_all_its_places() {
        let factors = Factors::new(&program(PAIR), &Choice::default()).unwrap();
        let keys: Vec<&str> = factors.list().iter().map(|factor| factor.key.as_str()).collect();
        assert_eq!(keys, ["states.a.resolve", "knobs.x", "states.b.tempo"]);
        assert_eq!(factors.quantiles(&[0.25, 0.5, 0.75]), [Some(0.25), Some(0.5), Some(0.5), Some(0.75)]);
        assert!((factors.sources()[1].value(0.5) - 0.2).abs() < 1e-15);
        let long = "[dynamics]\ntension_half_life_days = { lognormal = { median = 9, sigma = 1 } }\n";
        let unbounded = program(&format!("{long}[states.a]\n[states.b]\n[relations.a.b]\n"));
        let factors = Factors::new(&unbounded, &Choice::default()).unwrap();
        assert!(factors.sources()[0].value(1.0).is_finite(), "never at an infinite end");
    }

    #[test]
    fn what_is_not_studied_is_left_to_luck_and_groups_come_last() {
        assert_eq!(keys(&choice(&["states.*.resolve"], &[])), ["states.a.resolve"]);
        assert_eq!(keys(&choice(&["states.b", "knobs"], &[])), ["knobs.x", "states.b.tempo"]);
        let one = choice(&[], &[("both", &["states.a.resolve", "states.*.tempo"])]);
        assert_eq!(keys(&one), ["knobs.x", "both"]);
        let factors = Factors::new(&program(PAIR), &choice(&["knobs.x"], &[("g", &["*.tempo"])])).unwrap();
        assert_eq!(factors.list()[1], Factor { key: "g".to_owned(), sources: vec![1] });
        assert_eq!(factors.quantiles(&[0.1, 0.9]), [None, Some(0.1), Some(0.1), Some(0.9)]);
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let groups: [(&str, &[&str]); 3] =
            [("luck", &["knobs.x"]), ("g", &["knobs.x", "none"]), ("h", &["states.b.tempo"])];
        let wrong = choice(&["states.a.resolv"], &groups);
        let problems = Factors::new(&program(PAIR), &wrong).unwrap_err();
        assert_eq!(
            problems,
            [
                "there is no factor `states.a.resolv`; did you mean `states.a.resolve`?",
                "there is no factor `none`; there are states.a.resolve, knobs.x, states.b.tempo",
                "a group cannot be called `luck`: that name is taken",
                "`knobs.x` is in two groups, `luck` and `g`",
            ]
        );
        let fixed = Factors::new(&program("[states.a]\n[states.b]\n[relations.a.b]\n"), &Choice::default());
        assert!(fixed.unwrap_err()[0].contains("--factor"));
    }

    #[test]
    fn stars_stand_for_any_characters() {
        for (pattern, key, expected) in [
            ("a.b", "a.b", true),
            ("a", "a.b", true),
            ("a", "ab", false),
            ("a.*", "a.b.c", true),
            ("*.c", "a.b.c", true),
            ("a.*.c", "a.b.c", true),
            ("a.*.b", "a.b.c", false),
            ("*b*", "abc", true),
            ("*x*", "abc", false),
            ("*", "", true),
            ("é*", "éa", true),
        ] {
            assert_eq!(fits(pattern, key), expected, "{pattern} {key}");
        }
    }
}
