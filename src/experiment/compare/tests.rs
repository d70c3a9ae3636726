use super::*;
use crate::experiment::estimates::{SummaryEstimate, outcomes, summary};
use crate::experiment::fixture::RIVALS;
use crate::experiment::{NoRuns, Recorded, run_batch_recording};
use crate::spec::ScenarioSpec;

const RUNS: u64 = 300;

fn scenario(text: &str) -> Scenario {
    let spec: ScenarioSpec = toml::from_str(text).unwrap();
    Scenario::new(&spec).unwrap()
}

fn plan(threads: usize) -> BatchPlan {
    BatchPlan { runs: RUNS, seed: 3, threads }
}

fn comparison(texts: &[&str], threads: usize) -> Comparison {
    let mut study = Comparison::new("a", &scenario(texts[0]), &plan(threads), Scope::All);
    for (number, text) in texts.iter().enumerate().skip(1) {
        study.against(number.to_string(), &scenario(text));
    }
    study
}

fn compare(texts: &[&str]) -> Compared {
    comparison(texts, 2).run(&mut |_| {})
}

/// The two rivals with another grievance, a tenth more or less.
fn warmer() -> String {
    RIVALS.replace("grievance = 0.5", "grievance = 0.55")
}

/// Everything that a pair says.
fn all(pair: &Pair) -> Vec<Difference> {
    let level = Level::default();
    [vec![pair.graver(level)], pair.outcomes(level), pair.measures(level)].concat()
}

fn find<'d>(list: &'d [Difference], quantity: &str, statistic: Statistic) -> &'d Difference {
    let found = list.iter().find(|one| one.quantity == quantity && one.statistic == statistic);
    found.unwrap_or_else(|| panic!("no {quantity}, {statistic:?}"))
}

#[test]
fn variants_that_are_one_differ_in_nothing() {
    let compared = compare(&[RIVALS, RIVALS]);
    let pair = &compared.pairs()[0];
    assert!(pair.caveats().is_empty());
    let list = all(pair);
    assert!(list.len() > 40, "{}", list.len());
    for one in &list {
        let defined = one.difference.n > 0;
        assert_eq!(one.difference.value, defined.then_some(0.0), "{one:?}");
        assert_eq!((one.more_in_a, one.more_in_b, one.gain), (0, 0, None), "{one:?}");
        assert!(one.quantity == "ends_graver" || one.a == one.b, "{one:?}");
    }
    assert_eq!(pair.changed(Confidence::default()).0, 0);
    let off_diagonal = |one: &&Transition| one.from != one.to;
    let transitions = pair.transitions(Confidence::default());
    assert!(transitions.iter().filter(off_diagonal).all(|one| one.count == 0));
    assert_eq!(transitions.iter().map(|one| one.count).sum::<u64>(), RUNS);
}

#[test]
fn every_variant_is_its_own_batch_and_differences_are_those_of_the_batches() {
    let warmer = warmer();
    let compared = compare(&[RIVALS, &warmer]);
    let pair = &compared.pairs()[0];
    let alone = |text: &str| {
        let program = Program::new(&scenario(text));
        run_batch_recording(&program, &plan(2), Recorded::LEAN, &mut NoRuns, &mut |_| {}).unwrap()
    };
    let (a, b) = (alone(RIVALS), alone(&warmer));
    assert_eq!((a.tally(), b.tally()), (compared.base().tally(), pair.batch().unwrap().tally()));
    let confidence = Confidence::default();
    for ((one, a), b) in
        pair.outcomes(Level::default()).iter().zip(outcomes(&a, confidence)).zip(outcomes(&b, confidence))
    {
        assert_eq!((one.a, one.b), (a.probability.value, b.probability.value));
        assert_eq!(one.quantity, format!("outcome_{}", a.outcome.key()));
    }
    let measures = pair.measures(Level::default());
    let mean = |batch: &Batch, metric: &str, statistic: &str| {
        let rows = summary(batch, confidence);
        let is_sought = |row: &&SummaryEstimate| row.metric == metric && row.statistic.key() == statistic;
        rows.iter().find(is_sought).unwrap().estimate.value
    };
    for metric in ["violent_acts", "rupture_days", "fatalities_total", "violent_acts_a_b"] {
        let one = find(&measures, metric, Statistic::Mean);
        assert_eq!((one.a, one.b), (mean(&a, metric, "mean"), mean(&b, metric, "mean")), "{metric}");
    }
    let seen = find(&measures, "first_strike_day", Statistic::ShareSeen);
    let never = mean(&a, "first_strike_day", "share_censored").unwrap();
    assert!((seen.a.unwrap() - (1.0 - never)).abs() < 1e-12);
    let prestige = find(&measures, "prestige_change_a", Statistic::Mean);
    let rounded = mean(&a, "prestige_change_a", "mean").unwrap();
    assert!((prestige.a.unwrap() - rounded).abs() < 2e-5, "{prestige:?} {rounded}");
    for one in measures.iter().filter(|one| one.difference.n > 0) {
        let difference = one.b.unwrap() - one.a.unwrap();
        assert!((one.difference.value.unwrap() - difference).abs() < 1e-9, "{one:?}");
    }
}

#[test]
fn what_is_known_to_differ_is_counted_run_by_run() {
    let warmer = warmer();
    let (a, b) = (Program::new(&scenario(RIVALS)), Program::new(&scenario(&warmer)));
    let play = |program: &Program| play_span(program, 3, 0..RUNS, &mut Silent, true);
    let (first, second) = (play(&a), play(&b));
    let pairs = || first.iter().zip(&second);
    let compared = compare(&[RIVALS, &warmer]);
    let list = all(&compared.pairs()[0]);
    let count =
        |is: &dyn Fn(&RunRecord, &RunRecord) -> bool| pairs().filter(|(a, b)| is(a, b)).count() as u64;
    let acts = find(&list, "violent_acts", Statistic::Mean);
    assert_eq!(acts.more_in_a, count(&|a, b| a.violent_acts > b.violent_acts));
    assert_eq!(acts.more_in_b, count(&|a, b| a.violent_acts < b.violent_acts));
    assert!(acts.more_in_b > acts.more_in_a, "a graver grievance makes for more blows: {acts:?}");
    let gravity = |record: &RunRecord| super::super::class::gravity(record.outcome);
    let graver = find(&list, "ends_graver", Statistic::Share);
    assert_eq!(graver.more_in_a, count(&|a, b| gravity(a) > gravity(b)));
    assert_eq!(graver.more_in_b, count(&|a, b| gravity(a) < gravity(b)));
    assert!(graver.more_in_a + graver.more_in_b > 0);
    let delay = find(&list, "retaliation_delay_days", Statistic::Mean);
    let both = count(&|a, b| a.retaliation_delay.is_some() && b.retaliation_delay.is_some());
    assert_eq!(delay.difference.n, both);
    let struck = |record: &RunRecord| record.first_strike.map_or(59, |strike| strike.day);
    let days = pairs().map(|(a, b)| f64::from(struck(b)) - f64::from(struck(a))).sum::<f64>() / RUNS as f64;
    let restricted = find(&list, "first_strike_day", Statistic::RestrictedMean);
    assert!((restricted.difference.value.unwrap() - days).abs() < 1e-12);
    let by_a = |record: &RunRecord| {
        record.first_strike.is_some_and(|strike| a.scenario().relations()[strike.relation].from == 0)
    };
    let striker = find(&list, "first_striker_a", Statistic::Share);
    assert_eq!(striker.more_in_b, count(&|a, b| !by_a(a) && by_a(b)));
    for one in compared.pairs()[0].transitions(Confidence::default()) {
        let expected = count(&|a, b| a.outcome.key() == one.from && b.outcome.key() == one.to);
        assert_eq!(one.count, expected, "{one:?}");
    }
}

#[test]
fn common_luck_gains_precision_where_little_changes() {
    let compared = compare(&[RIVALS, &warmer()]);
    let list = all(&compared.pairs()[0]);
    for (quantity, statistic) in [
        ("outcome_no_strike", Statistic::Share),
        ("violent_acts", Statistic::Mean),
        ("prestige_change_a", Statistic::Mean),
    ] {
        let gain = find(&list, quantity, statistic).gain.unwrap();
        assert!(gain > 2.0, "{quantity}: {gain}");
    }
}

#[test]
fn means_of_skewed_differences_are_resampled_and_shares_tested() {
    let compared = compare(&[RIVALS, &warmer()]);
    let list = all(&compared.pairs()[0]);
    let (mut resampled, mut students) = (0, 0);
    for one in list.iter().filter(|one| one.difference.n > 1) {
        let interval = one.difference.interval.unwrap();
        assert!(interval.contains(one.difference.value.unwrap()), "{one:?}");
        assert_eq!(one.p_value.is_some(), one.method == IntervalMethod::BonettPrice);
        resampled += u64::from(one.method == IntervalMethod::Bca);
        students += u64::from(one.method == IntervalMethod::PairedT);
    }
    assert!(resampled > 0 && students > 0, "{resampled} {students}");
    let graver = find(&list, "ends_graver", Statistic::Share);
    let expected = crate::stats::mcnemar(graver.more_in_a, graver.more_in_b).mid;
    assert_eq!(graver.p_value, Some(expected));
}

#[test]
fn blocks_and_threads_change_nothing() {
    let warmer = warmer();
    let texts = [RIVALS, warmer.as_str(), RIVALS];
    let study = comparison(&texts, 1);
    let whole = study.play(Span { point: 0, from: 0, to: RUNS }).partial;
    for cuts in [vec![0, 1, 150, RUNS], vec![0, 299, RUNS]] {
        let mut total = study.nothing(0);
        for ends in cuts.windows(2) {
            let part = study.play(Span { point: 0, from: ends[0], to: ends[1] }).partial;
            let bytes = postcard::to_stdvec(&part).unwrap();
            assert_eq!(postcard::from_bytes::<ComparisonTally>(&bytes).unwrap(), part);
            assert!(study.add(&mut total, &part));
        }
        assert_eq!(total, whole);
    }
    for threads in [2, 7] {
        let mut told = Vec::new();
        let study = comparison(&texts, threads);
        let many = study.run(&mut |done| told.push(done));
        assert_eq!(many.pairs()[0].tally, whole.pairs[0]);
        assert_eq!(many.base().tally(), &whole.tallies[0]);
        assert!(told.is_sorted() && told.last() == Some(&study.runs()) && study.runs() == 3 * RUNS);
    }
}

#[test]
fn what_does_not_fit_is_not_added() {
    let other = RIVALS.replace("[events.never]", "[events.ever]");
    let study = comparison(&[RIVALS, RIVALS], 1);
    let span = Span { point: 0, from: 0, to: 5 };
    let mut total = study.nothing(0);
    let empty = total.clone();
    let mut alien = study.play(span).partial;
    alien.pairs[0].outcomes.add(8, 0);
    let few = comparison(&[RIVALS], 1).play(span).partial;
    let core = Comparison::new("a", &scenario(RIVALS), &plan(1), Scope::Core).play(span).partial;
    let smaller = RIVALS.replace("[mediators.m]", "[mediators.n]").replace("mediators.silent", "mediators.m");
    let lacking = comparison(&[RIVALS, &smaller], 1).play(span).partial;
    for wrong in [alien, few, core, lacking] {
        assert!(!study.add(&mut total, &wrong));
        assert_eq!(total, empty);
    }
    assert!(study.add(&mut total, &study.play(span).partial));
    assert!(
        comparison(&[RIVALS, &other], 1).nothing(0).pairs[0].contrasts.len() < total.pairs[0].contrasts.len()
    );
}

#[test]
fn variants_with_other_classes_measures_and_days_are_compared_in_what_they_share() {
    let other = RIVALS
        .replace("horizon_days = 60", "horizon_days = 40")
        .replace("focus = [\"a\", \"b\"]", "")
        .replace(
            "[states.a]",
            "[outcomes.busy]\nwhen = \"violent_acts >= 2\"\n[mediators.third]\nname = \"Third\"\n\
         parties.a = { trust = 0.8 }\nparties.b = { trust = 0.8 }\n[states.a]",
        );
    let base = RIVALS.replace("[states.a]", "[outcomes.many]\nwhen = \"violent_acts > 3\"\n[states.a]");
    let compared = compare(&[&base, &other]);
    let pair = &compared.pairs()[0];
    assert_eq!([&pair.classes()[0], pair.classes().last().unwrap()], ["many", "busy"]);
    let caveats: Vec<String> = pair.caveats().iter().map(ToString::to_string).collect();
    let parts = [
        "A is played for 60 days and B for 40",
        "different states in focus",
        "only A has the outcome class `many`",
        "only B has the outcome class `busy`",
        "only B has `mediator_prestige_change_third`, which cannot be compared",
    ];
    assert_eq!(caveats.len(), parts.len(), "{caveats:?}");
    for part in parts {
        assert!(caveats.iter().any(|caveat| caveat.contains(part)), "{part}: {caveats:?}");
    }
    let list = all(pair);
    let busy = find(&list, "outcome_busy", Statistic::Share);
    assert!(busy.a == Some(0.0) && busy.b > Some(0.0), "{busy:?}");
    assert_eq!(find(&list, "mediator_third", Statistic::Share).a, Some(0.0));
    assert!(!list.iter().any(|one| one.quantity == "mediator_prestige_change_third"));
    let days = find(&list, "first_strike_day", Statistic::RestrictedMean);
    assert!(days.a <= Some(39.0) && days.b <= Some(39.0), "{days:?}");
    let transitions = pair.transitions(Confidence::default());
    assert!(transitions.iter().all(|one| one.from != "busy" && one.to != "many"));
    assert_eq!(transitions.iter().map(|one| one.count).sum::<u64>(), RUNS);
    let same_name = base.replace("violent_acts > 3", "violent_acts > 4");
    let caveats = compare(&[&base, &same_name]).pairs[0].caveats.clone();
    assert_eq!(caveats, [Caveat::OtherConditions(vec!["many".to_owned()])]);
}

#[test]
fn programs_that_are_made_anew_play_the_same_runs() {
    let warmer = warmer();
    let play = |limit_is_passed: bool| {
        let mut study = Comparison::new("a", &scenario(RIVALS), &plan(2), Scope::Core);
        if limit_is_passed {
            study.kept_relations = MOST_KEPT_RELATIONS;
        }
        let text = warmer.clone();
        study.against_made("b", &scenario(&warmer), move || Program::new(&scenario(&text)));
        assert_eq!(matches!(study.others[0].stock, Stock::Made(_)), limit_is_passed);
        study.run(&mut |_| {}).pairs.swap_remove(0).tally
    };
    assert_eq!(play(false), play(true));
}
