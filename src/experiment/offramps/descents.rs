//! Watches one run for stays on rungs.
//!
//! Within a day, what is told comes in this order: agreements, decisions, days of fighting, acts, the end of the day. What a
//! conciliation ends is settled at the end of its day, since an act of that day can have ended it the other way.

use super::{Ending, OffRamps, Places, Sums};
use crate::engine::{Act, Alternative, Decision, EndReason, Program, RunRecord};

/// No relation in focus.
const ELSEWHERE: u32 = u32::MAX;

/// A stay on a rung that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Over {
    place: usize,
    rung: usize,
    since: u32,
    ending: Ending,
    day: u32,
}

/// Watches the run under way, in arrays made once.
#[derive(Debug, Clone)]
pub(in crate::experiment) struct Descents {
    places: Places,
    /// By relation: its place among those in focus.
    place_of: Vec<u32>,
    rungs: usize,
    /// By place: the place of the reverse relation.
    reverse: Vec<usize>,
    /// By place: rungs with a stay that is not over, as a set.
    open: Vec<u32>,
    /// By place: the lasting rung in force, as far as is known.
    posture: Vec<Option<usize>>,
    /// By place: whether it conciliated today.
    conciliated: Vec<bool>,
    /// Places at which the end of the day may settle something.
    touched: Vec<usize>,
    /// By place and rung: the day on which the stay began.
    since: Vec<u32>,
    over: Vec<Over>,
    /// By row and rung.
    sums: Vec<Sums>,
}

impl Descents {
    pub(in crate::experiment) fn new(program: &Program) -> Self {
        let (scenario, places) = (program.scenario(), Places::of(program));
        let rungs = scenario.ladder().len();
        let mut place_of = vec![ELSEWHERE; scenario.relations().len()];
        for (place, &relation) in places.relations.iter().enumerate() {
            place_of[relation] = place as u32;
        }
        let reverse = |&relation: &usize| place_of[scenario.relations()[relation].reverse] as usize;
        let count = places.relations.len();
        let mut watch = Self {
            reverse: places.relations.iter().map(reverse).collect(),
            place_of,
            rungs,
            open: vec![0; count],
            posture: vec![None; count],
            conciliated: vec![false; count],
            touched: Vec::with_capacity(count),
            since: vec![0; count * rungs],
            over: Vec::with_capacity(64),
            sums: vec![Sums::default(); places.count() * rungs],
            places,
        };
        watch.begin(program);
        watch
    }

    /// The postures that a run begins with.
    fn begin(&mut self, program: &Program) {
        for place in 0..self.posture.len() {
            self.open[place] = 0;
            self.posture[place] = program.scenario().relations()[self.places.relations[place]].posture;
            if let Some(rung) = self.posture[place] {
                self.reach(place, rung, 0);
            }
        }
    }

    fn place(&self, relation: usize) -> Option<usize> {
        let place = self.place_of[relation];
        (place != ELSEWHERE).then_some(place as usize)
    }

    fn reach(&mut self, place: usize, rung: usize, day: u32) {
        self.open[place] |= 1 << rung;
        self.since[place * self.rungs + rung] = day;
        for row in self.places.rows(place) {
            self.sums[row * self.rungs + rung].reached += 1;
        }
    }

    fn leave(&mut self, place: usize, rung: usize, ending: Ending, day: u32) {
        self.open[place] &= !(1 << rung);
        for row in self.places.rows(place) {
            self.sums[row * self.rungs + rung].down += u32::from(ending.is_down());
        }
        let since = self.since[place * self.rungs + rung];
        self.over.push(Over { place, rung, since, ending, day });
    }

    /// Rungs at a place with a stay that is not over.
    fn stays(&self, place: usize) -> impl Iterator<Item = usize> + use<> {
        let mut rest = self.open[place];
        std::iter::from_fn(move || {
            let rung = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some(rung)
        })
    }

    fn touch(&mut self, place: usize) {
        if !self.touched.contains(&place) {
            self.touched.push(place);
        }
    }

    pub(in crate::experiment) fn agreement(&mut self, program: &Program, day: u32, pair: usize) {
        for relation in program.scenario().pairs()[pair] {
            let Some(place) = self.place(relation) else { continue };
            for rung in self.stays(place) {
                self.leave(place, rung, Ending::Agreement, day);
            }
            self.posture[place] = None;
        }
    }

    pub(in crate::experiment) fn decision(&mut self, program: &Program, decision: &Decision<'_>) {
        let Some(place) = self.place(decision.relation) else { return };
        let reverse = self.reverse[place];
        if program.alternatives()[decision.chosen] == Alternative::Conciliate {
            if self.open[place] | self.open[reverse] != 0 {
                self.conciliated[place] = true;
                self.touch(place);
                self.touch(reverse);
            }
            return;
        }
        if decision.by_rule || self.open[place] == 0 {
            return;
        }
        let log_odds = decision.log_odds_of_conciliation();
        for rung in self.stays(place) {
            for row in self.places.rows(place) {
                let sums = &mut self.sums[row * self.rungs + rung];
                sums.decisions += 1;
                for (sum, &of_term) in sums.log_odds.iter_mut().zip(&log_odds) {
                    *sum += f64::from(of_term);
                }
            }
        }
    }

    /// A day of a violent posture.
    pub(in crate::experiment) fn violence(
        &mut self,
        program: &Program,
        day: u32,
        relation: usize,
        rung: usize,
    ) {
        if let Some(place) = self.place(relation) {
            self.overtake(program, day, place, rung);
        }
    }

    pub(in crate::experiment) fn act(&mut self, program: &Program, day: u32, act: &Act) {
        let Some(place) = self.place(act.relation) else { return };
        self.overtake(program, day, place, act.landed);
        if program.scenario().ladder()[act.landed].lasting {
            self.touch(place);
        } else {
            self.reach(place, act.landed, day);
        }
    }

    /// Ends the stays on momentary rungs of either side that began before today and are not above this rung.
    fn overtake(&mut self, program: &Program, day: u32, place: usize, rung: usize) {
        for side in [place, self.reverse[place]] {
            for stay in self.stays(side).take_while(|&stay| stay <= rung) {
                let lasting = program.scenario().ladder()[stay].lasting;
                if !lasting && self.since[side * self.rungs + stay] < day {
                    self.leave(side, stay, Ending::Climbed, day);
                }
            }
        }
    }

    /// Takes in the end of a day; `posture` is the lasting rung then in force in a relation.
    pub(in crate::experiment) fn day(
        &mut self,
        program: &Program,
        day: u32,
        posture: impl Fn(usize) -> Option<usize>,
    ) {
        for index in 0..self.touched.len() {
            let place = self.touched[index];
            let by_conciliation = if self.conciliated[place] {
                Some(Ending::Conciliated)
            } else {
                self.conciliated[self.reverse[place]].then_some(Ending::Reciprocated)
            };
            for rung in self.stays(place) {
                let began_before = self.since[place * self.rungs + rung] < day;
                if let Some(ending) = by_conciliation.filter(|_| began_before)
                    && !program.scenario().ladder()[rung].lasting
                {
                    self.leave(place, rung, ending, day);
                }
            }
            let (before, now) = (self.posture[place], posture(self.places.relations[place]));
            if before == now {
                continue;
            }
            self.posture[place] = now;
            if let Some(rung) = before {
                let ending = match now {
                    None => Ending::Lifted,
                    Some(now) if now < rung => Ending::Lowered,
                    Some(_) => Ending::Climbed,
                };
                self.leave(place, rung, ending, day);
            }
            if let Some(rung) = now {
                self.reach(place, rung, day);
            }
        }
        for place in self.touched.drain(..) {
            self.conciliated[place] = false;
        }
    }

    /// The run is over.
    pub(in crate::experiment) fn settle(
        &mut self,
        program: &Program,
        record: &RunRecord,
        offramps: &mut OffRamps,
    ) {
        let scenario = program.scenario();
        for place in 0..self.open.len() {
            for rung in self.stays(place) {
                let is_quiet = record.end == EndReason::Settled && !scenario.ladder()[rung].lasting;
                let ending = if is_quiet { Ending::Quiet } else { Ending::Open };
                self.leave(place, rung, ending, record.end_day);
            }
        }
        let last_day = scenario.horizon_days() - 1;
        for over in &self.over {
            let is_down = over.ending.is_down();
            let until = if is_down { over.day } else { last_day };
            for row in self.places.rows(over.place) {
                let cell = offramps.cell(row * self.rungs + over.rung);
                cell.endings[over.ending as usize] += 1;
                cell.days.add(until - over.since, is_down);
            }
        }
        self.over.clear();
        for (index, sums) in self.sums.iter_mut().enumerate().filter(|(_, sums)| sums.reached > 0) {
            offramps.cell(index).settle(sums);
            *sums = Sums::default();
        }
        self.begin(program);
    }
}
