//! Parts of a scenario that cannot change any run, whatever the luck: what its author should know of.
//!
//! Only what is certain is reported. A number that the scenario sets to 0 on purpose (an event's probability, a
//! go-between's initiative) is an answer and not a mistake, and is passed over.

mod actors;
mod conditions;
mod events;
mod groups;
mod policies;
mod weights;

use std::collections::{BTreeMap, BTreeSet};

use super::scenario::Scenario;
use conditions::Read;

/// A part of a scenario that cannot matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dead {
    /// Its address: the TOML path.
    pub path: String,
    /// Why it cannot matter, and what would bring it to life.
    pub why: String,
}

impl Scenario {
    /// Everything in the scenario that cannot change any run, by path.
    pub fn dead(&self) -> Vec<Dead> {
        let mut search = Search::of(self);
        search.settings();
        search.states();
        search.policies();
        search.relations();
        search.mediators();
        search.groups();
        search.events();
        search.conditions();
        search.weights();
        let read: BTreeSet<&str> =
            search.read.slots.iter().map(|&slot| self.inputs[slot].path.as_str()).collect();
        let mut dead = search.dead;
        dead.retain(|dead| !read.contains(dead.path.as_str()));
        dead.sort_by(|a, b| a.path.cmp(&b.path));
        dead.dedup_by(|a, b| a.path == b.path);
        dead
    }
}

struct Search<'a> {
    scenario: &'a Scenario,
    /// The numbers that the scenario gives, by address.
    given: BTreeMap<&'a str, usize>,
    /// What conditions read.
    read: Read,
    dead: Vec<Dead>,
}

impl<'a> Search<'a> {
    fn of(scenario: &'a Scenario) -> Self {
        let inputs = scenario.inputs.iter().enumerate().filter(|(_, input)| input.given);
        let given = inputs.map(|(slot, input)| (input.path.as_str(), slot)).collect();
        Self { scenario, given, read: Read::by(scenario), dead: Vec::new() }
    }

    fn report(&mut self, path: impl Into<String>, why: impl Into<String>) {
        self.dead.push(Dead { path: path.into(), why: why.into() });
    }

    fn settings(&mut self) {
        let (quiet, horizon) = (self.scenario.quiet_days, self.scenario.horizon_days);
        if quiet >= horizon {
            let why =
                format!("a run of {horizon} days cannot have {quiet} quiet ones, so none can end as settled");
            self.report("quiet_days", why);
        }
    }

    /// Whether the number at this place is 0 in every run.
    fn is_zero(&self, slot: usize) -> bool {
        self.most(slot) == 0.0 && self.least(slot) == 0.0
    }

    /// The largest value that the number at this place can take.
    fn most(&self, slot: usize) -> f64 {
        self.scenario.inputs[slot].quantity.support().1
    }

    fn least(&self, slot: usize) -> f64 {
        self.scenario.inputs[slot].quantity.support().0
    }

    /// Addresses of the numbers that the scenario gives and whose address begins with `prefix`.
    fn given_under(&self, prefix: &str) -> Vec<String> {
        let from_there = self.given.range(prefix..).map(|(path, _)| *path);
        from_there.take_while(|path| path.starts_with(prefix)).map(str::to_owned).collect()
    }

    /// Reports those of the given numbers whose address is one of `paths` and that are not 0 anyway.
    fn report_given(&mut self, paths: &[String], why: &str) {
        for path in paths {
            if self.given.get(path.as_str()).is_some_and(|&slot| !self.is_zero(slot)) {
                self.report(path.clone(), why);
            }
        }
    }
}

#[cfg(test)]
mod tests;
