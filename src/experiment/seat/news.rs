//! What happened, as a state hears of it: without the authors of blows that were not traced, and without what others thought.

use crate::engine::{Alternative, Label, MediationEnd};
use crate::experiment::story::{Entry, Happening, Story};
use crate::model::Scenario;

/// Something that a state heard of.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The day.
    pub day: u32,
    /// What happened.
    pub what: News,
    /// Whether it concerns the state itself.
    pub concerns: bool,
}

/// What a state can hear of.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// An event occurred.
    Event(usize),
    /// An armed group attacked; on whose orders, nobody can say.
    GroupAttack {
        /// The group.
        group: usize,
        /// Where.
        victim: usize,
        /// Whom the victim holds responsible.
        blamed: Option<usize>,
        /// Soldiers killed.
        military: u64,
        /// Civilians killed.
        civilian: u64,
    },
    /// A go-between offered the pair its good offices; whether each side accepted.
    Offer {
        /// The go-between.
        mediator: usize,
        /// The pair.
        pair: usize,
        /// Whether each side accepted, in the pair's order.
        accepted: [bool; 2],
    },
    /// A mediation began.
    MediationBegins {
        /// The go-between.
        mediator: usize,
        /// The pair.
        pair: usize,
    },
    /// A mediation ended.
    MediationEnds {
        /// The go-between.
        mediator: usize,
        /// The pair.
        pair: usize,
        /// How.
        how: MediationEnd,
    },
    /// A go-between presses the pair for direct talks.
    Encouragement {
        /// The go-between.
        mediator: usize,
        /// The pair.
        pair: usize,
    },
    /// A conciliatory move.
    Conciliation {
        /// In which relation.
        relation: usize,
    },
    /// An act whose author is known, or is the state itself.
    Act {
        /// In which relation.
        relation: usize,
        /// The rung on which it landed.
        rung: usize,
        /// The rung that was meant, of the state's own acts.
        meant: Option<usize>,
        /// Whether a message of limited aims came with it.
        assured: bool,
        /// Whether it answers something.
        label: Label,
        /// The armed group that was struck.
        group: Option<usize>,
        /// Whether the target knows who did it.
        is_traced: bool,
        /// Soldiers killed.
        military: u64,
        /// Civilians killed.
        civilian: u64,
    },
    /// An act of whose author nobody knows.
    Untraced {
        /// Whom it struck.
        victim: usize,
        /// The rung on which it landed.
        rung: usize,
        /// Soldiers killed.
        military: u64,
        /// Civilians killed.
        civilian: u64,
    },
    /// Fighting under a violent posture.
    Fighting {
        /// In which relation.
        relation: usize,
        /// The rung in force.
        rung: usize,
        /// The last of its days in a row.
        until: u32,
        /// Soldiers killed.
        military: u64,
        /// Civilians killed.
        civilian: u64,
    },
}

/// What a state hears of these entries.
pub(super) fn heard(scenario: &Scenario, seat: usize, entries: &[Entry]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for entry in entries {
        let Some(what) = news(scenario, seat, &entry.what, entry.day) else { continue };
        if !joins(&mut items, &what, entry.day) {
            let concerns = concerns(scenario, seat, &what);
            items.push(Item { day: entry.day, what, concerns });
        }
    }
    items
}

/// What a state hears of one thing that happened; `None` if nothing.
fn news(scenario: &Scenario, seat: usize, what: &Happening, day: u32) -> Option<News> {
    Some(match *what {
        Happening::Event { event, occurred } => return occurred.then_some(News::Event(event)),
        Happening::GroupAttack(attack) => News::GroupAttack {
            group: attack.group,
            victim: attack.victim,
            blamed: attack.blamed,
            military: u64::from(attack.military),
            civilian: u64::from(attack.civilian),
        },
        Happening::Offer { mediator, pair, accepted } => News::Offer { mediator, pair, accepted },
        Happening::MediationBegins { mediator, pair } => News::MediationBegins { mediator, pair },
        Happening::MediationEnds { mediator, pair, how } => News::MediationEnds { mediator, pair, how },
        Happening::Encouragement { mediator, pair } => News::Encouragement { mediator, pair },
        Happening::Choice(ref choice) => {
            let conciliates = choice.chosen == Alternative::Conciliate;
            return conciliates.then_some(News::Conciliation { relation: choice.relation });
        }
        Happening::Act(act) => {
            let relation = &scenario.relations()[act.relation];
            let (military, civilian) = (u64::from(act.military), u64::from(act.civilian));
            let is_own = relation.from == seat;
            if act.attributed || is_own {
                News::Act {
                    relation: act.relation,
                    rung: act.landed,
                    meant: is_own.then_some(act.meant),
                    assured: act.assured,
                    label: act.label,
                    group: act.group,
                    is_traced: act.attributed,
                    military,
                    civilian,
                }
            } else if let Some(group) = act.through {
                News::GroupAttack { group, victim: relation.to, blamed: None, military, civilian }
            } else {
                News::Untraced { victim: relation.to, rung: act.landed, military, civilian }
            }
        }
        Happening::Fighting { relation, rung, military, civilian } => News::Fighting {
            relation,
            rung,
            until: day,
            military: u64::from(military),
            civilian: u64::from(civilian),
        },
    })
}

/// Joins a day of fighting to those before it.
fn joins(items: &mut [Item], what: &News, day: u32) -> bool {
    let News::Fighting { relation, rung, military, civilian, .. } = *what else { return false };
    let before = items.iter_mut().rev().find_map(|item| match &mut item.what {
        News::Fighting { relation: other, rung: same, until, military, civilian }
            if (*other, *same, *until + 1) == (relation, rung, day) =>
        {
            Some((until, military, civilian))
        }
        _ => None,
    });
    let Some((until, soldiers, civilians)) = before else { return false };
    *until = day;
    *soldiers += military;
    *civilians += civilian;
    true
}

/// Whether something concerns a state itself.
fn concerns(scenario: &Scenario, seat: usize, what: &News) -> bool {
    let in_relation = |relation: usize| {
        let relation = &scenario.relations()[relation];
        relation.from == seat || relation.to == seat
    };
    match *what {
        News::Event(_) => true,
        News::GroupAttack { victim, blamed, .. } => victim == seat || blamed == Some(seat),
        News::Untraced { victim, .. } => victim == seat,
        News::Offer { pair, .. }
        | News::MediationBegins { pair, .. }
        | News::MediationEnds { pair, .. }
        | News::Encouragement { pair, .. } => in_relation(scenario.pairs()[pair][0]),
        News::Conciliation { relation } | News::Act { relation, .. } | News::Fighting { relation, .. } => {
            in_relation(relation)
        }
    }
}

/// Where among the entries the morning of a day ends: the first thing that was decided on it, or followed from decisions.
pub(super) fn morning_ends(entries: &[Entry], day: u32) -> usize {
    let is_later = |entry: &Entry| {
        let of_evening =
            matches!(entry.what, Happening::Choice(_) | Happening::Act(_) | Happening::Fighting { .. });
        entry.day > day || (entry.day == day && of_evening)
    };
    entries.iter().position(is_later).unwrap_or(entries.len())
}

/// Whether the morning of a day brings news on which a state may want to act: others did something to it, an armed group struck it, an event
/// occurred, or a mediation of its own began or ended.
pub(super) fn breaks(story: &Story, scenario: &Scenario, seat: usize, day: u32) -> bool {
    let entries = &story.entries;
    let since = day.checked_sub(1).map_or(0, |before| morning_ends(entries, before));
    let fresh = &entries[since..morning_ends(entries, day).max(since)];
    heard(scenario, seat, fresh).iter().any(|item| {
        let is_by_other = |relation: usize| scenario.relations()[relation].from != seat;
        item.concerns
            && match item.what {
                News::Event(_)
                | News::GroupAttack { .. }
                | News::Untraced { .. }
                | News::MediationBegins { .. }
                | News::MediationEnds { .. } => true,
                News::Act { relation, .. } | News::Conciliation { relation } => is_by_other(relation),
                News::Offer { .. } | News::Encouragement { .. } | News::Fighting { .. } => false,
            }
    })
}
