//! What a scenario says to be inactive: go-betweens, armed groups and events that are there by name only.

use std::collections::BTreeSet;

use crate::spec::ScenarioSpec;

/// The scenario with everything silenced that is not active; `None` if all of it is.
///
/// Silenced, not deleted, so that whatever names it stays sound: a go-between has no initiative and so never steps in; an
/// armed group has no capacity, and no event gives it any; an event has no chance, so that what waits for its coming never
/// comes, and what waits for its failing always does.
pub(super) fn silenced(spec: &ScenarioSpec) -> Option<ScenarioSpec> {
    let off = |active: Option<bool>| active == Some(false);
    let groups: BTreeSet<&String> =
        spec.groups.iter().filter(|(_, group)| off(group.active)).map(|(key, _)| key).collect();
    let all_active = groups.is_empty()
        && !spec.mediators.values().any(|mediator| off(mediator.active))
        && !spec.events.values().any(|event| off(event.active));
    if all_active {
        return None;
    }
    let mut silenced = spec.clone();
    for mediator in silenced.mediators.values_mut().filter(|mediator| off(mediator.active)) {
        mediator.initiative = Some(0.0.into());
    }
    for group in silenced.groups.values_mut().filter(|group| off(group.active)) {
        group.capacity = Some(0.0.into());
    }
    for event in silenced.events.values_mut() {
        if off(event.active) {
            event.probability = Some(0.0.into());
        }
        for effect in &mut event.effects {
            effect.capacity.retain(|group, _| !groups.contains(group));
        }
    }
    Some(silenced)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Scenario;
    use crate::spec::Document;

    const TEXT: &str = r#"
        [states.a]
        [states.b]
        [relations.a.b]
        [mediators.m]
        initiative = 0.7
        parties.a = {}
        parties.b = {}
        [groups.g]
        host = "b"
        targets.a = {}
        [events.e]
        date = 3
        effects = [{ capacity = { g = -0.5 } }, { tension = { "a.b" = 0.2 } }]
        [events.f]
        after = { event = "e", occurred = false }
    "#;

    fn spec(sets: &[&str]) -> ScenarioSpec {
        let mut document = Document::parse("s.toml", TEXT.into()).unwrap();
        for set in sets {
            document.set(set).unwrap();
        }
        let (spec, problems) = document.read();
        assert_eq!(problems, []);
        spec
    }

    fn numbers(spec: &ScenarioSpec) -> Vec<(String, String)> {
        let scenario = Scenario::new(spec).unwrap();
        scenario.inputs().iter().map(|input| (input.path.clone(), input.quantity.to_string())).collect()
    }

    #[test]
    fn what_is_not_active_is_silenced_and_everything_else_is_left_alone() {
        for (sets, same) in [
            (&["mediators.m.active=false"][..], &["mediators.m.initiative=0"][..]),
            (&["events.e.active=false"], &["events.e.probability=0"]),
            (&["mediators.m.active=true", "events.f.active=true", "groups.g.active=true"], &[]),
        ] {
            assert_eq!(numbers(&spec(sets)), numbers(&spec(same)), "{sets:?}");
        }
        let without = numbers(&spec(&["groups.g.active=false"]));
        assert!(without.contains(&("groups.g.capacity".to_owned(), "0".to_owned())));
        assert!(without.iter().all(|(path, _)| !path.ends_with(".capacity.g")), "{without:?}");
        assert_eq!(without.len() + 1, numbers(&spec(&[])).len());
    }

    #[test]
    fn what_is_not_active_is_checked_all_the_same() {
        for (off, wrong) in [
            ("mediators.m.active=false", "mediators.m.parties.nobody={}"),
            ("groups.g.active=false", "groups.g.host=nobody"),
            ("events.e.active=false", "events.e.effects.0.capacity.nobody=1"),
        ] {
            let problems = Scenario::new(&spec(&[off, wrong])).unwrap_err();
            assert!(problems.iter().all(|problem| problem.what.contains("nobody")), "{problems:?}");
        }
    }
}
