use super::*;
use crate::spec::{Document, RelationSpec, ScenarioSpec};

fn size(text: &str) -> ScenarioSize {
    text.parse().unwrap()
}

fn read(text: &str) -> ScenarioSpec {
    let (spec, problems) = Document::parse("synthetic", text.to_owned()).unwrap().read();
    assert_eq!(problems, []);
    spec
}

/// Every relation by name, and whether the file says anything of it.
fn relations(spec: &ScenarioSpec) -> Vec<(String, bool)> {
    let named = |from: &str, to: &str| format!("{from}.{to}");
    let of = spec.relations.iter();
    of.flat_map(|(from, others)| {
        others.iter().map(move |(to, relation)| (named(from, to), *relation != RelationSpec::default()))
    })
    .collect()
}

#[test]
fn a_scenario_has_the_counts_that_were_asked_for() {
    for (text, counts) in [
        ("2", (2, 2, 2)),
        ("3,4", (3, 4, 4)),
        ("7,42,10", (7, 42, 10)),
        ("40,400,0", (40, 400, 0)),
        ("101,1_010", (101, 1010, 1010)),
    ] {
        let spec = read(&synthetic_scenario("x", size(text)));
        let relations = relations(&spec);
        let active = relations.iter().filter(|(_, active)| *active).count();
        assert_eq!((spec.states.len(), relations.len(), active), counts, "{text}");
        assert_eq!(spec.events.len(), active / 2, "{text}");
    }
}

#[test]
fn more_active_relations_leave_the_others_as_they_are() {
    let (few, many) =
        ["30,300,40", "30,300,80"].map(|text| read(&synthetic_scenario("x", size(text)))).into();
    assert_eq!(few.states, many.states);
    for ((name, is_active), (other, is_active_too)) in relations(&few).into_iter().zip(relations(&many)) {
        assert_eq!(name, other);
        assert!(is_active_too || !is_active, "{name}");
    }
    for (key, event) in &few.events {
        assert_eq!(many.events.get(key), Some(event), "{key}");
    }
}

#[test]
fn actors_differ() {
    let spec = read(&synthetic_scenario("x", size("60,600")));
    let mut states: Vec<String> = spec.states.values().map(|state| format!("{state:?}")).collect();
    states.sort();
    states.dedup();
    assert_eq!(states.len(), 60);
    let grievances = spec.relations.values().flat_map(|others| others.values().map(|one| &one.grievance));
    let mut grievances: Vec<String> = grievances.map(|grievance| format!("{grievance:?}")).collect();
    grievances.sort();
    grievances.dedup();
    assert_eq!(grievances.len(), 41, "every hundredth from 0.20 to 0.60");
}

#[test]
fn sizes_that_do_not_exist_are_told_apart() {
    for (text, message) in [
        ("1", "1 states: a synthetic scenario has 2 to 10000"),
        ("10001", "10001 states: a synthetic scenario has 2 to 10000"),
        ("", "STATES must be a whole number, and `` is none; a size is written like 200,2000,100"),
        ("200,2k", "RELATIONS must be a whole number, and `2k` is none; a size is written like 200,2000,100"),
        ("9,20,-2", "ACTIVE must be a whole number, and `-2` is none; a size is written like 200,2000,100"),
        ("9,20,2,1", "a size has up to three parts, STATES,RELATIONS,ACTIVE, such as 200,2000,100"),
        ("9,21", "21 relations: relations come in pairs, one each way, so give an even number: 20 or 22"),
        (
            "9,20,3",
            "3 active relations: relations come in pairs, one each way, so give an even number: 2 or 4",
        ),
        ("200,396", "396 relations are too few: to hold 200 states together takes 398"),
        ("5,22", "22 relations are too many: between 5 states there are at most 20"),
        ("2000,200000", "200000 relations are too many: between 2000 states there are at most 100000"),
        ("9,20,22", "22 active relations are more than the 20 that there are"),
    ] {
        assert_eq!(text.parse::<ScenarioSize>().unwrap_err().to_string(), message, "{text}");
    }
}

#[test]
fn what_is_left_out_of_a_size() {
    assert_eq!(size("200"), size("200,2000,2000"));
    assert_eq!(size("5"), size("5, 20, 20"), "no more than there can be");
    assert_eq!(size("200,2000,100").to_string(), "200 states, 2000 relations, 100 of them active");
}
