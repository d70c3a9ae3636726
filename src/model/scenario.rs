//! The validated scenario: who there is, how they stand to each other, and every number by slot.

use super::calendar::Calendar;
use super::condition::{Condition, Ending, Morning};
use super::event::Event;
use super::fields::{
    DynamicsField, GroupField, MediationField, MediatorField, PartyField, RelationField, RungField,
    StateField, UtilityField,
};
use super::group::{Group, Suspicion};
use super::input::{Input, Slot};
use super::policy::{Rule, ScriptedAct};

/// Most rungs a ladder may have: conciliation, hold and two variants of each rung must fit a 64-bit set.
pub const MAX_RUNGS: usize = crate::spec::limits::RUNGS as usize;

/// A rung of the escalation ladder.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of its own, and all combinations make sense"
)]
pub struct Rung {
    /// Its key, e.g. `strike_state`.
    pub key: String,
    /// Whether it is an act of violence.
    pub violent: bool,
    /// Whether it is a posture that stays in force until stepped down.
    pub lasting: bool,
    /// Whether the actor may hope not to be known.
    pub deniable: bool,
    /// Whether it is the use of nuclear weapons.
    pub nuclear: bool,
    /// Whether it is aimed at an armed group on the other's soil.
    pub against_group: bool,
}

impl Rung {
    /// Whether the rung is also offered with a message of limited aims: every violent blow that is neither a
    /// posture nor nuclear.
    pub fn can_assure(&self) -> bool {
        self.violent && !self.lasting && !self.nuclear
    }
}

/// An election in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Election {
    /// Day of the run on which it is held; may lie outside the run.
    pub day: i64,
    /// How much it sharpens audience costs on its eve.
    pub weight: Slot,
}

/// A state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Its key in the file.
    pub key: String,
    /// The name people read.
    pub name: String,
    /// Whether it has nuclear weapons.
    pub nuclear: bool,
    /// How many replies ahead it looks: 0, 1 or 2.
    pub foresight: u8,
    /// Its elections.
    pub elections: Vec<Election>,
    /// The rule by which it decides; `None` if it weighs its decisions (`quantal`).
    pub rule: Option<Rule>,
    /// What it does by a script, in order of days; only states that weigh and those with the rule [`Rule::Scripted`] go by it.
    pub script: Vec<ScriptedAct>,
    /// Whether the script is what somebody in its seat decided (`played`): others know nothing of it, and take it for the state's own choices.
    pub is_played: bool,
    /// The rungs that it can carry out at all, by index; all if `None`.
    pub rungs: Option<Vec<usize>>,
}

impl State {
    /// Whether the state can carry out a rung at all, be it within reach of another or not.
    pub fn can(&self, rung: usize) -> bool {
        self.rungs.as_ref().is_none_or(|rungs| rungs.contains(&rung))
    }
}

/// A state whose eyes make a precedent of how a relation goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Onlooker {
    /// Who looks on.
    pub state: usize,
    /// How much the actor cares, and how closely the onlooker watches.
    pub weight: Slot,
}

/// How one state regards and treats another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Its address, `from.to`.
    pub key: String,
    /// The state that regards.
    pub from: usize,
    /// The state regarded.
    pub to: usize,
    /// The relation the other way round.
    pub reverse: usize,
    /// The pair both belong to.
    pub pair: usize,
    /// Highest rung that `from` can carry out against `to`; `None` if it can do nothing.
    pub reach: Option<usize>,
    /// Lasting rung in force on day 0.
    pub posture: Option<usize>,
    /// Whose eyes make a precedent.
    pub onlookers: Vec<Onlooker>,
    /// With whom `from` suspects `to` to collude.
    pub suspects: Vec<Suspicion>,
    /// False where the file gives only the other direction and this one stands on defaults.
    pub given: bool,
}

/// What a go-between does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Offers good offices to both parties; needs to be accepted.
    Mediate,
    /// Presses parties towards direct talks; needs no acceptance and gives no face.
    Encourage,
}

/// A party that a go-between has a standing with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Party {
    /// The state.
    pub state: usize,
    /// First slot of the party's [`PartyField`]s.
    pub first: Slot,
}

/// A go-between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mediator {
    /// Its key in the file.
    pub key: String,
    /// The name people read.
    pub name: String,
    /// What it does.
    pub mode: Mode,
    /// Go-betweens whose gain is its loss.
    pub rivals: Vec<usize>,
    /// The parties it has a standing with, by state.
    pub parties: Vec<Party>,
}

impl Mediator {
    /// Its standing with a state, if it has one.
    pub fn standing_with(&self, state: usize) -> Option<Party> {
        let place = self.parties.binary_search_by_key(&state, |party| party.state).ok()?;
        Some(self.parties[place])
    }
}

/// The keys of the outcome classes that every scenario has, in the order of their rules.
pub const BUILT_IN_OUTCOMES: [&str; 8] = [
    "nuclear_use",
    "war",
    "limited_war",
    "mediated_settlement",
    "settled_exchange",
    "unanswered_strike",
    "no_strike",
    "frozen",
];

/// An outcome class of the scenario's own.
#[derive(Debug, Clone)]
pub struct OwnOutcome {
    /// Its key in the file.
    pub key: String,
    /// The name people read, if it has one besides the key.
    pub name: Option<String>,
    /// What it stands for; may be empty.
    pub description: String,
    /// A run of which this holds belongs to it, unless it belongs to one before.
    pub when: Condition<Ending>,
}

/// The place of the relation between two states in a list ordered by `from`, then `to`.
pub(super) fn place_between(relations: &[Relation], from: usize, to: usize) -> Option<usize> {
    relations.binary_search_by_key(&(from, to), |relation| (relation.from, relation.to)).ok()
}

/// Where the blocks of numbers begin in the list of inputs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) utility: usize,
    pub(crate) dynamics: usize,
    pub(crate) mediation: usize,
    pub(crate) rungs: usize,
    pub(crate) states: usize,
    pub(crate) relations: usize,
    pub(crate) mediators: usize,
    pub(crate) groups: usize,
}

impl Layout {
    pub(crate) fn utility(self, field: UtilityField) -> usize {
        self.utility + field.index()
    }

    pub(crate) fn dynamics(self, field: DynamicsField) -> usize {
        self.dynamics + field.index()
    }

    pub(crate) fn mediation(self, field: MediationField) -> usize {
        self.mediation + field.index()
    }

    pub(crate) fn rung(self, rung: usize, field: RungField) -> usize {
        self.rungs + rung * RungField::COUNT + field.index()
    }

    pub(crate) fn state(self, state: usize, field: StateField) -> usize {
        self.states + state * StateField::COUNT + field.index()
    }

    pub(crate) fn relation(self, relation: usize, field: RelationField) -> usize {
        self.relations + relation * RelationField::COUNT + field.index()
    }

    pub(crate) fn mediator(self, mediator: usize, field: MediatorField) -> usize {
        self.mediators + mediator * MediatorField::COUNT + field.index()
    }

    pub(crate) fn group(self, group: usize, field: GroupField) -> usize {
        self.groups + group * GroupField::COUNT + field.index()
    }
}

impl Party {
    pub(crate) fn slot(self, field: PartyField) -> usize {
        self.first.index() + field.index()
    }
}

/// A validated scenario: immutable, complete, every name resolved. Made only by [`Scenario::new`].
///
/// Everything is in the order of names, not of the file, so that nothing depends on the latter; but for the outcome classes,
/// whose order is that of their rules.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) calendar: Calendar,
    pub(super) horizon_days: u32,
    pub(super) quiet_days: u32,
    pub(super) max_climb: Option<usize>,
    pub(super) focus: Option<[usize; 2]>,
    pub(super) ladder: Vec<Rung>,
    pub(super) states: Vec<State>,
    pub(super) relations: Vec<Relation>,
    pub(super) pairs: Vec<[usize; 2]>,
    pub(super) groups: Vec<Group>,
    pub(super) mediators: Vec<Mediator>,
    pub(super) events: Vec<Event>,
    pub(super) conditions: Vec<Condition<Morning>>,
    pub(super) outcomes: Vec<OwnOutcome>,
    pub(super) inputs: Vec<Input>,
    pub(super) layout: Layout,
}

impl Scenario {
    /// The title people read.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The question the scenario asks.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// Which date each day is.
    pub fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// Days after which a run is cut off.
    pub fn horizon_days(&self) -> u32 {
        self.horizon_days
    }

    /// Days without a hostile act after which a crisis may count as settled.
    pub fn quiet_days(&self) -> u32 {
        self.quiet_days
    }

    /// Rungs a state may climb above its posture in one act; any number if `None`.
    pub fn max_climb(&self) -> Option<usize> {
        self.max_climb
    }

    /// The two states that outcome rules speak of; all pairs if `None`.
    pub fn focus(&self) -> Option<[usize; 2]> {
        self.focus
    }

    /// The escalation ladder, mildest rung first.
    pub fn ladder(&self) -> &[Rung] {
        &self.ladder
    }

    /// The states, by key.
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// The relations, by `from`, then `to`; each has its reverse.
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// The pairs: two relations each, the one from the state first in the alphabet first.
    pub fn pairs(&self) -> &[[usize; 2]] {
        &self.pairs
    }

    /// The armed groups, by key.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The go-betweens, by key.
    pub fn mediators(&self) -> &[Mediator] {
        &self.mediators
    }

    /// The events, by key.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The conditions that events wait for.
    pub fn conditions(&self) -> &[Condition<Morning>] {
        &self.conditions
    }

    /// The outcome classes of the scenario's own, in the order in which they are tried.
    pub fn outcomes(&self) -> &[OwnOutcome] {
        &self.outcomes
    }

    /// Every number of the scenario, in slot order.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// Pairs that outcome rules speak of.
    pub fn focus_pairs(&self) -> Vec<usize> {
        match self.focus {
            None => (0..self.pairs.len()).collect(),
            Some([a, b]) => self
                .relation_between(a, b)
                .map(|relation| self.relations[relation].pair)
                .into_iter()
                .collect(),
        }
    }

    /// The relation of one state to another, if there is one.
    pub fn relation_between(&self, from: usize, to: usize) -> Option<usize> {
        place_between(&self.relations, from, to)
    }

    /// Whether a rung is one that the first state of a relation can carry out against the second.
    pub fn is_within_reach(&self, relation: usize, rung: usize) -> bool {
        let relation = &self.relations[relation];
        let in_reach = relation.reach.is_some_and(|reach| rung <= reach);
        in_reach && self.states[relation.from].can(rung) && self.has_aim(relation, rung)
    }

    /// Whether there is something to aim an act at: where the scenario speaks of armed groups, a blow at one needs one on the
    /// other's soil that attacks the actor. A scenario without any leaves them untold, not absent.
    fn has_aim(&self, relation: &Relation, rung: usize) -> bool {
        let attacks_from_there =
            |group: &Group| group.host == relation.to && group.target(relation.from).is_some();
        !self.ladder[rung].against_group
            || self.groups.is_empty()
            || self.groups.iter().any(attacks_from_there)
    }

    /// The relations of a state to others.
    pub fn relations_from(&self, state: usize) -> &[Relation] {
        let begin = self.relations.partition_point(|relation| relation.from < state);
        let count = self.relations[begin..].partition_point(|relation| relation.from == state);
        &self.relations[begin..begin + count]
    }

    /// Pairs in which a go-between can do anything, in their order: one that mediates needs a standing with both
    /// sides, one that encourages with either.
    pub(crate) fn pairs_open_to(&self, mediator: &Mediator) -> Vec<usize> {
        let suits = |relation: &&Relation| {
            mediator.mode == Mode::Encourage || mediator.standing_with(relation.to).is_some()
        };
        let relations = mediator.parties.iter().flat_map(|party| self.relations_from(party.state));
        let mut pairs: Vec<usize> = relations.filter(suits).map(|relation| relation.pair).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    pub(crate) fn layout(&self) -> Layout {
        self.layout
    }
}

#[cfg(test)]
mod tests;
