//! What a state knows on a morning: the whole of what a person is shown before choosing.

use super::news::{self, Item};
use crate::engine::{Home, Morning, Program, Standing};
use crate::experiment::story::Entry;

/// What a state knows on a morning.
#[derive(Debug, Clone, PartialEq)]
pub struct Situation {
    /// The day.
    pub day: u32,
    /// The relations on which the state is called to decide today, and has not yet.
    pub called: Vec<usize>,
    /// What it heard of since the last turn.
    pub news: Vec<Item>,
    /// How things are at home.
    pub home: Home,
    /// How it stands towards each state that it has a relation with.
    pub standings: Vec<Standing>,
}

impl Situation {
    pub(super) fn of(
        program: &Program,
        morning: &Morning,
        seat: usize,
        called: Vec<usize>,
        entries: &[Entry],
    ) -> Self {
        let scenario = program.scenario();
        let relations = 0..scenario.relations().len();
        let own = relations.filter(|&relation| scenario.relations()[relation].from == seat);
        Self {
            day: morning.day(),
            called,
            news: news::heard(scenario, seat, entries),
            home: morning.home(program, seat),
            standings: own.map(|relation| morning.standing(program, relation)).collect(),
        }
    }

    /// The relation that a person would look at first: one on which the state is called to decide, or of the matters on its agenda the one
    /// with most that is unanswered, and then with most tension.
    pub fn foremost(&self) -> Option<usize> {
        let on_agenda = self.standings.iter().filter(|standing| standing.on_agenda);
        let most =
            on_agenda.max_by(|a, b| a.injury.total_cmp(&b.injury).then(a.tension.total_cmp(&b.tension)));
        self.called.first().copied().or(most.map(|standing| standing.relation))
    }
}
