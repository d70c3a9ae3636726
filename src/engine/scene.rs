//! A run as it stands on a day, to look at: what its steps read before they change anything.

use super::choice::Feasible;
use super::group;
use super::inputs::RunInputs;
use super::ladder::Blow;
use super::program::Program;
use super::random::RunKey;
use super::suspicion;
use super::term::Stance;
use super::world::World;
use crate::model::{DynamicsField, RelationField, StateField};

/// A run as it stands on a day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) program: &'a Program,
    pub(crate) inputs: &'a RunInputs,
    pub(crate) world: &'a World,
    pub(crate) key: RunKey,
    pub(crate) day: u32,
}

impl Scene<'_> {
    /// How much nearer an election makes leaders weigh their audience: 1 far from any, up to 1 + weight on its eve.
    pub(crate) fn election_factor(&self, state: usize) -> f32 {
        let window = self.inputs.values.dynamics(DynamicsField::ElectionWindow);
        let mut factor = 1.0;
        for election in &self.program.scenario().states()[state].elections {
            let ahead = election.day - i64::from(self.day);
            if ahead >= 0 {
                factor += self.inputs.values.slot(election.weight) * (1.0 - ahead as f32 / window).max(0.0);
            }
        }
        factor
    }

    /// How the first state of a relation stands towards the second, as far as others can tell.
    pub(crate) fn stance(&self, relation: usize) -> Stance<f32> {
        let spec = &self.program.scenario().relations()[relation];
        let (values, world) = (&self.inputs.values, self.world);
        let state = |field| values.state(spec.from, field);
        Stance {
            injury: world.injury[relation],
            grievance: world.grievance[relation],
            menace: group::menace(self, relation),
            justification: world.justification[relation],
            cordiality: world.cordiality[relation],
            ties: values.relation(relation, RelationField::Ties),
            tension: world.tension[spec.pair],
            need: world.need[spec.from],
            weariness: world.weariness[spec.from],
            pressure: world.pressure[relation],
            audience: state(StateField::AudienceCost)
                * (1.5 - world.prestige[spec.from])
                * world.election[spec.from]
                * (1.0 - world.face[relation]),
            traced: group::expected_traced(self, relation),
            onlookers: self.inputs.onlookers[relation],
            exposure: self.inputs.exposure[relation],
            nuclear: f32::from(u8::from(self.program.scenario().states()[spec.to].nuclear)),
            resolve: state(StateField::Resolve),
            precision: state(StateField::Precision),
            proportionality: state(StateField::Proportionality),
            stopped: values.dynamics(DynamicsField::DefenceEffect) * state(StateField::Defence),
        }
    }

    /// The same as that state sees it: with its suspicions, of which others know nothing.
    pub(crate) fn own_stance(&self, relation: usize) -> Stance<f32> {
        let stance = self.stance(relation);
        Stance { grievance: (stance.grievance + suspicion::spill(self, relation)).min(1.0), ..stance }
    }

    /// What is open to the first state of a relation, and what holding amounts to: nothing, or fighting on.
    pub(crate) fn options(&self, relation: usize) -> (Feasible, Blow<f32>) {
        let posture = self.world.posture[relation];
        let hold = match usize::from(posture).checked_sub(1) {
            Some(rung) if self.program.scenario().ladder()[rung].violent => {
                self.inputs.ladder.fighting_on[rung]
            }
            _ => Blow::default(),
        };
        (self.program.feasible(relation, posture), hold)
    }
}
