//! One decision, worked out by hand in double precision from the table of terms, against a whole run of one day.

use crate::support::{Log, NO_WEIGHTS, fits, program, run, within};

/// Three rungs, one of them a blow that can come with assurances. Every term has something to say on day 0, but for
/// weariness and pressure, which need a past.
const ONE_DAY: &str = r#"
horizon_days = 1
ladder_base = "none"
[ladder.threat]
severity = 0.2
[ladder.blow]
severity = 0.5
violent = true
public = 0.5
[ladder.war]
severity = 0.8
violent = true
lasting = true

[states.a]
power = 2
resolve = 0.4
audience_cost = 0.9
prestige = 0.3
assertiveness = 0.25
precision = 4
tempo = 1
routine = 1
foresight = 0
elections = [{ date = 15, weight = 0.6 }]
[states.b]
nuclear = true
tempo = 0
routine = 0
[states.c]
tempo = 0
routine = 0
[relations.a.b]
grievance = 0.6
ties = 0.35
injury = 0.45
tension = 0.5
onlookers = { c = 0.4 }
[events.wrong]
date = 0
effects = [{ justification = { "a.b" = 0.1 } }]
"#;

/// What an alternative amounts to.
#[derive(Default)]
struct Move {
    severity: f64,
    felt: f64,
    seen: f64,
    home: f64,
    violent: f64,
    acts: f64,
    conciliates: f64,
}

fn on_rung(severity: f64, public: f64, violent: f64, assured: bool) -> Move {
    let (softening, discount) = if assured { (0.25, 0.1) } else { (0.0, 0.0) };
    let seen = severity * public;
    let (felt, home) = (severity * (1.0 - softening), seen * (1.0 - discount));
    Move { severity, felt, seen, home, violent, acts: 1.0, conciliates: 0.0 }
}

/// The sum of terms with the default weights, written out once more.
fn utility(m: &Move) -> f64 {
    // The election is 15 of 60 days off, so three quarters of its weight count.
    let audience = 0.9 * (1.5 - 0.3) * (1.0 + 0.6 * 0.75);
    let (grievance, need, injury, justification, ties, tension) = (0.6, 0.25, 0.45, 0.1, 0.35, 0.5);
    let reply = 0.5 * m.felt;
    0.7 * grievance * m.severity + 2.2 * need * m.home * m.violent
        - 2.2 * audience * f64::max(0.0, injury - m.home)
        - 1.5 * 0.4 * f64::max(0.0, injury - m.seen)
        - 1.5 * (1.0 - 0.4) * (1.0 / 3.0) * reply
        - 1.0 * ties * m.felt
        - 1.3 * f64::max(0.0, m.felt - injury - justification)
        - 3.0 * m.severity.powi(6)
        - (0.15 * m.acts + 0.25 * m.severity + 0.48 * m.conciliates)
        + 3.0 * ties * tension * m.conciliates
        - 0.31 * audience * injury * m.conciliates
}

/// Probabilities of conciliate, hold, threat, blow, war, and blow with assurances.
fn by_hand() -> [f64; 6] {
    let (between, within_nest) = (4.0, 6.0);
    let acts = [
        on_rung(0.2, 1.0, 0.0, false),
        on_rung(0.5, 0.5, 1.0, false),
        on_rung(0.8, 1.0, 1.0, false),
        on_rung(0.5, 0.5, 1.0, true),
    ];
    // Half-way to the neighbours; a blow with and without assurances share the stretch of theirs.
    let stretch = [0.35, 0.15, 0.35, 0.15];
    let masses: Vec<f64> = acts
        .iter()
        .zip(stretch)
        .map(|(act, stretch)| stretch * f64::exp(within_nest * utility(act)))
        .collect();
    let nest: f64 = masses.iter().sum();
    let conciliate = f64::exp(between * utility(&Move { conciliates: 1.0, ..Move::default() }));
    let hold = f64::exp(between * utility(&Move::default()));
    let act = nest.powf(between / within_nest);
    let total = conciliate + hold + act;
    let of_act = |index: usize| act / total * masses[index] / nest;
    [conciliate / total, hold / total, of_act(0), of_act(1), of_act(2), of_act(3)]
}

#[test]
fn a_single_choice_has_the_logit_probabilities() {
    let program = program(ONE_DAY);
    let exact = by_hand();
    let mut log = Log::of(&program);
    for k in 0..20_000 {
        run(&program, 5, k, &mut log);
    }
    let decisions: Vec<_> = log.decisions.iter().filter(|decision| decision.relation == 0).collect();
    assert_eq!(decisions.len(), 20_000, "a state with tempo 1 decides every day");
    for (found, exact) in decisions[0].probability.iter().zip(exact) {
        within("probability", f64::from(*found), exact, 2e-6);
    }
    let mut counts = [0; 7];
    for decision in decisions {
        counts[decision.chosen] += 1;
    }
    assert!(exact.iter().all(|&probability| probability > 0.01), "all alternatives are in play: {exact:?}");
    fits("choices", &counts, &exact);
}

#[test]
fn the_contributions_of_the_terms_add_up_to_the_log_odds() {
    // Outside the act nest the log-odds against hold are λ times the difference of utilities, and nothing else.
    let program = program(ONE_DAY);
    let mut log = Log::of(&program);
    let conciliations = (0..500).filter_map(|k| {
        log.decisions.clear();
        run(&program, 6, k, &mut log);
        log.decisions.iter().find(|decision| decision.relation == 0 && decision.chosen == 0).cloned()
    });
    let conciliations: Vec<_> = conciliations.collect();
    assert!(!conciliations.is_empty());
    for decision in conciliations {
        let sum: f32 = decision.log_odds.iter().sum();
        let odds = f64::from(decision.probability[0]) / f64::from(decision.probability[1]);
        within("log-odds", f64::from(sum), odds.ln(), 1e-4);
    }
}

/// Two states whose only concern is what an unanswered injury costs at home.
fn audience_only(foresight: u8) -> String {
    format!(
        r#"
        horizon_days = 1
        ladder_base = "none"
        [ladder.blow]
        severity = 0.5
        [states.a]
        precision = 1
        tempo = 1
        routine = 1
        foresight = {foresight}
        [states.b]
        audience_cost = 1
        precision = 2
        tempo = 0
        routine = 0
        [relations.a.b]
        {}
        "#,
        NO_WEIGHTS.replace("audience = 0", "audience = 3")
    )
}

#[test]
fn the_reply_expected_one_level_down_by_hand() {
    let program = program(&audience_only(1));
    // Conciliate and hold leave b's injury unanswered, a blow answers it. With an injury of 0.5, b's utilities are
    // −3 · (1.5 − 0.5) · 0.5 = −1.5 twice, and 0; without one, nothing is at stake.
    let stung = 1.0 / (1.0 + 2.0 * f64::exp(-2.0 * 1.5));
    let expected = [0.5 / 3.0, 0.5 / 3.0, 0.5 * stung];
    let mut seen = [false; 3];
    for k in 0..50 {
        let mut log = Log::of(&program);
        run(&program, 7, k, &mut log);
        let decision = log.decisions.iter().find(|decision| decision.relation == 0).unwrap();
        within("expected reply", f64::from(decision.expected_reply), expected[decision.chosen], 1e-6);
        seen[decision.chosen] = true;
    }
    assert_eq!(seen, [true; 3], "every alternative was chosen at least once");
}

#[test]
fn without_foresight_half_the_severity_is_expected_back() {
    let program = program(&audience_only(0));
    let mut log = Log::of(&program);
    for k in 0..50 {
        run(&program, 8, k, &mut log);
    }
    let blow = log.decisions.iter().find(|decision| decision.relation == 0 && decision.chosen == 2).unwrap();
    within("expected reply", f64::from(blow.expected_reply), 0.25, 1e-7);
}
