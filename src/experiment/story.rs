//! One run as a list of what happened, for people to read: the same run as in the batch, told in full.

use crate::engine::{
    Act, Alternative, CONCILIATE, Decision, GroupAttack, HOLD, Label, MediationEnd, Program, Recorder,
    RunKey, RunRecord, Term, Workspace,
};

/// One run, told day by day.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// What happened, in order.
    pub entries: Vec<Entry>,
    /// What is kept of the run.
    pub record: RunRecord,
}

/// Something that happened on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The day.
    pub day: u32,
    /// What happened.
    pub what: Happening,
}

/// What can happen in a run.
#[derive(Debug, Clone, PartialEq)]
pub enum Happening {
    /// An event was due.
    Event {
        /// Which event.
        event: usize,
        /// Whether it occurred.
        occurred: bool,
    },
    /// An armed group attacked.
    GroupAttack(GroupAttack),
    /// A go-between offered its good offices.
    Offer {
        /// Which go-between.
        mediator: usize,
        /// To which pair.
        pair: usize,
        /// Whether each side accepted, in the pair's order.
        accepted: [bool; 2],
    },
    /// Mediation began.
    MediationBegins {
        /// By whom.
        mediator: usize,
        /// Between which pair.
        pair: usize,
    },
    /// Mediation ended.
    MediationEnds {
        /// By whom.
        mediator: usize,
        /// Between which pair.
        pair: usize,
        /// How.
        how: MediationEnd,
    },
    /// A go-between began to press for direct talks.
    Encouragement {
        /// Which go-between.
        mediator: usize,
        /// Which pair.
        pair: usize,
    },
    /// A state decided.
    Choice(Choice),
    /// An act landed; it follows the decision that led to it.
    Act(Act),
    /// A day of a violent posture in force.
    Fighting {
        /// In which relation.
        relation: usize,
        /// Which rung is in force.
        rung: usize,
        /// Soldiers killed that day.
        military: u32,
        /// Civilians killed that day.
        civilian: u32,
    },
}

/// A decision, with what is needed to explain it.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The relation decided on.
    pub relation: usize,
    /// What was chosen.
    pub chosen: Alternative,
    /// How it is reported.
    pub label: Label,
    /// Whether the pair was on the agenda, or came up as a matter of routine.
    pub on_agenda: bool,
    /// Whether a rule had it so, and not the utilities.
    pub by_rule: bool,
    /// Probability of what was chosen.
    pub probability: f32,
    /// Probability of hold.
    pub hold: f32,
    /// Probability of conciliation.
    pub conciliate: f32,
    /// Probability of every alternative, in the program's order; 0 where it was not open.
    pub probabilities: Vec<f32>,
    /// Severity of the answer that was expected, 0 to 1.
    pub expected_reply: f32,
    /// Contribution of each term to the log-odds of what was chosen against hold, the largest first; none that is 0.
    pub terms: Vec<(Term, f32)>,
}

impl Story {
    /// Plays one run of a program and tells it: run `replicate` of the batch with this seed.
    pub fn of_run(program: &Program, seed: u64, replicate: u64) -> Self {
        let mut recorder = StoryRecorder { alternatives: program.alternatives(), entries: Vec::new() };
        let record =
            Workspace::new(program).run(program, RunKey::new(seed, replicate), &mut recorder).clone();
        Self { entries: recorder.entries, record }
    }
}

/// Keeps everything it is told of a run.
struct StoryRecorder<'a> {
    alternatives: &'a [Alternative],
    entries: Vec<Entry>,
}

impl StoryRecorder<'_> {
    fn push(&mut self, day: u32, what: Happening) {
        self.entries.push(Entry { day, what });
    }
}

impl Recorder for StoryRecorder<'_> {
    fn event(&mut self, day: u32, event: usize, occurred: bool) {
        self.push(day, Happening::Event { event, occurred });
    }

    fn group_attack(&mut self, day: u32, attack: &GroupAttack) {
        self.push(day, Happening::GroupAttack(*attack));
    }

    fn offer(&mut self, day: u32, mediator: usize, pair: usize, accepted: [bool; 2]) {
        self.push(day, Happening::Offer { mediator, pair, accepted });
    }

    fn mediation_begins(&mut self, day: u32, mediator: usize, pair: usize) {
        self.push(day, Happening::MediationBegins { mediator, pair });
    }

    fn mediation_ends(&mut self, day: u32, mediator: usize, pair: usize, how: MediationEnd) {
        self.push(day, Happening::MediationEnds { mediator, pair, how });
    }

    fn encouragement(&mut self, day: u32, mediator: usize, pair: usize) {
        self.push(day, Happening::Encouragement { mediator, pair });
    }

    fn decision(&mut self, day: u32, decision: &Decision<'_>) {
        let choice = Choice {
            relation: decision.relation,
            chosen: self.alternatives[decision.chosen],
            label: decision.label,
            on_agenda: decision.on_agenda,
            by_rule: decision.by_rule,
            probability: decision.probability[decision.chosen],
            hold: decision.probability[HOLD],
            conciliate: decision.probability[CONCILIATE],
            probabilities: decision.probability.to_vec(),
            expected_reply: decision.expected_reply,
            terms: by_size(&decision.log_odds),
        };
        self.push(day, Happening::Choice(choice));
    }

    fn act(&mut self, day: u32, act: &Act) {
        // All states decide before any act lands; in the story an act follows its decision.
        let decided = |entry: &Entry| matches!(&entry.what, Happening::Choice(choice) if choice.relation == act.relation);
        let place = self.entries.iter().rposition(|entry| entry.day == day && decided(entry));
        let place = place.map_or(self.entries.len(), |choice| choice + 1);
        self.entries.insert(place, Entry { day, what: Happening::Act(*act) });
    }

    fn posture_day(&mut self, day: u32, relation: usize, rung: usize, military: u32, civilian: u32) {
        self.push(day, Happening::Fighting { relation, rung, military, civilian });
    }
}

fn by_size(log_odds: &[f32; Term::COUNT]) -> Vec<(Term, f32)> {
    let mut terms: Vec<(Term, f32)> =
        Term::ALL.into_iter().zip(log_odds.iter().copied()).filter(|(_, odds)| *odds != 0.0).collect();
    terms.sort_by(|(_, a), (_, b)| b.abs().total_cmp(&a.abs()));
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_come_largest_first_and_zeros_are_left_out() {
        let mut log_odds = [0.0; Term::COUNT];
        log_odds[0] = 0.5;
        log_odds[4] = -2.0;
        log_odds[9] = 1.0;
        let expected = [(Term::ALL[4], -2.0), (Term::ALL[9], 1.0), (Term::ALL[0], 0.5)];
        assert_eq!(by_size(&log_odds), expected);
    }
}
