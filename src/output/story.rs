//! A run as a dated story: who did what, with which probability, and which terms moved it.

use std::collections::BTreeMap;

use super::chronicle::{Words, counted};
use super::page::{Page, Sheet};
use crate::engine::{Act, Alternative, EndReason, Label, Program};
use crate::experiment::{Choice, Entry, Happening, Story};
use crate::model::Scenario;

/// Terms shown for each decision.
const TERMS: usize = 3;
/// A decision to hold is worth telling if something else was about as likely.
const CLOSE_CALL: f32 = 0.5;
/// Terms that moved a decision less than this, in log-odds, are not worth a word.
const TELLING: f32 = 0.05;

/// How much of a run is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// What moved the crisis.
    Turning,
    /// Every decision and every offer.
    Everything,
}

/// Tells a run.
pub fn story(program: &Program, story: &Story, detail: Detail, sheet: Sheet) -> String {
    let mut teller = Teller {
        scenario: program.scenario(),
        words: Words::of(program.scenario()),
        detail,
        page: Page::new(program.scenario().calendar(), sheet),
        last_answers: BTreeMap::new(),
        holds_left_out: 0,
        courtesies_left_out: 0,
        offers_left_out: 0,
    };
    let mut rest = story.entries.as_slice();
    while let Some((first, after)) = rest.split_first() {
        rest = teller.tell(first, after);
    }
    teller.end(story);
    teller.page.into_text()
}

struct Teller<'a> {
    scenario: &'a Scenario,
    words: Words<'a>,
    detail: Detail,
    page: Page,
    /// By go-between and pair: what was last answered to its offer.
    last_answers: BTreeMap<(usize, usize), [bool; 2]>,
    holds_left_out: u64,
    courtesies_left_out: u64,
    offers_left_out: u64,
}

impl Teller<'_> {
    /// Tells an entry and what belongs to it; gives back what is still to be told.
    fn tell<'e>(&mut self, entry: &Entry, after: &'e [Entry]) -> &'e [Entry] {
        match &entry.what {
            Happening::Event { event, occurred } => self.event(entry.day, *event, *occurred),
            Happening::GroupAttack(attack) => self.page.line(entry.day, &self.words.group_attack(attack)),
            Happening::Offer { mediator, pair, accepted } => {
                self.offer(entry.day, *mediator, *pair, *accepted);
            }
            Happening::MediationBegins { mediator, pair } => {
                let (name, [a, b]) = (self.words.mediator(*mediator), self.words.pair(*pair));
                self.page.line(entry.day, &format!("{name} begins to mediate between {a} and {b}."));
            }
            Happening::MediationEnds { mediator, pair, how } => {
                let text = self.words.mediation_end(*mediator, *pair, *how);
                self.page.line(entry.day, &format!("{text}."));
            }
            Happening::Encouragement { mediator, pair } => {
                let (name, [a, b]) = (self.words.mediator(*mediator), self.words.pair(*pair));
                self.page.line(entry.day, &format!("{name} urges {a} and {b} to talk directly."));
            }
            Happening::Choice(choice) => self.choice(entry.day, choice),
            Happening::Act(act) => self.act(act),
            Happening::Fighting { relation, rung, .. } => {
                return self.fighting(entry, after, *relation, *rung);
            }
        }
        after
    }

    fn event(&mut self, day: u32, event: usize, occurred: bool) {
        let name = &self.scenario.events()[event].name;
        if occurred {
            let stop = if name.ends_with(['.', '!', '?']) { "" } else { "." };
            self.page.line(day, &format!("{name}{stop}"));
        } else {
            self.page.line(day, &format!("What might have happened does not: {name}."));
        }
    }

    fn offer(&mut self, day: u32, mediator: usize, pair: usize, accepted: [bool; 2]) {
        let known = self.last_answers.insert((mediator, pair), accepted) == Some(accepted);
        if known && accepted != [true, true] && self.detail == Detail::Turning {
            self.offers_left_out += 1;
            return;
        }
        let (name, [a, b]) = (self.words.mediator(mediator), self.words.pair(pair));
        let answer = match accepted {
            [true, true] => "both accept".to_owned(),
            [false, false] => "both decline".to_owned(),
            [true, false] => format!("{a} accepts, {b} declines"),
            [false, true] => format!("{b} accepts, {a} declines"),
        };
        self.page.line(day, &format!("{name} offers {a} and {b} its good offices; {answer}."));
    }

    fn choice(&mut self, day: u32, choice: &Choice) {
        let held = choice.chosen == Alternative::Hold;
        let close_call = choice.on_agenda && choice.hold < CLOSE_CALL;
        let routine = match choice.chosen {
            Alternative::Hold => !close_call,
            Alternative::Conciliate => !choice.on_agenda,
            Alternative::Act { .. } => false,
        };
        if routine && self.detail == Detail::Turning {
            if held {
                self.holds_left_out += 1;
            } else {
                self.courtesies_left_out += 1;
            }
            return;
        }
        let deed = self.words.deed(choice.relation, choice.chosen, choice.label);
        self.page.line(day, &format!("{deed}."));
        let note = if held {
            let acts = (1.0 - choice.hold - choice.conciliate).max(0.0);
            format!(
                "Chance {}; to act had {}, to conciliate {}.",
                percent(choice.hold),
                percent(acts),
                percent(choice.conciliate)
            )
        } else {
            format!(
                "Chance {} (to hold {}){}.",
                percent(choice.probability),
                percent(choice.hold),
                self.reasons(choice)
            )
        };
        self.page.note(&note);
    }

    /// The rule that had it so, or the terms that moved a decision most, in log-odds against hold.
    fn reasons(&self, choice: &Choice) -> String {
        let actor = &self.scenario.states()[self.scenario.relations()[choice.relation].from];
        if let Some(rule) = actor.rule.filter(|_| choice.by_rule) {
            return format!("; by the rule {}", rule.key());
        }
        let telling = choice.terms.iter().filter(|(_, odds)| odds.abs() >= TELLING);
        let terms: Vec<String> =
            telling.take(TERMS).map(|(term, odds)| format!("{} {odds:+.2}", term.key())).collect();
        if terms.is_empty() || choice.label == Label::Hold {
            String::new()
        } else {
            format!("; {}", terms.join(", "))
        }
    }

    /// What came of a decision to act: told below it.
    fn act(&mut self, act: &Act) {
        let relation = &self.scenario.relations()[act.relation];
        let rung = &self.scenario.ladder()[act.landed];
        let mut sentences = Vec::new();
        if act.landed != act.meant {
            let landed = self.words.rung(act.landed);
            sentences.push(format!("It goes further than was meant, and lands as {landed}."));
        }
        if let Some(group) = act.through {
            sentences.push(format!("{} carries it out.", self.words.group(group)));
        }
        if let Some(group) = act.group {
            sentences.push(format!("The blow is aimed at {}.", self.words.group(group)));
        }
        let dead = self.words.dead(relation.to, u64::from(act.military), u64::from(act.civilian));
        match dead {
            Some(dead) => sentences.push(format!("Killed: {dead}.")),
            None if rung.violent => sentences.push("Nobody is killed.".to_owned()),
            None => {}
        }
        if rung.deniable {
            let actor = self.words.state(relation.from);
            let traced = format!("It is traced to {actor}.");
            sentences.push(if act.attributed {
                traced
            } else {
                "Nobody can say for certain who did it.".to_owned()
            });
        }
        if !sentences.is_empty() {
            self.page.note(&sentences.join(" "));
        }
    }

    /// Joins days of fighting into one line, up to the next thing that is told.
    fn fighting<'e>(
        &mut self,
        first: &Entry,
        after: &'e [Entry],
        relation: usize,
        rung: usize,
    ) -> &'e [Entry] {
        let skips_holds = self.detail == Detail::Turning;
        let goes_on = |entry: &&Entry| match &entry.what {
            Happening::Fighting { .. } => true,
            Happening::Choice(choice) => skips_holds && choice.chosen == Alternative::Hold,
            _ => false,
        };
        let told = after.iter().take_while(goes_on).count();
        let mut dead = BTreeMap::new();
        let mut relations = vec![relation];
        let mut last = first.day;
        for entry in std::iter::once(first).chain(&after[..told]) {
            let Happening::Fighting { relation, military, civilian, .. } = entry.what else {
                self.holds_left_out += 1;
                continue;
            };
            let side = dead.entry(self.scenario.relations()[relation].to).or_insert((0, 0));
            *side = (side.0 + u64::from(military), side.1 + u64::from(civilian));
            relations.push(relation);
            last = entry.day;
        }
        let killed: Vec<String> = dead
            .iter()
            .filter_map(|(&state, &(soldiers, civilians))| self.words.dead(state, soldiers, civilians))
            .collect();
        let killed = if killed.is_empty() {
            "nobody is killed".to_owned()
        } else {
            format!("killed: {}", killed.join("; "))
        };
        let text = if relations.iter().all(|&other| other == relation) {
            self.words.fighting(relation, rung)
        } else {
            "The fighting goes on".to_owned()
        };
        self.page.line(
            first.day,
            &format!("{text} for {}; {killed}.", counted(u64::from(last - first.day) + 1, "day")),
        );
        &after[told..]
    }

    fn end(&mut self, story: &Story) {
        let (record, scenario) = (&story.record, self.scenario);
        let text = match record.end {
            EndReason::Settled => {
                format!("After {} quiet days the crisis has settled.", scenario.quiet_days())
            }
            EndReason::NuclearUse => "Nuclear weapons have been used; here the run ends.".to_owned(),
            EndReason::Horizon => {
                format!(
                    "The horizon of {} days is reached; here the run is cut off.",
                    scenario.horizon_days()
                )
            }
        };
        self.page.line(record.end_day, &text);
        let mut left_out = Vec::new();
        if self.holds_left_out > 0 {
            left_out.push(counted(self.holds_left_out, "decision") + " to hold");
        }
        if self.courtesies_left_out > 0 {
            left_out.push(counted(self.courtesies_left_out, "routine conciliatory move"));
        }
        if self.offers_left_out > 0 {
            left_out.push(counted(self.offers_left_out, "offer") + " answered as before");
        }
        if !left_out.is_empty() {
            let hint = if self.detail == Detail::Turning { "; --all tells them too" } else { "" };
            self.page.close(&format!("Left out: {}{hint}.", left_out.join(", ")));
        }
    }
}

/// A probability in per cent, with two significant digits below 1 %.
fn percent(probability: f32) -> String {
    let value = 100.0 * probability;
    if value >= 9.95 {
        format!("{value:.0} %")
    } else if value >= 0.095 {
        format!("{value:.1} %")
    } else if value >= 0.001 {
        format!("{value:.3} %")
    } else {
        "below 0.001 %".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_keep_what_matters() {
        let cases = [
            (0.8, "80 %"),
            (0.0312, "3.1 %"),
            (0.001, "0.1 %"),
            (0.0004, "0.040 %"),
            (1e-9, "below 0.001 %"),
        ];
        for (probability, text) in cases {
            assert_eq!(percent(probability), text);
        }
    }
}
