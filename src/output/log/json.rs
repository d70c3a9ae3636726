//! The log of a run as JSON, with every probability and every term.

use std::collections::BTreeMap;

use serde::Serialize;

use super::line::{act_key, is_open};
use super::{Line, lines};
use crate::engine::{Alternative, Program};
use crate::experiment::{Choice, Measure, Story, Value, dictionary};

/// By which rule the run was picked, and why it was this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PickEntry {
    /// The rule, as it is asked for.
    pub rule: String,
    /// Why this run.
    pub why: String,
}

#[derive(Debug, Serialize)]
struct Trace {
    title: String,
    /// As text, since it may exceed what JSON readers keep exactly.
    seed: String,
    replicate: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pick: Option<PickEntry>,
    outcome: Option<String>,
    measures: BTreeMap<String, serde_json::Value>,
    events: Vec<Event>,
}

#[derive(Debug, Serialize)]
struct Event {
    day: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    kind: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    actor: String,
    act: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    target: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    label: String,
    #[serde(flatten)]
    decision: Option<Decision>,
    #[serde(flatten)]
    blow: Option<Blow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    military_deaths: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    civilian_deaths: Option<u32>,
}

#[derive(Debug, Serialize)]
struct Decision {
    on_agenda: bool,
    probability: f32,
    expected_reply: f32,
    /// Contribution of each term to the log-odds of what was chosen against hold; those of 0 left out.
    terms: BTreeMap<&'static str, f32>,
    /// Everything that was open, with its probability.
    options: Vec<Choosable>,
}

#[derive(Debug, Serialize)]
struct Choosable {
    act: String,
    assured: bool,
    probability: f32,
}

#[derive(Debug, Serialize)]
struct Blow {
    landed: String,
    assured: bool,
    severity: f32,
    traced: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    through: Option<String>,
}

/// The run as JSON, indented, with a newline at the end: its measures, and what happened in it.
pub fn trace_json(program: &Program, story: &Story, seed: u64, pick: Option<PickEntry>) -> String {
    let dictionary = dictionary(program);
    let mut measures = BTreeMap::new();
    for measure in &dictionary {
        let value = measure.read(program, &story.record).map(|value| plain(measure, value));
        measures.insert(measure.key.clone(), value.unwrap_or_default());
    }
    let trace = Trace {
        title: program.scenario().title().to_owned(),
        seed: seed.to_string(),
        replicate: story.record.replicate,
        pick,
        outcome: measures.get("outcome").and_then(|outcome| outcome.as_str()).map(str::to_owned),
        measures,
        events: lines(program, story).into_iter().map(|line| event(program, line)).collect(),
    };
    // Cannot fail: all keys are text and all numbers finite.
    let mut text = serde_json::to_string_pretty(&trace).unwrap_or_default();
    text.push('\n');
    text
}

/// A time that did not come is null, but for the last day of the run.
fn plain(measure: &Measure, value: Value) -> serde_json::Value {
    match value {
        Value::Category(index) => measure.categories.get(index).cloned().into(),
        Value::Whole(number) => number.into(),
        Value::Time { day, observed } => (observed || measure.key == "end_day").then_some(day).into(),
        Value::Indicator(is_so) => is_so.into(),
        Value::Real(number) => number.into(),
    }
}

fn event(program: &Program, line: Line<'_>) -> Event {
    let scenario = program.scenario();
    Event {
        day: line.day,
        date: scenario.calendar().date(line.day).map(|date| date.to_string()),
        kind: line.kind,
        actor: line.actor,
        act: line.act,
        target: line.target,
        label: line.label,
        decision: line.choice.map(|choice| decision(program, choice)),
        blow: line.landed.map(|act| Blow {
            landed: scenario.ladder()[act.landed].key.clone(),
            assured: act.assured,
            severity: act.severity,
            traced: act.attributed,
            group: act.group.map(|group| scenario.groups()[group].key.clone()),
            through: act.through.map(|group| scenario.groups()[group].key.clone()),
        }),
        military_deaths: line.dead.map(|[military, _]| military),
        civilian_deaths: line.dead.map(|[_, civilian]| civilian),
    }
}

fn decision(program: &Program, choice: &Choice) -> Decision {
    let options = program.alternatives().iter().zip(&choice.probabilities).enumerate();
    let option = |(_, (&alternative, &probability)): (usize, (&Alternative, &f32))| Choosable {
        act: act_key(program.scenario(), alternative).to_owned(),
        assured: matches!(alternative, Alternative::Act { assured: true, .. }),
        probability,
    };
    Decision {
        on_agenda: choice.on_agenda,
        probability: choice.probability,
        expected_reply: choice.expected_reply,
        terms: choice.terms.iter().map(|(term, odds)| (term.key(), *odds)).collect(),
        options: options.filter(|(index, _)| is_open(choice, *index)).map(option).collect(),
    }
}
