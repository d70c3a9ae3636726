//! Expressions over ended runs that stand in no scenario: those of targets.

use std::collections::BTreeMap;

use super::{Names, Vocabulary};
use crate::model::condition::{Condition, ENDINGS, Fault, Reading};
use crate::model::scenario::Scenario;
use crate::spec::Problem;

impl Scenario {
    /// Compiles expressions over ended runs, in the language of outcome classes. Names in `constants` stand for numbers that are the
    /// same in every run; where one is also a word of the language, it is the word that counts.
    ///
    /// # Errors
    /// For each expression what is wrong with it; the problems have no place, since the texts have none here.
    pub fn readings(
        &self,
        texts: &[&str],
        constants: &BTreeMap<String, f64>,
    ) -> Vec<Result<Condition<Reading>, Vec<Problem>>> {
        let states = Names::new("state", self.states().iter().map(|state| state.key.as_str()));
        let pair = |&[there, _]: &[usize; 2]| {
            let relation = &self.relations()[there];
            format!("{}_{}", self.states()[relation.from].key, self.states()[relation.to].key)
        };
        let pairs: Vec<String> = self.pairs().iter().map(pair).collect();
        let vocabulary = Vocabulary {
            states: &states,
            relations: Names::new("relation", self.relations().iter().map(|one| one.key.as_str())),
            pairs: Names::new("pair", pairs.iter().map(String::as_str)),
            mediators: Names::new("mediator", self.mediators().iter().map(|one| one.key.as_str())),
            rungs: Names::new("rung", self.ladder().iter().map(|one| one.key.as_str())),
            events: Names::new("event", self.events().iter().map(|one| one.key.as_str())),
            groups: Names::new("group", self.groups().iter().map(|one| one.key.as_str())),
            inputs: self.inputs().iter().map(|input| input.path.replace('"', "")).collect(),
        };
        let meaning = |name: &str| match vocabulary.meaning(name, ENDINGS) {
            Ok(ending) => Ok(Reading::Ending(ending)),
            Err(fault) => constants.get(name).map(|&number| Reading::Constant(number)).ok_or(fault),
        };
        let compile = |text: &&str| {
            Condition::new(text, meaning).map_err(|faults| faults.into_iter().map(problem).collect())
        };
        texts.iter().map(compile).collect()
    }
}

fn problem(Fault { what, label, help }: Fault) -> Problem {
    Problem { path: String::new(), what, label: label.to_owned(), help, location: None }
}
