//! Watches one run for signs: of each, the first day on which it was there.

use super::sign::{Sign, days, signs};
use super::{Indicators, NOT_YET};
use crate::engine::{Act, Dead, FirstStrike, GroupAttack, Program, RunRecord};
use crate::experiment::class::OutcomeClass;

/// What the side that was struck first did first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reply {
    Violent(u32),
    Conciliatory(u32),
    /// Something else, which settles that it was neither.
    Other,
}

/// Watches the run under way, in arrays made once.
#[derive(Debug, Clone)]
pub(in crate::experiment) struct Lookout {
    signs: Vec<Sign>,
    days: Vec<u32>,
    /// How many of these days are over.
    over: usize,
    /// By such a day: civilians and soldiers who had died by its end.
    deaths: Vec<[u64; 2]>,
    /// The relation in which the first strike would be answered, once it has fallen.
    answering: Option<usize>,
    reply: Option<Reply>,
    /// First day by rung that an act in focus landed on, by go-between, and by armed group.
    landed: Vec<u32>,
    offered: Vec<u32>,
    accepted: Vec<u32>,
    encouraged: Vec<u32>,
    attacked: Vec<u32>,
    agreed: u32,
}

impl Lookout {
    pub(in crate::experiment) fn new(program: &Program) -> Self {
        let scenario = program.scenario();
        let (days, mediators) = (days(program), scenario.mediators().len());
        Self {
            signs: signs(program),
            over: 0,
            deaths: vec![[0; 2]; days.len()],
            days,
            answering: None,
            reply: None,
            landed: vec![NOT_YET; scenario.ladder().len()],
            offered: vec![NOT_YET; mediators],
            accepted: vec![NOT_YET; mediators],
            encouraged: vec![NOT_YET; mediators],
            attacked: vec![NOT_YET; scenario.groups().len()],
            agreed: NOT_YET,
        }
    }

    pub(in crate::experiment) fn group_attack(&mut self, day: u32, attack: &GroupAttack) {
        note(&mut self.attacked[attack.group], day);
    }

    pub(in crate::experiment) fn offer(&mut self, program: &Program, day: u32, mediator: usize, pair: usize) {
        if program.in_focus[pair] {
            note(&mut self.offered[mediator], day);
        }
    }

    pub(in crate::experiment) fn mediation_begins(
        &mut self,
        program: &Program,
        day: u32,
        mediator: usize,
        pair: usize,
    ) {
        if program.in_focus[pair] {
            note(&mut self.accepted[mediator], day);
        }
    }

    pub(in crate::experiment) fn encouragement(
        &mut self,
        program: &Program,
        day: u32,
        mediator: usize,
        pair: usize,
    ) {
        if program.in_focus[pair] {
            note(&mut self.encouraged[mediator], day);
        }
    }

    pub(in crate::experiment) fn agreement(&mut self, program: &Program, day: u32, pair: usize) {
        if program.in_focus[pair] {
            note(&mut self.agreed, day);
        }
    }

    pub(in crate::experiment) fn conciliation(&mut self, day: u32, relation: usize) {
        if self.answering == Some(relation) {
            self.reply.get_or_insert(Reply::Conciliatory(day));
        }
    }

    pub(in crate::experiment) fn act(&mut self, program: &Program, day: u32, act: &Act) {
        let scenario = program.scenario();
        if !program.in_focus[scenario.relations()[act.relation].pair] {
            return;
        }
        note(&mut self.landed[act.landed], day);
        // What nobody can trace is no reply.
        if self.answering == Some(act.relation) && act.attributed {
            let is_violent = scenario.ladder()[act.landed].violent;
            self.reply.get_or_insert(if is_violent { Reply::Violent(day) } else { Reply::Other });
        }
    }

    /// Takes in the end of a day: the first strike in focus, if there has been one, and the dead so far, by state.
    pub(in crate::experiment) fn day(
        &mut self,
        program: &Program,
        day: u32,
        first_strike: Option<FirstStrike>,
        dead: &[Dead],
    ) {
        if self.days.get(self.over) == Some(&day) {
            self.deaths[self.over] = deaths(dead);
            self.over += 1;
        }
        // Which strike was the first is settled only when its day is over; a reply comes on a later one.
        if self.answering.is_none() {
            let reverse = |relation: usize| program.scenario().relations()[relation].reverse;
            self.answering = first_strike.map(|strike| reverse(strike.relation));
        }
    }

    /// The run is over.
    pub(in crate::experiment) fn settle(
        &mut self,
        program: &Program,
        record: &RunRecord,
        indicators: &mut Indicators,
    ) {
        // By the days that the run did not live to see, there is what there was at its end.
        let at_end = deaths(&record.dead);
        self.deaths[self.over..].fill(at_end);
        let class = OutcomeClass::place(program.scenario(), record);
        indicators.add(class, self.signs.iter().map(|&sign| self.first_seen(sign, record)));
        (self.over, self.answering, self.reply, self.agreed) = (0, None, None, NOT_YET);
        let by_first_day = [
            &mut self.landed,
            &mut self.offered,
            &mut self.accepted,
            &mut self.encouraged,
            &mut self.attacked,
        ];
        for first_days in by_first_day {
            first_days.fill(NOT_YET);
        }
    }

    /// The first day on which a sign was there; of deaths, the first of the days at whose end it was.
    fn first_seen(&self, sign: Sign, record: &RunRecord) -> u32 {
        let earliest = |days: &[u32]| days.iter().copied().min().unwrap_or(NOT_YET);
        let killed = |whom: usize, least: u64| {
            let there = self.days.iter().zip(&self.deaths).find(|(_, deaths)| deaths[whom] >= least);
            there.map_or(NOT_YET, |(&day, _)| day)
        };
        match sign {
            Sign::FirstStrike => record.first_strike.map_or(NOT_YET, |strike| strike.day),
            Sign::ViolentReply => match self.reply {
                Some(Reply::Violent(day)) => day,
                _ => NOT_YET,
            },
            Sign::ConciliatoryReply => match self.reply {
                Some(Reply::Conciliatory(day)) => day,
                _ => NOT_YET,
            },
            Sign::RungReached(rung) => earliest(&self.landed[rung..]),
            Sign::CivilianDeaths(least) => killed(0, least),
            Sign::MilitaryDeaths(least) => killed(1, least),
            Sign::MediationOffered => earliest(&self.offered),
            Sign::MediationOfferedBy(mediator) => self.offered[mediator],
            Sign::MediationAccepted => earliest(&self.accepted),
            Sign::MediationAcceptedOf(mediator) => self.accepted[mediator],
            Sign::EncouragementBy(mediator) => self.encouraged[mediator],
            Sign::Agreement => self.agreed,
            Sign::GroupAttack(group) => self.attacked[group],
            Sign::Event(event) => record.event_day[event].unwrap_or(NOT_YET),
        }
    }
}

fn note(first_day: &mut u32, day: u32) {
    *first_day = day.min(*first_day);
}

/// Civilians and soldiers among the dead of all states.
fn deaths(dead: &[Dead]) -> [u64; 2] {
    [dead.iter().map(|dead| dead.civilian).sum(), dead.iter().map(|dead| dead.military).sum()]
}
