//! What a sensitivity analysis explains: whole numbers that every run has.

use super::factor::{fits, unknown};
use crate::engine::RunRecord;
use crate::experiment::class::OutcomeClass;
use crate::model::Scenario;

/// A quantity of a run; what is or is not so counts 1 or 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The name in files and tables: `outcome_` and the class, or that of the measure.
    pub key: String,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Outcome(usize),
    Struck,
    Retaliated,
    Mediated,
    Agreement,
    ViolentActs,
    ForceTurns,
    PeakRung,
    FightingDays,
    Fatalities,
    EndDay,
}

/// What stands before the key of a class.
const CLASS: &str = "outcome_";

/// The quantities that every scenario has, behind the outcome classes.
const MEASURES: [(&str, Kind); 10] = [
    ("struck", Kind::Struck),
    ("retaliated", Kind::Retaliated),
    ("mediated", Kind::Mediated),
    ("agreement", Kind::Agreement),
    ("violent_acts", Kind::ViolentActs),
    ("force_turns", Kind::ForceTurns),
    ("peak_rung_number", Kind::PeakRung),
    ("fighting_days", Kind::FightingDays),
    ("fatalities_total", Kind::Fatalities),
    ("end_day", Kind::EndDay),
];

impl Output {
    /// All outputs of a scenario: its outcome classes in their order, then the others.
    pub fn all(scenario: &Scenario) -> Vec<Self> {
        let classes = OutcomeClass::all(scenario).into_iter().enumerate();
        let outcomes = classes.map(|(place, class)| Self {
            key: format!("{CLASS}{}", class.key()),
            kind: Kind::Outcome(place),
        });
        let measures = MEASURES.map(|(key, kind)| Self { key: key.to_owned(), kind });
        let has_mediators = !scenario.mediators().is_empty();
        let can_be = |one: &Self| has_mediators || !matches!(one.kind, Kind::Mediated | Kind::Agreement);
        outcomes.chain(measures).filter(can_be).collect()
    }

    /// Those that one of the patterns fits, or all if there are no patterns. A pattern is a key, a class without `outcome_`
    /// before it, or has `*` for any characters.
    ///
    /// # Errors
    /// In words, every pattern that fits nothing.
    pub fn chosen(scenario: &Scenario, patterns: &[String]) -> Result<Vec<Self>, Vec<String>> {
        let mut all = Self::all(scenario);
        if patterns.is_empty() {
            return Ok(all);
        }
        let keys: Vec<String> = all.iter().map(|one| one.key.clone()).collect();
        let problems = unknown_outputs(&keys, patterns);
        if !problems.is_empty() {
            return Err(problems);
        }
        all.retain(|one| is_output(&one.key, patterns));
        Ok(all)
    }

    /// Whether it is so or not, and its mean a share of runs.
    pub fn is_share(&self) -> bool {
        matches!(
            self.kind,
            Kind::Outcome(_) | Kind::Struck | Kind::Retaliated | Kind::Mediated | Kind::Agreement
        )
    }

    /// Its unit; `share` for what is or is not so.
    pub fn unit(&self) -> &'static str {
        match self.kind {
            Kind::ViolentActs => "acts",
            Kind::ForceTurns => "turns",
            Kind::PeakRung => "rungs",
            Kind::FightingDays | Kind::EndDay => "days",
            Kind::Fatalities => "deaths",
            _ => "share",
        }
    }

    /// Reads it off a run that has ended.
    pub(super) fn read(&self, scenario: &Scenario, record: &RunRecord) -> i64 {
        match self.kind {
            Kind::Outcome(place) => i64::from(OutcomeClass::place(scenario, record) == place),
            Kind::Struck => i64::from(record.first_strike.is_some()),
            Kind::Retaliated => i64::from(record.retaliation_delay.is_some()),
            Kind::Mediated => i64::from(record.mediation_day.is_some()),
            Kind::Agreement => i64::from(record.agreement_day.is_some()),
            Kind::ViolentActs => i64::from(record.violent_acts),
            Kind::ForceTurns => i64::from(record.force_turns),
            Kind::PeakRung => record.peak_rung.map_or(0, |rung| rung as i64 + 1),
            Kind::FightingDays => i64::from(record.fighting_days),
            Kind::Fatalities => {
                record.dead.iter().map(|dead| dead.military + dead.civilian).sum::<u64>() as i64
            }
            Kind::EndDay => i64::from(record.end_day),
        }
    }
}

/// Whether one of the patterns means the output of this key.
pub fn is_output(key: &str, patterns: &[String]) -> bool {
    patterns.iter().any(|pattern| fits(pattern, key) || key.strip_prefix(CLASS) == Some(pattern.as_str()))
}

/// In words, every pattern that means none of these outputs.
pub fn unknown_outputs(keys: &[String], patterns: &[String]) -> Vec<String> {
    let bare = |key: &str| key.strip_prefix(CLASS).unwrap_or(key).to_owned();
    let known: Vec<String> = keys.iter().map(|key| bare(key)).collect();
    let is_idle = |pattern: &&String| !keys.iter().any(|key| is_output(key, std::slice::from_ref(*pattern)));
    patterns.iter().filter(is_idle).map(|pattern| unknown("output", &bare(pattern), &known)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::fixture::{RIVALS, program};

    fn chosen(patterns: &[&str]) -> Result<Vec<String>, Vec<String>> {
        let patterns: Vec<String> = patterns.iter().map(|&pattern| pattern.to_owned()).collect();
        let outputs = Output::chosen(program(RIVALS).scenario(), &patterns)?;
        Ok(outputs.into_iter().map(|output| output.key).collect())
    }

    #[test]
    fn outputs_are_chosen_by_name_or_pattern() {
        assert_eq!(chosen(&["war", "violent_acts"]).unwrap(), ["outcome_war", "violent_acts"]);
        assert!(chosen(&["outcome_*"]).unwrap().len() >= 5);
        assert!(chosen(&[]).unwrap().contains(&"mediated".to_owned()));
        let meant = ["`wars`; did you mean `war`?", "`struk`; did you mean `struck`?"];
        assert_eq!(
            chosen(&["outcome_wars", "struk"]).unwrap_err(),
            meant.map(|text| format!("there is no output {text}"))
        );
        let without = program("[states.a]\n[states.b]\n[relations.a.b]\n");
        assert!(Output::all(without.scenario()).iter().all(|output| output.key != "mediated"));
    }
}
