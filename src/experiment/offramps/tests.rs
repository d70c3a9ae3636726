use std::collections::BTreeMap;
use std::fmt::Write;

use super::*;
use crate::engine::{Act, Alternative, Conciliation, Decision, EndReason, HOLD, Label, Landing, RunRecord};
use crate::experiment::fixture::{RIVALS, batch, program};
use crate::experiment::{Confidence, Part, Recorded, Tally, dictionary};

/// What happens on a day, in the order in which a run tells it.
enum Told {
    Agreement,
    Conciliates(&'static str),
    /// Decides to hold, when conciliating would have been worth so much by the first term and by the second.
    Holds(&'static str, [f32; 2]),
    HoldsByRule(&'static str),
    Fights(&'static str, &'static str),
    Acts(&'static str, &'static str),
    /// The lasting rung in force at the end of the day is another than before.
    Posture(&'static str, Option<&'static str>),
}
use Told::{Acts, Agreement, Conciliates, Fights, Holds, HoldsByRule, Posture};

fn relation(program: &Program, key: &str) -> usize {
    program.scenario().relations().iter().position(|relation| relation.key == key).unwrap()
}

fn rung(program: &Program, key: &str) -> usize {
    program.scenario().ladder().iter().position(|rung| rung.key == key).unwrap()
}

fn decide(
    program: &Program,
    watch: &mut Descents,
    relation: usize,
    chosen: usize,
    by_rule: bool,
    terms: [f32; 2],
) {
    let mut against = [0.0; Term::COUNT];
    against[..2].copy_from_slice(&terms);
    let decision = Decision {
        relation,
        chosen,
        label: Label::Hold,
        on_agenda: true,
        by_rule,
        probability: &[],
        log_odds: [0.0; Term::COUNT],
        expected_reply: 0.0,
        landing: Landing { program, feasible: program.feasible(relation, 0), accident: &[] },
        conciliation: Conciliation(&|| against),
    };
    watch.decision(program, &decision);
}

fn act(program: &Program, key: &str, on: &str) -> Act {
    let landed = rung(program, on);
    Act {
        relation: relation(program, key),
        meant: landed,
        landed,
        assured: false,
        label: Label::Strike,
        group: None,
        through: None,
        severity: 0.5,
        attributed: true,
        military: 0,
        civilian: 0,
    }
}

/// Plays runs by hand, each a list of days, and adds them up.
fn played(program: &Program, runs: &[(&[&[Told]], EndReason)]) -> Tally {
    let only: Recorded = [Part::Offramps].into_iter().collect();
    let mut tally = Tally::new(program, &dictionary(program), only);
    let mut watch = Descents::new(program);
    let conciliate =
        program.alternatives().iter().position(|&other| other == Alternative::Conciliate).unwrap();
    for (days, end) in runs {
        let mut postures: BTreeMap<usize, Option<usize>> = BTreeMap::new();
        let at_first = |relation: usize| program.scenario().relations()[relation].posture;
        for (day, told) in (0..).zip(*days) {
            for told in *told {
                match told {
                    Agreement => watch.agreement(program, day, program.focus_pairs[0]),
                    Conciliates(key) => {
                        decide(program, &mut watch, relation(program, key), conciliate, false, [0.0; 2]);
                    }
                    Holds(key, terms) => {
                        decide(program, &mut watch, relation(program, key), HOLD, false, *terms);
                    }
                    HoldsByRule(key) => {
                        decide(program, &mut watch, relation(program, key), HOLD, true, [-9.0; 2]);
                    }
                    Fights(key, on) => {
                        watch.violence(program, day, relation(program, key), rung(program, on));
                    }
                    Acts(key, on) => watch.act(program, day, &act(program, key, on)),
                    Posture(key, on) => {
                        postures.insert(relation(program, key), on.map(|on| rung(program, on)));
                    }
                }
            }
            watch.day(program, day, |relation| {
                postures.get(&relation).copied().unwrap_or_else(|| at_first(relation))
            });
        }
        let record =
            RunRecord { end: *end, end_day: days.len() as u32 - 1, ..RunRecord::with_shape(program) };
        watch.settle(program, &record, tally.offramps.as_mut().unwrap());
        tally.runs += 1;
    }
    tally
}

/// What became of the stays of a relation (or, without one, of all) on a rung.
fn row(program: &Program, tally: &Tally, key: Option<&str>, on: &str) -> OffRampEstimate {
    let rows = offramps(program, tally, Confidence::default());
    let relation = key.map(|key| relation(program, key));
    rows.into_iter().find(|row| row.relation == relation && row.rung == rung(program, on)).unwrap()
}

/// How the single stay of a relation on a rung ended, and after how many days if it came down.
fn single(program: &Program, run: &[&[Told]], end: EndReason, key: &str, on: &str) -> (Ending, Option<f64>) {
    let row = row(program, &played(program, &[(run, end)]), Some(key), on);
    assert_eq!((row.reached, row.endings.iter().sum::<u64>()), (1, 1));
    let place = row.endings.iter().position(|&count| count == 1).unwrap();
    assert_eq!(row.came_down == 1, Ending::ALL[place].is_down());
    (Ending::ALL[place], row.days[1].value)
}

const MOBILISES: &[Told] = &[Acts("a.b", "mobilise"), Posture("a.b", Some("mobilise"))];

#[test]
fn a_lasting_rung_is_left_when_it_is_no_longer_in_force() {
    let rivals = program(RIVALS);
    let of = |run: &[&[Told]]| single(&rivals, run, EndReason::Horizon, "a.b", "mobilise");
    let lifted = &[Conciliates("a.b"), Posture("a.b", None)][..];
    let lowered = &[Conciliates("a.b"), Posture("a.b", Some("coerce"))][..];
    let higher = &[Acts("a.b", "war"), Posture("a.b", Some("war"))][..];
    let agreed = &[Agreement, Posture("a.b", None)][..];
    assert_eq!(of(&[&[], MOBILISES, &[], &[], lifted]), (Ending::Lifted, Some(3.0)));
    assert_eq!(of(&[&[], MOBILISES, lowered]), (Ending::Lowered, Some(1.0)));
    assert_eq!(of(&[&[], MOBILISES, &[], agreed]), (Ending::Agreement, Some(2.0)));
    assert_eq!(of(&[&[], MOBILISES, &[], higher]), (Ending::Climbed, None));
    assert_eq!(of(&[&[], MOBILISES, &[Acts("b.a", "war"), Conciliates("b.a")], &[]]), (Ending::Open, None));
    // That a run settles with a lasting rung in force does not bring it down.
    let settled = single(&rivals, &[MOBILISES, &[], &[]], EndReason::Settled, "a.b", "mobilise");
    assert_eq!(settled, (Ending::Open, None));
}

#[test]
fn who_comes_down_to_a_lower_rung_has_reached_that_one() {
    let rivals = program(RIVALS);
    let lowered = &[Conciliates("a.b"), Posture("a.b", Some("coerce"))][..];
    let lifted = &[Conciliates("a.b"), Posture("a.b", None)][..];
    let run: &[&[Told]] = &[MOBILISES, lowered, &[], &[], &[], lifted];
    assert_eq!(single(&rivals, run, EndReason::Horizon, "a.b", "coerce"), (Ending::Lifted, Some(4.0)));
}

#[test]
fn a_posture_in_force_from_the_start_counts_from_day_0_and_again_after_an_agreement() {
    let text = RIVALS.replace("[relations.b.a]\n", "[relations.b.a]\nposture = \"campaign\"\n");
    let rivals = program(&text);
    let ceasefire = &[Conciliates("b.a"), Posture("b.a", None)][..];
    assert_eq!(
        single(&rivals, &[ceasefire], EndReason::Horizon, "b.a", "campaign"),
        (Ending::Lifted, Some(0.0))
    );
    let again = &[Agreement, Acts("b.a", "campaign")][..];
    let run: &[&[Told]] = &[&[], again, &[]];
    let tally = played(&rivals, &[(run, EndReason::Horizon); 2]);
    let row = row(&rivals, &tally, Some("b.a"), "campaign");
    assert_eq!((row.reached, row.runs_reached, row.came_down), (4, 2, 2));
    assert_eq!(row.endings, [0, 0, 0, 0, 2, 0, 0, 2]);
}

#[test]
fn a_momentary_rung_is_left_by_what_follows_it() {
    let rivals = program(RIVALS);
    let of = |run: &[&[Told]], end| single(&rivals, run, end, "a.b", "strike_state");
    let (strikes, horizon, settled) =
        (&[Acts("a.b", "strike_state")][..], EndReason::Horizon, EndReason::Settled);
    assert_eq!(of(&[strikes, &[], &[Conciliates("a.b")]], horizon), (Ending::Conciliated, Some(2.0)));
    assert_eq!(of(&[strikes, &[Conciliates("b.a")]], horizon), (Ending::Reciprocated, Some(1.0)));
    assert_eq!(of(&[strikes, &[Conciliates("a.b"), Conciliates("b.a")]], horizon).0, Ending::Conciliated);
    assert_eq!(of(&[strikes, &[], &[], &[Agreement]], horizon), (Ending::Agreement, Some(3.0)));
    assert_eq!(of(&[strikes, &[], &[], &[], &[]], settled), (Ending::Quiet, Some(4.0)));
    assert_eq!(of(&[strikes, &[], &[]], horizon), (Ending::Open, None));
    assert_eq!(of(&[strikes, &[], &[]], EndReason::NuclearUse), (Ending::Open, None));
    // What is milder ends nothing; what is as grave does, whoever does it, and also on a day of conciliation.
    assert_eq!(of(&[strikes, &[Acts("b.a", "covert")], &[]], settled), (Ending::Quiet, Some(2.0)));
    assert_eq!(of(&[strikes, &[Acts("b.a", "strike_state")], &[]], settled).0, Ending::Climbed);
    assert_eq!(of(&[strikes, &[Acts("a.b", "war")], &[Agreement]], settled).0, Ending::Climbed);
    assert_eq!(of(&[strikes, &[Fights("b.a", "campaign")], &[]], settled).0, Ending::Climbed);
    let both = &[Conciliates("a.b"), Acts("b.a", "strike_state")][..];
    assert_eq!(of(&[strikes, both], settled).0, Ending::Climbed);
    // On the same day neither knows what the other does.
    let same_day = &[Conciliates("b.a"), Acts("a.b", "strike_state")][..];
    assert_eq!(of(&[same_day, &[]], settled), (Ending::Quiet, Some(1.0)));
    let crossing = &[Acts("a.b", "strike_state"), Acts("b.a", "strike_state")][..];
    assert_eq!(of(&[crossing, &[], &[]], settled), (Ending::Quiet, Some(2.0)));
}

#[test]
fn the_same_again_is_a_stay_that_failed_and_a_new_one() {
    let rivals = program(RIVALS);
    let strikes = &[Acts("a.b", "strike_state")][..];
    let tally = played(&rivals, &[(&[strikes, strikes, &[Conciliates("a.b")]], EndReason::Horizon)]);
    let row = row(&rivals, &tally, Some("a.b"), "strike_state");
    assert_eq!((row.reached, row.came_down, row.runs_reached), (2, 1, 1));
    assert_eq!((row.chance.value, row.chance.n), (Some(0.5), 1));
}

#[test]
fn chances_and_days_are_those_of_known_counts() {
    let rivals = program(RIVALS);
    let lifted = &[Conciliates("a.b"), Posture("a.b", None)][..];
    let down: &[&[Told]] = &[MOBILISES, &[], lifted];
    let stays: &[&[Told]] = &[MOBILISES, &[], &[]];
    let never: &[&[Told]] = &[&[]];
    let horizon = EndReason::Horizon;
    let tally = played(&rivals, &[(down, horizon), (stays, horizon), (down, horizon), (never, horizon)]);
    for key in [Some("a.b"), None] {
        let row = row(&rivals, &tally, key, "mobilise");
        assert_eq!((row.reached, row.runs_reached, row.came_down), (3, 3, 2));
        assert_eq!((row.share_of_runs.value, row.share_of_runs.n), (Some(0.75), 4));
        assert!((row.chance.value.unwrap() - 2.0 / 3.0).abs() < 1e-12);
        let interval = row.chance.interval.unwrap();
        assert!(interval.low >= 0.0 && interval.high <= 1.0);
        // Half have come down after two days; three quarters never do.
        assert_eq!(row.days.map(|days| days.value), [Some(2.0), Some(2.0), None]);
    }
    let all_down = row(&rivals, &played(&rivals, &[(down, horizon); 5]), None, "mobilise");
    assert_eq!(all_down.chance.value, Some(1.0));
    assert!(all_down.chance.interval.unwrap().low < 0.6, "five runs are few");
}

#[test]
fn the_blocker_is_the_term_that_says_most_against_conciliating_while_on_the_rung() {
    let rivals = program(RIVALS);
    let run: &[&[Told]] = &[
        // Before the rung is reached, and by a rule, nothing is blocked.
        &[Holds("a.b", [-9.0, -9.0]), Acts("a.b", "mobilise"), Posture("a.b", Some("mobilise"))],
        &[HoldsByRule("a.b")],
        &[Holds("a.b", [1.0, -1.0]), Holds("b.a", [-9.0, -9.0])],
        &[Holds("a.b", [-1.5, -2.0])],
        &[Conciliates("a.b"), Posture("a.b", None)],
        &[Holds("a.b", [-9.0, -9.0])],
    ];
    let tally = played(&rivals, &[(run, EndReason::Horizon); 2]);
    let row_of = |key| row(&rivals, &tally, key, "mobilise");
    for row in [row_of(Some("a.b")), row_of(None)] {
        assert_eq!(row.decisions, 4);
        let [blocker, second] = row.blockers.map(Option::unwrap);
        assert_eq!((blocker.term, blocker.log_odds.value, blocker.log_odds.n), (Term::ALL[1], Some(-1.5), 2));
        assert_eq!((second.term, second.log_odds.value), (Term::ALL[0], Some(-0.25)));
    }
    let willing: &[&[Told]] = &[MOBILISES, &[Holds("a.b", [1.0, 0.0])]];
    let tally = played(&rivals, &[(willing, EndReason::Horizon)]);
    assert_eq!(row(&rivals, &tally, None, "mobilise").blockers, [None, None]);
}

#[test]
fn relations_out_of_focus_have_no_rows_and_many_in_focus_only_one_together() {
    let rivals = program(RIVALS);
    let tally = played(&rivals, &[(&[&[Acts("idle.a", "mobilise")]], EndReason::Horizon)]);
    assert!(offramps(&rivals, &tally, Confidence::default()).is_empty());
    let mut text = RIVALS.replace("focus = [\"a\", \"b\"]\n", "");
    for state in 0..18 {
        write!(text, "[states.s{state}]\n[relations.s{state}.a]\n").unwrap();
    }
    let many = program(&text);
    assert_eq!((Places::of(&rivals).count(), Places::of(&many).count()), (3, 1));
    let tally = played(&many, &[(&[&[Acts("s3.a", "protest")], &[Conciliates("a.s3")]], EndReason::Horizon)]);
    let rows = offramps(&many, &tally, Confidence::default());
    assert_eq!((rows.len(), rows[0].relation, rows[0].came_down), (1, None, 1));
}

#[test]
fn a_batch_reaches_rungs_as_often_as_acts_land_on_them() {
    let batch = batch(400);
    let (program, tally) = (batch.program(), batch.tally());
    let rows = offramps(program, tally, Confidence::default());
    let acts = &tally.acts.as_ref().unwrap().per_run;
    let mut momentary = 0;
    for row in &rows {
        assert_eq!(row.reached, row.endings.iter().sum::<u64>());
        let rung = &program.scenario().ladder()[row.rung];
        for (ending, &count) in Ending::ALL.into_iter().zip(&row.endings) {
            assert!(count == 0 || ending.is_possible(rung.lasting), "{ending:?} from {}", rung.key);
        }
        let parts = rows.iter().filter(|part| part.rung == row.rung && part.relation.is_some());
        if row.relation.is_none() {
            let sum = parts.fold([0; 3], |[reached, down, decisions], part| {
                [reached + part.reached, down + part.came_down, decisions + part.decisions]
            });
            assert_eq!(sum, [row.reached, row.came_down, row.decisions]);
        } else if !rung.lasting {
            let of_row = acts
                .iter()
                .filter(|(kind, _)| kind.rung == Some(row.rung) && Some(kind.relation) == row.relation);
            assert_eq!(of_row.map(|(_, counts)| counts.sum()).sum::<i128>(), i128::from(row.reached));
            momentary += 1;
        }
    }
    assert!(momentary >= 4 && rows.iter().any(|row| row.blockers[1].is_some()));
}
