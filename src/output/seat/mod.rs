//! A game in the seat of a state as people read it: what the terminal and the browser show, in the same words.
//!
//! [`briefing`] and [`options`] leave out what the state does not know; [`debrief`] leaves out nothing. All of it can be serialised.

mod look_back;
mod script;
mod words;

use serde::Serialize;

pub use look_back::{DebriefPage, DecisionLine, OutcomeLine, PlaceLine, debrief};
pub use script::{script, script_entries};

use crate::engine::{Outlook, Program, Standing};
use crate::experiment::seat::{Advice, Forecast, Situation, Yardstick};
use crate::stats::Estimate;

/// Terms that moved the log-odds less than this are not worth a word.
const TELLING: f32 = 0.05;
/// Terms told of an option.
const TERMS: usize = 3;

/// What a person is shown on a turn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Briefing {
    /// Day of the run.
    pub day: u32,
    /// Its date, or `day 12`.
    pub date: String,
    /// Name of the seat.
    pub seat: String,
    /// What was heard since the last turn.
    pub news: Vec<NewsLine>,
    /// How things are at home.
    pub home: Vec<Gauge>,
    /// The dead so far, in words.
    pub dead: String,
    /// How the state stands to others.
    pub neighbours: Vec<Neighbour>,
    /// Relations on which it is called to decide today.
    pub called: Vec<usize>,
}

/// Something that was heard.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewsLine {
    /// Date.
    pub date: String,
    /// Day.
    pub day: u32,
    /// In a sentence or more.
    pub text: String,
    /// Whether it concerns the seat itself.
    pub concerns: bool,
    /// Whether it is grave: force, fighting, a lasting posture, a mediation.
    pub grave: bool,
}

/// A number with a word for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gauge {
    /// What it is.
    pub name: &'static str,
    /// The number, mostly 0 to 1.
    pub value: f32,
    /// The word.
    pub word: &'static str,
}

/// Another state, as the seat sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Neighbour {
    /// The relation of the seat to it.
    pub relation: usize,
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Tension, injuries on either side, grievance.
    pub gauges: Vec<Gauge>,
    /// What stands beside the numbers: postures, go-betweens, suspicions.
    pub notes: Vec<String>,
    /// Resolve that the seat believes it to have: (value, probability) by type.
    pub believed_resolve: Vec<(f32, f32)>,
    /// Whether the seat has it on its agenda.
    pub on_agenda: bool,
    /// Whether the seat is called to decide on it today.
    pub is_called: bool,
}

/// A number with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Band {
    /// The value.
    pub value: Option<f64>,
    /// Lower end of the 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Observations.
    pub n: u64,
}

impl From<Estimate> for Band {
    fn from(estimate: Estimate) -> Self {
        let ends = estimate.interval;
        Self { value: estimate.value, low: ends.map(|i| i.low), high: ends.map(|i| i.high), n: estimate.n }
    }
}

/// A chance that advisers tell.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ChanceLine {
    /// Of what: a key of [`Yardstick`].
    pub of: &'static str,
    /// The chance.
    pub chance: Band,
    /// By how much it differs from that of holding.
    pub against_hold: Band,
}

/// An option.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OptionLine {
    /// Its number in the list, from 1.
    pub number: usize,
    /// What `choose` takes.
    pub alternative: usize,
    /// As a command.
    pub title: String,
    /// In a word or two: the rung.
    pub short: String,
    /// Probability with which the model would choose it in this place.
    pub probability: f32,
    /// The answer that is expected, in words.
    pub expected_reply: String,
    /// What speaks for it against holding, strongest first: words and log-odds.
    pub speaks_for: Vec<(&'static str, f32)>,
    /// What speaks against it.
    pub speaks_against: Vec<(&'static str, f32)>,
    /// What advisers expect; none without advisers.
    pub chances: Vec<ChanceLine>,
    /// Outcome classes by key; none without advisers.
    pub outcomes: Vec<(String, Band)>,
    /// Dead of the seat still to come.
    pub dead: Option<Band>,
}

/// A situation in words.
pub fn briefing(program: &Program, seat: usize, situation: &Situation) -> Briefing {
    let scenario = program.scenario();
    let calendar = scenario.calendar();
    let home = situation.home;
    let gauge = |name, value| Gauge { name, value, word: words::level(value) };
    let news = situation.news.iter().map(|item| NewsLine {
        date: calendar.label(item.day),
        day: item.day,
        text: words::news(scenario, &item.what),
        concerns: item.concerns,
        grave: words::is_grave(scenario, &item.what),
    });
    Briefing {
        day: situation.day,
        date: calendar.label(situation.day),
        seat: scenario.states()[seat].name.clone(),
        news: news.collect(),
        home: vec![
            gauge("standing at home", home.prestige),
            gauge("need to show strength", home.need),
            gauge("weariness of war", home.weariness),
            gauge("own resolve", home.resolve),
            gauge("election pressure", home.election - 1.0),
        ],
        dead: words::dead(home.dead.military, home.dead.civilian),
        neighbours: situation.standings.iter().map(|standing| neighbour(program, standing)).collect(),
        called: situation.called.clone(),
    }
}

fn neighbour(program: &Program, standing: &Standing) -> Neighbour {
    let scenario = program.scenario();
    let other = &scenario.states()[scenario.relations()[standing.relation].to];
    let gauge = |name, value| Gauge { name, value, word: words::level(value) };
    let rung = |rung: usize| scenario.ladder()[rung].key.replace('_', " ");
    let mut notes = Vec::new();
    if let Some(posture) = standing.posture {
        notes.push(format!("yours in force: {}", rung(posture)));
    }
    if let Some(posture) = standing.posture_of_other {
        notes.push(format!("theirs in force: {}", rung(posture)));
    }
    if let Some(unanswered) = standing.unanswered {
        notes.push(format!("their {} is unanswered", rung(unanswered)));
    }
    if let Some(mediator) = standing.mediator {
        notes.push(format!("{} mediates", scenario.mediators()[mediator].name));
    }
    for &encourager in &standing.encouragers {
        notes.push(format!("{} urges direct talks", scenario.mediators()[encourager].name));
    }
    for &suspect in &standing.suspects {
        notes.push(format!("you suspect the hand of {}", scenario.states()[suspect].name));
    }
    Neighbour {
        relation: standing.relation,
        key: other.key.clone(),
        name: other.name.clone(),
        gauges: vec![
            gauge("tension", standing.tension),
            gauge("unanswered by you", standing.injury),
            gauge("unanswered by them", standing.injury_of_other),
            gauge("grievance", standing.grievance),
        ],
        notes,
        believed_resolve: standing.believed.to_vec(),
        on_agenda: standing.on_agenda,
        is_called: standing.is_called,
    }
}

/// What is open in a relation, without advisers.
pub fn options(program: &Program, standing: &Standing, outlook: &Outlook) -> Vec<OptionLine> {
    lines(program, standing, outlook, &[])
}

/// What is open in a relation, with what advisers expect.
pub fn advised(program: &Program, standing: &Standing, advice: &Advice) -> Vec<OptionLine> {
    lines(program, standing, &advice.outlook, &advice.forecasts)
}

fn lines(
    program: &Program,
    standing: &Standing,
    outlook: &Outlook,
    forecasts: &[Forecast],
) -> Vec<OptionLine> {
    let ladder = program.scenario().ladder();
    let severities = program.severities();
    let fights = standing.posture.is_some_and(|rung| ladder[rung].violent);
    let line = |(place, prospect): (usize, &crate::engine::Prospect)| {
        let forecast = forecasts.get(place);
        let speaks = |sign: f32| {
            let terms = crate::engine::Term::ALL.into_iter().zip(prospect.log_odds);
            let mut telling: Vec<(&'static str, f32)> = terms
                .filter(|&(_, odds)| sign * odds >= TELLING)
                .map(|(term, odds)| (words::term(term), odds))
                .collect();
            telling.sort_by(|(_, a), (_, b)| b.abs().total_cmp(&a.abs()));
            telling.truncate(TERMS);
            telling
        };
        OptionLine {
            number: place + 1,
            alternative: prospect.alternative,
            title: words::option(program, standing.relation, prospect.alternative, fights),
            short: words::short(program, prospect.alternative),
            probability: prospect.probability,
            expected_reply: words::reply(program, &severities, prospect.expected_reply),
            speaks_for: speaks(1.0),
            speaks_against: speaks(-1.0),
            chances: forecast.map(chances).unwrap_or_default(),
            outcomes: forecast.map(|forecast| outcomes(program, forecast)).unwrap_or_default(),
            dead: forecast.map(|forecast| forecast.dead.into()),
        }
    };
    outlook.prospects.iter().enumerate().map(line).collect()
}

fn chances(forecast: &Forecast) -> Vec<ChanceLine> {
    let pairs = forecast.chances.iter().zip(&forecast.against_hold);
    Yardstick::ALL
        .into_iter()
        .zip(pairs)
        .map(|(yardstick, (&chance, &against))| ChanceLine {
            of: yardstick.key(),
            chance: chance.into(),
            against_hold: against.into(),
        })
        .collect()
}

fn outcomes(program: &Program, forecast: &Forecast) -> Vec<(String, Band)> {
    let classes = crate::experiment::OutcomeClass::all(program.scenario());
    classes
        .iter()
        .zip(&forecast.outcomes)
        .map(|(class, &share)| (class.key().to_owned(), share.into()))
        .collect()
}
