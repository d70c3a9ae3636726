//! The targets' expressions, each once, compiled for every member of a population.

use std::cmp::Ordering;

use super::population::Population;
use super::quantity::Statistic;
use super::rows::{Row, Rows};
use super::targets::{Target, Targets};
use crate::engine::Finished;
use crate::model::{Condition, Reading};
use crate::spec::{Problem, child_path};

/// What a target reads of the rows, by the places of conditions and numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Use {
    Share(usize),
    Mean(usize),
    Quantile(usize, f64),
    OddsRatio(usize, usize),
}

/// A target's use of the rows, with the condition that runs must meet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Aimed {
    pub(super) what: Use,
    pub(super) given: Option<usize>,
}

impl Aimed {
    /// Whether a run counts.
    pub(super) fn counts(&self, rows: &Rows, run: usize) -> bool {
        self.given.is_none_or(|given| rows.holds(run, given))
            && match self.what {
                Use::Mean(number) | Use::Quantile(number, _) => rows.value(run, number).is_some(),
                Use::Share(_) | Use::OddsRatio(..) => true,
            }
    }
}

/// All expressions of the targets, compiled.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    /// By target; none for those without a counterpart.
    pub(super) aimed: Vec<Option<Aimed>>,
    conditions: usize,
    numbers: usize,
    /// By member: the conditions, then the numbers.
    compiled: Vec<Vec<Condition<Reading>>>,
}

impl Bound {
    /// Compiles the targets for all members.
    pub(super) fn new(targets: &Targets, population: &Population) -> Result<Self, Vec<Problem>> {
        let mut texts = Texts::default();
        let aimed = targets.list().iter().map(|target| texts.aim(target)).collect();
        let all: Vec<&str> = texts.conditions.iter().chain(&texts.numbers).map(String::as_str).collect();
        let mut compiled = Vec::with_capacity(population.members().len());
        for member in population.members() {
            let (mut sound, mut faults) = (Vec::with_capacity(all.len()), Vec::new());
            let readings = member.program.scenario().readings(&all, &member.constants);
            for (reading, text) in readings.into_iter().zip(&all) {
                match reading {
                    Ok(condition) => sound.push(condition),
                    Err(problems) => faults.push((*text, problems)),
                }
            }
            if !faults.is_empty() {
                let is_alone = population.members().len() == 1;
                return Err(located(targets, &faults, (!is_alone).then_some(member.name.as_str())));
            }
            compiled.push(sound);
        }
        let (conditions, numbers) = (texts.conditions.len(), texts.numbers.len());
        Ok(Self { aimed, conditions, numbers, compiled })
    }

    /// No runs, with room for what is read off each.
    pub(super) fn rows(&self) -> Rows {
        Rows::new(self.conditions, self.numbers)
    }

    /// What is read off a run of a member.
    pub(super) fn row(&self, member: usize, run: &Finished<'_>) -> Row {
        let (conditions, numbers) = self.compiled[member].split_at(self.conditions);
        let value = |expression| run.value(expression);
        // Anything that is a number but 0 counts as true.
        let holds =
            |expression| !matches!(run.value(expression).partial_cmp(&0.0), None | Some(Ordering::Equal));
        Row::new(conditions.iter().map(holds), numbers.iter().map(value))
    }
}

/// Expressions, each once.
#[derive(Default)]
struct Texts {
    conditions: Vec<String>,
    numbers: Vec<String>,
}

impl Texts {
    fn aim(&mut self, target: &Target) -> Option<Aimed> {
        let what = match target.statistic.as_ref()? {
            Statistic::Share(condition) => Use::Share(place(&mut self.conditions, condition)),
            Statistic::Mean(number) => Use::Mean(place(&mut self.numbers, number)),
            Statistic::Quantile(number, p) => Use::Quantile(place(&mut self.numbers, number), *p),
            Statistic::OddsRatio(first, second) => {
                Use::OddsRatio(place(&mut self.conditions, first), place(&mut self.conditions, second))
            }
        };
        let given = target.given.as_ref().map(|given| place(&mut self.conditions, given));
        Some(Aimed { what, given })
    }
}

/// The place of a text in a list that has it from now on.
fn place(list: &mut Vec<String>, text: &str) -> usize {
    list.iter().position(|known| known == text).unwrap_or_else(|| {
        list.push(text.to_owned());
        list.len() - 1
    })
}

/// The problems of texts at all targets that have them.
fn located(targets: &Targets, faults: &[(&str, Vec<Problem>)], member: Option<&str>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, target) in targets.list().iter().enumerate() {
        let path = child_path("targets", &at.to_string());
        let texts = match &target.statistic {
            Some(Statistic::OddsRatio(first, second)) => vec![first, second],
            Some(Statistic::Share(text) | Statistic::Mean(text) | Statistic::Quantile(text, _)) => vec![text],
            None => Vec::new(),
        };
        let places = texts.into_iter().map(|text| ("quantity", text));
        for (key, text) in places.chain(target.given.iter().map(|given| ("given", given))) {
            for (_, list) in faults.iter().filter(|(faulty, _)| *faulty == text.as_str()) {
                problems.extend(list.iter().map(|problem| {
                    let of = member.map_or_else(String::new, |name| format!(" (member `{name}`)"));
                    let what = format!("{}{of}", problem.what);
                    Problem { path: child_path(&path, key), what, ..problem.clone() }
                }));
            }
        }
    }
    problems.dedup();
    problems
}
