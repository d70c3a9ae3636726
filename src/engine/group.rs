//! Step 2: armed groups attack. And what else becomes of them: they carry out what their sponsors order, are struck,
//! are reined in by their hosts and sponsors, and grow back.

use super::account::LARGEST_INJURY;
use super::act::civilian_outrage;
use super::casualties::{self, Casualties};
use super::day::Run;
use super::math::{raise, toward};
use super::random::{Entity, Purpose, unit};
use super::recorder::{GroupAttack, Recorder};
use super::scene::Scene;
use crate::model::{DynamicsField as Field, GroupField, Scenario, Target, TargetField};

/// The menace of a group is what it may do within a month.
const MENACE_DAYS: f32 = 30.0;

/// A group and a state that it attacks.
#[derive(Debug, Clone)]
pub(crate) struct Assault {
    pub(crate) group: usize,
    pub(crate) target: Target,
    /// The victim's relation to the group's sponsor, and to its host, if it has one.
    toward_sponsor: Option<usize>,
    toward_host: Option<usize>,
    entity: Entity,
}

/// Who has to do with armed groups, looked up once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Groups {
    pub(crate) assaults: Vec<Assault>,
    /// By relation i → j: assaults on i by groups on j's soil.
    harboured: Vec<Vec<usize>>,
    /// By relation i → j: groups that i sponsors and that attack j.
    instruments: Vec<Vec<usize>>,
    /// By relation i → j: groups that i hosts and that attack j; and those that i only sponsors.
    hosted: Vec<Vec<usize>>,
    sponsored: Vec<Vec<usize>>,
}

impl Groups {
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let none = || vec![Vec::new(); scenario.relations().len()];
        let mut groups = Self {
            assaults: Vec::new(),
            harboured: none(),
            instruments: none(),
            hosted: none(),
            sponsored: none(),
        };
        for (index, group) in scenario.groups().iter().enumerate() {
            for &target in &group.targets {
                let victim = target.state;
                let names = [group.key.as_str(), scenario.states()[victim].key.as_str()];
                let toward_host = scenario.relation_between(victim, group.host);
                let toward_sponsor =
                    group.sponsor.and_then(|sponsor| scenario.relation_between(victim, sponsor));
                if let Some(relation) = toward_host {
                    groups.harboured[relation].push(groups.assaults.len());
                    groups.hosted[scenario.relations()[relation].reverse].push(index);
                }
                if let Some(relation) = toward_sponsor {
                    let back = scenario.relations()[relation].reverse;
                    groups.instruments[back].push(index);
                    if group.sponsor != Some(group.host) {
                        groups.sponsored[back].push(index);
                    }
                }
                let entity = Entity::named("group", &names);
                groups.assaults.push(Assault { group: index, target, toward_sponsor, toward_host, entity });
            }
        }
        groups
    }
}

/// Lets every group attack each of its targets with a chance that its capacity scales.
pub(crate) fn attack<R: Recorder>(run: &mut Run<'_, R>) {
    for assault in &run.program.groups.assaults {
        let values = &run.inputs.values;
        let of_target = |field| values.at(assault.target.slot(field));
        let [whether, ..] = run.key.block(run.day, assault.entity, Purpose::GroupAttack, 0);
        let capacity = run.world.capacity[assault.group];
        if unit(whether) >= of_target(TargetField::Rate) * capacity {
            continue;
        }
        let severity = of_target(TargetField::Severity);
        let dead = victims(run, assault);
        run.record.dead[assault.target.state].military += u64::from(dead.military);
        run.record.dead[assault.target.state].civilian += u64::from(dead.civilian);
        run.record.group_attacks[assault.group] += 1;
        let outrage = values.dynamics(Field::CivilianInjury) * civilian_outrage(dead.civilian);
        let hurt = run.inputs.tariff.injury * severity * (1.0 + outrage);
        let blamed = blamed(run, assault);
        if let Some(relation) = blamed {
            hold_responsible(run, relation, severity, hurt);
        }
        let attack = GroupAttack {
            group: assault.group,
            victim: assault.target.state,
            blamed: blamed.map(|relation| run.program.scenario().relations()[relation].to),
            military: dead.military,
            civilian: dead.civilian,
        };
        run.recorder.group_attack(run.day, &attack);
    }
}

fn victims<R: Recorder>(run: &Run<'_, R>, assault: &Assault) -> Casualties {
    let values = &run.inputs.values;
    let of_target = |field| f64::from(values.at(assault.target.slot(field)));
    let mut stream = run.key.stream(run.day, assault.entity, Purpose::GroupCasualties);
    casualties::draw(
        &mut stream,
        of_target(TargetField::Fatalities),
        of_target(TargetField::Dispersion),
        f64::from(values.group(assault.group, GroupField::CivilianShare)),
    )
}

/// The victim's relation to whom it holds responsible for an attack: the sponsor if it is traced to it, else perhaps the host.
fn blamed<R: Recorder>(run: &Run<'_, R>, assault: &Assault) -> Option<usize> {
    let [_, sponsor, host, _] = run.key.block(run.day, assault.entity, Purpose::GroupAttack, 0);
    let chance = |field| run.inputs.values.group(assault.group, field);
    if assault.toward_sponsor.is_some() && unit(sponsor) < chance(GroupField::BlamesSponsor) {
        return assault.toward_sponsor;
    }
    assault.toward_host.filter(|_| unit(host) < chance(GroupField::BlamesHost))
}

/// The victim of a group lays it at a state's door, which is `to` of this relation.
fn hold_responsible<R: Recorder>(run: &mut Run<'_, R>, relation: usize, severity: f32, hurt: f32) {
    let pair = run.program.scenario().relations()[relation].pair;
    let values = &run.inputs.values;
    let world = &mut *run.world;
    world.moving.put(pair, true);
    raise(&mut world.injury[relation], hurt, LARGEST_INJURY);
    raise(&mut world.justification[relation], values.dynamics(Field::JustificationGain) * hurt, 1.0);
    raise(&mut world.grievance[relation], values.dynamics(Field::GrievanceGain) * hurt, 1.0);
    raise(&mut world.tension[pair], values.dynamics(Field::TensionGain) * severity, 1.0);
    if run.program.in_focus[pair] {
        world.last_hostile_day = run.day;
    }
}

/// The group that may carry out a state's deniable acts in a relation in its stead, and the chance that it does: of several the
/// one with the largest chance, on a tie the first.
pub(crate) fn instrument(scene: &Scene<'_>, relation: usize) -> Option<(usize, f32)> {
    let obeys = |&group: &usize| {
        let control = scene.inputs.values.group(group, GroupField::Control);
        (group, control * scene.world.capacity[group])
    };
    let list = scene.program.groups.instruments[relation].iter().map(obeys);
    list.reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// The group that carries out today's deniable act, if the order goes through one.
pub(crate) fn ordered(scene: &Scene<'_>, relation: usize) -> Option<usize> {
    let (group, chance) = instrument(scene, relation)?;
    let [word, ..] = scene.key.block(scene.day, scene.program.relation_entities[relation], Purpose::Order, 0);
    (unit(word) < chance).then_some(group)
}

/// Chance that a deniable act is traced to its author: the group's if it goes through one.
pub(crate) fn traced(scene: &Scene<'_>, through: Option<usize>) -> f32 {
    match through {
        Some(group) => scene.inputs.values.group(group, GroupField::BlamesSponsor),
        None => scene.inputs.values.dynamics(Field::Attribution),
    }
}

/// The same before it is known whether it goes through one.
pub(crate) fn expected_traced(scene: &Scene<'_>, relation: usize) -> f32 {
    let direct = traced(scene, None);
    instrument(scene, relation)
        .map_or(direct, |(group, chance)| direct + chance * (traced(scene, Some(group)) - direct))
}

/// The victim of an act of unknown author that a group carried out may hold the group's host responsible.
pub(crate) fn blame_host<R: Recorder>(
    run: &mut Run<'_, R>,
    group: usize,
    relation: usize,
    severity: f32,
    hurt: f32,
) {
    let spec = &run.program.scenario().relations()[relation];
    let host = run.program.scenario().groups()[group].host;
    let entity = run.program.relation_entities[relation];
    let [_, word, ..] = run.key.block(run.day, entity, Purpose::Attribution, 0);
    if host == spec.from || unit(word) >= run.inputs.values.group(group, GroupField::BlamesHost) {
        return;
    }
    if let Some(toward_host) = run.program.scenario().relation_between(spec.to, host) {
        hold_responsible(run, toward_host, severity, hurt);
    }
}

/// What an assault amounts to: the severity to be expected of it in [`MENACE_DAYS`], as things stand.
fn menace_of(scene: &Scene<'_>, assault: usize) -> f32 {
    let Assault { group, target, .. } = scene.program.groups.assaults[assault];
    let value = |field| scene.inputs.values.at(target.slot(field));
    let attacks = (MENACE_DAYS * value(TargetField::Rate) * scene.world.capacity[group]).min(1.0);
    attacks * value(TargetField::Severity)
}

/// What i has to expect of the armed groups on j's soil, 0 to 1: the more, the more a blow at them promises.
pub(crate) fn menace(scene: &Scene<'_>, relation: usize) -> f32 {
    let assaults = &scene.program.groups.harboured[relation];
    assaults.iter().map(|&assault| menace_of(scene, assault)).sum::<f32>().min(1.0)
}

/// A blow at an armed group on the other's soil hits one of those that attack its author, by lot in proportion to the
/// menace of each, and destroys some of its capacity.
pub(crate) fn hit<R: Recorder>(run: &mut Run<'_, R>, relation: usize, severity: f32) -> Option<usize> {
    let assaults = || {
        let scene = run.scene();
        let groups = &run.program.groups;
        let of = move |&index: &usize| (groups.assaults[index].group, menace_of(&scene, index));
        groups.harboured[relation].iter().map(of)
    };
    let entity = run.program.relation_entities[relation];
    let [word, ..] = run.key.block(run.day, entity, Purpose::GroupHit, 0);
    let menace: f32 = assaults().map(|(_, menace)| menace).sum();
    let mut left = unit(word) * menace;
    let (mut chosen, _) = assaults().next()?;
    for (group, menace) in assaults() {
        if menace > 0.0 {
            chosen = group;
            if left < menace {
                break;
            }
            left -= menace;
        }
    }
    let loss = run.inputs.values.group(chosen, GroupField::Vulnerability) * severity;
    run.world.capacity[chosen] *= (1.0 - loss).max(0.0);
    run.record.group_strikes[chosen] += 1;
    Some(chosen)
}

/// `from` of a relation reins in the groups that attack `to`: wholly those that it hosts, as far as its control goes those that it
/// only sponsors.
pub(crate) fn rein_in<R: Recorder>(run: &mut Run<'_, R>, relation: usize, share: f32) {
    for &group in &run.program.groups.hosted[relation] {
        run.world.capacity[group] *= 1.0 - share;
    }
    for &group in &run.program.groups.sponsored[relation] {
        run.world.capacity[group] *= 1.0 - share * run.inputs.values.group(group, GroupField::Control);
    }
}

/// What was destroyed grows back overnight.
pub(crate) fn regrow<R: Recorder>(run: &mut Run<'_, R>) {
    for (group, capacity) in run.world.capacity.iter_mut().enumerate() {
        let rest = run.inputs.values.group(group, GroupField::Capacity);
        *capacity = toward(capacity.clamp(0.0, 1.0), rest, run.inputs.regrowth[group]);
    }
}
