//! Whatever the text, the room answers with a spec or with problems, and its own checks never leave a job to serde.

use std::sync::LazyLock;

use proptest::prelude::*;

use crate::spec::shape::{self, Part, Shape};
use crate::spec::{Document, ScenarioSpec, child_path, load_from, schema};

/// A text with every kind of value.
const WHOLE: &str = r#"
title = "All of it"
start = 2024-01-03
horizon_days = 120
focus = ["iran", "pakistan"]
ladder_base = "default"

[ladder.blockade]
severity = 0.5
violent = true
fatalities = { mean = 2, dispersion = 0.5 }

[states.iran]
name = "Iran"
power = 1.5
resolve = { beta = { mean = 0.55, concentration = 8 } }
audience_cost = { triangular = { low = 0.4, mode = 0.6, high = 0.8 } }
prestige = { normal = { mean = 0.5, sd = 0.1 } }
precision = { lognormal = { median = 4, sigma = 0.5, high = 20 } }
tempo = { pert = { low = 0.2, mode = 0.3, high = 0.6 } }
routine = { uniform = { low = 0.02, high = 0.08 } }
proportionality = { discrete = { values = [0, 0.5, 1], weights = [1, 2, 1] } }
foresight = 1
nuclear = false
policy = "quantal"
elections = [{ date = 2024-03-01, weight = 0.6 }, { date = 90, weight = 0 }]

[states.pakistan]

[relations.iran.pakistan]
resolve_belief = { mean = 0.5, confidence = 4 }
reach = "strike_state"
onlookers = { india = 0.5 }

[mediators.china]
mode = "encourage"
rivals = ["united_states"]
parties.pakistan = { trust = 0.9, leverage = 0.7 }

[events.kerman]
date = 2024-01-03
effects = [{ assertiveness = { iran = 0.8 } }, { grievance = { "iran.pakistan" = 0.25 } }]

[events.reply]
after = { event = "kerman", delay_days = 3, occurred = true }
repeats = true

[utility]
effort_fixed = -0.1

[dynamics]
max_climb = 3

[mediation]
accept_base = -1
"#;

/// Pieces that go wrong in interesting ways.
const PIECES: &[&str] = &[
    "3",
    "-1",
    "1.5",
    "nan",
    "-inf",
    "1e999",
    "9223372036854775808",
    "true",
    "\"text\"",
    "\"\"",
    "'$knob'",
    "[]",
    "[1, 2]",
    "[\"a\", 3]",
    "{}",
    "{ uniform = { low = 0, high = 1 } }",
    "{ beta = 3 }",
    "{ low = 1 }",
    "2024-01-03",
    "2024-02-30",
    "10:00:00",
    "2024-01-03T10:00:00Z",
    "[states]",
    "[[states.iran]]",
    "[a.\"b.c\"]",
    "=",
    ",",
    "\n",
    "\"",
    "é",
    "{",
    "}",
    "[",
    "]",
    "#",
    ".",
    "\0",
    "\u{feff}",
];

/// Every path that the schema knows, with `iran` for each name and 0 for each item.
static PATHS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut paths = Vec::new();
    collect(crate::spec::schema::shared(), "", &mut paths);
    paths
});

fn collect(part: Part, path: &str, paths: &mut Vec<String>) {
    paths.push(path.to_owned());
    match Shape::of(part) {
        Shape::Table(_) => {
            shape::fields(part).iter().for_each(|(key, part)| collect(part, &child_path(path, key), paths));
        }
        Shape::Names(part) => collect(part, &child_path(path, "iran"), paths),
        Shape::List { items, .. } => collect(items, &child_path(path, "0"), paths),
        _ => {}
    }
}

/// Reads, and holds the room to its promise: no disagreement between the gate and the types.
fn check(document: &Document) {
    let (_, problems) = document.read();
    for problem in &problems {
        let location = problem.location.as_ref();
        let location = location.unwrap_or_else(|| panic!("serde had the last word: {}", problem.what));
        let source = document.source(&location.source).unwrap();
        assert!(source.text.get(location.span.clone()).is_some(), "{problem:?}");
    }
}

fn check_text(text: String) {
    match Document::parse("s.toml", text) {
        Ok(document) => check(&document),
        Err(errors) => {
            assert!(!errors.problems.is_empty());
            for problem in &errors.problems {
                let span = problem.location.as_ref().unwrap().span.clone();
                assert!(errors.source_text.text.get(span).is_some(), "{problem:?}");
            }
        }
    }
}

#[test]
fn the_whole_text_is_sound_and_written_back_the_same() {
    let document = Document::parse("s.toml", WHOLE.into()).unwrap();
    let (spec, problems) = document.read();
    assert_eq!(problems, []);
    let json = serde_json::to_string(&spec).unwrap();
    assert!(json.contains(r#""start":"2024-01-03""#) && !json.contains("null"));
    assert_eq!(serde_json::from_str::<ScenarioSpec>(&json).unwrap(), spec);
    assert_eq!(toml::from_str::<ScenarioSpec>(&toml::to_string(&spec).unwrap()).unwrap(), spec);
}

#[test]
fn the_schema_is_tidy() {
    let text = schema().to_string();
    assert!(!text.contains("null"), "a TOML file cannot say null");
    assert!(PATHS.len() > 150);
    for path in PATHS.iter() {
        assert!(!path.contains("\"\""), "{path}");
    }
}

#[test]
fn deep_nesting_is_turned_down() {
    for text in [format!("a = {}", "[".repeat(100_000)), format!("a{} = 1", ".a".repeat(100_000))] {
        assert!(Document::parse("s.toml", text).is_err());
    }
    let mut document = Document::parse("s.toml", WHOLE.into()).unwrap();
    let problem = document.set(&format!("a{}=1", ".a".repeat(100_000))).unwrap_err();
    assert_eq!(problem.what, "a path of more than 32 keys");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_value_at_any_place_gives_a_spec_and_problems(
        edits in prop::collection::vec((0..10_000_usize, 0..PIECES.len()), 1..6)
    ) {
        let mut document = Document::parse("s.toml", WHOLE.into()).unwrap();
        for (path, piece) in edits {
            let path = &PATHS[path % PATHS.len()];
            if let Err(problem) = document.set(&format!("{path}={}", PIECES[piece])) {
                prop_assert!(problem.location.is_some());
            }
        }
        check(&document);
    }

    #[test]
    fn any_damage_to_the_text_gives_a_spec_or_problems(
        edits in prop::collection::vec((0..10_000_usize, 0..12_usize, 0..PIECES.len()), 1..6)
    ) {
        let mut text: Vec<char> = WHOLE.chars().collect();
        for (at, cut, piece) in edits {
            let at = at % text.len();
            let end = (at + cut).min(text.len());
            text.splice(at..end, PIECES[piece].chars());
        }
        check_text(text.into_iter().collect());
    }

    #[test]
    fn any_bytes_give_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(document) = load_from("s.toml", bytes.as_slice()) {
            check(&document);
        }
    }

    #[test]
    fn any_assignment_gives_an_answer(assignment in "[a-z.\"=\\\\0-9{}\\[\\] é]{0,40}") {
        let mut document = Document::parse("s.toml", WHOLE.into()).unwrap();
        if let Err(problem) = document.set(&assignment) {
            let location = problem.location.unwrap();
            prop_assert!(document.source(&location.source).unwrap().text.get(location.span).is_some());
        }
        check(&document);
    }
}
