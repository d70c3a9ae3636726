//! How the ladder was climbed and descended: on each day, how many runs stood on which rung.
//!
//! A run stands on the gravest of what the states in focus do that day: a lasting rung that is in force at its end, or an act. Once
//! it has ended it counts as ended to the horizon, so that the shares of a day add up to one over all runs.

use serde::{Deserialize, Serialize};

use super::batch::Batch;
use super::estimates::Confidence;
use crate::engine::{Program, View};
use crate::stats::Estimate;

/// Where a run stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The run has ended.
    Ended,
    /// Nothing in force, and nothing done.
    Calm,
    /// On this rung.
    Rung(usize),
}

impl Standing {
    /// Its place: ended, calm, then the rungs from the lowest.
    fn place(self) -> usize {
        match self {
            Self::Ended => 0,
            Self::Calm => 1,
            Self::Rung(rung) => rung + 2,
        }
    }

    fn at(place: usize) -> Self {
        match place {
            0 => Self::Ended,
            1 => Self::Calm,
            rung => Self::Rung(rung - 2),
        }
    }
}

/// By place and day: how many more runs stand there than the day before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Ladder {
    days: u32,
    places: usize,
    changes: Vec<i64>,
}

/// Where a run that is under way stands.
#[derive(Debug, Clone)]
pub(super) struct Footing {
    /// The relations in focus.
    relations: Vec<usize>,
    /// The gravest act of the day so far; 0 if there was none, else the rung and 1.
    today: usize,
    /// Where it stands since its last step.
    place: usize,
    since: u32,
}

impl Footing {
    pub(super) fn new(program: &Program) -> Self {
        let scenario = program.scenario();
        let both = |pair: usize| scenario.pairs()[pair];
        Self::of(scenario.focus_pairs().into_iter().flat_map(both).collect())
    }

    /// At the start of a run.
    fn of(relations: Vec<usize>) -> Self {
        Self { relations, today: 0, place: Standing::Calm.place(), since: 0 }
    }

    /// An act landed on a rung.
    pub(super) fn act(&mut self, relation: usize, rung: usize) {
        if rung + 1 > self.today && self.relations.contains(&relation) {
            self.today = rung + 1;
        }
    }
}

impl Ladder {
    pub(super) fn new(program: &Program) -> Self {
        let scenario = program.scenario();
        let (days, places) = (scenario.horizon_days(), scenario.ladder().len() + 2);
        Self { days, places, changes: vec![0; days as usize * places] }
    }

    /// Takes in a day of a run that is under way.
    pub(super) fn day(&mut self, footing: &mut Footing, day: u32, view: &View<'_>) {
        let in_force =
            footing.relations.iter().map(|&relation| view.posture(relation).map_or(0, |rung| rung + 1));
        let rung = in_force.fold(std::mem::take(&mut footing.today), usize::max);
        let place = rung + Standing::Calm.place();
        if place != footing.place {
            self.add(footing, day);
            footing.place = place;
        }
    }

    /// The run ended on this day.
    pub(super) fn settle(&mut self, footing: &mut Footing, end_day: u32) {
        self.add(footing, end_day + 1);
        footing.place = Standing::Ended.place();
        self.add(footing, self.days);
        *footing = Footing::of(std::mem::take(&mut footing.relations));
    }

    /// Counts the days from the last step up to one, that day excluded.
    fn add(&mut self, footing: &mut Footing, until: u32) {
        let until = until.min(self.days);
        if footing.since < until {
            let row = footing.place * self.days as usize;
            self.changes[row + footing.since as usize] += 1;
            if until < self.days {
                self.changes[row + until as usize] -= 1;
            }
        }
        footing.since = until;
    }

    /// Runs that stand at a place, day by day.
    fn runs_at(&self, place: usize) -> impl Iterator<Item = u64> {
        let days = self.days as usize;
        self.changes[place * days..][..days].iter().scan(0_i64, |runs, change| {
            *runs += change;
            Some(u64::try_from(*runs).unwrap_or(0))
        })
    }

    pub(super) fn fits(&self, other: &Self) -> bool {
        (self.days, self.places) == (other.days, other.places) && self.changes.len() == other.changes.len()
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.changes.iter_mut().zip(&other.changes) {
            *mine += theirs;
        }
    }
}

/// How many runs stood somewhere on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct LadderEstimate {
    /// The day.
    pub day: u32,
    /// Where they stood.
    pub standing: Standing,
    /// How many runs.
    pub count: u64,
    /// Their share of all runs.
    pub share: Estimate,
}

/// Day by day, and for each place where any run ever stood: how many did. Empty if it was not recorded.
pub fn ladder(batch: &Batch, confidence: Confidence) -> Vec<LadderEstimate> {
    let Some(ladder) = &batch.tally().ladder else { return Vec::new() };
    let places: Vec<(Standing, Vec<u64>)> = (0..ladder.places)
        .map(|place| (Standing::at(place), ladder.runs_at(place).collect::<Vec<_>>()))
        .filter(|(_, runs)| runs.iter().any(|&count| count > 0))
        .collect();
    let of_day = |day: u32| {
        places.iter().map(move |(standing, runs)| {
            let count = runs[day as usize];
            let share = confidence.share(count, batch.runs());
            LadderEstimate { day, standing: *standing, count, share }
        })
    };
    (0..ladder.days).flat_map(of_day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::fixture::batch;

    #[test]
    fn every_run_stands_somewhere_on_every_day() {
        let batch = batch(200);
        let rows = ladder(&batch, Confidence::default());
        for day in 0..60 {
            let today = rows.iter().filter(|row| row.day == day);
            assert_eq!(today.map(|row| row.count).sum::<u64>(), 200, "day {day}");
        }
        let ended: Vec<u64> =
            rows.iter().filter(|row| row.standing == Standing::Ended).map(|row| row.count).collect();
        assert!(ended.is_sorted() && ended[0] == 0 && ended[59] > 0, "{ended:?}");
        assert!(rows.iter().any(|row| matches!(row.standing, Standing::Rung(_)) && row.count > 0));
    }

    #[test]
    fn days_are_counted_where_a_run_stood() {
        let program = crate::experiment::fixture::program(crate::experiment::fixture::RIVALS);
        let mut ladder = Ladder::new(&program);
        let mut footing = Footing::new(&program);
        footing.place = Standing::Rung(2).place();
        ladder.add(&mut footing, 3);
        footing.place = Standing::Calm.place();
        ladder.settle(&mut footing, 4);
        let runs = |standing: Standing| ladder.runs_at(standing.place()).collect::<Vec<_>>();
        assert_eq!(runs(Standing::Rung(2))[..6], [1, 1, 1, 0, 0, 0]);
        assert_eq!(runs(Standing::Calm)[..6], [0, 0, 0, 1, 1, 0]);
        assert_eq!(runs(Standing::Ended)[..6], [0, 0, 0, 0, 0, 1]);
        assert_eq!(runs(Standing::Ended)[59], 1);
        assert_eq!((footing.since, footing.place), (0, Standing::Calm.place()));
    }
}
