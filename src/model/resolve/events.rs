//! Events: when they fall due and what they move.

use std::collections::{BTreeMap, BTreeSet};

use super::{Names, Resolver, rung_index};
use crate::model::event::{Effect, EffectKind, Event, Trigger};
use crate::model::scenario::{Relation, Rung};
use crate::spec::{AfterSpec, Bounds, EffectSpec, EventSpec, Number, WhenRungSpec, child_path};

/// What an event may refer to, states apart.
struct Referents<'r> {
    relations: Names<'r>,
    events: Names<'r>,
    ladder: &'r [Rung],
}

impl Resolver<'_> {
    /// The events, and the conditions that some of them wait for, as path and text.
    pub(super) fn events(
        &mut self,
        relations: &[Relation],
        ladder: &[Rung],
    ) -> (Vec<Event>, Vec<(String, String)>) {
        let spec = self.spec;
        let known = Referents {
            relations: Names::new("relation", relations.iter().map(|relation| relation.key.as_str())),
            events: Names::new("event", spec.events.keys().map(String::as_str)),
            ladder,
        };
        let mut events = Vec::with_capacity(spec.events.len());
        let mut conditions = Vec::new();
        for (key, event) in &spec.events {
            let table = child_path("events", key);
            let trigger = self.trigger(&table, event, &known, &mut conditions);
            if event.date.is_some() && event.repeats == Some(true) {
                let help = Some("use `hazard_per_day` for what may happen again".to_owned());
                self.problem(
                    &format!("{table}.repeats"),
                    "a dated event cannot repeat".to_owned(),
                    "happens once",
                    help,
                );
            }
            let probability = self.entry(format!("{table}.probability"), event.probability.as_ref(), 1.0);
            let effects = self.effects(&table, event, &known.relations);
            let Some(trigger) = trigger else { continue };
            events.push(Event {
                key: key.clone(),
                name: event.name.clone().unwrap_or_else(|| key.clone()),
                trigger,
                probability,
                repeats: event.repeats.unwrap_or(false),
                effects,
            });
        }
        self.check_chains();
        (events, conditions)
    }

    fn trigger(
        &mut self,
        table: &str,
        event: &EventSpec,
        known: &Referents<'_>,
        conditions: &mut Vec<(String, String)>,
    ) -> Option<Trigger> {
        self.check_one_trigger(table, event);
        if let Some(date) = event.date {
            return Some(Trigger::Day(self.day(&format!("{table}.date"), date)));
        }
        if let Some(hazard) = &event.hazard_per_day {
            return Some(Trigger::Hazard(self.entry(format!("{table}.hazard_per_day"), Some(hazard), 0.0)));
        }
        if let Some(when) = &event.when_rung {
            return self.rung_trigger(&format!("{table}.when_rung"), when, known);
        }
        if let Some(after) = &event.after {
            return self.after_trigger(&format!("{table}.after"), after, &known.events);
        }
        event.when.as_ref().map(|text| {
            conditions.push((format!("{table}.when"), text.clone()));
            Trigger::When { condition: conditions.len() - 1 }
        })
    }

    fn check_one_trigger(&mut self, table: &str, event: &EventSpec) {
        let given = [
            ("date", event.date.is_some()),
            ("hazard_per_day", event.hazard_per_day.is_some()),
            ("when_rung", event.when_rung.is_some()),
            ("after", event.after.is_some()),
            ("when", event.when.is_some()),
        ];
        let named: Vec<&str> = given.into_iter().filter_map(|(key, given)| given.then_some(key)).collect();
        let what = match named.as_slice() {
            [_] => return,
            [] => "the event never falls due".to_owned(),
            several => format!("the event falls due in several ways: {}", several.join(", ")),
        };
        let help = "give exactly one of `date`, `hazard_per_day`, `when_rung`, `after`, `when`".to_owned();
        self.problem(table, what, "when does it happen?", Some(help));
    }

    fn rung_trigger(&mut self, path: &str, when: &WhenRungSpec, known: &Referents<'_>) -> Option<Trigger> {
        let (Some(from), Some(to), Some(key)) = (&when.from, &when.to, &when.rung) else {
            self.missing(
                path,
                "from`, `to` and `rung",
                "when_rung = { from = \"A\", to = \"B\", rung = \"strike_state\" }",
            );
            return None;
        };
        let relation = self.relation_named(path, &format!("{from}.{to}"), &known.relations);
        let rung = rung_index(known.ladder, key).or_else(|| {
            let rungs = Names::new("rung", known.ladder.iter().map(|rung| rung.key.as_str()));
            self.index_of(&format!("{path}.rung"), key, &rungs)
        });
        Some(Trigger::Rung { relation: relation?, rung: rung? })
    }

    fn after_trigger(&mut self, path: &str, after: &AfterSpec, events: &Names<'_>) -> Option<Trigger> {
        let Some(key) = &after.event else {
            self.missing(path, "event", "after = { event = \"NAME\", delay_days = 2 }");
            return None;
        };
        let event = self.index_of(&format!("{path}.event"), key, events)?;
        let delay_days = after.delay_days.unwrap_or(1);
        if delay_days == 0 {
            let help = Some("what follows an event follows at least a day later".to_owned());
            self.problem(&format!("{path}.delay_days"), "0 days after".to_owned(), "at least 1", help);
        }
        Some(Trigger::After { event, delay_days, occurred: after.occurred.unwrap_or(true) })
    }

    /// Events that wait for one another in a ring never fall due.
    fn check_chains(&mut self) {
        let next: BTreeMap<&str, &str> = self
            .spec
            .events
            .iter()
            .filter_map(|(key, event)| Some((key.as_str(), event.after.as_ref()?.event.as_deref()?)))
            .collect();
        for ring in rings(&next) {
            let path = format!("{}.after", child_path("events", ring[0]));
            let round: Vec<&str> = ring.iter().chain(&ring[..1]).copied().collect();
            let what = format!("events wait for one another: {}", round.join(" after "));
            let help = Some("give one of them a date".to_owned());
            self.problem(&path, what, "a ring that never begins", help);
        }
    }

    fn effects(&mut self, table: &str, event: &EventSpec, relations: &Names<'_>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for (index, spec) in event.effects.iter().enumerate() {
            self.effect(&format!("{table}.effects.{index}"), spec, relations, &mut effects);
        }
        effects
    }

    fn effect(&mut self, path: &str, spec: &EffectSpec, relations: &Names<'_>, into: &mut Vec<Effect>) {
        let on_relations = [
            ("grievance", EffectKind::Grievance, &spec.grievance),
            ("injury", EffectKind::Injury, &spec.injury),
            ("justification", EffectKind::Justification, &spec.justification),
            ("tension", EffectKind::Tension, &spec.tension),
            ("ties", EffectKind::Ties, &spec.ties),
        ];
        for (key, kind, targets) in on_relations {
            for (name, amount) in targets {
                let path = child_path(&format!("{path}.{key}"), name);
                let target = self.relation_named(&path, name, relations);
                self.push_effect(path, kind, target, amount, into);
            }
        }
        let on_states = [
            ("assertiveness", EffectKind::Assertiveness, &spec.assertiveness),
            ("prestige", EffectKind::Prestige, &spec.prestige),
        ];
        for (key, kind, targets) in on_states {
            for (name, amount) in targets {
                let path = child_path(&format!("{path}.{key}"), name);
                let target = self.state_named(&path, name);
                self.push_effect(path, kind, target, amount, into);
            }
        }
        for (name, amount) in &spec.capacity {
            let path = child_path(&format!("{path}.capacity"), name);
            let target = self.index_of(&path, name, &self.group_names());
            self.push_effect(path, EffectKind::Capacity, target, amount, into);
        }
        for (name, amount) in &spec.fatalities {
            let path = child_path(&format!("{path}.fatalities"), name);
            let target = self.state_named(&path, name);
            self.push_effect(path, EffectKind::Fatalities, target, amount, into);
        }
    }

    fn push_effect<B: Bounds>(
        &mut self,
        path: String,
        kind: EffectKind,
        target: Option<usize>,
        amount: &Number<B>,
        into: &mut Vec<Effect>,
    ) {
        let amount = self.entry(path, Some(amount), 0.0);
        if let Some(target) = target {
            into.push(Effect { kind, target, amount });
        }
    }

    /// The index of a relation by its `from.to`, or a problem.
    fn relation_named(&mut self, path: &str, name: &str, known: &Names<'_>) -> Option<usize> {
        if name.contains('.') {
            return self.index_of(path, name, known);
        }
        let beginning = format!("{name}.");
        let known = known.all();
        let help = known.iter().find(|key| key.starts_with(&beginning)).or(known.first());
        let help = help.map(|key| format!("name both sides, e.g. \"{key}\""));
        self.problem(path, format!("`{name}` is not a relation"), "a relation is written \"from.to\"", help);
        None
    }
}

/// The rings in what waits for what, each from its first name on, in the order of these. Every name is visited once.
fn rings<'n>(next: &BTreeMap<&'n str, &'n str>) -> Vec<Vec<&'n str>> {
    let mut rings = Vec::new();
    let mut done = BTreeSet::new();
    for &start in next.keys() {
        let mut way = Vec::new();
        let mut places = BTreeMap::new();
        let mut at = Some(start).filter(|name| !done.contains(name));
        while let Some(name) = at {
            if let Some(&first) = places.get(name) {
                rings.push(from_first_name(&way[first..]));
                break;
            }
            places.insert(name, way.len());
            way.push(name);
            at = next.get(name).copied().filter(|name| !done.contains(name));
        }
        done.extend(way);
    }
    rings.sort_unstable();
    rings
}

fn from_first_name<'n>(ring: &[&'n str]) -> Vec<&'n str> {
    let mut ring = ring.to_vec();
    let first = ring.iter().enumerate().min_by_key(|(_, name)| **name).map_or(0, |(place, _)| place);
    ring.rotate_left(first);
    ring
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ring_is_found_once_whatever_leads_into_it() {
        let waits = [
            ("a", "c"),
            ("b", "d"),
            ("c", "b"),
            ("d", "c"),
            ("e", "e"),
            ("f", "g"),
            ("g", "missing"),
            ("z", "a"),
            ("y", "x"),
            ("x", "y"),
        ];
        let found = rings(&waits.into_iter().collect());
        assert_eq!(found, [vec!["b", "d", "c"], vec!["e"], vec!["x", "y"]]);
        let chain: Vec<(String, String)> =
            (0..20_000).map(|one| (format!("{one:05}"), format!("{:05}", one + 1))).collect();
        let chain = chain.iter().map(|(one, next)| (one.as_str(), next.as_str()));
        assert!(rings(&chain.collect()).is_empty());
    }
}
