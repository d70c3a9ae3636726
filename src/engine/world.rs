//! What moves during a run: plain arrays, one entry per relation, pair, state, go-between or event.
//!
//! The world can be cloned as it stands. It holds nothing that the day loop could not restore from it.

use super::agenda::{self, Routine};
use super::belief::Belief;
use super::bits::Bits;
use super::inputs::RunInputs;
use super::program::Program;
use super::random::RunKey;
use super::scene::Scene;
use crate::model::{GroupField, MediatorField, RelationField, StateField};

/// No day: something that has not happened.
pub(crate) const NEVER: u32 = u32::MAX;

/// The state of a run on one day.
#[derive(Debug, Clone, Default)]
pub(crate) struct World {
    // By relation i → j.
    /// x: what j did to i that i has not answered.
    pub(crate) injury: Vec<f32>,
    /// g: long-standing and acute wrongs.
    pub(crate) grievance: Vec<f32>,
    /// J: a recent wrong that others recognise.
    pub(crate) justification: Vec<f32>,
    /// c: what the relation is worth now.
    pub(crate) cordiality: Vec<f32>,
    /// r: lasting rung in force, 0 for none, else rung + 1.
    pub(crate) posture: Vec<u8>,
    /// b: what i thinks of j's resolve.
    pub(crate) belief: Vec<Belief>,
    /// Mean resolve that i believes j to have.
    pub(crate) believed: Vec<f32>,
    /// When the relation next comes up as a matter of routine.
    pub(crate) routine: Vec<Routine>,
    /// Whether something about the pair itself puts it on i's agenda.
    pub(crate) pressing: Bits,
    /// Whether the relation is on i's agenda today.
    pub(crate) on_agenda: Bits,
    /// f: how far mediation lowers the home cost of restraint.
    pub(crate) face: Vec<f32>,
    /// m: what mediators and patrons withhold.
    pub(crate) pressure: Vec<f32>,
    /// Gravest violent act of j that i has not answered: 0 for none, else rung + 1.
    pub(crate) unanswered: Vec<u8>,
    /// Highest rung i has carried out against j: 0 for none, else rung + 1.
    pub(crate) highest: Vec<u8>,
    /// Highest rung i carried out against j on the day before: 0 for none, else rung + 1.
    pub(crate) yesterday: Vec<u8>,
    /// Gravest of what j was seen to do to i since i last decided on j: 0 for nothing, 1 for conciliation, else rung + 2.
    pub(crate) seen: Vec<u8>,
    /// Day on which i last conciliated towards j; [`NEVER`] if it has not.
    pub(crate) conciliated: Vec<u32>,
    /// Gravest violent rung of j, known for its author, that i has suffered in this run: 0 for none, else rung + 1.
    pub(crate) suffered: Vec<u8>,

    // By pair.
    /// Whether anything between the two is not at rest: only then does a night change it.
    pub(crate) moving: Bits,
    /// t: tension.
    pub(crate) tension: Vec<f32>,
    /// Channel over which mediation is under way, as index + 1; 0 for none.
    pub(crate) mediation: Vec<u32>,
    /// Which sides have used force: bit 0 for the pair's first relation, bit 1 for its second.
    pub(crate) struck: Vec<u8>,
    /// Side that used force last: 0 for none, else side + 1.
    pub(crate) last_striker: Vec<u8>,

    // By state.
    /// Standing of leadership and armed forces at home.
    pub(crate) prestige: Vec<f32>,
    /// n: need to show strength.
    pub(crate) need: Vec<f32>,
    /// y: war weariness.
    pub(crate) weariness: Vec<f32>,
    /// How much nearer an election makes leaders weigh their audience today.
    pub(crate) election: Vec<f32>,

    /// By armed group: how able it is to attack.
    pub(crate) capacity: Vec<f32>,
    /// By go-between: standing.
    pub(crate) mediator_prestige: Vec<f32>,
    /// By channel: day since which it works; [`NEVER`] if it does not.
    pub(crate) channel_since: Vec<u32>,
    /// By event: day it was last due; [`NEVER`] if it has not been.
    pub(crate) event_due: Vec<u32>,
    /// By event: whether it occurred when last due.
    pub(crate) event_occurred: Vec<bool>,
    /// By condition that an event waits for: whether it held this morning.
    pub(crate) conditions: Vec<bool>,

    /// Day of the last hostile act above the first rung, or blow of fate, in the pairs in focus; [`NEVER`] before.
    pub(crate) last_hostile_day: u32,
    /// Last day at whose end the crisis in focus was not calm; [`NEVER`] before.
    pub(crate) last_unsettled_day: u32,
    /// Hour at which the first strike fell, to tell who came first on one day.
    pub(crate) first_strike_hour: u32,
    /// Whether nuclear weapons have been used.
    pub(crate) nuclear_used: bool,
    /// No relation comes up as a matter of routine before this day.
    pub(crate) soonest_routine: u32,
}

impl World {
    /// Room for a program's world; no run allocates after this.
    pub(crate) fn with_shape(program: &Program) -> Self {
        let scenario = &program.scenario;
        let (relations, pairs) = (scenario.relations().len(), scenario.pairs().len());
        let (states, mediators) = (scenario.states().len(), scenario.mediators().len());
        let (channels, events) = (program.channels.len(), scenario.events().len());
        Self {
            injury: vec![0.0; relations],
            grievance: vec![0.0; relations],
            justification: vec![0.0; relations],
            cordiality: vec![0.0; relations],
            posture: vec![0; relations],
            belief: vec![[0.0; 5]; relations],
            believed: vec![0.0; relations],
            routine: vec![Routine::default(); relations],
            pressing: Bits::below(relations),
            on_agenda: Bits::below(relations),
            moving: Bits::below(pairs),
            face: vec![0.0; relations],
            pressure: vec![0.0; relations],
            unanswered: vec![0; relations],
            highest: vec![0; relations],
            yesterday: vec![0; relations],
            seen: vec![0; relations],
            conciliated: vec![NEVER; relations],
            suffered: vec![0; relations],
            tension: vec![0.0; pairs],
            mediation: vec![0; pairs],
            struck: vec![0; pairs],
            last_striker: vec![0; pairs],
            prestige: vec![0.0; states],
            need: vec![0.0; states],
            weariness: vec![0.0; states],
            election: vec![1.0; states],
            capacity: vec![0.0; scenario.groups().len()],
            mediator_prestige: vec![0.0; mediators],
            channel_since: vec![NEVER; channels],
            event_due: vec![NEVER; events],
            event_occurred: vec![false; events],
            conditions: vec![false; scenario.conditions().len()],
            last_hostile_day: NEVER,
            last_unsettled_day: NEVER,
            first_strike_hour: 0,
            nuclear_used: false,
            soonest_routine: 0,
        }
    }

    /// The world on the morning of day 0.
    pub(crate) fn begin(&mut self, program: &Program, inputs: &RunInputs, key: RunKey) {
        let scenario = &program.scenario;
        let values = &inputs.values;
        self.tension.fill(0.0);
        for (index, relation) in scenario.relations().iter().enumerate() {
            self.injury[index] = values.relation(index, RelationField::Injury);
            self.grievance[index] = values.relation(index, RelationField::Grievance);
            self.cordiality[index] = values.relation(index, RelationField::Ties);
            self.posture[index] = relation.posture.map_or(0, |rung| rung as u8 + 1);
            self.belief[index] = inputs.prior[index];
            self.believed[index] = inputs.prior_mean[index];
            self.moving.put(relation.pair, true);
            let tension = &mut self.tension[relation.pair];
            *tension = tension.max(values.relation(index, RelationField::Tension));
        }
        for zeroed in [&mut self.justification, &mut self.face, &mut self.pressure, &mut self.weariness] {
            zeroed.fill(0.0);
        }
        for zeroed in [
            &mut self.unanswered,
            &mut self.highest,
            &mut self.yesterday,
            &mut self.seen,
            &mut self.suffered,
            &mut self.struck,
            &mut self.last_striker,
        ] {
            zeroed.fill(0);
        }
        self.mediation.fill(0);
        self.conciliated.fill(NEVER);
        for state in 0..scenario.states().len() {
            self.prestige[state] = values.state(state, StateField::Prestige);
            self.need[state] = values.state(state, StateField::Assertiveness);
        }
        for group in 0..scenario.groups().len() {
            self.capacity[group] = values.group(group, GroupField::Capacity);
        }
        for mediator in 0..scenario.mediators().len() {
            self.mediator_prestige[mediator] = values.mediator(mediator, MediatorField::Prestige);
        }
        self.channel_since.fill(NEVER);
        self.event_due.fill(NEVER);
        self.event_occurred.fill(false);
        self.last_hostile_day = NEVER;
        self.last_unsettled_day = NEVER;
        self.first_strike_hour = 0;
        self.nuclear_used = false;
        self.pressing.clear();
        let mut routine = std::mem::take(&mut self.routine);
        agenda::begin(&Scene { program, inputs, world: self, key, day: 0 }, &mut routine);
        self.routine = routine;
        self.soonest_routine = agenda::soonest(self);
    }
}
