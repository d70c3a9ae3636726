//! From a table of what happened to a history that runs can follow. Everything that is wrong with it is said at once.

mod row;

use super::watch::Question;
use crate::engine::{Channel, Done, History, Program, Step, Talks};
use crate::experiment::class::OutcomeClass;
use crate::model::Scenario;
use crate::spec::did_you_mean;
use row::{Row, rows};

/// Problems that are told of a file; whoever has mended these will see the others.
const MOST_PROBLEMS: usize = 20;
/// What can stand under `act` besides the rungs of the ladder.
const WORDS: [&str; 9] =
    ["conciliate", "hold", "event", "offer", "mediation", "agreement", "note", "end", "outcome"];

/// How a crisis ended (the forms of the International Crisis Behavior project), or that it had not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// By a treaty, a ceasefire or another written agreement.
    Formal,
    /// By a letter, a statement, an oral promise.
    SemiFormal,
    /// By an understanding that nobody put into words.
    Tacit,
    /// By an act of one side.
    Unilateral,
    /// By force from outside or one side's defeat.
    Imposed,
    /// It faded.
    Faded,
    /// Otherwise.
    Other,
    /// It was not over when the record ends.
    Open,
}

impl Form {
    /// All forms.
    pub const ALL: [Self; 8] = [
        Self::Formal,
        Self::SemiFormal,
        Self::Tacit,
        Self::Unilateral,
        Self::Imposed,
        Self::Faded,
        Self::Other,
        Self::Open,
    ];

    /// The name in files and tables.
    pub fn key(self) -> &'static str {
        match self {
            Self::Formal => "formal",
            Self::SemiFormal => "semi_formal",
            Self::Tacit => "tacit",
            Self::Unilateral => "unilateral",
            Self::Imposed => "imposed",
            Self::Faded => "faded",
            Self::Other => "other",
            Self::Open => "open",
        }
    }
}

/// How a history ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// The day, counted from the scenario's start.
    pub day: u32,
    /// In what form.
    pub form: Form,
}

/// What happened, as somebody wrote it down.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// What runs follow.
    pub history: History,
    /// How it ended.
    pub ending: Ending,
    /// The class that it is judged to be, and why, if that is not left to the rules.
    pub judged: Option<(String, String)>,
    /// Who struck first in the record, if anybody did.
    pub question: Option<Question>,
    /// What a reader should know: rows that lie outside of the run.
    pub remarks: Vec<String>,
}

/// Reads the CSV table of what happened in a scenario.
///
/// # Errors
/// All that is wrong with it, up to a number, each with its row.
pub fn read(text: &str, program: &Program) -> Result<Record, Vec<String>> {
    let (rows, mut problems) = rows(text, program.scenario().calendar());
    let mut reader = Reader {
        program,
        problems: Vec::new(),
        steps: Vec::new(),
        talks: Vec::new(),
        events: Vec::new(),
        ending: None,
        judged: None,
        last: None,
        before: 0,
    };
    for row in &rows {
        reader.row(row);
    }
    reader.look_back();
    problems.extend(std::mem::take(&mut reader.problems));
    problems.sort_by_key(|(row, _)| *row);
    match reader.ending.map(|(_, ending)| ending) {
        Some(ending) if problems.is_empty() => Ok(reader.record(ending)),
        _ => {
            let more = problems.len().saturating_sub(MOST_PROBLEMS);
            let told = problems.into_iter().take(MOST_PROBLEMS);
            let told = told.map(|(row, what)| if row == 0 { what } else { format!("row {row}: {what}") });
            Err(told.chain((more > 0).then(|| format!("and {more} more"))).collect())
        }
    }
}

struct Reader<'a> {
    program: &'a Program,
    problems: Vec<(usize, String)>,
    /// With their rows.
    steps: Vec<(usize, Step)>,
    talks: Vec<Talks>,
    events: Vec<(usize, u32)>,
    ending: Option<(usize, Ending)>,
    judged: Option<(String, String)>,
    /// The last row on which something happened, and its day.
    last: Option<(usize, u32)>,
    /// Rows before day 0.
    before: usize,
}

impl Reader<'_> {
    fn scenario(&self) -> &Scenario {
        self.program.scenario()
    }

    fn problem(&mut self, row: &Row, what: String) {
        self.problems.push((row.number, what));
    }

    fn row(&mut self, row: &Row) {
        let Some(day) = row.day else { return };
        let is_rung = self.scenario().ladder().iter().any(|rung| rung.key == row.act);
        match row.act.as_str() {
            "note" | "offer" => return,
            "outcome" => return self.outcome(row),
            "end" => return self.end(row, day),
            _ => {}
        }
        if !is_rung && !WORDS.contains(&row.act.as_str()) {
            return self.unknown_act(row);
        }
        let Ok(day) = u32::try_from(day) else {
            self.before += 1;
            return;
        };
        if self.last.is_none_or(|(_, last)| day > last) {
            self.last = Some((row.number, day));
        }
        match row.act.as_str() {
            "event" => self.event(row, day),
            "mediation" | "agreement" => self.talks(row, day),
            _ => self.acts(row, day),
        }
    }

    fn unknown_act(&mut self, row: &Row) {
        let rungs: Vec<String> = self.scenario().ladder().iter().map(|rung| rung.key.clone()).collect();
        let all = || rungs.iter().map(String::as_str).chain(WORDS);
        let help = did_you_mean(&row.act, all())
            .unwrap_or_else(|| format!("write one of {}", all().collect::<Vec<_>>().join(", ")));
        self.problem(row, format!("there is no act `{}`; {help}", row.act));
    }

    fn end(&mut self, row: &Row, day: i64) {
        let form = Form::ALL.into_iter().find(|form| form.key() == row.target);
        let Some(form) = form else {
            let all = || Form::ALL.into_iter().map(Form::key);
            let help = did_you_mean(&row.target, all())
                .unwrap_or_else(|| format!("write one of {}", all().collect::<Vec<_>>().join(", ")));
            let text =
                format!("the target of `end` is how it ended, and `{}` is none of these; {help}", row.target);
            return self.problem(row, text);
        };
        let Ok(day) = u32::try_from(day) else {
            return self.problem(row, "the end lies before day 0".to_owned());
        };
        if let Some((earlier, _)) = self.ending {
            return self.problem(row, format!("row {earlier} has the end already"));
        }
        self.ending = Some((row.number, Ending { day, form }));
    }

    fn outcome(&mut self, row: &Row) {
        let classes = OutcomeClass::all(self.scenario());
        if !classes.iter().any(|class| class.key() == row.target) {
            let help = did_you_mean(&row.target, classes.iter().map(OutcomeClass::key));
            let help = help.map_or_else(String::new, |help| format!("; {help}"));
            return self.problem(row, format!("there is no class `{}`{help}", row.target));
        }
        if row.note.is_empty() {
            return self
                .problem(row, "a class that is judged needs its reason in the column `note`".to_owned());
        }
        self.judged = Some((row.target.clone(), row.note.clone()));
    }

    fn event(&mut self, row: &Row, day: u32) {
        let events = self.scenario().events();
        let Some(event) = events.iter().position(|event| event.key == row.actor) else {
            let help = did_you_mean(&row.actor, events.iter().map(|event| event.key.as_str()));
            let help = help.unwrap_or_else(|| {
                "the actor of `event` is an event of the scenario; write `note` for what the scenario does not have".to_owned()
            });
            return self.problem(row, format!("there is no event `{}`; {help}", row.actor));
        };
        self.events.push((event, day));
    }

    fn talks(&mut self, row: &Row, day: u32) {
        let mediators = self.scenario().mediators();
        let Some(mediator) = mediators.iter().position(|mediator| mediator.key == row.actor) else {
            let help = did_you_mean(&row.actor, mediators.iter().map(|mediator| mediator.key.as_str()));
            let help = help.unwrap_or_else(|| {
                "write `note` for a go-between that the scenario does not have, and `conciliate` of both sides for an agreement \
                 without one"
                    .to_owned()
            });
            return self.problem(row, format!("there is no go-between `{}`; {help}", row.actor));
        };
        let Some(sides) = self.states(row, "target") else { return };
        let [a, b] = sides[..] else {
            let text =
                format!("the target of `{}` is the two states between which it was, as in a;b", row.act);
            return self.problem(row, text);
        };
        let pair = self.scenario().relation_between(a, b).map(|at| self.scenario().relations()[at].pair);
        let Some(channel) = pair.and_then(|pair| Channel::of(self.program, mediator, pair)) else {
            let text = format!("`{}` does not mediate between `{}` in the scenario", row.actor, row.target);
            return self.problem(row, text);
        };
        self.talks.push(Talks { day, channel, agreed: row.act == "agreement" });
    }

    fn acts(&mut self, row: &Row, day: u32) {
        let dead = self.dead(row);
        let (Some(actors), Some(targets)) = (self.states(row, "actor"), self.states(row, "target")) else {
            return;
        };
        let rung = self.scenario().ladder().iter().position(|rung| rung.key == row.act);
        let done = match rung {
            Some(rung) => Done::Acted(rung),
            None if row.act == "conciliate" => Done::Conciliated,
            None => Done::Nothing,
        };
        let pairs =
            || actors.iter().flat_map(|&a| targets.iter().map(move |&b| (a, b))).filter(|(a, b)| a != b);
        if pairs().count() == 0 {
            return self.problem(row, format!("`{}` does nothing to anybody else", row.actor));
        }
        let found: Vec<_> = pairs().map(|(a, b)| (a, b, self.scenario().relation_between(a, b))).collect();
        for (a, b, relation) in found {
            let Some(relation) = relation else {
                let key = |state: usize| &self.scenario().states()[state].key;
                let text = format!("the scenario has no relation between `{}` and `{}`", key(a), key(b));
                self.problem(row, text);
                continue;
            };
            self.steps.push((row.number, Step { day, relation, done, dead }));
        }
    }

    fn dead(&mut self, row: &Row) -> Option<(u32, u32)> {
        match row.dead {
            [None, None] => None,
            [low, high] => {
                let (low, high) = (low.or(high)?, high.or(low)?);
                if low > high {
                    self.problem(row, format!("deaths_low is {low}, and deaths_high only {high}"));
                }
                Some((low, high))
            }
        }
    }

    /// The states that a cell names.
    fn states(&mut self, row: &Row, column: &str) -> Option<Vec<usize>> {
        let cell = if column == "actor" { &row.actor } else { &row.target };
        let mut found = Vec::new();
        for name in cell.split(';').map(str::trim) {
            let states = self.scenario().states();
            let Some(state) = states.iter().position(|state| state.key == name) else {
                let help = did_you_mean(name, states.iter().map(|state| state.key.as_str()));
                let help = help.unwrap_or_else(|| "write `note` for what others did".to_owned());
                self.problem(row, format!("{column}: there is no state `{name}`; {help}"));
                continue;
            };
            found.push(state);
        }
        (found.len() == cell.split(';').count()).then_some(found)
    }

    /// What can only be judged once all rows are read.
    fn look_back(&mut self) {
        self.steps.sort_by_key(|(row, step)| (step.day, step.relation, *row));
        let mut twice = Vec::new();
        for pair in self.steps.windows(2) {
            let [(first, one), (row, other)] = pair else { continue };
            if (one.day, one.relation) == (other.day, other.relation) && one.done != other.done {
                let relation = &self.scenario().relations()[one.relation];
                let key = |state: usize| self.scenario().states()[state].key.as_str();
                let text = format!(
                    "`{}` acts on `{}` on that day in row {first} already, and a state decides once a day; keep the graver act, and make \
                     the other a `note` or put it on the next day",
                    key(relation.from),
                    key(relation.to)
                );
                twice.push((*row, text));
            }
        }
        self.problems.extend(twice);
        match (self.ending, self.last) {
            (Some((_, ending)), Some((row, last))) if last > ending.day => {
                let text = "this lies after the end; make it a `note`, or put the end later".to_owned();
                self.problems.push((row, text));
            }
            (None, _) if !self.problems.iter().any(|(_, what)| what.contains("`end`")) => {
                let text = "there is no row with the act `end`: its date is the last day on record, and its target says how it ended \
                            (`open` if it had not)";
                self.problems.push((usize::MAX, text.to_owned()));
            }
            _ => {}
        }
        for (row, _) in &mut self.problems {
            // What no row is to blame for.
            if *row == usize::MAX {
                *row = 0;
            }
        }
    }

    fn record(self, ending: Ending) -> Record {
        let scenario = self.program.scenario();
        let horizon = scenario.horizon_days();
        let is_settled = ending.form != Form::Open && ending.day < horizon;
        let mut history = History::new(scenario, ending.day, is_settled);
        let mut remarks = Vec::new();
        if self.before > 0 {
            remarks.push(format!(
                "{} of its rows lie before day 0, which the scenario's numbers stand for",
                self.before
            ));
        }
        let late = self.steps.iter().filter(|(_, step)| step.day >= horizon).count();
        if ending.day >= horizon {
            remarks.push(format!(
                "its end, day {}, lies beyond the horizon of {horizon} days, and so do {late} acts: what comes before counts",
                ending.day
            ));
        }
        let is_violent = |step: &&(usize, Step)| matches!(step.1.done, Done::Acted(rung) if scenario.ladder()[rung].violent);
        let first = self.steps.iter().find(is_violent).map(|(_, step)| step.relation);
        for (_, step) in &self.steps {
            history = history.with_step(scenario, *step);
        }
        for talks in &self.talks {
            history = history.with_talks(self.program, *talks);
        }
        for &(event, day) in &self.events {
            history = history.with_event(event, day);
        }
        let question = first.map(|forth| Question::of(self.program, forth, None));
        Record { history, ending, judged: self.judged, question, remarks }
    }
}

#[cfg(test)]
mod tests;
