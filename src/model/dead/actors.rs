//! States, relations and go-betweens that cannot matter.

use std::collections::BTreeSet;

use super::Search;
use crate::model::fields::{DynamicsField, MediationField, MediatorField, UtilityField};
use crate::model::scenario::{Mediator, Mode, Relation};
use crate::spec::child_path;

impl Search<'_> {
    pub(super) fn states(&mut self) {
        let scenario = self.scenario;
        let looks_on: BTreeSet<usize> = scenario
            .relations
            .iter()
            .flat_map(|relation| &relation.onlookers)
            .map(|onlooker| onlooker.state)
            .collect();
        let mediates: BTreeSet<&str> =
            scenario.mediators.iter().map(|mediator| mediator.key.as_str()).collect();
        for (index, state) in scenario.states.iter().enumerate() {
            let path = child_path("states", &state.key);
            if !scenario.relations_from(index).is_empty() {
                self.elections(index, &path);
                continue;
            }
            if self.read.states.contains(&index) {
                continue;
            }
            let has_part = looks_on.contains(&index) || mediates.contains(state.key.as_str());
            // An onlooker or a go-between may be listed for its name alone.
            if !has_part || !self.given_under(&format!("{path}.")).is_empty() {
                let name = &state.key;
                self.report(
                    path,
                    format!("`{name}` has no relation with any state, so it never decides anything"),
                );
            }
        }
    }

    fn elections(&mut self, state: usize, path: &str) {
        let window = self.most(self.scenario.layout.dynamics(DynamicsField::ElectionWindow));
        let last_day = i64::from(self.scenario.horizon_days) - 1;
        for election in &self.scenario.states[state].elections {
            // Elections are kept in order of their day, so the address is that of the weight.
            let weight = &self.scenario.inputs[election.weight.index()].path;
            let path = weight.strip_suffix(".weight").unwrap_or(path).to_owned();
            let day = election.day;
            if day < 0 {
                self.report(path, format!("the election falls on day {day}, before the run begins"));
            } else if (day - last_day) as f64 >= window {
                let why = format!(
                    "the election falls on day {day}, and a run ends on day {last_day}, before the {window} days in \
                     which it weighs (`dynamics.election_window_days`)"
                );
                self.report(path, why);
            }
        }
    }

    pub(super) fn relations(&mut self) {
        for (index, relation) in self.scenario.relations.iter().enumerate() {
            let [from, to] = [relation.from, relation.to].map(|state| &self.scenario.states[state].key);
            let path = child_path(&child_path("relations", from), to);
            self.onlookers(relation, &path);
            self.belief(relation, &path);
            let mut rungs = 0..self.scenario.ladder.len();
            let acts = rungs.any(|rung| self.scenario.is_within_reach(index, rung));
            if !acts && relation.posture.is_none() {
                let key = if relation.reach.is_none() { "reach = \"none\"" } else { "rungs" };
                let why = format!("`{from}` can do nothing against `{to}` (`{key}`) that it could redress");
                self.report_given(&[format!("{path}.grievance")], &why);
            }
        }
    }

    fn onlookers(&mut self, relation: &Relation, path: &str) {
        let scenario = self.scenario;
        let costs_nothing = self.is_zero(scenario.layout.utility(UtilityField::Precedent));
        let learns_nothing = self.is_zero(scenario.layout.dynamics(DynamicsField::BeliefWeight));
        for onlooker in &relation.onlookers {
            let key = &scenario.states[onlooker.state].key;
            let has_view = scenario.relation_between(onlooker.state, relation.from).is_some();
            if costs_nothing && (learns_nothing || !has_view) {
                let why = format!("`utility.precedent` is 0, and `{key}` draws no conclusions of its own");
                self.report(child_path(&format!("{path}.onlookers"), key), why);
            }
        }
    }

    fn belief(&mut self, relation: &Relation, path: &str) {
        let (from, to) = (&self.scenario.states[relation.from], &self.scenario.states[relation.to]);
        let unused = if self.is_zero(self.scenario.layout.utility(UtilityField::Reprisal)) {
            "`utility.reprisal` is 0, so no state minds the answer".to_owned()
        } else if from.foresight == 0 && to.foresight < 2 {
            format!("`{}` does not think ahead (`foresight = 0`), and `{}` not that far", from.key, to.key)
        } else {
            return;
        };
        let paths = ["mean", "confidence"].map(|key| format!("{path}.resolve_belief.{key}"));
        self.report_given(&paths, &unused);
    }

    pub(super) fn mediators(&mut self) {
        let scenario = self.scenario;
        for (index, mediator) in scenario.mediators.iter().enumerate() {
            let path = child_path("mediators", &mediator.key);
            if scenario.pairs_open_to(mediator).is_empty() {
                let (key, both) = (&mediator.key, mediator.mode == Mode::Mediate);
                let needs = if both {
                    "no two of its parties have a relation"
                } else {
                    "none of its parties has a relation"
                };
                self.report(path, format!("`{key}` has nobody to go between: {needs}"));
                continue;
            }
            self.idle_mediator(index, mediator, &path);
            self.parties(mediator, &path);
            self.rivals(index, mediator, &path);
            if mediator.mode == Mode::Encourage {
                let why =
                    "one who only encourages is not accepted or turned down, so its standing does not count";
                self.report_given(&[format!("{path}.prestige")], why);
            }
        }
    }

    fn idle_mediator(&mut self, index: usize, mediator: &Mediator, path: &str) {
        let layout = self.scenario.layout;
        let [initiative, stake] = [MediatorField::Initiative, MediatorField::Stake]
            .map(|field| self.is_zero(layout.mediator(index, field)));
        if stake && !initiative {
            let why =
                format!("`{}` has no interest in calm (`stake = 0`), so it never steps in", mediator.key);
            self.report(format!("{path}.initiative"), why);
        }
        if self.least(layout.mediation(MediationField::Threshold)) >= 1.0 {
            let why =
                format!("tension never exceeds `mediation.threshold`, so `{}` never steps in", mediator.key);
            self.report(path, why);
        }
    }

    fn parties(&mut self, mediator: &Mediator, path: &str) {
        let scenario = self.scenario;
        let relevant: BTreeSet<usize> = scenario
            .pairs_open_to(mediator)
            .into_iter()
            .flat_map(|pair| scenario.pairs[pair].map(|relation| scenario.relations[relation].from))
            .collect();
        for party in &mediator.parties {
            let key = &scenario.states[party.state].key;
            let party_path = child_path(&format!("{path}.parties"), key);
            if !relevant.contains(&party.state) {
                let others =
                    if mediator.mode == Mode::Mediate { "another of the parties" } else { "any state" };
                self.report(party_path, format!("`{key}` has no relation with {others}"));
            } else if mediator.mode == Mode::Encourage {
                let why = "one who only encourages needs no trust (`mode = \"encourage\"`)";
                self.report_given(&[format!("{party_path}.trust")], why);
            }
        }
    }

    /// An agreement costs a rival its standing, and a rival who encourages talks holds the parties back from accepting.
    fn rivals(&mut self, index: usize, mediator: &Mediator, path: &str) {
        let pairs = self.scenario.pairs_open_to(mediator);
        for &rival in mediator.rivals.iter().filter(|&&rival| rival > index) {
            let other = &self.scenario.mediators[rival];
            let meet =
                || self.scenario.pairs_open_to(other).iter().any(|pair| pairs.binary_search(pair).is_ok());
            let matters = match (mediator.mode, other.mode) {
                (Mode::Mediate, Mode::Mediate) => true,
                (Mode::Encourage, Mode::Encourage) => false,
                _ => meet(),
            };
            if !matters {
                let why = match (mediator.mode, other.mode) {
                    (Mode::Encourage, Mode::Encourage) => "neither of the two mediates",
                    _ => "the two never work on the same pair of states",
                };
                self.report(format!("{path}.rivals"), format!("rivalry with `{}`: {why}", other.key));
            }
        }
    }
}
