//! A run's record as text: every value by name, so that records of programs with different indices can be compared.

use std::collections::BTreeMap;

use offramp::engine::{Program, RunRecord};

/// The record of a run, by name. Numbers are in the shortest form that reads back to the same bits.
pub(crate) fn canonical(program: &Program, record: &RunRecord) -> BTreeMap<String, String> {
    let scenario = program.scenario();
    let mut lines = BTreeMap::new();
    let mut put = |name: &str, value: String| {
        assert!(lines.insert(name.to_owned(), value).is_none(), "two values of {name}");
    };
    let mediator = |index: Option<usize>| index.map(|index| &scenario.mediators()[index].key);
    put("outcome", record.outcome.key().to_owned());
    put("end", record.end.key().to_owned());
    put("end_day", record.end_day.to_string());
    put("peak_rung", format!("{:?}", record.peak_rung.map(|rung| &scenario.ladder()[rung].key)));
    let first = record.first_strike.map(|first| (first.day, &scenario.relations()[first.relation].key));
    put("first_strike", format!("{first:?}"));
    put("retaliation_delay", format!("{:?}", record.retaliation_delay));
    put("reply_rung", format!("{:?}", record.reply_rung.map(|rung| &scenario.ladder()[rung].key)));
    put("crisis_days", format!("{:?}", record.crisis_days));
    put("end_form", format!("{:?}", record.end_form.map(offramp::model::EndForm::key)));
    put("violent_acts", record.violent_acts.to_string());
    put("force_turns", record.force_turns.to_string());
    put("rupture_days", record.rupture_days.to_string());
    put("fighting_days", record.fighting_days.to_string());
    put("war_days", record.war_days.to_string());
    put("last_violent_day", format!("{:?}", record.last_violent_day));
    put("mediator", format!("{:?} {:?}", mediator(record.mediator), record.mediation_day));
    put("agreement", format!("{:?} {:?}", mediator(record.agreement_by), record.agreement_day));
    for (index, &[there, _]) in scenario.pairs().iter().enumerate() {
        let (acts, turns) = (record.pair_violent_acts[index], record.pair_force_turns[index]);
        put(&format!("pair {}", scenario.relations()[there].key), format!("{acts} acts, {turns} turns"));
    }
    for (index, state) in scenario.states().iter().enumerate() {
        let dead = record.dead[index];
        put(&format!("dead {}", state.key), format!("{} {}", dead.military, dead.civilian));
        put(&format!("prestige {}", state.key), format!("{:?}", record.prestige_change[index]));
    }
    for (index, mediator) in scenario.mediators().iter().enumerate() {
        put(
            &format!("prestige of go-between {}", mediator.key),
            format!("{:?}", record.mediator_prestige_change[index]),
        );
    }
    for (index, group) in scenario.groups().iter().enumerate() {
        let (attacks, strikes) = (record.group_attacks[index], record.group_strikes[index]);
        let capacity = record.group_capacity[index];
        put(&format!("group {}", group.key), format!("{attacks} attacks, {strikes} strikes, {capacity:?}"));
    }
    for (index, event) in scenario.events().iter().enumerate() {
        put(&format!("event {}", event.key), format!("{:?}", record.event_day[index]));
    }
    for (value, slot) in record.inputs.iter().zip(program.drawn_inputs()) {
        put(&format!("input {}", scenario.inputs()[slot].path), format!("{value:?}"));
    }
    lines
}

/// The first 16 hexadecimal digits of BLAKE3 over the canonical text.
pub(crate) fn digest(program: &Program, record: &RunRecord) -> String {
    let mut hasher = blake3::Hasher::new();
    for (name, value) in canonical(program, record) {
        hasher.update(format!("{name}: {value}\n").as_bytes());
    }
    hasher.finalize().to_hex()[..16].to_owned()
}
