//! What holds of every run of every valid scenario.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing to unwrap has failed")]

mod variants;

use offramp::engine::{Act, CONCILIATE, EndReason, HOLD, Outcome, Program, RunRecord};
use proptest::prelude::*;

use crate::support::{Log, any_scenario, parse, run};

/// Rounding of a sum of up to 64 probabilities.
const ROUNDING: f32 = 1e-5;

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn runs_are_sound(text in any_scenario(), seed in any::<u64>()) {
        let scenario = parse(&text, &[]).map_err(|problems| TestCaseError::fail(format!("{problems}\n{text}")))?;
        let program = Program::new(&scenario);
        for replicate in 0..4 {
            let mut log = Log::of(&program);
            let record = run(&program, seed, replicate, &mut log);
            check_probabilities(&log)?;
            check_quantities(&log)?;
            check_outcome(&program, &record, &log)?;
            check_times(&program, &record)?;
        }
    }
}

fn check_probabilities(log: &Log) -> Result<(), TestCaseError> {
    for decision in &log.decisions {
        let sum: f32 = decision.probability.iter().sum();
        prop_assert!((sum - 1.0).abs() < ROUNDING, "probabilities add up to {}", sum);
        prop_assert!(
            decision.probability.iter().all(|&p| (0.0..=1.0 + ROUNDING).contains(&p)),
            "{:?}",
            decision
        );
        prop_assert!(decision.probability[decision.chosen] > 0.0, "chose the impossible: {:?}", decision);
        prop_assert!(decision.log_odds.iter().all(|odds| odds.is_finite()), "{:?}", decision);
        prop_assert!((0.0..=1.0).contains(&decision.expected_reply), "{:?}", decision);
    }
    Ok(())
}

fn check_quantities(log: &Log) -> Result<(), TestCaseError> {
    for evening in &log.evenings {
        let share = |numbers: &[f32]| numbers.iter().all(|x| (0.0..=1.0).contains(x));
        prop_assert!(
            share(&evening.tension) && share(&evening.grievance) && share(&evening.prestige),
            "{:?}",
            evening
        );
        prop_assert!(evening.injury.iter().all(|x| (0.0..=1.5).contains(x)), "{:?}", evening);
        // The grid of types reaches from 0.1 to 0.9.
        prop_assert!(evening.believed_resolve.iter().all(|x| (0.0999..=0.9001).contains(x)), "{:?}", evening);
    }
    Ok(())
}

fn check_outcome(program: &Program, record: &RunRecord, log: &Log) -> Result<(), TestCaseError> {
    let scenario = program.scenario();
    let focus = scenario.focus_pairs();
    let in_focus = |act: &Act| focus.contains(&scenario.relations()[act.relation].pair);
    let blows: Vec<&(u32, Act)> =
        log.acts.iter().filter(|(_, act)| in_focus(act) && scenario.ladder()[act.landed].violent).collect();
    prop_assert_eq!(record.violent_acts as usize, blows.len());
    let first = blows.iter().find(|(_, act)| act.attributed);
    prop_assert_eq!(record.first_strike.map(|first| first.day), first.map(|(day, _)| *day));
    prop_assert_eq!(
        record.peak_rung,
        log.acts.iter().map(|(_, act)| act).filter(|act| in_focus(act)).map(|act| act.landed).max()
    );
    let used = log.acts.iter().any(|(_, act)| scenario.ladder()[act.landed].nuclear);
    prop_assert_eq!(record.outcome == Outcome::NuclearUse, used);
    prop_assert_eq!(record.end == EndReason::NuclearUse, used);
    let settled = record.end == EndReason::Settled;
    let struck = record.first_strike.is_some();
    let consistent = match record.outcome {
        Outcome::NuclearUse => used,
        Outcome::War => record.war_days > 0,
        Outcome::LimitedWar => record.war_days == 0 && (record.fighting_days > 0 || record.violent_acts > 6),
        Outcome::MediatedSettlement => struck && settled && record.agreement_by.is_some(),
        Outcome::SettledExchange => struck && settled && record.force_turns >= 2,
        Outcome::UnansweredStrike => struck && record.retaliation_delay.is_none(),
        Outcome::NoStrike => !struck,
        Outcome::Frozen => struck && !settled && record.force_turns >= 2,
    };
    prop_assert!(consistent, "{:?}", record);
    prop_assert!(record.agreement_by.is_none() || record.mediator.is_some());
    for decision in &log.decisions {
        let acts = decision.chosen != CONCILIATE && decision.chosen != HOLD;
        let landed =
            log.acts.iter().any(|(day, act)| *day == decision.day && act.relation == decision.relation);
        prop_assert_eq!(acts, landed, "what is decided is done, and nothing else: {:?}", decision);
    }
    Ok(())
}

fn check_times(program: &Program, record: &RunRecord) -> Result<(), TestCaseError> {
    prop_assert!(record.end_day < program.scenario().horizon_days());
    let days = record.end_day + 1;
    prop_assert!(record.war_days <= record.fighting_days && record.fighting_days <= record.rupture_days);
    prop_assert!(record.rupture_days <= days);
    let all = [record.last_violent_day, record.mediation_day, record.agreement_day];
    prop_assert!(all.into_iter().chain(record.event_day.iter().copied()).flatten().all(|day| day < days));
    if let Some(delay) = record.retaliation_delay {
        let first = record.first_strike.unwrap();
        prop_assert!(delay > 0 && first.day + delay < days);
    }
    Ok(())
}
