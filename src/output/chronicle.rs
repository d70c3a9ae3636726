//! The words a story is told in: who did what to whom.

use crate::engine::{Alternative, GroupAttack, Label, MediationEnd};
use crate::model::{Relation, Scenario};

/// Finds the words for what happens in one scenario.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    scenario: &'a Scenario,
}

impl<'a> Words<'a> {
    pub(super) fn of(scenario: &'a Scenario) -> Self {
        Self { scenario }
    }

    pub(super) fn state(self, state: usize) -> &'a str {
        &self.scenario.states()[state].name
    }

    pub(super) fn sides(self, relation: usize) -> (&'a str, &'a str) {
        let Relation { from, to, .. } = &self.scenario.relations()[relation];
        (self.state(*from), self.state(*to))
    }

    /// The two names of a pair, in its order.
    pub(super) fn pair(self, pair: usize) -> [&'a str; 2] {
        let (a, b) = self.sides(self.scenario.pairs()[pair][0]);
        [a, b]
    }

    pub(super) fn mediator(self, mediator: usize) -> &'a str {
        &self.scenario.mediators()[mediator].name
    }

    pub(super) fn group(self, group: usize) -> &'a str {
        &self.scenario.groups()[group].name
    }

    /// An attack by an armed group, in one or more sentences.
    pub(super) fn group_attack(self, attack: &GroupAttack) -> String {
        let (group, victim) = (self.group(attack.group), self.state(attack.victim));
        let dead = self.dead(attack.victim, u64::from(attack.military), u64::from(attack.civilian));
        let dead = dead.map_or_else(|| "Nobody is killed.".to_owned(), |dead| format!("Killed: {dead}."));
        let blamed = match attack.blamed {
            Some(state) => format!(" {victim} holds {} responsible.", self.state(state)),
            None => String::new(),
        };
        format!("{group} attacks in {victim}. {dead}{blamed}")
    }

    /// An act or another decision as a sentence without its full stop.
    pub(super) fn deed(self, relation: usize, chosen: Alternative, label: Label) -> String {
        let (actor, target) = self.sides(relation);
        match chosen {
            Alternative::Hold => format!("{actor} holds still towards {target}"),
            Alternative::Conciliate => format!("{actor} makes a conciliatory move towards {target}"),
            Alternative::Act { rung, assured } => {
                let lead = match label {
                    Label::Retaliate => "In retaliation, ",
                    Label::Escalate if self.scenario.ladder()[rung].violent => "Going further, ",
                    _ => "",
                };
                let message = if assured { ", with a message that its aims are limited" } else { "" };
                format!("{lead}{actor} {}{message}", self.act(rung, target))
            }
        }
    }

    /// What an act on a rung does to its target. Rungs of the default ladder have words of their own.
    fn act(self, rung: usize, target: &str) -> String {
        let key = self.scenario.ladder()[rung].key.as_str();
        match key {
            "protest" => format!("protests to {target}"),
            "rupture" => format!("recalls its envoys from {target}"),
            "coerce" => format!("imposes sanctions on {target} and shuts the border"),
            "mobilise" => format!("mobilises against {target}"),
            "covert" => format!("strikes {target} covertly"),
            "strike_group" => format!("strikes an armed group on {}", possessive(target, "soil")),
            "strike_state" => format!("strikes {}", possessive(target, "forces")),
            "campaign" => format!("opens a military campaign against {target}"),
            "war" => format!("goes to war against {target}"),
            "nuclear" => format!("uses nuclear weapons against {target}"),
            other => format!("carries out \u{201c}{}\u{201d} against {target}", plain(other)),
        }
    }

    /// The name of a rung within a sentence.
    pub(super) fn rung(self, rung: usize) -> String {
        plain(&self.scenario.ladder()[rung].key)
    }

    pub(super) fn fighting(self, relation: usize, rung: usize) -> String {
        let (actor, target) = self.sides(relation);
        let what = self.rung(rung);
        format!("The {what} of {actor} against {target} goes on")
    }

    pub(super) fn mediation_end(self, mediator: usize, pair: usize, how: MediationEnd) -> String {
        let (name, [a, b]) = (self.mediator(mediator), self.pair(pair));
        match how {
            MediationEnd::Agreement => format!("{name} brings {a} and {b} to an agreement"),
            MediationEnd::BrokenOff => format!("The violence breaks off the mediation of {name}"),
            MediationEnd::Lapsed => {
                format!("The mediation of {name} between {a} and {b} ends without a result")
            }
        }
    }

    /// The dead of one side, `12 soldiers and 3 civilians of Pakistan`; `None` if nobody died.
    pub(super) fn dead(self, state: usize, military: u64, civilian: u64) -> Option<String> {
        let name = self.state(state);
        match (military, civilian) {
            (0, 0) => None,
            (soldiers, 0) => Some(format!("{} of {name}", counted(soldiers, "soldier"))),
            (0, civilians) => Some(format!("{} of {name}", counted(civilians, "civilian"))),
            (soldiers, civilians) => Some(format!(
                "{} and {} of {name}",
                counted(soldiers, "soldier"),
                counted(civilians, "civilian")
            )),
        }
    }
}

pub(super) fn possessive(name: &str, thing: &str) -> String {
    if name.ends_with('s') { format!("{name}' {thing}") } else { format!("{name}'s {thing}") }
}

/// A key as words.
pub(super) fn plain(key: &str) -> String {
    key.replace(['_', '-'], " ")
}

/// `1 civilian`, `2 civilians`.
pub(super) fn counted(count: u64, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_agree() {
        assert_eq!(counted(1, "soldier"), "1 soldier");
        assert_eq!(counted(0, "civilian"), "0 civilians");
        assert_eq!(possessive("Iran", "soil"), "Iran's soil");
        assert_eq!(possessive("United States", "forces"), "United States' forces");
        assert_eq!(plain("strike_group"), "strike group");
    }
}
