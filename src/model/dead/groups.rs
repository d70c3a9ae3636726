//! Armed groups and suspicions that cannot matter.

use super::Search;
use crate::model::fields::{DynamicsField, GroupField, TargetField};
use crate::model::group::Group;
use crate::spec::child_path;

impl Search<'_> {
    pub(super) fn groups(&mut self) {
        let scenario = self.scenario;
        for (index, group) in scenario.groups.iter().enumerate() {
            let path = child_path("groups", &group.key);
            if group.targets.is_empty() {
                self.report(path, format!("`{}` has no `targets`, so it does nothing", group.key));
                continue;
            }
            self.sponsorship(group, &path);
            self.blame(group, &path);
            self.attacks(index, group, &path);
        }
        self.rules();
    }

    fn sponsorship(&mut self, group: &Group, path: &str) {
        let paths = ["control", "attribution.sponsor"].map(|key| format!("{path}.{key}"));
        let Some(sponsor) = group.sponsor else {
            return self.report_given(&paths, "the group has no `sponsor`");
        };
        let deals = |victim: usize| self.scenario.relation_between(victim, sponsor).is_some();
        if !group.targets.iter().any(|target| deals(target.state)) {
            let key = &self.scenario.states[sponsor].key;
            let why = format!("no state that the group attacks has a relation with its sponsor `{key}`");
            self.report_given(&paths, &why);
        }
    }

    fn blame(&mut self, group: &Group, path: &str) {
        let deals = |victim: usize| self.scenario.relation_between(victim, group.host).is_some();
        if !group.targets.iter().any(|target| deals(target.state)) {
            let host = &self.scenario.states[group.host].key;
            let why = format!("no state that the group attacks has a relation with its host `{host}`");
            let paths = ["attribution.host", "vulnerability"].map(|key| format!("{path}.{key}"));
            self.report_given(&paths, &why);
        }
    }

    /// A target that is never attacked of the group's own accord has no severity and no deaths.
    fn attacks(&mut self, index: usize, group: &Group, path: &str) {
        let unable = self.most(self.scenario.layout.group(index, GroupField::Capacity)) == 0.0;
        for target in &group.targets {
            if unable || self.most(target.slot(TargetField::Rate)) == 0.0 {
                let key = &self.scenario.states[target.state].key;
                let path = child_path(&format!("{path}.targets"), key);
                let paths = ["severity", "fatalities", "dispersion"].map(|key| format!("{path}.{key}"));
                self.report_given(&paths, "the group never attacks it of its own accord");
            }
        }
    }

    fn rules(&mut self) {
        let scenario = self.scenario;
        if scenario.groups.is_empty() {
            let paths = ["dynamics.crackdown", "mediation.agreement_crackdown"].map(str::to_owned);
            self.report_given(&paths, "the scenario has no armed groups");
        }
        let suspects = || scenario.relations.iter().flat_map(|relation| &relation.suspects);
        let layout = scenario.layout;
        let [resentment, spill] = [DynamicsField::SuspicionGrievance, DynamicsField::SuspicionSpill]
            .map(|field| self.is_zero(layout.dynamics(field)));
        if suspects().next().is_none() {
            let paths = ["dynamics.suspicion_grievance", "dynamics.suspicion_spill"].map(str::to_owned);
            self.report_given(&paths, "no relation has `suspects`");
        } else if resentment && spill {
            let paths: Vec<String> = suspects()
                .map(|suspicion| scenario.inputs[suspicion.probability.index()].path.clone())
                .collect();
            self.report_given(&paths, "`dynamics.suspicion_grievance` and `dynamics.suspicion_spill` are 0");
        }
    }
}
