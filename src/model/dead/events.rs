//! Events that can never occur, or change nothing.

use std::collections::BTreeSet;

use super::Search;
use crate::model::event::Trigger;
use crate::spec::child_path;

impl Search<'_> {
    pub(super) fn events(&mut self) {
        let scenario = self.scenario;
        let waited_for: BTreeSet<usize> = scenario
            .events
            .iter()
            .filter_map(|event| match event.trigger {
                Trigger::After { event, .. } => Some(event),
                _ => None,
            })
            .collect();
        for (index, event) in scenario.events.iter().enumerate() {
            let path = child_path("events", &event.key);
            if let Some((key, why)) = self.never(index) {
                self.report(format!("{path}.{key}"), why);
            }
            let is_awaited = waited_for.contains(&index) || self.read.events.contains(&index);
            if event.effects.is_empty() && !is_awaited {
                self.report(path, "the event changes nothing: it has no effects, and nothing waits for it");
            }
        }
    }

    /// Which key keeps the event from ever falling due, and why.
    fn never(&self, event: usize) -> Option<(&'static str, String)> {
        let scenario = self.scenario;
        let last_day = scenario.horizon_days - 1;
        match scenario.events[event].trigger {
            Trigger::Day(day) if day < 0 || day > i64::from(last_day) => {
                Some(("date", format!("day {day} lies outside the run, days 0 to {last_day}")))
            }
            Trigger::Rung { relation, rung } if !self.can_carry_out(relation, rung) => {
                let (relation, rung) = (&scenario.relations[relation], &scenario.ladder[rung].key);
                let actor = &scenario.states[relation.from].key;
                Some(("when_rung", format!("`{rung}` is beyond the reach of `{actor}`")))
            }
            Trigger::After { event: awaited, .. }
                if self.earliest(event, scenario.horizon_days).is_none() =>
            {
                let awaited = &scenario.events[awaited].key;
                Some(("after", format!("`{awaited}` cannot come in time for it, or not that way")))
            }
            _ => None,
        }
    }

    /// The first day on which the event may fall due, if that is before `end`; `None` if it is not or never can.
    ///
    /// Every event waits at least a day for another, so that a chain is followed for no more links than a run has days.
    fn earliest(&self, event: usize, end: u32) -> Option<u32> {
        let scenario = self.scenario;
        let day = match scenario.events[event].trigger {
            Trigger::Day(day) => u32::try_from(day).ok()?,
            Trigger::Hazard(per_day) => (self.most(per_day.index()) > 0.0).then_some(0)?,
            Trigger::Rung { relation, rung } => self.can_carry_out(relation, rung).then_some(1)?,
            Trigger::When { condition } => (self.constant_morning(condition) != Some(false)).then_some(0)?,
            Trigger::After { event: awaited, delay_days, occurred } => {
                let chance = scenario.events[awaited].probability.index();
                let possible = if occurred { self.most(chance) > 0.0 } else { self.least(chance) < 1.0 };
                possible.then_some(())?;
                self.earliest(awaited, end.checked_sub(delay_days)?)? + delay_days
            }
        };
        (day < end).then_some(day)
    }

    /// Whether an act on this rung or a higher one can be carried out. Accidents stay within reach too.
    fn can_carry_out(&self, relation: usize, rung: usize) -> bool {
        (rung..self.scenario.ladder.len()).any(|rung| self.scenario.is_within_reach(relation, rung))
    }
}
