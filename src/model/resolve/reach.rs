//! What a state can do at all: how far up the ladder, and on which of its rungs.

use super::{Names, Resolver, rung_index};
use crate::model::scenario::Rung;
use crate::spec::{RelationSpec, StateSpec};

impl Resolver<'_> {
    fn is_nuclear(&self, state: usize) -> bool {
        self.state_spec(state).and_then(|spec| spec.nuclear).unwrap_or(false)
    }

    fn state_spec(&self, state: usize) -> Option<&StateSpec> {
        self.spec.states.get(self.states.all()[state])
    }

    /// The highest rung within reach in a relation: as given there, else as given for the state, else the highest that the state
    /// has the weapons for. Nuclear use against a state without nuclear weapons is only considered where the
    /// scenario says so (Tannenwald 1999).
    pub(super) fn reach(
        &mut self,
        path: &str,
        spec: &RelationSpec,
        ladder: &[Rung],
        [from, to]: [usize; 2],
    ) -> Option<usize> {
        let nuclear = self.is_nuclear(from);
        if let Some(key) = &spec.reach {
            return self.named_reach(&format!("{path}.reach"), key, ladder, nuclear);
        }
        if let Some(key) = self.state_spec(from).and_then(|spec| spec.reach.as_deref()) {
            // What is wrong with it has been said once, of the state.
            return rung_index(ladder, key);
        }
        if nuclear && self.is_nuclear(to) {
            return ladder.len().checked_sub(1);
        }
        ladder.iter().position(|rung| rung.nuclear).unwrap_or(ladder.len()).checked_sub(1)
    }

    /// Finds out what is wrong with the reach that a state has in all its relations.
    pub(super) fn check_reach(&mut self, table: &str, spec: &StateSpec, ladder: &[Rung]) {
        if let Some(key) = &spec.reach {
            self.named_reach(&format!("{table}.reach"), key, ladder, spec.nuclear.unwrap_or(false));
        }
    }

    fn named_reach(&mut self, path: &str, key: &str, ladder: &[Rung], nuclear: bool) -> Option<usize> {
        if key == "none" {
            return None;
        }
        let found = rung_index(ladder, key).or_else(|| {
            let known = ladder.iter().map(|rung| rung.key.as_str()).chain(["none"]);
            self.index_of(path, key, &Names::new("rung", known))
        });
        if found.is_some_and(|rung| ladder[rung].nuclear) && !nuclear {
            let what = format!("reach `{key}` needs nuclear weapons");
            let help = "set `nuclear = true` for the state, or a lower reach".to_owned();
            self.problem(path, what, "the state has none", Some(help));
        }
        found
    }

    /// The rungs that a state can carry out at all, in their order; `None` for all.
    pub(super) fn rungs(&mut self, table: &str, spec: &StateSpec, ladder: &[Rung]) -> Option<Vec<usize>> {
        let named = spec.rungs.as_ref()?;
        let known = Names::new("rung", ladder.iter().map(|rung| rung.key.as_str()));
        let mut rungs = Vec::with_capacity(named.len());
        for (place, key) in named.iter().enumerate() {
            let path = format!("{table}.rungs.{place}");
            let Some(rung) = self.index_of(&path, key, &known) else { continue };
            if ladder[rung].nuclear && !spec.nuclear.unwrap_or(false) {
                let what = format!("rung `{key}` needs nuclear weapons");
                let help = "set `nuclear = true` for the state, or leave the rung out".to_owned();
                self.problem(&path, what, "the state has none", Some(help));
            }
            rungs.push(rung);
        }
        rungs.sort_unstable();
        rungs.dedup();
        Some(rungs)
    }
}
