//! What is scored: a scenario, or a population of members that are the scenario with settings of their own.

use std::collections::BTreeMap;
use std::fmt;

use crate::engine::Program;
use crate::experiment::study::{Flow, deal};
use crate::model::Scenario;
use crate::spec::{Document, NAME, PopulationSpec, Problem, WEIGHT};

/// Broken members that are told; whoever has mended these will see the others.
const MOST_BROKEN: usize = 5;
/// The name of the only member where there is no population.
const ALONE: &str = "all";

/// A member of a population.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its share of the runs is its weight over the sum of all.
    pub weight: f64,
    /// Where it differs from the scenario as written.
    pub settings: Vec<(String, toml::Value)>,
    /// What is played.
    pub program: Program,
    /// What conditions may name besides what a run has: its name and others', and its settings that are numbers or switches.
    pub(super) constants: BTreeMap<String, f64>,
}

/// What is scored.
#[derive(Debug, Clone)]
pub struct Population {
    members: Vec<Member>,
}

/// A population that cannot be played: the first of its members with which the scenario is not sound.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", list(.0))]
pub struct PopulationError(pub Vec<BrokenMember>);

/// A member with which the scenario is not sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenMember {
    /// Its place in the population, from 0.
    pub place: usize,
    /// Its name.
    pub name: String,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

impl fmt::Display for BrokenMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "member `{}`:", self.name)?;
        for (place, Problem { path, what, label, .. }) in self.problems.iter().enumerate() {
            let joint = if place > 0 { ";" } else { "" };
            write!(f, "{joint} {path}: {what}, {label}")?;
        }
        Ok(())
    }
}

fn list(broken: &[BrokenMember]) -> String {
    let texts: Vec<String> = broken.iter().map(ToString::to_string).collect();
    let more = if broken.len() >= MOST_BROKEN { "\nthere may be more" } else { "" };
    format!("the scenario is not sound with every member of its population\n{}{more}", texts.join("\n"))
}

impl Population {
    /// The population that a document gives, with further settings `PATH=VALUE`, over which those of members go; without one, the scenario
    /// itself is the only member. Members are made on so many threads.
    ///
    /// # Errors
    /// If the scenario is not sound with some members.
    pub fn new(document: &Document, settings: &[String], threads: usize) -> Result<Self, PopulationError> {
        let (spec, of_form) = document.read();
        if !of_form.is_empty() {
            let name = ALONE.to_owned();
            return Err(PopulationError(vec![BrokenMember { place: 0, name, problems: of_form }]));
        }
        let rows = rows(&spec.population);
        let alone = document.without_sweep();
        let mut made = BTreeMap::new();
        let work = |place: usize| scenario(&alone, settings, &rows[place].settings);
        let done = |place, scenario| {
            made.insert(place, scenario);
            Ok::<_, PopulationError>(Flow::Continue)
        };
        deal(0..rows.len(), threads.min(rows.len()), work, done)?;
        let mut broken = Vec::new();
        let mut members = Vec::with_capacity(rows.len());
        for (place, (row, scenario)) in rows.iter().zip(made.into_values()).enumerate() {
            match scenario {
                Ok(scenario) => members.push(row.member(&scenario, &rows)),
                Err(problems) => broken.push(BrokenMember { place, name: row.name.clone(), problems }),
            }
        }
        broken.truncate(MOST_BROKEN);
        if broken.is_empty() { Ok(Self { members }) } else { Err(PopulationError(broken)) }
    }

    /// The members, in the order of the file.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Of so many runs, how many each member has: its share rounded down, and one more for those whose shares were rounded down most,
    /// those that come first first (largest remainders, Hamilton's method).
    pub fn allocation(&self, runs: u64) -> Vec<u64> {
        let sum: f64 = self.members.iter().map(|member| member.weight).sum();
        let quotas: Vec<f64> = self.members.iter().map(|member| runs as f64 * member.weight / sum).collect();
        let mut seats: Vec<u64> = quotas.iter().map(|&quota| libm::floor(quota) as u64).collect();
        let mut order: Vec<usize> = (0..quotas.len()).collect();
        let remainder = |member: usize| quotas[member] - libm::floor(quotas[member]);
        order.sort_by(|&a, &b| remainder(b).total_cmp(&remainder(a)).then(a.cmp(&b)));
        let given: u64 = seats.iter().sum();
        for &member in order.iter().cycle().take(runs.saturating_sub(given) as usize) {
            seats[member] += 1;
        }
        seats
    }

    /// By replicate, the member that plays it. Members take turns, so that any beginning of the list has all of them in about their
    /// proportions: the k-th run of a member with m runs stands at (k − ½) / m of the whole.
    pub(super) fn schedule(&self, runs: u64) -> Vec<u16> {
        let mut turns: Vec<(u64, u64, u16)> = Vec::with_capacity(runs as usize);
        for (member, seats) in (0..).zip(self.allocation(runs)) {
            turns.extend((0..seats).map(|turn| (2 * turn + 1, seats, member)));
        }
        turns.sort_unstable_by(|a, b| {
            let place = u128::from(a.0) * u128::from(b.1);
            place.cmp(&(u128::from(b.0) * u128::from(a.1))).then(a.2.cmp(&b.2))
        });
        turns.into_iter().map(|(_, _, member)| member).collect()
    }
}

/// A row of the file.
struct Row {
    name: String,
    weight: f64,
    settings: Vec<(String, toml::Value)>,
}

/// The members as written; one that sets nothing if there are none.
fn rows(spec: &PopulationSpec) -> Vec<Row> {
    if spec.rows.is_empty() {
        return vec![Row { name: ALONE.to_owned(), weight: 1.0, settings: Vec::new() }];
    }
    let row = |cells: &Vec<toml::Value>| {
        let mut row = Row { name: String::new(), weight: 1.0, settings: Vec::new() };
        for (column, cell) in spec.columns.iter().zip(cells) {
            match column.as_str() {
                NAME => cell.as_str().unwrap_or_default().clone_into(&mut row.name),
                WEIGHT => row.weight = number(cell).unwrap_or(1.0),
                path => row.settings.push((path.to_owned(), cell.clone())),
            }
        }
        row
    };
    spec.rows.iter().map(row).collect()
}

/// A number, or a switch as 1 or 0.
fn number(value: &toml::Value) -> Option<f64> {
    match value {
        toml::Value::Integer(number) => Some(*number as f64),
        toml::Value::Float(number) => Some(*number),
        toml::Value::Boolean(flag) => Some(f64::from(u8::from(*flag))),
        _ => None,
    }
}

/// The scenario with settings.
fn scenario(
    document: &Document,
    settings: &[String],
    own: &[(String, toml::Value)],
) -> Result<Scenario, Vec<Problem>> {
    let mut document = document.clone();
    let mut problems = Vec::new();
    let own = own.iter().map(|(path, value)| format!("{path}={value}"));
    for assignment in settings.iter().cloned().chain(own) {
        problems.extend(document.set(&assignment).err().map(|problem| *problem));
    }
    let (spec, of_form) = document.read();
    problems.extend(of_form);
    if problems.is_empty() { Scenario::new(&spec) } else { Err(problems) }
}

impl Row {
    fn member(&self, scenario: &Scenario, all: &[Self]) -> Member {
        let mut constants: BTreeMap<String, f64> = BTreeMap::new();
        for other in all {
            constants.insert(format!("member.{}", other.name), f64::from(u8::from(other.name == self.name)));
        }
        for (path, value) in &self.settings {
            constants.extend(number(value).map(|number| (path.replace('"', ""), number)));
        }
        Member {
            name: self.name.clone(),
            weight: self.weight,
            settings: self.settings.clone(),
            program: Program::new(scenario),
            constants,
        }
    }
}
