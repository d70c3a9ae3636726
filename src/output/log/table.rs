//! `events.csv`: the log of a run as a table.

use super::{Line, lines};
use crate::engine::{Alternative, Program};
use crate::experiment::{Choice, Story};
use crate::model::Calendar;
use crate::output::table::common::{integer, real, text};
use crate::output::table::{Cell, Column, ColumnType, Table};

/// Terms named of each decision.
const TOP_TERMS: usize = 3;

/// One row for each thing that happened, in order.
pub fn events(program: &Program, story: &Story) -> Table {
    let mut table = Table::new("events", columns());
    let calendar = program.scenario().calendar();
    for line in lines(program, story) {
        table.push(row(program, calendar, &line));
    }
    table
}

fn columns() -> Vec<Column> {
    vec![
        integer("day", "days", "day of the run, from 0"),
        Column::new("date", ColumnType::Date, "", "its date; empty where the scenario has no start"),
        text("kind", "decision, event, offer, mediation, encouragement, group_attack or posture_day"),
        text("actor", "state, armed group or go-between that did it; empty for events"),
        text("act", "what was chosen or done: rung, conciliate, hold; of an event its key"),
        text("target", "state it was done to; what concerns a pair has both"),
        text(
            "label",
            "how a decision is reported; how an offer was answered, a mediation went, an event came",
        ),
        real("probability", "share", "probability of what was chosen"),
        real("expected_reply", "", "severity of the answer that was expected"),
        text("top_terms", "the three terms that moved the choice most, in log-odds against hold"),
        real("severity", "", "severity with which the act landed"),
        integer("deaths", "deaths", "killed by the act or that day's fighting"),
        integer("civilian_deaths", "deaths", "civilians among them"),
        text("landed", "rung the act landed on, an accident included"),
        Column::new("assured", ColumnType::Boolean, "", "whether a message of limited aims came with it"),
        Column::new("traced", ColumnType::Boolean, "", "whether it is known who did it"),
        text("group", "armed group that was struck"),
        text("through", "armed group that carried the act out in its sponsor's stead"),
    ]
}

fn row(program: &Program, calendar: Calendar, line: &Line<'_>) -> Vec<Cell> {
    let named = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::text(text) };
    let number = |number: Option<f32>| Cell::real(number.map(f64::from));
    let (choice, landed) = (line.choice, line.landed);
    let assured = choice.and_then(|choice| match choice.chosen {
        Alternative::Act { assured, .. } => Some(assured),
        Alternative::Conciliate | Alternative::Hold => None,
    });
    let whether = |is_so: Option<bool>| is_so.map_or(Cell::Empty, Cell::Boolean);
    let group = |group: Option<usize>| {
        group.map_or(Cell::Empty, |group| Cell::text(program.scenario().groups()[group].key.clone()))
    };
    let count = |count: Option<u32>| count.map_or(Cell::Empty, |count| Cell::count(u64::from(count)));
    vec![
        Cell::count(u64::from(line.day)),
        calendar.date(line.day).map_or(Cell::Empty, |date| Cell::text(date.to_string())),
        Cell::text(line.kind),
        named(&line.actor),
        named(&line.act),
        named(&line.target),
        named(&line.label),
        number(choice.map(|choice| choice.probability)),
        number(choice.map(|choice| choice.expected_reply)),
        choice.map_or(Cell::Empty, |choice| named(&top_terms(choice))),
        number(landed.map(|act| act.severity)),
        count(line.dead.map(|[military, civilian]| military + civilian)),
        count(line.dead.map(|[_, civilian]| civilian)),
        landed.map_or(Cell::Empty, |act| named(&program.scenario().ladder()[act.landed].key)),
        whether(landed.map(|act| act.assured).or(assured)),
        whether(landed.map(|act| act.attributed)),
        group(landed.and_then(|act| act.group)),
        group(landed.and_then(|act| act.through)),
    ]
}

/// `audience +0.41; reprisal -0.22`: the terms that moved a choice most, the largest first.
fn top_terms(choice: &Choice) -> String {
    let terms = choice.terms.iter().take(TOP_TERMS);
    let terms: Vec<String> = terms.map(|(term, odds)| format!("{} {odds:+.2}", term.key())).collect();
    terms.join("; ")
}
