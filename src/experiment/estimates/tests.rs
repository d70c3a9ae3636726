use super::*;
use crate::experiment::fixture::batch;

fn find<'a>(list: &'a [SummaryEstimate], metric: &str, statistic: Statistic) -> &'a Estimate {
    let found = list.iter().find(|row| row.metric == metric && row.statistic == statistic);
    &found.unwrap_or_else(|| panic!("no {metric} {statistic:?}")).estimate
}

#[test]
fn outcomes_add_up_and_those_that_did_not_occur_have_an_upper_limit() {
    let list = outcomes(&batch(400), Confidence::default());
    assert_eq!(list.len(), Outcome::COUNT);
    assert_eq!(list.iter().map(|row| row.count).sum::<u64>(), 400);
    for row in &list {
        assert_eq!(row.probability.n, 400);
        assert_eq!(row.probability.value, Some(row.count as f64 / 400.0));
        assert!(row.probability.interval.is_some_and(|interval| interval.high > 0.0));
    }
    assert!(list.iter().any(|row| row.count == 0), "there are no nuclear weapons in the fixture");
}

#[test]
fn conditional_measures_count_only_the_runs_they_are_defined_in() {
    let batch = batch(400);
    let list = summary(&batch, Confidence::default());
    let censored = find(&list, "first_strike_day", Statistic::ShareCensored);
    let retaliated = find(&list, "retaliated", Statistic::Share);
    let struck = 400 - (censored.value.unwrap() * 400.0).round() as u64;
    assert_eq!((censored.n, retaliated.n), (400, struck));
    assert!(0 < struck && struck < 400);
    let strikers: f64 = ["a", "b", "idle"]
        .iter()
        .map(|state| find(&list, &format!("first_striker_{state}"), Statistic::Share).value.unwrap())
        .sum();
    assert!((strikers - 1.0).abs() < 1e-12);
}

#[test]
fn an_event_that_never_happens_has_no_day() {
    let list = summary(&batch(100), Confidence::default());
    assert_eq!(find(&list, "event_never_day", Statistic::Percentile(50)).value, None);
    assert_eq!(find(&list, "event_never_day", Statistic::ShareCensored).value, Some(1.0));
    assert_eq!(find(&list, "event_bomb_day", Statistic::Percentile(50)).value, Some(3.0));
    assert!(list.iter().all(|row| row.metric != "event_never_day" || row.statistic != Statistic::Mean));
}

#[test]
fn drawn_inputs_come_back_with_their_mean() {
    let list = summary(&batch(2000), Confidence::default());
    let mean = find(&list, "states.a.resolve", Statistic::Mean);
    let interval = mean.interval.unwrap();
    assert!((mean.value.unwrap() - 0.55).abs() < 3.0 * interval.half_width(), "{mean:?}");
}

#[test]
fn the_mean_number_of_acts_counts_runs_without_them() {
    let batch = batch(300);
    let list = acts(&batch, Confidence::default());
    assert!(!list.is_empty());
    let violent = |row: &&ActEstimate| {
        let scenario = batch.program().scenario();
        let in_focus = ["a.b", "b.a"].contains(&scenario.relations()[row.kind.relation].key.as_str());
        in_focus && row.kind.rung.is_some_and(|rung| scenario.ladder()[rung].violent)
    };
    // The violent acts of all kinds together are those of the summary.
    let total: f64 = list.iter().filter(violent).map(|row| row.per_run.value.unwrap()).sum();
    let summary = summary(&batch, Confidence::default());
    let expected = find(&summary, "violent_acts", Statistic::Mean).value.unwrap();
    assert!((total - expected).abs() < 1e-9, "{total} {expected}");
    assert!(list.iter().all(|row| row.per_run.n == 300 && row.share_of_runs.n == 300));
}

#[test]
fn shares_of_drivers_add_up_to_one_and_signs_are_kept() {
    let batch = batch(300);
    let list = drivers(&batch, Confidence::default());
    assert!(!list.is_empty() && list.len().is_multiple_of(Term::COUNT));
    for class in list.chunks(Term::COUNT) {
        let total: f64 = class.iter().filter_map(|row| row.share).sum();
        assert!((total - 1.0).abs() < 1e-9);
        assert!(class.iter().all(|row| row.label != Label::Hold && row.decisions >= row.log_odds.n));
    }
    let reprisal = list.iter().filter(|row| row.term == Term::Reprisal && row.label == Label::Strike);
    assert!(reprisal.into_iter().all(|row| row.log_odds.value.unwrap() < 0.0), "fear of reprisal holds back");
}

#[test]
fn percentiles_of_the_timeline_rise() {
    let batch = batch(100);
    for row in timeline(&batch, Confidence::default()) {
        let values = row.percentiles.map(Option::unwrap);
        assert!(values.is_sorted(), "{row:?}");
        assert!(row.mean.n > 0);
    }
}

#[test]
fn of_no_runs_nothing_is_known() {
    let batch = batch(0);
    let confidence = Confidence::default();
    assert!(outcomes(&batch, confidence).iter().all(|row| row.probability == Estimate::undefined(0)));
    assert!(summary(&batch, confidence).iter().all(|row| row.estimate == Estimate::undefined(0)));
    assert_eq!(timeline(&batch, confidence).count(), 0);
    assert!(acts(&batch, confidence).is_empty() && drivers(&batch, confidence).is_empty());
}
