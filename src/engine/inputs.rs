//! The numbers of one run: what the scenario fixes, what this run drew, and what follows from them for all its days.

use super::account::Tariff;
use super::belief::{self, Belief};
use super::ladder::RunLadder;
use super::math;
use super::program::Program;
use super::random::{Entity, Purpose, RunKey, unit64};
use super::term::Theta;
use crate::model::{
    DynamicsField, GroupField, Layout, MediationField, MediatorField, PartyField, Quantity, RelationField,
    RungField, Slot, StateField, UtilityField,
};

/// Every number of a scenario in one run, by slot.
#[derive(Debug, Clone, Default)]
pub(crate) struct Values {
    layout: Layout,
    by_slot: Vec<f32>,
}

impl Values {
    pub(crate) fn slot(&self, slot: Slot) -> f32 {
        self.by_slot[slot.index()]
    }

    pub(crate) fn utility(&self, field: UtilityField) -> f32 {
        self.by_slot[self.layout.utility(field)]
    }

    pub(crate) fn dynamics(&self, field: DynamicsField) -> f32 {
        self.by_slot[self.layout.dynamics(field)]
    }

    pub(crate) fn mediation(&self, field: MediationField) -> f32 {
        self.by_slot[self.layout.mediation(field)]
    }

    pub(crate) fn rung(&self, rung: usize, field: RungField) -> f32 {
        self.by_slot[self.layout.rung(rung, field)]
    }

    pub(crate) fn state(&self, state: usize, field: StateField) -> f32 {
        self.by_slot[self.layout.state(state, field)]
    }

    pub(crate) fn relation(&self, relation: usize, field: RelationField) -> f32 {
        self.by_slot[self.layout.relation(relation, field)]
    }

    pub(crate) fn mediator(&self, mediator: usize, field: MediatorField) -> f32 {
        self.by_slot[self.layout.mediator(mediator, field)]
    }

    pub(crate) fn group(&self, group: usize, field: GroupField) -> f32 {
        self.by_slot[self.layout.group(group, field)]
    }

    pub(crate) fn party(&self, party: crate::model::Party, field: PartyField) -> f32 {
        self.by_slot[party.slot(field)]
    }

    /// Puts another value in the place of a slot from which nothing else follows.
    pub(super) fn replace(&mut self, index: usize, value: f32) {
        self.by_slot[index] = value;
    }

    pub(crate) fn at(&self, index: usize) -> f32 {
        self.by_slot[index]
    }
}

/// A number that is drawn once per run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Drawn {
    pub(crate) slot: usize,
    pub(crate) entity: Entity,
}

impl Drawn {
    /// Where in its distribution luck puts it in this run.
    pub(crate) fn quantile(&self, key: RunKey) -> f64 {
        let [hi, lo, ..] = key.block(0, self.entity, Purpose::Input, 0);
        unit64(hi, lo)
    }
}

/// Shares kept overnight by everything that decays.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Retention {
    pub(crate) injury: f32,
    pub(crate) grievance: f32,
    pub(crate) justification: f32,
    pub(crate) tension: f32,
    pub(crate) assertiveness: f32,
    pub(crate) prestige: f32,
    pub(crate) ties: f32,
    pub(crate) weariness: f32,
}

impl Retention {
    fn read(values: &Values) -> Self {
        let daily = |half_life: DynamicsField| daily(values.dynamics(half_life));
        Self {
            injury: daily(DynamicsField::InjuryHalfLife),
            grievance: daily(DynamicsField::GrievanceHalfLife),
            justification: daily(DynamicsField::JustificationHalfLife),
            tension: daily(DynamicsField::TensionHalfLife),
            assertiveness: daily(DynamicsField::AssertivenessHalfLife),
            prestige: daily(DynamicsField::PrestigeHalfLife),
            ties: daily(DynamicsField::TiesHalfLife),
            weariness: daily(DynamicsField::WearinessHalfLife),
        }
    }
}

/// Share kept overnight of what halves in so many days.
fn daily(half_life: f32) -> f32 {
    math::exp(-std::f32::consts::LN_2 / half_life)
}

/// The numbers of one run.
#[derive(Debug, Clone, Default)]
pub(crate) struct RunInputs {
    pub(crate) values: Values,
    pub(crate) theta: Theta<f32>,
    pub(crate) tariff: Tariff<f32>,
    pub(crate) ladder: RunLadder,
    pub(crate) retention: Retention,
    /// By relation: sum of the onlookers' weights.
    pub(crate) onlookers: Vec<f32>,
    /// By relation i → j: `power_j` / (`power_i` + `power_j`).
    pub(crate) exposure: Vec<f32>,
    /// By relation i → j: what i thinks of j's resolve on day 0.
    pub(crate) prior: Vec<Belief>,
    /// Mean of the same.
    pub(crate) prior_mean: Vec<f32>,
    /// By state: ln(1 − routine), by which the days between two routine decisions are drawn.
    pub(crate) ln_idle: Vec<f64>,
    /// By armed group: share of its lost capacity that is still missing after a night.
    pub(crate) regrowth: Vec<f32>,
    /// By suspicion of collusion: whether it is believed.
    pub(crate) believed: Vec<bool>,
    /// Whether what follows from numbers that are not drawn has been worked out.
    settled: bool,
}

impl RunInputs {
    /// Room for a program's numbers; no run allocates after this.
    pub(crate) fn with_shape(program: &Program) -> Self {
        let scenario = &program.scenario;
        let relations = scenario.relations().len();
        Self {
            values: Values { layout: scenario.layout(), by_slot: program.template.clone() },
            theta: Theta::default(),
            tariff: Tariff::default(),
            ladder: RunLadder::with_shape(scenario.ladder(), &program.alternatives),
            retention: Retention::default(),
            onlookers: vec![0.0; relations],
            exposure: vec![0.0; relations],
            prior: vec![[0.0; belief::TYPES.len()]; relations],
            prior_mean: vec![0.0; relations],
            ln_idle: vec![0.0; scenario.states().len()],
            regrowth: vec![0.0; scenario.groups().len()],
            believed: vec![false; program.suspicions.len()],
            settled: false,
        }
    }

    /// Draws what is drawn once per run, and works out what follows. What is drawn takes the quantiles given, in the order
    /// of the program's drawn inputs, and luck's where there is none.
    pub(crate) fn draw(&mut self, program: &Program, key: RunKey, given: &[Option<f64>]) {
        let scenario = &program.scenario;
        let mut given = given.iter().copied();
        for drawn in &program.drawn {
            let given = given.next().flatten();
            if let Quantity::Drawn(distribution) = &scenario.inputs()[drawn.slot].quantity {
                let at = given.unwrap_or_else(|| drawn.quantile(key));
                self.values.by_slot[drawn.slot] = distribution.quantile(at) as f32;
            }
        }
        self.settle_groups();
        let values = &self.values;
        program.suspicions.draw(key, |slot| values.slot(slot), &mut self.believed);
        if !(self.settled && program.rules_are_fixed) {
            self.settle_rules(program);
        }
        if !self.settled {
            for state in 0..scenario.states().len() {
                self.settle_state(state);
            }
            for relation in 0..scenario.relations().len() {
                self.settle_relation(program, relation);
            }
            self.settled = true;
            return;
        }
        for &state in &program.drawn_states {
            self.settle_state(state);
        }
        for &relation in &program.drawn_relations {
            self.settle_relation(program, relation);
        }
    }

    /// What follows from the weights, the dynamics and the ladder.
    fn settle_rules(&mut self, program: &Program) {
        let values = &self.values;
        self.theta = Theta::read(|field| values.utility(field));
        self.tariff = Tariff::read(values);
        self.retention = Retention::read(values);
        self.ladder.set(program.scenario.ladder(), &program.alternatives, values);
    }

    /// What follows from the armed groups' numbers.
    fn settle_groups(&mut self) {
        for (group, keep) in self.regrowth.iter_mut().enumerate() {
            *keep = daily(self.values.group(group, GroupField::RegrowthHalfLife));
        }
    }

    /// What follows from a state's numbers.
    fn settle_state(&mut self, state: usize) {
        self.ln_idle[state] = libm::log1p(-f64::from(self.values.state(state, StateField::Routine)));
    }

    /// What follows from a relation's numbers and those of its states.
    fn settle_relation(&mut self, program: &Program, index: usize) {
        let relation = &program.scenario.relations()[index];
        let values = &self.values;
        self.onlookers[index] = relation.onlookers.iter().map(|onlooker| values.slot(onlooker.weight)).sum();
        let power = |state| values.state(state, StateField::Power);
        self.exposure[index] = power(relation.to) / (power(relation.from) + power(relation.to));
        self.prior[index] = belief::prior(
            values.relation(index, RelationField::BeliefMean),
            values.relation(index, RelationField::BeliefConfidence),
        );
        self.prior_mean[index] = belief::mean(&self.prior[index]);
    }
}
