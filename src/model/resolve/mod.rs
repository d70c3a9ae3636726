//! From the file as written to the scenario it means: names resolved, numbers ranged, all problems at once.

mod active;
mod actors;
mod conditions;
mod events;
mod groups;
mod ladder;
mod names;
mod numbers;
mod policy;
mod reach;

use conditions::Cast;
use names::Names;

use super::calendar::Calendar;
use super::fields::{DynamicsField, MediationField, UtilityField};
use super::input::Input;
use super::scenario::{Layout, Rung, Scenario, place_between};
use crate::spec::{Limit, Moment, Problem, ScenarioSpec};

/// Days a run may last unless the scenario says otherwise.
const HORIZON_DAYS: u32 = 90;
/// Days without a hostile act after which a crisis may count as settled.
const QUIET_DAYS: u32 = 14;

impl Scenario {
    /// Validates a scenario and completes it with defaults.
    ///
    /// # Errors
    ///
    /// All problems at once: names that lead nowhere, numbers out of range, distributions that make no sense,
    /// dates without a start date, a ladder whose severities do not rise, too few states. Locations are left for
    /// the caller, who knows the file.
    pub fn new(spec: &ScenarioSpec) -> Result<Self, Vec<Problem>> {
        let as_written = Self::resolve(spec)?;
        // What is not active is checked like everything else, and then silenced.
        active::silenced(spec).map_or(Ok(as_written), |spec| Self::resolve(&spec))
    }

    fn resolve(spec: &ScenarioSpec) -> Result<Self, Vec<Problem>> {
        let mut resolver = Resolver::new(spec);
        let scenario = resolver.scenario();
        if resolver.problems.is_empty() { Ok(scenario) } else { Err(resolver.problems) }
    }
}

/// Collects numbers and problems while walking the spec.
struct Resolver<'a> {
    spec: &'a ScenarioSpec,
    calendar: Calendar,
    states: Names<'a>,
    inputs: Vec<Input>,
    problems: Vec<Problem>,
}

impl<'a> Resolver<'a> {
    fn new(spec: &'a ScenarioSpec) -> Self {
        Self {
            spec,
            calendar: Calendar::starting(spec.start.map(|date| date.0)),
            states: Names::new("state", spec.states.keys().map(String::as_str)),
            inputs: Vec::new(),
            problems: Vec::new(),
        }
    }

    fn scenario(&mut self) -> Scenario {
        let spec = self.spec;
        let mut layout = Layout { utility: self.inputs.len(), ..Layout::default() };
        for &field in UtilityField::ALL {
            self.number("utility", field.key(), field.written(&spec.utility), field.default_value());
        }
        layout.dynamics = self.inputs.len();
        for &field in DynamicsField::ALL {
            self.number("dynamics", field.key(), field.written(&spec.dynamics), field.default_value());
        }
        layout.mediation = self.inputs.len();
        for &field in MediationField::ALL {
            self.number("mediation", field.key(), field.written(&spec.mediation), field.default_value());
        }
        layout.rungs = self.inputs.len();
        let ladder = self.ladder();
        layout.states = self.inputs.len();
        let states = self.states(&ladder);
        let (mut relations, pairs) = self.relations(&ladder, &mut layout);
        layout.mediators = self.inputs.len();
        let mediators = self.mediators();
        let (events, conditions) = self.events(&relations, &ladder);
        layout.groups = self.inputs.len();
        let groups = self.groups();
        self.suspicions(&mut relations);
        let cast = Cast { relations: &relations, pairs: &pairs, mediators: &mediators, ladder: &ladder };
        let conditions = self.conditions(&conditions, &cast);
        let outcomes = self.outcomes(&cast);
        let focus = self.focus(&relations);
        self.check_samples();
        Scenario {
            title: spec.title.clone().unwrap_or_else(|| "Untitled scenario".to_owned()),
            description: spec.description.clone().unwrap_or_default(),
            calendar: self.calendar,
            horizon_days: spec.horizon_days.unwrap_or(HORIZON_DAYS),
            quiet_days: spec.quiet_days.unwrap_or(QUIET_DAYS),
            max_climb: spec.dynamics.max_climb.map(|climb| climb as usize),
            focus,
            ladder,
            states,
            relations,
            pairs,
            groups,
            mediators,
            events,
            conditions,
            outcomes,
            inputs: std::mem::take(&mut self.inputs),
            layout,
        }
    }

    fn focus(&mut self, relations: &[super::Relation]) -> Option<[usize; 2]> {
        let named = self.spec.focus.as_ref()?;
        let states: Vec<usize> = named
            .iter()
            .enumerate()
            .filter_map(|(index, key)| self.state_named(&format!("focus.{index}"), key))
            .collect();
        let &[a, b] = states.as_slice() else { return None };
        if place_between(relations, a, b).is_none() {
            self.problem(
                "focus",
                format!("no relation between `{}` and `{}`", named[0], named[1]),
                "the outcome rules would speak of a pair that does not exist",
                Some(format!(
                    "add `[relations.{}.{}]`, or leave `focus` out to look at all pairs",
                    named[0], named[1]
                )),
            );
        }
        Some([a, b])
    }

    /// The index of a state, or a problem at `path`.
    fn state_named(&mut self, path: &str, key: &str) -> Option<usize> {
        let found = self.states.find(path, key);
        self.noted(found)
    }

    /// The index of a name among those that exist, or a problem at `path`.
    fn index_of(&mut self, path: &str, key: &str, known: &Names<'_>) -> Option<usize> {
        self.noted(known.find(path, key))
    }

    fn noted(&mut self, found: Result<usize, Box<Problem>>) -> Option<usize> {
        found.map_err(|problem| self.problems.push(*problem)).ok()
    }

    /// The day of a moment. A date needs a start date.
    fn day(&mut self, path: &str, moment: Moment) -> i64 {
        match moment {
            Moment::Day(day) => i64::from(day),
            Moment::Date(date) => self.calendar.day(date).unwrap_or_else(|| {
                self.problem(
                    path,
                    format!("{date} has no day, since the scenario has no `start` date"),
                    "a date needs a start",
                    Some(
                        "add `start = 2024-01-01` (the date of day 0) at the top, or give a day number"
                            .to_owned(),
                    ),
                );
                0
            }),
        }
    }

    /// Whether there are no more of them than are taken on.
    fn check_size(&mut self, path: &str, count: usize, limit: Limit) {
        let most = limit.now();
        if count as u64 > most {
            let (what, label) = (format!("{count} {path}"), format!("at most {most}"));
            self.problem(path, what, &label, Some(limit.how(count as u64)));
        }
    }

    fn problem(&mut self, path: &str, what: String, label: &str, help: Option<String>) {
        self.problems.push(Problem {
            path: path.to_owned(),
            what,
            label: label.to_owned(),
            help,
            location: None,
        });
    }
}

/// The index of the rung with this key.
fn rung_index(ladder: &[Rung], key: &str) -> Option<usize> {
    ladder.iter().position(|rung| rung.key == key)
}
