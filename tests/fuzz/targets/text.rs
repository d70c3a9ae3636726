//! Texts: scenarios, what they extend, conditions, and paths.

use std::path::Path;

use offramp::cli::checked;
use offramp::engine::{Program, RunKey, Silent, Workspace};
use offramp::experiment::Quantity;
use offramp::experiment::design::Design;
use offramp::experiment::score::{Score, ScorePlan, Targets};
use offramp::model::Scenario;
use offramp::output::canonical;
use offramp::spec::{Document, ScenarioSpec, field, load};

use super::folder::{in_folder, sections};

/// Scenarios with more of anything are checked and not played.
const MOST_PLAYED: usize = 8;
/// Scenarios of more days are checked and not played.
const MOST_DAYS: u32 = 120;
/// Designs of more points are made and not looked at.
const MOST_LOOKED_AT: usize = 4096;

/// Where single conditions and paths are put.
const HOST: &str = r#"
start = 2024-01-03
horizon_days = 20
[knobs]
heat = 0.4
[states.a]
nuclear = true
resolve = { uniform = { low = 0.3, high = 0.7 } }
elections = [{ date = 2024-01-10, weight = 0.6 }]
[states.b]
[states.c]
policy = "grim"
[relations.a.b]
grievance = "$heat"
onlookers = { c = 0.4 }
[relations.b.a]
reach = "war"
[mediators.m]
parties.a = { trust = 0.6, leverage = 0.3 }
parties.b = { trust = 0.6, leverage = 0.3 }
[groups.g]
host = "b"
targets.a = { rate_per_day = 0.1, severity = 0.3, fatalities = 2 }
[events.e]
date = 1
effects = [{ tension = { "a.b" = 0.4 } }]
[sweep.vary]
"states.a.resolve" = [0.2, 0.8]
[sweep.levers]
"states.b.policy" = ["grim", "quantal"]
"#;

/// What a file says, if it is sound; if it is, that its text as one file again says the same.
fn sound(document: &Document) -> Option<(ScenarioSpec, Scenario)> {
    let (spec, of_form) = document.read();
    let scenario = Scenario::new(&spec);
    if !of_form.is_empty() {
        return None;
    }
    let scenario = scenario.ok()?;
    let again = Document::parse("again.toml", document.to_toml()).expect("what is written out is TOML");
    let (spec_again, problems) = again.read();
    assert_eq!(problems, [], "what is written out is sound");
    let meant = Scenario::new(&spec_again).expect("what is written out means something");
    assert_eq!(canonical(&meant), canonical(&scenario), "what is written out means the same");
    Some((spec, scenario))
}

/// Plays a run of a scenario, if that is soon done.
fn play(scenario: &Scenario) {
    let counts = [
        scenario.states().len(),
        scenario.relations().len() / 4,
        scenario.groups().len(),
        scenario.mediators().len(),
        scenario.events().len(),
    ];
    if counts.into_iter().max() > Some(MOST_PLAYED) || scenario.horizon_days() > MOST_DAYS {
        return;
    }
    let program = Program::new(scenario);
    let mut workspace = Workspace::new(&program);
    let record = workspace.run(&program, RunKey::new(1, 0), &mut Silent);
    assert!(record.end_day < scenario.horizon_days());
}

fn check(path: &Path) {
    let (is_fine, text) = checked(path, &[]);
    assert!(!text.is_empty(), "something is said");
    let document = load(path);
    let scenario = document.as_ref().ok().and_then(sound);
    assert!(scenario.is_some() || !is_fine, "what cannot be read is not fine: {text}");
    if let Some((spec, scenario)) = scenario {
        if is_fine && let Ok(design) = Design::of_spec(&spec, 1) {
            assert!(!design.points().is_empty());
        }
        play(&scenario);
    }
}

/// A scenario file, as `check --explain` reads it, written out again, and played if it is small.
pub(super) fn scenario(bytes: &[u8]) {
    in_folder(|folder| check(&folder.write("s.toml", bytes).expect("a plain name")));
}

/// A scenario file with others beside it, which it may extend or take samples from.
pub(super) fn extends(bytes: &[u8]) {
    in_folder(|folder| {
        for (name, text) in sections(bytes) {
            let name = if name.is_empty() { "s.toml" } else { &name };
            folder.write(name, &text);
        }
        check(&folder.path().join("s.toml"));
    });
}

/// A condition of an event and of an outcome class, a quantity of an objective, and an expression of a target.
pub(super) fn expression(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let quoted = toml::Value::String(text.to_owned());
    for place in ["[events.x]\neffects = []\nrepeats = true", "[outcomes.x]"] {
        let whole = format!("{HOST}{place}\nwhen = {quoted}\n");
        let Ok(document) = Document::parse("s.toml", whole) else { continue };
        if let Some((_, scenario)) = sound(&document) {
            play(&scenario);
        }
    }
    let _ = Quantity::read(text);
    let share = toml::Value::String(format!("share({text})"));
    let target = |id: u8, quantity: &toml::Value| {
        format!(
            "[[targets]]\nid = \"t{id}\"\nquantity = {quantity}\nunit = \"share\"\nvalue = 0.5\nlow = 0.4\nhigh = 0.6\n\
             n = 10\nsource = \"none\"\ndefinition = \"none\"\n"
        )
    };
    for targets in [target(0, &quoted), target(1, &share)] {
        score(targets);
    }
}

/// Holds the host against a target, for two runs.
fn score(targets: String) {
    let Ok(document) = Document::parse("t.toml", targets) else { return };
    let (spec, problems) = document.read_targets();
    let host = host();
    if let Ok(targets) = Targets::new(&spec)
        && problems.is_empty()
    {
        let plan = ScorePlan { runs: 2, seed: 1, threads: 1 };
        let _ = Score::new(&host, &[], targets, plan).map(|score| score.rows(1));
    }
}

/// Lines that are each a `--set`, `--vary`, `--lever` or `--point`, or a path alone, which of them by the first letter.
pub(super) fn path(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut document = host();
    for line in text.lines().take(MOST_PLAYED) {
        let mut rest = line.chars();
        match (rest.next(), rest.as_str()) {
            (Some('s'), rest) => drop(document.set(rest)),
            (Some('v'), rest) => drop(document.vary(rest)),
            (Some('l'), rest) => drop(document.lever(rest)),
            (Some('p'), rest) => drop(document.point(rest)),
            (_, rest) => {
                let _ = (document.locate(rest), document.locate_key(rest), document.origin(rest));
                let _ = (field(rest), document.parameter(rest), document.range_at(rest));
                let _ = (document.places_of_knob(rest), document.range_of_knob(rest));
            }
        }
    }
    let _ = (document.leaves(), document.unused_knobs());
    let Some((spec, scenario)) = sound(&document) else { return };
    play(&scenario);
    let Ok(design) = Design::of_spec(&spec, 1) else { return };
    look_at(&design, &document);
}

/// The words of a design, and the scenarios at its first and last points.
pub(super) fn look_at(design: &Design, document: &Document) {
    let points = design.points().len();
    assert_eq!(points, design.policies() * design.futures(), "every policy meets every future");
    if points > MOST_LOOKED_AT {
        return;
    }
    let _ = design.canonical();
    for parameter in 0..design.parameters().len() {
        let _ = design.levels_of(parameter);
    }
    for point in [0, points - 1] {
        let _ = design.describe(point);
        let _ = design.scenario(point, document).map(|scenario| canonical(&scenario));
    }
}

/// The scenario that single things are put into.
pub(super) fn host() -> Document {
    Document::parse("s.toml", HOST.to_owned()).expect("TOML")
}
