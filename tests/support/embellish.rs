//! Random valid scenarios with what scenarios of the generator lack: numbers that are drawn, knobs, outcome classes, conditions, dates, and texts that are
//! awkward to write.

use std::fmt::Write;

use proptest::prelude::*;

use super::any_scenario;

/// Shares that may be drawn in each run.
const SHARES: [&str; 9] = [
    "resolve",
    "prestige",
    "assertiveness",
    "defence",
    "grievance",
    "ties",
    "injury",
    "tension",
    "proportionality",
];

/// Conditions of outcome classes; all of them speak only of what every scenario has.
const ENDINGS: [&str; 8] = [
    "fatalities_total > 10",
    "force_turns == 2 && settled",
    "struck && dead.s0 + dead.s1 == 0",
    "!(retaliation_delay_days <= 3)",
    "first_strike_day < 5 or war_days >= 2",
    "reached.coerce and not reached.war",
    "min(dead.s0, dead.s1) * 2 > max(1, dead.s0)",
    "peak_rung_number >= 3",
];

/// Conditions of events.
const MORNINGS: [&str; 5] = [
    "tension.s0.s1 > 0.2 && !struck.s1.s0",
    "dead.s1 >= 10 && (weariness.s1 > 0.1 || prestige.s1 < 0.4)",
    "struck.s0.s1 + struck.s1.s0 >= 1",
    "grievance.s0.s1 * 2 > 0.3",
    "abs(tension.s0.s1 - tension.s1.s0) < 0.5",
];

/// Texts for titles, as TOML.
const TITLES: [&str; 4] = [
    r#""Two rivals""#,
    r#""=1+1, \"quoted\"; \t and \\""#,
    r#""Krise <b>é</b> 危機 \u202e""#,
    "'''\nlines\n'''",
];

/// A scenario with some of all there is.
pub(crate) fn any_full_scenario() -> impl Strategy<Value = String> {
    let choices = prop::collection::vec((0_u8..8, 0_u32..=1000), 40);
    (any_scenario(), choices, prop::option::of(0..TITLES.len()), any::<bool>(), 0..ENDINGS.len(), 0..MORNINGS.len())
        .prop_map(|(text, choices, title, dated, ending, morning)| {
            let mut head = title.map_or_else(String::new, |title| format!("title = {}\n", TITLES[title]));
            if dated {
                head += "start = 2024-02-20\n";
            }
            let (text, knobs) = with_draws(&text, &choices);
            let mut outcomes = String::new();
            for (number, at) in [ending, (ending + 3) % ENDINGS.len()].into_iter().enumerate() {
                writeln!(outcomes, "[outcomes.o{number}]\nwhen = '{}'", ENDINGS[at]).expect("text takes text");
            }
            let event = format!(
                "[events.when]\nwhen = '{}'\nprobability = 0.7\neffects = [{{ tension = {{ \"s0.s1\" = 0.1 }} }}]\n",
                MORNINGS[morning]
            );
            format!("{head}{text}{outcomes}{event}{knobs}")
        })
}

/// The text with some of its shares drawn in each run, or knobs; and the table of knobs.
fn with_draws(text: &str, choices: &[(u8, u32)]) -> (String, String) {
    let (mut lines, mut knobs) = (Vec::new(), String::from("[knobs]\n"));
    let mut choices = choices.iter().cycle();
    for (number, line) in text.lines().enumerate() {
        let Some((key, value)) = line.split_once(" = ").filter(|(key, _)| SHARES.contains(key)) else {
            lines.push(line.to_owned());
            continue;
        };
        let &(kind, thousandths) = choices.next().expect("a cycle has no end");
        let value = match drawn(kind, f64::from(thousandths) / 1000.0) {
            Some(distribution) => distribution,
            None => value.to_owned(),
        };
        if kind % 3 == 0 {
            writeln!(knobs, "k{number} = {value}").expect("text takes text");
            lines.push(format!("{key} = \"$k{number}\""));
        } else {
            lines.push(format!("{key} = {value}"));
        }
    }
    (lines.join("\n") + "\n", knobs)
}

/// A distribution of a share, or none.
fn drawn(kind: u8, share: f64) -> Option<String> {
    let (low, high) = (share / 2.0, share / 2.0 + 0.4);
    let inner = share.clamp(0.05, 0.95);
    Some(match kind {
        0 => format!("{{ uniform = {{ low = {low}, high = {high} }} }}"),
        1 => format!("{{ triangular = {{ low = {low}, mode = {high}, high = {high} }} }}"),
        2 => format!("{{ beta = {{ mean = {inner}, concentration = 8 }} }}"),
        3 => format!("{{ normal = {{ mean = {share}, sd = 0.1 }} }}"),
        4 => format!("{{ discrete = {{ values = [{low}, {high}], weights = [3, 1] }} }}"),
        _ => return None,
    })
}
