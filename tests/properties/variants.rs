//! What must not matter: whether a scenario lies in one file or two, and whether a number stands in its place or in a knob.

use std::fmt::Write;

use offramp::engine::Program;
use offramp::output::canonical;
use offramp::spec::{Document, load};
use proptest::prelude::*;

use crate::support::{any_scenario, digest, parse, program, runs};

/// The scenario that a document means.
fn meant(document: &Document) -> offramp::model::Scenario {
    let (spec, problems) = document.read();
    assert_eq!(problems, []);
    offramp::model::Scenario::new(&spec).unwrap()
}

/// What the first runs come to.
fn digests(program: &Program) -> Vec<String> {
    runs(program, 3, 3).iter().map(|record| digest(program, record)).collect()
}

/// The text with each number of a state's `key` made the knob of its own that `[knobs]` then has.
fn with_knobs(text: &str, keys: &[&str]) -> String {
    let (mut knobs, mut lines) = (String::from("\n[knobs]\n"), Vec::new());
    for (number, line) in text.lines().enumerate() {
        match line.split_once(" = ") {
            Some((key, value)) if keys.contains(&key) => {
                writeln!(knobs, "k{number} = {value}").unwrap();
                lines.push(format!("{key} = \"$k{number}\""));
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n") + &knobs
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_overlay_that_changes_nothing_is_its_base(text in any_scenario()) {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("base.toml", &text);
        write("o.toml", "extends = \"base.toml\"\n");
        // Says again all that the base says, one level further up.
        write("again.toml", &format!("extends = \"o.toml\"\n{text}"));
        let plain = program(&text);
        for name in ["o.toml", "again.toml"] {
            let overlaid = meant(&load(&folder.path().join(name)).unwrap());
            prop_assert_eq!(canonical(&overlaid), canonical(plain.scenario()));
            prop_assert_eq!(digests(&Program::new(&overlaid)), digests(&plain));
        }
    }

    #[test]
    fn a_knob_is_the_value_it_stands_for(text in any_scenario()) {
        let plain = program(&text);
        let keys = ["horizon_days", "max_climb", "power", "resolve", "precision", "nuclear", "foresight", "ties", "reach",
            "posture", "mode", "initiative", "hazard_per_day", "date"];
        let knobs = with_knobs(&text, &keys);
        prop_assert!(knobs.contains("tension") && knobs.contains("resolve = \"$k"));
        let turned = parse(&knobs, &[]).map_err(TestCaseError::fail)?;
        prop_assert_eq!(canonical(&turned), canonical(plain.scenario()));
        prop_assert_eq!(digests(&Program::new(&turned)), digests(&plain));
    }

    #[test]
    fn one_text_again_is_the_scenario(text in any_scenario()) {
        let document = Document::parse("s.toml", with_knobs(&text, &["resolve", "reach"])).unwrap();
        let again = Document::parse("again.toml", document.to_toml()).unwrap();
        prop_assert_eq!(canonical(&meant(&again)), canonical(&meant(&document)));
        prop_assert_eq!(again.order_of("events"), document.order_of("events"));
    }
}
