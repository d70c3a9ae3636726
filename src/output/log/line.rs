//! One line of the log.

use crate::engine::{Act, Alternative, CONCILIATE, HOLD, MediationEnd, Program};
use crate::experiment::{Choice, Happening, Story};
use crate::model::Scenario;

/// Something that happened, in names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line<'s> {
    pub(super) day: u32,
    /// What sort of thing it was: `decision`, `event`, `offer` and so on.
    pub(super) kind: &'static str,
    /// Key of the state, armed group or go-between that did it; empty where nobody did.
    pub(super) actor: String,
    /// What was done: the key of a rung, `conciliate`, `hold`, or the key of an event.
    pub(super) act: String,
    /// Key of the state it was done to; of a pair, both.
    pub(super) target: String,
    /// How it is reported, or how it was answered.
    pub(super) label: String,
    /// The decision that led to it.
    pub(super) choice: Option<&'s Choice>,
    /// What landed of it.
    pub(super) landed: Option<&'s Act>,
    /// Soldiers and civilians killed.
    pub(super) dead: Option<[u32; 2]>,
}

/// What happened in a run, in order. An act stands in the line of the decision that led to it.
pub(super) fn lines<'s>(program: &Program, story: &'s Story) -> Vec<Line<'s>> {
    let scribe = Scribe { program, scenario: program.scenario() };
    let mut lines: Vec<Line<'s>> = Vec::with_capacity(story.entries.len());
    for entry in &story.entries {
        if let Happening::Act(act) = &entry.what
            && let Some(line) = lines.last_mut()
            && line.choice.is_some_and(|choice| choice.relation == act.relation)
        {
            (line.landed, line.dead) = (Some(act), Some([act.military, act.civilian]));
            continue;
        }
        lines.push(scribe.line(entry.day, &entry.what));
    }
    lines
}

/// The key of an alternative, a message of limited aims left out.
pub(super) fn act_key(scenario: &Scenario, alternative: Alternative) -> &str {
    match alternative {
        Alternative::Conciliate => "conciliate",
        Alternative::Hold => "hold",
        Alternative::Act { rung, .. } => &scenario.ladder()[rung].key,
    }
}

struct Scribe<'a> {
    program: &'a Program,
    scenario: &'a Scenario,
}

impl Scribe<'_> {
    fn line<'s>(&self, day: u32, what: &'s Happening) -> Line<'s> {
        let of = |kind, actor: String, act: &str, target: String, label: String| Line {
            day,
            kind,
            actor,
            act: act.to_owned(),
            target,
            label,
            choice: None,
            landed: None,
            dead: None,
        };
        let none = String::new;
        match what {
            Happening::Event { event, occurred } => {
                let label = if *occurred { "occurred" } else { "did_not_occur" };
                of("event", none(), &self.scenario.events()[*event].key, none(), label.to_owned())
            }
            Happening::GroupAttack(attack) => {
                let states = self.scenario.states();
                let group = self.scenario.groups()[attack.group].key.clone();
                let label = attack.blamed.map_or_else(
                    || "nobody_blamed".to_owned(),
                    |state| format!("blamed_on_{}", states[state].key),
                );
                let line = of("group_attack", group, "attack", states[attack.victim].key.clone(), label);
                Line { dead: Some([attack.military, attack.civilian]), ..line }
            }
            Happening::Offer { mediator, pair, accepted } => {
                let label = self.answer(*pair, *accepted);
                of("offer", self.mediator(*mediator), "good_offices", self.pair(*pair), label)
            }
            Happening::MediationBegins { mediator, pair } => {
                let (by, between) = (self.mediator(*mediator), self.pair(*pair));
                of("mediation", by, "mediate", between, "begins".to_owned())
            }
            Happening::MediationEnds { mediator, pair, how } => {
                let (by, between) = (self.mediator(*mediator), self.pair(*pair));
                of("mediation", by, "mediate", between, ending(*how).to_owned())
            }
            Happening::Encouragement { mediator, pair } => {
                of("encouragement", self.mediator(*mediator), "encourage", self.pair(*pair), none())
            }
            Happening::Choice(choice) => {
                let [actor, target] = self.sides(choice.relation);
                let act = act_key(self.scenario, choice.chosen);
                let line = of("decision", actor, act, target, choice.label.key().to_owned());
                Line { choice: Some(choice), ..line }
            }
            Happening::Act(act) => {
                let [actor, target] = self.sides(act.relation);
                let rung = &self.scenario.ladder()[act.meant].key;
                let line = of("act", actor, rung, target, act.label.key().to_owned());
                Line { landed: Some(act), dead: Some([act.military, act.civilian]), ..line }
            }
            Happening::Fighting { relation, rung, military, civilian } => {
                let [actor, target] = self.sides(*relation);
                let line = of("posture_day", actor, &self.scenario.ladder()[*rung].key, target, none());
                Line { dead: Some([*military, *civilian]), ..line }
            }
        }
    }

    fn sides(&self, relation: usize) -> [String; 2] {
        let relation = &self.scenario.relations()[relation];
        [relation.from, relation.to].map(|state| self.scenario.states()[state].key.clone())
    }

    fn pair(&self, pair: usize) -> String {
        self.scenario.relations()[self.scenario.pairs()[pair][0]].key.clone()
    }

    fn mediator(&self, mediator: usize) -> String {
        self.scenario.mediators()[mediator].key.clone()
    }

    fn answer(&self, pair: usize, accepted: [bool; 2]) -> String {
        let [a, b] = self.sides(self.program.scenario().pairs()[pair][0]);
        match accepted {
            [true, true] => "accepted".to_owned(),
            [false, false] => "declined".to_owned(),
            [true, false] => format!("declined_by_{b}"),
            [false, true] => format!("declined_by_{a}"),
        }
    }
}

fn ending(how: MediationEnd) -> &'static str {
    match how {
        MediationEnd::Agreement => "agreement",
        MediationEnd::BrokenOff => "broken_off",
        MediationEnd::Lapsed => "lapsed",
    }
}

/// Whether an alternative, by its index, was open when a choice was made.
pub(super) fn is_open(choice: &Choice, alternative: usize) -> bool {
    matches!(alternative, CONCILIATE | HOLD)
        || choice.probabilities.get(alternative).is_some_and(|&p| p > 0.0)
}
