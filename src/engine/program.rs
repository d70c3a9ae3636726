//! The scenario compiled for running: names become keys for the random numbers, everything else becomes indices.

use super::choice::{Feasible, walk};
use super::group::Groups;
use super::history::History;
use super::inputs::Drawn;
use super::ladder::{Alternative, alternatives};
use super::random::{Entity, RunKey};
use super::script::{self, Cue};
use super::suspicion::Suspicions;
use crate::model::{
    DynamicsField, Mode, Party, RelationField, Rung, RungField, Scenario, Slot, StateField, UtilityField,
};

/// Severity from which a violent lasting posture is a war and not a campaign (default ladder: war .94, campaign .82).
const WAR_SEVERITY: f64 = 0.9;

/// An observer of a relation who has a view of the actor's resolve.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Observer {
    /// The observer's own relation to the actor, where its belief sits.
    pub(crate) relation: usize,
    /// How closely it watches; `None` for the target itself, who watches fully.
    pub(crate) weight: Option<Slot>,
}

/// A go-between and a pair it has a standing with.
#[derive(Debug, Clone)]
pub(crate) struct Channel {
    pub(crate) mediator: usize,
    pub(crate) pair: usize,
    pub(crate) mode: Mode,
    /// The two sides, in the pair's order; a mere encourager may lack one.
    pub(crate) parties: [Option<Party>; 2],
    pub(crate) entity: Entity,
    /// Channels over which rivals encourage the parties of this pair instead.
    pub(crate) rivals: Vec<usize>,
}

/// A scenario compiled for running. Immutable and shared by all threads.
#[derive(Debug, Clone)]
pub struct Program {
    pub(crate) scenario: Scenario,
    pub(crate) alternatives: Vec<Alternative>,
    /// Every number of the scenario; those that are drawn hold their mean until a run draws them.
    pub(crate) template: Vec<f32>,
    pub(crate) drawn: Vec<Drawn>,
    pub(crate) relation_entities: Vec<Entity>,
    pub(crate) event_entities: Vec<Entity>,
    pub(crate) channels: Vec<Channel>,
    /// By relation: who draws conclusions from what is done in it.
    pub(crate) observers: Vec<Vec<Observer>>,
    /// Who has to do with armed groups.
    pub(crate) groups: Groups,
    /// Who suspects whom of collusion.
    pub(crate) suspicions: Suspicions,
    /// By pair: whether outcome rules speak of it.
    pub(crate) in_focus: Vec<bool>,
    /// By rung: whether it is a war.
    pub(crate) is_war: Vec<bool>,
    /// By alternative: what it turns into by accident, one rung higher; itself where there is no higher one.
    pub(crate) after_accident: Vec<usize>,
    /// By alternative: which others may land on it by accident.
    pub(crate) lands_by_accident: Vec<Vec<usize>>,
    /// The order in which a choice walks through the alternatives.
    pub(crate) walk: Vec<usize>,
    /// The pairs that outcome rules speak of.
    pub(crate) focus_pairs: Vec<usize>,
    /// By state: its relations to others.
    pub(crate) relations_of: Vec<Vec<usize>>,
    /// States with elections ahead.
    pub(crate) with_elections: Vec<usize>,
    /// By pair: channels over which mediation may come about.
    pub(crate) channels_of: Vec<Vec<usize>>,
    /// Pairs with such channels.
    pub(crate) mediated_pairs: Vec<usize>,
    /// Whether the weights, the dynamics and the ladder are the same in every run.
    pub(crate) rules_are_fixed: bool,
    /// States and relations of which something is drawn.
    pub(crate) drawn_states: Vec<usize>,
    pub(crate) drawn_relations: Vec<usize>,
    /// Whether any state goes by a rule.
    pub(crate) has_rules: bool,
    script: Vec<Cue>,
    feasible: Vec<Feasible>,
    /// What runs follow, if anything.
    pub(crate) history: Option<Box<History>>,
}

impl Program {
    /// Compiles a scenario. Cannot fail: a [`Scenario`] has been validated.
    pub fn new(scenario: &Scenario) -> Self {
        let alternatives = alternatives(scenario.ladder());
        let mut in_focus = vec![false; scenario.pairs().len()];
        for pair in scenario.focus_pairs() {
            in_focus[pair] = true;
        }
        let state_key = |state: usize| scenario.states()[state].key.as_str();
        let relation_entities = scenario
            .relations()
            .iter()
            .map(|relation| Entity::named("relation", &[state_key(relation.from), state_key(relation.to)]))
            .collect();
        let event_entities =
            scenario.events().iter().map(|event| Entity::named("event", &[event.key.as_str()])).collect();
        let after_accident = accidents(scenario.ladder(), &alternatives);
        let channels = channels(scenario);
        let channels_of = mediating(&channels, scenario.pairs().len());
        let mut relations_of = vec![Vec::new(); scenario.states().len()];
        for (index, relation) in scenario.relations().iter().enumerate() {
            relations_of[relation.from].push(index);
        }
        let [drawn_states, drawn_relations] = what_is_drawn(scenario);
        Self {
            lands_by_accident: (0..alternatives.len())
                .map(|seen| {
                    let lands = after_accident.iter().enumerate();
                    lands
                        .filter(|&(meant, &lands)| lands == seen && meant != seen)
                        .map(|(meant, _)| meant)
                        .collect()
                })
                .collect(),
            walk: walk(scenario.ladder().len(), alternatives.len()),
            focus_pairs: positions(&in_focus, |&focus| focus),
            relations_of,
            with_elections: positions(scenario.states(), |state| !state.elections.is_empty()),
            mediated_pairs: positions(&channels_of, |channels| !channels.is_empty()),
            channels_of,
            rules_are_fixed: rules_are_fixed(scenario),
            drawn_states,
            drawn_relations,
            template: scenario.inputs().iter().map(|input| input.quantity.central() as f32).collect(),
            drawn: drawn(scenario),
            relation_entities,
            event_entities,
            channels,
            observers: observers(scenario),
            groups: Groups::of(scenario),
            suspicions: Suspicions::of(scenario),
            in_focus,
            is_war: wars(scenario),
            after_accident,
            has_rules: scenario.states().iter().any(|state| state.rule.is_some()),
            script: script::cues(scenario, &alternatives),
            feasible: feasible_table(scenario, &alternatives),
            alternatives,
            history: None,
            scenario: scenario.clone(),
        }
    }

    /// The same program, whose runs do what is on record. They end with the history.
    #[must_use]
    pub fn following(&self, history: History) -> Self {
        Self { history: Some(Box::new(history)), ..self.clone() }
    }

    /// The same program with somebody in the seat of a state: on these days, in these relations of the state, what is given here is
    /// done (an index into [`alternatives`](Self::alternatives)), and all others take it for the state's own choice. It replaces the state's
    /// script, and is that of a state with the policy `played`.
    #[must_use]
    pub fn seated(&self, seat: usize, decisions: impl IntoIterator<Item = (u32, usize, usize)>) -> Self {
        let mut program = self.clone();
        let relations = self.scenario.relations();
        program.script.retain(|cue| relations[cue.relation].from != seat);
        let of_seat = |(day, relation, alternative)| Cue { day, relation, alternative, as_weighed: true };
        program.script.extend(decisions.into_iter().map(of_seat));
        program.script.sort_unstable();
        program
    }

    /// The scenario that was compiled.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The alternatives of every decision, in the order of its probabilities.
    pub fn alternatives(&self) -> &[Alternative] {
        &self.alternatives
    }

    /// Severity of every rung, 0 to 1; its mean, where it is drawn.
    pub fn severities(&self) -> Vec<f64> {
        let layout = self.scenario.layout();
        let slot = |rung| layout.rung(rung, RungField::Severity);
        (0..self.scenario.ladder().len())
            .map(|rung| self.scenario.inputs()[slot(rung)].quantity.central())
            .collect()
    }

    /// Indices of the inputs that are drawn once per run, in the order of [`RunRecord::inputs`](super::RunRecord::inputs).
    pub fn drawn_inputs(&self) -> impl Iterator<Item = usize> + '_ {
        self.drawn.iter().map(|drawn| drawn.slot)
    }

    /// Where in their distributions luck puts the drawn inputs of a run: between 0 and 1, in the order of
    /// [`drawn_inputs`](Self::drawn_inputs).
    pub fn quantiles_of(&self, key: RunKey) -> impl Iterator<Item = f64> + '_ {
        self.drawn.iter().map(move |drawn| drawn.quantile(key))
    }

    /// Chance that an alternative lands one rung higher than meant, given the accident chances by rung. Nobody hits
    /// by accident what is out of reach.
    pub(crate) fn accident_of(&self, alternative: usize, feasible: Feasible, by_rung: &[f32]) -> f32 {
        let lands = self.after_accident[alternative];
        match self.alternatives[alternative] {
            Alternative::Act { rung, .. } if lands != alternative && feasible.contains(lands) => {
                by_rung[rung]
            }
            _ => 0.0,
        }
    }

    /// What scripts have to be done on a day, in the order of the relations.
    pub(crate) fn cues_of(&self, day: u32) -> &[Cue] {
        let begin = self.script.partition_point(|cue| cue.day < day);
        let count = self.script[begin..].partition_point(|cue| cue.day == day);
        &self.script[begin..begin + count]
    }

    /// What is open in a relation while the given posture is in force (0 for none, else rung + 1).
    pub(crate) fn feasible(&self, relation: usize, posture: u8) -> Feasible {
        self.feasible[relation * (self.scenario.ladder().len() + 1) + usize::from(posture)]
    }
}

fn drawn(scenario: &Scenario) -> Vec<Drawn> {
    let inputs = scenario.inputs().iter().enumerate();
    inputs
        .filter(|(_, input)| input.quantity.is_drawn())
        .map(|(slot, input)| Drawn { slot, entity: Entity::named("input", &[&input.drawn_as()]) })
        .collect()
}

/// Where in a list what is sought stands.
fn positions<T>(list: &[T], sought: impl Fn(&T) -> bool) -> Vec<usize> {
    list.iter().enumerate().filter(|(_, item)| sought(item)).map(|(index, _)| index).collect()
}

fn is_drawn(scenario: &Scenario, slot: usize) -> bool {
    scenario.inputs()[slot].quantity.is_drawn()
}

fn rules_are_fixed(scenario: &Scenario) -> bool {
    let layout = scenario.layout();
    let utility = UtilityField::ALL.iter().map(|&field| layout.utility(field));
    let dynamics = DynamicsField::ALL.iter().map(|&field| layout.dynamics(field));
    let rungs = (0..scenario.ladder().len())
        .flat_map(|rung| RungField::ALL.iter().map(move |&field| layout.rung(rung, field)));
    !utility.chain(dynamics).chain(rungs).any(|slot| is_drawn(scenario, slot))
}

/// The states and the relations whose derived numbers differ from run to run.
fn what_is_drawn(scenario: &Scenario) -> [Vec<usize>; 2] {
    let layout = scenario.layout();
    let state =
        |state: usize| StateField::ALL.iter().any(|&field| is_drawn(scenario, layout.state(state, field)));
    let power = |state: usize| is_drawn(scenario, layout.state(state, StateField::Power));
    let relation = |index: usize| {
        let relation = &scenario.relations()[index];
        RelationField::ALL.iter().any(|&field| is_drawn(scenario, layout.relation(index, field)))
            || power(relation.from)
            || power(relation.to)
            || relation.onlookers.iter().any(|onlooker| is_drawn(scenario, onlooker.weight.index()))
    };
    [
        (0..scenario.states().len()).filter(|&index| state(index)).collect(),
        (0..scenario.relations().len()).filter(|&index| relation(index)).collect(),
    ]
}

/// By pair: the channels over which mediation may come about.
fn mediating(channels: &[Channel], pairs: usize) -> Vec<Vec<usize>> {
    let mut by_pair = vec![Vec::new(); pairs];
    for (index, channel) in channels.iter().enumerate() {
        if channel.mode == Mode::Mediate {
            by_pair[channel.pair].push(index);
        }
    }
    by_pair
}

fn observers(scenario: &Scenario) -> Vec<Vec<Observer>> {
    let of_relation = |relation: &crate::model::Relation| {
        let target = Observer { relation: relation.reverse, weight: None };
        let onlookers = relation.onlookers.iter().filter_map(|onlooker| {
            scenario
                .relation_between(onlooker.state, relation.from)
                .map(|relation| Observer { relation, weight: Some(onlooker.weight) })
        });
        std::iter::once(target).chain(onlookers).collect()
    };
    scenario.relations().iter().map(of_relation).collect()
}

fn channels(scenario: &Scenario) -> Vec<Channel> {
    let mut channels = Vec::new();
    for (index, mediator) in scenario.mediators().iter().enumerate() {
        for pair in scenario.pairs_open_to(mediator) {
            let sides = scenario.pairs()[pair].map(|relation| scenario.relations()[relation].from);
            let parties = sides.map(|side| mediator.standing_with(side));
            let [a, b] = sides.map(|side| scenario.states()[side].key.as_str());
            let entity = Entity::named("channel", &[mediator.key.as_str(), a, b]);
            channels.push(Channel {
                mediator: index,
                pair,
                mode: mediator.mode,
                parties,
                entity,
                rivals: Vec::new(),
            });
        }
    }
    let rivals: Vec<Vec<usize>> = channels
        .iter()
        .map(|channel| {
            // Channels stand in the order of go-betweens and then pairs, and rivals in that of go-betweens.
            let place = |rival: usize| {
                channels
                    .binary_search_by_key(&(rival, channel.pair), |other| (other.mediator, other.pair))
                    .ok()
            };
            let rivals = scenario.mediators()[channel.mediator].rivals.iter();
            rivals
                .filter_map(|&rival| place(rival))
                .filter(|&other| channels[other].mode == Mode::Encourage)
                .collect()
        })
        .collect();
    for (channel, rivals) in channels.iter_mut().zip(rivals) {
        channel.rivals = rivals;
    }
    channels
}

fn wars(scenario: &Scenario) -> Vec<bool> {
    let layout = scenario.layout();
    let severity = |rung: usize| {
        scenario.inputs()[layout.rung(rung, crate::model::RungField::Severity)].quantity.central()
    };
    let is_war =
        |(index, rung): (usize, &Rung)| rung.violent && rung.lasting && severity(index) >= WAR_SEVERITY;
    scenario.ladder().iter().enumerate().map(is_war).collect()
}

fn accidents(ladder: &[Rung], alternatives: &[Alternative]) -> Vec<usize> {
    let after = |(index, alternative): (usize, &Alternative)| match *alternative {
        Alternative::Act { rung, assured } if rung + 1 < ladder.len() => {
            let higher =
                Alternative::Act { rung: rung + 1, assured: assured && ladder[rung + 1].can_assure() };
            alternatives.iter().position(|&other| other == higher).unwrap_or(index)
        }
        _ => index,
    };
    alternatives.iter().enumerate().map(after).collect()
}

/// Every relation's open alternatives, for every posture that may be in force.
fn feasible_table(scenario: &Scenario, alternatives: &[Alternative]) -> Vec<Feasible> {
    let ladder = scenario.ladder();
    let mut table = Vec::with_capacity(scenario.relations().len() * (ladder.len() + 1));
    for (index, relation) in scenario.relations().iter().enumerate() {
        for posture in 0..=ladder.len() {
            let open = |alternative: &Alternative| match *alternative {
                Alternative::Conciliate | Alternative::Hold => true,
                Alternative::Act { rung, .. } => {
                    let in_reach = scenario.is_within_reach(index, rung);
                    let armed = !ladder[rung].nuclear || scenario.states()[relation.from].nuclear;
                    let above_posture = rung >= posture;
                    let fighting = posture > 0 && ladder[posture - 1].violent;
                    let adds = above_posture || !(ladder[rung].lasting || fighting);
                    let within_climb = scenario.max_climb().is_none_or(|climb| rung < posture + climb);
                    in_reach && armed && adds && within_climb
                }
            };
            let set = alternatives.iter().enumerate().filter(|(_, alternative)| open(alternative));
            table.push(Feasible(set.fold(0, |set, (index, _)| set | 1 << index)));
        }
    }
    table
}
