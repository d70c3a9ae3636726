//! Armed groups, and suspicions of collusion.

use super::{Names, Resolver};
use crate::model::fields::{GroupField, TargetField};
use crate::model::group::{Group, Suspicion, Target};
use crate::model::input::Slot;
use crate::model::scenario::{Relation, place_between};
use crate::spec::{GroupSpec, child_path};

impl<'a> Resolver<'a> {
    pub(super) fn groups(&mut self) -> Vec<Group> {
        let spec = self.spec;
        for (key, group) in &spec.groups {
            let table = child_path("groups", key);
            for &field in GroupField::ALL {
                self.number(&table, field.key(), field.written(group), field.default_value());
            }
        }
        spec.groups.iter().filter_map(|(key, group)| self.group(key, group)).collect()
    }

    fn group(&mut self, key: &str, spec: &GroupSpec) -> Option<Group> {
        let table = child_path("groups", key);
        if spec.host.is_none() {
            self.missing(&table, "host", "host = \"STATE\"");
        }
        let host = spec.host.as_ref().and_then(|host| self.state_named(&format!("{table}.host"), host));
        let sponsor =
            spec.sponsor.as_ref().and_then(|sponsor| self.state_named(&format!("{table}.sponsor"), sponsor));
        let targets = self.targets(&table, spec);
        if let Some(sponsor) = sponsor.filter(|sponsor| targets.iter().any(|target| target.state == *sponsor))
        {
            let sponsor = self.states.all()[sponsor];
            let path = child_path(&format!("{table}.targets"), sponsor);
            let help = Some("leave `sponsor` out, or the target".to_owned());
            self.problem(
                &path,
                format!("`{key}` attacks its own sponsor"),
                "sponsor and target at once",
                help,
            );
        }
        Some(Group {
            key: key.to_owned(),
            name: spec.name.clone().unwrap_or_else(|| key.to_owned()),
            host: host?,
            sponsor,
            targets,
        })
    }

    fn targets(&mut self, table: &str, spec: &GroupSpec) -> Vec<Target> {
        let mut targets = Vec::with_capacity(spec.targets.len());
        for (name, target) in &spec.targets {
            let path = child_path(&format!("{table}.targets"), name);
            let state = self.state_named(&path, name);
            let first = Slot(self.inputs.len() as u32);
            for &field in TargetField::ALL {
                self.number(&path, field.key(), field.written(target), field.default_value());
            }
            targets.extend(state.map(|state| Target { state, first }));
        }
        targets
    }

    /// Whom a state suspects of acting in collusion with whom. It must have relations with both.
    pub(super) fn suspicions(&mut self, relations: &mut [Relation]) {
        for index in 0..relations.len() {
            let Relation { from, to, .. } = relations[index];
            let [from_key, to_key] = [from, to].map(|state| self.states.all()[state]);
            let spec = self.spec;
            let written = spec.relations.get(from_key).and_then(|others| others.get(to_key));
            let path = child_path(&child_path("relations", from_key), to_key);
            for (key, probability) in written.into_iter().flat_map(|relation| &relation.suspects) {
                let path = child_path(&format!("{path}.suspects"), key);
                let Some(state) = self.state_named(&path, key) else { continue };
                if state == from || state == to {
                    let what = format!("`{key}` is a party to the relation");
                    let help = Some("name a third state".to_owned());
                    self.problem(&path, what, "colludes with itself", help);
                    continue;
                }
                let Some(relation) = place_between(relations, from, state) else {
                    let what = format!("`{from_key}` has no relation with `{key}`");
                    let help =
                        format!("add `[relations.{from_key}.{key}]`: its grievance is what is spilled over");
                    self.problem(&path, what, "suspected, but nothing is held against it", Some(help));
                    continue;
                };
                let probability = self.entry(path, Some(probability), 0.0);
                relations[index].suspects.push(Suspicion { state, relation, probability });
            }
        }
    }

    /// The groups' names.
    pub(super) fn group_names(&self) -> Names<'a> {
        Names::new("group", self.spec.groups.keys().map(String::as_str))
    }
}
