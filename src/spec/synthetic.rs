//! Scenarios of any size, made up from nothing but the size: for trying out speed and memory.

mod graph;
mod size;

use std::fmt::{self, Write};

use graph::{Pair, pairs};
pub use size::{ScenarioSize, SizeError};

/// The text of a scenario file of this size, the same for the same arguments.
///
/// The states stand in a ring and are related to their nearest neighbours first. Every state has numbers of its own.
/// Active relations have a grievance, tension from day 0, an onlooker, and an incident between the two now and then,
/// so that their pair stays on the agenda; the others stand on defaults. Which relations there are does not depend on
/// how many are active, and those active in a smaller number of them are active in a larger one too.
pub fn synthetic_scenario(title: &str, size: ScenarioSize) -> String {
    let mut text = String::new();
    // Writing to a text cannot fail.
    let _ = Author { size, digits: size.states().to_string().len() }.write(title, &mut text);
    text
}

/// Which number of an actor is made up: numbers of one actor must not move together.
#[derive(Debug, Clone, Copy)]
enum Trait {
    Power,
    Resolve,
    AudienceCost,
    Prestige,
    Assertiveness,
    Defence,
    Tempo,
    Grievance,
    Ties,
    Tension,
    Belief,
    Onlooker,
    Hazard,
    Shock,
    Wrong,
    /// The order in which pairs become active.
    Turn,
}

/// Writes a scenario of one size.
struct Author {
    size: ScenarioSize,
    /// Digits of the last state's number: with leading zeros the order of names is that of numbers.
    digits: usize,
}

impl Author {
    fn write(&self, title: &str, text: &mut String) -> fmt::Result {
        let pairs = pairs(self.size.states(), self.size.relations() / 2);
        let mut turns: Vec<usize> = (0..pairs.len()).collect();
        turns.sort_by_key(|&pair| mixed(Trait::Turn, pair));
        let (active, at_rest) = turns.split_at_mut(self.size.active() / 2);
        active.sort_by_key(|&pair| pairs[pair]);
        at_rest.sort_by_key(|&pair| pairs[pair]);

        self.head(title, text)?;
        for state in 0..self.size.states() {
            self.state(state, text)?;
        }
        if !active.is_empty() {
            text.write_str("\n# --- Active relations, each with what may happen between the two. ---\n")?;
        }
        for &pair in &*active {
            self.active(pairs[pair], pair, text)?;
        }
        if !at_rest.is_empty() {
            text.write_str("\n# --- Relations at rest, on defaults. ---\n\n")?;
        }
        for &pair in &*at_rest {
            let [a, b] = pairs[pair].map(|state| self.key(state));
            write!(text, "[relations.{a}.{b}]\n[relations.{b}.{a}]\n")?;
        }
        Ok(())
    }

    fn head(&self, title: &str, text: &mut String) -> fmt::Result {
        let size = self.size;
        writeln!(text, "# A synthetic scenario: {size}.")?;
        text.write_str(
            "# It is for trying out how long batches of this size take and how much they write, and stands for no case:\n\
             # all numbers are made up, the same for the same size.\n\
             #\n\
             # Active relations have a grievance, tension on day 0, and an incident now and then that keeps them on the\n\
             # agenda. Relations at rest have nothing but defaults. No state has nuclear weapons, so that runs are long.\n\n",
        )?;
        writeln!(text, "title = {}", toml::Value::String(title.to_owned()))?;
        writeln!(text, "description = \"{size}: how long does a batch take?\"")?;
        text.write_str("horizon_days = 90\n\n# --- States. ---\n")
    }

    fn state(&self, state: usize, text: &mut String) -> fmt::Result {
        let number = |of, low, high| Hundredths(hundredths(of, state, low, high));
        let resolve = hundredths(Trait::Resolve, state, 30, 50);
        writeln!(text, "\n[states.{}]", self.key(state))?;
        writeln!(text, "power = {}", number(Trait::Power, 50, 200))?;
        let (low, high) = (Hundredths(resolve), Hundredths(resolve + 30));
        writeln!(text, "resolve = {{ uniform = {{ low = {low}, high = {high} }} }}")?;
        writeln!(text, "audience_cost = {}", number(Trait::AudienceCost, 30, 90))?;
        writeln!(text, "prestige = {}", number(Trait::Prestige, 35, 65))?;
        writeln!(text, "assertiveness = {}", number(Trait::Assertiveness, 5, 20))?;
        writeln!(text, "defence = {}", number(Trait::Defence, 5, 30))?;
        writeln!(text, "tempo = {}", number(Trait::Tempo, 40, 60))
    }

    /// Both relations of a pair, and the event that troubles it. `number` is the pair's place among all.
    fn active(&self, pair: Pair, number: usize, text: &mut String) -> fmt::Result {
        let [a, b] = pair;
        for (side, [from, to]) in [[a, b], [b, a]].into_iter().enumerate() {
            let of = |of, low, high| Hundredths(hundredths(of, 2 * number + side, low, high));
            writeln!(text, "\n[relations.{}.{}]", self.key(from), self.key(to))?;
            writeln!(text, "grievance = {}", of(Trait::Grievance, 20, 60))?;
            writeln!(text, "ties = {}", of(Trait::Ties, 10, 50))?;
            writeln!(text, "tension = {}", of(Trait::Tension, 20, 50))?;
            writeln!(text, "resolve_belief = {{ mean = {} }}", of(Trait::Belief, 35, 65))?;
            if let Some(third) = self.onlooker(from, to) {
                let weight = of(Trait::Onlooker, 20, 60);
                writeln!(text, "onlookers = {{ {} = {weight} }}", self.key(third))?;
            }
        }
        let [a, b] = pair.map(|state| self.key(state));
        let of = |of, low, high| Hundredths(hundredths(of, number, low, high));
        let (hazard, shock, wrong) =
            (of(Trait::Hazard, 5, 15), of(Trait::Shock, 15, 40), of(Trait::Wrong, 10, 30));
        writeln!(text, "\n[events.incident_{a}_{b}]")?;
        writeln!(text, "hazard_per_day = {hazard}\nrepeats = true")?;
        writeln!(
            text,
            "effects = [{{ tension = {{ \"{a}.{b}\" = {shock} }} }}, {{ injury = {{ \"{a}.{b}\" = {wrong} }} }}]"
        )
    }

    /// Whose eyes are on a relation: a neighbour of the state that acts.
    fn onlooker(&self, from: usize, to: usize) -> Option<usize> {
        let states = self.size.states();
        [1, states - 1]
            .map(|step| (from + step) % states)
            .into_iter()
            .find(|&state| state != to && state != from)
    }

    fn key(&self, state: usize) -> String {
        format!("s{:0digits$}", state + 1, digits = self.digits)
    }
}

/// A number in hundredths, as TOML writes it.
struct Hundredths(u64);

impl fmt::Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

/// A number of an actor from `low` to `high`, in hundredths.
fn hundredths(of: Trait, actor: usize, low: u64, high: u64) -> u64 {
    low + mixed(of, actor) % (high - low + 1)
}

/// A number that looks like chance and is none: the output function of `SplitMix64` (Steele, Lea and Flood 2014).
fn mixed(of: Trait, actor: usize) -> u64 {
    let place = (actor as u64) << 8 | of as u64;
    let z = (place + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests;
