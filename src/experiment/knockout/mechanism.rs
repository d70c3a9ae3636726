//! What can be switched off in a scenario, and what the scenario says without it.

use std::fmt;

use crate::engine::Term;
use crate::model::{Group, GroupField, Mediator, MediatorField, Mode, Rung, Scenario};
use crate::spec::{ScenarioSpec, child_path};

/// What sort of mechanism it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MechanismKind {
    /// A term of the utility.
    Term,
    /// A go-between.
    Mediator,
    /// An armed group.
    Group,
    /// An event.
    Event,
    /// Something that all states have part in: onlookers, suspicion, elections, nuclear weapons, assurances.
    Practice,
    /// A whole scenario in the place of this one.
    Variant,
}

impl MechanismKind {
    /// The name in files and tables.
    pub fn key(self) -> &'static str {
        match self {
            Self::Term => "term",
            Self::Mediator => "mediator",
            Self::Group => "group",
            Self::Event => "event",
            Self::Practice => "practice",
            Self::Variant => "variant",
        }
    }
}

/// Takes a mechanism out of a scenario as written.
type Removal = Box<dyn Fn(&mut ScenarioSpec) + Send + Sync>;

/// A part of a scenario that can be switched off by itself.
pub struct Mechanism {
    /// Its name in files and tables; for what stands in the file, its address: `mediators.china`.
    pub key: String,
    /// What sort of mechanism it is.
    pub kind: MechanismKind,
    /// What it is, in a few words.
    pub label: String,
    removal: Removal,
}

impl fmt::Debug for Mechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, kind, label, .. } = self;
        f.debug_struct("Mechanism")
            .field("key", key)
            .field("kind", kind)
            .field("label", label)
            .finish_non_exhaustive()
    }
}

impl Mechanism {
    fn new(
        kind: MechanismKind,
        key: impl Into<String>,
        label: impl Into<String>,
        removal: impl Fn(&mut ScenarioSpec) + Send + Sync + 'static,
    ) -> Self {
        Self { key: key.into(), kind, label: label.into(), removal: Box::new(removal) }
    }

    /// Another scenario, to be played in the place of this one on the same luck.
    pub fn variant(key: impl Into<String>, label: impl Into<String>, variant: ScenarioSpec) -> Self {
        Self::new(MechanismKind::Variant, key, label, move |spec| *spec = variant.clone())
    }

    /// The scenario without it.
    pub fn without(&self, spec: &ScenarioSpec) -> ScenarioSpec {
        let mut spec = spec.clone();
        (self.removal)(&mut spec);
        spec
    }
}

/// Everything in a scenario that can be switched off and is there to be: terms of the utility, go-betweens, armed groups, events, then
/// what all states have part in. What the scenario has no use for (a weight of 0, nuclear risk without nuclear states) is
/// left out.
pub fn mechanisms(scenario: &Scenario) -> Vec<Mechanism> {
    let mut list = Vec::new();
    list.extend(terms(scenario));
    list.extend(mediators(scenario));
    list.extend(groups(scenario));
    list.extend(events(scenario));
    list.extend(onlookers(scenario));
    list.extend(suspicion(scenario));
    list.extend(elections(scenario));
    list.extend(nuclear_weapons(scenario));
    list.extend(assurances(scenario));
    list
}

fn terms(scenario: &Scenario) -> impl Iterator<Item = Mechanism> {
    Term::ALL.into_iter().filter(|&term| has_term(scenario, term)).map(|term| {
        Mechanism::new(MechanismKind::Term, format!("utility.{}", term.key()), meaning(term), move |spec| {
            silence(spec, term);
        })
    })
}

/// Whether a term weighs anything, and has anything to weigh.
fn has_term(scenario: &Scenario, term: Term) -> bool {
    let weighs = |key: &str| {
        let path = format!("utility.{key}");
        let input = scenario.inputs().iter().find(|input| input.path == path);
        input.is_some_and(|input| input.quantity.support() != (0.0, 0.0))
    };
    let relations = scenario.relations();
    let has_matter = match term {
        Term::Precedent => relations.iter().any(|relation| !relation.onlookers.is_empty()),
        Term::NuclearRisk => relations.iter().any(|relation| scenario.states()[relation.to].nuclear),
        Term::Pressure => !scenario.mediators().is_empty(),
        Term::Weariness => scenario.ladder().iter().any(|rung| rung.violent && rung.lasting),
        _ => true,
    };
    has_matter && weights_of(term).iter().any(|key| weighs(key))
}

/// The weights of a term.
fn weights_of(term: Term) -> &'static [&'static str] {
    match term {
        Term::Coercion => &["coercion"],
        Term::Assertion => &["assertion"],
        Term::Audience => &["audience"],
        Term::Precedent => &["precedent"],
        Term::Reprisal => &["reprisal"],
        Term::Ties => &["ties"],
        Term::Legitimacy => &["legitimacy"],
        Term::NuclearRisk => &["nuclear_risk"],
        Term::Pressure => &["pressure"],
        Term::Weariness => &["weariness"],
        Term::Effort => &["effort_fixed", "effort", "conciliation_effort"],
        Term::Reconciliation => &["reconciliation_base", "reconciliation"],
        Term::Humiliation => &["humiliation"],
    }
}

/// Sets all weights of a term to 0.
fn silence(spec: &mut ScenarioSpec, term: Term) {
    let weights = &mut spec.utility;
    match term {
        Term::Coercion => weights.coercion = Some(0.0.into()),
        Term::Assertion => weights.assertion = Some(0.0.into()),
        Term::Audience => weights.audience = Some(0.0.into()),
        Term::Precedent => weights.precedent = Some(0.0.into()),
        Term::Reprisal => weights.reprisal = Some(0.0.into()),
        Term::Ties => weights.ties = Some(0.0.into()),
        Term::Legitimacy => weights.legitimacy = Some(0.0.into()),
        Term::NuclearRisk => weights.nuclear_risk = Some(0.0.into()),
        Term::Pressure => weights.pressure = Some(0.0.into()),
        Term::Weariness => weights.weariness = Some(0.0.into()),
        Term::Effort => {
            weights.effort_fixed = Some(0.0.into());
            weights.effort = Some(0.0.into());
            weights.conciliation_effort = Some(0.0.into());
        }
        Term::Reconciliation => {
            weights.reconciliation_base = Some(0.0.into());
            weights.reconciliation = Some(0.0.into());
        }
        Term::Humiliation => weights.humiliation = Some(0.0.into()),
    }
}

fn meaning(term: Term) -> &'static str {
    match term {
        Term::Coercion => "making the other stop",
        Term::Assertion => "showing strength",
        Term::Audience => "what restraint costs at home",
        Term::Precedent => "what onlookers may learn",
        Term::Reprisal => "the expected answer",
        Term::Ties => "what the relation is worth",
        Term::Legitimacy => "what others condemn",
        Term::NuclearRisk => "the risk of nuclear war",
        Term::Pressure => "what go-betweens can withhold",
        Term::Weariness => "weariness of war",
        Term::Effort => "what acting and conciliating cost",
        Term::Reconciliation => "what conciliation may restore",
        Term::Humiliation => "what conciliation costs at home",
    }
}

/// Whether a number is anything but 0.
fn is_alive(scenario: &Scenario, slot: usize) -> bool {
    scenario.inputs()[slot].quantity.support() != (0.0, 0.0)
}

/// A go-between is not active, so that it never steps in. Its name stays, for conditions may speak of it.
fn mediators(scenario: &Scenario) -> impl Iterator<Item = Mechanism> {
    let acts = |&(index, _): &(usize, &Mediator)| {
        is_alive(scenario, scenario.layout().mediator(index, MediatorField::Initiative))
    };
    scenario.mediators().iter().enumerate().filter(acts).map(|(_, mediator)| {
        let (key, name) = (mediator.key.clone(), &mediator.name);
        let does = if mediator.mode == Mode::Mediate { "mediates" } else { "urges talks" };
        let label = format!("{name} ({does})");
        Mechanism::new(MechanismKind::Mediator, child_path("mediators", &mediator.key), label, move |spec| {
            if let Some(mediator) = spec.mediators.get_mut(&key) {
                mediator.active = Some(false);
            }
        })
    })
}

/// An armed group is not active: it has no capacity, and no event gives it any.
fn groups(scenario: &Scenario) -> impl Iterator<Item = Mechanism> {
    let acts = |&(index, _): &(usize, &Group)| {
        is_alive(scenario, scenario.layout().group(index, GroupField::Capacity))
    };
    scenario.groups().iter().enumerate().filter(acts).map(|(_, group)| {
        let (key, label) = (group.key.clone(), group.name.clone());
        Mechanism::new(MechanismKind::Group, child_path("groups", &group.key), label, move |spec| {
            if let Some(group) = spec.groups.get_mut(&key) {
                group.active = Some(false);
            }
        })
    })
}

/// An event is not active, so that it has no chance any more; so what waits for its coming never comes, and what waits for its failing always does.
fn events(scenario: &Scenario) -> impl Iterator<Item = Mechanism> {
    let comes = |event: &&crate::model::Event| is_alive(scenario, event.probability.index());
    scenario.events().iter().filter(comes).map(|event| {
        let (key, label) = (event.key.clone(), event.name.clone());
        Mechanism::new(MechanismKind::Event, child_path("events", &event.key), label, move |spec| {
            if let Some(event) = spec.events.get_mut(&key) {
                event.active = Some(false);
            }
        })
    })
}

fn onlookers(scenario: &Scenario) -> Option<Mechanism> {
    let is_there = scenario.relations().iter().any(|relation| !relation.onlookers.is_empty());
    let label = "whoever looks on and learns";
    is_there.then(|| {
        Mechanism::new(MechanismKind::Practice, "onlookers", label, |spec| {
            for relation in spec.relations.values_mut().flat_map(|others| others.values_mut()) {
                relation.onlookers.clear();
            }
        })
    })
}

fn suspicion(scenario: &Scenario) -> Option<Mechanism> {
    let is_there = scenario.relations().iter().any(|relation| !relation.suspects.is_empty());
    let label = "who is suspected to collude with whom";
    is_there.then(|| {
        Mechanism::new(MechanismKind::Practice, "suspicion", label, |spec| {
            for relation in spec.relations.values_mut().flat_map(|others| others.values_mut()) {
                relation.suspects.clear();
            }
        })
    })
}

fn elections(scenario: &Scenario) -> Option<Mechanism> {
    let is_there = scenario.states().iter().any(|state| !state.elections.is_empty());
    is_there.then(|| {
        Mechanism::new(MechanismKind::Practice, "elections", "nearing votes", |spec| {
            for state in spec.states.values_mut() {
                state.elections.clear();
            }
        })
    })
}

/// No state has nuclear weapons, and whoever could have used them can do no more than what stands below them.
fn nuclear_weapons(scenario: &Scenario) -> Option<Mechanism> {
    let is_there = scenario.states().iter().any(|state| state.nuclear);
    let ladder = scenario.ladder();
    let conventional = ladder.iter().take_while(|rung| !rung.nuclear).last().map(|rung| rung.key.clone());
    let nuclear: Vec<String> =
        ladder.iter().filter(|rung| rung.nuclear).map(|rung| rung.key.clone()).collect();
    is_there.then(|| {
        let label = "nuclear weapons, used or feared";
        Mechanism::new(MechanismKind::Practice, "nuclear_weapons", label, move |spec| {
            let relations = spec.relations.values_mut().flat_map(|others| others.values_mut());
            let reaches = relations.map(|relation| &mut relation.reach);
            let states = spec.states.values_mut().map(|state| {
                state.nuclear = None;
                &mut state.reach
            });
            for reach in reaches.chain(states).flatten().filter(|reach| nuclear.contains(reach)) {
                *reach = conventional.clone().unwrap_or_else(|| "none".to_owned());
            }
        })
    })
}

/// A message of limited aims neither softens a blow nor costs anything at home: an assured blow is then a plain one.
fn assurances(scenario: &Scenario) -> Option<Mechanism> {
    let counts = |key: &str| {
        let path = format!("dynamics.{key}");
        let input = scenario.inputs().iter().find(|input| input.path == path);
        input.is_some_and(|input| input.quantity.support() != (0.0, 0.0))
    };
    let is_there = scenario.ladder().iter().any(Rung::can_assure)
        && (counts("assurance_softening") || counts("assurance_discount"));
    is_there.then(|| {
        let label = "messages of limited aims";
        Mechanism::new(MechanismKind::Practice, "assurances", label, |spec| {
            spec.dynamics.assurance_softening = Some(0.0.into());
            spec.dynamics.assurance_discount = Some(0.0.into());
        })
    })
}

#[cfg(test)]
mod tests;
