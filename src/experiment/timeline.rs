//! How relations moved: the spread over runs of what each relation carried at the end of each day.

use serde::{Deserialize, Serialize};

use crate::engine::{Program, View};
use crate::model::RungField;
use crate::stats::BinnedGrid;

/// Bins of a day's histogram: 0.01 wide where the range is 0 to 1.
const BINS: usize = 101;
/// With more relations than this only those of the states in focus are followed.
const MOST_RELATIONS: usize = 32;
/// At most so many histograms (about 480 bytes each) are kept; a longer timeline skips days.
const MOST_CELLS: usize = 1 << 16;

/// A quantity that is followed from day to day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Track {
    /// Severity of the lasting rung in force, 0 without one.
    Posture,
    /// Tension of the pair.
    Tension,
    /// Unanswered injury.
    Injury,
    /// Grievance.
    Grievance,
    /// Mean resolve that the first state believes the second to have.
    BelievedResolve,
}

impl Track {
    /// How many there are.
    pub const COUNT: usize = 5;
    /// All of them, in the order of the table.
    pub const ALL: [Self; Self::COUNT] =
        [Self::Posture, Self::Tension, Self::Injury, Self::Grievance, Self::BelievedResolve];

    /// The name in files and tables.
    pub fn key(self) -> &'static str {
        match self {
            Self::Posture => "posture_severity",
            Self::Tension => "tension",
            Self::Injury => "injury",
            Self::Grievance => "grievance",
            Self::BelievedResolve => "believed_resolve",
        }
    }

    /// Largest value; the least is 0.
    fn high(self) -> f64 {
        if self == Self::Injury { 1.5 } else { 1.0 }
    }
}

/// Histograms by track, day and relation, over the runs that were under way on that day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Timeline {
    relations: Vec<usize>,
    /// Days from one that is recorded to the next.
    step: u32,
    days: u32,
    severity: Vec<f32>,
    tracks: Vec<BinnedGrid>,
}

/// A value that has stayed the same since a day.
#[derive(Debug, Clone, Copy, Default)]
struct Stretch {
    value: f32,
    since: u32,
}

/// The stretches of a run that is under way, by relation followed and track. Most values stay the same for days on end, so
/// that counting a stretch at a time is much cheaper than counting day by day.
#[derive(Debug, Clone)]
pub(super) struct Watch(Vec<Stretch>);

impl Watch {
    pub(super) fn new(program: &Program) -> Self {
        Self(vec![Stretch::default(); followed(program).len() * Track::COUNT])
    }
}

impl Timeline {
    pub(super) fn new(program: &Program) -> Self {
        let scenario = program.scenario();
        let horizon = scenario.horizon_days();
        let relations = followed(program);
        let wanted = relations.len() * Track::COUNT * horizon as usize;
        let step = wanted.div_ceil(MOST_CELLS).max(1) as u32;
        let days = horizon.div_ceil(step);
        let layout = scenario.layout();
        let severity = (0..scenario.ladder().len())
            .map(|rung| scenario.inputs()[layout.rung(rung, RungField::Severity)].quantity.central() as f32)
            .collect();
        let (rows, columns) = (relations.len(), days as usize);
        let tracks = Track::ALL
            .iter()
            .filter_map(|track| BinnedGrid::new(rows, columns, BINS, 0.0, track.high()))
            .collect();
        Self { relations, step, days, severity, tracks }
    }

    /// The relations followed.
    pub(super) fn relations(&self) -> &[usize] {
        &self.relations
    }

    /// The days recorded.
    pub(super) fn days(&self) -> impl Iterator<Item = u32> + use<> {
        let step = self.step;
        (0..self.days).map(move |index| index * step)
    }

    /// The histograms of a track, and where in them the place-th relation stands on a day.
    pub(super) fn cell(&self, track: Track, place: usize, day: u32) -> (&BinnedGrid, usize) {
        (&self.tracks[track as usize], place * self.days as usize + (day / self.step) as usize)
    }

    /// Takes in a day of a run that is under way.
    pub(super) fn watch(&mut self, watch: &mut Watch, day: u32, view: &View<'_>) {
        for place in 0..self.relations.len() {
            let relation = self.relations[place];
            let values = [
                view.posture(relation).map_or(0.0, |rung| self.severity[rung]),
                view.tension(relation),
                view.injury(relation),
                view.grievance(relation),
                view.believed_resolve(relation),
            ];
            let stretches = &mut watch.0[place * Track::COUNT..][..Track::COUNT];
            for (track, (stretch, value)) in stretches.iter_mut().zip(values).enumerate() {
                if day == 0 {
                    *stretch = Stretch { value, since: 0 };
                } else if value.to_bits() != stretch.value.to_bits() {
                    let over = std::mem::replace(stretch, Stretch { value, since: day });
                    self.add(track, place, over, day);
                }
            }
        }
    }

    /// The run ended on this day.
    pub(super) fn settle(&mut self, watch: &Watch, end_day: u32) {
        for (index, stretch) in watch.0.iter().enumerate() {
            self.add(index % Track::COUNT, index / Track::COUNT, *stretch, end_day + 1);
        }
    }

    /// Adds days on which a value stayed the same, up to but not including the one given.
    fn add(&mut self, track: usize, place: usize, stretch: Stretch, until: u32) {
        let (first, end) = (stretch.since.div_ceil(self.step), until.div_ceil(self.step));
        self.tracks[track].add(place, first as usize..end as usize, f64::from(stretch.value));
    }

    /// Whether another timeline follows the same.
    pub(super) fn fits(&self, other: &Self) -> bool {
        let mut tracks = self.tracks.iter().zip(&other.tracks);
        self.relations == other.relations
            && (self.step, self.days) == (other.step, other.days)
            && self.tracks.len() == other.tracks.len()
            && tracks.all(|(mine, theirs)| mine.fits(theirs))
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.tracks.iter_mut().zip(&other.tracks) {
            let merged = mine.merge(theirs);
            debug_assert!(merged.is_some(), "timelines of one program have one shape");
        }
    }
}

/// All relations, or those of the states in focus where there are many; the most that are kept at all come first.
fn followed(program: &Program) -> Vec<usize> {
    let scenario = program.scenario();
    let all: Vec<usize> = (0..scenario.relations().len()).collect();
    if all.len() <= MOST_RELATIONS {
        return all;
    }
    let Some(focus) = scenario.focus() else { return all.into_iter().take(MOST_RELATIONS).collect() };
    let of_focus = |&relation: &usize| {
        let relation = &scenario.relations()[relation];
        focus.contains(&relation.from) && focus.contains(&relation.to)
    };
    all.into_iter().filter(of_focus).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::fixture::{RIVALS, batch, program};
    use crate::stats::Level;

    #[test]
    fn long_timelines_skip_days_and_stay_within_their_memory() {
        let long = RIVALS.replace("horizon_days = 60", "horizon_days = 3650");
        let short = Timeline::new(&program(RIVALS));
        assert_eq!((short.step, short.days), (1, 60));
        let long = Timeline::new(&program(&long));
        assert!(long.step > 1 && long.days * long.step >= 3650 && (long.days - 1) * long.step < 3650);
        assert!(long.tracks.iter().map(BinnedGrid::cells).sum::<usize>() <= MOST_CELLS + 5 * 64);
        assert_eq!(long.days().last(), Some((long.days - 1) * long.step));
    }

    #[test]
    fn every_run_is_there_on_day_0_and_fewer_later() {
        let batch = batch(300);
        let timeline = &batch.tally().timeline;
        let n = |day| {
            let (grid, cell) = timeline.cell(Track::Tension, 0, day);
            grid.n(cell)
        };
        assert_eq!(n(0), 300);
        let days: Vec<_> = timeline.days().map(n).collect();
        assert!(days.is_sorted_by(|earlier, later| earlier >= later));
        assert!(timeline.tracks.iter().all(|grid| grid.rejected() == 0 && grid.clipped() == 0));
    }

    #[test]
    fn a_relation_that_cannot_move_stands_still() {
        let batch = batch(50);
        let scenario = batch.program().scenario();
        let still = scenario.relations().iter().position(|relation| relation.key == "idle.a").unwrap();
        let (grid, cell) = batch.tally().timeline.cell(Track::Posture, still, 30);
        assert_eq!(grid.mean(cell, Level::default()).value, Some(0.0));
    }
}
