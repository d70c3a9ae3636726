//! Rules of decision, against weighing and against each other.

use offramp::engine::{Program, RunRecord};

use super::paired::Paired;
use crate::support::{Log, RICH, RIVALS, program, run, runs, with};

const RUNS: u64 = 60;

const RULES: [&str; 6] =
    ["tit_for_tat", "generous_tit_for_tat", "grim", "always_hold", "always_retaliate", "scripted"];

/// A script with dates on and off the agenda.
const SCRIPT: &str = "states.aland.script=[\
    { date = 1, toward = \"borduria\", act = \"protest\" }, \
    { date = 3, toward = \"borduria\", act = \"strike_group\", assured = true }, \
    { date = 50, toward = \"cathay\", act = \"conciliate\" }]";

fn with_rule(text: &str, states: &[&str], rule: &str, changes: &[&str]) -> Program {
    let policies: Vec<String> = states.iter().map(|state| format!("states.{state}.policy={rule}")).collect();
    let all: Vec<&str> = policies.iter().map(String::as_str).chain(changes.iter().copied()).collect();
    with(text, &all)
}

fn rivals_with(rule: &str, changes: &[&str]) -> Vec<RunRecord> {
    runs(&with_rule(RIVALS, &["borduria"], rule, changes), 1, RUNS)
}

/// However it is told to decide, a hand that always trembles weighs: to the last bit, also of what others expect of it and learn
/// from it.
#[test]
fn who_always_trembles_weighs() {
    let weighed = runs(&program(RICH), 1, RUNS);
    let trembles = ["states.aland.tremble=1", "states.borduria.tremble=1", "states.cathay.tremble=1", SCRIPT];
    for rule in RULES {
        let program = with_rule(RICH, &["aland", "borduria", "cathay"], rule, &trembles);
        assert_eq!(runs(&program, 1, RUNS), weighed, "{rule}");
        let steady = with_rule(RICH, &["aland"], rule, &[SCRIPT]);
        assert_ne!(runs(&steady, 1, RUNS), weighed, "{rule}");
    }
}

#[test]
fn without_generosity_nothing_is_let_pass() {
    let strict = rivals_with("tit_for_tat", &[]);
    assert_eq!(rivals_with("generous_tit_for_tat", &["states.borduria.generosity=0"]), strict);
    assert_ne!(rivals_with("generous_tit_for_tat", &["states.borduria.generosity=0.5"]), strict);
}

#[test]
fn full_generosity_lets_everything_pass() {
    let program = with_rule(RIVALS, &["borduria"], "generous_tit_for_tat", &["states.borduria.generosity=1"]);
    let mut log = Log::of(&program);
    for k in 0..RUNS {
        run(&program, 1, k, &mut log);
    }
    let by = |name: &str| {
        let acts = log.acts.iter().map(|(_, act)| &program.scenario().relations()[act.relation]);
        acts.filter(|relation| relation.key.starts_with(name)).count()
    };
    assert!(by("aland.") > 50 && by("borduria.") == 0, "{} {}", by("aland."), by("borduria."));
}

#[test]
fn without_a_script_there_is_nothing_to_do() {
    assert_eq!(rivals_with("scripted", &[]), rivals_with("always_hold", &[]));
}

#[test]
fn who_always_holds_strikes_nobody() {
    let both = with_rule(RIVALS, &["aland", "borduria"], "always_hold", &[]);
    assert!(runs(&both, 1, RUNS).iter().all(|record| record.peak_rung.is_none()));
    for record in rivals_with("always_hold", &[]) {
        assert!(record.force_turns <= 1 && record.retaliation_delay.is_none(), "{record:?}");
    }
}

/// Two of a kind that only answer do nothing, since nobody begins.
#[test]
fn between_two_who_only_answer_nothing_begins() {
    for rule in ["tit_for_tat", "generous_tit_for_tat", "grim"] {
        let both = with_rule(RIVALS, &["aland", "borduria"], rule, &[]);
        assert!(runs(&both, 1, RUNS).iter().all(|record| record.peak_rung.is_none()), "{rule}");
    }
}

/// Whoever goes by a rule has no use for what it would weigh with, nor have others for what they believe of it.
#[test]
fn a_steady_hand_has_no_use_for_resolve() {
    let steady = rivals_with("always_retaliate", &[]);
    let idle = [
        "states.borduria.precision=1",
        "states.borduria.resolve=0.9",
        "states.borduria.foresight=2",
        "relations.aland.borduria.resolve_belief.mean=0.9",
        "relations.borduria.aland.resolve_belief.mean=0.9",
    ];
    for change in idle {
        assert_eq!(rivals_with("always_retaliate", &[change]), steady, "{change}");
        let trembling = |changes: &[&str]| {
            let tremble = ["states.borduria.tremble=0.5"];
            runs(
                &with_rule(RIVALS, &["borduria"], "always_retaliate", &[&tremble[..], changes].concat()),
                1,
                200,
            )
        };
        assert_ne!(trembling(&[change]), trembling(&[]), "{change}");
    }
}

fn borduria(rule: &str) -> String {
    format!("states.borduria.policy={rule}")
}

#[test]
fn a_sure_answer_deters() {
    let pairs = Paired::play(RIVALS, &[&borduria("always_hold")], &[&borduria("always_retaliate")]);
    pairs.strikes().is_less("first strikes");
}

#[test]
fn the_generous_answer_less() {
    let pairs = Paired::play(RIVALS, &[&borduria("tit_for_tat")], &[&borduria("generous_tit_for_tat")]);
    pairs.retaliation_given_a_strike().is_less("retaliation given a strike");
}

/// The exchange that follows a single strike: one answer to it, or answers without end.
#[test]
fn the_grim_make_exchanges_longer() {
    let struck = [
        "states.aland.policy=scripted",
        "states.aland.script=[{ date = 1, toward = \"borduria\", act = \"strike_group\" }]",
        "states.aland.tremble=0.2",
    ];
    let [strict, grim, generous] = ["tit_for_tat", "grim", "generous_tit_for_tat"].map(borduria);
    let than_strict = |other: &str| {
        let [before, after] = [&strict, other].map(|rule| [&struck[..], &[rule]].concat());
        Paired::play(RIVALS, &before, &after).compare(|record| Some(f64::from(record.violent_acts)))
    };
    than_strict(&grim).is_more("violent acts under grim");
    than_strict(&generous).is_less("violent acts under generosity");
}

#[test]
fn what_a_state_can_do_is_what_it_can_do_in_every_relation() {
    let everywhere =
        ["relations.aland.borduria.reach=strike_group", "relations.aland.cathay.reach=strike_group"];
    let by_relation = runs(&with(RICH, &everywhere), 1, RUNS);
    // A relation that gives its own reach keeps it.
    let one_way = ["states.aland.reach=strike_group", "relations.aland.cathay.reach=strike_group"];
    assert_eq!(runs(&with(RICH, &one_way), 1, RUNS), by_relation);
    let listed = "states.aland.rungs=[\"strike_group\", \"covert\", \"mobilise\", \"coerce\", \"rupture\", \"protest\"]";
    assert_eq!(runs(&with(RICH, &[listed]), 1, RUNS), by_relation);
    assert_ne!(runs(&with(RICH, &["states.aland.rungs=[\"protest\"]"]), 1, RUNS), by_relation);
}

#[test]
fn only_the_rungs_of_a_state_are_open_to_it() {
    let program = with(RICH, &["states.aland.rungs=[\"protest\", \"strike_group\"]"]);
    let mut log = Log::of(&program);
    for k in 0..RUNS {
        run(&program, 1, k, &mut log);
    }
    let ladder = program.scenario().ladder();
    let aland = |relation: usize| program.scenario().relations()[relation].key.starts_with("aland.");
    let acts = log.acts.iter().filter(|(_, act)| aland(act.relation));
    let mut keys: Vec<&str> = acts.map(|(_, act)| ladder[act.landed].key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys, ["protest", "strike_group"]);
}

#[test]
fn a_state_without_rungs_can_only_conciliate() {
    let program = with(RIVALS, &["states.aland.rungs=[]"]);
    let mut log = Log::of(&program);
    for k in 0..RUNS {
        run(&program, 1, k, &mut log);
    }
    let aland = |relation: usize| program.scenario().relations()[relation].key == "aland.borduria";
    assert!(log.acts.iter().all(|(_, act)| !aland(act.relation)));
    assert!(log.decisions.iter().any(|decision| aland(decision.relation) && decision.chosen == 0));
}
