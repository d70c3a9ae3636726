//! Rules of decision on short ladders, worked out by hand: what each does, what others expect of it, and with which
//! probability it is recorded.

use offramp::engine::{Alternative, Program};

use crate::support::{Decided, Log, run, runs, with, within};

/// A threat, a jab and a blow without any luck. Both sides decide every day; `a` does what its script says.
const LADDER: &str = r#"
horizon_days = 9
quiet_days = 9
ladder_base = "none"
[ladder.threat]
severity = 0.3
[ladder.jab]
severity = 0.4
violent = true
[ladder.blow]
severity = 0.6
violent = true
[dynamics]
severity_noise = 0
injury_gain = 1.2
[states.a]
defence = 0
tempo = 1
routine = 1
policy = "scripted"
script = [
  { date = 0, toward = "b", act = "threat" },
  { date = 2, toward = "b", act = "blow" },
  { date = 4, toward = "b", act = "conciliate" },
]
[states.b]
defence = 0
tempo = 1
routine = 1
[relations.a.b]
[relations.b.a]
"#;

/// What was chosen in the relation, day by day: the rung, `conciliate`, or `-` for hold.
fn days(program: &Program, key: &str) -> String {
    let mut log = Log::of(program);
    run(program, 1, 0, &mut log);
    let relations = program.scenario().relations();
    let own = log.decisions.iter().filter(|decision| relations[decision.relation].key == key);
    let chosen = own.map(|decision| name(program, decision.chosen));
    chosen.collect::<Vec<_>>().join(" ")
}

fn name(program: &Program, alternative: usize) -> String {
    match program.alternatives()[alternative] {
        Alternative::Conciliate => "conciliate".to_owned(),
        Alternative::Hold => "-".to_owned(),
        Alternative::Act { rung, assured } => {
            format!("{}{}", program.scenario().ladder()[rung].key, if assured { "+" } else { "" })
        }
    }
}

fn answers(policy: &str, changes: &[&str]) -> String {
    let policy = format!("states.b.policy={policy}");
    days(&with(LADDER, &[&[policy.as_str()], changes].concat()), "b.a")
}

#[test]
fn a_script_is_done_to_the_day() {
    let told = "threat - blow - conciliate - - - -";
    assert_eq!(days(&with(LADDER, &["states.b.policy=always_hold"]), "a.b"), told);
    // Whatever the agenda: on no other day would this state have decided.
    let never = ["states.b.policy=always_hold", "states.a.tempo=0", "states.a.routine=0"];
    assert_eq!(days(&with(LADDER, &never), "a.b"), "threat blow conciliate");
    let assured = ["states.b.policy=always_hold", "states.a.script.1.assured=true"];
    assert_eq!(days(&with(LADDER, &assured), "a.b"), "threat - blow+ - conciliate - - - -");
    let out_of_reach = ["states.b.policy=always_hold", "states.a.reach=jab"];
    assert_eq!(days(&with(LADDER, &out_of_reach), "a.b"), "threat - - - conciliate - - - -");
}

#[test]
fn tit_for_tat_does_what_it_saw() {
    assert_eq!(answers("tit_for_tat", &[]), "- threat - blow - conciliate - - -");
    // Generosity 0 forgives nothing, 1 everything but conciliation.
    let generous = |share: &str| answers("generous_tit_for_tat", &[&format!("states.b.generosity={share}")]);
    assert_eq!(generous("0"), "- threat - blow - conciliate - - -");
    assert_eq!(generous("1"), "- - - - - conciliate - - -");
}

#[test]
fn between_two_decisions_the_gravest_counts() {
    // It turns to the other on dates of routine alone.
    let rare = ["states.b.tempo=0", "states.b.routine=0.2", "horizon_days=40", "quiet_days=39"];
    let mut after_both = 0;
    let program =
        with(LADDER, &[&rare[..], &["states.b.policy=tit_for_tat", "dynamics.agenda_threshold=1"]].concat());
    for k in 0..200 {
        let mut log = Log::of(&program);
        run(&program, 1, k, &mut log);
        let own: Vec<_> = log
            .decisions
            .iter()
            .filter(|decision| program.scenario().relations()[decision.relation].key == "b.a")
            .collect();
        let last_before =
            |day: u32| own.iter().rev().find(|decision| decision.day < day).map(|decision| decision.day);
        for decision in &own {
            // What a did since, a script's dates being known.
            let since = last_before(decision.day);
            let saw = |date: u32| date < decision.day && since.is_none_or(|since| since <= date);
            let expected = match (saw(0), saw(2), saw(4)) {
                (_, true, _) => "blow",
                (true, false, _) => "threat",
                (false, false, true) => "conciliate",
                (false, false, false) => "-",
            };
            assert_eq!(name(&program, decision.chosen), expected, "run {k}, day {}", decision.day);
            after_both += u32::from(saw(0) && saw(2) && saw(4));
        }
    }
    assert!(after_both > 20, "{after_both}");
}

#[test]
fn grim_never_forgives_force_and_does_not_mind_threats() {
    assert_eq!(answers("grim", &[]), "- - - blow blow blow blow blow blow");
}

#[test]
fn who_always_holds_holds() {
    assert_eq!(answers("always_hold", &[]), "- - - - - - - - -");
}

/// The threat leaves an injury of 0.36, next day 0.352, which a threat of 0.3 answers; what is left, 0.051, calls for nothing that
/// mild. The blow is answered in kind, and leaves less than 0.2.
#[test]
fn who_always_retaliates_answers_what_was_suffered() {
    assert_eq!(answers("always_retaliate", &[]), "- threat - blow - - - - -");
}

#[test]
fn what_is_not_open_is_answered_by_the_next_milder_of_its_kind() {
    assert_eq!(answers("tit_for_tat", &["states.b.reach=jab"]), "- threat - jab - conciliate - - -");
    assert_eq!(answers("tit_for_tat", &["states.b.rungs=[\"threat\"]"]), "- threat - - - conciliate - - -");
    assert_eq!(answers("tit_for_tat", &["states.b.rungs=[\"jab\"]"]), "- - - jab - conciliate - - -");
    assert_eq!(answers("grim", &["states.b.rungs=[\"jab\"]"]), "- - - jab jab jab jab jab jab");
    assert_eq!(answers("tit_for_tat", &["relations.b.a.reach=none"]), "- - - - - conciliate - - -");
}

#[test]
fn a_posture_that_bites_is_answered_once_by_a_posture_of_its_kind() {
    let lasting = ["ladder.blow.lasting=true"];
    assert_eq!(answers("tit_for_tat", &lasting), "- threat - blow - - - - -");
    assert_eq!(answers("grim", &lasting), "- - - blow - - - - -");
}

#[test]
fn nobody_answers_what_nobody_traced() {
    let deniable = |chance: &str| {
        let chance = format!("dynamics.attribution={chance}");
        ["tit_for_tat", "grim", "always_retaliate"]
            .map(|policy| answers(policy, &["ladder.blow.deniable=true", &chance]))
    };
    assert_eq!(
        deniable("0"),
        ["- threat - - - conciliate - - -", "- - - - - - - - -", "- threat - - - - - - -"]
    );
    assert_eq!(deniable("1")[0], "- threat - blow - conciliate - - -");
}

/// The two may do anything to one another on the only day, and `a` weighs it.
const ONE_DAY: &str = r#"
horizon_days = 1
ladder_base = "none"
[ladder.threat]
severity = 0.3
[ladder.covert]
severity = 0.4
violent = true
deniable = true
[ladder.blow]
severity = 0.6
violent = true
[states.a]
precision = 0.1
tempo = 1
routine = 1
[states.b]
tempo = 0
routine = 0
[relations.a.b]
[relations.b.a]
"#;

/// The answer that `a` expects to what it does, by what that is: `conciliate`, `-`, `threat`, `covert`, `blow`.
fn expected(changes: &[&str]) -> [f64; 5] {
    let program = with(ONE_DAY, changes);
    let names = ["conciliate", "-", "threat", "covert", "blow"];
    let mut found = [None; 5];
    for k in 0..300 {
        let mut log = Log::of(&program);
        run(&program, 7, k, &mut log);
        let decision = log.decisions.iter().find(|decision| decision.relation == 0).unwrap();
        let chosen = name(&program, decision.chosen);
        if let Some(place) = names.iter().position(|name| *name == chosen) {
            found[place] = Some(f64::from(decision.expected_reply));
        }
    }
    found.map(Option::unwrap)
}

#[track_caller]
fn expects(policy: &str, by_hand: [f64; 5]) {
    for (found, by_hand) in expected(&[&format!("states.b.policy={policy}")]).into_iter().zip(by_hand) {
        within(policy, found, by_hand, 1e-6);
    }
}

/// A covert act is traced with the chance 0.6.
#[test]
fn rules_are_expected_to_answer_as_they_do() {
    expects("always_hold", [0.0; 5]);
    expects("scripted", [0.0; 5]);
    expects("tit_for_tat", [0.0, 0.0, 0.3, 0.6 * 0.4, 0.6]);
    expects("generous_tit_for_tat", [0.0, 0.0, 0.67 * 0.3, 0.67 * 0.6 * 0.4, 0.67 * 0.6]);
    expects("grim", [0.0, 0.0, 0.0, 0.6 * 0.4, 0.6]);
    // A threat of 0.3 leaves an injury of 0.3, which a threat answers.
    expects("always_retaliate", [0.0, 0.0, 0.3, 0.6 * 0.4, 0.6]);
}

#[test]
fn trembling_rules_are_expected_to_weigh_as_often_as_they_do() {
    // Erratic, so that what is expected of weighing differs from the rule everywhere.
    let weighed = expected(&["states.b.precision=1"]);
    let mixed = expected(&["states.b.precision=1", "states.b.policy=grim", "states.b.tremble=0.25"]);
    for ((mixed, weighed), rule) in mixed.into_iter().zip(weighed).zip([0.0, 0.0, 0.0, 0.24, 0.6]) {
        assert!(weighed > 0.01, "{weighed}");
        within("mixed", mixed, 0.75 * rule + 0.25 * weighed, 1e-6);
    }
}

#[test]
fn without_foresight_rules_are_not_thought_of() {
    let changes = ["states.a.foresight=0", "states.b.policy=always_hold"];
    for (found, felt) in expected(&changes).into_iter().zip([0.0, 0.0, 0.3, 0.4, 0.6]) {
        within("half of it", found, 0.5 * felt, 1e-6);
    }
}

/// Probabilities of what `b` decides on one day after a threat.
fn recorded(changes: &[&str]) -> Vec<f64> {
    let program = with(LADDER, changes);
    let mut log = Log::of(&program);
    run(&program, 1, 0, &mut log);
    let relations = program.scenario().relations();
    let after = |decision: &&Decided| relations[decision.relation].key == "b.a" && decision.day == 1;
    log.decisions.iter().find(after).unwrap().probability.iter().map(|&share| f64::from(share)).collect()
}

#[test]
fn what_is_recorded_is_a_mixture_of_rule_and_weighing() {
    let before = ["states.b.policy=generous_tit_for_tat", "states.b.generosity=0.25"];
    let rule = recorded(&before);
    assert_eq!(rule, [0.0, 0.25, 0.75, 0.0, 0.0, 0.0, 0.0]);
    // Acts are so dear that whoever weighs holds: the day before is the same in both.
    let quiet = ["utility.effort_fixed=30", "utility.conciliation_effort=30"];
    let weighed = recorded(&[&quiet[..], &["states.b.policy=quantal"]].concat());
    let mixed = recorded(&[&quiet[..], &before[..], &["states.b.tremble=0.4"]].concat());
    for ((mixed, weighed), rule) in mixed.into_iter().zip(weighed).zip(rule) {
        within("probability", mixed, 0.4 * weighed + 0.6 * rule, 1e-6);
    }
}

/// Over many decisions, what is chosen is as frequent as recorded: with trembles, generosity and scripts whose dates fall on and
/// off the agenda.
#[test]
fn recorded_probabilities_are_the_true_ones() {
    let changes = [
        "states.a.tremble=0.3",
        "states.a.tempo=0.6",
        "states.a.routine=0.3",
        "states.a.script.1.date=5",
        "states.a.precision=2",
        "states.b.policy=generous_tit_for_tat",
        "states.b.tremble=0.2",
        "states.b.generosity=0.4",
        "states.b.precision=2",
    ];
    let program = with(LADDER, &changes);
    let mut log = Log::of(&program);
    for k in 0..4_000 {
        run(&program, 3, k, &mut log);
    }
    let relations = program.scenario().relations();
    for key in ["a.b", "b.a"] {
        for alternative in 0..program.alternatives().len() {
            let (mut difference, mut variance) = (0.0, 0.0);
            for decision in log.decisions.iter().filter(|decision| relations[decision.relation].key == key) {
                let probability = f64::from(decision.probability[alternative]);
                difference += f64::from(u8::from(decision.chosen == alternative)) - probability;
                variance += probability * (1.0 - probability);
            }
            assert!(variance > 10.0, "{key}, {}: {variance}", name(&program, alternative));
            // A sum of differences that are independent given what came before, at α = 0.001.
            within(key, difference / variance.sqrt(), 0.0, 3.29);
        }
    }
}

#[test]
fn what_a_rule_does_says_nothing_of_resolve() {
    // The other side now and then weighs, so that there is an answer to fear and resolve makes a difference.
    let moves = |policy: &str, tremble: &str| {
        let (policy, tremble) = (format!("states.b.policy={policy}"), format!("states.b.tremble={tremble}"));
        let program = with(LADDER, &[&policy, &tremble, "states.a.tremble=0.5", "states.b.precision=2"]);
        let relations = program.scenario().relations();
        let about_b = relations.iter().position(|relation| relation.key == "a.b").unwrap();
        (0..20).any(|k| {
            let mut log = Log::of(&program);
            run(&program, 1, k, &mut log);
            let mut believed = log.evenings.iter().map(|evening| evening.believed_resolve[about_b].to_bits());
            let first = believed.next();
            believed.any(|mean| Some(mean) != first)
        })
    };
    assert!(moves("quantal", "0") && moves("tit_for_tat", "0.5") && !moves("tit_for_tat", "0"));
}

/// On the day before it strikes, the world of a script is the world of one that never does.
#[test]
fn scripts_are_not_foreseen() {
    let one_blow = r#"[{ date = 5, toward = "b", act = "blow" }]"#;
    let [late, never] = [one_blow, "[]"].map(|script| with(LADDER, &[&format!("states.a.script={script}")]));
    let until_then = |program: &Program| {
        let mut log = Log::of(program);
        run(program, 1, 0, &mut log);
        log.decisions.iter().filter(|decision| decision.day < 5).cloned().collect::<Vec<_>>()
    };
    assert_eq!(until_then(&late), until_then(&never));
    assert_ne!(runs(&late, 1, 20), runs(&never, 1, 20));
}
