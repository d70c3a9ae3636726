//! The words of a game: what can be done, how things stand, and what speaks for and against.

use crate::engine::{Alternative, Label, Program, Term};
use crate::experiment::seat::News;
use crate::model::Scenario;
use crate::output::chronicle::{Words, counted, plain, possessive};

/// An option as a command, `strike an armed group on Iran's soil`.
pub(super) fn option(program: &Program, relation: usize, alternative: usize, fights: bool) -> String {
    let scenario = program.scenario();
    let target = scenario.states()[scenario.relations()[relation].to].name.as_str();
    match program.alternatives()[alternative] {
        Alternative::Conciliate => "make a conciliatory move".to_owned(),
        Alternative::Hold if fights => "hold: fight on".to_owned(),
        Alternative::Hold => "hold".to_owned(),
        Alternative::Act { rung, assured } => {
            let message = if assured { ", with a message that aims are limited" } else { "" };
            format!("{}{message}", act(scenario, rung, target))
        }
    }
}

/// An option in a word or two.
pub(super) fn short(program: &Program, alternative: usize) -> String {
    match program.alternatives()[alternative] {
        Alternative::Conciliate => "conciliate".to_owned(),
        Alternative::Hold => "hold".to_owned(),
        Alternative::Act { rung, assured } => {
            let message = if assured { ", aims limited" } else { "" };
            format!("{}{message}", plain(&program.scenario().ladder()[rung].key))
        }
    }
}

/// An act as a command.
fn act(scenario: &Scenario, rung: usize, target: &str) -> String {
    match scenario.ladder()[rung].key.as_str() {
        "protest" => format!("protest to {target}"),
        "rupture" => format!("recall the envoys from {target}"),
        "coerce" => format!("impose sanctions on {target} and shut the border"),
        "mobilise" => format!("mobilise against {target}"),
        "covert" => format!("strike {target} covertly"),
        "strike_group" => format!("strike an armed group on {}", possessive(target, "soil")),
        "strike_state" => format!("strike {}", possessive(target, "forces")),
        "campaign" => format!("open a military campaign against {target}"),
        "war" => format!("go to war against {target}"),
        "nuclear" => format!("use nuclear weapons against {target}"),
        other => format!("carry out \u{201c}{}\u{201d} against {target}", plain(other)),
    }
}

/// What a term stands for, in a few words.
pub(super) fn term(term: Term) -> &'static str {
    match term {
        Term::Coercion => "makes them stop",
        Term::Assertion => "shows strength",
        Term::Audience => "the public at home",
        Term::Precedent => "those who look on",
        Term::Reprisal => "the answer expected",
        Term::Ties => "ties at stake",
        Term::Legitimacy => "condemnation abroad",
        Term::NuclearRisk => "nuclear risk",
        Term::Pressure => "pressure of go-betweens",
        Term::Weariness => "weariness of war",
        Term::Effort => "effort",
        Term::Reconciliation => "what peace may restore",
        Term::Humiliation => "humiliation",
    }
}

/// How much of something there is, in a word; it is 0 to 1, or a little more.
pub(super) fn level(value: f32) -> &'static str {
    match value {
        ..0.05 => "none",
        0.05..0.2 => "low",
        0.2..0.4 => "moderate",
        0.4..0.6 => "high",
        0.6..0.8 => "very high",
        _ => "extreme",
    }
}

/// The rung whose severity is nearest to that of an expected answer, in words.
pub(super) fn reply(program: &Program, severities: &[f64], reply: f32) -> String {
    let value = f64::from(reply);
    let ladder = program.scenario().ladder().iter().zip(severities);
    let nearest = ladder.min_by(|(_, a), (_, b)| (*a - value).abs().total_cmp(&(*b - value).abs()));
    match nearest {
        Some((rung, &severity)) if value >= 0.5 * severity => {
            format!("{value:.2}, about a {}", plain(&rung.key))
        }
        _ => format!("{value:.2}, next to nothing"),
    }
}

/// What was heard, as a sentence.
pub(super) fn news(scenario: &Scenario, what: &News) -> String {
    let words = Words::of(scenario);
    let dead = |state: usize, military: u64, civilian: u64| match words.dead(state, military, civilian) {
        Some(dead) => format!("Killed: {dead}."),
        None => "Nobody is killed.".to_owned(),
    };
    match *what {
        News::Event(event) => stopped(&scenario.events()[event].name),
        News::GroupAttack { group, victim, blamed, military, civilian } => {
            let (name, victim_name) = (words.group(group), words.state(victim));
            let blamed =
                blamed.map(|state| format!(" {victim_name} holds {} responsible.", words.state(state)));
            let dead = dead(victim, military, civilian);
            format!("{name} attacks in {victim_name}. {dead}{}", blamed.unwrap_or_default())
        }
        News::Offer { mediator, pair, accepted } => offer(words, mediator, pair, accepted),
        News::MediationBegins { mediator, pair } => {
            let (name, [a, b]) = (words.mediator(mediator), words.pair(pair));
            format!("{name} begins to mediate between {a} and {b}.")
        }
        News::MediationEnds { mediator, pair, how } => {
            format!("{}.", words.mediation_end(mediator, pair, how))
        }
        News::Encouragement { mediator, pair } => {
            let (name, [a, b]) = (words.mediator(mediator), words.pair(pair));
            format!("{name} urges {a} and {b} to talk directly.")
        }
        News::Conciliation { relation } => {
            format!("{}.", words.deed(relation, Alternative::Conciliate, Label::DeEscalate))
        }
        News::Act { .. } => own_or_known(scenario, what),
        News::Untraced { victim, rung, military, civilian } => {
            let (victim_name, what) = (words.state(victim), words.rung(rung));
            let dead = dead(victim, military, civilian);
            format!("A {what} strike hits {victim_name}; nobody can say for certain who did it. {dead}")
                .replace("strike strike", "strike")
        }
        News::Fighting { relation, rung, military, civilian, .. } => {
            let to = scenario.relations()[relation].to;
            format!("{}. {}", words.fighting(relation, rung), dead(to, military, civilian))
        }
    }
}

/// Whether something is worth telling wherever it happens.
pub(super) fn is_grave(scenario: &Scenario, what: &News) -> bool {
    match *what {
        News::Event(_)
        | News::GroupAttack { .. }
        | News::Untraced { .. }
        | News::Fighting { .. }
        | News::MediationBegins { .. }
        | News::MediationEnds { .. } => true,
        News::Act { rung, .. } => scenario.ladder()[rung].violent || scenario.ladder()[rung].lasting,
        News::Offer { .. } | News::Encouragement { .. } | News::Conciliation { .. } => false,
    }
}

fn offer(words: Words<'_>, mediator: usize, pair: usize, accepted: [bool; 2]) -> String {
    let (name, [a, b]) = (words.mediator(mediator), words.pair(pair));
    let answer = match accepted {
        [true, true] => "both accept".to_owned(),
        [false, false] => "both decline".to_owned(),
        [true, false] => format!("{a} accepts, {b} declines"),
        [false, true] => format!("{b} accepts, {a} declines"),
    };
    format!("{name} offers {a} and {b} its good offices; {answer}.")
}

/// An act of which the author is known, or is the state itself.
fn own_or_known(scenario: &Scenario, what: &News) -> String {
    let News::Act { relation, rung, meant, assured, label, group, is_traced, military, civilian } = *what
    else {
        return String::new();
    };
    let words = Words::of(scenario);
    let kind = &scenario.ladder()[rung];
    let mut text = format!("{}.", words.deed(relation, Alternative::Act { rung, assured }, label));
    if meant.is_some_and(|meant| meant != rung) {
        text += " That went further than was meant.";
    }
    if let Some(group) = group {
        let line = format!(" The blow is aimed at {}.", words.group(group));
        text += &line;
    }
    match words.dead(scenario.relations()[relation].to, military, civilian) {
        Some(dead) => text.extend([" Killed: ", dead.as_str(), "."]),
        None if kind.violent => text += " Nobody is killed.",
        None => {}
    }
    if kind.deniable {
        text += if is_traced { " It is traced." } else { " Nobody can say for certain who did it." };
    }
    text
}

/// `12 soldiers and 3 civilians`.
pub(super) fn dead(military: u64, civilian: u64) -> String {
    format!("{} and {}", counted(military, "soldier"), counted(civilian, "civilian"))
}

fn stopped(name: &str) -> String {
    let stop = if name.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{name}{stop}")
}
