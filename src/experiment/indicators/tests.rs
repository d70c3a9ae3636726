use super::*;
use crate::engine::{Act, Dead, FirstStrike, GroupAttack, Label, RunRecord};
use crate::experiment::fixture::{RIVALS, program};
use crate::experiment::{BatchPlan, Confidence, Recorded, RunSink, Tally, dictionary, run_batch};
use crate::stats::Level;

/// Wars and runs without a strike, by place among the classes.
const WAR: usize = 1;
const NO_STRIKE: usize = 6;

fn place(program: &Program, relation: &str) -> usize {
    program.scenario().relations().iter().position(|other| other.key == relation).unwrap()
}

fn strike(program: &Program, relation: &str, rung: &str, attributed: bool) -> Act {
    let rung = program.scenario().ladder().iter().position(|other| other.key == rung).unwrap();
    Act {
        relation: place(program, relation),
        meant: rung,
        landed: rung,
        assured: false,
        label: Label::Strike,
        group: None,
        through: None,
        severity: 0.5,
        attributed,
        military: 0,
        civilian: 0,
    }
}

/// Plays days, each with what happens on it and how many civilians have died by its end, and says on which day each sign was
/// first there.
fn first_seen(
    program: &Program,
    days: &[(&[Act], u64)],
    conciliations: &[(u32, &str)],
    first_strike: Option<FirstStrike>,
) -> impl Fn(Sign, u32) -> bool + use<> {
    let (mut lookout, mut indicators) = (Lookout::new(program), Indicators::new(program));
    let mut record = RunRecord::with_shape(program);
    for (day, (acts, civilian)) in (0..).zip(days) {
        for (_, relation) in conciliations.iter().filter(|(on, _)| *on == day) {
            lookout.conciliation(day, place(program, relation));
        }
        acts.iter().for_each(|act| lookout.act(program, day, act));
        record.dead[0] = Dead { military: 0, civilian: *civilian };
        record.first_strike = first_strike.filter(|strike| strike.day <= day);
        lookout.day(program, day, record.first_strike, &record.dead);
    }
    record.end_day = days.len() as u32 - 1;
    lookout.settle(program, &record, &mut indicators);
    let (signs, days) = (sign::signs(program), sign::days(program));
    move |sign, day| {
        let sign = signs.iter().position(|&other| other == sign).unwrap();
        let at = days.iter().position(|&other| other == day).unwrap();
        indicators.with_sign(sign, at).iter().sum::<u64>() == 1
    }
}

fn rung(program: &Program, key: &str) -> Sign {
    Sign::RungReached(program.scenario().ladder().iter().position(|rung| rung.key == key).unwrap())
}

#[test]
fn a_run_is_told_by_the_days_on_which_its_signs_were_first_there() {
    let rivals = program(RIVALS);
    let first = FirstStrike { day: 2, relation: place(&rivals, "a.b") };
    let (blow, answer) =
        (strike(&rivals, "a.b", "strike_group", true), strike(&rivals, "b.a", "covert", true));
    // A strike on day 2, an answer nobody can trace on day 3 and one that everybody sees on day 4; the run ends on day 5.
    let unseen = Act { attributed: false, ..answer };
    let days: [(&[Act], u64); 6] =
        [(&[], 0), (&[], 0), (&[blow], 9), (&[unseen], 10), (&[answer], 10), (&[], 120)];
    let there = first_seen(&rivals, &days, &[], Some(first));
    for (sign, since) in [
        (Sign::FirstStrike, 3),
        (Sign::ViolentReply, 7),
        (rung(&rivals, "covert"), 3),
        (rung(&rivals, "strike_group"), 3),
        (Sign::CivilianDeaths(1), 3),
        (Sign::CivilianDeaths(10), 3),
        (Sign::CivilianDeaths(100), 7),
        (Sign::ConciliatoryReply, u32::MAX),
        (rung(&rivals, "strike_state"), u32::MAX),
        (Sign::MilitaryDeaths(1), u32::MAX),
        (Sign::Agreement, u32::MAX),
    ] {
        for day in [1, 3, 7, 14, 30] {
            assert_eq!(there(sign, day), day >= since, "{sign:?} by day {day}");
        }
    }
}

#[test]
fn the_first_reply_is_what_comes_first_on_a_later_day() {
    let rivals = program(RIVALS);
    let first = FirstStrike { day: 1, relation: place(&rivals, "a.b") };
    let blow = strike(&rivals, "a.b", "covert", true);
    let [answer, protest] = ["covert", "protest"].map(|rung| strike(&rivals, "b.a", rung, true));
    let there = |days: &[(&[Act], u64)], conciliations: &[(u32, &str)]| {
        let there = first_seen(&rivals, days, conciliations, Some(first));
        (there(Sign::ViolentReply, 30), there(Sign::ConciliatoryReply, 30))
    };
    // What b did on the day of the strike, it did without knowing of it; what a does is no reply.
    assert_eq!(there(&[(&[], 0), (&[blow, answer], 0), (&[blow], 0)], &[(1, "b.a")]), (false, false));
    assert_eq!(there(&[(&[], 0), (&[blow], 0), (&[answer], 0)], &[(3, "b.a")]), (true, false));
    assert_eq!(there(&[(&[], 0), (&[blow], 0), (&[], 0), (&[answer], 0)], &[(2, "b.a")]), (false, true));
    assert_eq!(
        there(&[(&[], 0), (&[blow], 0), (&[protest], 0), (&[answer], 0)], &[(3, "b.a")]),
        (false, false)
    );
    assert_eq!(there(&[(&[], 0), (&[blow], 0), (&[answer], 0)], &[(2, "idle.a")]), (true, false));
}

#[test]
fn what_go_betweens_and_armed_groups_do_is_noted_once_and_forgotten_with_the_run() {
    let groups = format!(
        "{RIVALS}\n[groups.g]\nhost = \"b\"\ntargets.a = {{ rate_per_day = 0.01, severity = 0.2, fatalities = 1 }}\n"
    );
    let rivals = program(&groups);
    let pair = rivals.scenario().relations()[place(&rivals, "a.b")].pair;
    let elsewhere = rivals.scenario().relations()[place(&rivals, "idle.a")].pair;
    let (mut lookout, mut indicators) = (Lookout::new(&rivals), Indicators::new(&rivals));
    let attack = GroupAttack { group: 0, victim: 0, blamed: None, military: 0, civilian: 0 };
    lookout.offer(&rivals, 0, 0, elsewhere);
    for day in [5, 9] {
        lookout.group_attack(day, &attack);
        lookout.offer(&rivals, day, 0, pair);
        lookout.mediation_begins(&rivals, day + 2, 0, pair);
        lookout.agreement(&rivals, day + 3, pair);
    }
    let mut record = RunRecord::with_shape(&rivals);
    record.event_day[1] = Some(4);
    lookout.settle(&rivals, &record, &mut indicators);
    // Nothing of it is left for the next run.
    record.event_day[1] = None;
    lookout.settle(&rivals, &record, &mut indicators);
    let signs = sign::signs(&rivals);
    let by_day = |sign| {
        let place = signs.iter().position(|&other| other == sign).unwrap();
        [0, 1, 2, 3, 4].map(|at| indicators.with_sign(place, at).iter().sum::<u64>())
    };
    assert_eq!(by_day(Sign::MediationOffered), [0, 0, 1, 1, 1]);
    assert_eq!(by_day(Sign::MediationOfferedBy(0)), [0, 0, 1, 1, 1]);
    assert_eq!(by_day(Sign::MediationOfferedBy(1)), [0; 5]);
    assert_eq!(by_day(Sign::MediationAcceptedOf(0)), [0, 0, 1, 1, 1]);
    assert_eq!(by_day(Sign::Agreement), [0, 0, 0, 1, 1]);
    assert_eq!(by_day(Sign::GroupAttack(0)), [0, 0, 1, 1, 1]);
    assert_eq!(by_day(Sign::Event(1)), [0, 0, 1, 1, 1]);
}

/// A tally in which 60 of 80 wars and 20 of 120 other runs showed the first sign on day 5.
fn by_hand(program: &Program) -> Tally {
    let only: Recorded = [crate::experiment::Part::Indicators].into_iter().collect();
    let mut tally = Tally::new(program, &dictionary(program), only);
    tally.runs = 200;
    let indicators = tally.indicators.as_mut().unwrap();
    for run in 0..200_u32 {
        let (class, shows) = if run < 80 { (WAR, run < 60) } else { (NO_STRIKE, run < 100) };
        indicators.add(class, [if shows { 5 } else { NOT_YET }]);
    }
    tally
}

#[test]
fn estimates_are_those_of_the_table_of_four() {
    let rivals = program(RIVALS);
    let rows = indicators(&rivals, &by_hand(&rivals), Confidence::default());
    // By day 3 nobody had seen it; 14 and 30 say what 7 says. Every class has a row.
    assert_eq!(rows.len(), 3 * 8);
    assert!(rows.iter().all(|row| row.sign == Sign::FirstStrike && row.day >= 7));
    let row = rows.iter().find(|row| row.class == WAR).unwrap();
    assert_eq!((row.with_sign, row.with_outcome, row.with_both), (80, 80, 60));
    let values = [&row.sign_share, &row.given_sign, &row.given_no_sign, &row.sensitivity, &row.false_alarms];
    let expected = [0.4, 60.0 / 80.0, 20.0 / 120.0, 60.0 / 80.0, 20.0 / 120.0];
    for (estimate, expected) in values.into_iter().zip(expected) {
        assert!((estimate.value.unwrap() - expected).abs() < 1e-12);
    }
    assert!((row.likelihood_ratio.value.unwrap() - 4.5).abs() < 1e-12);
    // Of a class in which no run ended, it is not known what would have been seen before it.
    let unseen = &rows[0];
    assert_eq!((unseen.class, unseen.with_outcome, unseen.sensitivity.value), (0, 0, None));
    assert_eq!((unseen.given_sign.value, unseen.likelihood_ratio.value), (Some(0.0), None));
}

#[test]
fn adding_up_in_parts_is_adding_up_at_once() {
    let rivals = program(RIVALS);
    let mut twice = by_hand(&rivals);
    twice.merge(&by_hand(&rivals));
    let (once, twice) = (by_hand(&rivals).indicators.unwrap(), twice.indicators.unwrap());
    assert_eq!(twice.ended, once.ended.iter().map(|n| 2 * n).collect::<Vec<_>>());
    assert_eq!(twice.came, once.came.iter().map(|n| 2 * n).collect::<Vec<_>>());
}

/// Keeps every run.
#[derive(Default)]
struct Keep(Vec<RunRecord>);

impl RunSink for Keep {
    fn run(&mut self, record: &RunRecord) -> std::io::Result<()> {
        self.0.push(record.clone());
        Ok(())
    }
}

/// An event that changes nothing happens or does not, by the toss of a coin.
const COIN: &str = "\n[events.coin]\ndate = 2\nprobability = 0.5\neffects = []\n";

#[test]
fn counts_are_those_of_the_runs_one_by_one() {
    let rivals = program(&format!("{RIVALS}{COIN}"));
    let plan = BatchPlan { runs: 600, seed: 3, threads: 2 };
    let mut kept = Keep::default();
    let batch = run_batch(&rivals, &plan, &mut kept, &mut |_| {}).unwrap();
    let rows = indicators(&rivals, batch.tally(), Confidence::default());
    let coin = rivals.scenario().events().iter().position(|event| event.key == "coin").unwrap();
    let mut compared = 0;
    for row in &rows {
        let shows = |record: &RunRecord| match row.sign {
            Sign::FirstStrike => record.first_strike.map(|strike| strike.day),
            Sign::Event(event) => record.event_day[event],
            _ => None,
        };
        if !matches!(row.sign, Sign::FirstStrike | Sign::Event(_)) {
            continue;
        }
        let there = |record: &&RunRecord| shows(record).is_some_and(|day| day <= row.day);
        let of_class = |record: &&RunRecord| OutcomeClass::place(rivals.scenario(), record) == row.class;
        assert_eq!(row.with_sign, kept.0.iter().filter(there).count() as u64);
        assert_eq!(row.with_outcome, kept.0.iter().filter(of_class).count() as u64);
        assert_eq!(row.with_both, kept.0.iter().filter(of_class).filter(there).count() as u64);
        compared += 1;
    }
    assert!(compared > 40);
    assert!(rows.iter().any(|row| row.sign == Sign::Event(coin) && row.day == 3));
    assert!(rows.iter().all(|row| row.sign != Sign::Event(coin) || row.day >= 3));
    // An answer by violence is one, and one that is the first thing done is no more than that.
    let answered = |day: u32| {
        let by = |record: &&RunRecord| {
            let reply = record.first_strike.zip(record.retaliation_delay);
            reply.is_some_and(|(strike, delay)| strike.day + delay <= day)
        };
        kept.0.iter().filter(by).count() as u64
    };
    let replies = rows.iter().filter(|row| row.sign == Sign::ViolentReply && row.class == WAR);
    let replies: Vec<_> = replies.map(|row| (row.with_sign, answered(row.day))).collect();
    assert!(!replies.is_empty() && replies.iter().all(|(first, any)| first <= any), "{replies:?}");
}

#[test]
fn a_sign_that_has_nothing_to_do_with_the_outcome_has_a_ratio_of_one() {
    let rivals = program(&format!("{RIVALS}{COIN}"));
    let plan = BatchPlan { runs: 4000, seed: 5, threads: 2 };
    let batch = run_batch(&rivals, &plan, &mut crate::experiment::NoRuns, &mut |_| {}).unwrap();
    // Four classes or so: together at 0.999 each, they cover with more than 0.995.
    let confidence = Confidence { level: Level::new(0.999).unwrap(), ..Confidence::default() };
    let coin = rivals.scenario().events().iter().position(|event| event.key == "coin").unwrap();
    let rows = indicators(&rivals, batch.tally(), confidence);
    let ratios: Vec<_> = rows
        .iter()
        .filter(|row| row.sign == Sign::Event(coin) && row.day == 3 && row.with_both > 0)
        .collect();
    assert!(ratios.len() >= 3, "{}", ratios.len());
    for row in ratios {
        let interval = row.likelihood_ratio.interval.unwrap();
        assert!(interval.contains(1.0), "class {}: {interval:?}", row.class);
    }
    // And a sign that has: a first strike by day 30 tells against there being none.
    let struck =
        rows.iter().find(|row| row.sign == Sign::FirstStrike && row.day == 30 && row.class == NO_STRIKE);
    let struck = struck.unwrap();
    assert_eq!(struck.with_both, 0);
    assert!(struck.likelihood_ratio.interval.unwrap().high < 0.5, "{:?}", struck.likelihood_ratio);
}
