//! Recorders that keep what they see.

use offramp::engine::{Act, Decision, Label, MediationEnd, Recorder, RunRecord, View};

/// A decision as it was pushed to the recorder, with what it borrowed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Decided {
    pub(crate) day: u32,
    pub(crate) relation: usize,
    pub(crate) chosen: usize,
    pub(crate) label: Label,
    pub(crate) probability: Vec<f32>,
    pub(crate) log_odds: Vec<f32>,
    pub(crate) expected_reply: f32,
}

/// What stood at the end of a day, by relation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Evening {
    pub(crate) tension: Vec<f32>,
    pub(crate) injury: Vec<f32>,
    pub(crate) grievance: Vec<f32>,
    pub(crate) believed_resolve: Vec<f32>,
    pub(crate) posture: Vec<Option<usize>>,
    /// By state.
    pub(crate) prestige: Vec<f32>,
}

/// Keeps decisions, acts and evenings of all runs it sees, one after another.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Log {
    relations: usize,
    states: usize,
    pub(crate) decisions: Vec<Decided>,
    pub(crate) acts: Vec<(u32, Act)>,
    pub(crate) evenings: Vec<Evening>,
}

impl Log {
    /// A log that can read evenings of this program.
    pub(crate) fn of(program: &offramp::engine::Program) -> Self {
        let scenario = program.scenario();
        Self { relations: scenario.relations().len(), states: scenario.states().len(), ..Self::default() }
    }
}

impl Recorder for Log {
    fn decision(&mut self, day: u32, decision: &Decision<'_>) {
        self.decisions.push(Decided {
            day,
            relation: decision.relation,
            chosen: decision.chosen,
            label: decision.label,
            probability: decision.probability.to_vec(),
            log_odds: decision.log_odds.to_vec(),
            expected_reply: decision.expected_reply,
        });
    }

    fn act(&mut self, day: u32, act: &Act) {
        self.acts.push((day, *act));
    }

    fn day(&mut self, _day: u32, view: &View<'_>) {
        let by_relation = |read: &dyn Fn(usize) -> f32| (0..self.relations).map(read).collect();
        self.evenings.push(Evening {
            tension: by_relation(&|relation| view.tension(relation)),
            injury: by_relation(&|relation| view.injury(relation)),
            grievance: by_relation(&|relation| view.grievance(relation)),
            believed_resolve: by_relation(&|relation| view.believed_resolve(relation)),
            posture: (0..self.relations).map(|relation| view.posture(relation)).collect(),
            prestige: (0..self.states).map(|state| view.prestige(state)).collect(),
        });
    }
}

/// Listens to everything there is to hear, to show that listening changes nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Loud {
    pub(crate) heard: u64,
}

impl Recorder for Loud {
    fn event(&mut self, _: u32, _: usize, _: bool) {
        self.heard += 1;
    }

    fn offer(&mut self, _: u32, _: usize, _: usize, _: [bool; 2]) {
        self.heard += 1;
    }

    fn mediation_begins(&mut self, _: u32, _: usize, _: usize) {
        self.heard += 1;
    }

    fn mediation_ends(&mut self, _: u32, _: usize, _: usize, _: MediationEnd) {
        self.heard += 1;
    }

    fn encouragement(&mut self, _: u32, _: usize, _: usize) {
        self.heard += 1;
    }

    fn decision(&mut self, _: u32, _: &Decision<'_>) {
        self.heard += 1;
    }

    fn act(&mut self, _: u32, _: &Act) {
        self.heard += 1;
    }

    fn posture_day(&mut self, _: u32, _: usize, _: usize, _: u32, _: u32) {
        self.heard += 1;
    }

    fn day(&mut self, _: u32, _: &View<'_>) {
        self.heard += 1;
    }

    fn end(&mut self, _: &RunRecord) {
        self.heard += 1;
    }
}
