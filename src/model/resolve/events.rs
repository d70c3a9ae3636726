//! Events: when they fall due and what they move.

use std::collections::BTreeMap;

use super::{Resolver, rung_index};
use crate::model::scenario::{Effect, EffectKind, Event, Relation, Rung, Trigger};
use crate::spec::{AfterSpec, Bounds, EffectSpec, EventSpec, Number, WhenRungSpec, child_path};

impl Resolver<'_> {
    pub(super) fn events(&mut self, relations: &[Relation], ladder: &[Rung]) -> Vec<Event> {
        let spec = self.spec;
        let mut events = Vec::with_capacity(spec.events.len());
        for (key, event) in &spec.events {
            let table = child_path("events", key);
            let trigger = self.trigger(&table, event, relations, ladder);
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
            let effects = self.effects(&table, event, relations);
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
        events
    }

    fn trigger(
        &mut self,
        table: &str,
        event: &EventSpec,
        relations: &[Relation],
        ladder: &[Rung],
    ) -> Option<Trigger> {
        let given = [
            event.date.is_some(),
            event.hazard_per_day.is_some(),
            event.when_rung.is_some(),
            event.after.is_some(),
        ];
        if given.iter().filter(|&&given| given).count() != 1 {
            let named: Vec<&str> = ["date", "hazard_per_day", "when_rung", "after"]
                .into_iter()
                .zip(given)
                .filter_map(|(key, given)| given.then_some(key))
                .collect();
            let what = match named.as_slice() {
                [] => "the event never falls due".to_owned(),
                several => format!("the event falls due in several ways: {}", several.join(", ")),
            };
            let help = "give exactly one of `date`, `hazard_per_day`, `when_rung`, `after`".to_owned();
            self.problem(table, what, "when does it happen?", Some(help));
        }
        if let Some(date) = event.date {
            return Some(Trigger::Day(self.day(&format!("{table}.date"), date)));
        }
        if let Some(hazard) = &event.hazard_per_day {
            return Some(Trigger::Hazard(self.entry(format!("{table}.hazard_per_day"), Some(hazard), 0.0)));
        }
        if let Some(when) = &event.when_rung {
            return self.rung_trigger(&format!("{table}.when_rung"), when, relations, ladder);
        }
        event.after.as_ref().and_then(|after| self.after_trigger(&format!("{table}.after"), after))
    }

    fn rung_trigger(
        &mut self,
        path: &str,
        when: &WhenRungSpec,
        relations: &[Relation],
        ladder: &[Rung],
    ) -> Option<Trigger> {
        let (Some(from), Some(to), Some(key)) = (&when.from, &when.to, &when.rung) else {
            self.missing(
                path,
                "from`, `to` and `rung",
                "when_rung = { from = \"A\", to = \"B\", rung = \"strike_state\" }",
            );
            return None;
        };
        let relation = self.relation_named(path, &format!("{from}.{to}"), relations);
        let known: Vec<&str> = ladder.iter().map(|rung| rung.key.as_str()).collect();
        let rung =
            rung_index(ladder, key).or_else(|| self.index_of(&format!("{path}.rung"), "rung", key, &known));
        Some(Trigger::Rung { relation: relation?, rung: rung? })
    }

    fn after_trigger(&mut self, path: &str, after: &AfterSpec) -> Option<Trigger> {
        let Some(key) = &after.event else {
            self.missing(path, "event", "after = { event = \"NAME\", delay_days = 2 }");
            return None;
        };
        let known: Vec<&str> = self.spec.events.keys().map(String::as_str).collect();
        let event = self.index_of(&format!("{path}.event"), "event", key, &known)?;
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
        for &start in next.keys() {
            let mut ring = vec![start];
            while let Some(&waits_for) = ring.last().and_then(|at| next.get(at)) {
                if waits_for == start {
                    if ring.iter().min() == Some(&start) {
                        ring.push(start);
                        let what = format!("events wait for one another: {}", ring.join(" after "));
                        let path = format!("{}.after", child_path("events", start));
                        self.problem(
                            &path,
                            what,
                            "a ring that never begins",
                            Some("give one of them a date".to_owned()),
                        );
                    }
                    break;
                }
                if ring.contains(&waits_for) {
                    break;
                }
                ring.push(waits_for);
            }
        }
    }

    fn effects(&mut self, table: &str, event: &EventSpec, relations: &[Relation]) -> Vec<Effect> {
        let mut effects = Vec::new();
        for (index, spec) in event.effects.iter().enumerate() {
            self.effect(&format!("{table}.effects.{index}"), spec, relations, &mut effects);
        }
        effects
    }

    fn effect(&mut self, path: &str, spec: &EffectSpec, relations: &[Relation], into: &mut Vec<Effect>) {
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
    fn relation_named(&mut self, path: &str, name: &str, relations: &[Relation]) -> Option<usize> {
        let known: Vec<&str> = relations.iter().map(|relation| relation.key.as_str()).collect();
        if name.contains('.') {
            return self.index_of(path, "relation", name, &known);
        }
        let help = known.iter().find(|key| key.starts_with(&format!("{name}."))).or(known.first());
        let help = help.map(|key| format!("name both sides, e.g. \"{key}\""));
        self.problem(path, format!("`{name}` is not a relation"), "a relation is written \"from.to\"", help);
        None
    }
}
