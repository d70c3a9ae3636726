//! Beliefs of a target and of an onlooker over a whole run, against Bayes' rule by hand in double precision.

use crate::support::{Log, NO_WEIGHTS, program, relation, run, within};

const TYPES: [f64; 5] = [0.1, 0.3, 0.5, 0.7, 0.9];
const TEMPO: f64 = 0.7;

/// `a` acts on `b` day after day; the only thing that counts is the reply it expects, and with it its resolve. Nothing is
/// seen by audiences (`public = 0`), so accounts stand still, and the injury that `a` bears makes its silence speak.
fn scenario() -> String {
    let text = format!(
        r#"
        horizon_days = 25
        ladder_base = "none"
        [ladder.blow]
        severity = 0.8
        public = 0
        [states.a]
        power = 1
        resolve = 0.6
        precision = 3
        tempo = {TEMPO}
        routine = {TEMPO}
        foresight = 0
        [states.b]
        power = 3
        tempo = 0
        routine = 0
        [states.c]
        tempo = 0
        routine = 0
        [relations.a.b]
        injury = 0.6
        onlookers = {{ c = 0.5 }}
        [relations.a.c]
        reach = "none"
        [relations.b.a]
        resolve_belief = {{ mean = 0.45, confidence = 5 }}
        [relations.c.a]
        resolve_belief = {{ mean = 0.6, confidence = 3 }}
        [dynamics]
        belief_weight = 0.8
        injury_half_life_days = 1e9
        {NO_WEIGHTS}
        "#
    );
    text.replace("reprisal = 0", "reprisal = 2").replace("effort_fixed = 0", "effort_fixed = -0.3")
}

/// A beta density at the types, normalised.
fn prior(mean: f64, confidence: f64) -> [f64; 5] {
    normalised(
        TYPES.map(|x| x.powf(mean * confidence - 1.0) * (1.0 - x).powf((1.0 - mean) * confidence - 1.0)),
    )
}

fn normalised(weights: [f64; 5]) -> [f64; 5] {
    let total: f64 = weights.iter().sum();
    weights.map(|weight| weight / total)
}

fn mean(belief: [f64; 5]) -> f64 {
    belief.iter().zip(TYPES).map(|(probability, x)| probability * x).sum()
}

/// Chance that others see this on a day, for a state of the given resolve: a blow, a conciliation, or nothing.
fn likelihood(seen: Option<usize>, resolve: f64) -> f64 {
    // v = 3 / (1 + 3); without foresight half the severity is expected back.
    let blow = f64::exp(3.0 * (0.3 - 2.0 * (1.0 - resolve) * 0.75 * 0.5 * 0.8));
    let total = blow + 2.0;
    match seen {
        Some(0) => TEMPO / total,
        Some(2) => TEMPO * blow / total,
        _ => 1.0 - TEMPO + TEMPO / total,
    }
}

#[test]
fn beliefs_follow_bayes_over_a_run() {
    let program = program(&scenario());
    let [acting, target, onlooker] = ["a.b", "b.a", "c.a"].map(|key| relation(&program, key));
    let mut seen_in_all = [0; 3];
    for k in 0..5 {
        let mut log = Log::of(&program);
        run(&program, 10, k, &mut log);
        assert_eq!(log.evenings.len(), 25);
        let (mut of_target, mut of_onlooker) = (prior(0.45, 5.0), prior(0.6, 3.0));
        for (day, evening) in (0..).zip(&log.evenings) {
            let seen = log
                .decisions
                .iter()
                .find(|decision| decision.day == day && decision.relation == acting)
                .map(|decision| decision.chosen);
            seen_in_all[seen.unwrap_or(1)] += 1;
            let update = |belief: [f64; 5], weight: f64| {
                let mut weights = belief;
                for (probability, resolve) in weights.iter_mut().zip(TYPES) {
                    *probability *= likelihood(seen, resolve).powf(weight);
                }
                normalised(weights)
            };
            of_target = update(of_target, 0.8);
            of_onlooker = update(of_onlooker, 0.8 * 0.5);
            within("target", f64::from(evening.believed_resolve[target]), mean(of_target), 2e-5);
            within("onlooker", f64::from(evening.believed_resolve[onlooker]), mean(of_onlooker), 2e-5);
        }
    }
    assert!(seen_in_all.iter().all(|&times| times > 5), "all three kinds of day occurred: {seen_in_all:?}");
}

#[test]
fn blows_prove_resolve_and_silence_under_injury_disproves_it() {
    let program = program(&scenario());
    let [acting, target] = ["a.b", "b.a"].map(|key| relation(&program, key));
    let (mut blows, mut silences) = (0, 0);
    for k in 0..5 {
        let mut log = Log::of(&program);
        run(&program, 11, k, &mut log);
        let believed = |day: usize| log.evenings[day].believed_resolve[target];
        for day in 1..log.evenings.len() {
            let decided = log
                .decisions
                .iter()
                .find(|decision| decision.day as usize == day && decision.relation == acting);
            match decided.map(|decision| decision.chosen) {
                Some(2) => {
                    assert!(believed(day) > believed(day - 1), "run {k}, day {day}: a blow");
                    blows += 1;
                }
                None => {
                    assert!(believed(day) < believed(day - 1), "run {k}, day {day}: silence");
                    silences += 1;
                }
                Some(_) => {}
            }
        }
    }
    assert!(blows > 5 && silences > 5, "{blows} blows, {silences} silences");
}
