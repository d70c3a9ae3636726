//! One run, day by day: the order of the steps is the specification's.

use super::decision::{self, Pending};
use super::deliberation::{Seen, Task, Verdict, Verdicts};
use super::history::Observation;
use super::inputs::RunInputs;
use super::program::Program;
use super::random::RunKey;
use super::record::{EndReason, RunRecord};
use super::recorder::{Conciliation, Decision, Landing, Recorder, View};
use super::scene::Scene;
use super::world::{NEVER, World};
use super::{act, agenda, belief_step, decay, event, group, history, mediation, outcome};
use crate::model::{DynamicsField, StateField};

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

impl<R: Recorder> Run<'_, R> {
    /// The day up to the decisions: events, go-betweens, and what is to be decided.
    pub(crate) fn morning(&mut self, berth: usize, tasks: &mut Vec<Task>) {
        event::happen(self);
        group::attack(self);
        mediation::progress(self);
        agenda::convene(self, berth, tasks);
    }

    /// The day from the decisions on. Says why the run ends with it, if it does.
    pub(crate) fn evening(&mut self, own: &[Verdict], verdicts: &Verdicts) -> Option<EndReason> {
        self.take(own, verdicts);
        act::land(self);
        belief_step::learn(self);
        decay::fade(self);
        self.observe();
        self.finished()
    }

    /// Takes what was decided.
    fn take(&mut self, own: &[Verdict], verdicts: &Verdicts) {
        self.pending.clear();
        let program = self.program;
        for verdict in own {
            self.pending.push(verdict.pending);
            if let Some(seen) = verdict.seen {
                self.report(verdict, seen, verdicts);
            }
            if let Some(decided) = &verdict.decided {
                let relation = verdict.task.relation;
                self.world.seen[relation] = 0;
                // Nothing that a decision looks at has moved since this one was taken.
                let feasible = program.feasible(relation, self.world.posture[relation]);
                let (inputs, world) = (self.inputs, &*self.world);
                let scene = Scene { program, inputs, world, key: self.key, day: self.day };
                let of_conciliation = || decision::log_odds_of_conciliation(&scene, relation, decided);
                let decision = Decision {
                    relation,
                    chosen: decided.chosen,
                    label: verdict.pending.label,
                    on_agenda: verdict.task.on_agenda,
                    by_rule: decided.by_rule,
                    probability: verdicts.probabilities_of(verdict),
                    log_odds: decided.log_odds,
                    expected_reply: decided.expected_reply,
                    landing: Landing { program, feasible, accident: &self.inputs.ladder.accident },
                    conciliation: Conciliation(&of_conciliation),
                };
                self.recorder.decision(self.day, &decision);
            }
        }
    }

    /// Reports what was done in a relation that the history covers.
    fn report(&mut self, verdict: &Verdict, seen: Seen, verdicts: &Verdicts) {
        let (relation, program) = (verdict.task.relation, self.program);
        let scene = Scene { program, inputs: self.inputs, world: &*self.world, key: self.key, day: self.day };
        let observation = Observation {
            relation,
            done: seen.done,
            is_open: seen.is_open,
            chance: f64::from(seen.chance),
            probability: verdicts.probabilities_of(verdict),
            feasible: program.feasible(relation, self.world.posture[relation]),
            program,
            accident: &self.inputs.ladder.accident,
            traced: history::traced(&scene, relation),
        };
        self.recorder.observation(self.day, &observation);
    }

    fn observe(&mut self) {
        outcome::count_day(self);
        let pair_of = self.program.scenario().relations();
        let view = View { world: self.world, record: self.record, pair_of };
        self.recorder.day(self.day, &view);
    }

    fn finished(&self) -> Option<EndReason> {
        if self.world.nuclear_used {
            return Some(EndReason::NuclearUse);
        }
        if let Some(history) = &self.program.history {
            let end = if history.is_settled() { EndReason::Settled } else { EndReason::Horizon };
            return (self.day >= history.last_day()).then_some(end);
        }
        let since = self.world.last_hostile_day;
        let quiet_enough = since != NEVER && self.day - since >= self.program.scenario().quiet_days();
        if quiet_enough && self.calm() {
            return Some(EndReason::Settled);
        }
        (self.day + 1 >= self.program.scenario().horizon_days()).then_some(EndReason::Horizon)
    }

    /// Low tension and no violent or mobilised posture in any pair in focus.
    pub(crate) fn calm(&self) -> bool {
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
        self.program.focus_pairs.iter().all(|&pair| {
            let [there, back] = scenario.pairs()[pair];
            self.world.tension[pair] <= tension && stands_down(there) && stands_down(back)
        })
    }

    /// The run as it stands, to look at.
    pub(crate) fn scene(&self) -> Scene<'_> {
        Scene { program: self.program, inputs: self.inputs, world: self.world, key: self.key, day: self.day }
    }

    /// Where a state's need to show strength rests today: elections raise it.
    pub(crate) fn resting_need(&self, state: usize) -> f32 {
        self.inputs.values.state(state, StateField::Assertiveness) * self.world.election[state]
    }
}
