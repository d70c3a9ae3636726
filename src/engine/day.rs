//! One run, day by day: the order of the steps is the specification's.

use super::decision::Pending;
use super::inputs::RunInputs;
use super::program::Program;
use super::random::RunKey;
use super::record::{EndReason, RunRecord};
use super::recorder::{Recorder, View};
use super::world::{NEVER, World};
use super::{act, belief_step, decay, decision, event, mediation, outcome};
use crate::model::{DynamicsField, StateField};

/// The memory of a thread: everything a run needs, allocated once and used for run after run.
#[derive(Debug, Clone)]
pub struct Workspace {
    inputs: RunInputs,
    world: World,
    pending: Vec<Pending>,
    record: RunRecord,
}

/// A run in progress: what the steps of a day work on.
pub(crate) struct Run<'a, R: Recorder> {
    pub(crate) program: &'a Program,
    pub(crate) inputs: &'a RunInputs,
    pub(crate) world: &'a mut World,
    pub(crate) pending: &'a mut Vec<Pending>,
    pub(crate) record: &'a mut RunRecord,
    pub(crate) recorder: &'a mut R,
    pub(crate) key: RunKey,
    pub(crate) day: u32,
}

impl Workspace {
    /// Memory for runs of this program.
    pub fn new(program: &Program) -> Self {
        Self {
            inputs: RunInputs::with_shape(program),
            world: World::with_shape(program),
            pending: Vec::with_capacity(program.scenario().relations().len()),
            record: RunRecord::with_shape(program),
        }
    }

    /// Plays one run: a pure function of the program and the key. The recorder only watches.
    pub fn run(&mut self, program: &Program, key: RunKey, recorder: &mut impl Recorder) -> &RunRecord {
        self.inputs.draw(program, key);
        self.world.begin(program, &self.inputs);
        outcome::begin(program, &self.inputs, key, &mut self.record);
        let mut run = Run {
            program,
            inputs: &self.inputs,
            world: &mut self.world,
            pending: &mut self.pending,
            record: &mut self.record,
            recorder,
            key,
            day: 0,
        };
        let end = run.play();
        run.record.end = end;
        run.record.end_day = run.day;
        outcome::conclude(&mut run);
        recorder.end(&self.record);
        &self.record
    }
}

impl<R: Recorder> Run<'_, R> {
    /// Plays days until the run ends; says why it did.
    fn play(&mut self) -> EndReason {
        let horizon = self.program.scenario().horizon_days();
        loop {
            event::happen(self);
            mediation::progress(self);
            decision::decide(self);
            act::land(self);
            belief_step::learn(self);
            decay::fade(self);
            self.observe();
            if let Some(end) = self.finished() {
                return end;
            }
            if self.day + 1 >= horizon {
                return EndReason::Horizon;
            }
            self.day += 1;
        }
    }

    fn observe(&mut self) {
        outcome::count_day(self);
        let view = View { world: self.world, pair_of: self.program.scenario().relations() };
        self.recorder.day(self.day, &view);
    }

    fn finished(&self) -> Option<EndReason> {
        if self.world.nuclear_used {
            return Some(EndReason::NuclearUse);
        }
        let since = self.world.last_hostile_day;
        let quiet_enough = since != NEVER && self.day - since >= self.program.scenario().quiet_days();
        (quiet_enough && self.calm()).then_some(EndReason::Settled)
    }

    /// Low tension and no violent or mobilised posture in any pair in focus.
    fn calm(&self) -> bool {
        let values = &self.inputs.values;
        let (tension, posture) =
            (values.dynamics(DynamicsField::SettledTension), values.dynamics(DynamicsField::SettledPosture));
        let scenario = self.program.scenario();
        let stands_down = |relation: usize| match self.world.posture[relation] {
            0 => true,
            in_force => {
                let rung = usize::from(in_force) - 1;
                !scenario.ladder()[rung].violent && self.inputs.ladder.severity[rung] < posture
            }
        };
        scenario.pairs().iter().enumerate().filter(|(pair, _)| self.program.in_focus[*pair]).all(
            |(pair, &[there, back])| {
                self.world.tension[pair] <= tension && stands_down(there) && stands_down(back)
            },
        )
    }

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

    /// Where a state's need to show strength rests today: elections raise it.
    pub(crate) fn resting_need(&self, state: usize) -> f32 {
        self.inputs.values.state(state, StateField::Assertiveness) * self.election_factor(state)
    }
}
