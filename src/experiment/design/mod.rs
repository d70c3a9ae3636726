//! Which points of the space of inputs are played.
//!
//! A [`Design`] is a list of points, each with a value for every parameter that is varied. The parameters that a policy-maker
//! chooses (*levers*) come first: every combination of their values is a *policy*. What the others take makes a *future*; every
//! policy meets every future.

pub mod sample;

mod build;
mod file;
mod level;

use crate::model::Scenario;
use crate::spec::{Document, Problem};

pub use build::{DEFAULT_POINTS, DesignError};
pub use level::{Level, Shown};

/// What is varied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its address.
    pub path: String,
    /// Whether a policy-maker chooses it; otherwise it is uncertain.
    pub is_lever: bool,
}

/// Points to be played.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    parameters: Vec<Parameter>,
    /// By point: a level for each parameter. All futures of the first policy come first.
    points: Vec<Vec<Level>>,
    policies: usize,
}

impl Design {
    /// What is varied: levers first.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The points, all futures of the first policy first.
    pub fn points(&self) -> &[Vec<Level>] {
        &self.points
    }

    /// How many combinations of levers there are; 1 without any.
    pub fn policies(&self) -> usize {
        self.policies
    }

    /// How many combinations of everything else there are; 1 if nothing else is varied.
    pub fn futures(&self) -> usize {
        self.points.len() / self.policies.max(1)
    }

    /// The point at which a policy meets a future.
    pub fn point_of(&self, policy: usize, future: usize) -> usize {
        policy * self.futures() + future
    }

    /// The scenario at a point. `document` is the scenario as written.
    ///
    /// # Errors
    /// Everything that is wrong with it there.
    pub fn scenario(&self, point: usize, document: &Document) -> Result<Scenario, Vec<Problem>> {
        let mut document = document.clone();
        let mut problems = Vec::new();
        for (parameter, level) in self.parameters.iter().zip(&self.points[point]) {
            let assignment = level.assignment(&parameter.path);
            problems.extend(assignment.and_then(|text| document.set(&text).err()).map(|problem| *problem));
        }
        let (spec, of_form) = document.read();
        problems.extend(of_form);
        if problems.is_empty() { Scenario::new(&spec) } else { Err(problems) }
    }

    /// The point in words: `states.a.resolve = 0.3, states.b.policy = "grim"`.
    pub fn describe(&self, point: usize) -> String {
        let pairs = self.parameters.iter().zip(&self.points[point]);
        let texts: Vec<String> =
            pairs.map(|(parameter, level)| format!("{} = {}", parameter.path, level.text())).collect();
        texts.join(", ")
    }

    /// The values that a parameter takes, each once, in the order in which they come.
    pub fn levels_of(&self, parameter: usize) -> Vec<&Level> {
        let mut levels: Vec<&Level> = Vec::new();
        for level in self.points.iter().map(|point| &point[parameter]) {
            if !levels.contains(&level) {
                levels.push(level);
            }
        }
        levels
    }

    /// The whole design as one text, so that two are the same if their texts are.
    pub fn canonical(&self) -> String {
        let mut text = String::new();
        for parameter in &self.parameters {
            text.push_str(if parameter.is_lever { "lever " } else { "vary " });
            text.push_str(&parameter.path);
            text.push('\n');
        }
        for point in &self.points {
            let levels: Vec<String> = point.iter().map(Level::text).collect();
            text.push_str(&levels.join("\t"));
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests;
