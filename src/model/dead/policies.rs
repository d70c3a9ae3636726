//! What belongs to a policy that the state does not have, and what a state that never weighs has no use for.

use super::Search;
use crate::model::fields::StateField;
use crate::model::policy::{Deed, Rule, ScriptedAct};
use crate::model::scenario::State;
use crate::spec::child_path;

impl Search<'_> {
    pub(super) fn policies(&mut self) {
        for (index, state) in self.scenario.states.iter().enumerate() {
            let path = child_path("states", &state.key);
            self.of_other_policies(state, &path);
            if has_script(state) {
                for act in &state.script {
                    self.scripted(index, act, &path);
                }
            }
            if self.never_weighs(index) {
                self.of_weighing(index, state, &path);
            }
        }
    }

    fn of_other_policies(&mut self, state: &State, path: &str) {
        let key = &state.key;
        if state.rule.is_none() {
            let why =
                format!("`{key}` weighs every decision; only another policy than `quantal` can tremble");
            self.report_given(&[format!("{path}.tremble")], &why);
        }
        if state.rule != Some(Rule::GenerousTitForTat) {
            let why = format!("the policy of `{key}` is not `generous_tit_for_tat`");
            self.report_given(&[format!("{path}.generosity")], &why);
        }
        if !has_script(state) && !state.script.is_empty() {
            let why = format!("the policy of `{key}` is none of `scripted`, `quantal` and `played`");
            self.report(format!("{path}.script"), why);
        }
    }

    fn scripted(&mut self, state: usize, act: &ScriptedAct, path: &str) {
        let scenario = self.scenario;
        let path = format!("{path}.script.{}", act.place);
        let (day, last_day) = (act.day, scenario.horizon_days - 1);
        if day < 0 || day > i64::from(last_day) {
            let why = format!("day {day} lies outside the run, days 0 to {last_day}");
            self.report(format!("{path}.date"), why);
            return;
        }
        let Deed::Act { rung, .. } = act.deed else { return };
        let Some(relation) = scenario.relation_between(state, act.toward) else { return };
        let actor = &scenario.states[state];
        let armed = !scenario.ladder[rung].nuclear || actor.nuclear;
        if !(armed && scenario.is_within_reach(relation, rung)) {
            let why = format!("`{}` is beyond the reach of `{}`", scenario.ladder[rung].key, actor.key);
            self.report(format!("{path}.act"), why);
        }
    }

    /// Whether a state goes by a rule in every run and on every day.
    fn never_weighs(&self, state: usize) -> bool {
        let tremble = self.scenario.layout.state(state, StateField::Tremble);
        self.scenario.states[state].rule.is_some() && self.is_zero(tremble)
    }

    /// How sharply a state weighs, its resolve, and what it and others believe of resolve, enter by weighing alone: its own,
    /// and the weighing that others expect of it.
    fn of_weighing(&mut self, index: usize, state: &State, path: &str) {
        let scenario = self.scenario;
        let why = format!("`{}` goes by its rule and never weighs (`tremble` is 0)", state.key);
        self.report_given(&["precision", "resolve"].map(|key| format!("{path}.{key}")), &why);
        for relation in scenario.relations_from(index) {
            for relation in [relation, &scenario.relations[relation.reverse]] {
                let [from, to] = [relation.from, relation.to].map(|state| &scenario.states[state].key);
                let path = child_path(&child_path("relations", from), to);
                let keys = ["mean", "confidence"].map(|key| format!("{path}.resolve_belief.{key}"));
                self.report_given(&keys, &why);
            }
        }
    }
}

/// Whether a state does what stands in its script.
fn has_script(state: &State) -> bool {
    matches!(state.rule, None | Some(Rule::Scripted))
}
