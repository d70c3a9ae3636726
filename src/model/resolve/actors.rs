//! States, relations and go-betweens.

use std::collections::{BTreeMap, BTreeSet};

use super::{Names, Resolver, rung_index};
use crate::model::fields::{MediatorField, PartyField, RelationField, StateField};
use crate::model::input::Slot;
use crate::model::scenario::{Election, Layout, Mediator, Mode, Onlooker, Party, Relation, Rung, State};
use crate::spec::{Limit, Mode as WrittenMode, Policy, RelationSpec, StateSpec, child_path};

/// Replies a state looks ahead unless the scenario says otherwise.
const FORESIGHT: u8 = 1;
/// Weight of an election unless the scenario gives one.
const ELECTION_WEIGHT: f64 = 0.5;

impl<'a> Resolver<'a> {
    pub(super) fn states(&mut self, ladder: &[Rung]) -> Vec<State> {
        if self.spec.states.len() < 2 {
            let what = match self.spec.states.keys().next() {
                None => "no states".to_owned(),
                Some(only) => format!("`{only}` is the only state"),
            };
            let help = "a crisis takes two: add `[states.NAME]` tables".to_owned();
            self.problem("states", what, "at least two states are needed", Some(help));
        }
        self.check_size("states", self.spec.states.len(), Limit::States);
        for (key, spec) in &self.spec.states {
            let table = child_path("states", key);
            for &field in StateField::ALL {
                self.number(&table, field.key(), field.written(spec), field.default_value());
            }
        }
        let states: Vec<_> = self.spec.states.iter().collect();
        states.into_iter().map(|(key, spec)| self.state(key, spec, ladder)).collect()
    }

    fn state(&mut self, key: &str, spec: &StateSpec, ladder: &[Rung]) -> State {
        let table = child_path("states", key);
        let mut elections = Vec::with_capacity(spec.elections.len());
        for (index, election) in spec.elections.iter().enumerate() {
            let path = format!("{table}.elections.{index}");
            let weight = self.entry(format!("{path}.weight"), election.weight.as_ref(), ELECTION_WEIGHT);
            match election.date {
                Some(date) => {
                    elections.push(Election { day: self.day(&format!("{path}.date"), date), weight });
                }
                None => self.missing(&path, "date", "date = 2024-03-01"),
            }
        }
        elections.sort_by_key(|election| (election.day, election.weight));
        self.check_reach(&table, spec, ladder);
        State {
            key: key.to_owned(),
            name: spec.name.clone().unwrap_or_else(|| key.to_owned()),
            nuclear: spec.nuclear.unwrap_or(false),
            foresight: spec.foresight.unwrap_or(FORESIGHT),
            elections,
            rule: super::policy::rule(spec),
            is_played: spec.policy == Some(Policy::Played),
            script: self.script(&table, key, spec, ladder),
            rungs: self.rungs(&table, spec, ladder),
        }
    }

    /// All relations by key, each with its reverse; those the file leaves out stand on defaults.
    pub(super) fn relations(
        &mut self,
        ladder: &[Rung],
        layout: &mut Layout,
    ) -> (Vec<Relation>, Vec<[usize; 2]>) {
        let written = self.relations_as_written();
        let are_none = self.spec.relations.values().all(BTreeMap::is_empty);
        if are_none && self.spec.states.len() >= 2 {
            let help = "add `[relations.A.B]` for each pair that may come to blows".to_owned();
            self.problem("relations", "no relations".to_owned(), "nobody can act on anybody", Some(help));
        }
        self.check_size("relations", written.len(), Limit::Relations);
        layout.relations = self.inputs.len();
        let silent = RelationSpec::default();
        for (&(from, to), spec) in &written {
            let table = self.relation_path(from, to);
            for &field in RelationField::ALL {
                self.number(
                    &table,
                    field.key(),
                    field.written(spec.unwrap_or(&silent)),
                    field.default_value(),
                );
            }
        }
        // Both lists are in ascending order, since the map is.
        let keys: Vec<(usize, usize)> = written.keys().copied().collect();
        let pair_keys: Vec<(usize, usize)> = keys.iter().copied().filter(|(a, b)| a < b).collect();
        let place = |of: &[(usize, usize)], key| of.binary_search(&key).unwrap_or_default();
        let pairs = pair_keys.iter().map(|&(a, b)| [place(&keys, (a, b)), place(&keys, (b, a))]).collect();
        let mut relations = Vec::with_capacity(keys.len());
        for (&(from, to), spec) in &written {
            let path = self.relation_path(from, to);
            let spec_or_silent = spec.unwrap_or(&silent);
            let reach = self.reach(&path, spec_or_silent, ladder, [from, to]);
            relations.push(Relation {
                key: format!("{}.{}", self.states.all()[from], self.states.all()[to]),
                from,
                to,
                reverse: place(&keys, (to, from)),
                pair: place(&pair_keys, (from.min(to), from.max(to))),
                reach,
                posture: self.posture(&path, spec_or_silent, ladder),
                onlookers: self.onlookers(&path, spec_or_silent, from, to),
                suspects: Vec::new(),
                given: spec.is_some(),
            });
        }
        (relations, pairs)
    }

    fn relations_as_written(&mut self) -> BTreeMap<(usize, usize), Option<&'a RelationSpec>> {
        let spec = self.spec;
        let mut written: BTreeMap<(usize, usize), Option<&'a RelationSpec>> = BTreeMap::new();
        for (from_key, others) in &spec.relations {
            let from_path = child_path("relations", from_key);
            let from = self.state_named(&from_path, from_key);
            for (to_key, relation) in others {
                let path = child_path(&from_path, to_key);
                let to = self.state_named(&path, to_key);
                let (Some(from), Some(to)) = (from, to) else { continue };
                if from == to {
                    let what = format!("`{from_key}` cannot have a relation with itself");
                    self.problem(&path, what, "the same state twice", None);
                    continue;
                }
                written.insert((from, to), Some(relation));
                written.entry((to, from)).or_insert(None);
            }
        }
        written
    }

    fn relation_path(&self, from: usize, to: usize) -> String {
        child_path(&child_path("relations", self.states.all()[from]), self.states.all()[to])
    }

    fn posture(&mut self, path: &str, spec: &RelationSpec, ladder: &[Rung]) -> Option<usize> {
        let key = spec.posture.as_deref()?;
        let path = format!("{path}.posture");
        let lasting: Vec<&str> =
            ladder.iter().filter(|rung| rung.lasting).map(|rung| rung.key.as_str()).collect();
        match rung_index(ladder, key) {
            Some(rung) if ladder[rung].lasting => Some(rung),
            Some(_) => {
                let help = Some(format!("lasting rungs: {}", lasting.join(", ")));
                self.problem(&path, format!("rung `{key}` does not last"), "not a posture", help);
                None
            }
            None => {
                self.index_of(&path, key, &Names::new("lasting rung", lasting));
                None
            }
        }
    }

    fn onlookers(&mut self, path: &str, spec: &RelationSpec, from: usize, to: usize) -> Vec<Onlooker> {
        let mut onlookers = Vec::with_capacity(spec.onlookers.len());
        for (key, weight) in &spec.onlookers {
            let path = child_path(&format!("{path}.onlookers"), key);
            let Some(state) = self.state_named(&path, key) else { continue };
            if state == from || state == to {
                let what = format!("`{key}` is a party to the relation, not an onlooker");
                self.problem(&path, what, "looks on itself", Some("name third states only".to_owned()));
            }
            onlookers.push(Onlooker { state, weight: self.entry(path, Some(weight), 0.0) });
        }
        onlookers
    }

    pub(super) fn mediators(&mut self) -> Vec<Mediator> {
        let spec = self.spec;
        for (key, mediator) in &spec.mediators {
            let table = child_path("mediators", key);
            for &field in MediatorField::ALL {
                self.number(&table, field.key(), field.written(mediator), field.default_value());
            }
        }
        let known = Names::new("mediator", spec.mediators.keys().map(String::as_str));
        let mut mediators = Vec::with_capacity(spec.mediators.len());
        for (key, mediator) in &spec.mediators {
            let table = child_path("mediators", key);
            let mode = match mediator.mode {
                Some(WrittenMode::Encourage) => Mode::Encourage,
                Some(WrittenMode::Mediate) | None => Mode::Mediate,
            };
            let rivals = mediator
                .rivals
                .iter()
                .enumerate()
                .filter_map(|(index, rival)| self.index_of(&format!("{table}.rivals.{index}"), rival, &known))
                .collect();
            mediators.push(Mediator {
                key: key.clone(),
                name: mediator.name.clone().unwrap_or_else(|| self.name_of(key)),
                mode,
                rivals,
                parties: self.parties(&table, key),
            });
        }
        make_mutual(&mut mediators);
        mediators
    }

    /// A mediator that is also a state goes by the state's name.
    fn name_of(&self, key: &str) -> String {
        let state = self.spec.states.get(key).and_then(|state| state.name.clone());
        state.unwrap_or_else(|| key.to_owned())
    }

    fn parties(&mut self, table: &str, key: &str) -> Vec<Party> {
        let Some(spec) = self.spec.mediators.get(key) else { return Vec::new() };
        let mut parties = Vec::with_capacity(spec.parties.len());
        for (party, standing) in &spec.parties {
            let path = child_path(&format!("{table}.parties"), party);
            if party == key {
                let what = format!("`{key}` cannot go between itself and others");
                self.problem(&path, what, "mediator and party at once", None);
            }
            let state = self.state_named(&path, party);
            let first = Slot(self.inputs.len() as u32);
            for &field in PartyField::ALL {
                self.number(&path, field.key(), field.written(standing), field.default_value());
            }
            if let Some(state) = state {
                parties.push(Party { state, first });
            }
        }
        parties
    }

    pub(super) fn missing(&mut self, path: &str, key: &str, example: &str) {
        let verb = if key.contains(' ') { "are" } else { "is" };
        let help = Some(format!("add `{example}`"));
        self.problem(path, format!("`{key}` {verb} missing"), &format!("needs `{key}`"), help);
    }
}

/// Rivalry is mutual, whichever side names it.
fn make_mutual(mediators: &mut [Mediator]) {
    let mut mutual = vec![BTreeSet::new(); mediators.len()];
    for (one, mediator) in mediators.iter().enumerate() {
        for &other in &mediator.rivals {
            mutual[one].insert(other);
            mutual[other].insert(one);
        }
    }
    for (mediator, rivals) in mediators.iter_mut().zip(mutual) {
        mediator.rivals = rivals.into_iter().collect();
    }
}
