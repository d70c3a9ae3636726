//! The scenario as the page shows it: its numbers as sliders, its switches, its choices.

use std::collections::BTreeSet;

use serde::Serialize;

use super::setting::{MOST_RUNS, Trouble, load};
use super::{Bench, Subject};
use crate::experiment::Track;
use crate::experiment::seat::SeatGame;
use crate::model::{Input, Quantity, Scenario};
use crate::spec::{FieldKind, Range, Written, child_path, field};

/// Numbers that the page has sliders for when it opens.
const MOST_CHOSEN: usize = 8;
/// Most controls that the page is told of; the numbers that the scenario gives come first.
const MOST_CONTROLS: usize = 4_000;
/// Steps of a slider from end to end.
const STEPS: f64 = 100.0;
/// Keys of the numbers that are worth a slider if the scenario has no knobs and no sweep, in this order.
const TELLING: [&str; 6] = ["resolve", "audience_cost", "grievance", "ties", "assertiveness", "tension"];

/// The scenario, for the page.
#[derive(Debug, Serialize)]
pub(super) struct Described {
    name: String,
    title: String,
    description: String,
    /// As text, since it may exceed what the page's numbers keep exactly.
    seed: String,
    runs: u64,
    most_runs: u64,
    /// Assignments of the command line.
    sets: Vec<String>,
    /// Whether a variant can extend the scenario's file.
    can_extend: bool,
    relations: Vec<Name>,
    /// States, and whether a person can sit in their place.
    seats: Vec<Chair>,
    tracks: Vec<Name>,
    controls: Vec<Control>,
    /// Paths of the controls that the page opens with.
    chosen: Vec<String>,
    /// Numbers that are not told of.
    left_out: usize,
    /// Files of the results folder, if the page is about one.
    files: Option<Vec<String>>,
}

/// A key and a name for people.
#[derive(Debug, Serialize)]
struct Name {
    key: String,
    name: String,
}

/// The seat of a state.
#[derive(Debug, Serialize)]
struct Chair {
    key: String,
    name: String,
    /// Why nobody can sit there, if that is so.
    why_not: Option<String>,
}

/// Something that the page can change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Control {
    pub(super) path: String,
    #[serde(flatten)]
    pub(super) kind: Kind,
    /// What it means.
    meaning: String,
    unit: &'static str,
    /// How it is drawn, if the scenario gives a distribution: the value is then its mean.
    drawn: Option<String>,
    /// Whether the scenario gives it; otherwise it is a default.
    given: bool,
}

/// What a control is, with its value as the scenario has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum Kind {
    /// A number, with the ends and the step of its slider. `least` and `most` are what is allowed at all, where that is bounded.
    Number { value: f64, low: f64, high: f64, step: f64, least: Option<f64>, most: Option<f64> },
    /// True or false.
    Switch { value: bool },
    /// One of some words.
    Choice { value: &'static str, words: Vec<&'static str> },
}

/// Describes the scenario without the page's changes.
pub(super) fn describe(subject: &Subject) -> Result<Described, Vec<Trouble>> {
    let bench = load(subject, &[])?;
    let scenario = &bench.scenario;
    let mut controls = controls(&bench);
    let left_out = controls.len().saturating_sub(MOST_CONTROLS);
    controls.truncate(MOST_CONTROLS);
    let state = |index: usize| scenario.states()[index].name.as_str();
    let relations = scenario.relations().iter().map(|relation| Name {
        key: relation.key.clone(),
        name: format!("{} → {}", state(relation.from), state(relation.to)),
    });
    let track = |track: Track| Name { key: track.key().to_owned(), name: track.key().replace('_', " ") };
    Ok(Described {
        name: subject.name.clone(),
        title: scenario.title().to_owned(),
        description: scenario.description().to_owned(),
        seed: subject.seed.to_string(),
        runs: subject.runs.min(MOST_RUNS),
        most_runs: MOST_RUNS,
        sets: subject.sets.clone(),
        can_extend: subject.file.is_some(),
        relations: relations.collect(),
        seats: (0..scenario.states().len()).map(|seat| chair(scenario, seat)).collect(),
        tracks: Track::ALL.map(track).into(),
        chosen: chosen(&bench, &controls),
        controls,
        left_out,
        files: subject.folder.as_ref().map(|folder| folder.names().map(str::to_owned).collect()),
    })
}

fn chair(scenario: &Scenario, seat: usize) -> Chair {
    let state = &scenario.states()[seat];
    let why_not = SeatGame::check(scenario, seat).err().map(|why| why.to_string());
    Chair { key: state.key.clone(), name: state.name.clone(), why_not }
}

/// Everything that can be changed: what the scenario gives first, then defaults.
fn controls(bench: &Bench) -> Vec<Control> {
    let mut list = switches(bench);
    list.extend(choices(&bench.scenario));
    let mut known: BTreeSet<String> = list.iter().map(|control| control.path.clone()).collect();
    let inputs = bench.scenario.inputs();
    let given = inputs.iter().filter(|input| input.given && input.knob.is_none());
    let leaves = bench.document.leaves().into_iter().filter_map(|leaf| {
        let value = match leaf.written {
            Written::Whole(number) => number as f64,
            Written::Real(number) => number,
            Written::Date(_) => return None,
        };
        number(bench, &leaf.path, value, true)
    });
    let of_input = |input: &Input| of_input(bench, input);
    let given: Vec<Control> = given.filter_map(of_input).collect();
    let defaults = inputs.iter().filter(|input| !input.given).filter_map(of_input);
    let horizon = f64::from(bench.scenario.horizon_days());
    let general = [("horizon_days", horizon), ("quiet_days", f64::from(bench.scenario.quiet_days()))];
    let general = general.into_iter().filter_map(|(path, value)| number(bench, path, value, false));
    for control in given.into_iter().chain(leaves).chain(general).chain(defaults) {
        if known.insert(control.path.clone()) {
            list.push(control);
        }
    }
    list
}

fn of_input(bench: &Bench, input: &Input) -> Option<Control> {
    let control = number(bench, &input.path, input.quantity.central(), input.given)?;
    let drawn = match &input.quantity {
        Quantity::Drawn(_) => Some(input.quantity.to_string()),
        Quantity::Fixed(_) => None,
    };
    Some(Control { drawn, ..control })
}

/// A number as a control.
fn number(bench: &Bench, path: &str, value: f64, given: bool) -> Option<Control> {
    let knob = path.strip_prefix("knobs.");
    let (meaning, range, is_whole) = match (knob, field(path)) {
        (Some(name), _) if !name.contains('.') => {
            let places = bench.document.places_of_knob(name);
            let meaning = format!("Knob, for {}.", places.join(", "));
            (meaning, bench.document.range_of_knob(name), false)
        }
        (_, Some(field)) => {
            let (range, is_whole) = match field.kind {
                FieldKind::Number(range) => (Some(range), false),
                FieldKind::Whole(range) => (Some(range), true),
                FieldKind::Argument => (around(bench, path), false),
                _ => (None, false),
            };
            (field.meaning.to_owned(), range, is_whole)
        }
        _ => return None,
    };
    let kind = slider(value, range, is_whole);
    Some(Control { path: path.to_owned(), kind, meaning, unit: unit(path), drawn: None, given })
}

/// The range of the number that a distribution stands for, if the argument at a path is a value of it.
fn around(bench: &Bench, path: &str) -> Option<Range> {
    let (mut outer, argument) = path.rsplit_once('.')?;
    let is_value =
        ["mean", "mode", "low", "high", "min", "max"].contains(&argument) || outer.ends_with(".values");
    if !is_value {
        let (min, max) = (0.0, f64::INFINITY);
        return Some(Range { min, max, open_min: true, open_max: true });
    }
    loop {
        outer = outer.rsplit_once('.')?.0;
        if let Some(name) = outer.strip_prefix("knobs.") {
            return bench.document.range_of_knob(name);
        }
        if let Some(FieldKind::Number(range)) = field(outer).map(|field| field.kind) {
            return Some(range);
        }
    }
}

/// A slider for a value within a range, whose ends are near the value where the range has none.
fn slider(value: f64, range: Option<Range>, is_whole: bool) -> Kind {
    /// Beyond this the end of a range is there for reckoning's sake and no help.
    const FAR: f64 = 1e6;
    let bound = |end: f64| (end.is_finite() && end.abs() < FAR).then_some(end);
    let least = range.and_then(|range| bound(range.min));
    let most = range.and_then(|range| bound(range.max));
    let reach = if value == 0.0 { 1.0 } else { value.abs() };
    let near = |end: f64| end.abs() <= 20.0 * reach.max(1.0);
    let low = least.unwrap_or(value - 2.0 * reach);
    let high = most.filter(|&most| near(most)).unwrap_or(value + 2.0 * reach);
    let step = if is_whole { 1.0 } else { round_step((high - low) / STEPS) };
    let (low, high) = if is_whole { (low.round(), high.round()) } else { (low, high) };
    Kind::Number { value, low, high, step, least, most }
}

/// The power of ten, or half or a fifth of one, at or below a step.
fn round_step(step: f64) -> f64 {
    let power = libm::pow(10.0, libm::ceil(libm::log10(step.max(1e-9))));
    [power, power / 2.0, power / 5.0, power / 10.0]
        .into_iter()
        .find(|&round| round <= step * (1.0 + 1e-9))
        .unwrap_or(step)
}

/// The unit that a key's name says.
fn unit(path: &str) -> &'static str {
    if path.ends_with("per_day") {
        "per day"
    } else if path.ends_with("_days") {
        "days"
    } else {
        ""
    }
}

/// Go-betweens, armed groups and events, each on or off.
fn switches(bench: &Bench) -> Vec<Control> {
    let scenario = &bench.scenario;
    let mediators = scenario.mediators().iter().map(|one| ("mediators", &one.key, &one.name, "initiative"));
    let groups = scenario.groups().iter().map(|one| ("groups", &one.key, &one.name, "capacity"));
    let events = scenario.events().iter().map(|one| ("events", &one.key, &one.name, "probability"));
    let switch = |(table, key, name, number): (&str, &String, &String, &str)| {
        let place = child_path(table, key);
        let value = bench.document.silenced_by(&format!("{place}.{number}")).is_none();
        Control {
            path: format!("{place}.active"),
            kind: Kind::Switch { value },
            meaning: name.clone(),
            unit: "",
            drawn: None,
            given: true,
        }
    };
    mediators.chain(groups).chain(events).map(switch).collect()
}

/// The rules by which states decide. A script is none to choose: it needs its acts.
fn choices(scenario: &Scenario) -> impl Iterator<Item = Control> + '_ {
    scenario.states().iter().filter_map(|state| {
        let path = format!("{}.policy", child_path("states", &state.key));
        let place = field(&path)?;
        let FieldKind::Word(words) = place.kind else { return None };
        let value = state.rule.map_or("quantal", |rule| rule.key());
        let words = words.into_iter().filter(|word| *word != "scripted" || value == "scripted").collect();
        let meaning = format!("{}: {}", state.name, place.meaning);
        let kind = Kind::Choice { value, words };
        Some(Control { path, kind, meaning, unit: "", drawn: None, given: state.rule.is_some() })
    })
}

/// What the page opens with: knobs, what the file's sweep varies, then numbers of the states in focus.
fn chosen(bench: &Bench, controls: &[Control]) -> Vec<String> {
    let scenario = &bench.scenario;
    let is_number = |control: &&Control| matches!(control.kind, Kind::Number { .. });
    let numbers: BTreeSet<&str> =
        controls.iter().filter(is_number).map(|control| control.path.as_str()).collect();
    let (written, _) = bench.document.read();
    let knobs = numbers.iter().filter(|path| path.starts_with("knobs.") && path.matches('.').count() == 1);
    let knobs = knobs.map(|path| (*path).to_owned());
    let varied = written.sweep.vary.keys().chain(written.levers.keys()).cloned();
    let states = scenario.states();
    let key = |index: usize| &states[index].key;
    let focus: Vec<usize> = scenario.focus().map_or_else(|| (0..states.len().min(2)).collect(), Vec::from);
    let mut places: Vec<String> = focus.iter().map(|&state| child_path("states", key(state))).collect();
    let of_focus = scenario.relations().iter();
    let of_focus = of_focus.filter(|relation| focus.contains(&relation.from) && focus.contains(&relation.to));
    places.extend(
        of_focus.map(|relation| child_path(&child_path("relations", key(relation.from)), key(relation.to))),
    );
    let telling = TELLING.iter().flat_map(|key| places.iter().map(move |place| format!("{place}.{key}")));
    let mut list: Vec<String> = Vec::new();
    for path in knobs.chain(varied).chain(telling) {
        if list.len() < MOST_CHOSEN && numbers.contains(path.as_str()) && !list.contains(&path) {
            list.push(path);
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sliders_have_round_steps_and_sensible_ends() {
        let range = |min, max| Some(Range { min, max, open_min: false, open_max: false });
        let ends = |kind: Kind| match kind {
            Kind::Number { low, high, step, .. } => (low, high, step),
            _ => panic!("no number"),
        };
        assert_eq!(ends(slider(0.3, range(0.0, 1.0), false)), (0.0, 1.0, 0.01));
        assert_eq!(ends(slider(0.5, range(0.0, 2.0), false)), (0.0, 2.0, 0.02));
        assert_eq!(ends(slider(90.0, range(1.0, 3650.0), true)), (1.0, 270.0, 1.0));
        assert_eq!(ends(slider(8.0, range(0.0, f64::INFINITY), false)), (0.0, 24.0, 0.2));
        assert_eq!(ends(slider(-1.0, None, false)), (-3.0, 1.0, 0.02));
    }

    #[test]
    fn units_are_in_the_names() {
        assert_eq!(unit("dynamics.tension_half_life_days"), "days");
        assert_eq!(unit("groups.g.targets.iran.rate_per_day"), "per day");
        assert_eq!(unit("states.a.resolve"), "");
    }
}
