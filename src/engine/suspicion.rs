//! Suspicion of collusion: what a state believes, in a run, of who acts together with whom.
//!
//! A suspicion is private. It bends what its holder makes of an injury, and nobody else reckons with it.

use std::ops::Range;

use super::day::Run;
use super::random::{Entity, Purpose, RunKey, unit};
use super::recorder::Recorder;
use super::scene::Scene;
use crate::model::{DynamicsField as Field, Scenario, Slot};

/// A suspicion that a relation i → j gives rise to.
#[derive(Debug, Clone)]
struct Suspected {
    /// i's relation to the state with which j may collude.
    accomplice: usize,
    probability: Slot,
    entity: Entity,
}

/// All suspicions, looked up once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Suspicions {
    list: Vec<Suspected>,
    /// By relation.
    of_relation: Vec<Range<usize>>,
}

impl Suspicions {
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let mut suspicions = Self::default();
        let key = |state: usize| scenario.states()[state].key.as_str();
        for relation in scenario.relations() {
            let first = suspicions.list.len();
            suspicions.list.extend(relation.suspects.iter().map(|suspicion| {
                let names = [key(relation.from), key(relation.to), key(suspicion.state)];
                Suspected {
                    accomplice: suspicion.relation,
                    probability: suspicion.probability,
                    entity: Entity::named("suspicion", &names),
                }
            }));
            suspicions.of_relation.push(first..suspicions.list.len());
        }
        suspicions
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Draws, once per run, which are believed.
    pub(crate) fn draw(&self, key: RunKey, value: impl Fn(Slot) -> f32, believed: &mut [bool]) {
        for (suspected, believed) in self.list.iter().zip(believed) {
            let [word, ..] = key.block(0, suspected.entity, Purpose::Suspicion, 0);
            *believed = unit(word) < value(suspected.probability);
        }
    }
}

impl Suspicions {
    /// Draws again what all but one state believe.
    pub(crate) fn redraw_others(
        &self,
        scenario: &Scenario,
        seat: usize,
        key: RunKey,
        value: impl Fn(Slot) -> f32,
        believed: &mut [bool],
    ) {
        let known = believed.to_vec();
        self.draw(key, value, believed);
        for (relation, range) in scenario.relations().iter().zip(&self.of_relation) {
            if relation.from == seat {
                believed[range.clone()].copy_from_slice(&known[range.clone()]);
            }
        }
    }
}

/// With whom i believes, in this run, that j colludes.
pub(crate) fn suspected(scene: &Scene<'_>, relation: usize) -> Vec<usize> {
    let relations = scene.program.scenario().relations();
    accomplices(scene, relation).map(|accomplice| relations[accomplice].to).collect()
}

/// Relations of i to those with whom it believes, in this run, that j colludes.
fn accomplices<'a>(scene: &Scene<'a>, relation: usize) -> impl Iterator<Item = usize> + use<'a> {
    let suspicions = &scene.program.suspicions;
    let believed = &scene.inputs.believed;
    let believes = move |&index: &usize| believed[index];
    suspicions.of_relation[relation].clone().filter(believes).map(|index| suspicions.list[index].accomplice)
}

/// What is held against suspected accomplices counts against the author of an injury while that is unanswered.
pub(crate) fn spill(scene: &Scene<'_>, relation: usize) -> f32 {
    let held: f32 = accomplices(scene, relation).map(|accomplice| scene.world.grievance[accomplice]).sum();
    scene.inputs.values.dynamics(Field::SuspicionSpill) * scene.world.injury[relation] * held
}

/// A share of an injury that i has suffered from j becomes grievance against those with whom i believes that j acted.
pub(crate) fn resent<R: Recorder>(run: &mut Run<'_, R>, relation: usize, injury: f32) {
    let share = run.inputs.values.dynamics(Field::SuspicionGrievance);
    let suspicions = &run.program.suspicions;
    for index in suspicions.of_relation[relation].clone() {
        if run.inputs.believed[index] {
            let accomplice = suspicions.list[index].accomplice;
            run.world.grievance[accomplice] += share * injury;
            run.world.moving.put(run.program.scenario().relations()[accomplice].pair, true);
        }
    }
}
