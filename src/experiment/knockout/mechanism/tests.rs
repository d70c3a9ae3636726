use super::*;
use crate::experiment::fixture::RIVALS;

fn read(text: &str) -> (ScenarioSpec, Scenario) {
    let spec: ScenarioSpec = toml::from_str(text).unwrap();
    let scenario = Scenario::new(&spec).unwrap();
    (spec, scenario)
}

fn keys(text: &str) -> Vec<String> {
    mechanisms(&read(text).1).into_iter().map(|mechanism| mechanism.key).collect()
}

fn without(text: &str, key: &str) -> ScenarioSpec {
    let (spec, scenario) = read(text);
    let found = mechanisms(&scenario).into_iter().find(|mechanism| mechanism.key == key);
    found.unwrap_or_else(|| panic!("no {key}")).without(&spec)
}

#[test]
fn only_what_is_there_is_listed() {
    let expected = [
        "utility.coercion",
        "utility.assertion",
        "utility.audience",
        "utility.reprisal",
        "utility.ties",
        "utility.legitimacy",
        "utility.pressure",
        "utility.weariness",
        "utility.effort",
        "utility.reconciliation",
        "utility.humiliation",
        "mediators.m",
        "events.bomb",
        "assurances",
    ];
    assert_eq!(keys(RIVALS), expected);
    let less =
        format!("{RIVALS}\n[utility]\ncoercion = 0\neffort = 0\n[dynamics]\nassurance_softening = 0\n");
    let keys_of_less = keys(&less);
    assert!(!keys_of_less.contains(&"utility.coercion".to_owned()));
    assert!(keys_of_less.contains(&"utility.effort".to_owned()), "the cost of any act at all remains");
    assert!(keys_of_less.contains(&"assurances".to_owned()), "the discount remains");
}

#[test]
fn every_removal_leaves_a_sound_scenario_without_the_mechanism() {
    let text = RIVALS.replace("[states.a]\n", "[states.a]\nnuclear = true\nelections = [{ date = 5 }]\n");
    let text = text.replace("[relations.a.b]\n", "[relations.a.b]\nonlookers = { idle = 0.5 }\n");
    let text = text.replace("name = \"M\"\n", "name = \"M\"\nrivals = [\"silent\"]\n");
    let (spec, scenario) = read(&text);
    let list = mechanisms(&scenario);
    assert_eq!(list.len(), 13 + 1 + 1 + 4);
    for mechanism in &list {
        let changed = mechanism.without(&spec);
        assert_ne!(changed, spec, "{mechanism:?}");
        let scenario =
            Scenario::new(&changed).unwrap_or_else(|problems| panic!("{mechanism:?}: {problems:?}"));
        let keys: Vec<String> = mechanisms(&scenario).into_iter().map(|left| left.key).collect();
        assert!(!keys.contains(&mechanism.key), "{mechanism:?} is still there");
    }
}

#[test]
fn what_conditions_speak_of_keeps_its_name() {
    let group = "[groups.raiders]\nhost = \"b\"\ntargets.a = {}\n";
    let condition = "[outcomes.own]\nwhen = \"mediator.m && group_attacks_raiders > 0\"\n";
    let (spec, scenario) = read(&format!("{RIVALS}{group}{condition}"));
    for mechanism in mechanisms(&scenario) {
        let changed = mechanism.without(&spec);
        Scenario::new(&changed).unwrap_or_else(|problems| panic!("{mechanism:?}: {problems:?}"));
    }
}

#[test]
fn without_nuclear_weapons_the_reach_ends_below_them() {
    let text = RIVALS.replace("[states.a]\n", "[states.a]\nnuclear = true\n");
    let text = text.replacen("reach = \"war\"", "reach = \"nuclear\"", 1);
    let spec = without(&text, "nuclear_weapons");
    assert_eq!(spec.relations["a"]["b"].reach.as_deref(), Some("war"));
    assert_eq!(spec.relations["b"]["a"].reach.as_deref(), Some("war"));
    assert_eq!(spec.states["a"].nuclear, None);
}

#[test]
fn names_that_need_quotes_are_addresses_too() {
    let text = RIVALS.replace("[events.bomb]", "[events.\"a bomb\"]");
    assert!(keys(&text).contains(&"events.\"a bomb\"".to_owned()));
}
