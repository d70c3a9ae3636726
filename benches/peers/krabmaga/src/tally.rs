//! What is compared of many runs: counts of outcomes, and the sums behind three means.

use serde::Serialize;
use std::collections::BTreeMap;

use crate::scenario::Scenario;

#[derive(Serialize)]
pub struct Tally {
    pub outcomes: BTreeMap<String, u64>,
    pub measures: Measures,
}

#[derive(Serialize, Default)]
pub struct Measures {
    violent_acts: Sums,
    end_day: Sums,
    deaths: Sums,
}

#[derive(Serialize, Default)]
struct Sums {
    sum: u64,
    sum_of_squares: u64,
}

impl Tally {
    pub fn new(scenario: &Scenario) -> Self {
        let outcomes = scenario.outcomes.iter().map(|outcome| (outcome.clone(), 0)).collect();
        Self { outcomes, measures: Measures::default() }
    }

    pub fn add(&mut self, outcome: &str, violent_acts: u32, end_day: u64, deaths: u64) {
        if let Some(count) = self.outcomes.get_mut(outcome) {
            *count += 1;
        }
        self.measures.violent_acts.add(u64::from(violent_acts));
        self.measures.end_day.add(end_day);
        self.measures.deaths.add(deaths);
    }
}

impl Sums {
    fn add(&mut self, value: u64) {
        self.sum += value;
        self.sum_of_squares += value * value;
    }
}
