//! Weights and rates of mechanisms that the scenario has no use for.

use super::Search;
use crate::model::scenario::{Mode, Rung};

impl Search<'_> {
    pub(super) fn weights(&mut self) {
        let scenario = self.scenario;
        let given = |keys: &[&str]| keys.iter().map(|&key| key.to_owned()).collect::<Vec<_>>();
        if !scenario.relations.iter().any(|relation| scenario.states[relation.to].nuclear) {
            self.report_given(
                &given(&["utility.nuclear_risk"]),
                "no state that anybody deals with has nuclear weapons",
            );
        }
        if scenario.relations.iter().all(|relation| relation.onlookers.is_empty()) {
            self.report_given(&given(&["utility.precedent"]), "no relation has `onlookers`");
        }
        if scenario.states.iter().all(|state| state.elections.is_empty()) {
            self.report_given(&given(&["dynamics.election_window_days"]), "no state has `elections`");
        }
        let has = |kind: fn(&Rung) -> bool| scenario.ladder.iter().any(kind);
        if !has(|rung| rung.deniable) {
            self.report_given(&given(&["dynamics.attribution"]), "no rung of the ladder is deniable");
        }
        if !has(Rung::can_assure) {
            let keys = given(&["dynamics.assurance_softening", "dynamics.assurance_discount"]);
            self.report_given(
                &keys,
                "assurances come with violent rungs that do not last, and the ladder has none",
            );
        }
        if !has(|rung| rung.violent && rung.lasting) {
            let keys = [
                "utility.weariness",
                "dynamics.weariness_gain",
                "dynamics.weariness_half_life_days",
                "dynamics.bite_per_day",
                "mediation.accept_weariness",
                "mediation.ripeness_weight",
            ];
            self.report_given(
                &given(&keys),
                "only violent postures that last weary, and the ladder has none",
            );
        }
        self.mediation();
    }

    fn mediation(&mut self) {
        let works = |mode: Option<Mode>| {
            let mut mediators = self.scenario.mediators.iter();
            mediators.any(|mediator| {
                mode.is_none_or(|mode| mediator.mode == mode)
                    && !self.scenario.pairs_open_to(mediator).is_empty()
            })
        };
        let (anybody, mediator) = (works(None), works(Some(Mode::Mediate)));
        if !anybody {
            let mut paths = self.given_under("mediation.");
            paths.push("utility.pressure".to_owned());
            self.report_given(&paths, "the scenario has no go-between that could do anything");
        } else if !mediator {
            let shared = ["threshold", "offer_rate", "pressure", "duration_days"]
                .map(|key| format!("mediation.{key}"));
            let mut paths = self.given_under("mediation.");
            paths.retain(|path| !shared.contains(path));
            self.report_given(&paths, "the scenario's go-betweens only encourage, and none mediates");
        }
    }
}
