//! A debrief in words: the run among the runs of the model, and what each decision changed.

use serde::Serialize;

use super::{Band, words};
use crate::engine::{EndReason, Program, RunRecord};
use crate::experiment::OutcomeClass;
use crate::experiment::seat::{Debrief, Judged, Place, Yardstick};

/// A debrief, ready to be shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DebriefPage {
    /// How the game ended, in a sentence.
    pub ending: String,
    /// How the same run ends with the model in the seat.
    pub model: String,
    /// Runs of the model alone.
    pub runs: u64,
    /// The outcome classes among them.
    pub outcomes: Vec<OutcomeLine>,
    /// Where the run lies among them.
    pub places: Vec<PlaceLine>,
    /// The decisions.
    pub decisions: Vec<DecisionLine>,
    /// Decisions that are not told.
    pub left_out: usize,
}

/// An outcome class among the runs of the model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutcomeLine {
    /// Its key.
    pub key: String,
    /// Its name, or its key in words.
    pub name: String,
    /// Its share of the model's runs.
    pub share: Band,
    /// Whether the game ended in it.
    pub is_yours: bool,
}

/// Where a number of the game lies among the model's runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceLine {
    /// What it is.
    pub name: String,
    /// The number.
    pub value: u64,
    /// Share of the model's runs with less.
    pub below: Band,
    /// Share with as much.
    pub equal: Band,
}

/// A decision, looked back upon.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DecisionLine {
    /// Day.
    pub day: u32,
    /// Date.
    pub date: String,
    /// Name of the other state.
    pub toward: String,
    /// What was done.
    pub chosen: String,
    /// Whether time was only let pass.
    pub waited: bool,
    /// Whether the run called for a decision.
    pub called: bool,
    /// Probability with which the model would have done the same.
    pub probability: f32,
    /// What the model would have done on the luck of this day; of a day without a call, had it decided.
    pub by_luck: String,
    /// What it is held against.
    pub instead: String,
    /// Probability of that.
    pub instead_probability: f32,
    /// How the same run ends then.
    pub twin: String,
    /// Whether it ends in another outcome class.
    pub changed_outcome: bool,
    /// Dead of the seat in this run minus those in that.
    pub dead_more: i64,
    /// On other luck: by how much the decision changed the chances, by [`Yardstick`].
    pub chances: Vec<(&'static str, Band)>,
    /// The same for the seat's dead.
    pub dead: Option<Band>,
}

/// A debrief in words, for the seat of a state.
pub fn debrief(program: &Program, seat: usize, debrief: &Debrief) -> DebriefPage {
    let scenario = program.scenario();
    let classes = OutcomeClass::all(scenario);
    let outcomes =
        classes.iter().zip(&debrief.outcomes).enumerate().map(|(place, (class, &share))| OutcomeLine {
            key: class.key().to_owned(),
            name: title(class),
            share: share.into(),
            is_yours: place == debrief.class,
        });
    let name = &scenario.states()[seat].name;
    let place = |name: String, place: Place| PlaceLine {
        name,
        value: place.value,
        below: place.below.into(),
        equal: place.equal.into(),
    };
    DebriefPage {
        ending: ending(program, seat, &debrief.record),
        model: ending(program, seat, &debrief.model),
        runs: debrief.runs,
        outcomes: outcomes.collect(),
        places: vec![
            place(format!("dead of {name}"), debrief.dead),
            place("dead of all states".to_owned(), debrief.dead_of_all),
            place("days until the end".to_owned(), debrief.end_day),
        ],
        decisions: debrief.judged.iter().map(|judged| decision(program, seat, debrief, judged)).collect(),
        left_out: debrief.left_out,
    }
}

fn decision(program: &Program, seat: usize, debrief: &Debrief, judged: &Judged) -> DecisionLine {
    let scenario = program.scenario();
    let (taken, twin) = (judged.decision, &judged.twin);
    let option = |alternative| words::option(program, taken.relation, alternative, false);
    let of = |alternative: usize| {
        let prospects = &judged.outlook.prospects;
        let found = prospects.iter().find(|prospect| prospect.alternative == alternative);
        found.map_or(0.0, |prospect| prospect.probability)
    };
    let chances = judged.difference.iter().flat_map(|difference| {
        Yardstick::ALL.into_iter().zip(difference.chances).map(|(of, by)| (of.key(), Band::from(by)))
    });
    DecisionLine {
        day: taken.day,
        date: scenario.calendar().label(taken.day),
        toward: scenario.states()[scenario.relations()[taken.relation].to].name.clone(),
        chosen: option(taken.alternative),
        waited: taken.waited,
        called: taken.called,
        probability: judged.probability(),
        by_luck: option(judged.outlook.by_luck),
        instead: option(twin.alternative),
        instead_probability: of(twin.alternative),
        twin: ending(program, seat, &twin.record),
        changed_outcome: OutcomeClass::place(scenario, &twin.record) != debrief.class,
        dead_more: dead(seat, &debrief.record) - dead(seat, &twin.record),
        chances: chances.collect(),
        dead: judged.difference.map(|difference| difference.dead.into()),
    }
}

/// How a run ends, in a sentence.
fn ending(program: &Program, seat: usize, record: &RunRecord) -> String {
    let scenario = program.scenario();
    let class = title(&OutcomeClass::of(scenario, record));
    let how = match record.end {
        EndReason::Settled => "settled",
        EndReason::NuclearUse => "ended by nuclear use",
        EndReason::Horizon => "cut off by the horizon",
    };
    let (own, name) = (dead(seat, record), &scenario.states()[seat].name);
    format!("{class}; {how} on {}, {own} dead of {name}", scenario.calendar().label(record.end_day))
}

fn dead(seat: usize, record: &RunRecord) -> i64 {
    let dead = record.dead[seat];
    i64::try_from(dead.military + dead.civilian).unwrap_or(i64::MAX)
}

fn title(class: &OutcomeClass) -> String {
    class.name().map_or_else(|| class.key().replace('_', " "), str::to_owned)
}
