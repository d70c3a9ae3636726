use crate::model::{Dead, Scenario};
use crate::spec::Document;

const PAIR: &str = "horizon_days = 60\n[states.a]\n[states.b]\n[relations.a.b]\n[relations.b.a]\n";

fn dead(more: &str) -> Vec<String> {
    let document = Document::parse("s.toml", format!("{PAIR}{more}")).unwrap();
    let (spec, problems) = document.read();
    assert_eq!(problems, []);
    let paths = Scenario::new(&spec).unwrap().dead().into_iter();
    paths.map(|Dead { path, .. }| path).collect()
}

#[test]
fn a_living_scenario_is_left_alone() {
    assert_eq!(dead(""), [""; 0]);
    let more = "[states.c]\n[relations.a.b.onlookers]\nc = 0.5\n\
        [mediators.m.parties]\na = { trust = 0.5 }\nb = { leverage = 0.5 }\n\
        [events.e]\ndate = 59\neffects = [{ tension = { \"a.b\" = 0.5 } }]\n\
        [events.f]\nprobability = 0\ndate = 3\neffects = [{ tension = { \"a.b\" = 0.5 } }]\n";
    assert_eq!(dead(more), [""; 0]);
}

#[test]
fn states_that_deal_with_nobody() {
    assert_eq!(dead("[states.c]\n"), ["states.c"]);
    assert_eq!(dead("[states.c]\npower = 2\n[relations.a.b.onlookers]\nc = 0.5\n"), ["states.c"]);
}

#[test]
fn events_that_cannot_occur_or_change_nothing() {
    let more = "[events.late]\ndate = 60\neffects = [{ prestige = { a = 0.1 } }]\n\
        [events.after_late]\nafter = { event = \"late\" }\neffects = [{ prestige = { a = 0.1 } }]\n\
        [events.beyond]\nwhen_rung = { from = \"a\", to = \"b\", rung = \"nuclear\" }\neffects = [{ prestige = { a = 0.1 } }]\n\
        [events.idle]\ndate = 2\n";
    assert_eq!(
        dead(more),
        ["events.after_late.after", "events.beyond.when_rung", "events.idle", "events.late.date"]
    );
}

#[test]
fn elections_outside_the_window() {
    let more = "[[states.a.elections]]\ndate = 118\n[[states.a.elections]]\ndate = 119\n";
    let document = Document::parse(
        "s.toml",
        format!("horizon_days = 60\n[states.b]\n[relations.a.b]\n[states.a]\n{more}"),
    )
    .unwrap();
    let scenario = Scenario::new(&document.read().0).unwrap();
    let paths: Vec<String> = scenario.dead().into_iter().map(|dead| dead.path).collect();
    assert_eq!(paths, ["states.a.elections.1"]);
}

#[test]
fn go_betweens_without_a_pair() {
    let more = "[states.c]\n[relations.c.a]\n[mediators.m.parties]\nb = {}\nc = {}\n\
        [mediators.n]\nmode = \"encourage\"\nrivals = [\"o\"]\nprestige = 0.4\nparties.b.trust = 0.3\n\
        [mediators.o]\nmode = \"encourage\"\nparties.a.leverage = 0.3\n";
    assert_eq!(
        dead(more),
        ["mediators.m", "mediators.n.parties.b.trust", "mediators.n.prestige", "mediators.n.rivals"]
    );
}

#[test]
fn weights_of_what_the_scenario_lacks() {
    let more = "[utility]\nnuclear_risk = 2\nprecedent = 3\npressure = 0\n[mediation]\nface = 0.4\n";
    assert_eq!(dead(more), ["mediation.face", "utility.nuclear_risk", "utility.precedent"]);
}

#[test]
fn beliefs_that_nobody_uses() {
    let more = "[relations.b.c.resolve_belief]\nmean = 0.4\n[states.c]\n";
    assert_eq!(dead(more), [""; 0]);
    let document = Document::parse(
        "s.toml",
        "[states]\na.foresight = 0\nb = {}\n[relations]\na.b.resolve_belief.mean = 0.4\nb.a.resolve_belief.mean = 0.4\n".into(),
    )
    .unwrap();
    let paths: Vec<String> =
        Scenario::new(&document.read().0).unwrap().dead().into_iter().map(|dead| dead.path).collect();
    assert_eq!(paths, ["relations.a.b.resolve_belief.mean"]);
}

#[test]
fn conditions_that_no_run_can_change() {
    let more = "[outcomes.always]\nwhen = \"1 + 1 == 2\"\n\
        [outcomes.strong]\nwhen = \"states.a.power > 2\"\n\
        [outcomes.drawn]\nwhen = \"states.b.resolve > 0.5\"\n\
        [outcomes.living]\nwhen = \"settled\"\n\
        [events.never]\nwhen = \"false\"\neffects = [{ prestige = { a = 0.1 } }]\n\
        [events.after_never]\nafter = { event = \"never\" }\neffects = [{ prestige = { a = 0.1 } }]\n\
        [events.after_daily]\nafter = { event = \"daily\" }\neffects = [{ prestige = { a = 0.1 } }]\n\
        [events.daily]\nwhen = \"day > 3\"\nrepeats = true\neffects = [{ prestige = { a = 0.1 } }]\n\
        [states.b.resolve]\nuniform = { low = 0.3, high = 0.7 }\n";
    assert_eq!(
        dead(more),
        ["events.after_never.after", "events.never.when", "outcomes.always.when", "outcomes.strong.when"]
    );
}

#[test]
fn what_belongs_to_another_policy() {
    let more = "[states]\nc.tremble = 0.1\nc.generosity = 0.2\n\
        d.policy = \"grim\"\nd.tremble = 0.1\nd.generosity = 0.2\nd.script = [{ date = 1, toward = \"a\", act = \"hold\" }]\n\
        e.policy = \"generous_tit_for_tat\"\ne.tremble = 0.1\ne.generosity = 0.2\n\
        [relations]\nc.a = {}\nd.a = {}\ne.a = {}\n";
    assert_eq!(
        dead(more),
        ["states.c.generosity", "states.c.tremble", "states.d.generosity", "states.d.script"]
    );
}

#[test]
fn what_a_condition_reads_is_not_dead() {
    let unread = "[relations.b.a]\nresolve_belief.mean = 0.4\n[states.c]\npower = 2\n\
        [utility]\nreprisal = 0\nprecedent = 3\n[events.idle]\ndate = 2\n";
    let idle = ["events.idle", "relations.b.a.resolve_belief.mean", "states.c", "utility.precedent"];
    assert_eq!(dead_in(unread), idle);
    let by_outcome = "[outcomes.own]\nwhen = \"occurred.idle && dead.c == 0 && utility.precedent > 2\"\n";
    assert_eq!(dead_in(&format!("{unread}{by_outcome}")), [idle[1]]);
    let by_event = "[events.own]\nwhen = \"believed_resolve.b.a > 0.5 && need.c > 0 && occurred.idle\"\n\
        effects = [{ prestige = { a = 0.1 } }]\n";
    assert_eq!(dead_in(&format!("{unread}{by_event}")), [idle[3]]);
}

/// The same of a pair of which only one relation is given.
fn dead_in(more: &str) -> Vec<String> {
    let text = format!("horizon_days = 60\n[states.a]\n[states.b]\n[relations.a.b]\n{more}");
    let document = Document::parse("s.toml", text).unwrap();
    let (spec, problems) = document.read();
    assert_eq!(problems, []);
    Scenario::new(&spec).unwrap().dead().into_iter().map(|dead| dead.path).collect()
}

#[test]
fn acts_of_scripts_that_cannot_be() {
    let more = "[states.c]\npolicy = \"scripted\"\nreach = \"war\"\nrungs = [\"protest\", \"covert\"]\n\
        script = [{ date = 59, toward = \"a\", act = \"protest\" }, { date = 60, toward = \"a\", act = \"hold\" }, \
        { date = 3, toward = \"a\", act = \"war\" }, { date = 4, toward = \"a\", act = \"nuclear\" }]\n\
        [relations.c.a]\n[events.e]\nwhen_rung = { from = \"c\", to = \"a\", rung = \"mobilise\" }\n\
        effects = [{ prestige = { a = 0.1 } }]\n\
        [events.f]\nwhen_rung = { from = \"c\", to = \"a\", rung = \"campaign\" }\n\
        effects = [{ prestige = { a = 0.1 } }]\n";
    assert_eq!(
        dead(more),
        ["events.f.when_rung", "states.c.script.1.date", "states.c.script.2.act", "states.c.script.3.act"]
    );
}

#[test]
fn what_a_state_that_never_weighs_has_no_use_for() {
    let state = |policy: &str| {
        format!(
            "[states.c]\n{policy}\nresolve = 0.7\nprecision = 4\naudience_cost = 0.3\n\
             [relations.c.a.resolve_belief]\nmean = 0.4\n[relations.a.c.resolve_belief]\nmean = 0.4\n"
        )
    };
    let idle = [
        "relations.a.c.resolve_belief.mean",
        "relations.c.a.resolve_belief.mean",
        "states.c.precision",
        "states.c.resolve",
    ];
    assert_eq!(dead(&state("policy = \"grim\"")), idle);
    assert_eq!(dead(&state("policy = \"grim\"\ntremble = 0.01")), [""; 0]);
    assert_eq!(dead(&state("policy = \"quantal\"")), [""; 0]);
}
