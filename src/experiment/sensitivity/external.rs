//! Sample and analysis apart: Sobol' indices of outputs that were computed elsewhere.

use std::collections::BTreeMap;

use super::factor::{LUCK, unknown};
use super::result::Sensitivity;
use super::sobol::analysed;
use crate::stats::{Bootstrap, Level, SobolSample};

/// Problems told one by one; of more than this only the number.
const TOLD: usize = 10;

/// A line of the sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesignLine {
    /// Its name.
    pub row_id: String,
    /// The base row that it belongs to.
    pub base_row: String,
    /// `A`, `B`, or `AB_` and a factor.
    pub evaluation: String,
}

/// Outputs by line of the sample.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Results {
    /// The names of the outputs.
    pub outputs: Vec<String>,
    /// By name of a line: its outputs, in that order.
    pub lines: BTreeMap<String, Vec<f64>>,
}

/// The indices of every output. Base rows come in the order in which the sample names them first, and factors likewise.
///
/// # Errors
/// In words, everything that keeps the sample from being one, and every line of it that has no results.
pub fn external(
    design: &[DesignLine],
    results: &Results,
    bootstrap: &Bootstrap,
    level: Level,
) -> Result<Vec<Sensitivity>, Vec<String>> {
    let mut problems = Problems::default();
    let evaluations = in_order(design.iter().map(|line| line.evaluation.as_str()));
    let base_rows = in_order(design.iter().map(|line| line.base_row.as_str()));
    let mut factors: Vec<&str> = evaluations.iter().filter_map(|one| one.strip_prefix("AB_")).collect();
    // Last, as one that the others are seen against.
    factors.sort_by_key(|&factor| factor == LUCK);
    let known = |one: &&str| ["A", "B"].contains(one) || one.starts_with("AB_");
    for stranger in evaluations.iter().filter(|one| !known(one)) {
        problems
            .say(format!("the design has an evaluation `{stranger}`; there are A, B and AB_ with a factor"));
    }
    if factors.is_empty() {
        problems.say("the design has no evaluation AB_ with a factor".to_owned());
    }
    let mut lines: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for line in design {
        if lines.insert((&line.evaluation, &line.base_row), &line.row_id).is_some() {
            problems.say(format!("the design has {} of base row {} twice", line.evaluation, line.base_row));
        }
    }
    let mut column = |evaluation: &str| -> Vec<&[f64]> {
        let of = |row: &&str| match lines.get(&(evaluation, *row)) {
            None => Err(format!("the design has no {evaluation} of base row {row}")),
            Some(id) => {
                results.lines.get(*id).map(Vec::as_slice).ok_or_else(|| format!("no results for row {id}"))
            }
        };
        base_rows.iter().filter_map(|row| of(row).map_err(|problem| problems.say(problem)).ok()).collect()
    };
    let (a, b) = (column("A"), column("B"));
    let ab: Vec<Vec<&[f64]>> = factors.iter().map(|factor| column(&format!("AB_{factor}"))).collect();
    let ids: Vec<String> = design.iter().map(|line| line.row_id.clone()).collect();
    let known: std::collections::BTreeSet<&String> = ids.iter().collect();
    for stranger in results.lines.keys().filter(|id| !known.contains(id)) {
        problems.say(unknown("row", stranger, &ids));
    }
    problems.none()?;
    let one = |(place, output): (usize, &String)| {
        let pick = |column: &Vec<&[f64]>| column.iter().map(|outputs| outputs[place]).collect::<Vec<f64>>();
        let sample = SobolSample { a: pick(&a), b: pick(&b), ab: ab.iter().map(pick).collect() };
        analysed(output, &factors, &sample, None, bootstrap, level)
    };
    Ok(results.outputs.iter().enumerate().map(one).collect())
}

/// Each text once, where it comes first.
fn in_order<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut seen = std::collections::BTreeSet::new();
    texts.filter(|text| seen.insert(*text)).collect()
}

/// The first problems, and how many there are besides.
#[derive(Default)]
struct Problems {
    told: Vec<String>,
    more: usize,
}

impl Problems {
    fn say(&mut self, problem: String) {
        if self.told.len() < TOLD {
            self.told.push(problem);
        } else {
            self.more += 1;
        }
    }

    fn none(mut self) -> Result<(), Vec<String>> {
        if self.more > 0 {
            self.told.push(format!("and {} more like these", self.more));
        }
        if self.told.is_empty() { Ok(()) } else { Err(self.told) }
    }
}
