//! Conditions of events and outcome classes: what their names stand for.

mod readings;

use super::{Names, Resolver};
use crate::model::condition::{Condition, ENDINGS, Ending, Entry, Fault, MORNINGS, Morning, Of};
use crate::model::scenario::{BUILT_IN_OUTCOMES, Mediator, OwnOutcome, Relation, Rung};
use crate::spec::{Limit, OutcomeSpec, child_path, did_you_mean};

/// Everything that conditions may name, states and events apart.
pub(super) struct Cast<'c> {
    pub(super) relations: &'c [Relation],
    pub(super) pairs: &'c [[usize; 2]],
    pub(super) mediators: &'c [Mediator],
    pub(super) ladder: &'c [Rung],
}

/// The names of the scenario, by what they are names of.
struct Vocabulary<'v> {
    states: &'v Names<'v>,
    relations: Names<'v>,
    pairs: Names<'v>,
    mediators: Names<'v>,
    rungs: Names<'v>,
    groups: Names<'v>,
    events: Names<'v>,
    /// By slot, the paths of all numbers, without quotes.
    inputs: Vec<String>,
}

impl Resolver<'_> {
    /// The conditions of events, from their paths and texts.
    pub(super) fn conditions(
        &mut self,
        written: &[(String, String)],
        cast: &Cast<'_>,
    ) -> Vec<Condition<Morning>> {
        let compiled = self.compiled(written.iter().map(|(path, text)| (path.clone(), text)), cast, MORNINGS);
        compiled.into_iter().flatten().collect()
    }

    /// The outcome classes of the scenario's own, in the order of the file.
    pub(super) fn outcomes(&mut self, cast: &Cast<'_>) -> Vec<OwnOutcome> {
        let spec = self.spec;
        if spec.outcomes.len() > Limit::Outcomes.count() {
            let what = format!("{} outcome classes", spec.outcomes.len());
            self.problem("outcomes", what, "at most 64", Some(Limit::Outcomes.how(0)));
        }
        let mut given: Vec<(&String, &OutcomeSpec, String, &String)> = Vec::new();
        for (key, outcome) in &spec.outcomes {
            let path = child_path("outcomes", key);
            if BUILT_IN_OUTCOMES.contains(&key.as_str()) {
                let help =
                    format!("give it another name; the built-in ones are {}", BUILT_IN_OUTCOMES.join(", "));
                self.problem(&path, format!("`{key}` is a built-in outcome class"), "taken", Some(help));
            }
            match &outcome.when {
                Some(when) => given.push((key, outcome, format!("{path}.when"), when)),
                None => self.missing(&path, "when", "when = \"force_turns == 2 && settled\""),
            }
        }
        let texts = given.iter().map(|(_, _, path, when)| (path.clone(), *when));
        let compiled = self.compiled(texts, cast, ENDINGS);
        let own = |((key, spec, ..), when): ((&String, &OutcomeSpec, _, _), Option<Condition<Ending>>)| {
            Some(OwnOutcome {
                key: key.clone(),
                name: spec.name.clone(),
                description: spec.description.clone().unwrap_or_default(),
                when: when?,
            })
        };
        given.into_iter().zip(compiled).filter_map(own).collect()
    }

    /// Compiles conditions; what is wrong with them is noted, and `None` stands in their place.
    fn compiled<'t, Q: Copy>(
        &mut self,
        written: impl Iterator<Item = (String, &'t String)>,
        cast: &Cast<'_>,
        words: &[Entry<Q>],
    ) -> Vec<Option<Condition<Q>>> {
        let mut written = written.peekable();
        if written.peek().is_none() {
            return Vec::new();
        }
        let pairs: Vec<String> =
            cast.pairs.iter().map(|&[there, _]| self.pair_name(&cast.relations[there])).collect();
        let vocabulary = Vocabulary {
            states: &self.states,
            relations: Names::new("relation", cast.relations.iter().map(|one| one.key.as_str())),
            pairs: Names::new("pair", pairs.iter().map(String::as_str)),
            mediators: Names::new("mediator", cast.mediators.iter().map(|one| one.key.as_str())),
            rungs: Names::new("rung", cast.ladder.iter().map(|one| one.key.as_str())),
            events: Names::new("event", self.spec.events.keys().map(String::as_str)),
            groups: self.group_names(),
            inputs: self.inputs.iter().map(|input| input.path.replace('"', "")).collect(),
        };
        let mut compiled = Vec::new();
        let mut faulty = Vec::new();
        for (path, text) in written {
            match Condition::new(text, |name| vocabulary.meaning(name, words)) {
                Ok(condition) => compiled.push(Some(condition)),
                Err(faults) => {
                    compiled.push(None);
                    faulty.push((path, faults));
                }
            }
        }
        for (path, faults) in faulty {
            for Fault { what, label, help } in faults {
                self.problem(&path, what, label, help);
            }
        }
        compiled
    }

    /// A pair as columns of results name it.
    fn pair_name(&self, relation: &Relation) -> String {
        let states = self.states.all();
        format!("{}_{}", states[relation.from], states[relation.to])
    }
}

impl Vocabulary<'_> {
    /// What a name stands for.
    fn meaning<Q>(&self, name: &str, words: &[Entry<Q>]) -> Result<Q, Fault> {
        let mut nearly = None;
        for entry in words {
            let Some(target) = target(name, entry) else { continue };
            let found = match (self.names(entry.of), entry.of) {
                (Some(names), _) => names.find("", target),
                (None, Of::Input) => match self.inputs.iter().position(|path| path == name) {
                    Some(slot) => Ok(slot),
                    None => continue,
                },
                (None, _) => Ok(0),
            };
            match found {
                Ok(index) => return Ok((entry.quantity)(index)),
                Err(problem) => {
                    // `violent_acts_a_b` also looks like a name of its own kind with a slip in it: a dotted one is surer.
                    let fault =
                        Fault { what: problem.what, label: "names what is not there", help: problem.help };
                    nearly = nearly.or(name.contains('.').then_some(fault));
                }
            }
        }
        Err(nearly.unwrap_or_else(|| self.unknown(name, words)))
    }

    fn names(&self, of: Of) -> Option<&Names<'_>> {
        match of {
            Of::Run | Of::Input => None,
            Of::State => Some(self.states),
            Of::Relation => Some(&self.relations),
            Of::Pair => Some(&self.pairs),
            Of::Mediator => Some(&self.mediators),
            Of::Rung => Some(&self.rungs),
            Of::Group => Some(&self.groups),
            Of::Event => Some(&self.events),
        }
    }

    fn unknown<Q>(&self, name: &str, words: &[Entry<Q>]) -> Fault {
        let mut candidates: Vec<String> = Vec::new();
        for entry in words {
            let pattern = entry.word.pattern;
            match self.names(entry.of) {
                None if entry.of == Of::Run => candidates.push(pattern.to_owned()),
                None => {}
                Some(names) => {
                    let named = names.all().iter().map(|name| pattern.replacen(entry.of.capitals(), name, 1));
                    candidates.extend(named);
                }
            }
        }
        let all = candidates.iter().chain(&self.inputs).map(String::as_str);
        let help = did_you_mean(name, all).unwrap_or_else(|| {
            let patterns: Vec<&str> = words.iter().map(|entry| entry.word.pattern).collect();
            format!("known: {}", patterns.join(", "))
        });
        Fault {
            what: format!("`{name}` is nothing that can be read here"),
            label: "unknown name",
            help: Some(help),
        }
    }
}

/// The part of a name that stands where the pattern has capitals, if the rest agrees.
fn target<'n, Q>(name: &'n str, entry: &Entry<Q>) -> Option<&'n str> {
    let pattern = entry.word.pattern;
    match entry.of {
        Of::Run => (name == pattern).then_some(""),
        Of::Input => Some(name),
        of => {
            let (begin, end) = pattern.split_once(of.capitals())?;
            name.strip_prefix(begin)?.strip_suffix(end)
        }
    }
}
