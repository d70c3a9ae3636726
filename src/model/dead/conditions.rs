//! Conditions that no run can change, and what conditions keep alive.

use std::collections::BTreeSet;

use super::Search;
use crate::model::condition::{Condition, Ending, Morning};
use crate::model::event::Trigger;
use crate::model::fields::{GroupField, MediatorField, RelationField};
use crate::model::scenario::Scenario;
use crate::spec::child_path;

/// What the conditions of a scenario read, and what is therefore not dead.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Slots of numbers.
    pub(super) slots: BTreeSet<usize>,
    pub(super) states: BTreeSet<usize>,
    pub(super) events: BTreeSet<usize>,
}

impl Read {
    pub(super) fn by(scenario: &Scenario) -> Self {
        let mut read = Self::default();
        for condition in &scenario.conditions {
            condition.reads().iter().for_each(|&what| read.on_a_morning(scenario, what));
        }
        for outcome in &scenario.outcomes {
            outcome.when.reads().iter().for_each(|&what| read.at_the_end(scenario, what));
        }
        read
    }

    fn on_a_morning(&mut self, scenario: &Scenario, what: Morning) {
        let of_relation = |relation, field| scenario.layout.relation(relation, field);
        match what {
            Morning::Grievance(relation) => {
                self.slots.insert(of_relation(relation, RelationField::Grievance));
            }
            Morning::BelievedResolve(relation) => {
                let fields = [RelationField::BeliefMean, RelationField::BeliefConfidence];
                self.slots.extend(fields.map(|field| of_relation(relation, field)));
            }
            Morning::Prestige(state)
            | Morning::Need(state)
            | Morning::Weariness(state)
            | Morning::Dead(state) => {
                self.states.insert(state);
            }
            Morning::Capacity(group) => {
                self.slots.insert(scenario.layout.group(group, GroupField::Capacity));
            }
            Morning::Occurred(event) => {
                self.events.insert(event);
            }
            Morning::Input(slot) => {
                self.slots.insert(slot);
            }
            _ => {}
        }
    }

    fn at_the_end(&mut self, scenario: &Scenario, what: Ending) {
        match what {
            Ending::Dead(state)
            | Ending::Military(state)
            | Ending::Civilian(state)
            | Ending::PrestigeChange(state) => {
                self.states.insert(state);
            }
            Ending::MediatorPrestigeChange(mediator) => {
                self.slots.insert(scenario.layout.mediator(mediator, MediatorField::Prestige));
            }
            Ending::GroupCapacity(group) => {
                self.slots.insert(scenario.layout.group(group, GroupField::Capacity));
            }
            Ending::Occurred(event) | Ending::EventDay(event) => {
                self.events.insert(event);
            }
            Ending::Input(slot) => {
                self.slots.insert(slot);
            }
            _ => {}
        }
    }
}

impl Search<'_> {
    pub(super) fn conditions(&mut self) {
        let scenario = self.scenario;
        for event in &scenario.events {
            let Trigger::When { condition } = event.trigger else { continue };
            let Some(holds) = self.constant_morning(condition) else { continue };
            let path = format!("{}.when", child_path("events", &event.key));
            self.report(path, why(holds));
        }
        for outcome in &scenario.outcomes {
            let slot = |what| if let Ending::Input(slot) = what { Some(slot) } else { None };
            if let Some(holds) = self.constant(&outcome.when, slot) {
                self.report(format!("{}.when", child_path("outcomes", &outcome.key)), why(holds));
            }
        }
    }

    /// Whether an event's condition always or never holds; `None` if it depends on the run.
    pub(super) fn constant_morning(&self, condition: usize) -> Option<bool> {
        let slot = |what| if let Morning::Input(slot) = what { Some(slot) } else { None };
        self.constant(&self.scenario.conditions[condition], slot)
    }

    /// The same of any condition, where `slot` gives the number that it reads, if it is one.
    fn constant<Q: Copy>(&self, condition: &Condition<Q>, slot: impl Fn(Q) -> Option<usize>) -> Option<bool> {
        let quantity = |what| slot(what).map(|slot| &self.scenario.inputs[slot].quantity);
        let is_known = |&what: &Q| quantity(what).is_some_and(|quantity| !quantity.is_drawn());
        let value = |what| quantity(what).map_or(f64::NAN, super::super::input::Quantity::central);
        condition.reads().iter().all(is_known).then(|| condition.holds(value))
    }
}

fn why(holds: bool) -> &'static str {
    if holds {
        "the condition reads nothing that differs from run to run, and always holds"
    } else {
        "the condition reads nothing that differs from run to run, and never holds"
    }
}
