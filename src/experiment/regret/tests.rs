//! Regret by hand.

use super::*;
use crate::stats::Resolution;

/// So many trials with these values, one after another.
fn of(values: &[f64]) -> Sections {
    let mut sections = Sections::new(Resolution::MILLIONTH);
    for (trial, &value) in (0..).zip(values) {
        sections.add(trial, value);
    }
    sections
}

fn judged(table: &[Vec<Sections>], maximise: bool) -> Regret {
    let table: Vec<Vec<&Sections>> = table.iter().map(|row| row.iter().collect()).collect();
    judge(&table, maximise, Level::default())
}

fn is(value: Option<f64>, expected: f64) -> bool {
    value.is_some_and(|value| (value - expected).abs() < 1e-12)
}

/// Losses of three policies in four futures:
///
/// ```text
///            futures             regrets
/// steady   0.2 0.2 0.2 0.2     0.1 0.0 0.1 0.2   mean 0.1,  largest 0.2 in future 3
/// bold     0.1 0.6 0.1 0.0     0.0 0.4 0.0 0.0   mean 0.1,  largest 0.4 in future 1
/// poor     0.1 0.7 0.3 0.4     0.0 0.5 0.2 0.4   mean 0.275, largest 0.5 in future 1
/// ```
///
/// The first future is shared by bold and poor, so bold is best in 0.5 + 1 + 1 of four futures, poor in 0.5, steady in 1.
#[test]
fn three_policies_in_four_futures_by_hand() {
    let losses = [[0.2, 0.2, 0.2, 0.2], [0.1, 0.6, 0.1, 0.0], [0.1, 0.7, 0.3, 0.4]];
    let table: Vec<Vec<Sections>> = losses.map(|row| row.map(|loss| of(&[loss; 64])).into()).into();
    let regret = judged(&table, false);
    assert_eq!((regret.futures, regret.left_out), (4, 0));
    let [steady, bold, poor] = regret.policies.as_slice() else { panic!() };
    assert!(is(steady.mean.value, 0.1) && is(bold.mean.value, 0.1) && is(poor.mean.value, 0.275));
    assert!(is(steady.max.value, 0.2) && is(bold.max.value, 0.4) && is(poor.max.value, 0.5));
    assert_eq!([steady, bold, poor].map(|policy| policy.worst_future), [Some(3), Some(1), Some(1)]);
    assert!(is(steady.share_best, 0.25) && is(bold.share_best, 0.625) && is(poor.share_best, 0.125));
    assert!(is(steady.objective.value, 0.2) && is(poor.objective.value, 0.375));
    // Sorted 0, 0.1, 0.1, 0.2; the 95 % point lies at place 2.85.
    assert!(is(steady.p95, 0.1 + 0.85 * 0.1));
    // Without chance there is no error, and only ties are not worse.
    assert!(is(steady.mean.std_error, 0.0));
    assert!(
        is(bold.share_not_worse, 0.75) && is(poor.share_not_worse, 0.25) && is(steady.share_not_worse, 0.25)
    );
}

#[test]
fn to_maximise_is_to_minimise_the_negative() {
    let gains = [[0.2, 0.9], [0.5, 0.6]];
    let table = |sign: f64| -> Vec<Vec<Sections>> {
        gains.map(|row| row.map(|gain| of(&[sign * gain; 64])).into()).into()
    };
    let (largest, smallest) = (judged(&table(1.0), true), judged(&table(-1.0), false));
    for (one, other) in largest.policies.iter().zip(&smallest.policies) {
        assert_eq!((one.mean, one.max, one.share_best), (other.mean, other.max, other.share_best));
        assert!(is(one.objective.value, -other.objective.value.unwrap()));
    }
    assert!(is(largest.policies[0].max.value, 0.3) && is(largest.policies[1].max.value, 0.3));
}

/// Two policies on common luck: the second is worse by 0 in half of the trials and by 1/4 in the others, whatever the luck of both. So its
/// distance is 1/8 with an error that comes from that alone, though each of them varies a great deal.
#[test]
fn common_luck_cancels_in_the_distance() {
    let luck = |trial: u32| f64::from((trial * 37) % 101);
    let first: Vec<f64> = (0..640).map(luck).collect();
    let second: Vec<f64> = (0..640).map(|trial| luck(trial) + 0.25 * f64::from(trial % 64 / 32)).collect();
    let regret = judged(&[vec![of(&first)], vec![of(&second)]], false);
    let (best, other) = (&regret.policies[0], &regret.policies[1]);
    assert!(is(best.mean.value, 0.0) && is(other.mean.value, 0.125));
    assert!(other.mean.interval.unwrap().half_width() < 1e-9, "every section has as many of both kinds");
    assert!(other.objective.interval.unwrap().half_width() > 0.05);
    assert!(is(other.share_not_worse, 0.0) && is(best.share_not_worse, 1.0));
}

#[test]
fn policies_that_differ_by_chance_alone_are_not_told_apart() {
    // The differences of the trials are ±1 in turn, a little more often +1.
    let second: Vec<f64> = (0..320).map(|trial| if trial % 3 == 0 { 1.0 } else { -0.48 }).collect();
    let regret = judged(&[vec![of(&[0.0; 320])], vec![of(&second)]], false);
    assert!(regret.policies.iter().all(|policy| is(policy.share_not_worse, 1.0)));
    assert_eq!(regret.policies.iter().filter(|policy| policy.share_best == Some(1.0)).count(), 1);
}

#[test]
fn futures_without_a_value_are_left_out() {
    let regret = judged(&[vec![of(&[]), of(&[1.0; 9])], vec![of(&[1.0; 9]), of(&[3.0; 9])]], false);
    assert_eq!((regret.futures, regret.left_out), (1, 1));
    assert_eq!(regret.policies[1].worst_future, Some(1));
    assert!(is(regret.policies[1].mean.value, 2.0));
    let none = judged(&[vec![of(&[])], vec![of(&[1.0])]], false);
    assert!(none.policies.is_empty() && none.left_out == 1);
}
